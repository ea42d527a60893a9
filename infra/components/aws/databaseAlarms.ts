import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import * as rds from "@pulumi/aws/rds";

import { databaseTroubles, watchedDatabaseEvents } from "../../model/awsWatch";
import type { RegionalArgs } from "./regionalArgs";

export interface DatabaseAlarmsArgs extends RegionalArgs {
    /** Begins the names of the alarms. */
    label: string;
    topicArn: pulumi.Input<string>;
    instances: {
        /** Part of the alarms' names. */
        label: string;
        identifier: pulumi.Input<string>;
        storageGiB: number;
    }[];
}

/**
 * Tells people when a database instance of a cell on AWS runs full or short of anything, fails over, stops, or says nothing any more.
 *
 * Keeps: DR-1 (a failover is seen), DR-4 (so is a failed backup of an instance).
 */
export class DatabaseAlarms extends pulumi.ComponentResource {
    constructor(name: string, args: DatabaseAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:DatabaseAlarms", name, args, opts);

        const { region, tags, label, topicArn, instances } = args;
        for (const { label: instance, identifier, storageGiB } of instances) {
            for (const { label: what, trouble, ...measure } of databaseTroubles(storageGiB)) {
                new cloudwatch.MetricAlarm(
                    `${name}-${instance}-${what}`,
                    {
                        region,
                        tags,
                        name: `${label}-${instance}-${what}`,
                        alarmDescription: `Database instance ${instance}: ${trouble}`,
                        actionsEnabled: true,
                        alarmActions: [topicArn],
                        okActions: [topicArn],
                        namespace: "AWS/RDS",
                        dimensions: { DBInstanceIdentifier: identifier },
                        // An instance that measures nothing is not well.
                        treatMissingData: "breaching",
                        ...measure,
                    },
                    { parent: this },
                );
            }
        }
        new rds.EventSubscription(
            `${name}-events`,
            {
                region,
                tags,
                name: `${label}-databases`,
                snsTopic: topicArn,
                sourceType: "db-instance",
                sourceIds: instances.map(({ identifier }) => identifier),
                eventCategories: [...watchedDatabaseEvents],
                enabled: true,
            },
            { parent: this },
        );

        this.registerOutputs({});
    }
}
