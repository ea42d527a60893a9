import { type Registration, registration } from "../../support/policyMessages";
import { added, liveDatabase, replaced, setOf, theOne, without, withOptions } from "../../support/policyMutations";
import type { GoodVariant, Mutant } from "../../support/policyProof";

const databaseType = "azure-native:sql:Database";
const poolType = "azure-native:sql:ElasticPool";
const machineVault = "azure-native:recoveryservices:Vault";
const machinePolicy = "azure-native:recoveryservices:ProtectionPolicy";
const machineItem = "azure-native:recoveryservices:ProtectedItem";
const blobVault = "azure-native:dataprotection:BackupVault";
const blobPolicy = "azure-native:dataprotection:BackupPolicy";
const blobInstance = "azure-native:dataprotection:BackupInstance";
const blobsType = "azure-native:storage:BlobServiceProperties";
const lockType = "azure-native:authorization:ManagementLockByScope";
const shortTerm = "azure-native:sql:BackupShortTermRetentionPolicy";
const queryRule = "azure-native:monitor:ScheduledQueryRule";
const failoverGroup = "azure-native:sql:FailoverGroup";

type Change = Mutant["mutate"];
const mutant = (policy: string, name: string, mutate: Change, stack: Mutant["stack"] = "prod"): Mutant => ({
    policy,
    name,
    stack,
    mutate,
});

/** The lock of a resource of some type. */
const lockOf =
    (type: string) =>
    ({ type: own, propertyDependencies }: Registration): boolean =>
        own === lockType && propertyDependencies?.["scope"]?.some((urn) => urn.includes(`${type}::`)) === true;

const tagOf = ({ inputs }: Registration, tag: string) => (inputs["tags"] as Record<string, unknown> | undefined)?.[tag];
/** A customer's database, however it was made. */
const databaseOf = (one: Registration) => one.type === databaseType && tagOf(one, "oxygis:customer") !== undefined;
const restored = (one: Registration) => databaseOf(one) && one.inputs["createMode"] === "Recovery";
const cameHome = (one: Registration) => databaseOf(one) && tagOf(one, "oxygis:restored-from") === "secondary";

/** The live database of whoever a tag tells. */
const tagged =
    (tag: string, value?: string) =>
    (one: Registration): boolean => {
        const found = tagOf(one, tag);
        return liveDatabase(one) && (value === undefined ? found !== undefined : found === value);
    };

/** A customer without a replica in a further region. */
const someone = tagged("oxygis:customer", "amber-otter");
const isReplica = ({ type, inputs }: Registration) => type === databaseType && inputs["createMode"] === "Secondary";
const isWatchRow = ({ inputs }: Registration) => String(inputs["keyValueName"]).startsWith("watch:");
const asks = (kind: string) => (one: Registration) =>
    one.type === queryRule && JSON.stringify(one.inputs["criteria"]).includes(`Kind == '${kind}'`);
/** Where that customer's documents lie. */
const container = ({ type, inputs }: Registration) =>
    type === "azure-native:storage:BlobContainer" &&
    (inputs["metadata"] as Record<string, unknown> | undefined)?.["customer"] === "amber-otter";
const documentsBlobs = ({ type, inputs }: Registration) => type === blobsType && inputs["changeFeed"] !== undefined;

const copyJob = ({ type, propertyDependencies }: Registration) =>
    type === "azure-native:app:Job" &&
    propertyDependencies?.["template"]?.some((urn) => urn.includes("storage:StorageAccount::")) === true;

/** A resource without what one of its inputs was made from. */
const detached = (which: Parameters<typeof replaced>[0], input: string, from: (urn: string) => boolean) =>
    replaced(which, (one) => ({
        ...one,
        propertyDependencies: {
            ...one.propertyDependencies,
            [input]: (one.propertyDependencies?.[input] ?? []).filter((urn) => !from(urn)),
        },
    }));

/** So many databases more in the pool of the first that has a plan. */
const crowded =
    (count: number, plan: string, sizeGiB = 5, like = databaseOf): Change =>
    (all) => {
        const model = theOne(all, (one) => like(one) && tagOf(one, "oxygis:plan") === plan);
        const more = Array.from({ length: count }, (_, index) => {
            const tags = { ...(model.inputs["tags"] as object), "oxygis:customer": `crowd-${index}` };
            const inputs = {
                ...model.inputs,
                databaseName: `db-crowd-${index}`,
                maxSizeBytes: sizeGiB * 1024 ** 3,
                tags,
            };
            const { propertyDependencies = {}, protect = true, ignoreChanges = [] } = model;
            return registration(databaseType, `crowd-${index}`, inputs, {
                propertyDependencies,
                protect,
                ignoreChanges,
            });
        });
        return [...all, ...more];
    };

