import type { Engine, EngineEvent, Run, RunRequest } from "../../engine/engine";
import type { GlobalStack, Platform } from "../../infra/config/schema";
import { describeMistakes } from "../../infra/config/mistake";
import { type AnyCell, isCell } from "../clouds";
import type { Site } from "../site";
import type { Recorded } from "./journal";
import { projectOf } from "./project";
import type { RecoveryState } from "./state";

/** Who recovers what, and with what. Paths are absolute. */
export interface RecoveryJob {
    engine: Engine;
    site: Site;
    /** Folder of the configuration; the recovery writes stack files there. */
    root: string;
    /** The sandbox folder, or where the state of a recovery is kept. */
    directory: string;
    cell: string;
    /** What the engine is asked for a stack, before a recovery adds its own. */
    requestFor(stack: string): RunRequest;
    /** Called whenever nothing can go on without the provider's answers: restores of the sandbox begin then. */
    onIdle?: (underWay: number) => Promise<unknown>;
    /** Cancels: what is under way is finished, what is verified stays, the rest is given back. */
    signal?: AbortSignal;
    /** After each event is in the journal. */
    onEvent?: (event: Recorded) => void;
    /** A run of the engine begins: what for. */
    onRun?: (title: string) => void;
    onStep?: (event: EngineEvent) => void;
}

/** Why a recovery stopped before its end. */
export interface Stopped {
    why: "cancelled" | "homeReturned" | "targetLost" | "configuration" | "failed";
    message: string;
    /** What can be done now, each a sentence. */
    choices: string[];
}

export interface Outcome {
    /** The recovery is at its end; customers may still wait. */
    ok: boolean;
    state: RecoveryState;
    stopped?: Stopped;
    runs: Run[];
}

/** Configuration with mistakes; the message names them all. */
export class ConfigurationError extends Error {}

export interface Configuration {
    platforms: Platform[];
    global: GlobalStack;
    cell: (stack: string) => AnyCell;
}

/** @throws ConfigurationError */
export function readConfiguration(root: string): Configuration {
    const project = projectOf(root);
    if (project.mistakes.length > 0) throw new ConfigurationError(describeMistakes(project.mistakes));
    const platforms = project.stacks.flatMap((stack) => project.platform(stack) ?? []);
    const global = platforms.find((platform): platform is GlobalStack => platform.kind === "global");
    if (!global) throw new ConfigurationError("There is no global stack.");
    return {
        platforms,
        global,
        cell(stack) {
            const found = platforms.filter(isCell).find((platform) => platform.stack === stack);
            if (!found) throw new ConfigurationError(`There is no Pulumi.${stack}.yaml of a cell.`);
            return found;
        },
    };
}

/** The stack that serves a cell at home: the one that stands in for no other. */
export const homeOf = ({ platforms }: Configuration, cell: string): AnyCell | undefined =>
    platforms.filter(isCell).find((platform) => platform.cell === cell && platform.recovers === undefined);
