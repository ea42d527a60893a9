import type { RestoreTimes } from "../catalogue/restoreTimes";

/** Restores that Azure runs at a time: of one pool, and of single databases in a subscription ("Recovery using backups", January 2026). */
const lanes = { pool: 4, single: 30 };
/** What nobody has measured in Azure counts twice: Azure guarantees no duration. */
const caution = { sandbox: 2, azure: 1 };
/** The most data that Azure has in one pool, for a database of which nobody says how much it may hold. */
const mostGiB = 4096;

/** A database that would have to be restored. */
export interface Restorable {
    /** Its pool; empty for a single database. */
    group: string;
    paid: boolean;
    /** The most it may hold. */
    gibibytes: number;
}

/** Hours from the loss until the last customer of each class is served again, by group. */
export interface Finish {
    group: string;
    databases: number;
    lanes: number;
    paid: number;
    other: number;
}

/**
 * When the databases of each pool are back: the restores of paid plans first, the largest of each pool first, a lane at a time; those of
 * all other plans begin when the last paid customer of all pools is served.
 */
export function finishesOf(databases: readonly Restorable[], times: RestoreTimes): Finish[] {
    const { detectMinutes, decideMinutes, platformHours } = times;
    const begin = (detectMinutes + decideMinutes) / 60 + platformHours * caution[times.where];
    const groups = [...new Set(databases.map(({ group }) => group))];
    const last = (group: string, paid: boolean, from: number) =>
        finish(
            databases.filter((one) => one.group === group && one.paid === paid),
            lanesOf(group),
            from,
            times,
        );
    const paid = new Map(groups.map((group) => [group, last(group, true, begin)]));
    const rest = Math.max(begin, ...paid.values());
    return groups.map((group) => ({
        group,
        databases: databases.filter((one) => one.group === group).length,
        lanes: lanesOf(group),
        paid: paid.get(group) ?? 0,
        other: last(group, false, rest),
    }));
}

const lanesOf = (group: string) => (group === "" ? lanes.single : lanes.pool);

/** Hours until the last of these is served; zero where there is none. */
function finish(databases: readonly Restorable[], count: number, from: number, times: RestoreTimes): number {
    const busy = Array.from({ length: count }, () => from);
    const ends = [...databases]
        .sort((one, other) => other.gibibytes - one.gibibytes)
        .map(({ gibibytes }) => {
            const size = Math.min(gibibytes, mostGiB);
            const { baseMinutes, minutesPerGiB, spread, verificationSeconds, switchMinutes } = times;
            const restore = ((baseMinutes + minutesPerGiB * size) * (1 + spread) * caution[times.where]) / 60;
            const lane = busy.indexOf(Math.min(...busy));
            const restored = (busy[lane] = (busy[lane] ?? 0) + restore);
            return (
                restored + (verificationSeconds.base + verificationSeconds.perGiB * size) / 3600 + switchMinutes / 60
            );
        });
    return Math.max(0, ...ends);
}
