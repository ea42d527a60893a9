import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

import { isAlive } from "../../system/process";

export class RecoveryRunningError extends Error {}

const lockFile = (directory: string, cell: string): string => join(directory, "recovery", `${cell}.lock`);
const cancelFile = (directory: string, cell: string): string => join(directory, "recovery", `${cell}.cancel`);

interface Holder {
    pid: number;
    host: string;
}

/** Who works on the recovery of a cell; undefined where nobody does, or who did is gone. */
export function holderOf(directory: string, cell: string): Holder | undefined {
    const file = lockFile(directory, cell);
    if (!existsSync(file)) return undefined;
    try {
        const holder = JSON.parse(readFileSync(file, "utf8")) as Holder;
        // Whether a process of another machine is alive cannot be seen from here.
        return holder.host === hostname() && !isAlive(holder.pid) ? undefined : holder;
    } catch {
        return undefined;
    }
}

/** @throws RecoveryRunningError where somebody works on the recovery of a cell */
export function refuseWhileRunning(directory: string, cell: string): void {
    const holder = holderOf(directory, cell);
    if (!holder) return;
    throw new RecoveryRunningError(
        `A recovery of ${cell} is under way (process ${holder.pid} on ${holder.host}). ` +
            `\`oxygis recover status --cell ${cell}\` says how far it is; if that process is gone, remove ${lockFile(directory, cell)}.`,
    );
}

/** Keeps others from working on the same recovery. @throws RecoveryRunningError where somebody does */
export function takeLock(directory: string, cell: string): () => void {
    const file = lockFile(directory, cell);
    mkdirSync(join(directory, "recovery"), { recursive: true });
    refuseWhileRunning(directory, cell);
    rmSync(file, { force: true });
    try {
        const descriptor = openSync(file, "wx", 0o600);
        writeSync(descriptor, JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder));
        closeSync(descriptor);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        throw new RecoveryRunningError(`Another recovery of ${cell} was begun at this very moment.`);
    }
    return () => rmSync(file, { force: true });
}

/** Asks whoever works on the recovery to stop. */
export function askToCancel(directory: string, cell: string): void {
    mkdirSync(join(directory, "recovery"), { recursive: true });
    closeSync(openSync(cancelFile(directory, cell), "w", 0o600));
}

export const isAskedToCancel = (directory: string, cell: string): boolean => existsSync(cancelFile(directory, cell));
export const forgetCancel = (directory: string, cell: string): void =>
    rmSync(cancelFile(directory, cell), { force: true });
