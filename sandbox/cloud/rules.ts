/** What Azure Resource Manager refuses, whatever the type: dangling ids, taken names, full quotas, locks, things in use. */
import { lastPart, parentOf, shortName } from "./arm";
import { awsReferences } from "./aws/references";
import { cloudType, type CloudType } from "./catalogue";
import { CloudError, type Claim, type CloudView, type Facts, type Quota } from "./model";
import type { Held, State, Stored } from "./state";
import { virtualDate } from "./timeline";
import { eachString, isObject, plain, same, select, text, UNKNOWN, type Properties, type Value } from "./values";

/** Seconds. */
const DAY = 86_400;
const LOCK = "azure-native:authorization:ManagementLockByScope";
/** Things that need not be modelled to be referred to: built-in roles, policies, and what every account or server has by itself. */
const BUILT_IN = /\/providers\/microsoft\.authorization\/(role|policy|policyset)definitions\/[^/]+$/i;
const IMPLICIT = [
    /\/servers\/[^/]+\/databases\/master$/i,
    /\/backupfabrics\/azure$/i,
    /\/backupfabrics\/azure\/protectioncontainers\/[^/]+$/i,
    /\/storageaccounts\/[^/]+\/(blob|file|queue|table)services\/default$/i,
];

const SCOPES = new Set(["scope", "scopeId", "resourceUri"]);

/** The name a resource is to get: what its inputs say (unknown where they do), else its Pulumi name. */
export function nameOf(type: CloudType, urn: string, inputs: Properties): string {
    if (type.nameInput === undefined) return urn.split("::").at(-1) ?? "";
    const name = plain(inputs[type.nameInput] ?? UNKNOWN);
    return typeof name === "string" ? name : UNKNOWN;
}

/** The id a resource with these inputs gets. */
export function idOf(type: CloudType, facts: Facts, attempt = 0): string {
    if (type.identify !== undefined) return type.identify(facts, attempt);
    return type.template.replace(/\{(\w+)\}/g, (_, name: string) => {
        if (name === "subscriptionId") return facts.cloud.subscriptionId;
        const value = text(facts.inputs, name) ?? "";
        // A scope is a path; in a name a slash is a character like any other (a blob's, for example).
        return SCOPES.has(name) ? value.replace(/^\/|\/$/g, "") : value.replaceAll("/", "%2F");
    });
}

/**
 * Everything the inputs refer to, as lower-case ids: the parent, ids of resources, and resources whose answers they contain.
 * @throws CloudError for an id of something that does not exist
 */
export function references(state: State, cloud: CloudView, type: CloudType, facts: Facts): Set<string> {
    if (type.aws !== undefined) return awsReferences(state, type, facts);
    const found = new Set<string>();
    const own = facts.id.toLowerCase();
    const parent = parentOf(facts.id);
    if (parent !== undefined) add(found, requireParent(state, cloud, parent, facts));
    const unchecked = new Set<Value>(
        type.uncheckedPaths.flatMap((path) => select(facts.inputs, path).map(([, value]) => value)),
    );
    for (const [name, value] of Object.entries(facts.inputs)) {
        if (name === "tags" || name.startsWith("__") || unchecked.has(value)) continue;
        eachString(value, (candidate) => {
            if (unchecked.has(candidate)) return;
            if (candidate.startsWith("/subscriptions/"))
                add(found, requireReference(state, cloud, candidate, type, facts));
            else add(found, state.answeredBy(candidate));
        });
    }
    found.delete(own);
    return found;
}

/** What it tells others of, as far as that exists: lower-case ids. */
export function mentioned(state: State, type: CloudType, facts: Facts): string[] {
    const known = (id: string): boolean =>
        state.get(id) !== undefined || facts.cloud.histories.database(id) !== undefined;
    return (type.mentions?.(facts) ?? []).filter(known).map((id) => id.toLowerCase());
}

function add(found: Set<string>, id: string | undefined): void {
    if (id !== undefined) found.add(id.toLowerCase());
}

