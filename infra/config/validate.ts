import { z } from "zod";

import { formatPath, type Mistake, type Path, show, withGuess } from "./mistake";

/** What is left of a value when everything invalid is taken out, so that the other checks can still look at the rest. */
export type DeepPartial<T> = T extends (infer Element)[]
    ? (DeepPartial<Element> | undefined)[]
    : T extends object
      ? { [Key in keyof T]?: DeepPartial<T[Key]> | undefined }
      : T;

export interface Validated<T> {
    /** Set when there is no mistake. */
    valid?: T;
    /** Always set; holds only what is valid. */
    rest: DeepPartial<T>;
    mistakes: Mistake[];
}

/** What to write instead, by path; list positions are written `[]`. */
export type Remedies = Readonly<Record<string, string>>;

/** Checks a raw value against a schema, and names every mistake in it with its remedy. */
export function validate<T>(schema: z.ZodType<T>, raw: unknown, file: string, remedies: Remedies): Validated<T> {
    const result = schema.safeParse(raw);
    if (result.success) {
        return { valid: result.data, rest: result.data as DeepPartial<T>, mistakes: [] };
    }
    const { issues } = result.error;
    return {
        rest: without(
            raw,
            issues.filter(({ code }) => code !== "unrecognized_keys").map(({ path }) => path),
        ) as DeepPartial<T>,
        mistakes: issues.flatMap((issue) =>
            explain(issue, raw, schema, remedies).map((mistake) => ({ file, ...mistake })),
        ),
    };
}

function explain(
    issue: z.core.$ZodIssue,
    raw: unknown,
    schema: z.ZodType,
    remedies: Remedies,
): Omit<Mistake, "file">[] {
    const value = valueAt(raw, issue.path);
    if (issue.code === "unrecognized_keys") {
        const allowed = keysAt(schema, issue.path);
        return issue.keys.map((key) => {
            const path = formatPath([...issue.path, key]);
            const known = `the keys here are ${allowed.join(", ")}`;
            return { path, message: `unknown key "${key}"`, remedy: remedies[path] ?? withGuess(key, allowed, known) };
        });
    }
    const path = formatPath(issue.path);
    const remedy = remedyAt(issue.path, remedies);
    const allowed = allowedAt(issue);
    return [
        {
            path,
            message: describe(issue, value),
            remedy: allowed.length > 1 ? withGuess(value, allowed, remedy) : remedy,
        },
    ];
}

/** The remedy of a path, or of the nearest thing around it that has one: names of tags are free. */
function remedyAt(path: Path, remedies: Remedies): string {
    const written = (parts: Path) => remedies[formatPath(parts).replaceAll(/\[\d+\]/g, "[]")];
    // The second part of a path may be a name that people choose, such as a customer's.
    const remedy = written(path) ?? written(path.map((part, index) => (index === 1 ? "*" : part)));
    return remedy ?? (path.length === 0 ? "" : remedyAt(path.slice(0, -1), remedies));
}

/** The words that may stand in the issue's place, where it says so. */
function allowedAt(issue: z.core.$ZodIssue): string[] {
    if (issue.code === "invalid_value") return issue.values.map(String);
    const words: unknown = issue.code === "custom" ? issue.params?.allowed : undefined;
    return Array.isArray(words) ? words.map(String) : [];
}

const kinds: Readonly<Record<string, string>> = {
    string: "a text",
    number: "a number",
    int: "a whole number",
    array: "a list",
    tuple: "a list",
    object: "a set of keys",
    record: "a set of keys",
};

function describe(issue: z.core.$ZodIssue, value: unknown): string {
    if (value === undefined) return "is missing";
    if (value === null) return "holds nothing";
    if (issue.code === "invalid_type") {
        const kind = typeof value === "number" || typeof value === "boolean" ? `the ${typeof value} ` : "";
        return `must be ${kinds[issue.expected] ?? issue.expected}, but is ${kind}${show(value)}`;
    }
    if (issue.code === "invalid_value") {
        const [only, ...more] = issue.values;
        return `${show(value)} is not ${more.length === 0 ? show(only) : "allowed here"}`;
    }
    // What a schema says for itself continues the sentence that the value begins.
    return typeof value === "object" ? issue.message : `${show(value)} ${issue.message}`;
}

function valueAt(value: unknown, path: Path): unknown {
    return path.reduce<unknown>((inner, key) => (isContainer(inner) ? inner[key] : undefined), value);
}

const isContainer = (value: unknown): value is Record<PropertyKey, unknown> =>
    typeof value === "object" && value !== null;

/** The keys an object schema knows at a path. */
function keysAt(schema: z.ZodType, path: Path): string[] {
    const at = path.reduce<z.ZodType>((inner, key) => {
        const outer = unwrap(inner);
        if (outer instanceof z.ZodArray) return outer.element as z.ZodType;
        if (outer instanceof z.ZodRecord) return outer.valueType as z.ZodType;
        return outer instanceof z.ZodObject ? (outer.shape as Record<PropertyKey, z.ZodType>)[key]! : inner;
    }, schema);
    const object = unwrap(at);
    return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

function unwrap(schema: z.ZodType): z.ZodType {
    return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
        ? unwrap(schema.unwrap() as z.ZodType)
        : schema;
}

/** A copy in which the values at these paths are undefined. A mistake in the whole leaves nothing but an empty set of keys. */
function without(raw: unknown, paths: readonly Path[]): unknown {
    const copy: unknown = isContainer(raw) && !Array.isArray(raw) ? structuredClone(raw) : {};
    for (const path of paths.filter(({ length }) => length > 0)) {
        const holder = valueAt(copy, path.slice(0, -1));
        if (isContainer(holder)) {
            holder[path.at(-1)!] = undefined;
        }
    }
    return copy;
}
