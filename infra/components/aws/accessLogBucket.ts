import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";

import { logGraceDays } from "../../model/awsAudit";
import type { RegionalArgs } from "./regionalArgs";

export interface AccessLogBucketArgs extends RegionalArgs {
    /** Unique among all buckets of AWS. */
    bucketName: string;
    accountId: string;
    /** Days for which each file stays. */
    retentionDays: number;
}

/**
 * Where a load balancer writes who called it, and databases who did what: in the region's three zones, and nobody can delete a file before
 * its time. Balancers write to no bucket that is encrypted with a key of one's own ("Access logs for your Application Load Balancer"), so
 * S3's keys encrypt it.
 *
 * Keeps: ACC-2 (access is logged and the log kept), STAFF-2 (audits of databases are kept), BKP-3 (in three datacenters).
 */
export class AccessLogBucket extends pulumi.ComponentResource {
    /** Known once balancers may write. */
    public readonly bucketName: pulumi.Output<string>;

    constructor(name: string, args: AccessLogBucketArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:AccessLogBucket", name, args, opts);

        const { region, tags, retentionDays: days } = args;
        const keep = { parent: this, protect: true, retainOnDelete: true };
        const bucket = new s3.Bucket(
            `${name}-bucket`,
            { region, tags: { ...tags, "oxygis:purpose": "logs" }, bucket: args.bucketName, forceDestroy: false },
            keep,
        );
        const part = { region, bucket: bucket.bucket };
        const versions = new s3.BucketVersioning(
            `${name}-versions`,
            { ...part, versioningConfiguration: { status: "Enabled" } },
            keep,
        );
        new s3.BucketLifecycleConfiguration(
            `${name}-lifecycle`,
            {
                ...part,
                rules: [
                    {
                        id: "end-of-retention",
                        status: "Enabled",
                        filter: { prefix: "" },
                        expiration: { days: days + logGraceDays },
                        noncurrentVersionExpiration: { noncurrentDays: logGraceDays },
                        abortIncompleteMultipartUpload: { daysAfterInitiation: logGraceDays },
                    },
                ],
            },
            { parent: this, dependsOn: versions },
        );
        new s3.BucketServerSideEncryptionConfiguration(
            `${name}-encryption`,
            { ...part, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
            { parent: this },
        );
        new s3.BucketOwnershipControls(
            `${name}-owner`,
            { ...part, rule: { objectOwnership: "BucketOwnerEnforced" } },
            { parent: this },
        );
        const closed = new s3.BucketPublicAccessBlock(
            `${name}-closed`,
            {
                ...part,
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            },
            { parent: this },
        );
        const policy = new s3.BucketPolicy(
            `${name}-policy`,
            { ...part, policy: balancerPolicy(args) },
            // S3 takes one change of a bucket's access at a time.
            { parent: this, dependsOn: closed },
        );

        this.bucketName = pulumi.all([bucket.bucket, policy.id]).apply(([known]) => known);
        this.registerOutputs({ bucketName: this.bucketName });
    }
}

/** Balancers of this account and region may write; nobody may delete, and everything else needs a right of its own, and TLS. */
function balancerPolicy({ region, accountId, bucketName }: AccessLogBucketArgs): string {
    const bucket = `arn:aws:s3:::${bucketName}`;
    const refuse = (Sid: string, Action: string[], Condition?: object) => ({
        Sid,
        Effect: "Deny",
        Principal: "*",
        Action,
        Resource: [bucket, `${bucket}/*`],
        ...(Condition && { Condition }),
    });
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "BalancersWrite",
                Effect: "Allow",
                Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
                Action: "s3:PutObject",
                Resource: `${bucket}/*/AWSLogs/${accountId}/*`,
                Condition: {
                    StringEquals: { "aws:SourceAccount": accountId },
                    ArnLike: {
                        "aws:SourceArn": `arn:aws:elasticloadbalancing:${region}:${accountId}:loadbalancer/*`,
                    },
                },
            },
            // S3's own lifecycle needs none of these.
            refuse("Kept", ["s3:DeleteBucket", "s3:DeleteObject", "s3:DeleteObjectVersion"]),
            refuse("TlsOnly", ["s3:*"], { Bool: { "aws:SecureTransport": "false" } }),
        ],
    });
}
