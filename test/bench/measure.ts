import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const projectRoot = resolve(__dirname, "../..");

export const newFolder = (purpose: string) => mkdtempSync(join(tmpdir(), `oxygis-bench-${purpose}-`));

/** A figure the project wants to reach, beside a baseline of the same run. */
export interface Figure {
    what: string;
    measured: number;
    unit: "s" | "MiB" | "x" | "/s";
    /** Unmet targets fail the bench; what is wanted as a minimum says so. */
    target: number;
    atLeast?: boolean;
    baseline: string;
    baselineValue: number;
}

export interface CommandResult {
    seconds: number;
    /** The JSON object in the last line of standard output. */
    json: { ok: boolean; stacks: { name: string; create: number; same: number }[] };
    /** Most memory the program process held resident, MiB; 0 where the system does not tell (other than Linux). */
    programMiB: number;
}

/** Runs the `oxygis` command as a user would, with `--json`, and watches the memory of the Pulumi program it starts. */
export async function oxygis(...words: string[]): Promise<CommandResult> {
    const began = performance.now();
    const child = spawn(process.execPath, [join(projectRoot, "cli/oxygis.mjs"), ...words, "--json"], {
        stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let messages = "";
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (messages += data.toString()));
    const memory = watchProgram(child);
    const code = await new Promise<number | null>((done) => child.on("close", done));
    const programMiB = memory.stop();
    const seconds = (performance.now() - began) / 1000;
    if (code !== 0) throw new Error(`oxygis ${words.join(" ")} ended with ${code}:\n${messages}`);
    return { seconds, programMiB, json: JSON.parse(out.trim().split("\n").at(-1) ?? "") as CommandResult["json"] };
}

/** Seconds that one type-check of the whole project takes here and now: what a default Pulumi start begins with. */
export function typeCheckSeconds(): number {
    const began = performance.now();
    spawnSync(process.execPath, [join(projectRoot, "node_modules/typescript/bin/tsc"), "--noEmit", "-p", projectRoot]);
    return (performance.now() - began) / 1000;
}

/** Samples the high-water mark of resident memory of every `cmd/run` process below `root`. */
function watchProgram(root: ChildProcess): { stop(): number } {
    let most = 0;
    const sample = () => {
        for (const pid of descendants(root.pid ?? 0)) {
            if (readProc(pid, "cmdline").includes("@pulumi/pulumi/cmd/run/")) {
                most = Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(readProc(pid, "status"))?.[1] ?? 0));
            }
        }
    };
    const timer = setInterval(sample, 200);
    return {
        stop() {
            clearInterval(timer);
            return Math.round(most / 1024);
        },
    };
}

function descendants(root: number): string[] {
    if (!existsSync("/proc")) return [];
    const parentOf = new Map(
        readdirSync("/proc")
            .filter((name) => /^\d+$/.test(name))
            .map((pid) => [pid, /PPid:\s+(\d+)/.exec(readProc(pid, "status"))?.[1]]),
    );
    const below = (pid: string | undefined): boolean =>
        pid !== undefined && pid !== "0" && (pid === String(root) || below(parentOf.get(pid)));
    return [...parentOf.keys()].filter(below);
}

/** Empty for a process that has gone, and on systems without /proc. */
function readProc(pid: string, file: string): string {
    try {
        return readFileSync(join("/proc", pid, file), "utf8");
    } catch {
        return "";
    }
}
