/** azure-native:monitor */
import { parentOf } from "../arm";
import { nameRule, type TypeTable } from "../model";

const DESTINATIONS = ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId"];

export const monitor: TypeTable = {
    DiagnosticSetting: {
        id: "/{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
        apiVersion: "2021-05-01-preview",
        inputs: `eventHubAuthorizationRuleId eventHubName logAnalyticsDestinationType logs marketplacePartnerId metrics name
            resourceUri serviceBusRuleId storageAccountId workspaceId`,
        writeOnly: "resourceUri",
        name: nameRule(
            1,
            260,
            /^[^<>*%&:\\?+/]*[^<>*%&:\\?+/ ]$/,
            "1-260 characters, none of <>*%&:\\?+/, no blank at the end",
        ),
        check: (inputs) =>
            DESTINATIONS.some((name) => inputs[name] !== undefined)
                ? []
                : [{ property: "", reason: `a diagnostic setting needs one of ${DESTINATIONS.join(", ")}` }],
        quotas: ({ id }) => [
            {
                key: `diagnosticSettings|${(parentOf(id) ?? "").toLowerCase()}`,
                limit: 5,
                what: "diagnostic settings per resource",
            },
        ],
        seconds: { create: 5, source: "assumed" },
    },
};
