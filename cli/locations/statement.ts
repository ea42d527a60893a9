import type { DeclaredResource } from "../../engine/declared";
import { findRegion } from "../../infra/model/regions";

/** In the order in which people read them. */
const storeKinds = [
    "database",
    "databaseBackups",
    "longTermBackups",
    "databaseReplica",
    "documents",
    "documentReplica",
    "documentBackups",
    "secrets",
    "catalogue",
    "jobServers",
    "jobServerBackups",
    "accessLogs",
    "sessionRecordings",
    "backupWatch",
] as const;
type StoreKind = (typeof storeKinds)[number];

/** What every customer has; without one of them a statement would be incomplete. */
const always: readonly StoreKind[] = [
    "database",
    "databaseBackups",
    "longTermBackups",
    "documents",
    "documentBackups",
    "secrets",
    "catalogue",
    "accessLogs",
];

/** How many datacenters hold the data: of the first region, and of the second where there are two. */
export const redundancies = {
    local: "one datacenter",
    "two-zones": "two datacenters, one of them standing by",
    zone: "three datacenters",
    geo: "one datacenter in each region",
    "geo-zone": "three datacenters in the first region, copied to the second",
} as const;
type Redundancy = keyof typeof redundancies;

export interface Store {
    kind: StoreKind;
    /** Azure's names; the first is where the data is written, a second one where Azure copies it to. */
    regions: string[];
    redundancy: Redundancy;
}

export interface CustomerLocations {
    slug: string;
    stores: Store[];
}

/** The words of Azure's services for the same four things. */
const redundancyOf: Readonly<Record<string, Redundancy>> = {
    Local: "local",
    Zone: "zone",
    Geo: "geo",
    GeoZone: "geo-zone",
    LRS: "local",
    ZRS: "zone",
    GRS: "geo",
    RAGRS: "geo",
    GZRS: "geo-zone",
    RAGZRS: "geo-zone",
    LocallyRedundant: "local",
    ZoneRedundant: "zone",
    GeoRedundant: "geo",
};

/** What storage accounts without a customer's container hold, by the component around them; undefined: nothing of a customer. */
const accountKinds: Readonly<Record<string, StoreKind | undefined>> = {
    "oxygis:edge:PublicContent": undefined,
    "oxygis:monitoring:AuditArchive": "accessLogs",
    "oxygis:monitoring:SessionRecordings": "sessionRecordings",
};

const azure = "azure-native:";
/** Types below which nobody's data lies: they connect, permit, watch or describe. Whatever is neither here nor looked at is an error. */
const withoutData = new RegExp(
    `^(?:pulumi:|oxygis:|random:|azuread:|${azure}(?:alertsmanagement|app|authorization|cdn|consumption|dns|frontdoor|insights|` +
        "managedidentity|monitor|network|privatedns|resources|security|securityinsights|aad|aadiam):" +
        `|${azure}sql:(?!(?:Managed)?Database$)|${azure}storage:(?!StorageAccount$|BlobContainer$)|${azure}compute:(?!Disk$)` +
        `|${azure}recoveryservices:(?!Vault$)|${azure}dataprotection:(?!BackupInstance$)` +
        `|${azure}(?:keyvault:Vault|appconfiguration:ConfigurationStore|operationalinsights:Table)$)`,
);

/**
 * Where the data of every customer of a cell lies, and how redundant, by what is declared (BKP-6).
 *
 * @param resources what the cell's stack and the stacks that serve all cells declare
 * @throws with everything that is not known: a statement with a blank would be none
 */
export function locateCustomers(slugs: readonly string[], resources: readonly DeclaredResource[]): CustomerLocations[] {
    const survey = new Survey(resources);
    for (const resource of resources) survey.look(resource);
    const customers = slugs.map((slug) => ({ slug, stores: survey.storesOf(slug) }));
    if (survey.problems.size > 0) throw new Error([...survey.problems].sort().join("\n"));
    return customers;
}

class Survey {
    readonly problems = new Set<string>();
    private readonly byUrn: Map<string, DeclaredResource>;
    private readonly found = new Map<string, Store[]>();
    private readonly everybody: Store[] = [];
    /** Where logs of all regions come together. */
    private readonly workspaceRegions = new Set<string>();
    /** Accounts that hold customers' containers, and so are no store of their own. */
    private readonly containerAccounts: ReadonlySet<string>;

    constructor(resources: readonly DeclaredResource[]) {
        this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
        const containers = resources.filter(({ type }) => type === `${azure}storage:BlobContainer`);
        this.containerAccounts = new Set(
            containers.flatMap((container) =>
                textAt(container, "metadata.customer") === undefined
                    ? []
                    : (container.propertyDependencies["accountName"] ?? []),
            ),
        );
    }

