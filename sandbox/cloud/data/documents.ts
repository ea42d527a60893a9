/**
 * What a container holds at a moment: what customers put there, and what the program's own copy jobs brought. Azure's replication of
 * accounts by itself, versions and soft delete are not modelled, nor restores from a vault.
 */
import type { Content } from "../../control";
import { timesBack } from "./cron";
import type { ContainerHistory, CopyJobHistory, CopySettings, Surroundings } from "./history";
import { isLost, lostSpans } from "./places";
import { meeting, MINUTE, NEVER, stretches, type Span } from "./spans";
import { contentOfRuns, united, unreadable, writtenTo, type Run } from "./writing";

/** How long a job takes to bring everything up to date (assumed; it copies what is new only). */
export const COPY_SECONDS = 15 * MINUTE;

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

/** Every document in it at a moment. */
function documentsAt(container: ContainerHistory, at: number, around: Surroundings): Run[] {
    const { id, region, uses } = container;
    const place = { id, region, uses, open: [lifeOf(container)], lost: lostSpans(around, region) };
    const own = writtenTo(place, "documents", at, around);
    const copied = copyOf(container, at, around);
    if (copied === undefined) return own;
    const brought = documentsAt(copied.source, copied.begun, around);
    // A mirror deletes what its source does not hold; otherwise what is brought lies beside what is there.
    return copied.mode === "mirror" ? brought : united(brought, own);
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
    { sources }: CopySettings,
    name: string,
    at: number,
    around: Surroundings,
): ContainerHistory | undefined {
    const found = sources
        .flatMap((host) => around.containers(host))
        .filter((container) => container.name === name && livesAt(container, at));
    return found.length === 1 ? found[0] : undefined;
}

/** What somebody reads in it at a moment. */
export function documentsOf(container: ContainerHistory, at: number, around: Surroundings): Content {
    if (!livesAt(container, at) || isLost(around, container.region, at)) return unreadable;
    return contentOfRuns(documentsAt(container, at, around), "documents");
}
