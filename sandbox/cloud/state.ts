/** What the cloud holds, with the indexes that keep every question about it O(1): children, referrers, names, counts, answers. */
import { parentOf } from "./arm";
import type { Found } from "./model";
import { eachString, plainProperties, text, type Properties } from "./values";

/** One resource as it is kept. Inputs and outputs keep their secret wrappers. */
export interface Stored {
    id: string;
    token: string;
    urn: string;
    name: string;
    inputs: Properties;
    outputs: Properties;
    revision: number;
    /** Ids (lower case) of the resources it depends on: parent, ids in its inputs, owners of what its inputs were taken from. */
    references: string[];
    /** Names and other values it holds alone. */
    claims: { kind: string; value: string }[];
    /** Keys of the quotas it counts towards, each as often as it takes a unit. */
    quotas: string[];
    /** Virtual second at which its latest operation was complete. */
    readyAt: number;
}

/** A name that a deleted resource still holds. */
export interface Held {
    kind: string;
    value: string;
    id: string;
    /** Virtual second from which the name is free again. */
    until: number;
}

interface Entry {
    stored: Stored;
    /** Made when somebody asks: most resources are never looked at again. */
    found?: Found;
}

const key = (id: string): string => id.toLowerCase();
const claimKey = (claim: { kind: string; value: string }): string => `${claim.kind}|${claim.value.toLowerCase()}`;

/** Only answers that can belong to one resource alone point back to it: GUIDs, host names (also as https URL), long tokens, ids of AWS. */
const DISTINCTIVE =
    /^(arn:aws:[^*]+|[a-z]+-[0-9a-f]{17}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|_[a-z0-9]{20,}|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,})$/i;

/** The part of a text that may be somebody's answer: the host of a URL, else the text itself. */
const answerIn = (text: string): string => /^https:\/\/([^/]+)/.exec(text)?.[1] ?? text;

export class State {
    private readonly entries = new Map<string, Entry>();
    private readonly children = new Map<string, Set<string>>();
    private readonly referrers = new Map<string, Set<string>>();
    private readonly claimed = new Map<string, string>();
    private readonly counts = new Map<string, number>();
    private readonly answers = new Map<string, string>();
    private readonly shown = new Map<string, string>();
    readonly held = new Map<string, Held>();

    /** @param constants answers that are the same for all resources (tenant, subscription) and point to none */
    constructor(private readonly constants: ReadonlySet<string>) {}

    get(id: string): Stored | undefined {
        return this.entries.get(key(id))?.stored;
    }

    find(id: string): Found | undefined {
        const entry = this.entries.get(key(id));
        if (entry === undefined) return undefined;
        const { stored } = entry;
        return (entry.found ??= {
            id: stored.id,
            token: stored.token,
            name: stored.name,
            inputs: plainProperties(stored.inputs),
            outputs: plainProperties(stored.outputs),
        });
    }

    all(): Stored[] {
        return [...this.entries.values()].map((entry) => entry.stored);
    }

    childrenOf(id: string): string[] {
        return [...(this.children.get(key(id)) ?? [])];
    }

    referrersOf(id: string): string[] {
        return [...(this.referrers.get(key(id)) ?? [])];
    }

    referencesOf(id: string): readonly string[] {
        return this.get(id)?.references ?? [];
    }

    /** The resource that holds a claim. */
    holderOf(claim: { kind: string; value: string }): string | undefined {
        return this.claimed.get(claimKey(claim));
    }

    heldName(claim: { kind: string; value: string }): Held | undefined {
        return this.held.get(claimKey(claim));
    }

    count(quota: string): number {
        return this.counts.get(quota) ?? 0;
    }

    /** How much of a quota the resource takes already. */
    takenBy(id: string, quota: string): number {
        return this.get(id)?.quotas.filter((key) => key === quota).length ?? 0;
    }

    /** The resource of AWS with an id as Pulumi shows it; `region` is "" for what lies in none. */
    shownAs(token: string, region: string, id: string): string | undefined {
        return this.shown.get(`${token}|${region}|${id}`);
    }

    /** The resource that answered this text (a principal's id, a host name). */
    answeredBy(text: string): string | undefined {
        return this.answers.get(answerIn(text));
    }

    put(stored: Stored): void {
        this.remove(stored.id);
        const id = key(stored.id);
        this.entries.set(id, { stored });
        const parent = parentOf(stored.id);
        if (parent !== undefined) addTo(this.children, key(parent), id);
        for (const target of stored.references) addTo(this.referrers, target, id);
        for (const claim of stored.claims) this.claimed.set(claimKey(claim), id);
        for (const quota of stored.quotas) this.counts.set(quota, this.count(quota) + 1);
        for (const text of distinctive(stored, this.constants)) if (!this.answers.has(text)) this.answers.set(text, id);
        const own = shownKey(stored);
        if (own === undefined) return;
        this.shown.set(own.key, id);
        // What others answered of it before (a network's id) is this one's all the same.
        if (DISTINCTIVE.test(own.id)) this.answers.set(own.id, id);
    }

    remove(resource: string): void {
        const id = key(resource);
        const entry = this.entries.get(id);
        if (entry === undefined) return;
        this.entries.delete(id);
        const parent = parentOf(entry.stored.id);
        if (parent !== undefined) this.children.get(key(parent))?.delete(id);
        for (const target of entry.stored.references) this.referrers.get(target)?.delete(id);
        for (const claim of entry.stored.claims)
            if (this.claimed.get(claimKey(claim)) === id) this.claimed.delete(claimKey(claim));
        for (const quota of entry.stored.quotas) this.counts.set(quota, this.count(quota) - 1);
        const own = shownKey(entry.stored);
        if (own !== undefined) this.shown.delete(own.key);
        for (const text of [...distinctive(entry.stored, this.constants), ...(own === undefined ? [] : [own.id])])
            if (this.answers.get(text) === id) this.answers.delete(text);
    }

    hold(held: Held): void {
        this.held.set(claimKey(held), held);
    }

    release(claim: { kind: string; value: string }): void {
        this.held.delete(claimKey(claim));
    }
}

/** How a resource of AWS is looked up by the id that Pulumi shows: names are those of a region, or of the account. */
function shownKey({ id, token, outputs }: Stored): { key: string; id: string } | undefined {
    const shown = text(outputs, "id");
    if (!id.startsWith("arn:") || shown === undefined) return undefined;
    return { key: `${token}|${id.split(":")[3] ?? ""}|${shown}`, id: shown };
}

/** The texts in a resource's answer that point back to it. */
function distinctive(stored: Stored, constants: ReadonlySet<string>): Set<string> {
    const texts = new Set<string>();
    const add = (text: string): void => {
        const answer = answerIn(text);
        if (DISTINCTIVE.test(answer) && !constants.has(answer)) texts.add(answer);
    };
    // What came in as an input was not this resource's to give; its identity's principal was.
    for (const [name, value] of Object.entries(stored.outputs))
        if (!(name in stored.inputs) && name !== "name" && name !== "type") eachString(value, add);
    const principal = text(stored.outputs, "identity.principalId");
    if (principal !== undefined) add(principal);
    return texts;
}

function addTo(index: Map<string, Set<string>>, at: string, id: string): void {
    const members = index.get(at);
    if (members === undefined) index.set(at, new Set([id]));
    else members.add(id);
}
