import type { Properties } from "../properties";
import { Secrets } from "../secrets";
import {
    checkpointText,
    digestOf,
    makeDeployment,
    opened,
    readCheckpoint,
    saltOf,
    writeCheckpoint,
    type DeploymentFile,
} from "./checkpoint";
import { announceFold, Journal, readJournal, replay, survivingOperations } from "./journal";
import { toFile, type PendingOperation, type ResourceState } from "./model";

const journalPath = (checkpoint: string): string => checkpoint.replace(/\.json$/, ".journal");

interface Loaded {
    deployment: DeploymentFile | undefined;
    /** The journal of a run that was killed is part of the deployment, but not yet of the checkpoint. */
    interrupted: boolean;
    /** A journal was found that continues another checkpoint, so nothing can be said about what it holds. */
    orphaned: boolean;
    digest: string;
}

/** The stack as of the last run, including what a run that was killed had done. Undefined for a stack that does not exist. */
export function loadStack(path: string): Loaded | undefined {
    const checkpoint = readCheckpoint(path);
    if (checkpoint === undefined) {
        return undefined;
    }
    const { deployment, digest } = checkpoint;
    const entries = readJournal(journalPath(path));
    const continues = entries.some((entry) => "start" in entry && entry.start === digest);
    if (deployment === undefined || !continues) {
        const folded = entries.some((entry) => "folded" in entry && entry.folded === digest);
        return { deployment, interrupted: false, orphaned: entries.length > 0 && !folded, digest };
    }
    const { resources, pending } = replay(deployment.resources ?? [], deployment.pending_operations ?? [], entries);
    return {
        deployment: { ...deployment, resources, pending_operations: pending },
        interrupted: true,
        orphaned: false,
        digest,
    };
}

/** Puts a deployment in the place of checkpoint and journal. The journal is to be discarded then. Returns the checkpoint's digest. */
function fold(path: string, name: string, deployment: DeploymentFile): string {
    const content = checkpointText(name, deployment);
    const digest = digestOf(content);
    announceFold(journalPath(path), digest);
    writeCheckpoint(path, content);
    return digest;
}

/**
 * The state of a stack while a run changes it. Every change goes to a journal beside the checkpoint; `finish` folds it in. As in
 * Pulumi, resources stand in the order in which the run finished with them, those that it has not come to after them.
 */
export class Snapshot {
    private readonly numbers = new Map<ResourceState, number>();
    private readonly added: ResourceState[] = [];
    /** What a resource was before the run. */
    private readonly predecessors = new Map<ResourceState, ResourceState>();
    private readonly removed = new Set<ResourceState>();
    private readonly operations = new Map<ResourceState, PendingOperation["type"]>();
    private journal: Journal;

    private constructor(
        private readonly path: string,
        private readonly name: string,
        private readonly secrets: Secrets,
        private base: readonly ResourceState[],
        private readonly pending: readonly PendingOperation[],
        digest: string,
    ) {
        this.journal = this.restart(digest);
    }

    /** Opens a stack for a run, making it where it does not exist. `base` is what the stack holds. */
    static async open(
        path: string,
        name: string,
        loaded: Loaded | undefined,
        secrets: Secrets,
        state: Opened,
    ): Promise<Snapshot> {
        let digest = loaded?.digest ?? "";
        // The journal is in the checkpoint's terms: its resources by number, its salt.
        const salt = saltOf(loaded?.deployment);
        if (loaded === undefined || loaded.interrupted || salt !== secrets.salt) {
            digest = fold(path, name, makeDeployment(state.resources, state.pending, secrets, now()));
        }
        const snapshot = new Snapshot(path, name, secrets, state.resources, state.pending, digest);
        await snapshot.journal.discard();
        return snapshot;
    }

    private restart(digest: string): Journal {
        this.numbers.clear();
        this.base.forEach((state, index) => this.numbers.set(state, index));
        return new Journal(journalPath(this.path), digest);
    }

    private numberOf(state: ResourceState): number {
        let number = this.numbers.get(state);
        if (number === undefined) {
            number = this.numbers.size;
            this.numbers.set(state, number);
        }
        return number;
    }

    private file(state: ResourceState, before?: ResourceState): ResourceState {
        const old = (properties: Properties): Properties | undefined =>
            properties === state.inputs ? before?.inputs : before?.outputs;
        return toFile(state, (properties) =>
            this.secrets.seal(properties, old(properties)),
        ) as unknown as ResourceState;
    }

