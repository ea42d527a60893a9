import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { deferred, type Deferred } from "../async";
import type { PendingOperation, ResourceState } from "./model";

/**
 * One line of a journal. Resources are numbered: first those of the checkpoint that the journal continues, then new ones as they
 * appear. All states are in the form of files, secrets encrypted.
 */
export type JournalEntry =
    /** The journal continues the checkpoint with this digest. */
    | { start: string }
    /** An operation on a resource is about to begin. */
    | { begin: number; type: PendingOperation["type"]; state: ResourceState }
    /** A resource takes its place behind all before it; `from` is the one it supersedes, whose content it has where `state` is absent. */
    | { add: number; from?: number; state?: ResourceState }
    /** A resource is gone. */
    | { remove: number }
    /** The operation on a resource ended and left nothing. */
    | { end: number }
    | { patch: number; set: Partial<ResourceState> }
    /** All of it is in the checkpoint with this digest, once there is one. */
    | { folded: string };

/** What a journal makes of the checkpoint that it continues. */
export function replay(
    base: readonly ResourceState[],
    pending: readonly PendingOperation[],
    entries: readonly JournalEntry[],
) {
    const states = new Map<number, ResourceState>(base.map((state, index) => [index, state]));
    const added: number[] = [];
    const removed = new Set<number>();
    const operations = new Map<number, PendingOperation>();
    for (const entry of entries) {
        if ("begin" in entry) {
            operations.set(entry.begin, { resource: entry.state, type: entry.type });
        } else if ("add" in entry) {
            operations.delete(entry.add);
            states.set(entry.add, entry.state ?? { ...(states.get(entry.from ?? entry.add) as ResourceState) });
            added.push(entry.add);
            if (entry.from !== undefined) {
                removed.add(entry.from);
            }
        } else if ("remove" in entry) {
            operations.delete(entry.remove);
            removed.add(entry.remove);
        } else if ("end" in entry) {
            operations.delete(entry.end);
        } else if ("patch" in entry) {
            states.set(entry.patch, { ...(states.get(entry.patch) as ResourceState), ...entry.set });
        }
    }
    const order = [...added, ...base.keys()].filter((number) => !removed.has(number));
    return {
        resources: order.map((number) => states.get(number) as ResourceState),
        pending: [...survivingOperations(pending), ...operations.values()],
    };
}

/** Only a create leaves something behind that nobody knows of, so only creates outlive the next run, until a refresh looks. */
export const survivingOperations = (pending: readonly PendingOperation[]): PendingOperation[] =>
    pending.filter(({ type }) => type === "creating");

/** The entries of a journal; a torn last line, which nothing can have relied on, is left out. None without a journal. */
export function readJournal(path: string): JournalEntry[] {
    if (!existsSync(path)) {
        return [];
    }
    const lines = readFileSync(path, "utf8").split("\n");
    return lines.flatMap((line, index) => {
        try {
            return [JSON.parse(line) as JournalEntry];
        } catch (error) {
            const isLast = lines.slice(index + 1).every((other) => other === "" || other.startsWith('{"folded"'));
            if (isLast) {
                return [];
            }
            throw new Error(`${path} is damaged in line ${index + 1}`, { cause: error });
        }
    });
}

/** Says in a journal that is there which checkpoint will hold it: a kill before its removal must not make it look left over. */
export function announceFold(path: string, digest: string): void {
    if (existsSync(path)) {
        // On a line of its own, whatever the last one was cut off to.
        appendFileSync(path, `\n${JSON.stringify({ folded: digest })}\n`);
    }
}

/** Appends to a journal. Entries that were made while a flush was under way share the next one. */
export class Journal {
    private file: FileHandle | undefined;
    private lines: string[] = [];
    private waiting: Deferred<void>[] = [];
    private flushing = false;

    constructor(
        private readonly path: string,
        start: string,
    ) {
        this.record({ start });
    }

    /** Durable no later than the next commit. */
    record(entry: JournalEntry): void {
        this.lines.push(`${JSON.stringify(entry)}\n`);
    }

    /** Resolves when all that was recorded so far is on disk. */
    commit(): Promise<void> {
        const waiter = deferred();
        this.waiting.push(waiter);
        if (!this.flushing) {
            this.flushing = true;
            // One turn of the loop lets everything that arrived together share the flush.
            setImmediate(() => void this.flush());
        }
        return waiter.promise;
    }

    private async flush(): Promise<void> {
        while (this.waiting.length > 0) {
            const [lines, waiting] = [this.lines, this.waiting];
            this.lines = [];
            this.waiting = [];
            try {
                this.file ??= await open(this.path, "a", 0o600);
                await this.file.appendFile(lines.join(""));
                await this.file.datasync();
                waiting.forEach(({ resolve }) => resolve());
            } catch (error) {
                waiting.forEach(({ reject }) => reject(error));
            }
        }
        this.flushing = false;
    }

    /** Its content is in the checkpoint now. */
    async discard(): Promise<void> {
        await this.file?.close();
        rmSync(this.path, { force: true });
    }
}