export const mutants: Mutant[] = [
    mutant(
        "vault-weekly-backups-kept-a-year",
        "52 weeks of machines",
        setOf(machinePolicy, "properties.retentionPolicy.weeklySchedule.retentionDuration.count", 52),
    ),
    mutant(
        "vault-weekly-backups-kept-a-year",
        "52 weeks of documents",
        setOf(blobPolicy, "properties.policyRules[2].lifecycles[0].deleteAfter.duration", "P52W"),
    ),
    mutant(
        "vault-weekly-backups-kept-a-year",
        "the first backup of the month only",
        setOf(
            blobPolicy,
            "properties.policyRules[0].trigger.taggingCriteria[1].criteria[0].absoluteCriteria[0]",
            "FirstOfMonth",
        ),
    ),
    mutant("backup-every-day", "one day of points in time", setOf(shortTerm, "retentionDays", 1)),
    mutant(
        "backup-every-day",
        "machines backed up once a week",
        setOf(machinePolicy, "properties.schedulePolicy.scheduleRunFrequency", "Weekly"),
    ),
    mutant(
        "backup-every-day",
        "documents backed up every other day",
        setOf(
            blobPolicy,
            "properties.policyRules[0].trigger.schedule.repeatingTimeIntervals[0]",
            "R/2026-01-05T02:00:00+00:00/P2D",
        ),
    ),
    mutant(
        "backup-store-tamperproof",
        "a vault without immutability",
        setOf(blobVault, "properties.securitySettings.immutabilitySettings.state", "Disabled"),
    ),
    mutant(
        "backup-store-tamperproof",
        "the other vault's spelling of soft delete",
        setOf(machineVault, "properties.securitySettings.softDeleteSettings.softDeleteState", "AlwaysOn"),
    ),
    mutant(
        "backup-store-tamperproof",
        "a key vault that can be purged",
        setOf("azure-native:keyvault:Vault", "properties.enablePurgeProtection", undefined),
    ),
    mutant(
        "backup-store-tamperproof",
        "restores into any subscription",
        setOf(
            machineVault,
            "properties.restoreSettings.crossSubscriptionRestoreSettings.crossSubscriptionRestoreState",
            "Enabled",
        ),
    ),
    mutant(
        "deleted-files-kept",
        "containers that are gone at once",
        setOf(documentsBlobs, "containerDeleteRetentionPolicy", undefined),
    ),
    mutant("deleted-files-kept", "one day to notice a mistake", setOf(documentsBlobs, "deleteRetentionPolicy.days", 1)),
    mutant(
        "backup-on-azure",
        "a customer's database on AWS with backups there",
        added("aws:rds/instance:Instance", { engine: "sqlserver-se", backupRetentionPeriod: 35 }),
    ),
    mutant("backup-on-azure", "a vault on AWS instead", added("aws:backup/vault:Vault", { forceDestroy: false })),
    mutant("backup-watched", "a customer nobody watches", without(isWatchRow)),
    mutant("backup-watched", "no alert on late copies in the paired region", without(asks("replicated"))),
    mutant("backup-watched", "no alert on a silent watch", without(asks("watch"))),
    mutant(
        "backup-watched",
        "a vault nobody looks at",
        replaced(
            (one) =>
                one.type === queryRule &&
                one.propertyDependencies?.["criteria"]?.some((urn) => urn.includes(`${machineVault}::`)) === true,
            (one) => ({ ...one, propertyDependencies: { ...one.propertyDependencies, criteria: [] } }),
        ),
    ),
    mutant(
        "backup-watched",
        "a vault that tells of no failure",
        setOf(blobVault, "properties.monitoringSettings.azureMonitorAlertSettings.alertsForAllJobFailures", "Disabled"),
    ),
    mutant(
        "backup-watched",
        "a pool that is not asked",
        setOf(
            ({ type, inputs }) =>
                type === "azure-native:sql:JobTargetGroup" &&
                JSON.stringify(inputs["members"]).includes("SqlElasticPool"),
            "members[0].elasticPoolName",
            "paid-9",
        ),
    ),
    mutant("backup-watched", "an alert switched off", setOf(asks("full"), "enabled", false)),
    mutant(
        "backup-watched",
        "an empty action group",
        setOf("azure-native:monitor:ActionGroup", "emailReceivers", []),
        "global",
    ),
    mutant("copy-elsewhere-as-asked", "a replica on the same storage", setOf(isReplica, "secondaryType", "Named")),
    mutant(
        "copy-elsewhere-as-asked",
        "a failover that asks nobody",
        setOf(failoverGroup, "readWriteEndpoint.failoverPolicy", "Automatic"),
    ),
    mutant(
        "live-store-not-replaced",
        "a live database open to a restore over it",
        withOptions(liveDatabase, { ignoreChanges: ["collation"] }),
    ),
    mutant(
        "live-store-not-replaced",
        "a replica that can lose its source",
        withOptions(isReplica, { ignoreChanges: ["createMode"] }),
    ),
    mutant(
        "live-store-not-replaced",
        "a restored database that can lose its backup",
        withOptions(restored, { ignoreChanges: ["createMode"] }),
        "recovery",
    ),
    mutant("recovery-in-time", "too much data comes home to one pool", crowded(40, "paid", 500, cameHome), "home"),
    mutant("recovery-in-time", "sixty paid customers with 200 GiB in one pool", crowded(60, "paid", 200)),
    mutant("recovery-in-time", "forty paid customers with half a terabyte each", crowded(40, "paid", 500)),
    mutant("recovery-in-time", "a customer without a plan", setOf(liveDatabase, "tags.oxygis:plan", undefined)),
    mutant("store-recoverable", "a machine without a backup", without(machineItem)),
    mutant(
        "store-recoverable",
        "a policy that nobody declared",
        detached(machineItem, "properties", (urn) => urn.includes(machinePolicy)),
    ),
    mutant("store-recoverable", "documents without a backup", without(blobInstance)),
    mutant(
        "store-recoverable",
        "one container forgotten",
        detached(blobInstance, "properties", (urn) => urn.includes("storage:BlobContainer::")),
    ),
    mutant("store-recoverable", "documents in one region only", without(container)),
    mutant(
        "store-recoverable",
        "all backups in one region, without a wish for it",
        setOf(someone, "requestedBackupStorageRedundancy", "Zone"),
    ),
    mutant(
        "store-recoverable",
        "a database that came home with all backups in one region",
        setOf(({ name }) => name === "eu1-amber-otter--2-db", "requestedBackupStorageRedundancy", "Zone"),
        "home",
    ),
    mutant("store-recoverable", "a replica next to its source", setOf(isReplica, "location", "West Europe")),
    mutant("store-recoverable", "nobody who copies documents to the other region", without(copyJob)),
    mutant(
        "store-recoverable",
        "documents copied on Sundays",
        setOf(copyJob, "configuration.scheduleTriggerConfig.cronExpression", "20 4 * * 0"),
    ),
    mutant("store-recoverable", "an account without soft delete", without(documentsBlobs)),
    mutant("store-recoverable", "a SQL server that can be deleted", without(lockOf("azure-native:sql:Server"))),
    mutant("store-recoverable", "a vault that can be deleted", without(lockOf(blobVault))),
    mutant("standby-in-another-zone", "a pool in one zone", setOf(poolType, "zoneRedundant", undefined)),
    mutant(
        "standby-in-another-zone",
        "machines in one zone, named twice",
        setOf("azure-native:compute:VirtualMachineScaleSet", "zones", ["1", "1"]),
    ),
    mutant(
        "standby-in-another-zone",
        "a disk in one zone",
        setOf("azure-native:compute:Disk", "sku.name", "Premium_LRS"),
    ),
];

