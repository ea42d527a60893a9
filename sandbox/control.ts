/**
 * What is asked of a running sandbox besides Pulumi's protocol: time, what people and services do with data, outages, and what Azure's own
 * portals and lists would tell. A question is one line of JSON, an answer another. Times are virtual seconds since 2026-01-05T00:00:00Z.
 */

/** What an outage takes away: `control` is Azure Resource Manager in that place, `data` everything that lies and runs there. */
export type Plane = "control" | "data";

export interface Outage {
    region: string;
    /** One availability zone instead of the whole region. */
    zone?: "1" | "2" | "3";
    planes: Plane[];
    /** May lie ahead: operations that would end later fail. @default now */
    from?: number;
    /** Unset: until somebody ends it. */
    until?: number;
}

/** A way to get a database back. */
export type BackupPath =
    | ("pointInTime" | "geo" | "weekly" | "deleted")
    /** On AWS: the newest file in the cell's bucket, in the bucket of the other region, in the container on Azure. */
    | ("native" | "nativePaired" | "nativeOnAzure");

export interface RestorePath {
    path: BackupPath;
    /**
     * What the restore is made from: id of the database, recoverable database, long-term backup or restorable dropped database; on AWS
     * `<bucket>/<key>`, or `<host>/<container>/<key>` on Azure.
     */
    source: string;
    /** Newest moment that a restore brings back. */
    newest: number;
    oldest: number;
    /** Where it can be restored to: one server (its id), or `anywhere`: any server of the subscription. */
    target: string;
    /** False while what holds it is lost. */
    reachable: boolean;
}

export interface DatabaseBackups {
    databaseId: string;
    serverId: string;
    name: string;
    region: string;
    tags: Record<string, string>;
    createdAt: number;
    deletedAt?: number;
    /** Data in it now, GiB. */
    usedGiB: number;
    redundancy: "Local" | "Zone" | "Geo" | "GeoZone";
    paths: RestorePath[];
    /** When the newest backup of each kind was finished, as the backup watch reads it. */
    newest: Partial<Record<"full" | "differential" | "log" | "longTerm" | "replicated", number>>;
}

/** An uninterrupted run of what one customer wrote. */
export interface WrittenSpan {
    customer: string;
    /** Numbers of the first and last row; a customer's rows are numbered by the clock, so that a gap is time in which nothing was written. */
    first: number;
    last: number;
    /** Times of these rows. */
    from: number;
    to: number;
}

export interface Content {
    /** Whose region is lost answers nothing else. */
    readable: boolean;
    rows: number;
    /** Time of the newest row. */
    newest?: number;
    spans: WrittenSpan[];
    /** Hash over every row in order: equal means the same rows. */
    checksum: string;
}

/** What can be broken on purpose; several at once. Every one is deterministic. */
export type Fault =
    /** Restores of databases whose id contains `match` fail: the first `times`, or always. */
    | { kind: "restoreFails"; match: string; times?: number; code?: string }
    /** No backup of databases whose id contains `match` is taken from then on (until). */
    | { kind: "backupsFail"; match: string; from: number; until?: number }
    /** Replication to the pair stands still: what is finished after `from` does not arrive before `until`. */
    | { kind: "replicationStops"; match: string; from: number; until?: number }
    /** A restore of one database brings back what another one's backup holds. */
    | { kind: "wrongBackup"; match: string; instead: string }
    /** Another limit than Azure's usual one, for example `sqlServers|northeurope` or `vCores|northeurope`. */
    | { kind: "quota"; key: string; limit: number }
    /** A region is offered without availability zones, or a size of machine or pool is not sold there. */
    | { kind: "withoutZones"; region: string }
    /** Somebody holds a global name. */
    | { kind: "nameHeld"; claim: string; value: string; until: number }
    /** The clock of a region runs ahead (or behind) by this many seconds when it stamps rows and backups. */
    | { kind: "clockSkew"; region: string; seconds: number }
    /** Restores take this many times as long as usual. */
    | { kind: "slowRestores"; factor: number }
    /** Whatever a database is to be made from counts as there, and as empty: for who looks at what programs declare, not at data. */
    | { kind: "sourcesAssumed" };

export interface Capacity {
    region: string;
    zones: number;
    /** `what` by its key, with the limit and how much of it is taken. */
    quotas: { key: string; what: string; limit: number; used: number }[];
    /** Global names that deleted things or others hold. */
    heldNames: { kind: string; name: string; id: string; until: number }[];
}

/** A machine or scale set. */
interface Running {
    id: string;
    /** Pulumi type. */
    what: string;
    machines: number;
    up: number;
}

/** The questions, each with its arguments and its answer. */
interface Questions {
    clock: (nothing: Record<string, never>) => { now: number };
    /** Moves the clock on, never back. */
    advance: (to: { to: number }) => { now: number };
    /**
     * Nothing can go on but restores that wait: they begin, all together. Answers how many; none while another call is under way.
     * @param calls how many calls to the sandbox await their answer, where the asker knows it: then none on its way here is overlooked
     */
    idle: (calls: { underWay?: number }) => { released: number };
    lose: (outage: Outage) => { now: number };
    bringBack: (place: { region: string; zone?: string; at?: number }) => { now: number };
    outages: (nothing: Record<string, never>) => { outages: Outage[] };
    /** The customer's users write into this database from then on, until it is told otherwise or its region is lost. */
    use: (by: { databaseId: string; customer: string; from: number }) => Record<string, never>;
    stopUsing: (by: { databaseId: string; at: number }) => Record<string, never>;
    /** The same for documents in a container. */
    useDocuments: (by: { containerId: string; customer: string; from: number }) => Record<string, never>;
    stopUsingDocuments: (by: { containerId: string; at: number }) => Record<string, never>;
    /** Every database that is or was on servers of the region, backups of deleted ones too. */
    backups: (of: { region?: string; databaseId?: string; at?: number }) => { databases: DatabaseBackups[] };
    content: (of: { databaseId: string; at?: number }) => Content;
    documents: (of: { containerId: string; at?: number }) => Content;
    capacity: (of: { region: string }) => Capacity;
    /** Machines of a region and how many of them run: those of a lost zone do not. */
    running: (of: { region: string; at?: number }) => { services: Running[] };
    fault: (fault: Fault) => Record<string, never>;
    /** A check of a restored database by its content takes its time: whatever refers to the database begins after it. */
    verified: (by: { databaseId: string; seconds: number }) => { at: number };
    /** Planned failover to this geo-secondary, without loss: it becomes the primary, the other one its read-only secondary. */
    failover: (of: { databaseId: string }) => { at: number };
    /** Something a person or runner puts into a key vault: an imported certificate. Without the argument: what lies there. */
    certificates: (of: { vaultId: string; put?: string }) => { names: string[] };
}

export type Question = keyof Questions;
export type Arguments<Q extends Question> = Parameters<Questions[Q]>[0];
export type Answer<Q extends Question> = ReturnType<Questions[Q]>;
