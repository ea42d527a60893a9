import { type Registration, registration, unknownValue } from "../../support/policyMessages";
import { type Evasion, families } from "../../support/policyProof";

const databaseType = "azure-native:sql:Database";
const machinePolicy = "azure-native:recoveryservices:ProtectionPolicy";
const acme = { "oxygis:customer": "acme", "oxygis:plan": "paid" };

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

const machine = registration("azure-native:compute:VirtualMachine", "machine", {});
const item = (inputs: Inputs, madeFrom: readonly string[]) =>
    registration("azure-native:recoveryservices:ProtectedItem", "item", inputs, {
        propertyDependencies: { properties: madeFrom },
    });
const itsPolicy = registration(machinePolicy, "policy", {});
const pool = registration("azure-native:sql:ElasticPool", "pool", { zoneRedundant: true });
const crowd = (count: number, tags: Inputs, more: Inputs = { maxSizeBytes: 5 * 1024 ** 3 }) =>
    Array.from({ length: count }, (_, index) =>
        registration(
            databaseType,
            `db-${index}`,
            { elasticPoolId: unknownValue, tags: { "oxygis:customer": `c-${index}`, ...tags }, ...more },
            { propertyDependencies: { elasticPoolId: [pool.urn] } },
        ),
    );
export const evasions: Evasion[] = [
    evasion("copy-elsewhere-as-asked", "a wish to stay at home, and copies abroad", databaseType, {
        requestedBackupStorageRedundancy: "GeoZone",
        tags: { ...acme, "oxygis:residency": "home", "oxygis:residency-reason": "a contract" },
    }),
    evasion("copy-elsewhere-as-asked", "a wish without a reason", databaseType, {
        requestedBackupStorageRedundancy: "Zone",
        tags: { ...acme, "oxygis:residency": "home", "oxygis:residency-reason": "" },
    }),
    evasion("copy-elsewhere-as-asked", "a failover group of nothing", "azure-native:sql:FailoverGroup", {
        secondaryType: "Geo",
        readWriteEndpoint: { failoverPolicy: "Manual" },
        databases: [],
        partnerServers: [{ id: "id" }],
    }),
    ...families(databaseType).map((token) =>
        evasion("live-store-not-replaced", `a live database that a restore could replace, ${token}`, token, {
            tags: acme,
        }),
    ),
    together(
        "live-store-not-replaced",
        "all but one of the properties",
        registration(
            databaseType,
            "db",
            { createMode: "PointInTimeRestore", sourceDatabaseId: "id", restorePointInTime: "t", tags: acme },
            { ignoreChanges: ["createMode", "sourceDatabaseId"] },
        ),
    ),
    together(
        "live-store-not-replaced",
        "an element of a path instead of the path",
        registration(databaseType, "db", { createMode: "Copy", tags: acme }, { ignoreChanges: ["createMode.x"] }),
    ),
    together(
        "live-store-not-replaced",
        "deletion before replacement",
        registration("azure-native:keyvault:Vault", "vault", {}, { deleteBeforeReplace: true }),
    ),
    together("recovery-in-time", "no customer says what was bought", pool, ...crowd(120, { "oxygis:plan": "Paid" })),
    together(
        "recovery-in-time",
        "more others than a pool brings back",
        pool,
        ...crowd(60, { "oxygis:plan": "trial" }, { maxSizeBytes: 500 * 1024 ** 3 }),
    ),
    together("recovery-in-time", "sizes left to Azure", pool, ...crowd(12, { "oxygis:plan": "paid" }, {})),
    together(
        "recovery-in-time",
        "too many databases outside pools",
        ...crowd(200, { "oxygis:plan": "paid" }, { elasticPoolId: null, maxSizeBytes: 500 * 1024 ** 3 }).map((one) => ({
            ...one,
            propertyDependencies: {},
        })),
    ),
    together(
        "store-recoverable",
        "an item that only waits for its machine",
        machine,
        itsPolicy,
        item({}, [itsPolicy.urn]),
    ),
    together(
        "store-recoverable",
        "an item whose backups are stopped",
        machine,
        itsPolicy,
        item({ properties: { protectionState: "ProtectionStopped" } }, [itsPolicy.urn, machine.urn]),
    ),
    together(
        "store-recoverable",
        "disks left out of a backup",
        machine,
        itsPolicy,
        item({ properties: { extendedProperties: { diskExclusionProperties: { diskLunList: [0] } } } }, [
            itsPolicy.urn,
            machine.urn,
        ]),
    ),
    evasion("store-recoverable", "a residency tag in another case", databaseType, {
        requestedBackupStorageRedundancy: "Zone",
        tags: { ...acme, "oxygis:residency": "Home", "oxygis:residency-reason": "a contract" },
    }),
    evasion("store-recoverable", "a lock by name instead of by id", "azure-native:sql:Server", {}),
    evasion(
        "store-recoverable",
        "a container in an account that nobody declared",
        "azure-native:storage:BlobContainer",
        { accountName: "elsewhere" },
    ),
    evasion("standby-in-another-zone", "zone redundancy as text", "azure-native:sql:ElasticPool", {
        zoneRedundant: "true",
    }),
    evasion("standby-in-another-zone", "a database in no pool", databaseType, { tags: acme, elasticPoolId: "" }),
    evasion("standby-in-another-zone", "one machine in three zones", "azure-native:compute:VirtualMachineScaleSet", {
        zones: ["1", "2", "3"],
        sku: { capacity: 1 },
    }),
    evasion("standby-in-another-zone", "a second frontend in one zone", "azure-native:network:LoadBalancer", {
        frontendIPConfigurations: [{ zones: ["1", "2", "3"] }, { zones: ["1"] }],
    }),
    evasion("standby-in-another-zone", "a standby in the same zone", "azure-native:dbforpostgresql:Server", {
        highAvailability: { mode: "SameZone" },
    }),
    evasion(
        "standby-in-another-zone",
        "zones that nobody knows before the update",
        "azure-native:network:BastionHost",
        { zones: unknownValue },
    ),
];
