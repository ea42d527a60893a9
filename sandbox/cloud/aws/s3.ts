/** aws:s3 - buckets, and the parts of their configuration that are resources of their own. */
import { CloudError, type CloudView, type Facts, type Problem } from "../model";
import { select, text, texts, type Properties } from "../values";
import type { AwsEntry, AwsTable } from "./entry";
import { regionOf } from "./templates";

const BUCKET = "s3/bucket:Bucket";

const bucketOf = ({ inputs, cloud }: Facts) => cloud.named(`aws:${BUCKET}`, "", text(inputs, "bucket") ?? "");

/** Whether a bucket keeps versions: it was asked to, or locks objects. */
function isVersioned(cloud: CloudView, bucket: string): boolean {
    const found = cloud.named(`aws:${BUCKET}`, "", bucket);
    if (found === undefined) return false;
    if (found.inputs["objectLockEnabled"] === true) return true;
    return cloud
        .users(found.id, "aws:s3/bucketVersioning:BucketVersioning")
        .some(
            ({ inputs }) =>
                text(inputs, "bucket") === bucket && text(inputs, "versioningConfiguration.status") === "Enabled",
        );
}

/** A part of a bucket's configuration: there is one of each, in the bucket's region. */
const part = (more: Pick<AwsEntry, "createOnly" | "values" | "check" | "refuse" | "documents" | "outputs"> = {}) => ({
    id: "{bucket}",
    refers: { bucket: BUCKET },
    ...more,
    createOnly: more.createOnly ?? "bucket expectedBucketOwner",
    seconds: { create: 2, source: "assumed" },
});

function wrongLock(inputs: Properties): Problem[] {
    const [days, years] = ["days", "years"].map((unit) => select(inputs, `rule.defaultRetention.${unit}`).length);
    return select(inputs, "rule.defaultRetention").length === 0 || days !== years
        ? []
        : [{ property: "rule.defaultRetention", reason: "MalformedXML: either days or years" }];
}

function refuseReplication({ inputs, cloud }: Facts): void {
    const bucket = text(inputs, "bucket") ?? "";
    if (!isVersioned(cloud, bucket))
        throw new CloudError(
            "InvalidRequest",
            `Versioning must be 'Enabled' on the bucket ${bucket} to apply a replication configuration`,
        );
    for (const arn of texts(inputs, "rules[].destination.bucket")) {
        const target = arn.replace("arn:aws:s3:::", "");
        if (cloud.named(`aws:${BUCKET}`, "", target) !== undefined && !isVersioned(cloud, target))
            throw new CloudError("InvalidRequest", `Destination bucket ${target} must have versioning enabled.`);
    }
}

/** Rules with delete markers, or for what a key encrypts, say so. */
function wrongReplication(inputs: Properties): Problem[] {
    return select(inputs, "rules[]").flatMap(([property, rule]) =>
        select(rule, "filter").length > 0 && select(rule, "deleteMarkerReplication").length === 0
            ? [{ property, reason: "InvalidRequest: a rule with a filter says deleteMarkerReplication" }]
            : [],
    );
}

const NAME = /^(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9.-]*[a-z0-9]$/;

