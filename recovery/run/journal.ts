/**
 * What a recovery has done, one event a line, each on the disk before anything rests on it. The journal is all that `status`
 * reads, and what a recovery that was killed goes on from.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

import type { RecoveryPlan, Source, Wave } from "../plan/types";

type CustomerWave = Exclude<Wave, "platform">;

export type JournalEvent =
    | { event: "planned"; plan: RecoveryPlan }
    | { event: "resumed" }
    /** `serves` is a hash over the customers and host names that the edge knows since. */
    | { event: "edgeDone"; serves: string }
    | { event: "certificate"; from: string }
    /** `run` counts the engine's runs of the wave, from 1. */
    | { event: "waveBegun"; wave: Wave; run: number }
    | { event: "restored"; slug: string; databaseId: string }
    | { event: "verified"; slug: string; databaseId: string; because: string; newest?: string }
    | { event: "unverified"; slug: string; databaseId: string; because: string }
    | { event: "switched"; slug: string }
    | { event: "failed"; slug: string; because: string }
    /** Given up for now; `offer` is what may be tried instead. */
    | { event: "waiting"; slug: string; because: string; offer?: Source }
    /** A person chose this source for a customer who waited. */
    | { event: "taken"; slug: string; source: Source; order: number }
    | { event: "waveEnded"; wave: Wave }
    /** A customer of a wave that had ended is tried again. */
    | { event: "reopened"; wave: Wave }
    | { event: "finished" }
    | { event: "cancelAsked"; during?: Wave }
    | { event: "cancelled" }
    | { event: "homeReturned"; region: string }
    /** A person said to go on although home is back. */
    | { event: "continued" }
    | { event: "targetLost"; region: string }
    | { event: "homeBegun"; wave: CustomerWave }
    | { event: "homeCopied"; slug: string; databaseId: string }
    | { event: "failedOver"; slug: string; databaseId: string }
    /** What came over is not right: the other site's database is the live one again. */
    | { event: "failedBack"; slug: string }
    | { event: "homeVerified"; slug: string; databaseId: string; because: string }
    | { event: "homeFailed"; slug: string; because: string }
    | { event: "homeSwitched"; wave: CustomerWave; slugs: string[] }
    | { event: "homeEnded"; wave: CustomerWave }
    | { event: "repatriated" };

/** `at` is the site's clock, ISO 8601. */
export type Recorded = JournalEvent & { at: string };

export const journalFile = (directory: string, cell: string): string => join(directory, "recovery", `${cell}.jsonl`);

/**
 * Every event, the oldest first. A last line without an end was cut off by a kill and nothing rests on it.
 * @throws where a line before the last is damaged
 */
export function readJournal(directory: string, cell: string): Recorded[] {
    const file = journalFile(directory, cell);
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
    return lines.map((line, index) => {
        try {
            return JSON.parse(line) as Recorded;
        } catch {
            throw new Error(`${file} line ${index + 1} is damaged: take the line out if you can tell what it said.`);
        }
    });
}

/** Appends to the journal; only whoever holds the recovery's lock may. */
export class Journal {
    private constructor(private readonly descriptor: number) {}

    static open(directory: string, cell: string): Journal {
        const file = journalFile(directory, cell);
        mkdirSync(dirname(file), { recursive: true });
        if (existsSync(file)) {
            const text = readFileSync(file);
            // What a kill cut off must not grow together with the next line.
            truncateSync(file, text.lastIndexOf("\n") + 1);
        }
        return new Journal(openSync(file, "a", 0o600));
    }

    append(event: Recorded): void {
        writeSync(this.descriptor, `${JSON.stringify(event)}\n`);
        fsyncSync(this.descriptor);
    }

    close(): void {
        closeSync(this.descriptor);
    }
}
