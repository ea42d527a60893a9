import { type Registration, registration, secretValue, unknownValue } from "../../support/policyMessages";
import { type Evasion, families } from "../../support/policyProof";

const machinePolicy = "azure-native:recoveryservices:ProtectionPolicy";
const blobPolicy = "azure-native:dataprotection:BackupPolicy";
const machineVault = "azure-native:recoveryservices:Vault";

type Inputs = Record<string, unknown>;
const evasion = (policy: string, name: string, type: string, inputs: Inputs = {}): Evasion => ({
    name,
    policy,
    registrations: [registration(type, "evasion", inputs)],
});
const together = (policy: string, name: string, ...registrations: Registration[]): Evasion => ({
    name,
    policy,
    registrations,
});

const machines = (retentionPolicy: unknown, more: Inputs = {}) => ({
    properties: {
        backupManagementType: "AzureIaasVM",
        schedulePolicy: { scheduleRunFrequency: "Daily" },
        retentionPolicy,
        ...more,
    },
});
const weekly = (count: unknown, durationType: unknown = "Weeks") => ({
    retentionPolicyType: "LongTermRetentionPolicy",
    weeklySchedule: { retentionDuration: { count, durationType } },
});
const kept = (name: string, duration: unknown, dataStoreType = "VaultStore") => ({
    objectType: "AzureRetentionRule",
    name,
    lifecycles: [{ sourceDataStore: { dataStoreType }, deleteAfter: { duration } }],
});
const marked = (tagName: string, taggingPriority: unknown, marker: unknown) => ({
    tagInfo: { tagName },
    taggingPriority,
    criteria: [{ absoluteCriteria: [marker] }],
});
const blobs = (marks: unknown[], ...retentions: unknown[]) => ({
    properties: {
        policyRules: [
            {
                objectType: "AzureBackupRule",
                trigger: {
                    schedule: { repeatingTimeIntervals: ["R/2026-01-05T02:00:00+00:00/P1D"] },
                    taggingCriteria: marks,
                },
            },
            ...retentions,
        ],
    },
});

const awsBucket = registration("aws:s3/bucket:Bucket", "backups", {});
const awsLocation = registration(
    "aws:datasync/s3Location:S3Location",
    "s3",
    {},
    {
        propertyDependencies: { s3BucketArn: [awsBucket.urn] },
    },
);
const awsTask = (inputs: Inputs, destination: string[]) =>
    registration("aws:datasync/task:Task", "task", inputs, {
        propertyDependencies: { sourceLocationArn: [awsLocation.urn], destinationLocationArn: destination },
    });
const azure = registration("aws:datasync/locationAzureBlob:LocationAzureBlob", "azure", {});
const daily = { schedule: { scheduleExpression: "rate(1 day)" } };

