/** azure-native:sql, vulnerability assessment in the express configuration */
import { CloudError, nameRule, type TypeTable } from "../model";
import { text } from "../values";

export const sqlAssessment: TypeTable = {
    SqlVulnerabilityAssessmentsSetting: {
        id: "Microsoft.Sql/servers/{serverName}/sqlVulnerabilityAssessments/{vulnerabilityAssessmentName}",
        apiVersion: "2023-08-01",
        inputs: "resourceGroupName serverName state vulnerabilityAssessmentName",
        writeOnly: "serverName",
        name: nameRule(7, 7, /^default$/, "the only vulnerability assessment of a server is 'default'"),
        values: { state: ["Enabled", "Disabled"] },
        // Documented of the classic configuration; assumed of the express one, which rests on the same plan.
        refuse: ({ inputs, cloud }) => {
            const plan = cloud.find(
                `/subscriptions/${cloud.subscriptionId}/providers/Microsoft.Security/pricings/SqlServers`,
            );
            if (text(inputs, "state") === "Enabled" && text(plan?.inputs, "pricingTier") !== "Standard")
                throw new CloudError(
                    "VulnerabilityAssessmentADSIsDisabled",
                    "Advanced Data Security should be enabled in order to use Vulnerability Assessment.",
                );
        },
        seconds: { create: 15, source: "assumed" },
    },
};
