import * as cloudtrail from "@pulumi/aws/cloudtrail";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import type { RegionalArgs } from "./regionalArgs";

export interface AccountAuditArgs extends RegionalArgs {
    accountId: string;
    trailName: string;
    /** Where the trail is kept; see AuditBucket. */
    bucketName: pulumi.Input<string>;
    keyArn: pulumi.Input<string>;
    /** Where the trail can be searched and alarms look; its name is known before it exists. */
    logGroup: { name: string; arn: pulumi.Input<string> };
    /** Names of the buckets of which also every reading of a file is written down: documents and backups, never the trail's own. */
    watchedBuckets: pulumi.Input<string>[];
}

/**
 * The trail of the organization: every call of AWS in every region, whoever made it, in files whose chain of hashes shows if one was
 * changed; of documents and backups every single file as well. The account must be the organization's delegated administrator for trails.
 *
 * Keeps: STAFF-2 (what staff do is written down under their own names), ACC-2 (access to documents is logged).
 */
export class AccountAudit extends pulumi.ComponentResource {
    public readonly trailArn: pulumi.Output<string>;

    constructor(name: string, args: AccountAuditArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:AccountAudit", name, args, opts);

        const { region, tags, accountId, trailName, logGroup } = args;
        const role = new iam.Role(
            `${name}-role`,
            {
                name: `${trailName}-log`,
                tags,
                assumeRolePolicy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: { Service: "cloudtrail.amazonaws.com" },
                            Action: "sts:AssumeRole",
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
                            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                            Resource: `arn:aws:logs:${region}:${accountId}:log-group:${logGroup.name}:log-stream:*`,
                        },
                    ],
                }),
            },
            { parent: this },
        );
        const trail = new cloudtrail.Trail(
            `${name}-trail`,
            {
                region,
                tags,
                name: trailName,
                s3BucketName: args.bucketName,
                kmsKeyId: args.keyArn,
                isOrganizationTrail: true,
                isMultiRegionTrail: true,
                includeGlobalServiceEvents: true,
                enableLogFileValidation: true,
                enableLogging: true,
                cloudWatchLogsGroupArn: pulumi.interpolate`${logGroup.arn}:*`,
                cloudWatchLogsRoleArn: role.arn,
                eventSelectors: [
                    {
                        includeManagementEvents: true,
                        readWriteType: "All",
                        dataResources: [
                            {
                                type: "AWS::S3::Object",
                                values: args.watchedBuckets.map(
                                    (bucket) => pulumi.interpolate`arn:aws:s3:::${bucket}/`,
                                ),
                            },
                        ],
                    },
                ],
            },
            { parent: this, protect: true, retainOnDelete: true, dependsOn: rights },
        );

        this.trailArn = trail.arn;
        this.registerOutputs({ trailArn: this.trailArn });
    }
}
