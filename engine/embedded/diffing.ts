import { parsePath, pathContains } from "./propertyPath";
import { containsUnknown, equal, isBag, isSecret, type Properties, type Value } from "./properties";
import type { Diff, DiffKind, PropertyDiff } from "./providerTypes";

const bare = (value: Value | undefined): Value | undefined => (isSecret(value) ? bare(value.value) : value);

const memberPath = (at: string, key: string): string =>
    /^\w+$/.test(key) ? (at === "" ? key : `${at}.${key}`) : `${at}["${key.replaceAll('"', '\\"')}"]`;

/** The leaves in which two values differ, as property paths. */
function leaves(at: string, olds: Value | undefined, news: Value | undefined): [string, DiffKind][] {
    const [a, b] = [bare(olds), bare(news)];
    if (equal(a, b)) {
        return [];
    }
    if (Array.isArray(a) && Array.isArray(b)) {
        const length = Math.max(a.length, b.length);
        return Array.from({ length }, (_, index) => leaves(`${at}[${index}]`, a[index], b[index])).flat();
    }
    if (isBag(a) && isBag(b)) {
        return [...new Set([...Object.keys(a), ...Object.keys(b)])]
            .sort()
            .flatMap((key) => leaves(memberPath(at, key), a[key], b[key]));
    }
    return [[at, a === undefined ? "add" : b === undefined ? "delete" : "update"]];
}

/** The difference of two sets of inputs, for providers that leave finding it to the engine. */
export function diffInputs(oldInputs: Properties, newInputs: Properties): Diff {
    const found = leaves("", oldInputs, newInputs);
    const detailedDiff = Object.fromEntries(found.map(([path, diffKind]) => [path, { diffKind, inputDiff: true }]));
    return {
        changes: found.length > 0 ? "some" : "none",
        replaceKeys: [],
        changedKeys: Object.keys({ ...oldInputs, ...newInputs })
            .sort()
            .filter((key) => !equal(bare(oldInputs[key]), bare(newInputs[key]))),
        deleteBeforeReplace: false,
        ...(found.length > 0 && { detailedDiff }),
    };
}

const toReplace = (diff: PropertyDiff): PropertyDiff => ({
    ...diff,
    diffKind: diff.diffKind.endsWith("replace") ? diff.diffKind : (`${diff.diffKind}-replace` as DiffKind),
});

/** The mark under which failed initialisation counts as a difference for `replaceOnChanges`. */
const initErrorKey = "#initerror";

/** Differences at the paths of the option become replacements. It matches what the provider says differs, no more. */
export function applyReplaceOnChanges(diff: Diff, options: readonly string[], hasInitErrors: boolean): Diff {
    const paths = options.map(parsePath).filter((path) => path !== undefined && path.length > 0);
    if ((diff.changes !== "some" && !hasInitErrors) || paths.length === 0) {
        return diff;
    }
    const matches = (text: string): boolean => {
        const other = parsePath(text);
        return other !== undefined && paths.some((path) => path !== undefined && pathContains(path, other));
    };
    const replaceKeys = [...new Set([...diff.replaceKeys, ...diff.changedKeys.filter(matches)])];
    const detailed = Object.entries(diff.detailedDiff ?? {});
    const result: Diff = {
        ...diff,
        replaceKeys,
        ...(diff.detailedDiff && {
            detailedDiff: Object.fromEntries(
                detailed.map(([path, part]) => [path, matches(path) ? toReplace(part) : part]),
            ),
        }),
    };
    if (hasInitErrors && matches(initErrorKey)) {
        result.replaceKeys.push(initErrorKey);
        result.changes = "some";
    }
    return result;
}

/** As the real engine inverts what a refresh finds: what the cloud has gained, the program would take away. */
export function invert(diff: Diff): Diff {
    const inverse = (kind: DiffKind): DiffKind =>
        (kind.startsWith("add") ? kind.replace("add", "delete") : kind.replace("delete", "add")) as DiffKind;
    const detailed = Object.entries(diff.detailedDiff ?? {});
    return {
        ...diff,
        ...(diff.detailedDiff && {
            detailedDiff: Object.fromEntries(
                detailed.map(([path, part]) => [path, { ...part, diffKind: inverse(part.diffKind) }]),
            ),
        }),
    };
}

/** True when a replacement trigger calls for a replacement. */
export const triggered = (before: Value | undefined, now: Value): boolean =>
    containsUnknown(now) || !equal(before ?? null, now);
