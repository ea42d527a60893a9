/**
 * Property values as the provider protocol carries them. Secrets stay wrapped wherever a value is kept or answered; `plain` takes the
 * wrapping off for the model's arithmetic only.
 */

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Properties = Record<string, Value>;

export const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** What stands for a value that is not known before the update. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Unknowns of a known type (bool, number, array, asset, archive, object): older senders use them, they mean the same. */
const UNKNOWNS = new Set([
    UNKNOWN,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export const isUnknown = (value: Value | undefined): boolean => typeof value === "string" && UNKNOWNS.has(value);
export const isObject = (value: Value | undefined): value is Properties =>
    typeof value === "object" && value !== null && !Array.isArray(value);
const isSigned = (value: Value | undefined, signature: string): value is Properties =>
    isObject(value) && value[SIGNATURE] === signature;
export const isSecret = (value: Value | undefined): value is Properties => isSigned(value, SECRET);
export const isAsset = (value: Value | undefined): value is Properties =>
    isSigned(value, ASSET) || isSigned(value, ARCHIVE);

/** Marks a value as secret; a secret of a secret is one secret. */
export function secret(value: Value): Properties {
    return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}

/** Maps the members of an array or object; scalars are returned as they are. */
function mapMembers(value: Value, change: (member: Value) => Value): Value {
    if (Array.isArray(value)) return value.map(change);
    if (!isObject(value)) return value;
    const result: Properties = {};
    for (const [key, member] of Object.entries(value)) result[key] = change(member);
    return result;
}

/**
 * A received value in the form in which it is kept: output values become secrets, unknowns or the bare value, null members of
 * objects are dropped (Azure does not tell "null" from "not set").
 */
function normalise(value: Value): Value {
    if (isSecret(value)) return secret(normalise(value["value"] ?? null));
    if (isSigned(value, OUTPUT)) {
        const inner = "value" in value ? normalise(value["value"] ?? null) : UNKNOWN;
        return value["secret"] === true ? secret(inner) : inner;
    }
    if (isSigned(value, REFERENCE) || isAsset(value)) return value;
    if (Array.isArray(value)) return value.map(normalise);
    if (isUnknown(value)) return UNKNOWN;
    return isObject(value) ? normaliseProperties(value) : value;
}

export function normaliseProperties(properties: Properties): Properties {
    const result: Properties = {};
    for (const [key, value] of Object.entries(properties)) if (value !== null) result[key] = normalise(value);
    return result;
}

/** Without secret wrappers; a resource reference becomes its id. Never print or store what this returns. */
export function plain(value: Value): Value {
    if (isSecret(value)) return plain(value["value"] ?? null);
    if (isSigned(value, REFERENCE)) return value["id"] ?? UNKNOWN;
    return mapMembers(value, plain);
}

export function plainProperties(properties: Properties): Properties {
    return plain(properties) as Properties;
}

/** Equality as the cloud sees it: secretness does not count, nor does a null member; assets are equal when their hashes are. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
    if (isSecret(a)) return same(a["value"], b);
    if (isSecret(b)) return same(a, b["value"]);
    if (a === b) return true;
    if (isAsset(a) && isAsset(b) && a["hash"] && b["hash"]) return a["hash"] === b["hash"];
    if (Array.isArray(a) && Array.isArray(b))
        return a.length === b.length && a.every((member, index) => same(member, b[index]));
    if (isObject(a) && isObject(b)) {
        const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
        return [...keys].every((key) => same(a[key], b[key]));
    }
    return (a ?? null) === null && (b ?? null) === null;
}

/** Calls `visit` for every string in the value, also inside secrets. */
export function eachString(value: Value | undefined, visit: (text: string) => void): void {
    if (typeof value === "string") visit(value);
    else if (Array.isArray(value)) for (const member of value) eachString(member, visit);
    else if (isObject(value)) for (const member of Object.values(value)) eachString(member, visit);
}

export function containsUnknown(value: Value | undefined): boolean {
    let found = false;
    eachString(value, (text) => (found ||= isUnknown(text)));
    return found;
}

/** The plain scalars that stand inside secrets, as text. */
export function secretTexts(value: Value | undefined, inside = false, found: string[] = []): string[] {
    if (isSecret(value)) secretTexts(value["value"], true, found);
    else if (Array.isArray(value)) for (const member of value) secretTexts(member, inside, found);
    else if (isObject(value)) for (const member of Object.values(value)) secretTexts(member, inside, found);
    else if (inside && (typeof value === "string" || typeof value === "number")) found.push(String(value));
    return found;
}

/** Every value at a path such as `sku.name` or `rules[].protocol`, with its exact path; nothing below an unknown or missing member. */
export function select(value: Value | undefined, path: string, at = ""): [path: string, value: Value][] {
    if (value === undefined || value === null || isUnknown(value)) return [];
    if (path === "") return [[at, value]];
    if (path.startsWith("[]")) {
        const rest = path.slice(2).replace(/^\./, "");
        return Array.isArray(value)
            ? value.flatMap((member, index) => select(member, rest, `${at}[${String(index)}]`))
            : [];
    }
    const [, key = "", rest = ""] = /^([^.[]+)\.?(.*)$/.exec(path) ?? [];
    return isObject(value) ? select(value[key], rest, at === "" ? key : `${at}.${key}`) : [];
}

/** The first string at a path, or undefined. */
export function text(value: Value | undefined, path: string): string | undefined {
    const found = select(value, path)[0]?.[1];
    return typeof found === "string" ? found : undefined;
}

/** Every string at a path. */
export const texts = (value: Value | undefined, path: string): string[] =>
    select(value, path).flatMap(([, found]) => (typeof found === "string" ? [found] : []));

/** Sets, or with `undefined` removes, the value at a path such as `sku.name` or `rules[0].protocol`. Missing objects are made. */
export function assign(target: Properties, path: string, value: Value | undefined): void {
    const keys = path.replace(/\[(\d+)\]/g, ".$1").split(".");
    const last = keys.pop() ?? path;
    let at: Properties | Value[] = target;
    for (const key of keys) {
        const next: Value | undefined = Array.isArray(at) ? at[Number(key)] : at[key];
        const inner: Value | undefined = isSecret(next) ? next["value"] : next;
        const container: Properties | Value[] = Array.isArray(inner) || isObject(inner) ? inner : {};
        if (container !== inner) {
            if (Array.isArray(at)) at[Number(key)] = container;
            else at[key] = container;
        }
        at = container;
    }
    if (Array.isArray(at)) {
        if (value === undefined) at.splice(Number(last), 1);
        else at[Number(last)] = value;
    } else if (value === undefined) Reflect.deleteProperty(at, last);
    else at[last] = isSecret(at[last]) ? secret(value) : value;
}
