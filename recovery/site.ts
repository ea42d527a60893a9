/**
 * What a recovery needs to know of a cloud, and to do there besides declaring resources. Two implementations: the sandbox, and Azure by its
 * own command line (`az`), which the on-call engineer has. Times are ISO 8601 in UTC.
 */
import type { Capacity, DatabaseBackups } from "../sandbox/control";

export interface Health {
    control: boolean;
    data: boolean;
}

/** What a restored database must hold. */
export interface Expectation {
    customer: string;
    databaseId: string;
    /** Id of the database it was restored from, where that can still be said. */
    lostDatabaseId: string;
    /** The restored moment. */
    point: string;
}

export interface Verification {
    ok: boolean;
    /** What was compared, or what is wrong; one sentence without data of the customer. */
    because: string;
    /** Time of the newest row found. */
    newest?: string;
    /** When the check was done. */
    at: string;
    /** When the database was there; unset where nobody can say. */
    restoredAt?: string;
}

export interface Site {
    readonly kind: "sandbox" | "azure";
    now(): Promise<string>;
    health(region: string): Promise<Health>;
    /** Databases that are or were in a region, with every way to get them back that can be reached now. */
    backups(region: string): Promise<DatabaseBackups[]>;
    capacity(region: string): Promise<Capacity>;
    verify(expected: Expectation): Promise<Verification>;
    /** Puts the origin's certificate into a new cell's key vault, from where the team keeps a copy; says where it came from. */
    importCertificate(vaultName: string, name: string): Promise<string>;
    /** When a region was lost, where the cloud can tell. */
    lostSince?(region: string): Promise<string | undefined>;
    /** When the latest operation on each of these resources was complete, where the cloud can tell. By URN. */
    completedAt?(urns: readonly string[]): Promise<ReadonlyMap<string, string>>;
    /** Approves the connections that Front Door and the managed services asked for. */
    approveLinks(privateLinkServiceId: string): Promise<void>;
    /** Planned failover to this geo-secondary, without loss: it becomes the live database, the other one its secondary. */
    failover(databaseId: string): Promise<void>;
}
