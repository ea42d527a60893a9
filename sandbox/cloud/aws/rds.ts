/**
 * aws:rds - SQL Server instances. Backups are of whole instances (docs.aws.amazon.com/AmazonRDS/latest/UserGuide/SQLServer.html);
 * limits are those of "Quotas and constraints for Amazon RDS".
 */
import { CloudError, type Facts, type Problem, type Quota } from "../model";
import { isUnknown, select, text, type Properties, type Value } from "../values";
import type { AwsTable } from "./entry";
import { zonesOfSubnets } from "./subnets";
import { regionOf } from "./templates";

const quick = { create: 5, source: "assumed" };
const LETTERS = /^[a-z](-?[a-z0-9])*$/;
const named = {
    min: 1,
    max: 255,
    pattern: LETTERS,
    text: "small letters, digits and single hyphens, beginning with a letter",
};
const INSTANCE = "aws:rds/instance:Instance";

const arnOf = ({ inputs, cloud }: Facts, name: string): string =>
    `arn:aws:rds:${regionOf(inputs)}:${cloud.accountId}:db:${name}`;

const isSqlServer = (inputs: Properties): boolean => (text(inputs, "engine") ?? "").startsWith("sqlserver");
const isRestored = (inputs: Properties): boolean =>
    ["restoreToPointInTime", "snapshotIdentifier", "replicateSourceDb", "s3Import"].some(
        (name) => inputs[name] !== undefined,
    );

function wrongInstance(inputs: Properties): Problem[] {
    const wrong = (property: string, reason: string): Problem[] => [{ property, reason }];
    const within = (property: string, min: number, max: number): Problem[] => {
        const value = inputs[property];
        return typeof value === "number" && (value < min || value > max)
            ? wrong(property, `${String(value)} is not between ${String(min)} and ${String(max)}`)
            : [];
    };
    const engine = text(inputs, "engine");
    const passwords = ["password", "passwordWo"].filter((name) => inputs[name] !== undefined);
    const sqlServer = isSqlServer(inputs);
    return [
        ...within("backupRetentionPeriod", 0, 35),
        ...(sqlServer ? within("allocatedStorage", 20, 16_384) : []),
        ...(sqlServer && inputs["dbName"] !== undefined
            ? wrong("dbName", "InvalidParameterValue: DBName must be null when Engine is SQL Server")
            : []),
        ...(inputs["engine"] === undefined && !isRestored(inputs)
            ? wrong("engine", "engine is required unless something is restored")
            : []),
        ...(inputs["manageMasterUserPassword"] === true && passwords.length > 0
            ? wrong(passwords[0] ?? "", "conflicts with manageMasterUserPassword")
            : []),
        ...(inputs["username"] === undefined && !isRestored(inputs)
            ? wrong("username", "username is required unless something is restored")
            : []),
        ...(passwords.length === 0 && inputs["manageMasterUserPassword"] !== true && !isRestored(inputs)
            ? wrong("password", "InvalidParameterValue: Invalid master password")
            : []),
        ...(inputs["multiAz"] === true && /-(ex|web)$/.test(engine ?? "")
            ? wrong("multiAz", `InvalidParameterCombination: ${engine ?? ""} is not offered in several zones`)
            : []),
        ...(typeof inputs["monitoringInterval"] === "number" &&
        inputs["monitoringInterval"] > 0 &&
        inputs["monitoringRoleArn"] === undefined
            ? wrong("monitoringRoleArn", "InvalidParameterCombination: a MonitoringRoleARN is needed")
            : []),
        ...(inputs["skipFinalSnapshot"] !== true && inputs["finalSnapshotIdentifier"] === undefined
            ? wrong("finalSnapshotIdentifier", "finalSnapshotIdentifier is required when skipFinalSnapshot is false")
            : []),
    ];
}

