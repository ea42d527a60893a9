/**
 * The way of backups into the paired region. Azure guarantees no lag; here it lies between 5 and 90 minutes, most often in the lower third
 * (assumed). Backups arrive in order, because a log backup is worth nothing without those before it.
 */
import { homeZone } from "./content";
import type { DatabaseHistory, Surroundings } from "./history";
import { faultSpans, isGeo, lostSpans } from "./places";
import { fullsOf, logsFrom, newestLog, type Backup, type Chain } from "./schedule";
import { between, fraction } from "./spread";
import { merged, MINUTE, stretches, type Span } from "./spans";
import { pairOf } from "../regions";

const [LEAST_LAG, MOST_LAG] = [5 * MINUTE, 90 * MINUTE];
/** More log backups than are taken in the longest lag. */
const IN_LONGEST_LAG = 11;

const lagOf = (...parts: (string | number)[]): number =>
    LEAST_LAG + Math.floor((MOST_LAG - LEAST_LAG) * fraction("lag", ...parts) ** 3);

/** What holds replication of a database's backups up. */
interface Obstacles {
    /** Set as a fault: what is finished meanwhile waits for the end. */
    stops: Span[];
    /** One of the two regions is lost: what is under way waits for the end. */
    losses: Span[];
}

export function obstaclesOf(history: DatabaseHistory, around: Surroundings): Obstacles {
    const pair = pairOf(history.region);
    return {
        stops: faultSpans(around, "replicationStops", history.databaseId),
        losses: merged([
            ...lostSpans(around, history.region, homeZone(history)),
            ...(pair === undefined ? [] : lostSpans(around, pair)),
        ]),
    };
}

/** When something has arrived that could leave at `finished`. @param key of what arrives, for its own lag */
export function arrivalOf(finished: number, key: string, { stops, losses }: Obstacles): number {
    let arrival = finished + lagOf(key);
    for (const stop of stops)
        if (stop.from <= finished && finished < stop.to) arrival = Math.max(arrival, stop.to + afterwards(stop));
    for (const loss of losses)
        if (finished < loss.to && loss.from < arrival) arrival = Math.max(arrival, loss.to + afterwards(loss));
    return arrival;
}

/** All that waited arrives together, a while after the end of what held it up. */
const afterwards = ({ to }: Span): number => between(LEAST_LAG, 30 * MINUTE, "afterwards", to);

/** The newest moment that a geo-restore brings back of this chain; undefined where nothing whole has arrived. */
export function newestReplicated(
    chain: Chain,
    history: DatabaseHistory,
    around: Surroundings,
    at: number,
): number | undefined {
    const obstacles = obstaclesOf(history, around);
    const fulls = fullsOf(chain, at);
    const life = { from: chain.span.from, to: Math.min(chain.span.to, at) };
    const periods = stretches(history.redundancy, history.redundancy[0]?.value ?? "Geo", life)
        .filter(({ value }) => isGeo(value))
        // What was taken before the storage became geo-redundant stays where it is, and without a full backup nothing can be restored.
        .flatMap(({ from, to }) =>
            fulls
                .filter(({ point }) => from <= point && point < to)
                .slice(0, 1)
                .map((full) => ({ full, to })),
        );
    const newest = periods.map(({ full, to }) => newestOf(chain, { first: fulls[0] ?? full, full, to }, obstacles, at));
    return newest.findLast((point) => point !== undefined);
}

function newestOf(
    chain: Chain,
    { first, full, to }: { first: Backup; full: Backup; to: number },
    obstacles: Obstacles,
    at: number,
): number | undefined {
    if (arrivalOf(full.finished, `${chain.id}/full/${String(full.point)}`, obstacles) > at) return undefined;
    const arrives = (log: Backup & { number: number }) =>
        arrivalOf(log.finished, `${chain.id}/log/${String(log.number)}`, obstacles);
    const end = Math.min(at, to);
    // Only what is finished in these can be on its way still; the first that has not arrived hides all after it.
    const doubtful = [
        end - MOST_LAG,
        ...obstacles.stops.filter((stop) => stop.to + MOST_LAG > at).map(({ from }) => from),
        ...obstacles.losses.filter((loss) => loss.to + MOST_LAG > at).map(({ from }) => from - MOST_LAG),
    ].sort((one, other) => one - other);
    const late = doubtful
        .flatMap((from) => logsFrom(chain, first, { from: Math.max(from, full.finished), to: end }, IN_LONGEST_LAG))
        .find((log) => arrives(log) > at);
    const log = newestLog(chain, first, late === undefined ? end : late.finished - 1);
    return log === undefined || log.point < full.point ? full.point : log.point;
}
