/** azure-native:resources */
import { nameRule, type TypeTable } from "../model";

export const resources: TypeTable = {
    ResourceGroup: {
        id: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}",
        apiVersion: "2024-03-01",
        inputs: "location managedBy resourceGroupName tags",
        name: nameRule(
            1,
            90,
            /^[-\w.()]*[-\w()]$/,
            "1-90 letters, digits, underscores, hyphens, periods and parentheses; no period at the end",
        ),
        location: "region",
        quotas: ({ cloud }) => [
            { key: `resourceGroups|${cloud.subscriptionId}`, limit: 980, what: "resource groups per subscription" },
        ],
        outputs: () => ({ properties: { provisioningState: "Succeeded" } }),
        seconds: { create: 3, delete: 30, source: "assumed" },
    },
};
