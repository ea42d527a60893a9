/** azure-native:sql */
import { lastPart, normalLocation, parentOf } from "../arm";
import { CloudError, nameRule, type Facts, type Problem, type TypeEntry, type TypeTable } from "../model";
import { UNPAIRED_REGIONS } from "../regions";
import { isObject, isUnknown, text, type Properties } from "../values";
import { assignedIdentity } from "../identity";
import { followed, refuseSecondary, secondaryQuotas, sqlReplication } from "./sqlReplication";
import { checkOrigin, databaseWork, isRestore, isSecondary } from "./sqlRestores";

const NAME = /^[^<>*%&:\\/?\p{Cc}]*[^<>*%&:\\/?. \p{Cc}]$/u;
const DATABASE_NAME = nameRule(1, 128, NAME, "1-128 characters, none of <>*%&:\\/?, no period or blank at the end");
const REDUNDANCY = ["Geo", "Local", "Zone", "GeoZone"];
const TIERS = ["Basic", "Standard", "Premium", "GeneralPurpose", "BusinessCritical", "Hyperscale"];
/** What a restore or copy is made from: read at creation, never answered. */
const ORIGIN =
    "createMode sampleName sourceDatabaseId sourceResourceId sourceDatabaseDeletionDate restorePointInTime " +
    "longTermRetentionBackupResourceId recoverableDatabaseId restorableDroppedDatabaseId recoveryServicesRecoveryPointId";

const serverOf = (inputs: Properties): string => (text(inputs, "serverName") ?? "").toLowerCase();

/** Databases a General Purpose Gen5 pool takes: 100, 200 or 500 by vCores (resource-limits-vcore-elastic-pools). */
function poolLimit(vCores: number): number {
    return vCores <= 2 ? 100 : vCores <= 4 ? 200 : 500;
}

function capacity(pool: Properties): number {
    const sku = pool["sku"];
    const value = isObject(sku) ? sku["capacity"] : undefined;
    // Without a capacity Azure makes the smallest pool of the tier.
    return typeof value === "number" ? value : 2;
}

function checkDatabase(inputs: Properties): Problem[] {
    const problems: Problem[] = checkOrigin(inputs);
    const pool = inputs["elasticPoolId"];
    const sku = text(inputs, "sku.name");
    if (pool !== undefined && sku !== undefined && !isUnknown(sku) && sku !== "ElasticPool")
        problems.push({
            property: "sku",
            reason: `ElasticPoolSkuCombinationInvalid: a database in an elastic pool takes no sku of its own, but got '${sku}'`,
        });
    if (typeof pool === "string" && !isUnknown(pool) && !/\/servers\/[^/]+\/elasticPools\/[^/]+$/i.test(pool))
        problems.push({ property: "elasticPoolId", reason: `'${pool}' is not the id of an elastic pool` });
    return problems;
}

function refuseDatabase(facts: Facts): void {
    const { inputs, cloud, id, work } = facts;
    const mode = text(inputs, "createMode") ?? "Default";
    if (isSecondary(inputs)) refuseSecondary(facts);
    else if (mode !== "Default" && !isRestore(inputs) && cloud.find(id) === undefined)
        throw new CloudError("SandboxCreateModeNotModelled", `The sandbox does not model createMode ${mode}.`);
    const pool = text(inputs, "elasticPoolId");
    if (pool !== undefined && parentOf(pool)?.toLowerCase() !== parentOf(id)?.toLowerCase())
        throw new CloudError(
            "ElasticPoolNotFound",
            `Elastic pool '${lastPart(pool)}' is not on the server of database '${lastPart(id)}'.`,
        );
    const location = locationOf(inputs, cloud.find(parentOf(id) ?? "")?.inputs);
    // Azure's own default is not refused: where there is no pair it means something less. What a restore inherits is.
    const redundancy = text({ ...work?.inherits, ...inputs }, "requestedBackupStorageRedundancy") ?? "";
    const lacks =
        redundancy.startsWith("Geo") && UNPAIRED_REGIONS.has(location)
            ? "the region has no pair"
            : redundancy.endsWith("Zone") && cloud.zonesOf(location) === 0
              ? "the region has no availability zones"
              : undefined;
    if (lacks !== undefined)
        throw new CloudError(
            "RequestedBackupStorageRedundancyNotSupported",
            `The backup storage redundancy '${redundancy}' is not supported in ${location}: ${lacks}.`,
        );
}

