import { AzureBackupContainer } from "../../infra/components/aws/azureBackupContainer";
import { BackupBucket } from "../../infra/components/aws/backupBucket";
import { BackupPull } from "../../infra/components/aws/backupPull";
import { BackupSchedule } from "../../infra/components/aws/backupSchedule";
import { DatabaseInstance } from "../../infra/components/aws/databaseInstance";
import { DatabasesFunction } from "../../infra/components/aws/databasesFunction";
import { DocumentsBucket } from "../../infra/components/aws/documentsBucket";
import { HostedDatabase } from "../../infra/components/aws/hostedDatabase";
import { LandingNetwork } from "../../infra/components/aws/landingNetwork";
import { NearBackups } from "../../infra/components/aws/nearBackups";
import { PullRole } from "../../infra/components/aws/pullRole";
import { awsBackups, backupMetric, pullTimes } from "../../infra/model/awsBackups";
import { hostedNames } from "../../infra/model/hostedDatabases";
import { common, zones } from "./arguments";
import type { ComponentCase } from "./componentCase";

const accountId = "123456789012";
const regional = { region: "eu-west-1", tags: { platform: "test" } };
const key = { keyAlias: "alias/oxygis-aws1", keyArn: "key" };
const pairedKey = { pairedRegion: "eu-central-1", pairedKeyArn: "paired-key" };

export const names = hostedNames({ cell: "aws1", region: "eu-west-1", accountId });

const buckets = { ...regional, ...key, ...pairedKey, accountId, locked: true, keptDays: awsBackups.keptDays };
export const backupBucket = {
    ...buckets,
    names: { ...names.backupBucket, role: names.role("backups-replication") },
    coolAfterDays: awsBackups.coolAfterDays,
};
export const documentsBucket = {
    ...buckets,
    names: {
        ...names.documentsBucket,
        role: names.role("documents-replication"),
        returnRole: names.role("documents-return"),
    },
};
export const instance = {
    ...regional,
    ...key,
    accountId,
    identifier: names.instance("1"),
    roleNames: { audit: names.role("1-audit"), backup: names.role("1-backup"), monitoring: names.role("1-monitoring") },
    auditBucketName: "logs",
    auditBucket: "logs",
    majorVersion: "16.00",
    instanceClass: "db.r6i.xlarge",
    storageGiB: { least: 400, most: 4000 },
    subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
    securityGroupId: "database-group",
    paired: { region: "eu-central-1", keyArn: "paired-key" },
    backupBucketName: names.backupBucket.home,
    pointInTimeDays: awsBackups.pointInTimeDays,
    windows: { snapshot: awsBackups.snapshotWindow, maintenance: awsBackups.maintenanceWindow },
    origin: { from: "new" as const },
};
export const databasesFunction = {
    ...regional,
    ...key,
    accountId,
    cell: "aws1",
    functionName: names.databasesFunction,
    roleName: names.role("databases"),
    image: `${accountId}.dkr.ecr.eu-west-1.amazonaws.com/databases@sha256:${"0".repeat(64)}`,
    subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
    securityGroupId: "function-group",
    instances: [{ identifier: names.instance("1"), host: "instance.test", masterSecretArn: "master" }],
    instancePrefix: names.instancePrefix,
    backupBucketName: names.backupBucket.home,
    backupBucket: names.backupBucket.home,
    cataloguePath: "/oxygis/aws1/customers",
    secretsPath: names.secretsPath,
    metricNamespace: backupMetric.namespace,
    logDays: 365,
};
export const hostedDatabase = {
    region: regional.region,
    tags: { ...regional.tags, "oxygis:customer": "acme" },
    functionName: names.databasesFunction,
    customer: "acme",
    database: "db-acme",
    instance: names.instance("1"),
    secretName: names.databaseSecret("db-acme"),
    keyArn: "key",
};
export const backupSchedule = {
    ...regional,
    accountId,
    names: { backup: names.schedule("backup"), report: names.schedule("report"), role: names.role("schedule") },
    functionName: names.databasesFunction,
    functionArn: "function",
    schedules: { backup: awsBackups.schedule, report: awsBackups.report },
};
export const nearBackups = {
    ...regional,
    ...pairedKey,
    accountId,
    vaultName: names.nearVault,
    roleName: names.role("near-backup"),
    keyArn: "key",
    instanceArns: ["instance"],
    schedule: awsBackups.nearSchedule,
    keptDays: awsBackups.keptDays,
    locked: true,
};
export const azureContainer = {
    ...common,
    accountName: "account",
    immutableDays: awsBackups.immutableDays,
    keptDays: awsBackups.keptDays,
    locked: false,
    coolAfterDays: awsBackups.coolAfterDays,
};
export const landing = {
    ...common,
    addressSpace: "10.9.0.0/24",
    subnets: { jobs: "10.9.0.0/25", privateEndpoints: "10.9.0.128/26", firewall: "10.9.0.192/26" },
    zones,
    allowedHosts: ["sts.eu-west-1.amazonaws.com"],
    names: {
        virtualNetwork: "vnet",
        firewall: "firewall",
        firewallPolicy: "policy",
        firewallAddress: "address",
        routeTable: "routes",
        networkSecurityGroup: (subnet: string) => `nsg-${subnet}`,
    },
};
export const pullRole = {
    tags: regional.tags,
    region: regional.region,
    accountId,
    roleName: names.role("pull"),
    tenantId: "11111111-2222-4333-8444-555555555555",
    applicationName: "oxygis-aws1-pull",
    principalId: "principal",
    bucketNames: [names.backupBucket.home, names.documentsBucket.home],
    keyAliases: [key.keyAlias],
};
export const backupPull = {
    ...common,
    environmentName: "environment",
    infrastructureGroup: "infrastructure",
    jobName: "pull",
    subnetId: "jobs",
    identity: { id: "identity", clientId: "client" },
    image: "registry.test/image:1",
    script: "script",
    times: pullTimes,
    cell: "aws1",
    customers: ["acme", "bolt"],
    source: {
        region: regional.region,
        buckets: {
            backups: names.backupBucket.home,
            documents: names.documentsBucket.home,
        },
        roleArn: "role",
        audience: "api://tenant/oxygis-aws1-pull",
    },
    target: "account.test",
    log: { endpoint: "https://ingest.test", ruleId: "rule", stream: "Custom-BackupAge" },
};