export const evasions: Evasion[] = [
    ...families(machinePolicy).map((token) =>
        evasion("vault-weekly-backups-kept-a-year", `52 weeks under ${token}`, token, machines(weekly(52))),
    ),
    ...families(blobPolicy).map((token) =>
        evasion(
            "vault-weekly-backups-kept-a-year",
            `daily backups of a month under ${token}`,
            token,
            blobs([marked("Default", 99, "AllBackup")], kept("Default", "P35D")),
        ),
    ),
    ...[
        weekly("53"),
        weekly(53, "weeks"),
        weekly(53, "Invalid"),
        weekly(unknownValue),
        weekly(secretValue(1)),
        weekly(11, "Months"),
    ].map((retention, row) =>
        evasion(
            "vault-weekly-backups-kept-a-year",
            `a lookalike of 53 weeks, row ${row}`,
            machinePolicy,
            machines(retention),
        ),
    ),
    evasion(
        "vault-weekly-backups-kept-a-year",
        "a weekly schedule beside a simple retention of a month",
        machinePolicy,
        machines({
            ...weekly(53),
            retentionPolicyType: "SimpleRetentionPolicy",
            retentionDuration: { count: 30, durationType: "Days" },
        }),
    ),
    evasion("vault-weekly-backups-kept-a-year", "a year for the log only", machinePolicy, {
        properties: {
            backupManagementType: "AzureWorkload",
            subProtectionPolicy: [{ policyType: "Log", retentionPolicy: weekly(53) }],
        },
    }),
    evasion(
        "vault-weekly-backups-kept-a-year",
        "a kind of policy nobody reviewed",
        machinePolicy,
        machines(weekly(53), { backupManagementType: "GenericProtectionPolicy" }),
    ),
    evasion(
        "vault-weekly-backups-kept-a-year",
        "a daily mark that outranks the weekly one",
        blobPolicy,
        blobs(
            [marked("Weekly", 20, "FirstOfWeek"), marked("Daily", 10, "FirstOfDay")],
            kept("Weekly", "P53W"),
            kept("Daily", "P7D"),
        ),
    ),
    evasion(
        "vault-weekly-backups-kept-a-year",
        "a mark without its retention",
        blobPolicy,
        blobs([marked("Weekly", 20, "FirstOfWeek")], kept("weekly", "P53W")),
    ),
    evasion(
        "vault-weekly-backups-kept-a-year",
        "a year outside the vault",
        blobPolicy,
        blobs([marked("Weekly", 20, "FirstOfWeek")], kept("Weekly", "P53W", "OperationalStore")),
    ),
    evasion(
        "vault-weekly-backups-kept-a-year",
        "a rule of AWS for the last Friday of a month",
        "aws:backup/plan:Plan",
        {
            rules: [{ schedule: "cron(0 5 ? * 6L *)", lifecycle: { deleteAfter: 371 } }],
        },
    ),
    evasion("vault-weekly-backups-kept-a-year", "364 days on AWS", "aws:backup/plan:Plan", {
        rules: [{ schedule: "rate(1 day)", lifecycle: { deleteAfter: 364 } }, { lifecycle: { deleteAfter: 371 } }],
    }),
    ...families("azure-native:sql:BackupShortTermRetentionPolicy").map((token) =>
        evasion("backup-every-day", `a policy under another name that Azure does not heed, ${token}`, token, {
            retentionDays: 35,
            diffBackupIntervalInHours: 12,
            policyName: "Default",
        }),
    ),
    evasion("backup-every-day", "retention 0, which is none on AWS", "aws:rds/instance:Instance", {
        backupRetentionPeriod: 0,
    }),
    evasion("backup-every-day", "days as text", "aws:rds/cluster:Cluster", { backupRetentionPeriod: "35" }),
    evasion("backup-every-day", "a plan that runs on Sundays", "aws:backup/plan:Plan", {
        rules: [{ schedule: "cron(0 5 ? * SUN *)" }],
    }),
    evasion("backup-store-tamperproof", "a vault whose settings are left to Azure", machineVault, { properties: {} }),
    evasion("backup-store-tamperproof", "a lookalike of the enum", machineVault, {
        properties: { securitySettings: { immutabilitySettings: { state: "locked" } } },
    }),
    evasion("backup-store-tamperproof", "a final snapshot left to the default", "aws:rds/instance:Instance", {
        deletionProtection: true,
    }),
    evasion(
        "backup-store-tamperproof",
        "a lock that locks nothing",
        "azure-native:authorization:ManagementLockByScope",
        { level: "NotSpecified" },
    ),
    evasion("deleted-files-kept", "soft delete without days", "azure-native:storage:BlobServiceProperties", {
        isVersioningEnabled: true,
        deleteRetentionPolicy: { enabled: true },
        containerDeleteRetentionPolicy: { enabled: true, days: 30 },
    }),
    evasion("deleted-files-kept", "versions suspended", "aws:s3/bucketVersioning:BucketVersioning", {
        versioningConfiguration: { status: "Suspended" },
    }),
    evasion(
        "deleted-files-kept",
        "versions suspended under the older type",
        "aws:s3/bucketVersioningV2:BucketVersioningV2",
        {},
    ),
    together(
        "backup-on-azure",
        "a task that ends in another bucket",
        awsBucket,
        awsLocation,
        awsTask(daily, [awsLocation.urn]),
    ),
    together(
        "backup-on-azure",
        "a task that only waits for the Azure location",
        awsBucket,
        awsLocation,
        azure,
        awsTask(daily, []),
    ),
    together(
        "backup-on-azure",
        "a task that is disabled",
        awsBucket,
        awsLocation,
        azure,
        awsTask({ schedule: { ...daily.schedule, status: "DISABLED" } }, [azure.urn]),
    ),
    together("backup-on-azure", "a task without a schedule", awsBucket, awsLocation, azure, awsTask({}, [azure.urn])),
    together(
        "backup-on-azure",
        "a second bucket that is carried nowhere",
        awsBucket,
        awsLocation,
        azure,
        awsTask(daily, [azure.urn]),
        registration("aws:s3/bucketV2:BucketV2", "second", {}),
    ),
    evasion("backup-watched", "an alert without an action group", "azure-native:monitor:ScheduledQueryRule", {
        enabled: true,
        actions: { actionGroups: [] },
    }),
    evasion(
        "backup-watched",
        "an alert under its older module",
        "azure-native:insights/v20230801:ScheduledQueryRule",
        {},
    ),
    evasion("backup-watched", "a group with a webhook and no people", "azure-native:monitor:ActionGroup", {
        enabled: true,
        webhookReceivers: [{ name: "a" }],
    }),
    evasion(
        "backup-watched",
        "a rule that suppresses alerts, under its older name",
        "azure-native:alertsmanagement:ActionRuleByName",
        {
            properties: {
                enabled: true,
                actions: [{ actionType: "AddActionGroups" }, { actionType: "RemoveAllActionGroups" }],
            },
        },
    ),
    evasion("backup-in-three-datacenters", "a file system in one zone", "aws:efs/fileSystem:FileSystem", {
        availabilityZoneName: unknownValue,
    }),
    evasion(
        "backup-in-three-datacenters",
        "a bucket that only comes in one zone",
        "aws:s3/directoryBucket:DirectoryBucket",
        {},
    ),
];
