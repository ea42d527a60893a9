/** Starts the sandbox as a process of its own, for engines and tests. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import type { Answer, Arguments, Question } from "./control";

export interface SandboxOptions {
    /** Folder that keeps the cloud; made when it does not exist. */
    directory: string;
    /** Makes `random` values and a new world's GUIDs functions of it. Without it random values are really random. */
    seed?: number | string;
    /**
     * For an engine that cannot say when nothing goes on (the real CLI): restores begin once no other call has been under way for so many
     * seconds. Without it they wait for `ask("idle", {})`.
     */
    settleSeconds?: number;
}

export interface RunningSandbox {
    /** Address (`127.0.0.1:port`) by package: azure-native, azuread, random, aws. */
    readonly providers: Record<string, string>;
    /** Virtual seconds since 2026-01-05T00:00:00Z: the completion of the latest operation. */
    clockSeconds(): Promise<number>;
    /** Asks a question of `control.ts`. @throws with what the sandbox says when it cannot answer */
    ask<Q extends Question>(question: Q, args: Arguments<Q>): Promise<Answer<Q>>;
    /** Ends the process and waits until the folder is free again. */
    stop(): Promise<void>;
}

/** A line the process says in answer to a question. */
interface Said {
    id: number;
    answer?: unknown;
    error?: string;
}

/** @throws with what the process said when it cannot start, for example because another one has the folder open */
export async function startSandbox({ directory, seed, settleSeconds }: SandboxOptions): Promise<RunningSandbox> {
    const main = join(__dirname, "provider", "main.ts");
    const tsx = pathToFileURL(require.resolve("tsx")).href;
    const option = (name: string, value: string | number | undefined) =>
        value === undefined ? [] : [`--${name}`, String(value)];
    const options = [...option("directory", directory), ...option("seed", seed), ...option("settle", settleSeconds)];
    const child = spawn(process.execPath, ["--import", tsx, main, ...options], { stdio: ["pipe", "pipe", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const exited = once(child, "close");
    const ended = (): Error => new Error(said.trim() === "" ? "The sandbox ended unexpectedly." : said.trim());
    // Writing to a process that is gone is reported by the missing answer, not by this stream.
    child.stdin.on("error", () => undefined);
    const asked = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
    let questions = 0;
    const providers = await new Promise<Record<string, string>>((resolve, reject) => {
        createInterface({ input: child.stdout }).on("line", (line) => {
            const message = JSON.parse(line) as Said | { providers: Record<string, string> };
            if ("providers" in message) {
                resolve(message.providers);
                return;
            }
            const question = asked.get(message.id);
            asked.delete(message.id);
            if (message.error === undefined) question?.resolve(message.answer);
            else question?.reject(new Error(message.error));
        });
        void exited.then(() => {
            reject(ended());
            for (const { reject: giveUp } of asked.values()) giveUp(ended());
            asked.clear();
        });
    });
    const ask = <Q extends Question>(question: Q, args: Arguments<Q>): Promise<Answer<Q>> =>
        new Promise((resolve, reject) => {
            if (child.exitCode !== null || child.signalCode !== null) {
                reject(ended());
                return;
            }
            const id = ++questions;
            asked.set(id, { resolve: resolve as (answer: unknown) => void, reject });
            child.stdin.write(`${JSON.stringify({ id, ask: question, args })}\n`);
        });
    return {
        providers,
        ask,
        clockSeconds: async () => (await ask("clock", {})).now,
        async stop() {
            child.stdin.end();
            await exited;
        },
    };
}