    /** Durable when it resolves: the operation may begin. */
    begin(type: PendingOperation["type"], state: ResourceState, before?: ResourceState): Promise<void> {
        this.operations.set(state, type);
        this.journal.record({ begin: this.numberOf(state), type, state: this.file(state, before) });
        return this.journal.commit();
    }

    /** The resource is as `state` says now, and takes the place of `before`. Durable when it resolves. */
    add(state: ResourceState, before?: ResourceState): Promise<void> {
        this.put(state, before, this.file(state, before));
        return this.journal.commit();
    }

    /** As `add`, for a resource that has not changed: losing this costs nothing, so nobody waits for it. */
    keep(state: ResourceState, before: ResourceState): void {
        const unchanged = isUnchanged(state, before);
        if (unchanged) {
            // The same values, and with them the same ciphertexts.
            state.inputs = before.inputs;
        }
        this.put(state, before, unchanged ? undefined : this.file(state, before));
    }

    private put(state: ResourceState, before: ResourceState | undefined, file: ResourceState | undefined): void {
        this.operations.delete(state);
        this.added.push(state);
        if (before !== undefined) {
            this.removed.add(before);
            this.predecessors.set(state, before);
        }
        const from = before && { from: this.numberOf(before) };
        this.journal.record({ add: this.numberOf(state), ...from, ...(file && { state: file }) });
    }

    remove(state: ResourceState): Promise<void> {
        this.operations.delete(state);
        this.removed.add(state);
        this.journal.record({ remove: this.numberOf(state) });
        return this.journal.commit();
    }

    /** The operation failed and left nothing behind. */
    end(state: ResourceState): Promise<void> {
        this.operations.delete(state);
        this.journal.record({ end: this.numberOf(state) });
        return this.journal.commit();
    }

    /** Members of a resource that is in the snapshot already have changed. Durable with the next change. */
    patch(state: ResourceState, ...members: ("delete" | "pendingReplacement" | "outputs")[]): void {
        const file = this.file(state, this.predecessors.get(state));
        this.journal.record({
            patch: this.numberOf(state),
            set: Object.fromEntries(members.map((name) => [name, file[name]])),
        });
    }

    private current(): ResourceState[] {
        return [...this.added, ...this.base].filter((state) => !this.removed.has(state));
    }

    private deployment(): DeploymentFile {
        const operations = [...this.operations].map(([resource, type]) => ({ resource, type }));
        return makeDeployment(
            this.current(),
            [...survivingOperations(this.pending), ...operations],
            this.secrets,
            now(),
        );
    }

    /** Starts over from other resources: a refresh has found the world changed. */
    async rebase(resources: readonly ResourceState[]): Promise<void> {
        this.base = resources;
        const digest = fold(this.path, this.name, makeDeployment(resources, this.pending, this.secrets, now()));
        await this.journal.discard();
        this.journal = this.restart(digest);
    }

    /** Folds everything into the checkpoint. */
    async finish(): Promise<void> {
        await this.journal.commit();
        fold(this.path, this.name, this.deployment());
        await this.journal.discard();
    }
}

const now = (): string => new Date().toISOString();

/** The same but for what a run derives anew and finds equal; compares by the text of a file, which is what matters. */
function isUnchanged(state: ResourceState, before: ResourceState): boolean {
    const text = (of: ResourceState): string => JSON.stringify(toFile(of, (properties) => properties));
    return state.outputs === before.outputs && text(state) === text(before);
}

export interface Opened {
    resources: ResourceState[];
    pending: PendingOperation[];
}

/** The resources of a loaded stack with their secrets in the clear. `secrets` must be of the same salt to keep ciphertexts. */
export async function openState(loaded: Loaded | undefined, passphrase: string, secrets: Secrets): Promise<Opened> {
    const deployment = loaded?.deployment;
    const salt = saltOf(deployment);
    const own = salt === undefined || salt === secrets.salt ? secrets : await Secrets.open(passphrase, salt);
    return {
        resources: (deployment?.resources ?? []).map((state) => opened(state, own)),
        pending: (deployment?.pending_operations ?? []).map(({ resource, type }) => ({
            resource: opened(resource, own),
            type,
        })),
    };
}
