import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";

import { activityLogs } from "../../model/auditLogs";

export interface SubscriptionActivityArgs {
    /** Name of the setting, of which a subscription has five at most. */
    settingName: string;
    workspaceId: pulumi.Input<string>;
    archiveId: pulumi.Input<string>;
}

/**
 * Sends what people and programs do to the resources of the subscription to the audit workspace and the archive.
 *
 * Keeps: ACC-2 (changes kept), STAFF-2 (every change under the identity that made it).
 */
export class SubscriptionActivity extends pulumi.ComponentResource {
    constructor(name: string, args: SubscriptionActivityArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:monitoring:SubscriptionActivity", name, args, opts);

        new monitor.SubscriptionDiagnosticSetting(
            `${name}-setting`,
            {
                name: args.settingName,
                workspaceId: args.workspaceId,
                storageAccountId: args.archiveId,
                logs: activityLogs.map((category) => ({ category, enabled: true })),
            },
            { parent: this },
        );

        this.registerOutputs({});
    }
}
