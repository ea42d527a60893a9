/** azure-native:operationalinsights */
import { nameRule, type TypeTable } from "../model";
import { text } from "../values";

export const operationalinsights: TypeTable = {
    Workspace: {
        id: "Microsoft.OperationalInsights/workspaces/{workspaceName}",
        apiVersion: "2023-09-01",
        inputs: `defaultDataCollectionRuleResourceId features forceCmkForQuery identity location publicNetworkAccessForIngestion
            publicNetworkAccessForQuery resourceGroupName retentionInDays sku tags workspaceCapping workspaceName`,
        name: nameRule(
            4,
            63,
            /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i,
            "4-63 letters, digits and hyphens; no hyphen at either end",
        ),
        location: "region",
        usual: "name type provisioningState etag",
        values: {
            "sku.name": [
                "Free",
                "Standard",
                "Premium",
                "PerNode",
                "PerGB2018",
                "Standalone",
                "CapacityReservation",
                "LACluster",
            ],
            publicNetworkAccessForIngestion: ["Enabled", "Disabled"],
            publicNetworkAccessForQuery: ["Enabled", "Disabled"],
        },
        check: (inputs) => {
            const days = inputs["retentionInDays"];
            const free = text(inputs, "sku.name") === "Free";
            return typeof days !== "number" || (free && days === 7) || (days >= 30 && days <= 730)
                ? []
                : [{ property: "retentionInDays", reason: `${String(days)} is not between 30 and 730` }];
        },
        outputs: ({ id, inputs, cloud, now, before }) => ({
            retentionInDays: 30,
            publicNetworkAccessForIngestion: "Enabled",
            publicNetworkAccessForQuery: "Enabled",
            ...inputs,
            customerId: cloud.guid(id, "workspace"),
            createdDate: before?.["createdDate"] ?? now.toISOString(),
            modifiedDate: now.toISOString(),
        }),
        seconds: { create: 40, update: 10, delete: 10, source: "assumed" },
    },
};
