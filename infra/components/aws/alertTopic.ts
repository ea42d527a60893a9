import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";

import type { RegionalArgs } from "./regionalArgs";

export interface AlertTopicArgs extends RegionalArgs {
    topicName: string;
    /** Begins the subject of every e-mail. */
    displayName: string;
    accountId: string;
    /** Key that the services below may use; see CellKey. */
    keyArn: pulumi.Input<string>;
    /** At least two people or mailboxes, since one may be away; the configuration check sees to it. */
    receivers: { name: string; email: string }[];
}

/** Services of AWS that have something to tell, each by the account or rule it does so for: alarms, databases, rules about events. */
function speakers(region: string, accountId: string): { service: string; condition: object }[] {
    const account = { StringEquals: { "aws:SourceAccount": accountId } };
    return [
        { service: "cloudwatch.amazonaws.com", condition: account },
        { service: "events.rds.amazonaws.com", condition: account },
        {
            service: "events.amazonaws.com",
            condition: { ArnLike: { "aws:SourceArn": `arn:aws:events:${region}:${accountId}:rule/*` } },
        },
    ];
}

/**
 * The people whom alerts of a cell on AWS reach, by e-mail. AWS writes to each of them once and asks; whoever has not answered is told
 * nothing (runbook deploy-aws-cell).
 *
 * Keeps: DR-4 (an alert reaches people), STAFF-2 (and so does every elevation of access).
 */
export class AlertTopic extends pulumi.ComponentResource {
    /** Known once the services may publish to it. */
    public readonly topicArn: pulumi.Output<string>;

    constructor(name: string, args: AlertTopicArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:AlertTopic", name, args, opts);

        const { region, tags, topicName, accountId } = args;
        const topic = new sns.Topic(
            `${name}-topic`,
            { region, tags, name: topicName, displayName: args.displayName, kmsMasterKeyId: args.keyArn },
            { parent: this },
        );
        const arn = `arn:aws:sns:${region}:${accountId}:${topicName}`;
        const policy = new sns.TopicPolicy(
            `${name}-policy`,
            {
                region,
                arn: topic.arn,
                policy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        ...speakers(region, accountId).map(({ service, condition }) => ({
                            Effect: "Allow",
                            Principal: { Service: service },
                            Action: "sns:Publish",
                            Resource: arn,
                            Condition: condition,
                        })),
                        {
                            Sid: "TlsOnly",
                            Effect: "Deny",
                            Principal: "*",
                            Action: "sns:Publish",
                            Resource: arn,
                            Condition: { Bool: { "aws:SecureTransport": "false" } },
                        },
                    ],
                }),
            },
            { parent: this },
        );
        for (const { name: receiver, email } of args.receivers) {
            new sns.TopicSubscription(
                `${name}-${receiver}`,
                { region, topic: topic.arn, protocol: "email", endpoint: email },
                { parent: this },
            );
        }

        this.topicArn = pulumi.all([topic.arn, policy.id]).apply(([known]) => known);
        this.registerOutputs({ topicArn: this.topicArn });
    }
}
