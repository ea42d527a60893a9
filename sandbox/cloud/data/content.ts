/** What a database holds at a moment: what it was made from, and what has been written into it since. */
import type { Content } from "../../control";
import type { DatabaseHistory, Surroundings } from "./history";
import { isLost, lostSpans, zoneOf } from "./places";
import { fraction } from "./spread";
import { NEVER, stretches, type Span } from "./spans";
import { contentOfRuns, rowsIn, unreadable, writtenTo, type Run } from "./writing";

/** GiB by which a database grows with each row. */
const GIB_PER_ROW = 40 / 1024 ** 2;
/** GiB that a database without a row takes. */
const EMPTY_GIB = 0.05;
/** The most of its size that data takes, and the least that the data of a customer does. */
const [MOST_SHARE, LEAST_SHARE] = [0.95, 0.04];

export const homeZone = (history: DatabaseHistory): string | undefined =>
    history.zoneRedundant ? undefined : zoneOf(history.id);

/** When the database is the one that is written to, and not a geo-secondary. */
export function primarySpans({ createdAt, deletedAt, following }: DatabaseHistory): Span[] {
    const life = { from: createdAt, to: deletedAt ?? NEVER };
    return stretches(following, null, life).filter(({ value }) => value === null);
}

/** Every row in it at a true moment, as far as the database existed then. */
function rowsAt(history: DatabaseHistory, at: number, around: Surroundings): Run[] {
    const { id, region, uses, createdAt, following, origin } = history;
    const rowsOf = (other: string, point: number): Run[] => {
        const found = around.database(other);
        return found === undefined ? [] : rowsAt(found, point, around);
    };
    // A change of roles acts after its moment, so that both databases can be asked what they held until then.
    const role = following.findLastIndex((change) => change.at < at || change.at <= createdAt);
    const { value: primary = null, at: since = createdAt } = following[role] ?? {};
    // A geo-secondary holds what its primary does; the few seconds it lags behind are not modelled.
    if (primary !== null) return rowsOf(primary, at);

    const open = primarySpans(history).filter((span) => role <= 0 || span.from >= since);
    const own = { id, region, uses, open, lost: lostSpans(around, region, homeZone(history)) };
    const base =
        role > 0 ? rowsAt(history, since, around) : origin === undefined ? [] : rowsOf(origin.history, origin.point);
    return [...base, ...writtenTo(own, "rows", at, around)];
}

/** What somebody reads in it at a moment. */
export function contentOf(history: DatabaseHistory, at: number, around: Surroundings): Content {
    const exists = history.createdAt <= at && at < (history.deletedAt ?? NEVER);
    if (!exists || isLost(around, history.region, at, homeZone(history))) return unreadable;
    return contentOfRuns(rowsAt(history, at, around), "rows");
}

/**
 * Data in it, GiB. Most customers use little of what their size class allows and some nearly all; every row adds a little. What counts
 * is who wrote the last row.
 */
export function usedGiBOf(history: DatabaseHistory, at: number, around: Surroundings): number {
    const runs = rowsAt(history, at, around);
    const customer = runs.at(-1)?.customer;
    if (customer === undefined) return EMPTY_GIB;
    const mostGiB = history.maxSizeBytes / 1024 ** 3;
    const share = LEAST_SHARE + (MOST_SHARE - LEAST_SHARE) * fraction("size", customer) ** 2;
    const used = Math.min(mostGiB * share + rowsIn(runs) * GIB_PER_ROW, mostGiB * MOST_SHARE);
    return Math.round(used * 1000) / 1000;
}
