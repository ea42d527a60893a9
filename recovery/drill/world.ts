/** The world a drill is held in: a configuration of its own, a sandbox, an engine, and what they can be asked. */
import { cpSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

import type { Engine, PreparedRun, Run, RunRequest } from "../../engine/engine";
import type { Answer, Arguments, Question } from "../../sandbox/control";
import { readWorld, type WorldView } from "../../sandbox/inspect";
import { type RunningSandbox, startSandbox } from "../../sandbox/start";

/** Folder of the program. */
export const projectRoot = resolve(__dirname, "../..");

/** A run has so many operations under way at once: a wave submits all its restores together, as one on call would. */
const parallel = 1024;

export interface WorldOptions {
    /** Holds everything: `root` with the configuration, `world` with the cloud and the state. */
    folder: string;
    engine: Engine;
    seed: number;
    /** Of the stacks' secrets, which are generated here and thrown away. */
    passphrase: string;
    /** @default startSandbox */
    sandbox?: typeof startSandbox;
}

export const rootOf = (folder: string) => join(folder, "root");
const worldOf = (folder: string) => join(folder, "world");

export class DrillWorld {
    readonly root: string;
    readonly directory: string;
    private prepared: { stack: string; run: PreparedRun } | undefined;

    private constructor(
        readonly options: WorldOptions,
        private sandbox: RunningSandbox,
    ) {
        this.root = rootOf(options.folder);
        this.directory = worldOf(options.folder);
    }

    /** Opens the world in a folder whose configuration is written already. */
    static async open(options: WorldOptions): Promise<DrillWorld> {
        const directory = worldOf(options.folder);
        mkdirSync(directory, { recursive: true });
        const { seed, sandbox = startSandbox } = options;
        return new DrillWorld(options, await sandbox({ directory, seed }));
    }

    /** The same world once more, for what must not touch this one. Nothing may be under way: all that was answered is on the disk. */
    copyTo(folder: string): void {
        cpSync(this.options.folder, folder, { recursive: true, filter: (path) => !path.endsWith(".lock") });
    }

    /** Lets go of the folder while somebody else works in it. */
    async without<T>(act: () => Promise<T>): Promise<T> {
        await this.sandbox.stop();
        try {
            return await act();
        } finally {
            const { seed, sandbox = startSandbox } = this.options;
            this.sandbox = await sandbox({ directory: this.directory, seed });
        }
    }

    requestFor(stack: string): RunRequest {
        return {
            program: projectRoot,
            root: this.root,
            stack,
            directory: this.directory,
            providers: this.sandbox.providers,
            passphrase: this.options.passphrase,
            parallel,
            environment: { OXYGIS_ROOT: this.root },
        };
    }

    ask<Q extends Question>(question: Q, args: Arguments<Q>): Promise<Answer<Q>> {
        return this.sandbox.ask(question, args);
    }

    async now(): Promise<number> {
        return (await this.ask("clock", {})).now;
    }

    /** Virtual seconds go by. */
    async pass(seconds: number): Promise<void> {
        await this.ask("advance", { to: (await this.now()) + seconds });
    }

    private prepare(stack: string): void {
        if (this.options.engine.prepare === undefined || this.prepared !== undefined) return;
        this.prepared = { stack, run: this.options.engine.prepare("up", this.requestFor(stack)) };
    }

    /**
     * @param next the stack that is run after it, whose program can load meanwhile
     * @throws with what the run said when it failed
     */
    async up(stack: string, next?: string): Promise<Run> {
        const { prepared } = this;
        this.prepared = undefined;
        if (prepared !== undefined && prepared.stack !== stack) prepared.run.discard();
        const running = prepared?.stack === stack ? prepared.run.run() : this.options.engine.up(this.requestFor(stack));
        if (next !== undefined) this.prepare(next);
        const run = await running;
        if (!run.ok) throw new Error(`${stack} did not come up:\n${errorsOf(run).join("\n")}`);
        return run;
    }

    /** What the cloud holds and did; everything answered is in it. */
    view(): WorldView {
        return readWorld(this.directory);
    }

    async close(): Promise<void> {
        this.prepared?.run.discard();
        await this.sandbox.stop();
    }
}

const errorsOf = ({ diagnostics }: Run) =>
    diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
