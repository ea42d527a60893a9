/** The simulated cloud: accepts or refuses operations, keeps what it accepted, and says when each was complete. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cloudType, type CloudType } from "./catalogue";
import { Cipher } from "./cipher";
import { takeLock } from "./lock";
import type { CloudView, Facts } from "./model";
import { answer, forecast } from "./answer";
import { Generations } from "./generations";
import { refuseByPolicy } from "./policyEffects";
import { gone, kept, type Accepted } from "./recovery/feeding";
import { Histories, type Kept } from "./recovery/histories";
import { Ledger, reached } from "./recovery/ledger";
import { lossOf } from "./recovery/loss";
import { Placing } from "./recovery/placing";
import { WaitingRoom } from "./recovery/waiting";
import { refuseZones } from "./recovery/zones";
import * as rules from "./rules";
import { State, type Stored } from "./state";
import { readJournal, readSnapshot, Store, unsealStored, type Change, type OperationRecord } from "./store";
import { Timeline, virtualDate } from "./timeline";
import { identityOf, viewOf } from "./view";
import { assign, containsUnknown, plainProperties, same, type Properties, type Value } from "./values";

export class World {
    readonly state: State;
    readonly view: CloudView;
    readonly timeline: Timeline;
    readonly ledger = new Ledger();
    readonly histories = new Histories();
    readonly operations: OperationRecord[] = [];
    /** Resources the engine has shown to know: it diffed, read or updated them since this process began. */
    private readonly known = new Set<string>();
    private readonly generations = new Generations();
    private readonly room = new WaitingRoom();
    private readonly placing: Placing;
    private store: Store | undefined;

    private constructor(
        readonly directory: string,
        private readonly cipher: Cipher,
        private readonly seed: string,
        private readonly unlock: () => void,
    ) {
        const own = identityOf(seed);
        this.state = new State(new Set([own.subscriptionId, own.tenantId]));
        this.view = viewOf(own, this, {
            named: (token, region, id) => this.state.find(this.shownAs(cloudType(token), region, id) ?? ""),
            generation: (urn) => this.generations.of(urn, this.state, this.known),
            around: this.histories.around({ seed, subscriptionId: own.subscriptionId }, this.ledger),
        });
        this.timeline = new Timeline();
        this.placing = new Placing(this.state, this.ledger);
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
            world.histories.put(snapshot.kept);
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
                kept: world.histories.all(),
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

    /**
     * The resource as it is, once everything accepted so far is durable. Undefined when there is none of this type.
     * @throws CloudError while its region is lost
     */
    async read(token: string, id: string): Promise<Stored | undefined> {
        await this.store?.settled();
        this.markKnown(id);
        const stored = this.state.get(id);
        if (stored?.token !== token) return undefined;
        this.refuseLost(stored, [this.timeline.present, this.timeline.present]);
        return stored;
    }

    /** The engine has this resource in its state: a create with the same inputs is not a repeated one any more. */
    markKnown(id: string): void {
        this.known.add(id.toLowerCase());
    }

    /** The id under which the world keeps what Pulumi shows as `id`. Azure's are the same. */
    shownAs(type: CloudType, region: string, id: string): string | undefined {
        if (type.aws === undefined) return id;
        return (
            this.state.shownAs(type.token, type.aws.global ? "" : region, id) ?? this.state.shownAs(type.token, "", id)
        );
    }

    /** What a preview of a create (id "") or update answers; nothing is accepted. */
    preview(type: CloudType, urn: string, inputs: Properties, id: string): Properties {
        const facts = this.facts(type, urn, inputs, id, this.timeline.now);
        return forecast(answer(type, facts, inputs), inputs) as Properties;
    }

    /** @throws CloudError when the cloud refuses */
    async create(type: CloudType, urn: string, inputs: Properties): Promise<Stored> {
        if (containsUnknown(inputs)) throw new Error(`${urn} cannot be created: its inputs hold an unknown value`);
        const facts = this.facts(type, urn, inputs, "", this.timeline.now);
        for (let attempt = 0, last = ""; ; attempt++) {
            const id = rules.idOf(type, facts, attempt);
            const existing = this.state.get(id);
            if (existing === undefined) return this.begin(type, urn, id, inputs);
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
        if (stored === undefined) return this.store?.settled();
        const type = cloudType(stored.token);
        rules.refuseDelete(this.state, type, stored);
        type.refuseDelete?.(this.facts(type, stored.urn, stored.inputs, stored.id, this.timeline.now));
        const doomed = rules.subtree(this.state, id);
        const after = doomed.flatMap((one) => [one.readyAt, this.timeline.freedAt(one.id)]);
        const begin = this.timeline.beginAfter(after);
        const end = begin + (type.seconds.delete ?? type.seconds.create);
        this.refuseLost(stored, [begin, end]);
        const held = rules.namesHeld(doomed, end, (one) =>
            this.facts(cloudType(one.token), one.urn, one.inputs, one.id, end),
        );
        const change: Change = {
            operation: { op: "delete", urn, id: stored.id, type: stored.token, begin, end },
            removed: doomed.map((one) => one.id),
            held,
            kept: gone(this.histories, doomed, end),
        };
        for (const one of doomed) {
            for (const target of this.state.referencesOf(one.id)) this.timeline.free(target, end);
            this.timeline.free(one.id, end);
        }
        await this.note(change);
    }

    /** A change from outside any program: no rule is asked, no time passes. @throws when there is no such resource */
    async tamper(id: string, path: string, value: Value | undefined): Promise<void> {
        const stored = this.state.get(id);
        if (stored === undefined) throw new Error(`The sandbox in ${this.directory} holds no ${id}.`);
        const put = structuredClone(stored);
        assign(put.outputs, path, value);
        if (cloudType(stored.token).inputNames.has(/^[^.[]*/.exec(path)?.[0] ?? "")) assign(put.inputs, path, value);
        const [properties, outputs] = [plainProperties(put.inputs), plainProperties(put.outputs)];
        const changed = { ...put, inputs: properties, outputs, tags: put.inputs["tags"], end: this.timeline.now };
        // What is kept of databases follows the policies that are there, whoever set them.
        await this.note({ put, kept: this.keptOf(changed) });
    }

    /** How many restores wait until nothing else can go on. */
    get waiting(): number {
        return this.room.size;
    }

    /** Lets all restores that wait begin, in their order; resolves to how many once they have their answers. */
    async releaseWaiting(): Promise<number> {
        const all = this.room.leave();
        for (const { type, urn, id, inputs, resolve } of all) resolve(this.accept("create", type, urn, id, inputs));
        await Promise.allSettled(all.map(({ answer }) => answer));
        return all.length;
    }

    /** Keeps what happened; resolves once that is durable. */
    async note(change: Change): Promise<void> {
        this.apply(change);
        await this.store?.append(change);
    }

    /** Time goes by until `to` while nothing is done. A time that has passed already changes nothing. */
    async pass(to: number): Promise<void> {
        const later = Math.max(to, this.timeline.now);
        this.timeline.pass(later);
        if (later === to) await this.note({ event: { kind: "clock", to } });
    }

    /** Creates at once, or waits where its turn depends on others. */
    private begin(type: CloudType, urn: string, id: string, inputs: Properties): Promise<Stored> {
        const waiting = this.room.same(urn, id, inputs);
        if (waiting !== undefined) return waiting;
        if (type.work === undefined) return this.accept("create", type, urn, id, inputs);
        // Refused now if it can be: nobody has to wait for that.
        const { begin, work } = this.judge(type, urn, id, inputs);
        if (work?.queue === undefined) return this.accept("create", type, urn, id, inputs);
        return this.room.enter({ type, urn, id, inputs, arrival: begin, order: work.queue.order });
    }

    /** What a write needs, takes and brings. @throws CloudError when the cloud refuses it */
    private judge(type: CloudType, urn: string, id: string, inputs: Properties) {
        const before = this.state.get(id);
        const facts = this.facts(type, urn, inputs, id, this.timeline.now);
        const references = rules.references(this.state, this.view, type, facts);
        const after = [...references].map((target) => this.state.get(target)?.readyAt ?? 0);
        for (const target of rules.mentioned(this.state, type, facts)) {
            if (this.state.get(target) !== undefined) references.add(target);
            after.push(this.state.get(target)?.readyAt ?? 0, this.ledger.verifiedAt(target));
        }
        const begin = this.timeline.beginAfter([...after, before?.readyAt ?? 0, this.timeline.freedAt(id)]);
        this.refuseLost({ id, inputs: facts.inputs }, [begin, begin]);
        const claims = type.claims?.(facts) ?? [];
        const quotas = rules.quotasOf(type, facts).map((quota) => this.ledger.limited(quota));
        const released = rules.refuseWrite(this.state, type, facts, { claims, quotas, now: begin });
        refuseByPolicy(type, facts);
        refuseZones(facts);
        const work = before === undefined ? type.work?.(facts, begin) : undefined;
        const draft: Facts = work === undefined ? facts : { ...facts, work };
        type.refuse?.(draft);
        return { before, draft, references, begin, claims, quotas, released, work };
    }

    private async accept(
        op: "create" | "update",
        type: CloudType,
        urn: string,
        id: string,
        inputs: Properties,
    ): Promise<Stored> {
        const { before, draft, references, claims, quotas, released, work, ...judged } = this.judge(
            type,
            urn,
            id,
            inputs,
        );
        const duration = op === "create" ? type.seconds.create : (type.seconds.update ?? type.seconds.create);
        const { operation, error } = this.placing.place({
            ...{ op: before === undefined ? "create" : op, urn, id, type: type.token },
            ...{ inputs: draft.inputs, begin: judged.begin, seconds: work?.seconds ?? duration, work },
        });
        if (error !== undefined) {
            await this.note({ operation });
            throw error;
        }
        const { end } = operation;
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
            quotas: quotas.flatMap(({ key, amount = 1 }) => Array.from({ length: amount }, () => key)),
            readyAt: end,
        };
        const outputs = plainProperties(put.outputs);
        const accepted = { ...draft, token: type.token, outputs, tags: inputs["tags"], end, ...work };
        await this.note({
            operation,
            put,
            released: released.map(({ kind, value }) => ({ kind, value })),
            kept: this.keptOf(accepted),
        });
        return put;
    }

    private keptOf(accepted: Accepted): Kept {
        return kept(this.histories, accepted, (id) => this.state.find(id));
    }

    /** @throws CloudError when Resource Manager is lost there at some time of these */
    private refuseLost({ id, inputs }: { id: string; inputs: Properties }, during: [number, number]): void {
        const loss = lossOf(this.state, this.ledger.outages, { id, inputs }, ["control"], during);
        if (loss !== undefined) throw loss.error;
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

    private apply(change: Change): void {
        if (change.operation !== undefined) {
            this.generations.note(change.operation);
            this.operations.push(change.operation);
            this.timeline.complete(change.operation.end);
            this.placing.recall(change.operation);
        }

        if (change.event !== undefined) {
            this.ledger.keep(change.event);
            this.timeline.complete(reached(change.event));
        }
        for (const id of change.removed ?? []) this.state.remove(id);
        for (const held of change.held ?? []) this.state.hold(held);
        for (const claim of change.released ?? []) this.state.release(claim);
        if (change.put !== undefined) this.state.put(change.put);
        if (change.kept !== undefined) this.histories.put(change.kept);
    }
}
