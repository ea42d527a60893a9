/**
 * The world on disk: `cloud.json` (a snapshot) and `journal-<n>.jsonl` (what happened since). An operation is answered only after
 * its line is on the disk; lines that arrive together share one sync.
 */
import {
    closeSync,
    existsSync,
    fsyncSync,
    openSync,
    readdirSync,
    readFileSync,
    renameSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { Cipher } from "./cipher";
import type { Kept } from "./recovery/histories";
import type { LedgerEvent } from "./recovery/ledger";
import type { Held, Stored } from "./state";

/** One accepted operation of the log; seconds are virtual. */
export interface OperationRecord {
    op: "create" | "update" | "delete";
    urn: string;
    id: string;
    type: string;
    begin: number;
    end: number;
    /** Which of the restores that its pool or subscription takes at once it was. */
    lane?: { of: string; index: number };
    /** Error code of one that was begun and failed in the end. */
    failed?: string;
}

/** One line of the journal. */
export interface Change {
    operation?: OperationRecord;
    put?: Stored;
    /** Ids that are gone. */
    removed?: string[];
    held?: Held[];
    released?: { kind: string; value: string }[];
    event?: LedgerEvent;
    kept?: Kept;
}

export interface WorldFile {
    version: 2;
    generation: number;
    seed: string;
    resources: Stored[];
    held: Held[];
    operations: OperationRecord[];
    events: LedgerEvent[];
    kept: Kept;
}

const SNAPSHOT = "cloud.json";
const journalName = (generation: number): string => `journal-${String(generation)}.jsonl`;

/** What a folder holds: the snapshot, or an empty world. Secret values are still sealed. */
export function readSnapshot(directory: string): WorldFile {
    const file = join(directory, SNAPSHOT);
    if (!existsSync(file))
        return { version: 2, generation: 0, seed: "", resources: [], held: [], operations: [], events: [], kept: {} };
    const world = JSON.parse(readFileSync(file, "utf8")) as WorldFile;
    if ((world.version as number) !== 2)
        throw new Error(
            `${file} was written by another version of the sandbox. Start afresh with "oxygis sandbox reset".`,
        );
    return world;
}

/**
 * The journal's changes since the snapshot. A last line without an end was never answered: it is left out.
 * @throws when a line before the last is damaged
 */
export function readJournal(directory: string, generation: number): Change[] {
    const file = join(directory, journalName(generation));
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").split("\n");
    lines.pop();
    return lines.map((line, index) => {
        try {
            return JSON.parse(line) as Change;
        } catch {
            throw new Error(
                `${file} line ${String(index + 1)} is damaged. Start afresh with "oxygis sandbox reset", or restore the folder.`,
            );
        }
    });
}

export class Store {
    private lines: string[] = [];
    /** The write under way, and the one that takes the lines that arrive meanwhile. */
    private current: Promise<void> = Promise.resolve();
    private next: Promise<void> | undefined;

    private constructor(
        private readonly journal: FileHandle,
        private readonly cipher: Cipher,
    ) {}

    /** Writes the world as it is now and begins a new journal, so that start-up never replays the same lines twice. */
    static async begin(
        directory: string,
        cipher: Cipher,
        world: Omit<WorldFile, "version" | "generation">,
    ): Promise<Store> {
        const generation = readSnapshot(directory).generation + 1;
        writeSnapshot(directory, cipher, generation, world);
        for (const name of readdirSync(directory)) if (/^journal-\d+\.jsonl$/.test(name)) rmSync(join(directory, name));
        return new Store(await open(join(directory, journalName(generation)), "a", 0o600), cipher);
    }

    /** Appends a change; resolves when it is durable, rejects when it cannot be (then nothing later is accepted either). */
    append(change: Change): Promise<void> {
        const put = change.put === undefined ? undefined : sealStored(this.cipher, change.put);
        this.lines.push(`${JSON.stringify({ ...change, put })}\n`);
        return (this.next ??= this.current = this.flush(this.current));
    }

    /** Resolves when everything appended so far is durable. */
    settled(): Promise<void> {
        return this.current;
    }

    async close(): Promise<void> {
        await this.settled();
        await this.journal.close();
    }

    private async flush(previous: Promise<void>): Promise<void> {
        await previous;
        // One turn of the event loop: whatever else has arrived by then shares the sync.
        await new Promise((resolve) => setImmediate(resolve));
        const text = this.lines.join("");
        this.lines = [];
        this.next = undefined;
        await this.journal.appendFile(text);
        await this.journal.datasync();
    }
}

const sealStored = (cipher: Cipher, stored: Stored): Stored => ({
    ...stored,
    inputs: cipher.seal(stored.inputs) as Stored["inputs"],
    outputs: cipher.seal(stored.outputs) as Stored["outputs"],
});

export const unsealStored = (cipher: Cipher, stored: Stored): Stored => ({
    ...stored,
    inputs: cipher.unseal(stored.inputs) as Stored["inputs"],
    outputs: cipher.unseal(stored.outputs) as Stored["outputs"],
});

function writeSnapshot(
    directory: string,
    cipher: Cipher,
    generation: number,
    world: Omit<WorldFile, "version" | "generation">,
): void {
    const file: WorldFile = {
        version: 2,
        generation,
        ...world,
        resources: world.resources.map((stored) => sealStored(cipher, stored)),
    };
    const temporary = join(directory, `${SNAPSHOT}.new`);
    writeFileSync(temporary, JSON.stringify(file), { mode: 0o600, flush: true });
    renameSync(temporary, join(directory, SNAPSHOT));
    const folder = openSync(directory, "r");
    fsyncSync(folder);
    closeSync(folder);
}
