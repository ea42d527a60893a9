/**
 * azure-native:sql, managed instances and their databases: what Azure refuses, how long it takes and what is in them.
 * Sources: "Overview of Azure SQL Managed Instance resource limits", "Log Replay Service", "Duration of management operations".
 */
import { lastPart, normalLocation, parentOf } from "../arm";
import { rangeOf } from "../cidr";
import { servedInstead } from "../data/backups";
import { usedGiBOf } from "../data/content";
import { nativeOrigin } from "../data/native";
import { areSourcesAssumed, slownessOf } from "../data/restoring";
import { fraction } from "../data/spread";
import { assignedIdentity } from "../identity";
import { CloudError, nameRule, type Facts, type Problem, type TypeTable, type Work } from "../model";
import { isObject, isUnknown, select, text, type Properties } from "../values";
import { prefixes } from "./networkShared";
import { longTermRetention } from "./sql";

const DELEGATION = "Microsoft.Sql/managedInstances";
/** Addresses of a /27, the smallest subnet of an instance. */
const LEAST_ADDRESSES = 32;
/** The most storage by vCores, GiB. */
const STORAGE: Readonly<Record<number, number>> = { 4: 2048, 8: 8192 };
const VCORES = [4, 8, 16, 24, 32, 40, 64, 80];
const MOST_GIB = 16_384;
const DATABASES = 100;
/** Restores at once on an instance (assumed: Azure takes 100 requests, which share the instance's disks). */
const LANES = 8;
/** Seconds of a restore: to begin with, and for each GiB of data (assumed; Azure guarantees none). */
const RESTORE = { base: 10 * 60, perGiB: 60 };
/** How far a duration lies from the usual one at the most. */
const SPREAD = 0.05;
const EXTERNAL = "RestoreExternalBackup";

const number = (inputs: Properties, name: string, usual: number): number => {
    const value = inputs[name];
    return typeof value === "number" ? value : usual;
};

function checkInstance(inputs: Properties): Problem[] {
    const problems: Problem[] = [];
    const entra = isObject(inputs["administrators"]) || isUnknown(inputs["administrators"]);
    if (!entra && inputs["administratorLogin"] === undefined)
        problems.push({
            property: "administrators",
            reason: "an instance needs administrators or an administratorLogin",
        });
    const [vCores, storage] = [number(inputs, "vCores", 8), number(inputs, "storageSizeInGB", 256)];
    if (!VCORES.includes(vCores))
        problems.push({ property: "vCores", reason: `${String(vCores)}: one of ${VCORES.join(", ")} is possible` });
    const most = STORAGE[vCores] ?? MOST_GIB;
    if (storage % 32 !== 0 || storage < 32 || storage > most)
        problems.push({
            property: "storageSizeInGB",
            reason: `${String(storage)}: multiples of 32 up to ${String(most)} are possible with ${String(vCores)} vCores`,
        });
    return problems;
}

/** @throws CloudError where the subnet is not one for instances */
function refuseInstance({ inputs, cloud }: Facts): void {
    const subnet = cloud.find(text(inputs, "subnetId") ?? "");
    if (subnet === undefined) return;
    const refuse = (code: string, why: string): never => {
        throw new CloudError(code, `Subnet '${subnet.name}' ${why}.`);
    };
    const services = select(subnet.inputs, "delegations[].serviceName").map(([, service]) => service);
    if (!services.includes(DELEGATION))
        refuse("SubnetNotDelegatedToManagedInstance", `must be delegated to '${DELEGATION}'`);
    if (text(subnet.inputs, "networkSecurityGroup.id") === undefined)
        refuse("SubnetHasNoNetworkSecurityGroup", "has no network security group");
    if (text(subnet.inputs, "routeTable.id") === undefined) refuse("SubnetHasNoRouteTable", "has no route table");
    const [range] = prefixes(subnet.inputs).flatMap((cidr) => rangeOf(cidr) ?? []);
    if (range !== undefined && range.end - range.first + 1 < LEAST_ADDRESSES)
        refuse("VirtualNetworkSubnetTooSmall", "is smaller than /27");
}

const instanceOf = (id: string): string => parentOf(id) ?? "";

function checkDatabase(inputs: Properties): Problem[] {
    const mode = text(inputs, "createMode") ?? "Default";
    if (mode !== EXTERNAL) return [];
    const problems: Problem[] = [];
    const lacking = (property: string, why: string) => {
        if (inputs[property] === undefined) problems.push({ property, reason: `createMode ${mode} needs ${why}` });
    };
    lacking("storageContainerUri", "the folder of the backups");
    lacking("collation", "a collation");
    if (inputs["autoCompleteRestore"] === true) lacking("lastBackupName", "the last file, to know when it is done");
    if (text(inputs, "storageContainerIdentity") !== "ManagedIdentity")
        lacking("storageContainerSasToken", "a token, or storageContainerIdentity ManagedIdentity");
    return problems;
}

