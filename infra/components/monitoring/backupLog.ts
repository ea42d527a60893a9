import * as monitor from "@pulumi/azure-native/monitor";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as pulumi from "@pulumi/pulumi";

import { backupColumns, backupStream, backupTable } from "../../model/backupWatch";
import type { CommonArgs } from "../commonArgs";

export interface BackupLogArgs extends CommonArgs {
    workspaceId: pulumi.Input<string>;
    workspaceName: pulumi.Input<string>;
    endpointName: string;
    ruleName: string;
}

/** The same type under the two names that Azure has for it. */
const tableType = { datetime: "dateTime", string: "string" } as const;

/**
 * Where the cells' watches write down how old each backup is: a table of the audit workspace, outside every cell's region, and the
 * address at which rows for it are taken. The address is public, as the watches stand in other regions; a row is taken only from an
 * identity that holds the role to post on the rule, and only with these columns.
 *
 * Keeps: DR-4 (the age of every backup is known), DR-2 (also of the copies in the paired region).
 */
export class BackupLog extends pulumi.ComponentResource {
    /** The rule, on which the right to post is given. */
    public readonly ruleId: pulumi.Output<string>;
    /** What the rule is called in the address of a post. */
    public readonly ruleImmutableId: pulumi.Output<string>;
    /** Beginning of that address: `https://...`. */
    public readonly endpoint: pulumi.Output<string>;

    constructor(name: string, args: BackupLogArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:monitoring:BackupLog", name, args, opts);

        const { resourceGroupName, location, tags, workspaceId } = args;
        const table = new operationalinsights.Table(
            `${name}-table`,
            {
                resourceGroupName,
                workspaceName: args.workspaceName,
                tableName: backupTable,
                schema: {
                    name: backupTable,
                    columns: backupColumns.map((column) => ({ name: column.name, type: tableType[column.type] })),
                },
            },
            { parent: this },
        );
        const endpoint = new monitor.DataCollectionEndpoint(
            `${name}-endpoint`,
            {
                resourceGroupName,
                location,
                tags,
                dataCollectionEndpointName: args.endpointName,
                networkAcls: { publicNetworkAccess: monitor.KnownPublicNetworkAccessOptions.Enabled },
            },
            { parent: this },
        );
        const rule = new monitor.DataCollectionRule(
            `${name}-rule`,
            {
                resourceGroupName,
                location,
                tags,
                dataCollectionRuleName: args.ruleName,
                dataCollectionEndpointId: endpoint.id,
                streamDeclarations: { [backupStream]: { columns: backupColumns.map((column) => ({ ...column })) } },
                destinations: { logAnalytics: [{ name: "audit", workspaceResourceId: workspaceId }] },
                dataFlows: [
                    {
                        streams: [backupStream],
                        destinations: ["audit"],
                        transformKql: "source",
                        outputStream: `Custom-${backupTable}`,
                    },
                ],
            },
            // Azure compares the rule with the table's columns when it is made.
            { parent: this, dependsOn: table },
        );

        this.ruleId = rule.id;
        this.ruleImmutableId = rule.immutableId;
        this.endpoint = endpoint.logsIngestion.apply((ingestion) => ingestion?.endpoint ?? "");
        this.registerOutputs({ ruleId: this.ruleId, ruleImmutableId: this.ruleImmutableId, endpoint: this.endpoint });
    }
}
