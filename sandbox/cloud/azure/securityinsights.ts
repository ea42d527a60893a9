/** azure-native:securityinsights */
import { nameRule, type TypeTable } from "../model";

export const securityinsights: TypeTable = {
    SentinelOnboardingState: {
        id: "Microsoft.OperationalInsights/workspaces/{workspaceName}/providers/Microsoft.SecurityInsights/onboardingStates/{sentinelOnboardingStateName}",
        apiVersion: "2024-09-01",
        inputs: "customerManagedKey resourceGroupName sentinelOnboardingStateName workspaceName",
        writeOnly: "workspaceName",
        name: nameRule(7, 7, /^default$/, "the only onboarding state of a workspace is 'default'"),
        usual: "name type etag",
        seconds: { create: 20, source: "assumed" },
    },
};
