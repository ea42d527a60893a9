import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";

import { type AuditKind, type AuditLog, auditLogs } from "../../model/auditLogs";

export interface AccessLogsArgs {
    /** Decides which of Azure's log categories are kept, and where below the resource they come out. */
    kind: AuditKind;
    /** The resource whose use is logged. */
    resourceId: pulumi.Input<string>;
    workspaceId: pulumi.Input<string>;
    /** The archive in the region of the resource; unset for an archive itself, which cannot keep its own logs. */
    archiveId?: pulumi.Input<string>;
}

/**
 * Sends the access logs of one resource to the audit workspace and to the archive.
 *
 * Keeps: ACC-2 (access logs kept), STAFF-2 (every action logged under the person's identity).
 */
export class AccessLogs extends pulumi.ComponentResource {
    constructor(name: string, args: AccessLogsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:monitoring:AccessLogs", name, args, opts);

        const { subResource, categories }: AuditLog = auditLogs[args.kind];
        new monitor.DiagnosticSetting(
            `${name}-setting`,
            {
                resourceUri: subResource ? pulumi.interpolate`${args.resourceId}/${subResource}` : args.resourceId,
                name: "audit",
                workspaceId: args.workspaceId,
                storageAccountId: args.archiveId,
                // Tables of their own wherever Azure has them: the backup and firewall categories come in no other form.
                logAnalyticsDestinationType: "Dedicated",
                logs: categories.map((category) => ({ category, enabled: true })),
            },
            { parent: this },
        );

        this.registerOutputs({});
    }
}
