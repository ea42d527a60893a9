/** A recovery inside a drill: the same functions as on the day, with a look at what goes on between their steps. */
import type { Engine, Run, RunRequest } from "../../engine/engine";
import type { RecoveryJob } from "../run/job";
import type { Recorded } from "../run/journal";
import { SandboxSite } from "../sandboxSite";
import type { DrillWorld } from "./world";

export interface Look {
    /** After each event is in the journal; nothing goes on until it returns. */
    onEvent?: (event: Recorded) => void;
    /** Instead of a run of the engine; usually it runs it. */
    run?: (request: RunRequest, run: (request: RunRequest) => Promise<Run>) => Promise<Run>;
}

/** What a recovery of the cell needs to be run in this world. */
export function jobIn(world: DrillWorld, cell: string, { onEvent, run }: Look = {}): RecoveryJob {
    const { engine } = world.options;
    const up = (request: RunRequest) => engine.up(request);
    const watched: Engine = {
        name: engine.name,
        preview: (request) => engine.preview(request),
        up: (request) => (run === undefined ? up(request) : run(request, up)),
        destroy: (request) => engine.destroy(request),
        exportStack: (request) => engine.exportStack(request),
    };
    return {
        engine: watched,
        site: new SandboxSite(world.directory, (question, args) => world.ask(question, args)),
        root: world.root,
        directory: world.directory,
        cell,
        requestFor: (stack) => world.requestFor(stack),
        onIdle: () => world.ask("idle", {}),
        ...(onEvent === undefined ? {} : { onEvent }),
    };
}
