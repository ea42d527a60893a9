import { AccessAlarms } from "../../infra/components/aws/accessAlarms";
import { AccountAudit } from "../../infra/components/aws/accountAudit";
import { AccountScanning } from "../../infra/components/aws/accountScanning";
import { AlertTopic } from "../../infra/components/aws/alertTopic";
import { AuditBucket } from "../../infra/components/aws/auditBucket";
import { BackupAlarms } from "../../infra/components/aws/backupAlarms";
import { CellKey } from "../../infra/components/aws/cellKey";
import { DatabaseAlarms } from "../../infra/components/aws/databaseAlarms";
import { HostedSecrets } from "../../infra/components/aws/hostedSecrets";
import { HostedSettings } from "../../infra/components/aws/hostedSettings";
import { LogGroups } from "../../infra/components/aws/logGroups";
import { ParameterCatalogue } from "../../infra/components/aws/parameterCatalogue";
import { StaffAccess } from "../../infra/components/aws/staffAccess";
import { secretNames } from "./arguments";
import type { ComponentCase } from "./componentCase";

const place = { region: "eu-central-1", tags: { platform: "test" } };
const accountId = "111122223333";
const trailName = "oxygis-trail";
const organizationId = "o-example";

export const keyArgs = {
    ...place,
    pairedRegion: "eu-west-1",
    accountId,
    alias: "oxygis-aws1",
    trailName,
    organizationId,
};
export const hostedSecrets = {
    ...place,
    pairedRegion: "eu-west-1",
    keyArn: "key",
    pairedKeyArn: "paired-key",
    customers: [{ slug: "acme", secretNames, tags: { "oxygis:customer": "acme" } }],
    rotation: { firstLogin: 1, signingKey: 1 },
};
export const hostedEntry = {
    slug: "acme",
    name: "Acme",
    plan: "paid",
    status: "active",
    hosts: ["acme.aws1.platform.test"],
    server: "instance.test",
    database: "db-acme",
    databaseId: "paid-1/db-acme",
    databaseSecret: "secret--db-acme",
    documents: { bucket: "documents", prefix: "acme/" },
    secretNames,
};
export const topicArgs = {
    ...place,
    topicName: "alerts",
    displayName: "Oxygis",
    accountId,
    keyArn: "key",
    receivers: [
        { name: "one", email: "one@platform.test" },
        { name: "two", email: "two@platform.test" },
    ],
};
export const bucketArgs = {
    ...place,
    bucketName: "trail",
    keyArn: "key",
    retentionDays: 400,
    locked: true,
    organizationId,
    trailName,
};
export const auditArgs = {
    ...place,
    accountId,
    trailName,
    bucketName: "trail",
    keyArn: "key",
    logGroup: { name: "/oxygis/trail", arn: "log" },
    watchedBuckets: ["documents", "backups"],
};
export const staffArgs = {
    identityCenterRegion: "eu-west-1",
    instanceArn: "instance",
    tags: {},
    permissionSets: {
        support: "support",
        operations: "operations",
        databaseAdministration: "databases",
        security: "security",
    },
    boundaryName: "boundary",
    scope: {
        cell: "aws1",
        region: "eu-central-1",
        accountId,
        databasesFunction: "databases",
        sessionDocument: "sessions",
        instancePrefix: "oxygis-aws1-",
    },
    groupIds: {
        support: "group-1",
        operations: "group-2",
        databaseAdministration: "group-3",
        security: "group-4",
    },
};

