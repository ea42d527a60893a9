/** Two deployments side by side: whether a site mirrors another, and whether one is again as it was. Pure. */
import { isSecret, type Value } from "../../sandbox/cloud/values";
import type { Cloud } from "../clouds";
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
        return typeof value === "string" ? parsed(value) : value;
    });
    // Lists that are texts.
    const told =
        without === undefined ? text : text.replace(new RegExp(`(?<=")${without} | ${without}(?=[ "])`, "g"), "");
    return words.reduce((sum, [pattern, word]) => sum.replace(pattern, word), told);
}

/** Texts that hold settings: user data of machines, policies, what a function is asked. */
function parsed(text: string): unknown {
    const isEncoded = text.length % 4 === 0 && /^[\w+/]{60,}={0,2}$/.test(text);
    const decoded = isEncoded ? String(Buffer.from(text, "base64")) : text;
    try {
        return /^[[{]/.test(decoded) ? (JSON.parse(decoded) as unknown) : decoded;
    } catch {
        return decoded;
    }
}

export interface SiteWords {
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
    /** Ids of images, where a region has its own, and names of what both sites share, each by its word. */
    others?: Readonly<Record<string, string>>;
}

/** What of a site's settings says where it is, and ids that Azure made up. */
const wordsOf = ({
    region,
    copies,
    code,
    copiesCode,
    unique,
    addresses,
    others = {},
}: SiteWords): [RegExp, string][] => [
    [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "{guid}"],
    // Whole names before what is part of them.
    ...Object.entries(others).map(([name, word]): [RegExp, string] => [new RegExp(`${name}(?![a-z0-9-])`, "g"), word]),
    [new RegExp(region, "g"), "{region}"],
    [new RegExp(copies, "g"), "{copies}"],
    [/(?<="oxygis:stack"(?::|,"propagateAtLaunch":(?:true|false),"value":)")[^"]*/g, "{stack}"],
    ...unique.map((each): [RegExp, string] => [new RegExp(each, "g"), "{unique}"]),
    [new RegExp(code, "g"), "{code}"],
    [new RegExp(copiesCode, "g"), "{copiesCode}"],
    ...addresses.map((each): [RegExp, string] => [
        new RegExp(
            each
                .split(".")
                .slice(0, Number(each.split("/")[1]) > 16 ? 3 : 2)
                .join("\\."),
            "g",
        ),
        "{addresses}",
    ]),
    // What AWS makes up: ids of networks and what is in them, of keys and of balancers; the ends of names.
    [/(:secret:[^"]+-)\w{6}(?=")/g, "$1{id}"],
    [/(?<=[a-z])-[0-9a-f]{7}(?![a-z0-9])/g, "-{id}"],
    [/(?<=-)\d{9,10}(?=\.)|(?<=\.)[0-9a-f]{12}(?=\.)/g, "{id}"],
    [/(?<![a-z0-9])(?:(?!ami-)[a-z]+-[0-9a-f]{17}|(?:mrk-)?[0-9a-f]{32}|[0-9a-f]{16})(?![a-z0-9])/g, "{id}"],
    [/--2(?![a-z0-9])/g, ""],
];

/** A customer's second database stands at the new site for the first one at the lost site. */
const anyGeneration = (text: string) => text.replace(/--2(?![a-z0-9])/g, "");

/** What makes a database out of a backup, its tags, and what Azure wants to be told of restored ones only. */
const restoreKeys = new Set([
    "createMode",
    "restore",
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
 * @param cloud whose site stands in
 * @param excused whether a resource is left out, because its customer waits for the lost site
 * @param newcomer whose things stand in lists of the new site only
 */
export function mirrorOf(
    lost: { deployment: Deployment; words: SiteWords },
    standIn: { deployment: Deployment; words: SiteWords },
    { sharedBySites, reachesBack }: Pick<Cloud, "sharedBySites" | "reachesBack">,
    excused: (key: string) => boolean,
    newcomer: string | undefined,
): Mirror {
    const before = resourcesOf(lost.deployment);
    const after = new Map([...resourcesOf(standIn.deployment)].map(([key, inputs]) => [anyGeneration(key), inputs]));
    const [own, other] = [wordsOf(lost.words), wordsOf(standIn.words)];
    const compared = [...before].filter(([key]) => !excused(key));
    const lacking = compared.filter(([key]) => !after.has(key)).map(([key]) => shortName(key));
    const missing = lacking.filter((name) => !sharedBySites.some((pattern) => pattern.test(name)));
    let reaching = 0;
    const different = compared.flatMap(([key, inputs]) => {
        const there = after.get(key);
        const settings = there === undefined ? [] : differing([inputs, own], [there, other], newcomer);
        if (settings.length > 0 && reachesBack.some((pattern) => pattern.test(key))) reaching++;
        else if (settings.length > 0) return [`${shortName(key)} (${settings.join(", ")})`];
        return [];
    });
    return {
        compared: compared.length - (lacking.length - missing.length),
        shared: lacking.length - missing.length,
        reaching,
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