    storesOf(slug: string): Store[] {
        const own = this.found.get(slug) ?? [];
        const reached = new Set([...this.workspaceRegions, ...own.flatMap(({ regions }) => regions)]);
        // An archive takes the logs of its own region only: where a customer has nothing, no log speaks of it.
        const shared = this.everybody.filter(({ kind, regions }) => kind !== "accessLogs" || reached.has(regions[0]!));
        const stores = [...new Map([...own, ...shared].map((store) => [JSON.stringify(store), store])).values()];
        const homes = stores.filter(({ kind }) => kind === "database").map(({ regions }) => regions[0]);
        const named = stores.map((store) =>
            store.kind === "documents" && !homes.includes(store.regions[0])
                ? { ...store, kind: "documentReplica" as const }
                : store,
        );
        for (const kind of always.filter((kind) => !named.some((store) => store.kind === kind))) {
            this.problems.add(`customer ${slug}: nothing declared says where its ${kind} lie`);
        }
        const rank = ({ kind, regions }: Store) =>
            `${String(storeKinds.indexOf(kind)).padStart(2, "0")} ${regions.join(" ")}`;
        return named.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
    }

    look(resource: DeclaredResource): void {
        const looks = this.looks[resource.type];
        if (looks) looks(resource);
        else if (!withoutData.test(resource.type)) {
            this.problems.add(`${resource.type}: nobody has said whether customers' data lies in it`);
        }
    }

    /** What to look at in each type that holds data. */
    private readonly looks: Readonly<Record<string, (resource: DeclaredResource) => void>> = {
        [`${azure}sql:Database`]: (resource) => this.database(resource),
        [`${azure}sql:LongTermRetentionPolicy`]: (resource) => this.longTerm(resource),
        [`${azure}sql:ManagedDatabase`]: (resource) => this.managedDatabase(resource),
        [`${azure}keyvault:Secret`]: (resource) => this.secret(resource),
        [`${azure}appconfiguration:KeyValue`]: (resource) => this.entry(resource),
        [`${azure}storage:BlobContainer`]: (resource) => this.container(resource),
        [`${azure}dataprotection:BackupInstance`]: (resource) => this.documentBackups(resource),
        [`${azure}storage:StorageAccount`]: (resource) => this.account(resource),
        [`${azure}operationalinsights:Workspace`]: (resource) => this.workspace(resource),
        [`${azure}compute:Disk`]: (resource) =>
            this.add(undefined, "jobServers", resource, textAt(resource, "sku.name")?.split("_").at(-1)),
        [`${azure}recoveryservices:Vault`]: (resource) =>
            this.add(
                undefined,
                "jobServerBackups",
                resource,
                textAt(resource, "properties.redundancySettings.standardTierStorageRedundancy"),
            ),
    };

    private database(resource: DeclaredResource): void {
        const backups = textAt(resource, "requestedBackupStorageRedundancy");
        if (textAt(resource, "tags.oxygis:purpose") === "system") {
            return this.add(undefined, "backupWatch", resource, backups);
        }
        const slug = this.customerOf(resource);
        const pooled = resource.propertyDependencies["elasticPoolId"] ?? [];
        const zoned = pooled.length > 0 ? this.made(resource, "elasticPoolId", "sql:ElasticPool") : resource;
        this.add(
            slug,
            isReplica(resource) ? "databaseReplica" : "database",
            resource,
            zoned?.inputs["zoneRedundant"] === true ? "Zone" : "Local",
        );
        // No backup is made of a replica before it becomes the live database.
        if (!isReplica(resource)) this.add(slug, "databaseBackups", resource, backups);
    }

    /** What an instance says of zones and backups holds for all its databases; long-term ones lie where the others do. */
    private managedDatabase(resource: DeclaredResource): void {
        const instance = this.made(resource, "managedInstanceName", "sql:ManagedInstance");
        const slug = this.customerOf(resource);
        const backups = textAt(instance, "requestedBackupStorageRedundancy");
        this.add(slug, "database", resource, instance?.inputs["zoneRedundant"] === true ? "Zone" : "Local");
        for (const kind of ["databaseBackups", "longTermBackups"] as const) this.add(slug, kind, resource, backups);
    }

    private longTerm(resource: DeclaredResource): void {
        const database = this.made(resource, "databaseName", "sql:Database");
        if (!database || isReplica(database)) return;
        if (textAt(database, "tags.oxygis:purpose") === "system") return;
        this.add(
            this.customerOf(database),
            "longTermBackups",
            database,
            textAt(database, "requestedBackupStorageRedundancy"),
        );
    }

