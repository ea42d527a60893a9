import * as ec2 from "@pulumi/aws/ec2";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { declareLog, type LogArgs } from "./keptLog";
import type { RegionalArgs } from "./regionalArgs";

export interface TrafficLogArgs extends RegionalArgs, LogArgs {
    label: string;
    accountId: string;
    vpcId: pulumi.Input<string>;
}

/**
 * Who talked to whom in a cell's network, and who was refused.
 *
 * Keeps: ACC-2 (access is logged for a year).
 */
export class TrafficLog extends pulumi.ComponentResource {
    public readonly logGroupName: pulumi.Output<string>;

    constructor(name: string, args: TrafficLogArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:TrafficLog", name, args, opts);

        const { region, tags, label, accountId } = args;
        const logGroupName = `/oxygis/${label}/traffic`;
        const log = declareLog(`${name}-log`, { ...args, logName: logGroupName }, this);
        const role = new iam.Role(
            `${name}-role`,
            {
                name: `${label}-traffic-log`,
                tags,
                assumeRolePolicy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: { Service: "vpc-flow-logs.amazonaws.com" },
                            Action: "sts:AssumeRole",
                            Condition: { StringEquals: { "aws:SourceAccount": accountId } },
                        },
                    ],
                }),
            },
            { parent: this },
        );
        const rights = new iam.RolePolicy(
            `${name}-rights`,
            {
                name: "write-the-log",
                role: role.name,
                policy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                            Resource: `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:*`,
                        },
                    ],
                }),
            },
            { parent: this },
        );
        new ec2.FlowLog(
            `${name}-flows`,
            {
                region,
                tags,
                vpcId: args.vpcId,
                trafficType: "ALL",
                logDestinationType: "cloud-watch-logs",
                logDestination: log.arn,
                iamRoleArn: role.arn,
            },
            // Without its rights the role would be there and the log stay empty.
            { parent: this, dependsOn: rights },
        );

        this.logGroupName = log.name;
        this.registerOutputs({ logGroupName: this.logGroupName });
    }
}
