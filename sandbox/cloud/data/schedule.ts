/**
 * When Azure takes backups of a database: a full one soon after it is made and weekly at an hour of Azure's choice, differential ones at the
 * declared interval, the log about every ten minutes. Nothing is taken while the database or its backup storage is lost, or a fault says
 * so. Source: "Automated backups in Azure SQL Database"; durations and the catching up of missed ones are assumed.
 */
import { homeZone, primarySpans } from "./content";
import type { DatabaseHistory, ShortTerm, Surroundings } from "./history";
import { faultSpans, lostSpans, storageZone } from "./places";
import { between } from "./spread";
import { DAY, HOUR, meeting, merged, MINUTE, NEVER, stretches, WEEK, within, type Span } from "./spans";

/** Azure's own, where no policy says otherwise. */
export const AZURE_DEFAULT: ShortTerm = { retentionDays: 7, differentialHours: 12 };

/** What a backup holds is the database as it was at its `point`. */
export interface Backup {
    point: number;
    finished: number;
}

interface FullBackup extends Backup {
    /** One of those that long-term copies are made from. */
    weekly: boolean;
}

/** An unbroken sequence of backups: Azure begins one when a database is made, and when it becomes the primary. */
export interface Chain {
    /** Of this database and no other chain. */
    id: string;
    span: Span;
    /** When no backup can be taken. */
    pauses: Span[];
}

const SECONDS = { full: 5 * MINUTE, differential: 3 * MINUTE, log: 30 } as const;
const LOG_INTERVAL = 10 * MINUTE;

export function chainsOf(history: DatabaseHistory, around: Surroundings): Chain[] {
    const { id, region, databaseId, redundancy } = history;
    const life = { from: history.createdAt, to: history.deletedAt ?? NEVER };
    const storage = stretches(redundancy, redundancy[0]?.value ?? "Geo", life).flatMap(({ value, ...span }) =>
        lostSpans(around, region, storageZone(id, value)).map((lost) => overlap(lost, span)),
    );
    const pauses = merged([
        ...lostSpans(around, region, homeZone(history)),
        ...storage,
        ...faultSpans(around, "backupsFail", databaseId),
    ]);
    return primarySpans(history).map(({ from, to }, index) => ({
        id: `${id}/${String(index)}`,
        span: { from, to },
        pauses,
    }));
}

const overlap = (one: Span, other: Span): Span => ({
    from: Math.max(one.from, other.from),
    to: Math.min(one.to, other.to),
});

const pausedIn = ({ pauses }: Chain, { point, finished }: Backup): Span | undefined => meeting(pauses, point, finished);

/** Full backups that were finished by `at`, oldest first. */
export function fullsOf(chain: Chain, at: number): FullBackup[] {
    const { id, span, pauses } = chain;
    const full = (point: number, weekly: boolean): FullBackup => ({ point, finished: point + SECONDS.full, weekly });
    const slots = [full(span.from + between(5 * MINUTE, 20 * MINUTE, id, "first"), false)];
    const firstWeek = span.from + between(DAY, 6.5 * DAY, id, "day of the week");
    const end = Math.min(at, span.to);
    for (let week = 0; firstWeek + week * WEEK <= end; week++)
        slots.push(full(firstWeek + week * WEEK + between(0, HOUR, id, "week", week), true));
    for (const pause of pauses) {
        const missed = slots.filter((slot) => meeting([pause], slot.point, slot.finished) !== undefined);
        if (missed.length > 0 && pause.to <= end)
            slots.push(
                full(
                    pause.to + between(5 * MINUTE, 20 * MINUTE, id, "missed", pause.to),
                    missed.some(({ weekly }) => weekly),
                ),
            );
    }
    return slots
        .filter((slot) => slot.finished <= end && pausedIn(chain, slot) === undefined)
        .sort((one, other) => one.point - other.point);
}

/** The newest of numbered backups that was finished by `at`; passes over a pause at once, however long it was. */
function newestOf(
    chain: Chain,
    at: number,
    {
        least,
        numberAt,
        backup,
    }: { least: number; numberAt: (time: number) => number; backup: (number: number) => Backup },
): (Backup & { number: number }) | undefined {
    for (let number = numberAt(at); number >= least;) {
        const candidate = backup(number);
        const pause = pausedIn(chain, candidate);
        if (pause === undefined && candidate.finished <= at) return { ...candidate, number };
        number = Math.min(number - 1, pause === undefined ? number : numberAt(pause.from));
    }
    return undefined;
}

/** The newest differential backup that was finished by `at`. @param first the chain's first full backup */
export function newestDifferential(
    chain: Chain,
    first: Backup,
    policy: DatabaseHistory["shortTerm"],
    at: number,
): Backup | undefined {
    const end = Math.min(at, chain.span.to);
    const periods = stretches(policy, AZURE_DEFAULT, { from: first.point, to: end });
    for (const { from, to, value } of periods.reverse()) {
        const interval = value.differentialHours * HOUR;
        const found = newestOf(chain, Math.min(to, end), {
            least: Math.max(1, Math.ceil((from - first.point) / interval)),
            numberAt: (time) => Math.floor((time - first.point) / interval),
            backup: (number) => {
                const point =
                    first.point + number * interval + between(0, 20 * MINUTE, chain.id, "differential", number);
                return { point, finished: point + SECONDS.differential };
            },
        });
        if (found !== undefined) return found;
    }
    return undefined;
}

/** The log backup of a number, counted from the chain's first full backup. */
function logBackup(chain: Chain, first: Backup, number: number): Backup {
    const point = first.finished + number * LOG_INTERVAL + between(0, MINUTE, chain.id, "log", number);
    return { point, finished: point + SECONDS.log };
}

/** The last number that a log backup begun by `time` can have. */
const logNumberAt = (first: Backup, time: number): number => Math.floor((time - first.finished) / LOG_INTERVAL);

/** The newest log backup that was finished by `at`. */
export const newestLog = (chain: Chain, first: Backup, at: number) =>
    newestOf(chain, Math.min(at, chain.span.to), {
        least: 1,
        numberAt: (time) => logNumberAt(first, time),
        backup: (number) => logBackup(chain, first, number),
    });

/** The first `most` log backups that were finished between `from` and `to`, oldest first. */
export function logsFrom(
    chain: Chain,
    first: Backup,
    { from, to }: Span,
    most: number,
): (Backup & { number: number })[] {
    const found: (Backup & { number: number })[] = [];
    const end = Math.min(to, chain.span.to);
    for (let number = Math.max(1, logNumberAt(first, from) - 1); found.length < most;) {
        const backup = logBackup(chain, first, number);
        if (backup.finished > end) break;
        const pause = pausedIn(chain, backup);
        if (pause === undefined && backup.finished >= from) found.push({ ...backup, number });
        number = pause === undefined ? number + 1 : Math.max(number + 1, logNumberAt(first, pause.to));
    }
    return found;
}

/**
 * The moment since which everything is kept: shortening the retention deletes what is older, and lengthening it brings nothing back.
 * @param at true time
 */
export function keptSince(shortTerm: DatabaseHistory["shortTerm"], from: number, at: number): number {
    const periods = stretches(shortTerm, AZURE_DEFAULT, { from, to: at });
    return Math.max(from, ...periods.map(({ to, value }) => to - value.retentionDays * DAY));
}

/** Whether a backup could be taken at this moment. */
export const isPaused = ({ pauses }: Chain, at: number): boolean => pauses.some((pause) => within(pause, at));
