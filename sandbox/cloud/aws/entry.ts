/**
 * The form in which a type of AWS is modelled. It differs from Azure's in how ids are made: the world keeps a resource under its ARN (or,
 * where AWS gives none, under one that is made up the same way), Pulumi shows the id of the provider: `vpc-0a1b...`, a name, an ARN.
 */
import type { CloudType } from "../catalogue";
import { words, type Facts, type Problem, type TypeEntry } from "../model";
import { isObject, isUnknown, select, text, type Properties } from "../values";
import { AWS_REGIONS } from "./regions";
import { fill, idIn, PROVIDER_REGION, regionOf } from "./templates";

type Common = "id" | "apiVersion" | "location" | "parts" | "unlimited" | "usual" | "nested" | "identify";

export interface AwsEntry extends Omit<TypeEntry, Common> {
    /** Template of the id that Pulumi shows (see `templates.ts`), `{arn}` where that is the ARN; or what it is, given the ARN. */
    id: string | ((facts: Facts) => string);
    /** Template of the ARN, which may hold `{id}`; unset where the provider answers none. */
    arn?: string | ((facts: Facts) => string);
    /** The input that names it. Pulumi makes a name up where it is not given. */
    named?: string;
    /** Nobody else may have the name: in the region, in the account, or among those with the same input of this path. */
    unique?: string;
    /** Lies in no region: IAM. */
    global?: true;
    /** Inputs (paths) that name other resources by their ids, and those resources' types without `aws:`. */
    refers?: Readonly<Record<string, string>>;
    /** Inputs that may name things of other regions. */
    elsewhere?: string;
    /** Its tags are a list of their own kind. */
    tagList?: true;
    /** Inputs that are policy documents: JSON with statements. */
    documents?: string;
}

/** What a type of AWS has besides the rest. */
export interface AwsShape {
    global: boolean;
    refers: readonly (readonly [path: string, token: string])[];
    elsewhere: ReadonlySet<string>;
    /** Inputs that may come as objects and are kept as their JSON. */
    documents: readonly string[];
    /** The id that Pulumi shows for a resource; "" while it has none. */
    idOf: (facts: Facts) => string;
}

const PREFIXES = ["namePrefix", "bucketPrefix", "identifierPrefix", "statementIdPrefix"];

function arnTemplate(token: string, entry: AwsEntry, facts: Facts): string {
    if (typeof entry.arn === "function") return entry.arn(facts);
    const [service, type] = token.split(":").slice(1).join("/").split("/");
    const region = entry.global === true ? "" : "{region}";
    return entry.arn ?? `arn:aws:${service ?? ""}:${region}:{account}:${type ?? ""}/{id}`;
}

function wrongTags(inputs: Properties): Problem[] {
    const tags = inputs["tags"];
    if (!isObject(tags)) return [];
    const problem = (property: string, reason: string): Problem => ({ property, reason: `InvalidTag: ${reason}` });
    return [
        ...(Object.keys(tags).length > 50 ? [problem("tags", "at most 50 tags")] : []),
        ...Object.entries(tags).flatMap(([name, value]) => [
            ...(name.length > 128 || name.startsWith("aws:") || !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u.test(name)
                ? [problem(`tags.${name}`, "at most 128 letters, digits, spaces and _.:/=+-@, not beginning with aws:")]
                : []),
            ...(typeof value === "string" && !isUnknown(value) && !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value)
                ? [problem(`tags.${name}`, "a value has at most 256 letters, digits, spaces and _.:/=+-@")]
                : []),
        ]),
    ];
}

function wrongDocument(inputs: Properties, path: string): Problem[] {
    return select(inputs, path).flatMap(([property, value]) => {
        if (typeof value !== "string" || isUnknown(value)) return [];
        try {
            const parsed = JSON.parse(value) as Properties;
            if (isObject(parsed) && parsed["Statement"] !== undefined) return [];
        } catch {
            // Said below.
        }
        return [{ property, reason: "MalformedPolicyDocument: not a JSON document with statements" }];
    });
}

function problems(token: string, entry: AwsEntry, inputs: Properties): Problem[] {
    const region = inputs["region"] ?? inputs[PROVIDER_REGION];
    const noRegion = entry.global !== true && region === undefined;
    return [
        ...(noRegion
            ? [{ property: "region", reason: `${token} has no region, and the provider has none (aws:region)` }]
            : []),
        ...(typeof region === "string" && !isUnknown(region) && !AWS_REGIONS.has(region)
            ? [{ property: "region", reason: `invalid AWS Region: ${region}` }]
            : []),
        ...PREFIXES.filter((name) => inputs[name] !== undefined).map((property) => ({
            property,
            reason: "The sandbox does not model prefixes of names: give the name, or none",
        })),
        ...wrongTags(inputs),
        ...words(entry.documents).flatMap((path) => wrongDocument(inputs, path)),
        ...(entry.check?.(inputs) ?? []),
    ];
}

export function awsType(token: string, entry: AwsEntry): CloudType {
    const inputNames = new Set(words(entry.inputs));
    const immutableNames = new Set(words(entry.immutable));
    const salted = (facts: Facts, salt: string, more: Readonly<Record<string, string>> = {}): string =>
        fill(arnTemplate(token, entry, facts), facts, salt, more);
    const idOf = (facts: Facts): string => {
        if (facts.id === "" || entry.id === "{arn}") return facts.id;
        if (typeof entry.id === "function") return entry.id(facts);
        return idIn(arnTemplate(token, entry, facts), facts.id) ?? fill(entry.id, facts, facts.id);
    };
    const kind = ({ inputs }: Facts): string => {
        const within = entry.unique === "region" ? regionOf(inputs) : entry.unique === "account" ? "" : undefined;
        return `${token}|${within ?? `${regionOf(inputs)}|${text(inputs, entry.unique ?? "") ?? ""}`}`;
    };
    return {
        ...entry,
        token,
        id: "",
        template: "",
        placeholders: [],
        nameInput: entry.named,
        inputNames,
        requiredNames: words(entry.required),
        replacing: new Set([...(inputNames.has("region") ? ["region"] : []), ...words(entry.createOnly)]),
        immutableNames,
        hidden: new Set(),
        partNames: [],
        uncheckedPaths: words(entry.unchecked),
        naming: "aws",
        usual: "",
        check: (inputs) => problems(token, entry, inputs),
        claims: (facts) => [
            ...(entry.unique === undefined ? [] : [{ kind: kind(facts), value: facts.name, code: "AlreadyExists" }]),
            ...(entry.claims?.(facts) ?? []),
        ],
        identify: (facts, attempt) => {
            const salt = `${facts.urn}|${String(attempt)}`;
            return salted(facts, salt, typeof entry.id === "string" ? { id: fill(entry.id, facts, salt) } : {});
        },
        outputs: (facts) => ({
            ...(inputNames.has("tags") && entry.tagList !== true ? { tagsAll: facts.inputs["tags"] ?? {} } : {}),
            ...(entry.arn === undefined ? {} : { arn: facts.id }),
            ...(inputNames.has("region") ? { region: regionOf(facts.inputs) } : {}),
            ...(entry.named === undefined ? {} : { [entry.named]: facts.name }),
            id: idOf(facts),
            ...entry.outputs?.(facts),
        }),
        aws: {
            global: entry.global === true,
            refers: Object.entries(entry.refers ?? {}).map(([path, target]) => [path, `aws:${target}`] as const),
            elsewhere: new Set(words(entry.elsewhere)),
            documents: words(entry.documents).filter((path) => inputNames.has(path)),
            idOf,
        },
    };
}

export type AwsTable = Readonly<Record<string, AwsEntry>>;
