import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";

import { failedBackupJobs } from "../../model/awsAudit";
import { backupAlarms } from "../../model/awsWatch";
import type { RegionalArgs } from "./regionalArgs";

export interface BackupAlarmsArgs extends RegionalArgs {
    /** Begins the names of the alarms. */
    label: string;
    cell: string;
    topicArn: pulumi.Input<string>;
    /** Name of the vault that holds the near copies. */
    vaultName: pulumi.Input<string>;
    /** The function that makes native backups and measures their age. */
    functionName: pulumi.Input<string>;
}

/**
 * Tells people when a backup of a cell on AWS fails, comes late, or is not heard of: silence is an alarm. The copies on Azure have
 * a watch of their own, on Azure, so that neither cloud vouches for itself alone.
 *
 * Keeps: DR-4 (missing and failed backups raise alerts), DR-2 (before a day's work is lost).
 */
export class BackupAlarms extends pulumi.ComponentResource {
    constructor(name: string, args: BackupAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:BackupAlarms", name, args, opts);

        const { region, tags, label, cell, topicArn, vaultName, functionName } = args;
        for (const { label: what, trouble, ...measure } of backupAlarms({ cell, vaultName, functionName })) {
            new cloudwatch.MetricAlarm(
                `${name}-${what}`,
                {
                    region,
                    tags,
                    name: `${label}-${what}`,
                    alarmDescription: trouble,
                    actionsEnabled: true,
                    alarmActions: [topicArn],
                    okActions: [topicArn],
                    ...measure,
                },
                { parent: this },
            );
        }
        const rule = new cloudwatch.EventRule(
            `${name}-failed`,
            {
                region,
                tags,
                name: `${label}-failed-backups`,
                description: "A backup, copy or restore of AWS Backup that did not end well",
                eventPattern: JSON.stringify(failedBackupJobs),
                state: "ENABLED",
            },
            { parent: this },
        );
        new cloudwatch.EventTarget(
            `${name}-failed-target`,
            { region, rule: rule.name, targetId: "people", arn: topicArn },
            { parent: this },
        );

        this.registerOutputs({});
    }
}