/** A bucket with its replica. */
const bucketChildren = (() => {
    const settings = [
        "bucket:Bucket bucket",
        "bucketLifecycleConfiguration:BucketLifecycleConfiguration lifecycle",
        "bucketObjectLockConfiguration:BucketObjectLockConfiguration lock",
        "bucketOwnershipControls:BucketOwnershipControls owner",
        "bucketPolicy:BucketPolicy policy",
        "bucketPublicAccessBlock:BucketPublicAccessBlock closed",
        "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration encryption",
        "bucketVersioning:BucketVersioning versions",
    ];
    return [
        ...settings.map((each) => `aws:s3/${each}`),
        ...settings.map((each) => `aws:s3/${each.replace(/ (\w+)$/, " paired-$1")}`),
        "aws:iam/role:Role replication-role",
        "aws:iam/rolePolicy:RolePolicy replication-rights",
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig replication",
    ].sort();
})();

/** Data of a cell on AWS, with its backups there and on Azure. */
export const awsDataCases: ComponentCase[] = [
    {
        component: "aws:AzureBackupContainer",
        create: (name, options) => new AzureBackupContainer(name, azureContainer, options),
        children: [
            "authorization:ManagementLockByScope lock",
            "storage:BlobContainer backups",
            "storage:BlobContainer documents",
            "storage:BlobContainer documents-replaced",
            "storage:BlobServiceProperties blobs",
            "storage:ManagementPolicy lifecycle",
            "storage:StorageAccount account",
        ],
    },
    {
        component: "aws:BackupBucket",
        create: (name, options) => new BackupBucket(name, backupBucket, options),
        children: bucketChildren,
    },
    {
        component: "aws:BackupPull",
        create: (name, options) => new BackupPull(name, backupPull, options),
        children: ["app:Job job", "app:ManagedEnvironment environment"],
    },
    {
        component: "aws:BackupSchedule",
        create: (name, options) => new BackupSchedule(name, backupSchedule, options),
        children: [
            "aws:iam/role:Role role",
            "aws:iam/rolePolicy:RolePolicy rights",
            "aws:scheduler/schedule:Schedule backup",
            "aws:scheduler/schedule:Schedule report",
        ],
    },
    {
        component: "aws:DatabaseInstance",
        create: (name, options) => new DatabaseInstance(name, instance, options),
        children: [
            "aws:iam/role:Role audit-role",
            "aws:iam/role:Role backup-role",
            "aws:iam/role:Role monitoring",
            "aws:iam/rolePolicy:RolePolicy audit-rights",
            "aws:iam/rolePolicy:RolePolicy backup-rights",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment monitoring-rights",
            "aws:rds/instance:Instance instance",
            "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication replication",
            "aws:rds/optionGroup:OptionGroup options",
            "aws:rds/parameterGroup:ParameterGroup parameters",
            "aws:rds/subnetGroup:SubnetGroup subnets",
        ],
    },
    {
        component: "aws:DatabasesFunction",
        create: (name, options) => new DatabasesFunction(name, databasesFunction, options),
        children: [
            "aws:cloudwatch/logGroup:LogGroup log",
            "aws:iam/role:Role role",
            "aws:iam/rolePolicy:RolePolicy rights",
            "aws:lambda/function:Function function",
        ],
    },
    {
        component: "aws:DocumentsBucket",
        create: (name, options) => new DocumentsBucket(name, documentsBucket, options),
        children: [
            ...bucketChildren,
            "aws:iam/role:Role return-role",
            "aws:iam/rolePolicy:RolePolicy return-rights",
            "aws:s3/bucketReplicationConfig:BucketReplicationConfig return",
        ].sort(),
    },
    {
        component: "aws:HostedDatabase",
        create: (name, options) => new HostedDatabase(name, hostedDatabase, options),
        children: [
            "aws:lambda/invocation:Invocation database",
            "aws:secretsmanager/secret:Secret secret",
            "aws:secretsmanager/secretVersion:SecretVersion secret-version",
            "random:index/randomPassword:RandomPassword password",
        ],
    },
    {
        component: "aws:LandingNetwork",
        create: (name, options) => new LandingNetwork(name, landing, options),
        children: [
            "network:AzureFirewall egress-firewall",
            "network:FirewallPolicy egress-policy",
            "network:FirewallPolicyRuleCollectionGroup egress-rules",
            "network:NetworkSecurityGroup jobs-nsg",
            "network:NetworkSecurityGroup private-endpoints-nsg",
            "network:PublicIPAddress egress-address",
            "network:RouteTable egress-routes",
            "network:Subnet egress-subnet",
            "network:Subnet jobs",
            "network:Subnet private-endpoints",
            "network:VirtualNetwork vnet",
            "oxygis:network:EgressFirewall egress",
        ],
    },
    {
        component: "aws:NearBackups",
        create: (name, options) => new NearBackups(name, nearBackups, options),
        children: [
            "aws:backup/plan:Plan plan",
            "aws:backup/selection:Selection selection",
            "aws:backup/vault:Vault paired-vault",
            "aws:backup/vault:Vault vault",
            "aws:backup/vaultLockConfiguration:VaultLockConfiguration lock",
            "aws:backup/vaultLockConfiguration:VaultLockConfiguration paired-lock",
            "aws:iam/role:Role role",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment rights",
        ],
    },
    {
        component: "aws:PullRole",
        create: (name, options) => new PullRole(name, pullRole, options),
        children: [
            "aws:iam/openIdConnectProvider:OpenIdConnectProvider provider",
            "aws:iam/role:Role role",
            "aws:iam/rolePolicy:RolePolicy rights",
            "azuread:index/application:Application application",
            "azuread:index/servicePrincipal:ServicePrincipal principal",
        ],
    },
];
