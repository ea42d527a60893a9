import { isBag, isSecret, secret, type Bag, type Properties, type Value } from "./properties";

/** A property path such as `nest.list[0]["odd key"].*`: names, indices, and `*` for any of either. */
export type PropertyPath = readonly (string | number)[];

const element = /\.?([^.[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\[(\*)\]/y;

/** Undefined for a text that is no path. */
export function parsePath(text: string): PropertyPath | undefined {
    const path: (string | number)[] = [];
    element.lastIndex = 0;
    while (element.lastIndex < text.length) {
        const match = element.exec(text);
        if (match === null) {
            return undefined;
        }
        path.push(match[2] !== undefined ? Number(match[2]) : (match[1] ?? match[3]?.replace(/\\(.)/g, "$1") ?? "*"));
    }
    return path;
}

/** True when `path` is `other` or leads to something that holds it. */
export function pathContains(path: PropertyPath, other: PropertyPath): boolean {
    return other.length >= path.length && path.every((part, index) => part === "*" || part === other[index]);
}

const bare = (value: Value | undefined): Value | undefined => (isSecret(value) ? bare(value.value) : value);

/**
 * Puts the old value at the path back into the new properties, in place (`target` must be a deep copy). False when the two do not
 * have the same shape along the path, so that there is no place to put it. As PropertyPath.Reset of the Pulumi SDK for Go.
 */
function resetPath(path: PropertyPath, olds: Properties, target: Properties): boolean {
    return reset(path, olds, target, false);
}

function reset(path: PropertyPath, oldValue: Value | undefined, newValue: Value | undefined, expose: boolean): boolean {
    const [key, ...rest] = path;
    // A secret in the old value stays one where the new value is not already inside a secret.
    const leaks = expose || (isSecret(oldValue) && !isSecret(newValue));
    const [olds, news] = [bare(oldValue), bare(newValue)];
    const put = (value: Value): Value => (leaks && !isSecret(value) ? secret(value) : value);
    if (key === undefined) {
        return false;
    }
    if (key === "*") {
        return resetAny(rest, olds, news, put, leaks);
    }
    if (typeof key === "number") {
        if (!Array.isArray(olds) || !Array.isArray(news)) {
            return !Array.isArray(olds) && !Array.isArray(news);
        }
        const [inOld, inNew] = [key < olds.length, key < news.length];
        if (rest.length > 0 || inOld !== inNew) {
            return inOld && inNew && reset(rest, olds[key], news[key], leaks);
        }
        if (inOld) {
            news[key] = put(olds[key] as Value);
        }
        return true;
    }
    if (rest.length === 0) {
        if (isBag(olds) && key in olds) {
            if (!isBag(news)) {
                return false;
            }
            news[key] = put(olds[key] as Value);
        } else if (isBag(news)) {
            delete news[key];
        }
        return true;
    }
    if (!isBag(olds) || !isBag(news)) {
        return !isBag(olds) && !isBag(news);
    }
    if (!(key in news)) {
        return !(key in olds);
    }
    return reset(rest, olds[key], news[key], leaks);
}

function resetAny(
    rest: PropertyPath,
    olds: Value | undefined,
    news: Value | undefined,
    put: (value: Value) => Value,
    leaks: boolean,
): boolean {
    if (Array.isArray(olds) && Array.isArray(news)) {
        if (olds.length !== news.length) {
            return false;
        }
        return olds.every((item, index) => {
            if (rest.length > 0) {
                return reset(rest, item, news[index], leaks);
            }
            news[index] = put(item);
            return true;
        });
    }
    if (!isBag(olds) || !isBag(news)) {
        return rest.length === 0 && (isBag(news) || Array.isArray(news));
    }
    return rest.length > 0 ? resetMembers(rest, olds, news, leaks) : copyMembers(olds, news, put);
}

function resetMembers(rest: PropertyPath, olds: Bag, news: Bag, leaks: boolean): boolean {
    return Object.keys(olds).every((name) => name in news && reset(rest, olds[name], news[name], leaks));
}

function copyMembers(olds: Bag, news: Bag, put: (value: Value) => Value): boolean {
    for (const name of Object.keys(news)) {
        if (!(name in olds)) {
            delete news[name];
        }
    }
    for (const [name, value] of Object.entries(olds)) {
        news[name] = put(value);
    }
    return true;
}

/** Puts old values into the new inputs for every ignored path; `refused` are the paths that do not fit. */
export function ignoreChanges(
    news: Properties,
    olds: Properties,
    paths: readonly string[],
): { inputs: Properties; refused: string[] } {
    if (paths.length === 0) {
        return { inputs: news, refused: [] };
    }
    const inputs = structuredClone(news);
    const refused = paths.filter((text) => {
        const path = parsePath(text);
        return path !== undefined && !resetPath(path, olds, inputs);
    });
    return { inputs, refused };
}
