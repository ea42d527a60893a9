import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";

import type { WatchRule } from "../../model/backupWatch";

export interface BackupAlertsArgs {
    resourceGroupName: pulumi.Input<string>;
    /** The audit workspace's region, which is not the cell's. */
    location: pulumi.Input<string>;
    tags: Record<string, string>;
    workspaceId: pulumi.Input<string>;
    actionGroupId: pulumi.Input<string>;
    /** Each query returns a row for each trouble, and none where all is well. */
    rules: (Omit<WatchRule, "query"> & { ruleName: string; query: pulumi.Input<string> })[];
}

/**
 * The questions asked of the backup log every half hour, and the people who are told when an answer is bad. They stand in the
 * region of the audit workspace: when a cell's region is lost, they go on asking, and the silence of its watch is an alert.
 *
 * Keeps: DR-4 (late and missing backups reach people), DR-2 (before a day's work could be lost).
 */
export class BackupAlerts extends pulumi.ComponentResource {
    constructor(name: string, args: BackupAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:monitoring:BackupAlerts", name, args, opts);

        const { resourceGroupName, location, tags } = args;
        for (const { label, ruleName, trouble, severity, query, window, per } of args.rules) {
            new monitor.ScheduledQueryRule(
                `${name}-${label}`,
                {
                    resourceGroupName,
                    location,
                    tags,
                    ruleName,
                    displayName: ruleName,
                    description: `${trouble} What to do: docs/runbooks/handle-backup-alert.md`,
                    kind: monitor.Kind.LogAlert,
                    enabled: true,
                    severity,
                    scopes: [args.workspaceId],
                    evaluationFrequency: "PT30M",
                    windowSize: window,
                    // An alert lasts as long as its trouble, and the next trouble is a new alert.
                    autoMitigate: true,
                    criteria: {
                        allOf: [
                            {
                                query,
                                timeAggregation: monitor.TimeAggregation.Count,
                                operator: "GreaterThan",
                                threshold: 0,
                                // One customer's alert must not hide the next customer's.
                                dimensions: per ? [{ name: per, operator: "Include", values: ["*"] }] : [],
                                failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
                            },
                        ],
                    },
                    actions: { actionGroups: [args.actionGroupId] },
                },
                { parent: this },
            );
        }

        this.registerOutputs({});
    }
}
