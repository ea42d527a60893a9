import { performance } from "node:perf_hooks";
import type { RunRequest } from "../engine";
import { readProject } from "./config";
import { Bail } from "./deployment";
import { fanOut } from "./observer";
import { Recorder } from "./recorder";
import { StackRun } from "./run";
import type { Outcome, RunOptions } from "./runOptions";
import { checkpointPath } from "./state/checkpoint";
import { loadStack } from "./state/snapshot";

/** One run over one stack. Never throws for what the program, the configuration or the cloud does wrong. */
export async function runStack(request: RunRequest, options: RunOptions): Promise<Outcome> {
    return newRun(request, options).run();
}

/** A run whose program and packs are loading already; it is either run or discarded. */
export interface PreparedStack {
    run(): Promise<Outcome>;
    discard(): void;
}

/** Has the program and the packs of a later run load, while another one may be under way. */
export function prepareStack(request: RunRequest, options: RunOptions): PreparedStack {
    const prepared = newRun(request, options);
    prepared.begin();
    return prepared;
}

function newRun(request: RunRequest, options: RunOptions): PreparedStack & { begin(): void } {
    const recorder = new Recorder(request.onEvent);
    const run = new StackRun(request, options, fanOut([recorder, ...(options.observer ? [options.observer] : [])]));
    let loading: Promise<unknown> = Promise.resolve();
    return {
        begin() {
            const project = readProject(request.program);
            const loaded = loadStack(checkpointPath(request.directory, project.name, request.stack));
            // What goes wrong here is said when the run is asked for.
            loading = run.begin(project, loaded).catch(() => undefined);
        },
        discard() {
            run.close();
            // What it was about to start when it was told.
            void loading.then(() => run.close());
        },
        async run() {
            const started = performance.now();
            let ok = false;
            try {
                ok = await run.execute();
            } catch (error) {
                if (!(error instanceof Bail)) {
                    run.report("error", (error as Error).message);
                }
            } finally {
                run.close();
            }
            const changes = run.executor?.changes ?? {};
            const seconds = (performance.now() - started) / 1000;
            return {
                run: recorder.run(request.stack, ok, changes, run.outputs(), seconds),
                changes,
                maybeCorrupt: run.executor?.maybeCorrupt ?? false,
            };
        },
    };
}