/** The resource an id belongs to: itself, or the one it is a part of. `false` when there is nothing of that id. */
function resolve(state: State, cloud: CloudView, id: string): string | undefined | false {
    if (state.get(id) !== undefined) return id;
    if (id.toLowerCase() === `/subscriptions/${cloud.subscriptionId}` || BUILT_IN.test(id)) return undefined;
    const parent = parentOf(id);
    if (parent === undefined) return false;
    const owner = state.get(parent);
    if (IMPLICIT.some((pattern) => pattern.test(id)))
        return owner === undefined ? resolve(state, cloud, parent) : parent;
    if (owner === undefined) return false;
    const [collection = "", name = ""] = shortName(id).split("/");
    const webRoot = name === "$web" && state.get(`${parentOf(parent) ?? ""}/staticWebsite`) !== undefined;
    return webRoot || hasPart(cloudType(owner.token), owner.inputs, collection, name) ? parent : false;
}

function hasPart(type: CloudType, inputs: Properties, collection: string, name: string): boolean {
    const input = type.partNames.find((part) => part.toLowerCase() === collection.toLowerCase());
    const list = input === undefined ? undefined : inputs[input];
    return (
        Array.isArray(list) &&
        list.some((part) => isObject(part) && text(part, "name")?.toLowerCase() === name.toLowerCase())
    );
}

function requireParent(state: State, cloud: CloudView, parent: string, facts: Facts): string | undefined {
    let at: string | undefined = parent;
    // .../blobServices/default/containers/$web is what a static website of the account above brings along.
    if (/\/containers\/\$web$/i.test(parent) && state.get(parent) === undefined) {
        const website = parent.replace(/\/blobServices\/default\/containers\/\$web$/i, "/staticWebsite");
        if (state.get(website) !== undefined) return website;
    }
    const resolved = resolve(state, cloud, at);
    if (resolved !== false) return resolved;
    for (; at !== undefined; at = parentOf(at)) {
        const above = parentOf(at);
        if (above !== undefined && resolve(state, cloud, above) === false) continue;
        if (/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i.test(at))
            throw new CloudError("ResourceGroupNotFound", `Resource group '${lastPart(at)}' could not be found.`);
        if (/^\/subscriptions\/[^/]+$/i.test(at))
            throw new CloudError("SubscriptionNotFound", `The subscription '${lastPart(at)}' could not be found.`);
        break;
    }
    throw new CloudError(
        "ParentResourceNotFound",
        `Failed to perform 'write' on resource(s) of '${shortName(facts.id)}', because the parent resource '${at ?? parent}' could not be found.`,
    );
}

function requireReference(
    state: State,
    cloud: CloudView,
    id: string,
    type: CloudType,
    facts: Facts,
): string | undefined {
    const own = facts.id.toLowerCase();
    if (id.toLowerCase() === own) return undefined;
    if (parentOf(id)?.toLowerCase() === own) {
        const [collection = "", name = ""] = shortName(id).split("/");
        if (hasPart(type, facts.inputs, collection, name)) return undefined;
    }
    const resolved = resolve(state, cloud, id);
    // A database that was deleted can still be what another one is made from: its type judges that.
    if (resolved === false && type.work !== undefined && cloud.histories.database(id) !== undefined) return undefined;
    if (resolved === false)
        throw new CloudError(
            "InvalidResourceReference",
            `Resource ${id} referenced by resource ${facts.id} was not found. Please make sure that the referenced resource exists.`,
        );
    return resolved;
}

/** Quotas of the type and Azure's 800 resources of one type in a resource group. */
export function quotasOf(type: CloudType, facts: Facts): Quota[] {
    const quotas = type.quotas?.(facts) ?? [];
    const group = text(facts.inputs, "resourceGroupName");
    const topLevel = type.template.split("/").length === 9;
    if (group === undefined || !topLevel || type.unlimited === true) return quotas;
    const what = `resources of type ${type.template.split("/").slice(6, 8).join("/")} in resource group '${group}'`;
    return [...quotas, { key: `group|${group.toLowerCase()}|${type.token}`, limit: 800, what }];
}

/**
 * Refuses a write to a locked scope, of an unchangeable property, with a taken name or over a quota.
 * @returns held names that this write takes over or that have expired
 */