/** Whether the instance can and may read an account: Azure tries it with the instance's own identity. @throws CloudError */
function refuseReader({ id, inputs, cloud }: Facts, account: string): void {
    const instance = cloud.find(instanceOf(id));
    const network = parentOf(text(instance?.inputs, "subnetId") ?? "") ?? "";
    const enters = cloud
        .users(account, "azure-native:network:PrivateEndpoint")
        .some(
            ({ inputs: endpoint }) =>
                parentOf(text(endpoint, "subnet.id") ?? "")?.toLowerCase() === network.toLowerCase(),
        );
    if (text(cloud.find(account)?.inputs, "publicNetworkAccess") === "Disabled" && !enters)
        throw new CloudError(
            "StorageAccountNotReachable",
            `No private endpoint in the network of '${lastPart(instanceOf(id))}' leads to the storage account '${lastPart(account)}'.`,
        );
    if (text(inputs, "storageContainerIdentity") !== "ManagedIdentity") return;
    const principalId = cloud.find(text(instance?.inputs, "primaryUserAssignedIdentityId") ?? "")?.outputs[
        "principalId"
    ];
    const reads = cloud
        .users(account, "azure-native:authorization:RoleAssignment")
        .some(({ inputs: assignment }) => assignment["principalId"] === principalId);
    if (!reads)
        throw new CloudError(
            "StorageAccountAccessDenied",
            `The managed identity of '${lastPart(instanceOf(id))}' has no role on the storage account '${lastPart(account)}'.`,
        );
}

/** How long it takes to restore a file, and what is in it. @throws CloudError where Azure would refuse */
function restoring(facts: Facts, at: number): Work | undefined {
    const { id, inputs, cloud } = facts;
    const { around } = cloud;
    const mode = text(inputs, "createMode") ?? "Default";
    if (mode === "Default" || areSourcesAssumed(around)) return undefined;
    if (mode !== EXTERNAL)
        throw new CloudError("SandboxCreateModeNotModelled", `The sandbox does not model createMode ${mode}.`);
    const uri = new URL(text(inputs, "storageContainerUri") ?? "");
    const [, container = "", ...folder] = uri.pathname.split("/");
    const holder = around.containers(uri.host).find(({ name }) => name === container);
    if (holder === undefined)
        throw new CloudError("StorageContainerNotFound", `There is no container '${container}' in ${uri.host}.`);
    refuseReader(facts, holder.containerId.replace(/\/blobServices\/.*/i, ""));
    const databases = cloud.histories.allDatabases();
    const key = [...folder, text(inputs, "lastBackupName") ?? ""].join("/");
    const origin = nativeOrigin({ bucket: `${uri.host}/${container}`, key }, databases, at, around);
    const source = databases.find((history) => history.id === origin?.history);
    if (origin === undefined || source === undefined)
        throw new CloudError("BackupFileNotFound", `There is no backup '${key}' in ${uri.host}/${container}.`);
    const held = servedInstead(source, around, databases) ?? source;
    const spread = 1 + SPREAD * (2 * fraction(around.seed, "external", id.toLowerCase()) - 1);
    const used = usedGiBOf(source, origin.point, around);
    return {
        seconds: Math.round((RESTORE.base + RESTORE.perGiB * used) * spread * slownessOf(around)),
        origin: { ...origin, history: held.id },
        queue: {
            of: instanceOf(id).toLowerCase(),
            lanes: LANES,
            order: text(inputs, "tags.oxygis:restore-order") ?? "",
        },
    };
}

const NAME = nameRule(
    1,
    63,
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    "1-63 lower-case letters, digits and hyphens; no hyphen at either end",
);

