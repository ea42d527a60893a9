import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Project } from "./config";
import { probe, type Probed } from "./probe";

export interface ChildOptions {
    cwd: string;
    environment: Readonly<Record<string, string | undefined>>;
    nodeArguments?: readonly string[];
    /** It can be asked whether it is idle. */
    probed?: boolean;
    onOutput: (line: string) => void;
    onError: (line: string) => void;
}

/** Loaded into every process that the engine starts: when the engine is killed it cannot end them, so they end themselves. */
const guard =
    "data:text/javascript,const engine=process.ppid;setInterval(()=>process.ppid===engine||process.exit(1),500).unref()";

/** Node processes of one run. None outlives it. */
export class Children {
    private readonly alive = new Set<ChildProcess>();
    private probed: ChildProcess | undefined;

    /** Resolves with the exit code; a process that was ended by a signal has none. */
    run(script: string, args: readonly string[], options: ChildOptions): Promise<number | null> {
        const preloaded = [guard, ...(options.probed ? [probe] : [])].flatMap((url) => ["--import", url]);
        const child = spawn(process.execPath, [...(options.nodeArguments ?? []), ...preloaded, script, ...args], {
            cwd: options.cwd,
            env: { ...process.env, ...options.environment },
            stdio: ["ignore", "pipe", "pipe", ...(options.probed ? (["ipc"] as const) : [])],
        });
        this.alive.add(child);
        if (options.probed) {
            this.probed = child;
        }
        createInterface(child.stdout as Readable).on("line", options.onOutput);
        createInterface(child.stderr as Readable).on("line", options.onError);
        return new Promise((resolve, reject) => {
            child.on("error", reject);
            child.on("close", (code) => {
                this.alive.delete(child);
                resolve(code);
            });
        });
    }

    /** The probed process's open requests to the engine, once it has an ear for the question; undefined while it is at work. */
    openRequests(): Promise<number | "ended" | undefined> {
        const { probed } = this;
        if (probed === undefined || !this.alive.has(probed) || probed.exitCode !== null) {
            return Promise.resolve("ended");
        }
        return new Promise((resolve) => {
            const end = (): void => resolve("ended");
            probed.once("exit", end);
            probed.once("message", (answer: Probed) => {
                probed.off("exit", end);
                resolve(answer.open);
            });
            // Where it cannot be asked any more it ends.
            probed.send("idle?", () => undefined);
        });
    }

    killAll(): void {
        this.alive.forEach((child) => child.kill("SIGKILL"));
    }
}

/** A script of the Pulumi SDK that the program in the folder uses. */
export function sdkScript(name: "run" | "run-policy-pack", folder: string): string {
    return createRequire(join(folder, "package.json")).resolve(`@pulumi/pulumi/cmd/${name}`);
}

/** What the language host of the real engine tells the SDK about TypeScript. */
export function typescriptEnvironment(options: Project["options"]): Record<string, string> {
    return {
        ...(options.typescript && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
        ...(options.tsconfig !== undefined && { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
    };
}
