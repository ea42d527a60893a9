/**
 * What a container holds at a moment: what customers put there, and what the program's own copy jobs, S3's replication and the pull from
 * AWS brought. Azure's replication of accounts by itself, versions and soft delete are not modelled, nor restores from a vault.
 */
import type { Content } from "../../control";
import { timesBack } from "./cron";
import {
    folderIn,
    type CarrierHistory,
    type ContainerHistory,
    type CopyJobHistory,
    type CopySettings,
    type Surroundings,
} from "./history";
import { faultSpans, isLost, lostSpans } from "./places";
import { meeting, merged, MINUTE, NEVER, stretches, type Span } from "./spans";
import { contentOfRuns, united, unreadable, writtenTo, type Run } from "./writing";

/** How long a job takes to bring everything up to date (assumed; it copies what is new only). */
export const COPY_SECONDS = 15 * MINUTE;
/** S3 Replication Time Control: 99.9 % of what is written is there after so long; here all of it takes that long. */
const REPLICATION_SECONDS = 15 * MINUTE;

const lifeOf = ({ createdAt, deletedAt }: { createdAt: number; deletedAt?: number }): Span => ({
    from: createdAt,
    to: deletedAt ?? NEVER,
});

const livesAt = (one: { createdAt: number; deletedAt?: number }, at: number): boolean =>
    one.createdAt <= at && at < (one.deletedAt ?? NEVER);

/** A run of a copy job that was finished: from when, and what it copied into a container. */
interface CopyRun {
    begun: number;
    source: ContainerHistory;
    mode: CopySettings["mode"];
}

/** What its customer's users put into it, up to a moment. */
function writtenHere(container: ContainerHistory, at: number, around: Surroundings): Run[] {
    const { id, region, uses } = container;
    const place = { id, region, uses, open: [lifeOf(container)], lost: lostSpans(around, region) };
    return writtenTo(place, "documents", at, around);
}

/** Every document in it at a moment. */
function documentsAt(container: ContainerHistory, at: number, around: Surroundings): Run[] {
    const own = writtenHere(container, at, around);
    const copied = copyOf(container, at, around);
    // Buckets replicate both ways: in what order it came is not what tells two of them apart.
    if (copied === undefined)
        return carriedInto(container, at, around)
            .reduce(united, own)
            .sort((one, other) => one.first - other.first);
    const brought = documentsAt(copied.source, copied.begun, around);
    // A mirror deletes what its source does not hold; otherwise what is brought lies beside what is there.
    return copied.mode === "mirror" ? brought : united(brought, own);
}

/** What S3 has replicated into a bucket, and what jobs have pulled from buckets to Azure, of the same customer. */
function carriedInto(container: ContainerHistory, at: number, around: Surroundings): Run[][] {
    const ways = around.carriers().filter(({ kind, to }) => kind !== "backup" && to === container.host);
    return ways.flatMap((way) => {
        const [source] = around.containers(way.from).filter(({ name }) => name === container.name);
        const until = source === undefined ? undefined : carriedUntil(way, source, at, around);
        if (source === undefined || until === undefined) return [];
        // A replica is not replicated once more; what is pulled is all that lies there.
        return [way.kind === "pull" ? documentsAt(source, until, around) : writtenHere(source, until, around)];
    });
}

/** Up to when everything in the source has arrived; undefined where nothing has. */
function carriedUntil(way: CarrierHistory, source: ContainerHistory, at: number, around: Surroundings) {
    const end = Math.min(at, way.deletedAt ?? NEVER);
    const held = merged([
        ...[way.region, source.region, way.toRegion].flatMap((region) => lostSpans(around, region)),
        ...faultSpans(around, "replicationStops", source.containerId),
    ]);
    if (way.kind === "pull") {
        for (const begun of timesBack(way.cronExpression ?? "", way.createdAt, end - COPY_SECONDS))
            if (meeting(held, begun, begun + COPY_SECONDS) === undefined) return begun;
        return undefined;
    }
    // Whatever held it up, what waited has arrived as long after its end as anything else takes.
    const until = held
        .filter(({ from, to }) => from <= end && end < to + REPLICATION_SECONDS)
        .reduce((least, { from }) => Math.min(least, from), end);
    return Math.max(until - REPLICATION_SECONDS, 0);
}

/** The last run that copied into a container. */
function copyOf(container: ContainerHistory, at: number, around: Surroundings): CopyRun | undefined {
    const runs = around.copiesInto(container.host).flatMap((job) => lastRunOf(job, container, at, around) ?? []);
    return runs.sort((one, other) => other.begun - one.begun)[0];
}

function lastRunOf(
    job: CopyJobHistory,
    container: ContainerHistory,
    at: number,
    around: Surroundings,
): CopyRun | undefined {
    const end = Math.min(at, container.deletedAt ?? NEVER);
    const none: CopySettings = { cronExpression: "", sources: [], target: "", systemContainer: "", mode: "mirror" };
    const periods = stretches(job.settings, none, { from: job.createdAt, to: Math.min(end, job.deletedAt ?? NEVER) });
    for (const { from, to, value } of periods.filter(({ value }) => copies(value, container)).reverse())
        for (const begun of timesBack(value.cronExpression, Math.max(from, container.createdAt), to)) {
            const finished = begun + COPY_SECONDS;
            const source = sourceAt(value, container.name, begun, around);
            if (source === undefined || finished > end) continue;
            const regions = [job.region, container.region, source.region];
            if (regions.every((region) => meeting(lostSpans(around, region), begun, finished) === undefined))
                return { begun, source, mode: value.mode };
        }
    return undefined;
}

const copies = ({ target, systemContainer, containers }: CopySettings, { host, name }: ContainerHistory): boolean =>
    target === host && systemContainer !== name && (containers?.includes(name) ?? true);

/** The container of this name, which must be in exactly one of the accounts that a job copies from. */
function sourceAt(
    { sources, folders }: CopySettings,
    name: string,
    at: number,
    around: Surroundings,
): ContainerHistory | undefined {
    const found = sources
        .flatMap((host) => around.containers(host))
        .filter((container) => container.name === (folders ?? name) && livesAt(container, at))
        .map((container) => (folders === undefined ? container : folderIn(container, name)));
    return found.length === 1 ? found[0] : undefined;
}

/** What somebody reads in it at a moment. */
export function documentsOf(container: ContainerHistory, at: number, around: Surroundings): Content {
    if (!livesAt(container, at) || isLost(around, container.region, at)) return unreadable;
    return contentOfRuns(documentsAt(container, at, around), "documents");
}
