import * as iam from "@pulumi/aws/iam";
import * as rds from "@pulumi/aws/rds";
import * as pulumi from "@pulumi/pulumi";

import type { RegionalArgs } from "./regionalArgs";
import { declareServiceRole, keyUse, type Permission } from "./serviceRole";

/** What an instance holds at first: nothing, or all databases of a whole instance as they were. */
type InstanceOrigin =
    | { from: "new" }
    /** Of the same region, at a time (RFC 3339, UTC). */
    | { from: "pointInTime"; instance: string; at: string }
    /** The replicated backups of a lost instance, newest first: their ARN in this region. */
    | { from: "replicatedBackups"; arn: string };

export interface DatabaseInstanceArgs extends RegionalArgs {
    accountId: string;
    identifier: string;
    roleNames: { audit: string; backup: string; monitoring: string };
    /** For example `16.00`; the family of its parameters and options follows from it. */
    majorVersion: string;
    instanceClass: string;
    /** GiB. Grows by itself from the least to the most, which the provider does not take for a change. */
    storageGiB: { least: number; most: number };
    /** Three subnets without a way to the internet, one in each zone. */
    subnetIds: pulumi.Input<string>[];
    securityGroupId: pulumi.Input<string>;
    keyAlias: string;
    keyArn: pulumi.Input<string>;
    /** Where its automated backups are replicated to. */
    paired: { region: string; keyArn: pulumi.Input<string> };
    /** The bucket that single databases are backed up to and restored from; in this region. */
    backupBucketName: string;
    /** The replica of a lost cell's bucket, from which databases are restored here, and the alias of the key that it is encrypted with. */
    restoreSource?: { bucketName: string; keyAlias: string };
    /** The bucket that audits of statements are brought to: its name, and the same from the bucket itself, so that this waits for it. */
    auditBucketName: string;
    auditBucket: pulumi.Input<string>;
    /** Days back to which the whole instance can be restored; 35 at the most. */
    pointInTimeDays: number;
    windows: { snapshot: string; maintenance: string };
    origin: InstanceOrigin;
}

/** What RDS takes at creation only: a change would plan delete and create of all databases on it. */
const createOnly = ["restoreToPointInTime", "snapshotIdentifier"];

/** Folder of the audits of all instances. */
const auditFolder = "sql-audit";

/** RDS promises no duration of a restore. */
const restoreTimeout = { create: "24h" };

/**
 * A SQL Server instance that holds a database of its own for each of many customers: synchronous standby in another zone, no address in
 * public, TLS 1.2 and up only, a master password that AWS generates and rotates and nobody is told. Its databases are backed up one by
 * one by native backups; its own backups, of all databases together, reach back by the second in two regions.
 *
 * Keeps: DR-1 (Multi-AZ), DB-1 (encrypted), ACC-1 (no public path), COM-1 (TLS 1.2 and up), STAFF-1 (no shared password), DR-2 (backups
 * in another region within minutes), BKP-5 (restores of single databases), STAFF-2 (sign-ins and statements are written down).
 */
export class DatabaseInstance extends pulumi.ComponentResource {
    public readonly instanceArn: pulumi.Output<string>;
    public readonly identifier: pulumi.Output<string>;
    /** Host name that clients connect to; it stays the same when the standby takes over. */
    public readonly host: pulumi.Output<string>;
    public readonly masterSecretArn: pulumi.Output<string>;

