/**
 * Backups of single databases that the program's own function takes on AWS, and the ways they go from there: by S3 into another region, by a
 * job of the program to Azure. Each is a file with the customer and the time in its name. How long it all takes is assumed.
 */
import type { RestorePath } from "../../control";
import { virtualDate } from "../timeline";
import { timesBack } from "./cron";
import type { CarrierHistory, DatabaseHistory, NativeBackups, Surroundings } from "./history";
import { faultSpans, isLost, lostSpans } from "./places";
import { arrivalOf } from "./replication";
import { between } from "./spread";
import { HOUR, meeting, merged, MINUTE, NEVER } from "./spans";

/** Within so long one database's backup is written, two at a time of all that an instance holds. */
const [LEAST_SECONDS, MOST_SECONDS] = [5 * MINUTE, HOUR];
/** A run of the pull, as for copies of documents. */
const PULL_SECONDS = 15 * MINUTE;

interface NativeCopy {
    /** In the bucket, and as the name of the blob on Azure. */
    key: string;
    /** True time up to which rows are in it. */
    point: number;
    finished: number;
}

/** Name of the backup that was begun at a time, as images/databases gives it: `<cell>/<customer>/2026-01-05T0900Z/full.bak`. */
const keyOf = ({ cell, customer }: NativeBackups, point: number): string =>
    `${cell}/${customer}/${virtualDate(point)
        .toISOString()
        .replace(/^(.{13}):(\d\d).*$/, "$1$2Z")}/full.bak`;

/** Copies that a schedule made of a database by `at`, newest first. */
function* madeBack(
    history: DatabaseHistory,
    schedule: CarrierHistory,
    at: number,
    around: Surroundings,
): Generator<NativeCopy> {
    const { native, databaseId, region, createdAt, deletedAt = NEVER } = history;
    if (native === undefined || schedule.cronExpression === undefined) return;
    const obstacles = merged([...lostSpans(around, region), ...faultSpans(around, "backupsFail", databaseId)]);
    const to = Math.min(at, deletedAt, schedule.deletedAt ?? NEVER);
    for (const point of timesBack(schedule.cronExpression, Math.max(createdAt, schedule.createdAt), to)) {
        const finished = point + between(LEAST_SECONDS, MOST_SECONDS, history.id, "native", point);
        if (finished <= Math.min(at, deletedAt) && meeting(obstacles, point, finished) === undefined)
            yield { key: keyOf(native, point), point, finished };
    }
}

/** Whether a copy that lies in a bucket since it was finished lies, too, where a carrier brings it. */
function hasBrought(
    carrier: CarrierHistory,
    { key, finished }: NativeCopy,
    history: DatabaseHistory,
    at: number,
    around: Surroundings,
): boolean {
    const regions = [carrier.region, history.region, carrier.toRegion];
    const lost = merged(regions.flatMap((region) => lostSpans(around, region)));
    const stops = faultSpans(around, "replicationStops", history.databaseId);
    const until = Math.min(at, carrier.deletedAt ?? NEVER);
    if (carrier.kind === "replication")
        // S3 replicates what is written from then on, and nothing that lay there before.
        return (
            carrier.createdAt <= finished &&
            arrivalOf(finished, `${carrier.id}/${key}`, { stops, losses: lost }) <= until
        );
    const runs = timesBack(carrier.cronExpression ?? "", Math.max(finished, carrier.createdAt), until - PULL_SECONDS);
    for (const begun of runs) if (meeting([...lost, ...stops], begun, begun + PULL_SECONDS) === undefined) return true;
    return false;
}

const schedulesOf = ({ native }: DatabaseHistory, around: Surroundings): CarrierHistory[] =>
    around.carriers().filter(({ kind, from }) => kind === "backup" && from === native?.functionId);

/** What was brought to `place` of a database by `at`, newest first: a bucket, or an account's container on Azure. */
function* copiesIn(
    place: string,
    history: DatabaseHistory,
    at: number,
    around: Surroundings,
    wanted: (copy: NativeCopy) => boolean = () => true,
): Generator<NativeCopy> {
    for (const schedule of schedulesOf(history, around).sort((one, other) => other.createdAt - one.createdAt)) {
        const ways = around
            .carriers()
            .filter(({ kind, from, to }) => kind !== "backup" && from === schedule.to && to === place);
        for (const copy of madeBack(history, schedule, at, around))
            if (
                wanted(copy) &&
                (schedule.to === place || ways.some((way) => hasBrought(way, copy, history, at, around)))
            )
                yield copy;
    }
}

/** The newest copy in each place that has one. */
export function nativePaths(history: DatabaseHistory, at: number, around: Surroundings): RestorePath[] {
    const homes = [...new Set(schedulesOf(history, around).map(({ to }) => to))];
    const ways = around.carriers().filter(({ kind, from }) => kind !== "backup" && homes.includes(from));
    const places = [
        ...homes.map((to) => ({ to, toRegion: history.region, path: "native" as const })),
        ...ways.map(({ to, toRegion, kind }) => ({
            to,
            toRegion,
            path: kind === "pull" ? ("nativeOnAzure" as const) : ("nativePaired" as const),
        })),
    ];
    return places.flatMap(({ to, toRegion, path }): RestorePath[] => {
        const [copy] = copiesIn(to, history, at, around);
        if (copy === undefined) return [];
        const reachable = !isLost(around, toRegion, at);
        return [
            {
                path,
                source: `${to}/${copy.key}`,
                newest: copy.point,
                oldest: copy.point,
                target: "anywhere",
                reachable,
            },
        ];
    });
}

/** The database and moment of a file in a bucket; undefined where there is no such file yet. */
export function nativeOrigin(
    { bucket, key }: { bucket: string; key: string },
    databases: readonly DatabaseHistory[],
    at: number,
    around: Surroundings,
): { history: string; point: number } | undefined {
    const [cell, customer] = key.split("/");
    const owners = databases.filter(({ native }) => native?.cell === cell && native?.customer === customer);
    // Of two databases of a customer that were there, the catalogue had gone over to the later one.
    for (const owner of owners.sort((one, other) => other.createdAt - one.createdAt))
        for (const { point } of copiesIn(bucket, owner, at, around, (copy) => copy.key === key))
            return { history: owner.id, point };
    return undefined;
}