export function refuseWrite(
    state: State,
    type: CloudType,
    facts: Facts,
    wanted: { claims: Claim[]; quotas: Quota[]; now: number },
): Claim[] {
    refuseLocked(state, facts.id, "write", "readOnlyLocks", type.token);
    refuseImmutable(state.get(facts.id), type, facts);
    const released: Claim[] = [];
    for (const claim of wanted.claims) {
        const holder = state.holderOf(claim);
        if (holder !== undefined && holder !== facts.id.toLowerCase())
            throw new CloudError(
                claim.code ?? "NameNotAvailable",
                claim.message ?? `The name '${claim.value}' is already in use.`,
            );
        const held = state.heldName(claim);
        if (held === undefined) continue;
        const mode = text(facts.inputs, "createMode") ?? text(facts.inputs, "properties.createMode") ?? "";
        if (held.until > wanted.now && mode.toLowerCase() !== "recover")
            throw new CloudError(
                "ConflictError",
                `The name '${claim.value}' is held by the soft-deleted resource ${held.id} until ` +
                    `${virtualDate(held.until).toISOString()}. Recover it with createMode "recover" or choose another name.`,
            );
        released.push(claim);
    }
    for (const quota of wanted.quotas) {
        const { key, limit, amount = 1, what } = quota;
        const held = state.takenBy(facts.id, key);
        if (amount > held && state.count(key) - held + amount > limit)
            throw new CloudError(
                "QuotaExceeded",
                `Operation could not be completed as it results in exceeding the limit of ${String(limit)} ${what}.`,
            );
    }
    return released;
}

function refuseImmutable(before: Stored | undefined, type: CloudType, facts: Facts): void {
    if (before === undefined) return;
    for (const name of type.immutableNames)
        if (!same(before.inputs[name], facts.inputs[name]) && before.inputs[name] !== undefined)
            throw new CloudError(
                name === "location" ? "InvalidResourceLocation" : "PropertyChangeNotAllowed",
                `Changing property '${name}' of resource '${lastPart(facts.id)}' is not allowed.`,
            );
}

function refuseLocked(state: State, id: string, verb: string, key: string, token: string): void {
    if (token === LOCK) return;
    for (let scope: string | undefined = id; scope !== undefined; scope = parentOf(scope))
        if (state.count(`${key}|${scope.toLowerCase()}`) > 0)
            throw new CloudError(
                "ScopeLocked",
                `The scope '${id}' cannot perform ${verb} operation because following scope(s) are locked: '${scope}'. ` +
                    "Please remove the lock and try again.",
            );
}

/** A resource and everything below it. */
export function subtree(state: State, id: string): Stored[] {
    const root = state.get(id);
    const found = root === undefined ? [] : [root];
    for (const one of found)
        for (const child of state.childrenOf(one.id)) {
            const stored = state.get(child);
            if (stored !== undefined) found.push(stored);
        }
    return found;
}

/** Refuses the delete of something locked, in use, or with children where Azure wants them gone first. */
export function refuseDelete(state: State, type: CloudType, stored: Stored): void {
    refuseLocked(state, stored.id, "delete", "locks", stored.token);
    const doomed = subtree(state, stored.id);
    const ids = new Set(doomed.map((one) => one.id.toLowerCase()));
    const lock = doomed.find((one) => one.token === LOCK && one !== stored);
    if (lock !== undefined) refuseLocked(state, parentOf(lock.id) ?? lock.id, "delete", "locks", stored.token);
    if (type.nested !== undefined && doomed.length > 1)
        throw new CloudError(
            type.nested,
            `Can not delete resource ${stored.id} before nested resources are deleted: ${doomed[1]?.id ?? ""}.`,
        );
    for (const one of doomed) {
        const code = cloudType(one.token).inUse;
        const user = code === undefined ? undefined : state.referrersOf(one.id).find((referrer) => !ids.has(referrer));
        if (code !== undefined && user !== undefined)
            throw new CloudError(code, `${one.id} is in use by ${state.get(user)?.id ?? user} and cannot be deleted.`);
    }
}

/** The names that what is deleted at `end` goes on holding: Azure counts days, the virtual clock counts them too. */
export function namesHeld(doomed: readonly Stored[], end: number, factsOf: (stored: Stored) => Facts): Held[] {
    const held = doomed.flatMap((stored): Held[] => {
        const kept = cloudType(stored.token).softDelete?.(factsOf(stored));
        if (kept === undefined) return [];
        return [{ kind: kept.kind, value: stored.name, id: stored.id, until: end + kept.days * DAY }];
    });
    // What goes along with a soft-deleted vault is kept inside it and holds no name of its own.
    return held.filter((one) => held.every((other) => other.id !== parentOf(one.id)));
}
