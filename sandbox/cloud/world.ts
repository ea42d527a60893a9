/** The simulated cloud: accepts or refuses operations, keeps what it accepted, and says when each was complete. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { guidOf, parentOf } from "./arm";
import { cloudType, type CloudType } from "./catalogue";
import { Cipher } from "./cipher";
import { takeLock } from "./lock";
import type { CloudView, Facts } from "./model";
import { answer, forecast } from "./answer";
import { refuseByPolicy } from "./policyEffects";
import { Ledger, type LedgerEvent } from "./recovery/ledger";
import { WaitingRoom } from "./recovery/waiting";
import * as rules from "./rules";
import { State, type Held, type Stored } from "./state";
import { readJournal, readSnapshot, Store, unsealStored, type Change, type OperationRecord } from "./store";
import { Timeline, virtualDate } from "./timeline";
import { assign, containsUnknown, plainProperties, same, type Properties, type Value } from "./values";

/** Seconds. */
const DAY = 86_400;

export class World {
    readonly state: State;
    readonly view: CloudView;
    readonly timeline: Timeline;
    readonly ledger = new Ledger();
    readonly operations: OperationRecord[] = [];
    /** Resources the engine has shown to know: it diffed, read or updated them since this process began. */
    private readonly known = new Set<string>();
    private readonly room = new WaitingRoom();
    private store: Store | undefined;

    private constructor(
        readonly directory: string,
        private readonly cipher: Cipher,
        private readonly seed: string,
        private readonly unlock: () => void,
    ) {
        const guid = (...parts: string[]) => guidOf(seed, ...parts);
        const [subscriptionId, tenantId] = [guid("subscription"), guid("tenant")];
        this.state = new State(new Set([subscriptionId, tenantId]));
        this.view = {
            subscriptionId,
            tenantId,
            guid,
            find: (id) => this.state.find(id),
            children: (id) => this.state.childrenOf(id).flatMap((child) => this.state.find(child) ?? []),
            count: (key) => this.state.count(key),
        };
        this.timeline = new Timeline();
    }

    /**
     * Opens the world in a folder, or makes one there.
     * @param seed of a new world: its GUIDs are hashes of it; an existing world keeps its own
     * @throws when another process has it open
     */
    static async open(directory: string, seed = ""): Promise<World> {
        mkdirSync(directory, { recursive: true });
        const unlock = await takeLock(join(directory, "cloud.lock"), directory);
        try {
            const snapshot = readSnapshot(directory);
            const world = new World(
                directory,
                Cipher.open(join(directory, "cloud.key")),
                snapshot.generation === 0 ? seed : snapshot.seed,
                unlock,
            );
            world.apply({ held: snapshot.held });
            for (const put of snapshot.resources) world.apply({ put: unsealStored(world.cipher, put) });
            for (const operation of snapshot.operations) world.apply({ operation });
            for (const event of snapshot.events) world.apply({ event });
            for (const change of readJournal(directory, snapshot.generation))
                world.apply(
                    change.put === undefined ? change : { ...change, put: unsealStored(world.cipher, change.put) },
                );
            world.timeline.pass(world.timeline.now);
            world.store = await Store.begin(directory, world.cipher, {
                seed: world.seed,
                resources: world.state.all(),
                held: [...world.state.held.values()],
                operations: world.operations,
                events: world.ledger.events,
            });
            return world;
        } catch (error) {
            unlock();
            throw error;
        }
    }

    /** Waits for what is being written and gives the folder back. */
    async close(): Promise<void> {
        await this.store?.close();
        this.unlock();
    }

    /** The resource as it is, once everything accepted so far is durable. Undefined when there is none of this type. */
    async read(token: string, id: string): Promise<Stored | undefined> {
        await this.store?.settled();
        this.markKnown(id);
        const stored = this.state.get(id);
        return stored?.token === token ? stored : undefined;
    }

    /** The engine has this resource in its state: a create with the same inputs is not a repeated one any more. */
    markKnown(id: string): void {
        this.known.add(id.toLowerCase());
    }

