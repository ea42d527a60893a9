/** What an accepted operation means for the histories of databases and documents. */
import { normalLocation, parentOf } from "../arm";
import { AZURE_DEFAULT } from "../data/schedule";
import type { Change, DatabaseHistory, Origin, Redundancy } from "../data/history";
import type { Stored } from "../state";
import { isObject, isSecret, text, type Properties, type Value } from "../values";
import { documentsGone, documentsKept } from "./documents";
import type { Histories, Kept } from "./histories";
import { hostedGone, hostedKept } from "./hosted";

/** Hours until other backup storage holds: "up to 48" ("Automated backups in Azure SQL Database"). */
const REDUNDANCY_CHANGE = 48 * 3600;
/** Bytes: what Azure gives a General Purpose database that names no size. */
const USUAL_SIZE = 32 * 1024 ** 3;

/** A resource as it is accepted: plain inputs and outputs. */
export interface Accepted {
    id: string;
    token: string;
    inputs: Properties;
    outputs: Properties;
    /** As they came: what is secret stays out of histories. */
    tags: Value | undefined;
    /** Virtual second at which it is complete. */
    end: number;
    origin?: Origin;
    /** History of the primary that a geo-secondary follows. */
    follows?: string;
}

export type Lookup = (id: string) => { inputs: Properties; outputs: Properties } | undefined;

const push = <T>(changes: readonly Change<T>[], at: number, value: T): Change<T>[] => [
    ...changes.filter((change) => change.at < at),
    { at, value },
];

const tagsOf = ({ tags }: Accepted): Record<string, string> =>
    Object.fromEntries(
        Object.entries(isObject(tags) && !isSecret(tags) ? tags : {}).filter(
            (entry): entry is [string, string] => typeof entry[1] === "string",
        ),
    );

/** Of a database on a managed instance, the instance says it for all. */
const redundancyOf = ({ id, token, outputs }: Accepted, find: Lookup): Redundancy => {
    const said = token === MANAGED_DATABASE ? find(parentOf(id) ?? "")?.outputs : outputs;
    return (text(said, "requestedBackupStorageRedundancy") ?? "Geo") as Redundancy;
};

/** What a database answers and its history follows. */
function seen(accepted: Accepted, find: Lookup) {
    const { id, token, inputs, outputs } = accepted;
    const holder = find(token === MANAGED_DATABASE ? (parentOf(id) ?? "") : (text(inputs, "elasticPoolId") ?? ""));
    const size = outputs["maxSizeBytes"];
    return {
        databaseId: id,
        tags: tagsOf(accepted),
        maxSizeBytes: typeof size === "number" ? size : USUAL_SIZE,
        zoneRedundant: (holder?.inputs ?? inputs)["zoneRedundant"] === true,
    };
}

function born(accepted: Accepted, find: Lookup): DatabaseHistory {
    const { id, inputs, outputs, end, origin, follows } = accepted;
    const serverId = parentOf(id) ?? "";
    const region = text(inputs, "location") ?? text(find(serverId)?.inputs, "location") ?? "";
    return {
        ...seen(accepted, find),
        id: `${id.toLowerCase()}@${String(end)}`,
        serverId,
        name: text(outputs, "name") ?? "",
        region: normalLocation(region),
        createdAt: end,
        ...(origin === undefined ? {} : { origin }),
        redundancy: [{ at: end, value: redundancyOf(accepted, find) }],
        shortTerm: [],
        weekly: [],
        uses: [],
        following: follows === undefined ? [] : [{ at: end, value: follows }],
    };
}

function changed(history: DatabaseHistory, accepted: Accepted, find: Lookup): DatabaseHistory {
    const wanted = redundancyOf(accepted, find);
    const same = history.redundancy.at(-1)?.value === wanted;
    const redundancy = same ? history.redundancy : push(history.redundancy, accepted.end + REDUNDANCY_CHANGE, wanted);
    return { ...history, ...seen(accepted, find), redundancy };
}

