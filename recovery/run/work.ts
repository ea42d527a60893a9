import type { EngineEvent, Run } from "../../engine/engine";
import { labelOfDatabase } from "../clouds";
import type { RecoveryPlan } from "../plan/types";
import type { ConfigurationError, RecoveryJob, Stopped } from "./job";
import { readConfiguration } from "./job";
import { Journal, type JournalEvent, readJournal, type Recorded } from "./journal";
import { forgetCancel, isAskedToCancel, takeLock } from "./lock";
import { apply, type RecoveryState, stateOf } from "./state";
import { serveVerifier } from "./verifier";

export class StoppedError extends Error {
    constructor(readonly stopped: Stopped) {
        super(stopped.message);
    }
}

/** Milliseconds between two looks for a wish of another process to cancel. */
const lookEvery = 250;

/** As many operations at once as there are restores: they wait in the cloud, not here. */
const parallel = 1024;

/** The journal, the state it makes, and runs of the engine with a verifier beside them: what every part of a recovery stands on. */
export class Work {
    readonly runs: Run[] = [];
    private readonly journal: Journal;
    private readonly unlock: () => void;
    private readonly stop = new AbortController();
    private readonly watch: NodeJS.Timeout;
    private readonly onAbort = () => this.stop.abort();
    private current: RecoveryState | undefined;

    /** @throws RecoveryRunningError where somebody else works on it */
    constructor(readonly job: RecoveryJob) {
        this.unlock = takeLock(job.directory, job.cell);
        try {
            this.journal = Journal.open(job.directory, job.cell);
            this.current = stateOf(readJournal(job.directory, job.cell));
        } catch (error) {
            this.unlock();
            throw error;
        }
        // What was asked of a recovery that is over is not asked of this one.
        forgetCancel(job.directory, job.cell);
        this.watch = setInterval(() => {
            if (isAskedToCancel(job.directory, job.cell)) this.stop.abort();
        }, lookEvery);
        job.signal?.addEventListener("abort", this.onAbort);
        if (job.signal?.aborted) this.stop.abort();
    }

    close(): void {
        clearInterval(this.watch);
        this.job.signal?.removeEventListener("abort", this.onAbort);
        this.journal.close();
        forgetCancel(this.job.directory, this.job.cell);
        this.unlock();
    }

    get begun(): boolean {
        return this.current !== undefined;
    }

    get state(): RecoveryState {
        if (!this.current) throw new Error("No recovery has been begun.");
        return this.current;
    }

    get cancelAsked(): boolean {
        return this.stop.signal.aborted || isAskedToCancel(this.job.directory, this.job.cell);
    }

    async record(event: JournalEvent, at?: string): Promise<void> {
        const recorded: Recorded = { ...event, at: at ?? (await this.job.site.now()) };
        this.journal.append(recorded);
        if (recorded.event === "planned") this.current = stateOf([recorded]);
        else if (this.current) apply(this.current, recorded);
        this.job.onEvent?.(recorded);
    }

    begin(plan: RecoveryPlan): Promise<void> {
        return this.record({ event: "planned", plan });
    }

    /** @throws StoppedError with every mistake */
    configuration() {
        try {
            return readConfiguration(this.job.root);
        } catch (error) {
            throw new StoppedError({
                why: "configuration",
                message: (error as ConfigurationError).message,
                choices: ["correct the files and run the same command again: it goes on where it stopped"],
            });
        }
    }

    /** Runs the engine on a stack, while somebody answers whether what is restored is right. */
    async up(
        stack: string,
        title: string,
        options: {
            verify?: (slug: string, databaseId: string) => Promise<boolean>;
            onStep?: (event: EngineEvent) => void;
            /** Whether a wish to cancel ends the run. */
            cancellable?: boolean;
            /** Ids of what an earlier run that was killed may have made, by URN. */
            pendingIds?: (urn: string) => string | undefined;
        } = {},
    ): Promise<Run> {
        const { job } = this;
        const request = job.requestFor(stack);
        const { verify, onStep, cancellable, pendingIds } = options;
        const verifier = verify && (await serveVerifier(verify));
        job.onRun?.(title);
        try {
            const run = await job.engine.up({
                ...request,
                parallel,
                continueOnError: true,
                ...(job.onIdle && { onIdle: job.onIdle }),
                ...(pendingIds && { pendingIds }),
                ...(cancellable && { signal: this.stop.signal }),
                environment: { ...request.environment, ...(verifier && { OXYGIS_VERIFIER: verifier.address }) },
                onEvent: (event) => {
                    request.onEvent?.(event);
                    onStep?.(event);
                    job.onStep?.(event);
                },
            });
            this.runs.push(run);
            return run;
        } finally {
            await verifier?.close();
        }
    }

    /** The databases that the engine's state of a stack holds, with their ids in the cloud. */
    async databasesIn(stack: string): Promise<Held[]> {
        const document = await this.job.engine.exportStack(this.job.requestFor(stack));
        const { resources = [] } = (document?.deployment ?? {}) as { resources?: { urn: string; id?: string }[] };
        return resources.flatMap(({ urn, id = "" }) => {
            const label = labelOfDatabase(urn);
            return label === undefined ? [] : [{ label, id }];
        });
    }
}

/** A database in the engine's state. */
export interface Held {
    /** By which the program names it (see `databaseLabel`). */
    label: string;
    id: string;
}

/** What a failed run says, one line each. */
export function errorsOf(run: Run): string {
    const lines = run.diagnostics
        .filter(({ severity }) => severity === "error")
        .map(({ urn, message }) => `${urn === undefined ? "" : `${urn.split("::").at(-1)}: `}${message.trim()}`);
    return lines.slice(0, 20).join("\n") || `the run of ${run.stack} failed`;
}