    /** What a preview of a create (id "") or update answers; nothing is accepted. */
    preview(type: CloudType, urn: string, inputs: Properties, id: string): Properties {
        return forecast(
            answer(type, this.facts(type, urn, inputs, id, this.timeline.now), inputs),
            inputs,
        ) as Properties;
    }

    /** @throws CloudError when the cloud refuses */
    async create(type: CloudType, urn: string, inputs: Properties): Promise<Stored> {
        if (containsUnknown(inputs)) throw new Error(`${urn} cannot be created: its inputs hold an unknown value`);
        const facts = this.facts(type, urn, inputs, "", this.timeline.now);
        for (let attempt = 0, last = ""; ; attempt++) {
            const id = rules.idOf(type, facts, attempt);
            const existing = this.state.get(id);
            if (existing === undefined) return this.accept("create", type, urn, id, inputs);
            const repeated = existing.urn === urn && existing.revision === 1 && !this.known.has(id.toLowerCase());
            if (repeated && same(existing.inputs, inputs)) {
                // The engine was killed before it could note the answer: it gets the same answer again.
                await this.store?.settled();
                return existing;
            }
            if (type.identify === undefined || id === last)
                throw new Error(`cannot create already existing resource '${id}'`);
            last = id;
        }
    }

    /** Sets a resource to new inputs; like ARM's PUT it makes the resource when it is gone. @throws CloudError */
    async update(type: CloudType, urn: string, id: string, inputs: Properties): Promise<Stored> {
        if (containsUnknown(inputs)) throw new Error(`${urn} cannot be updated: its inputs hold an unknown value`);
        this.markKnown(id);
        return this.accept("update", type, urn, id, inputs);
    }

    /** Deletes a resource and what Azure deletes along with it; nothing happens when it is gone. @throws CloudError */
    async delete(urn: string, id: string): Promise<void> {
        const stored = this.state.get(id);
        if (stored === undefined) {
            await this.store?.settled();
            return;
        }
        const type = cloudType(stored.token);
        rules.refuseDelete(this.state, type, stored);
        const doomed = rules.subtree(this.state, id);
        const duration = type.seconds.delete ?? type.seconds.create;
        const after = doomed.flatMap((one) => [one.readyAt, this.timeline.freedAt(one.id)]);
        const begin = this.timeline.beginAfter(after);
        const end = begin + duration;
        const kept = doomed.flatMap((one) => this.softDeleted(one, end));
        // What goes along with a soft-deleted vault is kept inside it and holds no name of its own.
        const held = kept.filter((one) => kept.every((other) => other.id !== parentOf(one.id)));
        const change: Change = {
            operation: { op: "delete", urn, id: stored.id, type: stored.token, begin, end },
            removed: doomed.map((one) => one.id),
            held,
        };
        for (const one of doomed) {
            for (const target of this.state.referencesOf(one.id)) this.timeline.free(target, end);
            this.timeline.free(one.id, end);
        }
        this.apply(change);
        await this.store?.append(change);
    }