export const s3: AwsTable = {
    "s3/bucket:Bucket": {
        id: "{name}",
        arn: "arn:aws:s3:::{name}",
        inputs: `accelerationStatus acl bucket bucketNamespace bucketPrefix corsRules forceDestroy grants lifecycleRules
            logging objectLockConfiguration objectLockEnabled policy region replicationConfiguration requestPayer
            serverSideEncryptionConfiguration tags versioning website`,
        named: "bucket",
        lowercase: true,
        name: {
            min: 3,
            max: 63,
            pattern: NAME,
            text: "3-63 small letters, digits, hyphens and dots, a letter or digit at both ends",
        },
        createOnly: "bucket bucketNamespace bucketPrefix objectLockEnabled",
        check: (inputs) =>
            [
                "acl",
                "corsRules",
                "grants",
                "lifecycleRules",
                "logging",
                "objectLockConfiguration",
                "policy",
                "replicationConfiguration",
                "serverSideEncryptionConfiguration",
                "versioning",
                "website",
            ]
                .filter((name) => inputs[name] !== undefined)
                .map((property) => ({
                    property,
                    reason: "The sandbox does not model it here: it is a resource of its own",
                })),
        quotas: () => [{ key: "buckets", limit: 10_000, what: "buckets in the account" }],
        outputs: ({ inputs, name }) => ({
            objectLockEnabled: false,
            forceDestroy: false,
            ...inputs,
            bucketRegion: regionOf(inputs),
            bucketDomainName: `${name}.s3.amazonaws.com`,
            bucketRegionalDomainName: `${name}.s3.${regionOf(inputs)}.amazonaws.com`,
        }),
        seconds: { create: 5, source: "assumed" },
    },
    "s3/bucketVersioning:BucketVersioning": {
        ...part({
            values: {
                "versioningConfiguration.status": ["Enabled", "Suspended", "Disabled"],
                "versioningConfiguration.mfaDelete": ["Enabled", "Disabled"],
            },
            refuse: (facts) => {
                const enabled = text(facts.inputs, "versioningConfiguration.status") === "Enabled";
                if (!enabled && bucketOf(facts)?.inputs["objectLockEnabled"] === true)
                    throw new CloudError(
                        "InvalidBucketState",
                        "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
                    );
            },
        }),
        inputs: "bucket expectedBucketOwner mfa region versioningConfiguration",
        required: "bucket versioningConfiguration",
    },
    "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": {
        ...part({
            createOnly: "bucket expectedBucketOwner objectLockEnabled",
            values: { "rule.defaultRetention.mode": ["COMPLIANCE", "GOVERNANCE"], objectLockEnabled: ["Enabled"] },
            check: wrongLock,
            refuse: ({ inputs, cloud }) => {
                if (!isVersioned(cloud, text(inputs, "bucket") ?? ""))
                    throw new CloudError(
                        "InvalidBucketState",
                        "Versioning must be 'Enabled' on the bucket to apply an Object Lock configuration",
                    );
            },
        }),
        inputs: "bucket expectedBucketOwner objectLockEnabled region rule token",
        required: "bucket",
    },
    "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
        ...part({
            values: {
                "rules[].applyServerSideEncryptionByDefault.sseAlgorithm": ["AES256", "aws:kms", "aws:kms:dsse"],
            },
        }),
        inputs: "bucket expectedBucketOwner region rules",
        required: "bucket rules",
    },
    "s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
        ...part({
            createOnly: "bucket",
            outputs: ({ inputs }) => ({
                blockPublicAcls: false,
                blockPublicPolicy: false,
                ignorePublicAcls: false,
                restrictPublicBuckets: false,
                ...inputs,
            }),
        }),
        inputs: `blockPublicAcls blockPublicPolicy bucket ignorePublicAcls region restrictPublicBuckets skipDestroy`,
        required: "bucket",
    },
    "s3/bucketPolicy:BucketPolicy": {
        ...part({ createOnly: "bucket", documents: "policy" }),
        inputs: "bucket policy region",
        required: "bucket policy",
    },
    "s3/bucketReplicationConfig:BucketReplicationConfig": {
        ...part({ createOnly: "bucket", check: wrongReplication, refuse: refuseReplication }),
        elsewhere: "rules",
        values: {
            "rules[].status": ["Enabled", "Disabled"],
            "rules[].deleteMarkerReplication.status": ["Enabled", "Disabled"],
        },
        inputs: "bucket region role rules token",
        required: "bucket role rules",
    },
    "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
        ...part({ values: { "rules[].status": ["Enabled", "Disabled"] } }),
        inputs: "bucket expectedBucketOwner region rules timeouts transitionDefaultMinimumObjectSize",
        required: "bucket",
    },
    "s3/bucketOwnershipControls:BucketOwnershipControls": {
        ...part({
            createOnly: "bucket",
            values: { "rule.objectOwnership": ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"] },
        }),
        inputs: "bucket region rule",
        required: "bucket rule",
    },
    "s3/bucketLogging:BucketLogging": {
        ...part(),
        refers: { bucket: BUCKET, targetBucket: BUCKET },
        inputs: `bucket expectedBucketOwner region targetBucket targetGrants targetObjectKeyFormat targetPrefix`,
        required: "bucket targetBucket targetPrefix",
    },
    "s3/bucketNotification:BucketNotification": {
        ...part({ createOnly: "bucket" }),
        inputs: "bucket eventbridge lambdaFunctions queues region topics",
        required: "bucket",
    },
    "s3/accountPublicAccessBlock:AccountPublicAccessBlock": {
        id: "{account}",
        global: true,
        inputs: "accountId blockPublicAcls blockPublicPolicy ignorePublicAcls restrictPublicBuckets",
        createOnly: "accountId",
        outputs: ({ inputs, cloud }) => ({ accountId: cloud.accountId, ...inputs }),
        seconds: { create: 5, source: "assumed" },
    },
};
