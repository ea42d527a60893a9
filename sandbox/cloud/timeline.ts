/**
 * The virtual clock. An operation begins when the run began or, if later, when everything it refers to was complete, and ends after
 * its duration. So its times depend on the program alone, not on the order in which requests happen to arrive.
 */

/** The virtual clock starts here; nothing in the sandbox reads the wall clock. */
const EPOCH = Date.UTC(2026, 0, 5);

export const virtualDate = (seconds: number): Date => new Date(EPOCH + seconds * 1000);

export class Timeline {
    private runBegin = 0;
    private readonly configured = new Set<string>();
    /** When a resource became free of those that referred to it: its delete waits for theirs. */
    private readonly freeAt = new Map<string, number>();

    private latest = 0;

    /** An operation known from an earlier run was complete at `end` (virtual seconds); what comes now begins after it. */
    recall(end: number): void {
        this.latest = Math.max(this.latest, end);
        this.runBegin = this.latest;
    }

    /** Virtual now: the completion of the latest operation. */
    get now(): number {
        return this.latest;
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

    /** Places an operation: [begin, end] in virtual seconds. */
    schedule(after: Iterable<number>, duration: number): [begin: number, end: number] {
        const begin = Math.max(this.runBegin, ...after);
        const end = begin + duration;
        this.latest = Math.max(this.latest, end);
        return [begin, end];
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