/** Keys, secrets, catalogue, audit, scans, staff and watch of a cell on AWS, with the smallest arguments. */
export const awsAccountCases: ComponentCase[] = [
    {
        component: "aws:AccessAlarms",
        create: (name, options) =>
            new AccessAlarms(
                name,
                {
                    ...place,
                    label: "aws1",
                    logGroupName: "trail",
                    topicArn: "people",
                    strongPermissionSets: ["operations"],
                },
                options,
            ),
        children: [
            ...[
                "access-granted",
                "elevated",
                "root",
                "scanning-off",
                "secret-read",
                "store-opened",
                "trail-changed",
            ].flatMap((action) => [
                `aws:cloudwatch/logMetricFilter:LogMetricFilter ${action}-filter`,
                `aws:cloudwatch/metricAlarm:MetricAlarm ${action}`,
            ]),
            "aws:cloudwatch/metricAlarm:MetricAlarm trail-silent",
        ].sort(),
    },
    {
        component: "aws:AccountAudit",
        create: (name, options) => new AccountAudit(name, auditArgs, options),
        children: [
            "aws:cloudtrail/trail:Trail trail",
            "aws:iam/role:Role role",
            "aws:iam/rolePolicy:RolePolicy rights",
        ],
    },
    {
        component: "aws:AccountScanning",
        create: (name, options) =>
            new AccountScanning(
                name,
                { ...place, label: "aws1", accountId, alerts: { fromRegions: ["eu-west-1"], topicArn: "people" } },
                options,
            ),
        children: [
            "aws:accessanalyzer/analyzer:Analyzer analyzer",
            "aws:cloudwatch/eventRule:EventRule findings",
            "aws:cloudwatch/eventTarget:EventTarget findings-target",
            "aws:guardduty/detector:Detector detector",
            "aws:guardduty/detectorFeature:DetectorFeature ebs-malware-protection",
            "aws:guardduty/detectorFeature:DetectorFeature lambda-network-logs",
            "aws:guardduty/detectorFeature:DetectorFeature s3-data-events",
            "aws:inspector2/enabler:Enabler inspector",
            "aws:securityhub/account:Account hub",
            "aws:securityhub/findingAggregator:FindingAggregator aggregator",
            "aws:securityhub/standardsSubscription:StandardsSubscription best-practices",
            "aws:securityhub/standardsSubscription:StandardsSubscription cis",
        ],
    },
    {
        component: "aws:AlertTopic",
        create: (name, options) => new AlertTopic(name, topicArgs, options),
        children: [
            "aws:sns/topic:Topic topic",
            "aws:sns/topicPolicy:TopicPolicy policy",
            "aws:sns/topicSubscription:TopicSubscription one",
            "aws:sns/topicSubscription:TopicSubscription two",
        ],
    },
    {
        component: "aws:AuditBucket",
        create: (name, options) => new AuditBucket(name, bucketArgs, options),
        children: [
            "aws:s3/bucket:Bucket bucket",
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration lifecycle",
            "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration lock",
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls owner",
            "aws:s3/bucketPolicy:BucketPolicy policy",
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock closed",
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration encryption",
            "aws:s3/bucketVersioning:BucketVersioning versions",
        ],
    },
    {
        component: "aws:BackupAlarms",
        create: (name, options) =>
            new BackupAlarms(
                name,
                {
                    ...place,
                    label: "aws1",
                    cell: "aws1",
                    topicArn: "people",
                    vaultName: "vault",
                    functionName: "databases",
                },
                options,
            ),
        children: [
            "aws:cloudwatch/eventRule:EventRule failed",
            "aws:cloudwatch/eventTarget:EventTarget failed-target",
            "aws:cloudwatch/metricAlarm:MetricAlarm function-failed",
            "aws:cloudwatch/metricAlarm:MetricAlarm late-backup",
            "aws:cloudwatch/metricAlarm:MetricAlarm no-far-copy",
            "aws:cloudwatch/metricAlarm:MetricAlarm no-near-backup",
        ],
    },
    {
        component: "aws:CellKey",
        create: (name, options) => new CellKey(name, keyArgs, options),
        children: [
            "aws:kms/alias:Alias alias",
            "aws:kms/alias:Alias copy-alias",
            "aws:kms/key:Key key",
            "aws:kms/replicaKey:ReplicaKey copy",
        ],
    },
    {
        component: "aws:DatabaseAlarms",
        create: (name, options) =>
            new DatabaseAlarms(
                name,
                {
                    ...place,
                    label: "aws1",
                    topicArn: "people",
                    instances: [{ label: "paid-1", identifier: "aws1-paid-1", storageGiB: 500 }],
                },
                options,
            ),
        children: [
            "aws:cloudwatch/metricAlarm:MetricAlarm paid-1-memory",
            "aws:cloudwatch/metricAlarm:MetricAlarm paid-1-processor",
            "aws:cloudwatch/metricAlarm:MetricAlarm paid-1-storage",
            "aws:rds/eventSubscription:EventSubscription events",
        ],
    },
    {
        component: "aws:HostedSecrets",
        create: (name, options) => new HostedSecrets(name, hostedSecrets, options),
        children: [
            "aws:secretsmanager/secret:Secret acme-first-login-secret",
            "aws:secretsmanager/secret:Secret acme-signing-key-secret",
            "aws:secretsmanager/secretVersion:SecretVersion acme-first-login-value",
            "aws:secretsmanager/secretVersion:SecretVersion acme-signing-key-value",
            "random:index/randomBytes:RandomBytes acme-signing-key",
            "random:index/randomPassword:RandomPassword acme-first-login",
        ],
    },
    {
        component: "aws:HostedSettings",
        create: (name, options) =>
            new HostedSettings(
                name,
                {
                    ...place,
                    path: "/oxygis/aws1/",
                    settings: [{ key: "settings:password:length:least", value: 10, promises: ["PWD-4"] }],
                },
                options,
            ),
        children: ["aws:ssm/parameter:Parameter password-length-least"],
    },
    {
        component: "aws:LogGroups",
        create: (name, options) =>
            new LogGroups(
                name,
                { ...place, names: { trail: "/oxygis/trail" }, keyArn: "key", retentionDays: 365 },
                options,
            ),
        children: ["aws:cloudwatch/logGroup:LogGroup trail"],
    },
    {
        component: "aws:ParameterCatalogue",
        create: (name, options) =>
            new ParameterCatalogue(
                name,
                {
                    region: "eu-central-1",
                    entries: [{ parameter: "/oxygis/aws1/customers/acme", tags: {}, entry: hostedEntry }],
                },
                options,
            ),
        children: ["aws:ssm/parameter:Parameter acme"],
    },
    {
        component: "aws:StaffAccess",
        create: (name, options) => new StaffAccess(name, staffArgs, options),
        children: [
            "aws:iam/policy:Policy boundary",
            ...["databaseAdministration", "operations", "security", "support"].flatMap((role) => [
                `aws:ssoadmin/accountAssignment:AccountAssignment ${role}-group`,
                `aws:ssoadmin/permissionSet:PermissionSet ${role}`,
                `aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy ${role}-rights`,
                `aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment ${role}-boundary`,
            ]),
        ].sort(),
    },
];
