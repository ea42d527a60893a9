import * as scheduler from "@pulumi/aws/scheduler";
import * as pulumi from "@pulumi/pulumi";

import type { RegionalArgs } from "./regionalArgs";
import { declareServiceRole } from "./serviceRole";

export interface BackupScheduleArgs extends RegionalArgs {
    accountId: string;
    names: { backup: string; report: string; role: string };
    /** The databases function: its name, and its ARN from the function itself. */
    functionName: string;
    functionArn: pulumi.Input<string>;
    /** When every customer's database is backed up, UTC, and how often the age of backups is reported. */
    schedules: { backup: string; report: string };
}

/**
 * When the databases function backs up every customer's database, and when it says how old the backups are. The time a run was due is
 * part of the request, so that one that is tried again makes no second backup.
 *
 * Keeps: DR-2 (more than one backup a day), BKP-1 (weekly backups are among them), DR-4 (their age is reported).
 */
export class BackupSchedule extends pulumi.ComponentResource {
    constructor(name: string, args: BackupScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:BackupSchedule", name, args, opts);

        const { region, accountId, names, functionName, schedules } = args;
        const { role, policy } = declareServiceRole(
            name,
            {
                roleName: names.role,
                tags: args.tags,
                service: "scheduler.amazonaws.com",
                accountId,
                permissions: [
                    {
                        Effect: "Allow",
                        Action: ["lambda:InvokeFunction"],
                        Resource: `arn:aws:lambda:${region}:${accountId}:function:${functionName}`,
                    },
                ],
            },
            this,
        );
        for (const action of ["backup", "report"] as const) {
            new scheduler.Schedule(
                `${name}-${action}`,
                {
                    region,
                    name: names[action],
                    state: "ENABLED",
                    scheduleExpression: schedules[action],
                    scheduleExpressionTimezone: "UTC",
                    flexibleTimeWindow: { mode: "OFF" },
                    target: {
                        arn: args.functionArn,
                        roleArn: role.arn,
                        // The scheduler puts the time in the place of this word.
                        input: JSON.stringify({ action, at: "<aws.scheduler.scheduled-time>" }),
                        retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: 7200 },
                    },
                },
                { parent: this, dependsOn: policy },
            );
        }

        this.registerOutputs({});
    }
}
