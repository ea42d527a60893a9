/** The difference between old and new inputs as the protocol wants it: which paths changed, how, and what that means. */
import { normalLocation } from "./arm";
import { isAsset, isObject, isSecret, same, type Properties, type Value } from "./values";

type Kind = "ADD" | "DELETE" | "UPDATE" | "ADD_REPLACE" | "DELETE_REPLACE" | "UPDATE_REPLACE";

export interface Difference {
    /** By property path, such as `sku.name` or `rules[0].priority`; sorted. */
    detailed: Map<string, Kind>;
    /** Top-level properties that changed. */
    diffs: string[];
    /** Those of them that need a replacement. */
    replaces: string[];
}

/**
 * @param replacing paths (lists without index, `rules[].name`) whose change replaces
 * @param state old outputs: setting a property to what the cloud already has replaces nothing
 */
export function difference(
    replacing: ReadonlySet<string>,
    olds: Properties,
    news: Properties,
    state: Properties,
): Difference {
    const detailed = new Map<string, Kind>();
    const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])]
        .filter((key) => !key.startsWith("__"))
        .sort();
    for (const key of keys) {
        const [a, b] = [olds[key], news[key]];
        if (same(a, b) || (key === "location" && sameLocation(a, b))) continue;
        const already = a === undefined && same(state[key], b);
        for (const [path, kind] of changes(key, a, b))
            detailed.set(path, !already && replaces(path, replacing) ? `${kind}_REPLACE` : kind);
    }
    const top = (paths: string[]): string[] => [...new Set(paths.map((path) => path.split(/[.[]/)[0] ?? path))];
    return {
        detailed,
        diffs: top([...detailed.keys()]),
        replaces: top([...detailed].filter(([, kind]) => kind.endsWith("_REPLACE")).map(([path]) => path)),
    };
}

const sameLocation = (a: Value | undefined, b: Value | undefined): boolean =>
    typeof a === "string" && typeof b === "string" && normalLocation(a) === normalLocation(b);

/** The path itself or something it lies in is create-only. */
function replaces(path: string, replacing: ReadonlySet<string>): boolean {
    const parts = path.replace(/\[\d+\]/g, "[]").split(".");
    return parts.some((_, index) => {
        const prefix = parts.slice(0, index + 1).join(".");
        return replacing.has(prefix) || replacing.has(prefix.replace(/\[\]$/, ""));
    });
}

/** The changed leaves below one property. */
function changes(path: string, a: Value | undefined, b: Value | undefined): [string, "ADD" | "DELETE" | "UPDATE"][] {
    const [old, now] = [bare(a), bare(b)];
    if (isObject(old) && isObject(now) && !isAsset(old) && !isAsset(now))
        return [...new Set([...Object.keys(old), ...Object.keys(now)])]
            .sort()
            .filter((key) => !same(old[key], now[key]))
            .flatMap((key) => changes(`${path}.${key}`, old[key], now[key]));
    if (Array.isArray(old) && Array.isArray(now))
        return Array.from({ length: Math.max(old.length, now.length) }, (_, index) => index)
            .filter((index) => !same(old[index], now[index]))
            .flatMap((index) => changes(`${path}[${String(index)}]`, old[index], now[index]));
    return [[path, old === undefined ? "ADD" : now === undefined ? "DELETE" : "UPDATE"]];
}

const bare = (value: Value | undefined): Value | undefined => (isSecret(value) ? bare(value["value"]) : value);

/** Carries what changed between two answers over to the inputs: properties the inputs never had stay away. */
export function carryOver(
    inputs: Properties,
    before: Properties,
    now: Properties,
    names: ReadonlySet<string>,
): Properties {
    const result = { ...inputs };
    for (const name of names) {
        if (same(before[name], now[name])) continue;
        const value = now[name];
        if (value === undefined) Reflect.deleteProperty(result, name);
        else result[name] = carry(inputs[name], before[name], value);
    }
    return result;
}

function carry(given: Value | undefined, before: Value | undefined, now: Value): Value {
    if (isObject(given) && isObject(before) && isObject(now) && !isSecret(given))
        return carryOver(given, before, now, new Set([...Object.keys(before), ...Object.keys(now)]));
    if (Array.isArray(given) && Array.isArray(before) && Array.isArray(now))
        return now.map((member, index) =>
            same(before[index], member) && index < given.length
                ? (given[index] ?? null)
                : carry(given[index], before[index], member),
        );
    return now;
}
