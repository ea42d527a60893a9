/**
 * Long-term copies: made of each weekly full backup while a policy wants them, each kept for as long as the policy said then, whatever
 * becomes of the policy, the database and its server. Monthly and yearly ones are not modelled.
 */
import { guidOf } from "../arm";
import { virtualDate } from "../timeline";
import type { DatabaseHistory, Redundancy, Surroundings } from "./history";
import { isGeo, isLost, lostSpans, storageZone } from "./places";
import { arrivalOf, obstaclesOf } from "./replication";
import { chainsOf, fullsOf } from "./schedule";
import { between } from "./spread";
import { HOUR, MINUTE, valueAt } from "./spans";
import { pairOf } from "../regions";

const EPOCH = virtualDate(0).getTime();

export interface LongTermCopy {
    guid: string;
    /** True time up to which rows are in it. */
    point: number;
    finished: number;
    /** When Azure deletes it. */
    until: number;
    redundancy: Redundancy;
    /** When the pair has it, too; unset where it is never copied there. */
    arrives?: number;
}

/** `at` and an ISO 8601 duration of one unit later; months and years are the calendar's. Undefined for none at all. */
export function later(at: number, duration: string): number | undefined {
    const [, text = "0", unit = "D"] = /^PT?(\d+)([DWMYS])$/.exec(duration) ?? [];
    const count = Number(text);
    if (count === 0) return undefined;
    const date = virtualDate(at);
    if (unit === "Y") date.setUTCFullYear(date.getUTCFullYear() + count);
    else if (unit === "M") date.setUTCMonth(date.getUTCMonth() + count);
    else date.setUTCDate(date.getUTCDate() + count * (unit === "W" ? 7 : 1));
    return (date.getTime() - EPOCH) / 1000;
}

/** Those that exist at a moment, oldest first. */
export function longTermCopies(history: DatabaseHistory, around: Surroundings, at: number): LongTermCopy[] {
    const { id, region, redundancy, weekly } = history;
    const obstacles = obstaclesOf(history, around);
    return chainsOf(history, around).flatMap((chain) =>
        fullsOf(chain, at).flatMap((full): LongTermCopy[] => {
            const until = full.weekly ? later(full.point, valueAt(weekly, full.point) ?? "PT0S") : undefined;
            if (until === undefined || until <= at) return [];
            const key = `${chain.id}/long-term/${String(full.point)}`;
            const stored = valueAt(redundancy, full.point) ?? redundancy[0]?.value ?? "Geo";
            const losses = lostSpans(around, region, storageZone(id, stored));
            const copied = full.finished + between(30 * MINUTE, 6 * HOUR, key);
            const loss = losses.find((span) => full.finished < span.to && span.from < copied);
            const finished = loss === undefined ? copied : loss.to + HOUR;
            if (finished > at) return [];
            const copy = { guid: guidOf(around.seed, key), point: full.point, finished, until, redundancy: stored };
            return [isGeo(stored) ? { ...copy, arrives: arrivalOf(finished, key, obstacles) } : copy];
        }),
    );
}

/** Whether a copy can be read at a moment: at home, or where it has arrived. */
export function isReachable(
    { redundancy, arrives }: LongTermCopy,
    { id, region }: DatabaseHistory,
    around: Surroundings,
    at: number,
): boolean {
    const pair = pairOf(region);
    const elsewhere = arrives !== undefined && arrives <= at && pair !== undefined && !isLost(around, pair, at);
    return elsewhere || !isLost(around, region, at, storageZone(id, redundancy));
}