    /** A change from outside any program: no rule is asked, no time passes. @throws when there is no such resource */
    async tamper(id: string, path: string, value: Value | undefined): Promise<void> {
        const stored = this.state.get(id);
        if (stored === undefined) throw new Error(`The sandbox in ${this.directory} holds no ${id}.`);
        const put = structuredClone(stored);
        assign(put.outputs, path, value);
        if (cloudType(stored.token).inputNames.has(/^[^.[]*/.exec(path)?.[0] ?? "")) assign(put.inputs, path, value);
        const change: Change = { put };
        this.apply(change);
        await this.store?.append(change);
    }

    /** How many restores wait until nothing else can go on. */
    get waiting(): number {
        return this.room.size;
    }

    /** Lets all restores that wait begin, in their order; resolves to how many once they are answered or refused. */
    async releaseWaiting(): Promise<number> {
        const all = this.room.leave();
        for (const { type, urn, id, inputs, resolve } of all) resolve(this.accept("create", type, urn, id, inputs));
        await Promise.allSettled(all.map(({ answer }) => answer));
        return all.length;
    }

    /** Keeps what happened besides operations. */
    async note(event: LedgerEvent): Promise<void> {
        const change: Change = { event };
        this.apply(change);
        await this.store?.append(change);
    }

    /** Time goes by until `to` while nothing is done. A time that has passed already changes nothing. */
    async pass(to: number): Promise<void> {
        const later = Math.max(to, this.timeline.now);
        this.timeline.pass(later);
        if (later === to) await this.note({ kind: "clock", to });
    }

    private async accept(
        op: "create" | "update",
        type: CloudType,
        urn: string,
        id: string,
        inputs: Properties,
    ): Promise<Stored> {
        const before = this.state.get(id);
        const draft = this.facts(type, urn, inputs, id, this.timeline.now);
        const references = rules.references(this.state, this.view, type, draft);
        const claims = type.claims?.(draft) ?? [];
        const quotas = rules.quotasOf(type, draft);
        const released = rules.refuseWrite(this.state, type, draft, { claims, quotas, now: this.timeline.now });
        refuseByPolicy(type, draft);
        type.refuse?.(draft);

        const duration = op === "create" ? type.seconds.create : (type.seconds.update ?? type.seconds.create);
        const after = [...references].map((target) => this.state.get(target)?.readyAt ?? 0);
        const begin = this.timeline.beginAfter([...after, before?.readyAt ?? 0, this.timeline.freedAt(id)]);
        const end = begin + duration;
        for (const target of this.state.referencesOf(id)) if (!references.has(target)) this.timeline.free(target, end);

        const put: Stored = {
            id,
            token: type.token,
            urn,
            name: draft.name,
            inputs,
            outputs: answer(type, { ...draft, now: virtualDate(end) }, inputs),
            revision: (before?.revision ?? 0) + 1,
            references: [...references].sort(),
            claims: claims.map(({ kind, value }) => ({ kind, value })),
            quotas: quotas.map((quota) => quota.key),
            readyAt: end,
        };
        const change: Change = {
            operation: { op: before === undefined ? "create" : op, urn, id, type: type.token, begin, end },
            put,
            released: released.map(({ kind, value }) => ({ kind, value })),
        };
        this.apply(change);
        await this.store?.append(change);
        return put;
    }

    private facts(type: CloudType, urn: string, inputs: Properties, id: string, now: number): Facts {
        const before = this.state.find(id);
        return {
            id,
            name: rules.nameOf(type, urn, inputs),
            urn,
            inputs: plainProperties(inputs),
            cloud: this.view,
            revision: (this.state.get(id)?.revision ?? 0) + 1,
            now: virtualDate(now),
            ...(before === undefined ? {} : { before: before.outputs }),
        };
    }

    /** The name a deleted resource goes on holding: Azure counts days, the virtual clock counts them too. */
    private softDeleted(stored: Stored, end: number): Held[] {
        const type = cloudType(stored.token);
        const kept = type.softDelete?.(this.facts(type, stored.urn, stored.inputs, stored.id, end));
        if (kept === undefined) return [];
        return [{ kind: kept.kind, value: stored.name, id: stored.id, until: end + kept.days * DAY }];
    }

    private heed(event: LedgerEvent): void {
        this.ledger.keep(event);
        if (event.kind === "clock") this.timeline.complete(event.to);
        if (event.kind === "verified") this.timeline.complete(event.at);
        if (event.kind === "fault" && event.fault.kind === "nameHeld") {
            const { claim, value, until } = event.fault;
            this.state.hold({ kind: claim, value, id: `of subscription ${this.view.guid("somebody else")}`, until });
        }
    }

    private apply(change: Change): void {
        if (change.operation !== undefined) {
            this.operations.push(change.operation);
            this.timeline.complete(change.operation.end);
        }
        if (change.event !== undefined) this.heed(change.event);
        for (const id of change.removed ?? []) this.state.remove(id);
        for (const held of change.held ?? []) this.state.hold(held);
        for (const claim of change.released ?? []) this.state.release(claim);
        if (change.put !== undefined) this.state.put(change.put);
    }
}
