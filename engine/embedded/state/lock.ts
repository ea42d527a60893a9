import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

import { isAlive } from "../../../system/process";

/** Locks that this process holds: its own pid in any other lock is that of an earlier process with the same number. */
const held = new Set<string>();

/**
 * Locks a stack as the CLI does: everybody writes a file of his own into the stack's lock folder, then looks for others. The lock of a
 * process that has died is removed.
 * @returns what unlocks it
 * @throws an Error that names the process that is at work on the stack
 */
export function lockStack(directory: string, project: string, stack: string): () => void {
    const folder = join(directory, ".pulumi", "locks", "organization", project, stack);
    mkdirSync(folder, { recursive: true });
    const own = join(folder, `${randomUUID()}.json`);
    writeFileSync(
        own,
        JSON.stringify({ pid: process.pid, username: "", hostname: hostname(), timestamp: new Date().toISOString() }),
    );
    held.add(own);
    const unlock = (): void => {
        held.delete(own);
        rmSync(own, { force: true });
    };
    try {
        for (const name of readdirSync(folder)) {
            const path = join(folder, name);
            const pid = path === own ? undefined : holder(path);
            if (pid === undefined) {
                continue;
            }
            if (held.has(path) || (pid !== process.pid && isAlive(pid))) {
                throw new Error(
                    `the stack ${project}/${stack} is in use by process ${pid}; wait for it, or remove ${path}`,
                );
            }
            rmSync(path, { force: true });
        }
    } catch (error) {
        unlock();
        throw error;
    }
    return unlock;
}

function holder(path: string): number | undefined {
    try {
        const { pid } = JSON.parse(readFileSync(path, "utf8")) as { pid?: number };
        return pid;
    } catch {
        // Gone meanwhile, or not completely written: its owner will see our file.
        return undefined;
    }
}
