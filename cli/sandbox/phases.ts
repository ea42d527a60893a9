import type { Engine, PreparedRun, Run, RunRequest } from "../../engine/engine";
import { printError } from "../output";
import type { Progress } from "../progress";
import { describeFailure } from "./report";
import { changesInWords } from "./summary";

export type Verb = "preview" | "up" | "destroy";

/** One run of one stack. */
export interface Phase {
    verb: Verb;
    stack: string;
}

const titles: Record<Verb, string> = { preview: "preview", up: "update", destroy: "destroy" };

/** Runs phases one after another; where the engine can, the next one's program and packs load while one is under way. */
export class Phases {
    private ahead: (Phase & { run: PreparedRun }) | undefined;
    private next: Phase | undefined;
    private finished = 0;

    constructor(
        private readonly engine: Engine,
        private readonly progress: Progress,
        private readonly requestFor: (stack: string) => RunRequest,
    ) {}

    /** @param next what very likely comes after it */
    async run({ verb, stack }: Phase, next: Phase | undefined): Promise<Run> {
        const { engine, progress, ahead } = this;
        progress.phase(`${stack}: ${titles[verb]}`);
        this.finished = 0;
        this.next = next;
        const loaded = ahead?.verb === verb && ahead.stack === stack ? ahead.run : undefined;
        if (loaded) this.ahead = undefined;
        const run = await (loaded ? loaded.run() : engine[verb](this.request(stack)));
        if (run.ok) {
            const words = changesInWords(run.changes, verb === "preview" ? "will" : "was");
            progress.done(`${words} (${run.seconds.toFixed(1)} s)`);
        } else {
            progress.fail("failed");
            printError(describeFailure(run));
        }
        return run;
    }

    /** Ends what was loaded for nothing. */
    close(): void {
        this.next = undefined;
        this.ahead?.run.discard();
    }

    private request(stack: string): RunRequest {
        return {
            ...this.requestFor(stack),
            onEvent: (event) => {
                if (event.kind !== "step" || event.phase !== "finished") return;
                this.progress.update(`${++this.finished} resources`);
                // Not before: until its first resource a run itself is busy loading.
                this.loadNext();
            },
        };
    }

    private loadNext(): void {
        const { next, engine } = this;
        this.next = undefined;
        if (next === undefined || next.verb === "destroy" || this.ahead || !engine.prepare) return;
        this.ahead = { ...next, run: engine.prepare(next.verb, this.request(next.stack)) };
    }
}
