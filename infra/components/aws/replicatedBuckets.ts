import * as s3 from "@pulumi/aws/s3";
import type * as awsInputs from "@pulumi/aws/types/input";
import * as pulumi from "@pulumi/pulumi";

import { declareServiceRole, keyUse } from "./serviceRole";
import type { RegionalArgs } from "./regionalArgs";

type LifecycleRule = awsInputs.s3.BucketLifecycleConfigurationRule;

export interface ReplicatedBuckets extends RegionalArgs {
    accountId: string;
    /** `returnRole`: who brings what is written in the paired region back; without one nobody writes there. */
    names: { home: string; paired: string; role: string; returnRole?: string };
    pairedRegion: string;
    /** Alias of the key, the same in both regions. */
    keyAlias: string;
    keyArn: pulumi.Input<string>;
    pairedKeyArn: pulumi.Input<string>;
    /** What the buckets are for; a tag. */
    purpose: "backups" | "documents";
    /** Days in which no version can be deleted by anybody. */
    lockedDays: number;
    /** Whether even the account's owner cannot lift that any more. */
    locked: boolean;
    /** What nobody may do, besides what is never allowed. */
    refused: string[];
    lifecycle: LifecycleRule[];
}

/** Actions by which kept versions, or the keeping itself, would be lost; S3's own lifecycle needs none of them. */
const neverAllowed = ["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention", "s3:DeleteBucket"];

/** What a bucket refuses whoever asks. A policy that only denies opens nothing. */
const bucketPolicy = (bucket: string, refused: string[]) => {
    const all = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
    const deny = (id: string, actions: string[], condition?: object) => ({
        Sid: id,
        Effect: "Deny",
        Principal: "*",
        Action: actions,
        Resource: all,
        ...(condition && { Condition: condition }),
    });
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            deny("EncryptedOnly", ["s3:*"], { Bool: { "aws:SecureTransport": "false" } }),
            deny("Tls12AndUp", ["s3:*"], { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
            deny("Kept", [...neverAllowed, ...refused]),
        ],
    });
};

/**
 * A bucket whose versions nobody can delete before their time, and its replica in another region, as children of the component that
 * declares them. Both encrypt with the cell's key and are closed to the public.
 */
export function declareReplicatedBuckets(name: string, args: ReplicatedBuckets, parent: pulumi.Resource) {
    const { names, accountId, keyAlias } = args;
    const home = declareBucket(name, { ...args, bucketName: names.home, kmsKey: args.keyArn }, parent);
    const paired = declareBucket(
        `${name}-paired`,
        { ...args, region: args.pairedRegion, bucketName: names.paired, kmsKey: args.pairedKeyArn },
        parent,
    );
    const [here, there] = [
        { ...home, region: args.region, keyArn: args.keyArn },
        { ...paired, region: args.pairedRegion, keyArn: args.pairedKeyArn },
    ];
    const shared = { tags: args.tags, accountId, keyAlias };
    const toPaired = { from: { ...here, name: names.home }, to: { ...there, name: names.paired } };
    declareReplication(`${name}-replication`, { ...shared, ...toPaired, roleName: names.role }, parent);
    if (names.returnRole !== undefined) {
        const [from, to] = [toPaired.to, toPaired.from];
        declareReplication(`${name}-return`, { ...shared, from, to, roleName: names.returnRole }, parent);
    }
    return { home: home.bucket, paired: paired.bucket };
}

interface Side {
    /** Known before the bucket is there. */
    name: string;
    bucket: s3.Bucket;
    versioning: s3.BucketVersioning;
    region: string;
    keyArn: pulumi.Input<string>;
}

interface Replication {
    tags: Record<string, string>;
    accountId: string;
    keyAlias: string;
    roleName: string;
    from: Side;
    to: Side;
}

