import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";

import { declareLog, type LogArgs } from "./keptLog";
import type { RegionalArgs } from "./regionalArgs";

export interface SessionAccessArgs extends RegionalArgs, LogArgs {
    /** Name of the log group that keeps what was typed and shown. */
    logGroupName: string;
}

/** Systems Manager takes the settings of every session in a region of an account from the document of this name. */
export const settingsDocument = "SSM-SessionManagerRunShell";

/**
 * How staff reach a machine: signed in as themselves to Identity Center, by Session Manager, without an open port. What is typed and shown
 * is written down as it happens; a session ends after four hours, or after a quarter of one without a key pressed. Sessions that nothing
 * can be written down of (tunnels to a port) are not among what staff may start.
 *
 * Keeps: ACC-1 (no open port), STAFF-1 (own sign-in only), STAFF-2 and ACC-2 (what was done is written down and kept a year).
 */
export class SessionAccess extends pulumi.ComponentResource {
    public readonly documentName: pulumi.Output<string>;
    public readonly logGroupName: pulumi.Output<string>;

    constructor(name: string, args: SessionAccessArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:SessionAccess", name, args, opts);

        const { region, tags } = args;
        const log = declareLog(`${name}-log`, { ...args, logName: args.logGroupName }, this);
        const document = new ssm.Document(
            `${name}-settings`,
            {
                region,
                tags,
                name: settingsDocument,
                documentType: "Session",
                documentFormat: "JSON",
                content: JSON.stringify({
                    schemaVersion: "1.0",
                    description: "Settings of sessions of staff",
                    sessionType: "Standard_Stream",
                    inputs: {
                        cloudWatchLogGroupName: args.logGroupName,
                        // No session begins while its log is not encrypted with a key of one's own.
                        cloudWatchEncryptionEnabled: true,
                        cloudWatchStreamingEnabled: true,
                        s3BucketName: "",
                        s3KeyPrefix: "",
                        s3EncryptionEnabled: true,
                        runAsEnabled: false,
                        idleSessionTimeout: "15",
                        maxSessionDuration: "240",
                    },
                }),
            },
            { parent: this, dependsOn: log },
        );

        this.documentName = document.name;
        this.logGroupName = log.name;
        this.registerOutputs({ documentName: this.documentName, logGroupName: this.logGroupName });
    }
}
