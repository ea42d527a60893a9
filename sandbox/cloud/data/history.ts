/**
 * What the world keeps of databases, containers and copy jobs over time. It keeps no backup and no row: all of those follow from these
 * few facts, by arithmetic, at whatever moment somebody asks. Times are virtual seconds.
 */
import type { DatabaseBackups, Fault } from "../../control";
import type { KnownOutage } from "../recovery/outages";

export type Redundancy = DatabaseBackups["redundancy"];

/** Holds from `at` until the next one. Lists of these are in order of time. */
export interface Change<T> {
    at: number;
    value: T;
}

/** Users of a customer write here. It ends by itself when the region's data plane is lost, and does not begin again by itself. */
export interface Use {
    customer: string;
    from: number;
    until?: number;
}

export interface ShortTerm {
    retentionDays: number;
    differentialHours: number;
}

/** A moment of another database. */
export interface Origin {
    /** `id` of the history it is made from. */
    history: string;
    /** True time up to which that one's rows are in it. */
    point: number;
}

export interface DatabaseHistory {
    /** Of this life of the database: one that is made again under the same name after a deletion is another. */
    id: string;
    databaseId: string;
    serverId: string;
    name: string;
    region: string;
    tags: Record<string, string>;
    maxSizeBytes: number;
    /** A database that is not loses a zone along with everything in it. */
    zoneRedundant: boolean;
    /** When it was complete: made, restored or seeded. */
    createdAt: number;
    deletedAt?: number;
    /** The server was deleted, and with it every backup but the long-term ones. */
    serverDeletedAt?: number;
    /** Unset: it began empty. */
    origin?: Origin;
    /** At least one: what was asked for at creation. */
    redundancy: Change<Redundancy>[];
    /** Without an entry: Azure's defaults, seven days and twelve hours. A policy that is deleted is one of the defaults again. */
    shortTerm: Change<ShortTerm>[];
    /** How long weekly backups are kept, ISO 8601; without an entry, or `PT0S`: not at all. */
    weekly: Change<string>[];
    uses: Use[];
    /** History of the primary that it follows as a geo-secondary, `null` while it is the primary itself; without an entry it always was. */
    following: Change<string | null>[];
    /** Set for one on AWS: none of Azure's backups is taken of it. */
    native?: NativeBackups;
}

/** Who takes backups of a single database on AWS: a function of the program, told to by schedules. */
export interface NativeBackups {
    /** ARN of the function. */
    functionId: string;
    /** What the names of its backups begin with. */
    cell: string;
    customer: string;
}

/** What takes backups, or brings them from a place to another: buckets by name, containers on Azure as `host/name`. */
export interface CarrierHistory {
    id: string;
    /** The resource that says so. */
    ownerId: string;
    kind: "backup" | "replication" | "pull";
    /** ARN of the function that takes backups, or a bucket. */
    from: string;
    to: string;
    region: string;
    toRegion: string;
    /** Minutes and hours only, UTC; unset for what works all the time. */
    cronExpression?: string;
    createdAt: number;
    deletedAt?: number;
}

/** A container of blobs. */
export interface ContainerHistory {
    id: string;
    containerId: string;
    /** Host name of its account's blobs: what a copy job calls it by. */
    host: string;
    name: string;
    region: string;
    createdAt: number;
    deletedAt?: number;
    uses: Use[];
}

/** Everything in a container below a prefix, as if it were a container. */
export const folderIn = (outer: ContainerHistory, name: string): ContainerHistory => ({
    ...outer,
    id: `${outer.id}/${name}`,
    containerId: `${outer.containerId}/${name}`,
    host: `${outer.host}/${outer.name}`,
    name,
});

/** A scheduled job that brings documents from accounts to one, as its environment variables say. */
export interface CopyJobHistory {
    id: string;
    /** Where it runs. */
    region: string;
    createdAt: number;
    deletedAt?: number;
    settings: Change<CopySettings>[];
}

export interface CopySettings {
    /** Minutes and hours only, UTC, as the program declares them: `20 *\/4 * * *`. */
    cronExpression: string;
    /** Host names of the accounts. */
    sources: string[];
    target: string;
    /** Container that is never copied. */
    systemContainer: string;
    /** `mirror` makes the target the same every time; `fill` brings what is not there and takes nothing away. */
    mode: "mirror" | "fill";
    /** The containers to copy; unset: all that the target has. */
    containers?: string[];
    /** The one container of the sources in which each of the target's is a folder; unset: each is a container there too. */
    folders?: string;
}

/** A fault and when it was made known; it acts on nothing that was finished before. */
export interface KnownFault {
    at: number;
    fault: Fault;
}

/** Everything else that a history's content and backups depend on. */
export interface Surroundings {
    /** Of the world. */
    seed: string;
    subscriptionId: string;
    outages: readonly KnownOutage[];
    faults: readonly KnownFault[];
    /** A database's history by its `id`. */
    database(id: string): DatabaseHistory | undefined;
    /** Every life of every container in an account, by the account's host name. */
    containers(host: string): readonly ContainerHistory[];
    /** Everything that ever took backups of databases on AWS, or brought them somewhere. */
    carriers(): readonly CarrierHistory[];
    /** Every job that ever copied into an account, by its host name. */
    copiesInto(host: string): readonly CopyJobHistory[];
}
