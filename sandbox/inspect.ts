/** What the cloud in a folder holds, for people: read-only, while no process or while another one runs. No secret is opened. */
import { readJournal, readSnapshot } from "./cloud/store";
import { reached } from "./cloud/recovery/ledger";
import { virtualDate } from "./cloud/timeline";

interface WorldResource {
    id: string;
    /** Pulumi type, such as `azure-native:sql:Database`. */
    type: string;
    name: string;
    location?: string;
}

/** One accepted operation; times are virtual seconds since 2026-01-05T00:00:00Z. */
interface WorldOperation {
    op: "create" | "update" | "delete";
    urn: string;
    id: string;
    type: string;
    begin: number;
    end: number;
    /** Which of the restores that its pool (its id) or subscription takes at once it was, from 0. */
    lane?: { of: string; index: number };
    /** Error code of one that was begun and failed in the end. */
    failed?: string;
}

export interface WorldView {
    /** In order of their ids. */
    resources: WorldResource[];
    /** Names that deleted resources still hold, with the time at which they are free again (ISO 8601). */
    heldNames: { name: string; id: string; until: string }[];
    /** Virtual now (ISO 8601): the completion of the latest operation, or later where time went by. */
    clock: string;
    clockSeconds: number;
    /** Everything that was ever done, in the order in which it was accepted. */
    operations: WorldOperation[];
}

/** The world in a folder; an empty one where there is none yet. @throws when its files are damaged */
export function readWorld(directory: string): WorldView {
    const snapshot = readSnapshot(directory);
    const resources = new Map<string, WorldResource>();
    const held = new Map(snapshot.held.map((each) => [`${each.kind}|${each.value}`, each]));
    const operations: WorldOperation[] = [...snapshot.operations];
    const journal = readJournal(directory, snapshot.generation);
    const changes = [...snapshot.resources.map((put) => ({ put })), ...journal];
    const events = [...snapshot.events, ...journal.flatMap(({ event }) => event ?? [])];
    for (const change of changes) {
        if ("operation" in change && change.operation !== undefined) operations.push(change.operation);
        if ("removed" in change) for (const id of change.removed ?? []) resources.delete(id.toLowerCase());
        if ("held" in change) for (const each of change.held ?? []) held.set(`${each.kind}|${each.value}`, each);
        if ("released" in change) for (const each of change.released ?? []) held.delete(`${each.kind}|${each.value}`);
        if (change.put === undefined) continue;
        const { id, token, name, outputs } = change.put;
        const location = outputs["location"];
        resources.set(id.toLowerCase(), {
            id,
            type: token,
            name,
            ...(typeof location === "string" ? { location } : {}),
        });
    }
    const times = [...operations.map(({ end }) => end), ...events.map(reached)];
    const clockSeconds = times.reduce((latest, time) => Math.max(latest, time), 0);
    return {
        resources: [...resources.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
        heldNames: [...held.values()].map(({ value, id, until }) => ({
            name: value,
            id,
            until: virtualDate(until).toISOString(),
        })),
        clock: virtualDate(clockSeconds).toISOString(),
        clockSeconds,
        operations,
    };
}