    /** Azure keeps a vault in the zones of its region and in the paired region, without a setting ("Key Vault availability"). */
    private secret(resource: DeclaredResource): void {
        const vault = this.made(resource, "vaultName", "keyvault:Vault");
        const slug = textAt(resource, "tags.oxygis:customer");
        const paired = findRegion(textAt(vault, "location") ?? "")?.pair !== undefined;
        if (vault && slug !== undefined) this.add(slug, "secrets", vault, paired ? "GeoZone" : "Zone");
    }

    /** A store of tier Standard lies in the zones of its region, without a setting ("App Configuration resiliency"). */
    private entry(resource: DeclaredResource): void {
        const store = this.made(resource, "configStoreName", "appconfiguration:ConfigurationStore");
        const slug = textAt(resource, "tags.oxygis:customer");
        if (store && slug !== undefined) this.add(slug, "catalogue", store, "Zone");
    }

    /** A workspace lies in the zones of its region, without a setting ("Availability zones in Azure Monitor"). */
    private workspace(resource: DeclaredResource): void {
        this.workspaceRegions.add(textAt(resource, "location") ?? "");
        this.add(undefined, "accessLogs", resource, "Zone");
    }

    private container(resource: DeclaredResource): void {
        const slug = textAt(resource, "metadata.customer");
        const account = this.made(resource, "accountName", "storage:StorageAccount");
        // Whether it is a replica is seen beside the customer's database.
        if (slug !== undefined && account) this.add(slug, "documents", account, skuOf(account));
    }

    private documentBackups(resource: DeclaredResource): void {
        const vault = this.made(resource, "vaultName", "dataprotection:BackupVault");
        for (const urn of resource.propertyDependencies["properties"] ?? []) {
            const slug = textAt(this.byUrn.get(urn), "metadata.customer");
            if (slug !== undefined && vault) {
                this.add(slug, "documentBackups", vault, textAt(vault, "properties.storageSettings.0.type"));
            }
        }
    }

    private account(resource: DeclaredResource): void {
        if (this.containerAccounts.has(resource.urn)) return;
        const component = Object.keys(accountKinds).find((type) => resource.urn.includes(`${type}$`));
        const known = component !== undefined || resource.urn.includes("oxygis:data:DocumentsAccount$");
        if (!known) this.problems.add(`${nameOf(resource)}: nobody has said whether customers' data lies in it`);
        const kind = component === undefined ? undefined : accountKinds[component];
        if (kind) this.add(undefined, kind, resource, skuOf(resource));
    }

    /** The one resource of a type that an input was made from. */
    private made(resource: DeclaredResource, input: string, type: string): DeclaredResource | undefined {
        const sources = (resource.propertyDependencies[input] ?? [])
            .map((urn) => this.byUrn.get(urn))
            .filter((source) => source?.type === azure + type);
        if (sources.length !== 1) this.problems.add(`${nameOf(resource)}: its ${input} comes from no one ${type}`);
        return sources.length === 1 ? sources[0] : undefined;
    }

    private customerOf(resource: DeclaredResource): string {
        const slug = textAt(resource, "tags.oxygis:customer");
        if (slug === undefined) this.problems.add(`${nameOf(resource)}: whose it is is not known`);
        return slug ?? "";
    }

    /**
     * @param slug whose store it is; everybody's where it is undefined
     * @param word Azure's for the redundancy
     */
    private add(slug: string | undefined, kind: StoreKind, at: DeclaredResource, word: string | undefined): void {
        const location = textAt(at, "location") ?? "";
        const region = findRegion(location);
        const redundancy = redundancyOf[word ?? ""];
        if (!region) return void this.problems.add(`${nameOf(at)}: where it lies is not known`);
        if (!redundancy) return void this.problems.add(`${nameOf(at)}: how redundant it is is not known`);
        const copied = redundancy === "geo" || redundancy === "geo-zone";
        if (copied && !region.pair) return void this.problems.add(`${nameOf(at)}: ${location} has no pair to copy to`);
        const store: Store = { kind, regions: copied ? [location, region.pair!] : [location], redundancy };
        if (slug === undefined) this.everybody.push(store);
        else this.found.set(slug, [...(this.found.get(slug) ?? []), store]);
    }
}

/** What followed another database to take over from it, on the way home after a recovery, is a live one. */
const isReplica = (database: DeclaredResource) =>
    textAt(database, "createMode") === "Secondary" && textAt(database, "tags.oxygis:restored-from") === undefined;
export const nameOf = ({ urn }: DeclaredResource) => urn.split("::").slice(2).join(" ");
const skuOf = (account: DeclaredResource) => textAt(account, "sku.name")?.split("_").at(-1);

/** The text at a path such as `sku.name`; undefined where there is none. */
export function textAt(resource: DeclaredResource | undefined, path: string): string | undefined {
    const value = path
        .split(".")
        .reduce<unknown>(
            (inner, key) =>
                typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
            resource?.inputs,
        );
    return typeof value === "string" ? value : undefined;
}
