import { locateCustomers, type Store } from "../../cli/locations/statement";
import type { DeclaredResource } from "../../engine/declared";

type Inputs = Record<string, unknown>;

const azure = (type: string) => `azure-native:${type}`;

/** A resource of a type below a component, with inputs made from others (by name). */
function declare(
    name: string,
    type: string,
    inputs: Inputs,
    from: Record<string, DeclaredResource[]> = {},
    component = "oxygis:any:Any",
) {
    const propertyDependencies = Object.fromEntries(
        Object.entries(from).map(([input, sources]) => [input, sources.map(({ urn }) => urn)]),
    );
    const urn = `urn:pulumi:prod::oxygis::${component}$${azure(type)}::${name}`;
    return { urn, type: azure(type), name, inputs, propertyDependencies } satisfies DeclaredResource;
}

const home = { location: "westeurope" };
const tags = { "oxygis:customer": "acme" };

/** What a cell with one customer declares, as far as it counts; `change` puts other inputs to a resource of that name. */
function cell(change: Record<string, Inputs> = {}): DeclaredResource[] {
    const make = (...[name, type, inputs, from, component]: Parameters<typeof declare>) =>
        declare(name, type, { ...inputs, ...change[name] }, from, component);
    const pool = make("pool", "sql:ElasticPool", { ...home, zoneRedundant: true });
    const database = make(
        "db",
        "sql:Database",
        { ...home, tags, createMode: "Default", requestedBackupStorageRedundancy: "GeoZone" },
        { elasticPoolId: [pool] },
    );
    const vault = make("vault", "keyvault:Vault", home);
    const store = make("store", "appconfiguration:ConfigurationStore", home);
    const account = make("account", "storage:StorageAccount", { ...home, sku: { name: "Standard_RAGZRS" } });
    const container = make(
        "container",
        "storage:BlobContainer",
        { metadata: { customer: "acme" } },
        { accountName: [account] },
    );
    const backups = make("backups", "dataprotection:BackupVault", {
        ...home,
        properties: { storageSettings: [{ type: "ZoneRedundant" }] },
    });
    return [
        pool,
        database,
        vault,
        store,
        account,
        container,
        backups,
        make("ltr", "sql:LongTermRetentionPolicy", {}, { databaseName: [database] }),
        make("secret", "keyvault:Secret", { tags }, { vaultName: [vault] }),
        make("entry", "appconfiguration:KeyValue", { tags }, { configStoreName: [store] }),
        make("backup", "dataprotection:BackupInstance", {}, { vaultName: [backups], properties: [account, container] }),
        make("workspace", "operationalinsights:Workspace", { location: "swedencentral" }),
    ];
}

const stores = (resources: DeclaredResource[]): Store[] => locateCustomers(["acme"], resources)[0]!.stores;
const store = (kind: string, resources: DeclaredResource[]) => stores(resources).filter((each) => each.kind === kind);
const europe = ["westeurope", "northeurope"];