/** Groups and sources are in the region of the instance, and fit. */
function refuseInstance(facts: Facts): void {
    const { inputs, cloud } = facts;
    const source = text(inputs, "restoreToPointInTime.sourceDbInstanceIdentifier");
    if (source !== undefined && cloud.find(arnOf(facts, source)) === undefined)
        throw new CloudError("DBInstanceNotFound", `DBInstance ${source} not found.`);
    const engine = text(inputs, "engine");
    const options = cloud.named(
        "aws:rds/optionGroup:OptionGroup",
        regionOf(inputs),
        text(inputs, "optionGroupName") ?? "",
    );
    if (engine !== undefined && options !== undefined && text(options.inputs, "engineName") !== engine)
        throw new CloudError(
            "InvalidParameterCombination",
            `The option group ${options.name} is not for engine ${engine}.`,
        );
    if (inputs["multiAz"] === true && cloud.zonesOf(regionOf(inputs)) === 0)
        throw new CloudError("InvalidVPCNetworkStateFault", `Zones of ${regionOf(inputs)} are not offered.`);
}

const instanceQuotas = ({ inputs }: Facts): Quota[] => {
    const region = regionOf(inputs);
    const licensed = isSqlServer(inputs) && inputs["licenseModel"] !== "bring-your-own-license";
    return [
        { key: `rdsInstances|${region}`, limit: 40, what: `DB instances in ${region}` },
        ...(licensed
            ? [
                  {
                      key: `rdsSqlServers|${region}`,
                      limit: 10,
                      what: `license-included SQL Server DB instances in ${region}`,
                  },
              ]
            : []),
    ];
};

function masterSecret({ id, inputs, cloud }: Facts): Value[] {
    if (inputs["manageMasterUserPassword"] !== true) return [];
    const key = cloud.guid(id, "master");
    const secretArn = `arn:aws:secretsmanager:${regionOf(inputs)}:${cloud.accountId}:secret:rds!db-${key}-${key.slice(0, 6)}`;
    return [{ secretArn, secretStatus: "active", kmsKeyId: inputs["masterUserSecretKmsKeyId"] ?? "" }];
}

function instanceOutputs(facts: Facts): Properties {
    const { id, inputs, cloud, name } = facts;
    const region = regionOf(inputs);
    const host = `${name}.${cloud.guid("rds", region).replaceAll("-", "").slice(0, 12)}.${region}.rds.amazonaws.com`;
    const port = typeof inputs["port"] === "number" ? inputs["port"] : isSqlServer(inputs) ? 1433 : 3306;
    return {
        backupRetentionPeriod: 0,
        multiAz: false,
        publiclyAccessible: false,
        storageEncrypted: false,
        deletionProtection: false,
        autoMinorVersionUpgrade: true,
        ...inputs,
        address: host,
        endpoint: `${host}:${String(port)}`,
        port,
        engineVersionActual: text(inputs, "engineVersion") ?? "",
        masterUserSecrets: masterSecret(facts),
        resourceId: `db-${cloud.guid(id, "resource").replaceAll("-", "").slice(0, 26).toUpperCase()}`,
        replicas: [],
        status: "available",
    };
}

/** Settings without which RDS takes no such option. */
const NEEDED_SETTINGS: Readonly<Record<string, readonly string[]>> = {
    SQLSERVER_BACKUP_RESTORE: ["IAM_ROLE_ARN"],
    SQLSERVER_AUDIT: ["IAM_ROLE_ARN", "S3_BUCKET_ARN"],
};

