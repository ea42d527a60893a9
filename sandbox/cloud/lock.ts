/** One process per world: a file with the process's id, taken over when that process is gone. */
import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { isAlive, startOf } from "../../system/process";

/** Milliseconds to wait for an owner that may be on its way out: a sandbox whose parent was killed first finishes its writing. */
const patience = 3_000;
const pause = 50;

/** The folder belongs to a process that still runs. */
class InUseError extends Error {}

/**
 * Takes the lock and returns the function that gives it back.
 * @throws with the other process's id when that process still runs and goes on running
 */
export async function takeLock(file: string, directory: string): Promise<() => void> {
    for (let waited = 0; ; waited += pause) {
        try {
            return lock(file, directory);
        } catch (error) {
            if (!(error instanceof InUseError) || waited >= patience) throw error;
            await sleep(pause);
        }
    }
}

function lock(file: string, directory: string): () => void {
    const own = `${file}.${String(process.pid)}`;
    // Linked into place whole: a process killed here never leaves a lock without an owner in it.
    writeFileSync(own, `${String(process.pid)} ${startOf(process.pid)}`);
    try {
        for (let attempt = 0; attempt < 5; attempt++) {
            try {
                linkSync(own, file);
                return () => {
                    rmSync(file, { force: true });
                };
            } catch (error) {
                if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
                removeStale(file, directory);
            }
        }
        throw new Error(`The sandbox in ${directory} cannot be locked: ${file} keeps coming back.`);
    } finally {
        unlinkSync(own);
    }
}

function removeStale(file: string, directory: string): void {
    const owner = ownerOf(file);
    if (owner === undefined) return;
    const [pid = "", start = ""] = owner.split(" ");
    if (isAlive(Number(pid), start))
        throw new InUseError(
            `The sandbox in ${directory} is in use by process ${pid}. Wait until it ends, or use another folder.`,
        );
    const stale = `${file}.stale.${String(process.pid)}`;
    try {
        renameSync(file, stale);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
        throw error;
    }
    // Of two processes that found the same stale lock, the slower may have moved away the faster one's new lock: back with it.
    if (ownerOf(stale) !== owner) linkSync(stale, file);
    unlinkSync(stale);
}

function ownerOf(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}
