/** A recovery inside a drill: the same functions as on the day, with a look at what goes on between their steps. */
import type { Engine, Run, RunRequest } from "../../engine/engine";
import type { RecoveryJob } from "../run/job";
import type { Recorded } from "../run/journal";
import type { Site } from "../site";
import { SandboxSite } from "../sandboxSite";
import type { DrillWorld } from "./world";

export interface Look {
    /** After each event is in the journal; nothing goes on until it returns. */
    onEvent?: (event: Recorded) => void;
    /** What the cloud answers otherwise than usual. */
    site?: Partial<Site> | undefined;
    /** Instead of a run of the engine; usually it runs it. */
    run?: (request: RunRequest, run: (request: RunRequest) => Promise<Run>) => Promise<Run>;
}

export const siteIn = (world: DrillWorld): Site =>
    new SandboxSite(world.directory, (question, args) => world.ask(question, args));

/** What a recovery of the cell needs to be run in this world. */
export function jobIn(world: DrillWorld, cell: string, { onEvent, run, site = {} }: Look = {}): RecoveryJob {
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
        site: Object.assign(Object.create(siteIn(world)) as Site, site),
        root: world.root,
        directory: world.directory,
        cell,
        requestFor: (stack) => world.requestFor(stack),
        onIdle: (underWay) => world.ask("idle", { underWay }),
        ...(onEvent === undefined ? {} : { onEvent }),
    };
}
