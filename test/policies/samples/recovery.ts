import { type Registration, registration } from "../../support/policyMessages";

const bucket = registration("aws:s3/bucket:Bucket", "backups", { forceDestroy: false });
const bucketLocation = registration(
    "aws:datasync/s3Location:S3Location",
    "backups",
    {},
    { propertyDependencies: { s3BucketArn: [bucket.urn] } },
);
const azureLocation = registration("aws:datasync/locationAzureBlob:LocationAzureBlob", "azure", {});
const plan = registration("aws:backup/plan:Plan", "plan", {
    rules: [{ schedule: "cron(0 5 ? * * *)", lifecycle: { deleteAfter: 371 } }],
});
const instance = registration("aws:rds/instance:Instance", "customer", {
    multiAz: true,
    backupRetentionPeriod: 35,
    deletionProtection: true,
    deleteAutomatedBackups: false,
    skipFinalSnapshot: false,
});

/** What keeps the promises of recovery in forms that the real program does not use: workloads in machines, flexible servers, AWS. */
export const samples: Registration[] = [
    registration("azure-native:recoveryservices:ProtectionPolicy", "workload", {
        properties: {
            backupManagementType: "AzureWorkload",
            subProtectionPolicy: [
                {
                    policyType: "Full",
                    schedulePolicy: { scheduleRunFrequency: "Weekly" },
                    retentionPolicy: {
                        retentionPolicyType: "LongTermRetentionPolicy",
                        weeklySchedule: { retentionDuration: { count: 1, durationType: "Years" } },
                    },
                },
                { policyType: "Log", schedulePolicy: { scheduleFrequencyInMins: 60 } },
            ],
        },
    }),
    registration("azure-native:recoveryservices:ProtectionPolicy", "shares", {
        properties: {
            backupManagementType: "AzureStorage",
            schedulePolicy: { scheduleRunFrequency: "Daily" },
            retentionPolicy: {
                retentionPolicyType: "SimpleRetentionPolicy",
                retentionDuration: { count: 400, durationType: "Days" },
            },
        },
    }),
    registration("azure-native:dbforpostgresql:Server", "flexible", {
        backup: { backupRetentionDays: 35 },
        highAvailability: { mode: "ZoneRedundant" },
    }),
    registration("azure-native:sql:ManagedInstance", "managed", { zoneRedundant: true }),
    registration("azure-native:web:AppServicePlan", "plan", { zoneRedundant: true, sku: { capacity: 3 } }),
    registration("azure-native:network:LoadBalancer", "public", {
        frontendIPConfigurations: [{ publicIPAddress: { id: "id" } }, { zones: ["1", "2"] }],
    }),
    bucket,
    bucketLocation,
    azureLocation,
    plan,
    instance,
    registration(
        "aws:datasync/task:Task",
        "to-azure",
        { schedule: { scheduleExpression: "rate(12 hours)", status: "ENABLED" } },
        {
            propertyDependencies: {
                sourceLocationArn: [bucketLocation.urn],
                destinationLocationArn: [azureLocation.urn],
            },
        },
    ),
    registration(
        "aws:backup/selection:Selection",
        "all",
        {},
        { propertyDependencies: { planId: [plan.urn], resources: [instance.urn] } },
    ),
    registration("aws:backup/vault:Vault", "vault", { forceDestroy: false }),
    registration("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "lock", { minRetentionDays: 366 }),
    registration("aws:s3/bucketVersioning:BucketVersioning", "versions", {
        versioningConfiguration: { status: "Enabled" },
    }),
    registration("aws:autoscaling/group:Group", "spread", { vpcZoneIdentifiers: ["a", "b", "c"], minSize: 2 }),
    registration("aws:lb/loadBalancer:LoadBalancer", "spread", { subnets: ["a", "b"] }),
    registration("aws:elasticache/replicationGroup:ReplicationGroup", "cache", { multiAzEnabled: true }),
    registration("aws:dynamodb/table:Table", "table", {
        deletionProtectionEnabled: true,
        pointInTimeRecovery: { enabled: true },
    }),
    registration("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication", "elsewhere", {
        retentionPeriod: 14,
    }),
];
