import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";

import { logGraceDays } from "../../model/awsAudit";
import type { RegionalArgs } from "./regionalArgs";

export interface AuditBucketArgs extends RegionalArgs {
    /** Unique among all buckets of AWS. */
    bucketName: string;
    keyArn: pulumi.Input<string>;
    /** How long nobody can change or delete what was written, days. */
    retentionDays: number;
    /** Whether that time can never be shortened again, not even by the root user. */
    locked: boolean;
    organizationId: string;
    /** The organization's trail that writes here. */
    trailName: string;
}

/**
 * Where the trail of an organization is kept: encrypted, in the region's three zones, and for a year and more nobody can change or delete a
 * file. With `locked` not even the root user of the account can; without it, only who holds a right that no role of staff has.
 *
 * Keeps: ACC-2 (access logs cannot be wiped), STAFF-2 (not even by those whose actions they hold), BKP-3 (in three datacenters).
 */
export class AuditBucket extends pulumi.ComponentResource {
    /** Known once the trail may write. */
    public readonly bucketName: pulumi.Output<string>;

    constructor(name: string, args: AuditBucketArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:AuditBucket", name, args, opts);

        const { region, tags, retentionDays: days } = args;
        const keep = { parent: this, protect: true, retainOnDelete: true };
        const bucket = new s3.Bucket(
            `${name}-bucket`,
            {
                region,
                tags: { ...tags, "oxygis:purpose": "logs" },
                bucket: args.bucketName,
                forceDestroy: false,
                objectLockEnabled: true,
            },
            keep,
        );
        const part = { region, bucket: bucket.bucket };
        const versions = new s3.BucketVersioning(
            `${name}-versions`,
            { ...part, versioningConfiguration: { status: "Enabled" } },
            keep,
        );
        const lock = new s3.BucketObjectLockConfiguration(
            `${name}-lock`,
            {
                ...part,
                objectLockEnabled: "Enabled",
                rule: { defaultRetention: { mode: args.locked ? "COMPLIANCE" : "GOVERNANCE", days } },
            },
            { ...keep, dependsOn: versions },
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
            {
                ...part,
                rules: [
                    {
                        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: args.keyArn },
                        bucketKeyEnabled: true,
                    },
                ],
            },
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
            { ...part, policy: trailPolicy(args) },
            // S3 takes one change of a bucket's access at a time.
            { parent: this, dependsOn: closed },
        );

        this.bucketName = pulumi.all([bucket.bucket, policy.id, lock.id]).apply(([known]) => known);
        this.registerOutputs({ bucketName: this.bucketName });
    }
}

/** The trail of this name of this organization may write; everything else needs a right of its own, and TLS. */
function trailPolicy({ region, bucketName, organizationId, trailName }: AuditBucketArgs): string {
    const bucket = `arn:aws:s3:::${bucketName}`;
    const trail = { Service: "cloudtrail.amazonaws.com" };
    const own = {
        StringEquals: { "aws:SourceOrgID": organizationId },
        ArnLike: { "aws:SourceArn": `arn:aws:cloudtrail:${region}:*:trail/${trailName}` },
    };
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "TrailLooks",
                Effect: "Allow",
                Principal: trail,
                Action: "s3:GetBucketAcl",
                Resource: bucket,
                Condition: own,
            },
            {
                Sid: "TrailWrites",
                Effect: "Allow",
                Principal: trail,
                Action: "s3:PutObject",
                Resource: `${bucket}/AWSLogs/*`,
                Condition: {
                    ...own,
                    StringEquals: { ...own.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
                },
            },
            {
                Sid: "TlsOnly",
                Effect: "Deny",
                Principal: "*",
                Action: "s3:*",
                Resource: [bucket, `${bucket}/*`],
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
        ],
    });
}
