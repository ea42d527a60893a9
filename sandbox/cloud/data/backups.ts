/** What there is of a database to restore from, as somebody who asks Azure at a moment learns it. */
import type { BackupPath, DatabaseBackups, RestorePath } from "../../control";
import { lastPart } from "../arm";
import { pairOf } from "../regions";
import { virtualDate } from "../timeline";
import { usedGiBOf } from "./content";
import type { DatabaseHistory, Origin, Surroundings } from "./history";
import { isReachable, longTermCopies, type LongTermCopy } from "./longTerm";
import { nativePaths } from "./native";
import { isLost, stampOf, storageZone, trueTimeOf } from "./places";
import { newestReplicated } from "./replication";
import { chainsOf, fullsOf, isPaused, keptSince, newestDifferential, newestLog, type Chain } from "./schedule";
import { NEVER, valueAt } from "./spans";

/** Windows' file time, in which Azure names moments: steps of 100 ns since 1601. */
const fileTime = (seconds: number): string =>
    ((BigInt(virtualDate(Math.floor(seconds)).getTime()) + 11_644_473_600_000n) * 10_000n).toString();

/** Every backup of a database that Azure lists at `at`, and the ways back from them. Times are what the region's clock said. */
export function backupsOf(history: DatabaseHistory, at: number, around: Surroundings): DatabaseBackups {
    const { databaseId, serverId, name, region, tags, createdAt, deletedAt } = history;
    const gone = deletedAt !== undefined && deletedAt <= at;
    const end = gone ? deletedAt : at;
    const redundancy = redundancyAt(history, end);
    const stamp = (time: number) => stampOf(around, region, time);
    const kept = (history.serverDeletedAt ?? NEVER) > at;
    const chain = chainsOf(history, around).findLast(({ span }) => span.from <= end);
    const current = chain !== undefined && kept && end <= chain.span.to ? chain : undefined;
    const newestFirst = longTermCopies(history, around, at).reverse();
    const automatic =
        current === undefined || history.native !== undefined
            ? undefined
            : automaticBackups(current, history, around, { at, end, gone });

    return {
        databaseId,
        serverId,
        name,
        region,
        tags,
        createdAt,
        ...(gone ? { deletedAt } : {}),
        usedGiB: usedGiBOf(history, end, around),
        redundancy,
        paths: [
            ...(automatic?.paths ?? []).map((path) => ({
                ...path,
                newest: stamp(path.newest),
                oldest: stamp(path.oldest),
            })),
            ...newestFirst.map((copy) => weeklyPath(copy, history, around, at)),
            ...nativePaths(history, at, around),
        ],
        newest: Object.fromEntries(
            Object.entries({ ...automatic?.newest, longTerm: newestFirst[0]?.point }).flatMap(([kind, time]) =>
                time === undefined ? [] : [[kind, stamp(time)]],
            ),
        ),
    };
}

const redundancyAt = ({ redundancy }: DatabaseHistory, at: number) =>
    valueAt(redundancy, at) ?? redundancy[0]?.value ?? "Geo";

interface Asked {
    at: number;
    /** The same, or when the database was deleted. */
    end: number;
    gone: boolean;
}

/** What Azure takes by itself and keeps with the server; times are true ones. */
function automaticBackups(chain: Chain, history: DatabaseHistory, around: Surroundings, { at, end, gone }: Asked) {
    const { databaseId, serverId, name, region, shortTerm } = history;
    const fulls = fullsOf(chain, end);
    const first = fulls[0];
    if (first === undefined) return { paths: [], newest: {} };
    const log = newestLog(chain, first, end);
    // Shortening of the retention counts from then on, also for what is older than the chain.
    const oldest = Math.max(first.point, keptSince(shortTerm, Math.min(first.point, at), at));
    const path = (
        kind: BackupPath,
        source: string,
        newest: number | undefined,
        where: Pick<RestorePath, "target" | "reachable">,
    ) => (newest === undefined || newest < oldest ? [] : [{ path: kind, source, newest, oldest, ...where }]);
    const here = {
        target: serverId,
        reachable: !isLost(around, region, at, storageZone(history.id, redundancyAt(history, end))),
    };
    const replicated = gone ? undefined : newestReplicated(chain, history, around, end);
    const pair = pairOf(region);
    const there = { target: "anywhere", reachable: pair !== undefined && !isLost(around, pair, at) };
    return {
        paths: gone
            ? // What the log held was backed up at the deletion, if it could be.
              path("deleted", droppedId(history), isPaused(chain, end) ? log?.point : end, here)
            : [
                  ...path("pointInTime", databaseId, log?.point, here),
                  ...path("geo", `${serverId}/recoverableDatabases/${name}`, replicated, there).map((geo) => ({
                      ...geo,
                      // A geo-restore brings back the newest state only.
                      oldest: geo.newest,
                  })),
              ],
        newest: {
            full: fulls.at(-1)?.finished,
            differential: newestDifferential(chain, first, shortTerm, end)?.finished,
            log: log?.finished,
            replicated,
        },
    };
}

const droppedId = ({ serverId, name, deletedAt = 0 }: DatabaseHistory): string =>
    `${serverId}/restorableDroppedDatabases/${name},${fileTime(deletedAt)}`;

/** Id of a long-term copy; it lies in the region, not on the server. */
function longTermId(
    { guid, point }: LongTermCopy,
    { serverId, name, region }: DatabaseHistory,
    around: Surroundings,
): string {
    const group = /\/resourceGroups\/([^/]+)\//i.exec(serverId)?.[1] ?? "";
    const managed = /\/managedInstances\//i.test(serverId) ? "ManagedInstance" : "";
    return (
        `/subscriptions/${around.subscriptionId}/resourceGroups/${group}/providers/Microsoft.Sql/locations/${region}` +
        `/longTermRetention${managed || "Server"}s/${lastPart(serverId)}/longTermRetentionDatabases/${name}` +
        `/longTermRetention${managed}Backups/${guid};${fileTime(stampOf(around, region, point))}`
    );
}

function weeklyPath(copy: LongTermCopy, history: DatabaseHistory, around: Surroundings, at: number): RestorePath {
    const moment = stampOf(around, history.region, copy.point);
    return {
        path: "weekly",
        source: longTermId(copy, history, around),
        newest: moment,
        oldest: moment,
        target: "anywhere",
        reachable: isReachable(copy, history, around, at),
    };
}

/**
 * What a restore by this path brings back, and from which database: its own, unless a fault says that another one's backup is served.
 * @param moment asked for, by the region's clock, from the path's oldest to its newest
 */
export function originOf(
    history: DatabaseHistory,
    moment: number,
    around: Surroundings,
    others: readonly DatabaseHistory[],
): Origin {
    const served = servedInstead(history, around, others) ?? history;
    return { history: served.id, point: trueTimeOf(around, history.region, moment) };
}

/** Whose backup is served instead of a database's own, where a fault says so. */
export function servedInstead(
    { databaseId }: DatabaseHistory,
    { faults }: Surroundings,
    others: readonly DatabaseHistory[],
): DatabaseHistory | undefined {
    const holds = (id: string, part: string) => id.toLowerCase().includes(part.toLowerCase());
    return faults.flatMap(({ fault }) =>
        fault.kind === "wrongBackup" && holds(databaseId, fault.match)
            ? others.filter((other) => holds(other.databaseId, fault.instead)).slice(0, 1)
            : [],
    )[0];
}