const variant = (name: string, mutate: Change, stack: GoodVariant["stack"] = "prod"): GoodVariant => ({
    name,
    stack,
    mutate,
});

export const goodVariants: GoodVariant[] = [
    variant(
        "machines' backups of a year, in months",
        setOf(machinePolicy, "properties.retentionPolicy.weeklySchedule.retentionDuration", {
            count: 12,
            durationType: "Months",
        }),
    ),
    variant(
        "a backup of documents every four hours",
        setOf(
            blobPolicy,
            "properties.policyRules[0].trigger.schedule.repeatingTimeIntervals[0]",
            "R/2026-01-05T02:00:00+00:00/PT4H",
        ),
    ),
    variant(
        "documents' weekly backups kept for two years",
        setOf(blobPolicy, "properties.policyRules[2].lifecycles[0].deleteAfter.duration", "P2Y"),
    ),
    variant(
        "immutability that is not locked yet",
        setOf(blobVault, "properties.securitySettings.immutabilitySettings.state", "Unlocked"),
    ),
    variant("a database that stays at home", setHome),
    variant("a read-only lock", setOf(lockType, "level", "ReadOnly")),
    variant("machines in two zones", setOf("azure-native:compute:VirtualMachineScaleSet", "zones", ["1", "3"])),
];

/** What a customer can ask for, with a reason. */
function setHome(all: readonly Registration[]): Registration[] {
    const wishes: [string, string][] = [
        ["requestedBackupStorageRedundancy", "Zone"],
        ["tags.oxygis:residency", "home"],
        ["tags.oxygis:residency-reason", "a contract forbids copies abroad"],
    ];
    return wishes.reduce<Registration[]>(
        (changed, [path, value]) => setOf(liveDatabase, path, value)(changed),
        [...all],
    );
}