describe("a statement of locations", () => {
    it("says where each store lies and how redundant it is", () => {
        expect(stores(cell())).toEqual([
            { kind: "database", regions: ["westeurope"], redundancy: "zone" },
            { kind: "databaseBackups", regions: europe, redundancy: "geo-zone" },
            { kind: "longTermBackups", regions: europe, redundancy: "geo-zone" },
            { kind: "documents", regions: europe, redundancy: "geo-zone" },
            { kind: "documentBackups", regions: ["westeurope"], redundancy: "zone" },
            { kind: "secrets", regions: europe, redundancy: "geo-zone" },
            { kind: "catalogue", regions: ["westeurope"], redundancy: "zone" },
            { kind: "accessLogs", regions: ["swedencentral"], redundancy: "zone" },
        ]);
    });

    it.each([
        ["Zone", ["westeurope"], "zone"],
        ["Geo", europe, "geo"],
        ["Local", ["westeurope"], "local"],
    ])("follows a database whose backups are %s", (requestedBackupStorageRedundancy, regions, redundancy) => {
        const resources = cell({ db: { requestedBackupStorageRedundancy } });

        for (const kind of ["databaseBackups", "longTermBackups"]) {
            expect(store(kind, resources)).toEqual([{ kind, regions, redundancy }]);
        }
    });

    it("claims no three datacenters for a pool in one", () => {
        expect(store("database", cell({ pool: { zoneRedundant: false } }))).toMatchObject([{ redundancy: "local" }]);
    });

    it("takes zones and backups of a database on a managed instance from the instance", () => {
        const onInstance = (zoneRedundant: boolean) => {
            const instance = declare("instance", "sql:ManagedInstance", {
                ...home,
                zoneRedundant,
                requestedBackupStorageRedundancy: "GeoZone",
            });
            const database = declare(
                "db",
                "sql:ManagedDatabase",
                { ...home, tags, createMode: "RestoreExternalBackup" },
                { managedInstanceName: [instance] },
            );
            const others = cell().filter(({ name }) => name !== "db" && name !== "ltr");
            return [...others, instance, database];
        };

        expect(store("database", onInstance(true))).toEqual([
            { kind: "database", regions: ["westeurope"], redundancy: "zone" },
        ]);
        expect(store("database", onInstance(false))).toMatchObject([{ redundancy: "local" }]);
        for (const kind of ["databaseBackups", "longTermBackups"]) {
            expect(store(kind, onInstance(true))).toEqual([{ kind, regions: europe, redundancy: "geo-zone" }]);
        }
    });

    it("counts a database's replica, of which no backups are made yet", () => {
        const replica = declare("replica", "sql:Database", {
            location: "germanywestcentral",
            tags,
            createMode: "Secondary",
            zoneRedundant: true,
            requestedBackupStorageRedundancy: "Zone",
        });
        const ltr = declare("replica-ltr", "sql:LongTermRetentionPolicy", {}, { databaseName: [replica] });
        const resources = [...cell(), replica, ltr];

        expect(store("databaseReplica", resources)).toEqual([
            { kind: "databaseReplica", regions: ["germanywestcentral"], redundancy: "zone" },
        ]);
        expect(store("longTermBackups", resources)).toHaveLength(1);
        expect(store("databaseBackups", resources)).toHaveLength(1);
    });

    it("counts a database that follows another one to take over from it among the live ones, and its documents with it", () => {
        const there = { location: "northeurope" };
        const follower = declare("follower", "sql:Database", {
            ...there,
            tags: { ...tags, "oxygis:restored-from": "secondary" },
            createMode: "Secondary",
            zoneRedundant: true,
            requestedBackupStorageRedundancy: "Zone",
        });
        const account = declare("there", "storage:StorageAccount", { ...there, sku: { name: "Standard_ZRS" } });
        const own = { metadata: { customer: "acme" } };
        const container = declare("own", "storage:BlobContainer", own, { accountName: [account] });
        const resources = [...cell(), follower, account, container];

        expect(store("database", resources).map(({ regions }) => regions)).toEqual([["northeurope"], ["westeurope"]]);
        expect(store("databaseBackups", resources)).toHaveLength(2);
        expect(store("documents", resources).map(({ regions }) => regions)).toEqual([["northeurope"], europe]);
        expect(store("documentReplica", resources)).toEqual([]);
    });

    it("tells copies of documents in another region from the documents", () => {
        const account = declare("copies", "storage:StorageAccount", {
            location: "northeurope",
            sku: { name: "Standard_ZRS" },
        });
        const copy = declare(
            "copy",
            "storage:BlobContainer",
            { metadata: { customer: "acme" } },
            { accountName: [account] },
        );

        expect(store("documentReplica", [...cell(), account, copy])).toEqual([
            { kind: "documentReplica", regions: ["northeurope"], redundancy: "zone" },
        ]);
    });

    it("says of the archive of a region only to those who have something there", () => {
        const archive = (name: string, location: string) =>
            declare(
                name,
                "storage:StorageAccount",
                { location, sku: { name: "Standard_ZRS" } },
                {},
                "oxygis:monitoring:AuditArchive",
            );
        const resources = [...cell(), archive("here", "westeurope"), archive("there", "germanywestcentral")];

        expect(store("accessLogs", resources).map(({ regions }) => regions[0])).toEqual([
            "swedencentral",
            "westeurope",
        ]);
    });

    it("keeps customers apart", () => {
        const others = cell().map((each) => ({
            ...(JSON.parse(
                JSON.stringify(each).replaceAll("acme", "other").replaceAll("::oxygis::", "::oxygis::twin:"),
            ) as DeclaredResource),
        }));
        const moved = others.map((each) => ({
            ...each,
            inputs: { ...each.inputs, ...("location" in each.inputs && { location: "francecentral" }) },
        }));
        const [acme, other] = locateCustomers(["acme", "other"], [...cell(), ...moved]);

        expect(
            acme!.stores.filter(({ kind }) => kind !== "accessLogs").flatMap(({ regions }) => regions),
        ).not.toContain("francecentral");
        expect(other!.stores.find(({ kind }) => kind === "database")!.regions).toEqual(["francecentral"]);
    });
});

describe("what is not known", () => {
    it.each<[string, () => DeclaredResource[], RegExp]>([
        ["a place", () => cell({ db: { location: "[unknown]" } }), /db: where it lies is not known/],
        [
            "a redundancy",
            () => cell({ db: { requestedBackupStorageRedundancy: undefined } }),
            /db: how redundant it is is not known/,
        ],
        ["an owner", () => cell({ db: { tags: {} } }), /db: whose it is is not known/],
        ["a pair to copy to", () => cell({ db: { location: "italynorth" } }), /italynorth has no pair to copy to/],
        [
            "a store of a customer",
            () => cell().filter(({ name }) => name !== "ltr"),
            /customer acme: nothing declared says where its longTermBackups lie/,
        ],
        [
            "a vault",
            () => cell().filter(({ name }) => name !== "vault"),
            /secret: its vaultName comes from no one keyvault:Vault/,
        ],
        [
            "a type",
            () => [...cell(), declare("cache", "redis:Redis", home)],
            /azure-native:redis:Redis: nobody has said whether customers' data lies in it/,
        ],
        [
            "an account",
            () => [...cell(), declare("other", "storage:StorageAccount", home)],
            /other: nobody has said whether customers' data lies in it/,
        ],
    ])("is an error and no blank: %s", (_, resources, message) => {
        expect(() => locateCustomers(["acme"], resources())).toThrow(message);
    });

    it("is told all at once", () => {
        const resources = cell({ db: { location: "[unknown]" }, vault: { location: "[unknown]" } });

        expect(() => locateCustomers(["acme"], resources)).toThrow(/vault: where it lies[^]*db: where it lies/);
    });
});
