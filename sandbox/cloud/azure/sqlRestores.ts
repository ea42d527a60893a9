/**
 * azure-native:sql, databases made from backups or as followers of others: what Azure refuses, how long it takes and what is in them.
 * Sources: "Recover a database using backups", "Long-term retention", the error lists of Databases - Create Or Update (2023-08-01).
 */
import { areSourcesAssumed, slownessOf } from "../data/restoring";
import { lastPart, parentOf } from "../arm";
import { backupsOf, originOf } from "../data/backups";
import { usedGiBOf } from "../data/content";
import type { DatabaseHistory } from "../data/history";
import { isGeo } from "../data/places";
import { fraction } from "../data/spread";
import { valueAt } from "../data/spans";
import { CloudError, type CloudView, type Facts, type Problem, type Work } from "../model";
import type { RestorePath } from "../../control";
import { secondsOf, virtualDate } from "../timeline";
import { isUnknown, text, type Properties } from "../values";

/** Restores at once: in an elastic pool, and of single databases in a subscription ("Recover a database using backups"). */
const LANES = { pool: 4, single: 30 };
/** Seconds of a restore: to begin with, and for each GiB of data (assumed; Azure guarantees none). */
const RESTORE = { base: 12 * 60, perGiB: 27 };
/** The same of seeding a geo-secondary: "up to 500 GB an hour". */
const SEEDING = { base: 5 * 60, perGiB: 7.2 };
/** How far a duration lies from the usual one at the most. */
const SPREAD = 0.05;

/** What each mode is made from. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
    PointInTimeRestore: ["sourceDatabaseId"],
    Restore: ["sourceDatabaseId", "restorableDroppedDatabaseId"],
    Recovery: ["recoverableDatabaseId"],
    RestoreLongTermRetentionBackup: ["longTermRetentionBackupResourceId"],
};
const SECONDARY = ["Secondary", "OnlineSecondary"];

const modeOf = (inputs: Properties): string => text(inputs, "createMode") ?? "Default";
export const isSecondary = (inputs: Properties): boolean => SECONDARY.includes(modeOf(inputs));
export const isRestore = (inputs: Properties): boolean => modeOf(inputs) in SOURCES;

export function checkOrigin(inputs: Properties): Problem[] {
    const mode = modeOf(inputs);
    const sources = isSecondary(inputs) ? ["sourceDatabaseId"] : SOURCES[mode];
    const problems: Problem[] = [];
    if (sources !== undefined && sources.every((name) => inputs[name] === undefined))
        problems.push({
            property: sources[0] ?? "",
            reason: isSecondary(inputs)
                ? `createMode ${mode} needs the id of the database to follow`
                : `createMode ${mode} needs the id of what is restored`,
        });
    const point = text(inputs, "restorePointInTime");
    if (mode === "PointInTimeRestore" && inputs["restorePointInTime"] === undefined)
        problems.push({ property: "restorePointInTime", reason: `createMode ${mode} needs a point in time` });
    if (point !== undefined && !isUnknown(point) && secondsOf(point) === undefined)
        problems.push({
            property: "restorePointInTime",
            reason: `'${point}' is not a time such as 2026-01-19T03:10:00Z`,
        });
    return problems;
}

interface Found {
    history: DatabaseHistory;
    path: RestorePath;
    moment: number;
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
const refuse = (code: string, message: string): never => {
    throw new CloudError(code, message);
};

/** The way back of a kind that a history offers at a moment. */
function pathOf(history: DatabaseHistory, kind: RestorePath["path"], at: number, cloud: CloudView): RestorePath[] {
    return backupsOf(history, at, cloud.around).paths.filter(({ path }) => path === kind);
}