export const rds: AwsTable = {
    "rds/instance:Instance": {
        id: "db-{HEX26}",
        arn: "arn:aws:rds:{region}:{account}:db:{name}",
        inputs: `allocatedStorage allowMajorVersionUpgrade applyImmediately autoMinorVersionUpgrade availabilityZone
            backupRetentionPeriod backupTarget backupWindow blueGreenUpdate caCertIdentifier characterSetName
            copyTagsToSnapshot customIamInstanceProfile customerOwnedIpEnabled databaseInsightsMode dbName
            dbSubnetGroupName dedicatedLogVolume deleteAutomatedBackups deletionProtection domain domainAuthSecretArn
            domainDnsIps domainFqdn domainIamRoleName domainOu enabledCloudwatchLogsExports engine
            engineLifecycleSupport engineVersion finalSnapshotIdentifier iamDatabaseAuthenticationEnabled identifier
            identifierPrefix instanceClass iops kmsKeyId licenseModel maintenanceWindow manageMasterUserPassword
            masterUserSecretKmsKeyId maxAllocatedStorage monitoringInterval monitoringRoleArn multiAz
            ncharCharacterSetName networkType optionGroupName parameterGroupName password passwordWo
            passwordWoVersion performanceInsightsEnabled performanceInsightsKmsKeyId
            performanceInsightsRetentionPeriod port publiclyAccessible region replicaMode replicateSourceDb
            restoreToPointInTime s3Import skipFinalSnapshot snapshotIdentifier storageEncrypted storageThroughput
            storageType tags timezone upgradeStorageConfig username vpcSecurityGroupIds warningEventCategories`,
        required: "instanceClass",
        named: "identifier",
        lowercase: true,
        name: { ...named, max: 63, text: `1-63 ${named.text}` },
        createOnly: `availabilityZone backupTarget characterSetName customIamInstanceProfile dbName engine identifierPrefix kmsKeyId
            ncharCharacterSetName restoreToPointInTime s3Import snapshotIdentifier storageEncrypted timezone username`,
        // AWS renames an instance; here its backups, alarms and databases go by the name.
        immutable: "identifier",
        refers: {
            dbSubnetGroupName: "rds/subnetGroup:SubnetGroup",
            optionGroupName: "rds/optionGroup:OptionGroup",
            parameterGroupName: "rds/parameterGroup:ParameterGroup",
        },
        elsewhere: "restoreToPointInTime",
        values: {
            // What the platform uses; others have other rules.
            engine: ["sqlserver-ee", "sqlserver-se", "sqlserver-ex", "sqlserver-web"],
            licenseModel: ["license-included", "bring-your-own-license"],
            storageType: ["standard", "gp2", "gp3", "io1", "io2"],
            monitoringInterval: [0, 1, 5, 10, 15, 30, 60],
        },
        check: wrongInstance,
        quotas: instanceQuotas,
        refuse: refuseInstance,
        refuseDelete: ({ inputs }) => {
            if (inputs["deletionProtection"] === true)
                throw new CloudError(
                    "InvalidParameterCombination",
                    "Cannot delete protected DB Instance, please disable deletion protection and try again.",
                );
        },
        outputs: instanceOutputs,
        seconds: { create: 2700, update: 600, delete: 900, source: "assumed" },
    },
    "rds/subnetGroup:SubnetGroup": {
        id: "{name}",
        arn: "arn:aws:rds:{region}:{account}:subgrp:{name}",
        inputs: "description name namePrefix region subnetIds tags",
        required: "subnetIds",
        named: "name",
        lowercase: true,
        createOnly: "name namePrefix",
        refers: { "subnetIds[]": "ec2/subnet:Subnet" },
        quotas: ({ inputs }) => [
            { key: `dbSubnetGroups|${regionOf(inputs)}`, limit: 50, what: `DB subnet groups in ${regionOf(inputs)}` },
        ],
        refuse: (facts) => {
            const zones = zonesOfSubnets(facts, "subnetIds[]");
            if (new Set(zones).size < 2)
                throw new CloudError(
                    "DBSubnetGroupDoesNotCoverEnoughAZs",
                    "The DB subnet group must cover at least 2 availability zones.",
                );
        },
        inUse: "InvalidDBSubnetGroupStateFault",
        outputs: ({ inputs, cloud }) => {
            const subnet = cloud.named("aws:ec2/subnet:Subnet", regionOf(inputs), text(inputs, "subnetIds[]") ?? "");
            return {
                description: "Managed by Pulumi",
                ...inputs,
                supportedNetworkTypes: ["IPV4"],
                vpcId: text(subnet?.inputs, "vpcId") ?? "",
            };
        },
        seconds: quick,
    },
    "rds/optionGroup:OptionGroup": {
        id: "{name}",
        arn: "arn:aws:rds:{region}:{account}:og:{name}",
        inputs: `engineName majorEngineVersion name namePrefix optionGroupDescription options region skipDestroy tags`,
        required: "engineName majorEngineVersion",
        named: "name",
        lowercase: true,
        name: named,
        createOnly: "engineName majorEngineVersion name namePrefix optionGroupDescription",
        quotas: ({ inputs }) => [
            { key: `optionGroups|${regionOf(inputs)}`, limit: 20, what: `option groups in ${regionOf(inputs)}` },
        ],
        check: (inputs) =>
            select(inputs, "options[]").flatMap(([property, option]) => {
                const optionName = text(option, "optionName") ?? "";
                if (isUnknown((option as Properties)["optionSettings"])) return [];
                const given = select(option, "optionSettings[].name").map(([, name]) => name);
                return (NEEDED_SETTINGS[optionName] ?? [])
                    .filter((name) => !given.includes(name))
                    .map((name) => ({
                        property,
                        reason: `InvalidParameterValue: ${optionName} needs the setting ${name}`,
                    }));
            }),
        inUse: "InvalidOptionGroupStateFault",
        outputs: ({ inputs }) => ({ optionGroupDescription: "Managed by Pulumi", options: [], ...inputs }),
        seconds: quick,
    },
    "rds/parameterGroup:ParameterGroup": {
        id: "{name}",
        arn: "arn:aws:rds:{region}:{account}:pg:{name}",
        inputs: "description family name namePrefix parameters region skipDestroy tags",
        required: "family",
        named: "name",
        lowercase: true,
        name: named,
        createOnly: "description family name namePrefix",
        values: { "parameters[].applyMethod": ["immediate", "pending-reboot"] },
        quotas: ({ inputs }) => [
            { key: `parameterGroups|${regionOf(inputs)}`, limit: 50, what: `parameter groups in ${regionOf(inputs)}` },
        ],
        inUse: "InvalidDBParameterGroupState",
        outputs: ({ inputs }) => ({ description: "Managed by Pulumi", parameters: [], ...inputs }),
        seconds: quick,
    },
    "rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": {
        id: "arn:aws:rds:{region}:{account}:auto-backup:ab-{hex26}",
        inputs: "kmsKeyId preSignedUrl region retentionPeriod sourceDbInstanceArn",
        required: "sourceDbInstanceArn",
        createOnly: "kmsKeyId preSignedUrl retentionPeriod sourceDbInstanceArn",
        elsewhere: "sourceDbInstanceArn",
        quotas: ({ inputs }) => [
            {
                key: `backupReplications|${regionOf(inputs)}`,
                limit: 20,
                what: `automated backups replicated to ${regionOf(inputs)}`,
            },
        ],
        refuse: ({ inputs, cloud }) => {
            const refuse = (message: string): never => {
                throw new CloudError("InvalidParameterCombination", message);
            };
            const source = cloud.find(text(inputs, "sourceDbInstanceArn") ?? "");
            if (source?.token !== INSTANCE) return refuse("the source is no DB instance");
            if (text(source.outputs, "region") === regionOf(inputs))
                return refuse("the source lies in the same region: give the destination");
            if (source.outputs["storageEncrypted"] === true && inputs["kmsKeyId"] === undefined)
                return refuse("an encrypted source needs a KMS key of the destination");
            if (!(Number(source.outputs["backupRetentionPeriod"]) > 0))
                return refuse("the source takes no automated backups");
        },
        seconds: { create: 900, delete: 60, source: "assumed" },
    },
    "rds/eventSubscription:EventSubscription": {
        id: "{name}",
        arn: "arn:aws:rds:{region}:{account}:es:{name}",
        inputs: "enabled eventCategories name namePrefix region snsTopic sourceIds sourceType tags",
        required: "snsTopic",
        named: "name",
        createOnly: "name namePrefix",
        values: {
            sourceType: [
                "db-instance",
                "db-parameter-group",
                "db-security-group",
                "db-snapshot",
                "db-cluster",
                "db-cluster-snapshot",
                "custom-engine-version",
                "db-proxy",
                "blue-green-deployment",
                "db-shard-group",
                "zero-etl",
            ],
        },
        outputs: ({ inputs, cloud }) => ({ enabled: true, ...inputs, customerAwsId: cloud.accountId }),
        seconds: quick,
    },
};
