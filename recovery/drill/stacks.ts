/** Two deployments side by side: whether a site mirrors another, and whether one is again as it was. Pure. */
import { isSecret, type Value } from "../../sandbox/cloud/values";
import type { Mirror } from "./observed";

interface Exported {
    urn: string;
    type: string;
    custom?: boolean;
    inputs?: unknown;
}

/** A stack's deployment as an engine exports it. */
export type Deployment = { version: 3; deployment: unknown };

/** Resources by type and name, which are the same at every site; providers and the stack itself are the engine's own. */
function resourcesOf({ deployment }: Deployment): Map<string, unknown> {
    const { resources = [] } = deployment as { resources?: Exported[] };
    return new Map(
        resources
            .filter(({ type, custom }) => custom === true && !type.startsWith("pulumi:"))
            .map(({ urn, inputs }) => [urn.split("::").slice(2).join(" "), inputs]),
    );
}

const shortName = (key: string) => `${key.split("$").at(-1)!}`;

/**
 * What a setting is compared by: secrets differ by nature, and so does what `forget` takes out.
 *
 * @param without is taken out of lists
 */
function comparable(
    inputs: unknown,
    forget: (key: string) => boolean,
    words: readonly [RegExp, string][],
    without?: string,
): string {
    const text = JSON.stringify(inputs ?? null, (key, value: unknown) => {
        if (forget(key)) return undefined;
        if (isSecret(value as Value)) return "[secret]";
        if (Array.isArray(value)) return (value as unknown[]).filter((each) => each !== without);
        // User data of machines.
        return typeof value === "string" && /^eyJ[\w+/]+=*$/.test(value) ? String(Buffer.from(value, "base64")) : value;
    });
    return words.reduce((sum, [pattern, word]) => sum.replace(pattern, word), text);
}

export interface SiteWords {
    stack: string;
    region: string;
    /** Where copies of documents lie. */
    copies: string;
    /** The short names that stand for the two in resource names. */
    code: string;
    copiesCode: string;
    /** What makes the site's global names unique. */
    unique: string[];
    /** Its networks' blocks of addresses. */
    addresses: string[];
    /** Ids of images, where a region has its own. */
    images?: string[];
}

/** What of a site's settings says where it is, and ids that Azure made up. */
const wordsOf = ({
    stack,
    region,
    copies,
    code,
    copiesCode,
    unique,
    addresses,
    images = [],
}: SiteWords): [RegExp, string][] => [
    [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "{guid}"],
    [new RegExp(region, "g"), "{region}"],
    [new RegExp(copies, "g"), "{copies}"],
    [new RegExp(`(?<![a-z0-9])${stack}(?![a-z0-9])`, "g"), "{stack}"],
    ...unique.map((each): [RegExp, string] => [new RegExp(each, "g"), "{unique}"]),
    ...images.map((each): [RegExp, string] => [new RegExp(each, "g"), "{image}"]),
    [new RegExp(code, "g"), "{code}"],
    [new RegExp(copiesCode, "g"), "{copiesCode}"],
    ...addresses.map((each): [RegExp, string] => [
        new RegExp(each.split(".").slice(0, 2).join("\\."), "g"),
        "{addresses}",
    ]),
    [/--2(?![a-z0-9])/g, ""],
];

/** A customer's second database stands at the new site for the first one at the lost site. */
const anyGeneration = (text: string) => text.replace(/--2(?![a-z0-9])/g, "");

/** What makes a database out of a backup, its tags, and what Azure wants to be told of restored ones only. */
const restoreKeys = new Set([
    "createMode",
    "collation",
    "sourceDatabaseId",
    "recoverableDatabaseId",
    "longTermRetentionBackupResourceId",
    "secondaryType",
    "oxygis:restored-from",
    "oxygis:restore-order",
    // A site that stands in has a group of its own at the edge, so that it takes over customer by customer.
    "originGroupName",
]);

type Told = [inputs: unknown, words: readonly [RegExp, string][]];

/** Names of the settings that are not the same at both sites, never their values. */
function differing([inputs, own]: Told, [there, other]: Told, newcomer: string | undefined): string[] {
    const [one, two] = [inputs, there] as [Record<string, unknown>, Record<string, unknown>];
    const forget = (name: string) => restoreKeys.has(name);
    return [...new Set([...Object.keys(one), ...Object.keys(two)])]
        .filter((name) => !forget(name))
        .filter((name) => comparable(one[name], forget, own) !== comparable(two[name], forget, other, newcomer))
        .sort();
}

/**
 * @param excused whether a resource is left out, because its customer waits for the lost site
 * @param newcomer whose things stand in lists of the new site only
 */
export function mirrorOf(
    lost: { deployment: Deployment; words: SiteWords },
    standIn: { deployment: Deployment; words: SiteWords },
    excused: (key: string) => boolean,
    newcomer: string | undefined,
): Mirror {
    const before = resourcesOf(lost.deployment);
    const after = new Map([...resourcesOf(standIn.deployment)].map(([key, inputs]) => [anyGeneration(key), inputs]));
    const [own, other] = [wordsOf(lost.words), wordsOf(standIn.words)];
    const compared = [...before].filter(([key]) => !excused(key));
    const missing = compared.filter(([key]) => !after.has(key)).map(([key]) => shortName(key));
    const different = compared.flatMap(([key, inputs]) => {
        const there = after.get(key);
        const settings = there === undefined ? [] : differing([inputs, own], [there, other], newcomer);
        return settings.length > 0 ? [`${shortName(key)} (${settings.join(", ")})`] : [];
    });
    return {
        compared: compared.length,
        missing: missing.sort(),
        different: different.sort(),
        excused: before.size - compared.length,
    };
}

/**
 * Resources of a site that are gone or set otherwise than before.
 *
 * @param may says which are meant to be
 * @param newcomer whose things have since been added to lists
 */
export function changedSince(
    before: Deployment,
    after: Deployment,
    may: (key: string) => boolean,
    newcomer: string | undefined,
): string[] {
    const [old, now] = [resourcesOf(before), resourcesOf(after)];
    const never = () => false;
    return [...old]
        .filter(
            ([key, inputs]) =>
                !may(key) && comparable(inputs, never, []) !== comparable(now.get(key), never, [], newcomer),
        )
        .map(([key]) => shortName(key))
        .sort();
}

export const countOf = (deployment: Deployment) => resourcesOf(deployment).size;