/** S3 brings what is written into one bucket to another; what it brought there itself it does not bring on. */
function declareReplication(name: string, args: Replication, parent: pulumi.Resource) {
    const { tags, accountId, keyAlias, roleName, from, to } = args;
    const object = (bucket: string) => `arn:aws:s3:::${bucket}/*`;
    const { role, policy } = declareServiceRole(
        name,
        {
            roleName,
            tags,
            service: "s3.amazonaws.com",
            accountId,
            permissions: [
                {
                    Effect: "Allow",
                    Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
                    Resource: `arn:aws:s3:::${from.name}`,
                },
                {
                    Effect: "Allow",
                    Action: [
                        "s3:GetObjectVersionForReplication",
                        "s3:GetObjectVersionAcl",
                        "s3:GetObjectVersionTagging",
                        "s3:GetObjectRetention",
                        "s3:GetObjectLegalHold",
                    ],
                    Resource: object(from.name),
                },
                {
                    Effect: "Allow",
                    Action: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
                    Resource: object(to.name),
                },
                keyUse({ region: from.region, accountId, keyAlias }, "Decrypt"),
                keyUse({ region: to.region, accountId, keyAlias }, "Encrypt", "GenerateDataKey"),
            ],
        },
        parent,
    );
    new s3.BucketReplicationConfig(
        name,
        {
            region: from.region,
            bucket: from.bucket.bucket,
            role: role.arn,
            rules: [
                {
                    id: "other-region",
                    priority: 1,
                    status: "Enabled",
                    filter: {},
                    // A deletion hides a document there as it does here; its versions stay in both.
                    deleteMarkerReplication: { status: "Enabled" },
                    sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
                    destination: {
                        bucket: to.bucket.arn,
                        encryptionConfiguration: { replicaKmsKeyId: to.keyArn },
                        // 99.9 % of objects within 15 minutes, with a service level and metrics.
                        replicationTime: { status: "Enabled", time: { minutes: 15 } },
                        metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
                    },
                },
            ],
        },
        { parent, dependsOn: [policy, from.versioning, to.versioning] },
    );
}

function declareBucket(
    name: string,
    args: ReplicatedBuckets & { bucketName: string; kmsKey: pulumi.Input<string> },
    parent: pulumi.Resource,
) {
    const { region, bucketName } = args;
    const bucket = new s3.Bucket(
        `${name}-bucket`,
        {
            region,
            bucket: bucketName,
            tags: { ...args.tags, "oxygis:purpose": args.purpose },
            objectLockEnabled: true,
            forceDestroy: false,
        },
        { parent, protect: true, retainOnDelete: true },
    );
    const of = { region, bucket: bucket.bucket };
    const closed = new s3.BucketPublicAccessBlock(
        `${name}-closed`,
        { ...of, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
        { parent },
    );
    new s3.BucketOwnershipControls(
        `${name}-owner`,
        { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } },
        { parent },
    );
    new s3.BucketPolicy(
        `${name}-policy`,
        { ...of, policy: bucketPolicy(bucketName, args.refused) },
        // S3 changes one of these settings at a time and refuses the other meanwhile.
        { parent, dependsOn: closed },
    );
    const versioning = new s3.BucketVersioning(
        `${name}-versions`,
        { ...of, versioningConfiguration: { status: "Enabled" } },
        { parent, protect: true },
    );
    new s3.BucketServerSideEncryptionConfiguration(
        `${name}-encryption`,
        {
            ...of,
            rules: [
                {
                    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: args.kmsKey },
                    bucketKeyEnabled: true,
                },
            ],
        },
        { parent },
    );
    new s3.BucketObjectLockConfiguration(
        `${name}-lock`,
        {
            ...of,
            rule: { defaultRetention: { mode: args.locked ? "COMPLIANCE" : "GOVERNANCE", days: args.lockedDays } },
        },
        { parent, protect: true, dependsOn: versioning },
    );
    new s3.BucketLifecycleConfiguration(
        `${name}-lifecycle`,
        {
            ...of,
            rules: [
                {
                    id: "unfinished-uploads",
                    status: "Enabled",
                    filter: {},
                    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
                },
                ...args.lifecycle,
            ],
        },
        { parent, dependsOn: versioning },
    );
    return { bucket, versioning };
}