    constructor(name: string, args: DatabaseInstanceArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:DatabaseInstance", name, args, opts);

        const { region, tags, identifier, origin } = args;
        const common = { region, tags, name: identifier };
        const subnets = new rds.SubnetGroup(
            `${name}-subnets`,
            { ...common, subnetIds: args.subnetIds },
            { parent: this },
        );
        const parameters = new rds.ParameterGroup(
            `${name}-parameters`,
            {
                ...common,
                family: `sqlserver-se-${Number(args.majorVersion).toFixed(1)}`,
                parameters: [
                    { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
                    { name: "rds.tls10", value: "disabled", applyMethod: "pending-reboot" },
                    { name: "rds.tls11", value: "disabled", applyMethod: "pending-reboot" },
                    // The application's user lives in its one database and is restored with it.
                    { name: "contained database authentication", value: "1", applyMethod: "immediate" },
                ],
            },
            { parent: this },
        );
        const options = new rds.OptionGroup(
            `${name}-options`,
            {
                ...common,
                engineName: "sqlserver-se",
                majorEngineVersion: args.majorVersion,
                optionGroupDescription: "Native backup and restore of single databases",
                options: [
                    {
                        optionName: "SQLSERVER_BACKUP_RESTORE",
                        optionSettings: [{ name: "IAM_ROLE_ARN", value: this.declareBackupRole(name, args) }],
                    },
                    // What is written down says images/databases: RDS has a place for it, and no words.
                    {
                        optionName: "SQLSERVER_AUDIT",
                        optionSettings: [
                            { name: "IAM_ROLE_ARN", value: this.declareAuditRole(name, args) },
                            {
                                name: "S3_BUCKET_ARN",
                                value: pulumi.interpolate`arn:aws:s3:::${args.auditBucket}/${auditFolder}`,
                            },
                            { name: "ENABLE_COMPRESSION", value: "true" },
                            // Hours for which a file stays on the instance too.
                            { name: "RETENTION_TIME", value: "48" },
                        ],
                    },
                ],
            },
            { parent: this },
        );
        const instance = new rds.Instance(
            `${name}-instance`,
            {
                region,
                tags,
                identifier,
                engine: "sqlserver-se",
                engineVersion: args.majorVersion,
                licenseModel: "license-included",
                instanceClass: args.instanceClass,
                storageType: "gp3",
                allocatedStorage: args.storageGiB.least,
                maxAllocatedStorage: args.storageGiB.most,
                storageEncrypted: true,
                kmsKeyId: args.keyArn,
                multiAz: true,
                dbSubnetGroupName: subnets.name,
                vpcSecurityGroupIds: [args.securityGroupId],
                publiclyAccessible: false,
                parameterGroupName: parameters.name,
                optionGroupName: options.name,
                // Of an instance that is restored these come from its source.
                ...(origin.from === "new" && { username: "oxygis", characterSetName: "SQL_Latin1_General_CP1_CI_AS" }),
                manageMasterUserPassword: true,
                masterUserSecretKmsKeyId: args.keyArn,
                backupRetentionPeriod: args.pointInTimeDays,
                backupWindow: args.windows.snapshot,
                maintenanceWindow: args.windows.maintenance,
                copyTagsToSnapshot: true,
                deleteAutomatedBackups: false,
                deletionProtection: true,
                skipFinalSnapshot: false,
                finalSnapshotIdentifier: `${identifier}-final`,
                autoMinorVersionUpgrade: true,
                enabledCloudwatchLogsExports: ["agent", "error"],
                performanceInsightsEnabled: true,
                performanceInsightsKmsKeyId: args.keyArn,
                monitoringInterval: 60,
                monitoringRoleArn: this.declareMonitoringRole(name, args),
                ...restoreOf(origin),
            },
            {
                parent: this,
                protect: true,
                retainOnDelete: true,
                ignoreChanges: createOnly,
                ...(origin.from !== "new" && { customTimeouts: restoreTimeout }),
            },
        );
        new rds.InstanceAutomatedBackupsReplication(
            `${name}-replication`,
            {
                // Declared where the copies lie.
                region: args.paired.region,
                sourceDbInstanceArn: instance.arn,
                kmsKeyId: args.paired.keyArn,
                retentionPeriod: args.pointInTimeDays,
            },
            { parent: this, protect: true },
        );

        this.instanceArn = instance.arn;
        this.identifier = instance.identifier;
        this.host = instance.address;
        this.masterSecretArn = instance.masterUserSecrets.apply((secrets) => secrets?.[0]?.secretArn ?? "");
        this.registerOutputs({
            instanceArn: this.instanceArn,
            identifier: this.identifier,
            host: this.host,
            masterSecretArn: this.masterSecretArn,
        });
    }

    /** Writes backups and reads them; deletes none. */
    private declareBackupRole(name: string, args: DatabaseInstanceArgs): pulumi.Output<string> {
        const bucket = `arn:aws:s3:::${args.backupBucketName}`;
        const { restoreSource } = args;
        const { role, policy } = declareServiceRole(
            `${name}-backup`,
            {
                roleName: args.roleNames.backup,
                tags: args.tags,
                service: "rds.amazonaws.com",
                accountId: args.accountId,
                permissions: [
                    { Effect: "Allow", Action: ["s3:ListBucket", "s3:GetBucketLocation"], Resource: bucket },
                    {
                        Effect: "Allow",
                        Action: [
                            "s3:GetObject",
                            "s3:GetObjectAttributes",
                            "s3:PutObject",
                            "s3:ListMultipartUploadParts",
                            "s3:AbortMultipartUpload",
                        ],
                        Resource: `${bucket}/*`,
                    },
                    keyUse(args, "DescribeKey", "GenerateDataKey", "Encrypt", "Decrypt"),
                    ...(restoreSource ? mayRead({ ...args, ...restoreSource }) : []),
                ],
            },
            this,
        );
        // RDS tries the role as soon as an instance has the option.
        return pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
    }

    /** Brings audits away, and reads none ("Manually creating an IAM role for SQL Server Audit", RDS User Guide). */
    private declareAuditRole(name: string, args: DatabaseInstanceArgs): pulumi.Output<string> {
        const bucket = `arn:aws:s3:::${args.auditBucketName}`;
        const { role, policy } = declareServiceRole(
            `${name}-audit`,
            {
                roleName: args.roleNames.audit,
                tags: args.tags,
                service: "rds.amazonaws.com",
                accountId: args.accountId,
                permissions: [
                    { Effect: "Allow", Action: ["s3:ListAllMyBuckets"], Resource: "*" },
                    {
                        Effect: "Allow",
                        Action: ["s3:ListBucket", "s3:GetBucketAcl", "s3:GetBucketLocation"],
                        Resource: bucket,
                    },
                    {
                        Effect: "Allow",
                        Action: ["s3:PutObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
                        Resource: `${bucket}/${auditFolder}/*`,
                    },
                ],
            },
            this,
        );
        return pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
    }

    private declareMonitoringRole(name: string, args: DatabaseInstanceArgs): pulumi.Output<string> {
        const role = new iam.Role(
            `${name}-monitoring`,
            {
                name: args.roleNames.monitoring,
                tags: args.tags,
                assumeRolePolicy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: { Service: "monitoring.rds.amazonaws.com" },
                            Action: "sts:AssumeRole",
                            Condition: { StringEquals: { "aws:SourceAccount": args.accountId } },
                        },
                    ],
                }),
            },
            { parent: this },
        );
        const rights = new iam.RolePolicyAttachment(
            `${name}-monitoring-rights`,
            {
                role: role.name,
                policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
            },
            { parent: this },
        );
        return pulumi.all([role.arn, rights.id]).apply(([arn]) => arn);
    }
}

function mayRead(at: { region: string; accountId: string; bucketName: string; keyAlias: string }): Permission[] {
    const bucket = `arn:aws:s3:::${at.bucketName}`;
    return [
        { Effect: "Allow", Action: ["s3:ListBucket", "s3:GetBucketLocation"], Resource: bucket },
        { Effect: "Allow", Action: ["s3:GetObject", "s3:GetObjectAttributes"], Resource: `${bucket}/*` },
        keyUse(at, "DescribeKey", "Decrypt"),
    ];
}

function restoreOf(origin: InstanceOrigin): Partial<rds.InstanceArgs> {
    switch (origin.from) {
        case "new":
            return {};
        case "pointInTime":
            return { restoreToPointInTime: { sourceDbInstanceIdentifier: origin.instance, restoreTime: origin.at } };
        case "replicatedBackups":
            return {
                restoreToPointInTime: {
                    sourceDbInstanceAutomatedBackupsArn: origin.arn,
                    useLatestRestorableTime: true,
                },
            };
    }
}
