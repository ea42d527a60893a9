import * as aadiam from "@pulumi/azure-native/aadiam";
import * as pulumi from "@pulumi/pulumi";

import { entraLogs } from "../../model/auditLogs";

export interface EntraLogsArgs {
    /** Name of the setting, of which a tenant has five at most. */
    settingName: string;
    workspaceId: pulumi.Input<string>;
    archiveId: pulumi.Input<string>;
}

/**
 * Sends the logs of the tenant to the audit workspace and the archive: every sign-in, and every change of the directory, elevations
 * of staff among them.
 *
 * Keeps: ACC-2 (sign-ins kept), STAFF-2 (elevations and changes under the person's identity).
 */
export class EntraLogs extends pulumi.ComponentResource {
    constructor(name: string, args: EntraLogsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:monitoring:EntraLogs", name, args, opts);

        new aadiam.DiagnosticSetting(
            `${name}-setting`,
            {
                name: args.settingName,
                workspaceId: args.workspaceId,
                storageAccountId: args.archiveId,
                logs: entraLogs.map((category) => ({ category, enabled: true })),
            },
            { parent: this },
        );

        this.registerOutputs({});
    }
}
