/** What the operating system knows of other processes. */
import { readFileSync } from "node:fs";

/** The fields of a process behind its name, or none where there is no such process, or no Linux. */
function statOf(pid: number): string[] {
    try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        // The name stands in parentheses and may hold anything.
        return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    } catch {
        return [];
    }
}

/** When a process started, in clock ticks since boot: tells it from a later one with the same id. Linux only, else "". */
export const startOf = (pid: number): string => statOf(pid)[19] ?? "";

/**
 * Whether a process still works. One that was killed and not yet noticed by whoever started it does not; in a container without an init it
 * may never be noticed.
 *
 * @param start as `startOf` said it of the process that is meant
 */
export function isAlive(pid: number, start?: string): boolean {
    // Zero would ask after the whole process group, which always lives.
    if (!(pid > 0)) return false;
    try {
        process.kill(pid, 0);
    } catch (error) {
        // EPERM: it runs, but belongs to somebody else.
        if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
    }
    return statOf(pid)[0] !== "Z" && (start === undefined || startOf(pid) === start);
}
