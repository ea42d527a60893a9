import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";

import { watchedActions } from "../../model/awsAudit";
import type { RegionalArgs } from "./regionalArgs";

export interface AccessAlarmsArgs extends RegionalArgs {
    /** Begins the names of the alarms. */
    label: string;
    /** Where the trail writes. */
    logGroupName: pulumi.Input<string>;
    topicArn: pulumi.Input<string>;
    /** Permission sets whose use people are told of. */
    strongPermissionSets: string[];
}

/** Where the counts of the filters are kept among the metrics. */
const namespace = "Oxygis/Access";

/**
 * Tells people, within minutes and from all regions, whenever somebody uses the root user, signs in with rights to change something,
 * gives access, reads a secret, or touches what writes all this down; and when the trail falls silent.
 *
 * Keeps: STAFF-2 (elevation raises an alert), ACC-2 (the log cannot be stopped unnoticed).
 */
export class AccessAlarms extends pulumi.ComponentResource {
    constructor(name: string, args: AccessAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:AccessAlarms", name, args, opts);

        const { region, tags, label, logGroupName, topicArn } = args;
        const alarm = (suffix: string, inputs: cloudwatch.MetricAlarmArgs) =>
            new cloudwatch.MetricAlarm(
                `${name}-${suffix}`,
                { region, tags, name: `${label}-${suffix}`, actionsEnabled: true, alarmActions: [topicArn], ...inputs },
                { parent: this },
            );

        for (const { label: action, trouble, pattern } of watchedActions(args.strongPermissionSets)) {
            const metricName = `${label}-${action}`;
            new cloudwatch.LogMetricFilter(
                `${name}-${action}-filter`,
                {
                    region,
                    name: metricName,
                    logGroupName,
                    pattern,
                    metricTransformation: { namespace, name: metricName, value: "1", unit: "Count" },
                },
                { parent: this },
            );
            alarm(action, {
                alarmDescription: trouble,
                namespace,
                metricName,
                statistic: "Sum",
                comparisonOperator: "GreaterThanOrEqualToThreshold",
                threshold: 1,
                // The alarm is over a minute later, so that the next time is news again.
                period: 60,
                evaluationPeriods: 1,
                treatMissingData: "notBreaching",
            });
        }
        alarm("trail-silent", {
            alarmDescription: "The trail has written nothing for an hour: nobody knows what is being done.",
            namespace: "AWS/Logs",
            metricName: "IncomingLogEvents",
            dimensions: { LogGroupName: logGroupName },
            statistic: "Sum",
            comparisonOperator: "LessThanThreshold",
            threshold: 1,
            period: 900,
            evaluationPeriods: 4,
            treatMissingData: "breaching",
        });

        this.registerOutputs({});
    }
}