function locationOf(inputs: Properties, server: Properties | undefined): string {
    return normalLocation(text(inputs, "location") ?? text(server, "location") ?? "");
}

/** How long-term backups are kept, of whatever kind of database. */
export const longTermRetention = {
    name: nameRule(7, 7, /^default$/, "the only long-term retention policy of a database is 'default'"),
    check: (inputs: Properties): Problem[] =>
        ["weeklyRetention", "monthlyRetention", "yearlyRetention"].flatMap((property) => {
            const value = text(inputs, property);
            const valid = value === undefined || isUnknown(value) || /^(P\d+[DWMY]|PT0S)$/.test(value);
            return valid ? [] : [{ property, reason: `'${String(value)}' is not an ISO 8601 duration such as P53W` }];
        }),
    outputs: ({ inputs }: Facts) => ({
        weeklyRetention: "PT0S",
        monthlyRetention: "PT0S",
        yearlyRetention: "PT0S",
        ...inputs,
    }),
    seconds: { create: 15, source: "assumed" },
} satisfies Partial<TypeEntry>;

export const sql: TypeTable = {
    Server: {
        id: "Microsoft.Sql/servers/{serverName}",
        apiVersion: "2023-08-01",
        inputs: `administratorLogin administratorLoginPassword administrators federatedClientId identity isIPv6Enabled keyId
            location minimalTlsVersion primaryUserAssignedIdentityId publicNetworkAccess resourceGroupName
            restrictOutboundNetworkAccess serverName tags version`,
        name: nameRule(
            1,
            63,
            /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
            "1-63 lower-case letters, digits and hyphens; no hyphen at either end",
        ),
        immutable: "administratorLogin",
        writeOnly: "administratorLoginPassword",
        location: "region",
        values: {
            minimalTlsVersion: ["None", "1.0", "1.1", "1.2", "1.3"],
            publicNetworkAccess: ["Enabled", "Disabled", "SecuredByPerimeter"],
            restrictOutboundNetworkAccess: ["Enabled", "Disabled"],
            version: ["2.0", "12.0"],
            "administrators.principalType": ["User", "Group", "Application"],
            "administrators.administratorType": ["ActiveDirectory"],
        },
        check: (inputs) => {
            const entra = isObject(inputs["administrators"]) || isUnknown(inputs["administrators"]);
            return entra || inputs["administratorLogin"] !== undefined
                ? []
                : [{ property: "administrators", reason: "a server needs administrators or an administratorLogin" }];
        },
        claims: ({ name }) => [{ kind: "sqlServer", value: name, message: serverTaken(name) }],
        quotas: ({ inputs }) => {
            const location = normalLocation(text(inputs, "location") ?? "");
            return [{ key: `sqlServers|${location}`, limit: 20, what: `logical servers in region ${location}` }];
        },
        outputs: (facts) => ({
            version: "12.0",
            minimalTlsVersion: "1.2",
            publicNetworkAccess: "Enabled",
            restrictOutboundNetworkAccess: "Disabled",
            ...facts.inputs,
            ...assignedIdentity(facts),
            administratorLogin: text(facts.inputs, "administratorLogin") ?? "CloudSA",
            fullyQualifiedDomainName: `${facts.name}.database.windows.net`,
            state: "Ready",
            kind: "v12.0",
            externalGovernanceStatus: "Disabled",
            privateEndpointConnections: [],
        }),
        seconds: { create: 90, update: 30, delete: 60, source: "assumed" },
    },
    ElasticPool: {
        id: "Microsoft.Sql/servers/{serverName}/elasticPools/{elasticPoolName}",
        apiVersion: "2023-08-01",
        inputs: `autoPauseDelay availabilityZone elasticPoolName highAvailabilityReplicaCount licenseType location
            maintenanceConfigurationId maxSizeBytes minCapacity perDatabaseSettings preferredEnclaveType resourceGroupName
            serverName sku tags zoneRedundant`,
        writeOnly: "serverName",
        unchecked: "maintenanceConfigurationId",
        name: DATABASE_NAME,
        location: "region",
        values: { "sku.tier": TIERS, licenseType: ["LicenseIncluded", "BasePrice"] },
        inUse: "ElasticPoolNotEmpty",
        quotas: ({ id, inputs, cloud }) => {
            const region = locationOf(inputs, cloud.find(parentOf(id) ?? "")?.inputs);
            // No default is published; it is raised on request.
            const what = `vCores of Azure SQL Database in region ${region}`;
            return [{ key: `vCores|${region}`, limit: 2000, amount: capacity(inputs), what }];
        },
        refuse: ({ id, inputs, cloud }) => {
            const tier = text(inputs, "sku.tier");
            if (inputs["zoneRedundant"] === true && (tier === "Basic" || tier === "Standard"))
                throw new CloudError(
                    "ProvisioningDisabled",
                    `Provisioning of zone redundant database/pool is not supported for your current request: tier ${tier}.`,
                );
            const [held, limit] = [cloud.count(`pool|${id.toLowerCase()}`), poolLimit(capacity(inputs))];
            if (held > limit)
                throw new CloudError(
                    "ElasticPoolDatabaseCountOverLimit",
                    `The elastic pool '${lastPart(id)}' holds ${String(held)} databases, more than the ${String(limit)} of the requested size.`,
                );
        },
        outputs: ({ inputs, now, before }) => ({
            zoneRedundant: false,
            licenseType: "LicenseIncluded",
            ...inputs,
            state: "Ready",
            kind: "vcore,pool",
            creationDate: before?.["creationDate"] ?? now.toISOString(),
        }),
        seconds: { create: 120, update: 120, delete: 30, source: "assumed" },
    },
    Database: {
        id: "Microsoft.Sql/servers/{serverName}/databases/{databaseName}",
        apiVersion: "2023-08-01",
        inputs: `autoPauseDelay availabilityZone catalogCollation collation createMode databaseName elasticPoolId encryptionProtector
            encryptionProtectorAutoRotation federatedClientId freeLimitExhaustionBehavior highAvailabilityReplicaCount identity
            isLedgerOn keys licenseType location longTermRetentionBackupResourceId maintenanceConfigurationId manualCutover
            maxSizeBytes minCapacity performCutover preferredEnclaveType readScale recoverableDatabaseId
            recoveryServicesRecoveryPointId requestedBackupStorageRedundancy resourceGroupName restorableDroppedDatabaseId
            restorePointInTime sampleName secondaryType serverName sku sourceDatabaseDeletionDate sourceDatabaseId
            sourceResourceId tags useFreeLimit zoneRedundant`,
        name: DATABASE_NAME,
        // x-ms-mutability "create" in Microsoft.Sql 2023-08-01 Databases.json: changing one deletes the database.
        createOnly: `${ORIGIN} collation catalogCollation secondaryType`,
        immutable: "isLedgerOn",
        writeOnly: `serverName ${ORIGIN}`,
        // Backups are no resources; `work` finds them, and a database that was deleted.
        unchecked:
            "maintenanceConfigurationId recoverableDatabaseId longTermRetentionBackupResourceId restorableDroppedDatabaseId",
        location: "region",
        values: {
            requestedBackupStorageRedundancy: REDUNDANCY,
            "sku.tier": TIERS,
            createMode: [
                "Default",
                "Copy",
                "Secondary",
                "PointInTimeRestore",
                "Restore",
                "Recovery",
                "RestoreExternalBackup",
                "RestoreExternalBackupSecondary",
                "RestoreLongTermRetentionBackup",
                "OnlineSecondary",
            ],
            licenseType: ["LicenseIncluded", "BasePrice"],
            readScale: ["Enabled", "Disabled"],
            secondaryType: ["Geo", "Named", "Standby"],
        },
        check: checkDatabase,
        refuse: refuseDatabase,
        quotas: ({ inputs, cloud }) => {
            const quotas = [
                { key: `databases|${serverOf(inputs)}`, limit: 5000, what: "databases per server" },
                ...secondaryQuotas(inputs),
            ];
            const pool = text(inputs, "elasticPoolId");
            const found = pool === undefined ? undefined : cloud.find(pool);
            if (pool !== undefined && found !== undefined)
                quotas.push({
                    key: `pool|${pool.toLowerCase()}`,
                    limit: poolLimit(capacity(found.inputs)),
                    what: `databases in elastic pool '${found.name}' with ${String(capacity(found.inputs))} vCores`,
                });
            return quotas;
        },
        work: databaseWork,
        outputs: ({ id, inputs, now, before, cloud, work }) => {
            const pooled = inputs["elasticPoolId"] !== undefined;
            // What it was made with stays, where nobody says otherwise.
            const { requestedBackupStorageRedundancy, collation, catalogCollation } = before ?? {};
            const given = { requestedBackupStorageRedundancy, collation, catalogCollation, ...work?.inherits };
            const own = Object.fromEntries(
                Object.entries(given).filter(([, value]) => value !== undefined),
            ) as Properties;
            const requested = text({ ...own, ...inputs }, "requestedBackupStorageRedundancy") ?? "Geo";
            const sku: Properties = pooled ? { name: "ElasticPool", tier: "GeneralPurpose" } : { name: "GP_S_Gen5_2" };
            return {
                collation: "SQL_Latin1_General_CP1_CI_AS",
                catalogCollation: "SQL_Latin1_General_CP1_CI_AS",
                zoneRedundant: false,
                readScale: "Disabled",
                isLedgerOn: false,
                sku,
                ...own,
                ...followed(inputs, cloud),
                ...inputs,
                // Unset means Geo, which is one datacenter and its pair: what a reader of the outputs has to see.
                requestedBackupStorageRedundancy: requested,
                currentBackupStorageRedundancy: requested,
                currentServiceObjectiveName: pooled ? "ElasticPool" : (text(inputs, "sku.name") ?? "GP_S_Gen5_2"),
                databaseId: cloud.guid(id, "database"),
                status: "Online",
                kind: pooled ? "v12.0,user,vcore,pool" : "v12.0,user,vcore",
                creationDate: before?.["creationDate"] ?? now.toISOString(),
                isInfraEncryptionEnabled: false,
            };
        },
        seconds: { create: 60, update: 60, delete: 10, source: "assumed" },
    },
    ...sqlReplication,
    LongTermRetentionPolicy: {
        id: "Microsoft.Sql/servers/{serverName}/databases/{databaseName}/backupLongTermRetentionPolicies/{policyName}",
        apiVersion: "2023-08-01",
        inputs: "databaseName monthlyRetention policyName resourceGroupName serverName weekOfYear weeklyRetention yearlyRetention",
        writeOnly: "databaseName serverName",
        ...longTermRetention,
    },
    BackupShortTermRetentionPolicy: {
        id: "Microsoft.Sql/servers/{serverName}/databases/{databaseName}/backupShortTermRetentionPolicies/{policyName}",
        apiVersion: "2023-08-01",
        inputs: "databaseName diffBackupIntervalInHours policyName resourceGroupName retentionDays serverName",
        writeOnly: "databaseName serverName",
        name: nameRule(7, 7, /^default$/, "the only short-term retention policy of a database is 'default'"),
        values: { diffBackupIntervalInHours: [12, 24] },
        check: ({ retentionDays: days }) =>
            typeof days !== "number" || (days >= 1 && days <= 35)
                ? []
                : [{ property: "retentionDays", reason: `${String(days)} days: between 1 and 35 are possible` }],
        outputs: ({ inputs }) => ({ retentionDays: 7, diffBackupIntervalInHours: 12, ...inputs }),
        seconds: { create: 15, source: "assumed" },
    },
};

function serverTaken(name: string): string {
    return `Name '${name}' already exists. Choose a different name.`;
}