export const sqlManaged: TypeTable = {
    ManagedInstance: {
        id: "Microsoft.Sql/managedInstances/{managedInstanceName}",
        apiVersion: "2023-08-01",
        inputs: `administratorLogin administratorLoginPassword administrators authenticationMetadata collation databaseFormat
            dnsZonePartner hybridSecondaryUsage identity instancePoolId isGeneralPurposeV2 keyId licenseType location
            maintenanceConfigurationId managedInstanceCreateMode managedInstanceName minimalTlsVersion pricingModel
            primaryUserAssignedIdentityId proxyOverride publicDataEndpointEnabled requestedBackupStorageRedundancy
            resourceGroupName restorePointInTime servicePrincipal sku sourceManagedInstanceId storageIOps storageSizeInGB
            storageThroughputMBps subnetId tags timezoneId vCores zoneRedundant`,
        name: NAME,
        immutable: "administratorLogin collation timezoneId",
        writeOnly:
            "administratorLoginPassword dnsZonePartner managedInstanceCreateMode restorePointInTime sourceManagedInstanceId",
        unchecked: "maintenanceConfigurationId sourceManagedInstanceId dnsZonePartner instancePoolId",
        location: "region",
        usual: "name type provisioningState",
        inUse: "ManagedInstanceHasDatabases",
        values: {
            minimalTlsVersion: ["None", "1.0", "1.1", "1.2"],
            proxyOverride: ["Proxy", "Redirect", "Default"],
            licenseType: ["LicenseIncluded", "BasePrice"],
            databaseFormat: ["SQLServer2022", "AlwaysUpToDate"],
            requestedBackupStorageRedundancy: ["Geo", "Local", "Zone", "GeoZone"],
            "administrators.principalType": ["User", "Group", "Application"],
            "administrators.administratorType": ["ActiveDirectory"],
        },
        check: checkInstance,
        refuse: refuseInstance,
        claims: ({ name }) => [
            { kind: "sqlServer", value: name, message: `Name '${name}' already exists. Choose a different name.` },
        ],
        quotas: ({ inputs }) => {
            const region = normalLocation(text(inputs, "location") ?? "");
            const what = `vCores of SQL Managed Instance in region ${region}`;
            return [{ key: `managedVCores|${region}`, limit: 320, amount: number(inputs, "vCores", 8), what }];
        },
        outputs: (facts) => ({
            minimalTlsVersion: "1.2",
            publicDataEndpointEnabled: false,
            proxyOverride: "Default",
            zoneRedundant: false,
            requestedBackupStorageRedundancy: "Geo",
            ...facts.inputs,
            ...assignedIdentity(facts),
            currentBackupStorageRedundancy: text(facts.inputs, "requestedBackupStorageRedundancy") ?? "Geo",
            fullyQualifiedDomainName: `${facts.name}.${facts.cloud.guid(facts.id, "zone").slice(0, 12)}.database.windows.net`,
            state: "Ready",
            privateEndpointConnections: [],
        }),
        // The first one of a subnet, zone-redundant: "90 % of operations finish in 4 hours".
        seconds: { create: 4 * 3600, update: 3600, delete: 5400, source: "Duration of management operations" },
    },
    ManagedDatabase: {
        id: "Microsoft.Sql/managedInstances/{managedInstanceName}/databases/{databaseName}",
        apiVersion: "2023-08-01",
        inputs: `autoCompleteRestore catalogCollation collation createMode crossSubscriptionRestorableDroppedDatabaseId
            crossSubscriptionSourceDatabaseId crossSubscriptionTargetManagedInstanceId databaseName isLedgerOn lastBackupName
            location longTermRetentionBackupResourceId managedInstanceName recoverableDatabaseId resourceGroupName
            restorableDroppedDatabaseId restorePointInTime sourceDatabaseId storageContainerIdentity
            storageContainerSasToken storageContainerUri tags`,
        createOnly: `autoCompleteRestore catalogCollation collation createMode crossSubscriptionRestorableDroppedDatabaseId
            crossSubscriptionSourceDatabaseId crossSubscriptionTargetManagedInstanceId lastBackupName
            longTermRetentionBackupResourceId recoverableDatabaseId restorableDroppedDatabaseId restorePointInTime
            sourceDatabaseId storageContainerIdentity storageContainerSasToken storageContainerUri`,
        writeOnly: `managedInstanceName autoCompleteRestore createMode crossSubscriptionRestorableDroppedDatabaseId
            crossSubscriptionSourceDatabaseId crossSubscriptionTargetManagedInstanceId lastBackupName longTermRetentionBackupResourceId
            recoverableDatabaseId restorableDroppedDatabaseId restorePointInTime sourceDatabaseId storageContainerIdentity
            storageContainerSasToken storageContainerUri`,
        unchecked:
            "recoverableDatabaseId longTermRetentionBackupResourceId restorableDroppedDatabaseId sourceDatabaseId",
        immutable: "isLedgerOn",
        name: nameRule(1, 128, /^[^<>*%&:\\/?]*[^<>*%&:\\/?. ]$/, "1-128 characters, none of <>*%&:\\/?"),
        location: "region",
        values: {
            createMode: ["Default", EXTERNAL, "PointInTimeRestore", "Recovery", "RestoreLongTermRetentionBackup"],
            storageContainerIdentity: ["SharedAccessSignature", "ManagedIdentity"],
        },
        check: checkDatabase,
        quotas: ({ id }) => [
            {
                key: `managed|${instanceOf(id).toLowerCase()}`,
                limit: DATABASES,
                what: "databases of a managed instance",
            },
        ],
        work: restoring,
        outputs: ({ inputs, now, before }) => ({
            collation: "SQL_Latin1_General_CP1_CI_AS",
            ...inputs,
            status: "Online",
            creationDate: before?.["creationDate"] ?? now.toISOString(),
        }),
        seconds: { create: 60, update: 60, delete: 30, source: "assumed" },
    },
    ManagedInstanceLongTermRetentionPolicy: {
        id: "Microsoft.Sql/managedInstances/{managedInstanceName}/databases/{databaseName}/backupLongTermRetentionPolicies/{policyName}",
        apiVersion: "2023-08-01",
        inputs: `backupStorageAccessTier databaseName managedInstanceName monthlyRetention policyName resourceGroupName weekOfYear
            weeklyRetention yearlyRetention`,
        writeOnly: "databaseName managedInstanceName",
        ...longTermRetention,
    },
};