/** A policy of a database as it is from `end` on; without inputs it is deleted. */
function policy(history: DatabaseHistory, token: string, end: number, inputs: Properties | undefined): DatabaseHistory {
    const number = (name: string, usual: number): number => {
        const value = inputs?.[name];
        return typeof value === "number" ? value : usual;
    };
    if (LONG_TERM.includes(token))
        return { ...history, weekly: push(history.weekly, end, text(inputs, "weeklyRetention") ?? "PT0S") };
    const value = {
        retentionDays: number("retentionDays", AZURE_DEFAULT.retentionDays),
        differentialHours: number("diffBackupIntervalInHours", AZURE_DEFAULT.differentialHours),
    };
    return { ...history, shortTerm: push(history.shortTerm, end, value) };
}

const MANAGED_DATABASE = "azure-native:sql:ManagedDatabase";
const DATABASES = ["azure-native:sql:Database", MANAGED_DATABASE];
const SERVERS = ["azure-native:sql:Server", "azure-native:sql:ManagedInstance"];
const POOL = "azure-native:sql:ElasticPool";
const LONG_TERM = [
    "azure-native:sql:LongTermRetentionPolicy",
    "azure-native:sql:ManagedInstanceLongTermRetentionPolicy",
];
const SHORT_TERM = "azure-native:sql:BackupShortTermRetentionPolicy";

const living = (histories: Histories, id: string): DatabaseHistory | undefined => {
    const history = histories.database(id);
    return history?.deletedAt === undefined ? history : undefined;
};

/** The histories that an accepted create or update changes, as they are then. */
export function kept(histories: Histories, accepted: Accepted, find: Lookup): Kept {
    const { id, token, inputs, end } = accepted;
    if (DATABASES.includes(token)) {
        const history = living(histories, id);
        return { databases: [history === undefined ? born(accepted, find) : changed(history, accepted, find)] };
    }
    if (LONG_TERM.includes(token) || token === SHORT_TERM) {
        const history = living(histories, parentOf(id) ?? "");
        return history === undefined ? {} : { databases: [policy(history, token, end, inputs)] };
    }
    if (token !== POOL)
        return { ...documentsKept(histories, accepted, find), ...hostedKept(histories, accepted, find) };
    const zoneRedundant = inputs["zoneRedundant"] === true;
    const inPool = histories.onServer(parentOf(id) ?? "").filter((history) => {
        const pool = text(find(history.databaseId)?.inputs, "elasticPoolId")?.toLowerCase();
        return pool === id.toLowerCase() && history.zoneRedundant !== zoneRedundant;
    });
    return { databases: inPool.map((history) => ({ ...history, zoneRedundant })) };
}

/**
 * The same of a delete.
 * @param doomed what is deleted, and everything below it
 */
export function gone(histories: Histories, doomed: readonly Stored[], end: number): Kept {
    const databases = new Map<string, DatabaseHistory>();
    const put = (history: DatabaseHistory): void => void databases.set(history.id, history);
    for (const { id, token } of doomed) {
        const isDatabase = DATABASES.includes(token);
        if (!isDatabase && !LONG_TERM.includes(token) && token !== SHORT_TERM) continue;
        const owner = histories.database(isDatabase ? id : (parentOf(id) ?? ""));
        const latest = databases.get(owner?.id ?? "") ?? owner;
        if (latest === undefined || latest.deletedAt !== undefined) continue;
        put(isDatabase ? { ...latest, deletedAt: end } : policy(latest, token, end, undefined));
    }
    for (const { id, token } of doomed)
        if (SERVERS.includes(token))
            for (const history of histories.onServer(id))
                if (history.serverDeletedAt === undefined)
                    put({ ...(databases.get(history.id) ?? history), serverDeletedAt: end });
    const hosted = hostedGone(histories, doomed, end);
    return {
        databases: [...databases.values(), ...hosted.databases],
        carriers: hosted.carriers,
        ...documentsGone(histories, doomed, end),
    };
}
