/**
 * The virtual clock. An operation begins when the run began or, if later, when everything it refers to was complete, and ends after
 * its duration. So its times depend on the program alone, not on the order in which requests happen to arrive.
 */

/** The virtual clock starts here; nothing in the sandbox reads the wall clock. */
const EPOCH = Date.UTC(2026, 0, 5);

export const virtualDate = (seconds: number): Date => new Date(EPOCH + seconds * 1000);

/** Virtual seconds of an ISO 8601 time; undefined for anything else. */
export function secondsOf(time: string): number | undefined {
    const parsed = /^\d{4}-\d\d-\d\dT/.test(time) ? Date.parse(time) : Number.NaN;
    return Number.isNaN(parsed) ? undefined : (parsed - EPOCH) / 1000;
}

export class Timeline {
    private runBegin = 0;
    private readonly configured = new Set<string>();
    /** When a resource became free of those that referred to it: its delete waits for theirs. */
    private readonly freeAt = new Map<string, number>();

    private latest = 0;

    /** Virtual now: the completion of the latest operation. */
    get now(): number {
        return this.latest;
    }

    /** When what comes now can begin at the earliest. */
    get present(): number {
        return this.runBegin;
    }

    /** Time goes by until `to` (virtual seconds), by itself or in an earlier run; what comes later begins after it. */
    pass(to: number): void {
        this.latest = Math.max(this.latest, to);
        this.runBegin = this.latest;
    }

    /**
     * A provider was configured. One run configures each provider once, in any order, so the first repetition is the beginning of
     * the next run.
     * @param stack project and stack of the provider
     */
    configure(provider: string, stack: string): void {
        const next =
            this.configured.has(provider) || [...this.configured].some((other) => !other.startsWith(`${stack}|`));
        if (next) {
            this.configured.clear();
            this.freeAt.clear();
            this.runBegin = this.latest;
        }
        this.configured.add(provider);
    }

    /** When something can begin that comes after all these. */
    beginAfter(after: Iterable<number>): number {
        return Math.max(this.runBegin, ...after);
    }

    /** Something was complete at `end`. */
    complete(end: number): void {
        this.latest = Math.max(this.latest, end);
    }

    /** When `id` could be deleted, or made again, as far as others are concerned. */
    freedAt(id: string): number {
        return this.freeAt.get(id.toLowerCase()) ?? 0;
    }

    /** `id` is not referred to any more by something whose operation ended at `end`. */
    free(id: string, end: number): void {
        this.freeAt.set(id.toLowerCase(), Math.max(end, this.freedAt(id)));
    }
}