function pointInTime({ inputs, cloud }: Facts, at: number): Found {
    const source = text(inputs, "sourceDatabaseId") ?? "";
    const history = cloud.histories.database(source);
    if (history === undefined || history.deletedAt !== undefined)
        return refuse("SourceDatabaseNotFound", `The source database '${source}' does not exist.`);
    if ((valueAt(history.following, at) ?? null) !== null)
        refuse(
            "RestoreNotSupportedForGeoDrSecondary",
            `Point in time restore is not supported for '${history.name}', a geo-secondary: restore its primary.`,
        );
    const moment = secondsOf(text(inputs, "restorePointInTime") ?? "") ?? 0;
    const [path] = pathOf(history, "pointInTime", at, cloud);
    return { history, moment, path: within(path, moment, history) };
}

function within(path: RestorePath | undefined, moment: number, { name }: DatabaseHistory): RestorePath {
    if (path === undefined)
        return refuse("InvalidPointInTime", `Database '${name}' has no backup that it could be restored from.`);
    // Azure names moments in whole seconds; what was kept of the newest one is not lost to that.
    if (moment < path.oldest || Math.floor(moment) > path.newest)
        refuse(
            "InvalidPointInTime",
            `The point in time '${virtualDate(moment).toISOString()}' is not between '${virtualDate(path.oldest).toISOString()}', ` +
                `the oldest restorable moment of '${name}', and '${virtualDate(path.newest).toISOString()}', the newest.`,
        );
    return path;
}

function deleted({ inputs, cloud }: Facts, at: number): Found {
    const dropped = text(inputs, "restorableDroppedDatabaseId");
    const source =
        text(inputs, "sourceDatabaseId") ??
        dropped?.replace(/\/restorableDroppedDatabases\/([^/]*),[^,]*$/i, "/databases/$1");
    const date = secondsOf(text(inputs, "sourceDatabaseDeletionDate") ?? "");
    const lives = cloud.histories
        .livesOf(source ?? "")
        .filter(({ deletedAt }) => deletedAt !== undefined && (date === undefined || Math.abs(deletedAt - date) < 1))
        .flatMap((history) => pathOf(history, "deleted", at, cloud).map((path) => ({ history, path })))
        .filter(({ path }) => dropped === undefined || same(path.source, dropped));
    const [found, another] = lives;
    if (found === undefined)
        return refuse(
            "RestorableDroppedDatabaseNotFound",
            `There is no deleted database '${dropped ?? source ?? ""}' to restore.`,
        );
    if (another !== undefined)
        refuse(
            "MultipleDroppedDatabasesWithTheSameName",
            `Multiple dropped databases with the name '${found.history.name}' were found; say sourceDatabaseDeletionDate.`,
        );
    const moment = secondsOf(text(inputs, "restorePointInTime") ?? "") ?? found.path.newest;
    return { ...found, moment, path: within(found.path, moment, found.history) };
}

