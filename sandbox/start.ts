/** Starts the sandbox as a process of its own, for engines and tests. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

export interface SandboxOptions {
    /** Folder that keeps the cloud; made when it does not exist. */
    directory: string;
    /** Makes `random` values and a new world's GUIDs functions of it. Without it random values are really random. */
    seed?: number | string;
}

export interface RunningSandbox {
    /** Address (`127.0.0.1:port`) by package: azure-native, azuread, random, aws. */
    readonly providers: Record<string, string>;
    /** Virtual seconds since 2026-01-05T00:00:00Z: the completion of the latest operation. */
    clockSeconds(): Promise<number>;
    /** Ends the process and waits until the folder is free again. */
    stop(): Promise<void>;
}

/** @throws with what the process said when it cannot start, for example because another one has the folder open */
export async function startSandbox({ directory, seed }: SandboxOptions): Promise<RunningSandbox> {
    const main = join(__dirname, "provider", "main.ts");
    const tsx = pathToFileURL(require.resolve("tsx")).href;
    const seedArguments = seed === undefined ? [] : ["--seed", String(seed)];
    const child = spawn(process.execPath, ["--import", tsx, main, "--directory", directory, ...seedArguments], {
        stdio: ["pipe", "pipe", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const exited = once(child, "close");
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const answer = async (): Promise<unknown> => {
        const line = await lines.next();
        if (line.done !== true) return JSON.parse(line.value);
        await exited;
        throw new Error(said.trim() === "" ? "The sandbox ended unexpectedly." : said.trim());
    };
    // Writing to a process that is gone is reported by the missing answer, not by this stream.
    child.stdin.on("error", () => undefined);
    const { providers } = (await answer()) as { providers: Record<string, string> };
    let questions: Promise<unknown> = Promise.resolve();
    return {
        providers,
        async clockSeconds() {
            const question = questions.then(() => {
                child.stdin.write("clock\n");
                return answer();
            });
            questions = question.catch(() => undefined);
            return ((await question) as { clockSeconds: number }).clockSeconds;
        },
        async stop() {
            child.stdin.end();
            await exited;
        },
    };
}
