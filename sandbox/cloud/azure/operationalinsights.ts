/** azure-native:operationalinsights */
import { nameRule, type Problem, type TypeTable } from "../model";
import { select, text, type Properties } from "../values";

/** A table of one's own ends in _CL and says its columns; what Azure fills itself has neither. */
function checkTable(inputs: Properties): Problem[] {
    const name = text(inputs, "tableName") ?? "";
    const columns = select(inputs, "schema.columns[]").map(([, column]) => column);
    const time = columns.find((column) => text(column, "name") === "TimeGenerated");
    const repeated = columns.find(
        (column, index) =>
            columns.findIndex((other) => text(other, "name")?.toLowerCase() === text(column, "name")?.toLowerCase()) <
            index,
    );
    const problem = (property: string, reason: string): Problem => ({ property, reason });
    return [
        ...(["retentionInDays", "totalRetentionInDays"] as const).flatMap((property) => {
            const days = inputs[property];
            const most = property === "retentionInDays" ? 730 : 4383;
            return typeof days !== "number" || days === -1 || (days >= 4 && days <= most)
                ? []
                : [problem(property, `${String(days)} is not between 4 and ${String(most)}, nor -1`)];
        }),
        ...(columns.length > 0 && text(inputs, "schema.name") !== name
            ? [problem("schema.name", `'${text(inputs, "schema.name") ?? ""}' is not the table's name, '${name}'`)]
            : []),
        ...(name.endsWith("_CL") && text(time, "type") !== "dateTime"
            ? [problem("schema.columns", "a custom table needs a column TimeGenerated of type dateTime")]
            : []),
        ...(repeated === undefined
            ? []
            : [problem("schema.columns", `two columns are called '${text(repeated, "name") ?? ""}'`)]),
    ];
}

export const operationalinsights: TypeTable = {
    Table: {
        id: "Microsoft.OperationalInsights/workspaces/{workspaceName}/tables/{tableName}",
        apiVersion: "2023-09-01",
        inputs: `plan resourceGroupName restoredLogs retentionInDays schema searchResults tableName totalRetentionInDays
            workspaceName`,
        writeOnly: "workspaceName",
        name: nameRule(1, 63, /^[a-z]\w*$/i, "1-63 letters, digits and underscores, beginning with a letter"),
        usual: "name type provisioningState",
        values: {
            plan: ["Basic", "Analytics"],
            "schema.columns[].type": ["string", "int", "long", "real", "boolean", "dateTime", "guid", "dynamic"],
        },
        check: checkTable,
        outputs: ({ inputs }) => ({ plan: "Analytics", ...inputs }),
        seconds: { create: 20, source: "assumed" },
    },
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