function recovered({ inputs, cloud }: Facts, at: number): Found {
    const id = text(inputs, "recoverableDatabaseId") ?? "";
    const history = cloud.histories.database(id.replace(/\/recoverableDatabases\//i, "/databases/"));
    if (history === undefined || !/\/recoverableDatabases\//i.test(id))
        return refuse("RecoverableDatabaseNotFound", `The recoverable database '${id}' does not exist.`);
    const redundancy = valueAt(history.redundancy, at) ?? history.redundancy[0]?.value ?? "Geo";
    if (!isGeo(redundancy))
        refuse(
            "GeoRestoreBackupStorageTypeNotSupported",
            `Geo-restore of '${history.name}' is not possible: its backup storage redundancy is '${redundancy}', not geo-redundant.`,
        );
    const [path] = pathOf(history, "geo", at, cloud);
    if (path === undefined)
        return refuse(
            "RecoverableDatabaseNotFound",
            `No backup of '${history.name}' has reached the paired region yet.`,
        );
    return { history, path, moment: path.newest };
}

function longTerm({ inputs, cloud }: Facts, at: number): Found {
    const id = text(inputs, "longTermRetentionBackupResourceId") ?? "";
    const [, server = "", name = "", backup = ""] =
        /\/longTermRetentionServers\/([^/]+)\/longTermRetentionDatabases\/([^/]+)\/longTermRetentionBackups\/([^/]+)$/i.exec(
            id,
        ) ?? [];
    for (const history of cloud.histories.allDatabases()) {
        if (!same(history.name, name) || !same(lastPart(history.serverId), server)) continue;
        const path = pathOf(history, "weekly", at, cloud).find(({ source }) => same(lastPart(source), backup));
        if (path !== undefined) return { history, path, moment: path.newest };
    }
    return refuse("LongTermRetentionBackupNotFound", `The long-term retention backup '${id}' does not exist.`);
}

const FIND: Readonly<Record<string, (facts: Facts, at: number) => Found>> = {
    PointInTimeRestore: pointInTime,
    Restore: deleted,
    Recovery: recovered,
    RestoreLongTermRetentionBackup: longTerm,
};

/** What a database that is made from a backup is made from; undefined for any other. @throws CloudError */
function restored(facts: Facts, at: number): Found | undefined {
    const { id, inputs } = facts;
    const found = FIND[modeOf(inputs)]?.(facts, at);
    if (found === undefined) return undefined;
    const { path, history } = found;
    if (path.target !== "anywhere" && !same(path.target, parentOf(id) ?? ""))
        refuse(
            "RestoreToDifferentServerNotSupported",
            `'${history.name}' can be restored from this backup on its own server '${lastPart(history.serverId)}' only.`,
        );
    if (!path.reachable)
        refuse(
            "ServiceUnavailable",
            `The backups of '${history.name}' cannot be read: where they lie is not available.`,
        );
    if (inputs["elasticPoolId"] !== undefined && inputs["sku"] !== undefined)
        refuse(
            "CannotSpecifyEditionOrSloWhenRestoringToPool",
            "Cannot specify edition or service objective when restoring a database to an elastic pool.",
        );
    return found;
}

/** How long it takes, where it waits and what is in it. @throws CloudError where Azure would refuse */
export function databaseWork(facts: Facts, at: number): Work | undefined {
    const { inputs, cloud, id } = facts;
    const { around } = cloud;
    if (areSourcesAssumed(around)) return undefined;
    const spread = (kind: string): number => 1 + SPREAD * (2 * fraction(around.seed, kind, id.toLowerCase()) - 1);
    if (isSecondary(inputs)) {
        const primary = cloud.histories.database(text(inputs, "sourceDatabaseId") ?? "");
        if (primary === undefined || primary.deletedAt !== undefined)
            return refuse("SourceDatabaseNotFound", "The database that a geo-secondary is to follow does not exist.");
        const seconds = SEEDING.base + SEEDING.perGiB * usedGiBOf(primary, at, around);
        return { seconds: Math.round(seconds * spread("seeding")), follows: primary.id };
    }
    const found = restored(facts, at);
    if (found === undefined) return undefined;
    const slow = slownessOf(around);
    const origin = originOf(found.history, found.moment, around, cloud.histories.allDatabases());
    const used = usedGiBOf(found.history, origin.point, around);
    const pool = text(inputs, "elasticPoolId")?.toLowerCase();
    return {
        seconds: Math.round((RESTORE.base + RESTORE.perGiB * used) * spread("restore") * slow),
        queue: {
            of: pool ?? `single databases|${cloud.subscriptionId}`,
            lanes: pool === undefined ? LANES.single : LANES.pool,
            order: text(inputs, "tags.oxygis:restore-order") ?? "",
        },
        origin,
        inherits: inherited(found.history, cloud),
    };
}

/** What a restored database has of its source where it is not told otherwise. */
function inherited({ databaseId, redundancy }: DatabaseHistory, cloud: CloudView): Properties {
    const { collation, catalogCollation } = cloud.find(databaseId)?.outputs ?? {};
    return {
        requestedBackupStorageRedundancy: redundancy.at(-1)?.value ?? "Geo",
        ...(collation === undefined ? {} : { collation }),
        ...(catalogCollation === undefined ? {} : { catalogCollation }),
    };
}
