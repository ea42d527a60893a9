import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";

export interface AccessLogsArgs {
    /** The resource whose access is logged. */
    resourceId: pulumi.Input<string>;
    workspaceId: pulumi.Input<string>;
    /** Azure's log categories of that resource, by name: not every resource has the group `allLogs`. */
    categories: string[];
}

/**
 * Sends the access logs of one resource to the audit workspace.
 *
 * Keeps: ACC-2 (access logs kept), STAFF-2 (every action logged under the person's identity).
 */
export class AccessLogs extends pulumi.ComponentResource {
    constructor(name: string, args: AccessLogsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:monitoring:AccessLogs", name, args, opts);

        new monitor.DiagnosticSetting(
            `${name}-setting`,
            {
                resourceUri: args.resourceId,
                name: "audit",
                workspaceId: args.workspaceId,
                logs: args.categories.map((category) => ({ category, enabled: true })),
            },
            { parent: this },
        );

        this.registerOutputs({});
    }
}
