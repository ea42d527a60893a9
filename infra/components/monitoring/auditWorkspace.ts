import * as authorization from "@pulumi/azure-native/authorization";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as securityinsights from "@pulumi/azure-native/securityinsights";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";

export interface AuditWorkspaceArgs extends CommonArgs {
    workspaceName: string;
    /** How long every table is kept, days, unless a table says otherwise. Azure allows 30 to 730. */
    retentionDays: number;
}

/**
 * Where access logs end up. The retention of the workspace, not of single tables, decides: a table appears with its first log
 * line, and one that nobody thought of must be kept as long as the others. Nobody can write to it with a shared key.
 *
 * Keeps: ACC-2 (access logs kept for analysis), STAFF-2 (actions can be followed up).
 */
export class AuditWorkspace extends pulumi.ComponentResource {
    public readonly workspaceId: pulumi.Output<string>;
    public readonly workspaceName: pulumi.Output<string>;

    constructor(name: string, args: AuditWorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:monitoring:AuditWorkspace", name, args, opts);

        const { resourceGroupName, location, tags } = args;
        const workspace = new operationalinsights.Workspace(
            `${name}-workspace`,
            {
                resourceGroupName,
                location,
                tags,
                workspaceName: args.workspaceName,
                sku: { name: operationalinsights.WorkspaceSkuNameEnum.PerGB2018 },
                retentionInDays: args.retentionDays,
                features: { disableLocalAuth: true, immediatePurgeDataOn30Days: false },
            },
            { parent: this, protect: true, retainOnDelete: true },
        );
        new authorization.ManagementLockByScope(
            `${name}-lock`,
            {
                scope: workspace.id,
                lockName: "keep-access-logs",
                level: authorization.LockLevel.CanNotDelete,
                notes: "The security page promises that access logs are kept.",
            },
            { parent: this, protect: true },
        );

        // Watchlists and analytics rules exist in a workspace with Sentinel only.
        new securityinsights.SentinelOnboardingState(
            `${name}-sentinel`,
            {
                resourceGroupName,
                workspaceName: workspace.name,
                sentinelOnboardingStateName: "default",
                customerManagedKey: false,
            },
            { parent: this },
        );

        this.workspaceId = workspace.id;
        this.workspaceName = workspace.name;
        this.registerOutputs({ workspaceId: this.workspaceId, workspaceName: this.workspaceName });
    }
}
