import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/**
 * Property values as the protocols carry them: plain JSON in which objects with a signature key stand for secrets, assets, resource
 * references and outputs, and sentinel strings for values that a preview does not know yet. Staying in this form spares a conversion
 * on every call between program, engine and provider.
 */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Properties = Record<string, Value>;

export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
export const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
export const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** The unknown string; the others are unknowns whose type is known. Source: sdk/go/common/resource/plugin/rpc.go. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const unknowns = new Set([
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    unknown,
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export type Bag = { [key: string]: Value };
export type Secret = Bag & { value: Value };

export function isBag(value: Value | undefined): value is Bag {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSecret(value: Value | undefined): value is Secret {
    return isBag(value) && value[signatureKey] === secretSignature;
}

export function secret(value: Value): Secret {
    return { [signatureKey]: secretSignature, value };
}

function isUnknown(value: Value | undefined): boolean {
    return typeof value === "string" && unknowns.has(value);
}

/** True when some part of the value satisfies the test. */
function some(value: Value, test: (part: Value) => boolean): boolean {
    if (test(value)) {
        return true;
    }
    if (Array.isArray(value)) {
        return value.some((item) => some(item, test));
    }
    return isBag(value) && Object.values(value).some((item) => some(item, test));
}

export const containsUnknown = (value: Value): boolean => some(value, isUnknown);
export const containsSecret = (value: Value): boolean => some(value, isSecret);

/** Rebuilds a value from its parts, deepest last; `change` returns undefined to descend. Unchanged parts keep their identity. */
export function rewrite(value: Value, change: (part: Value) => Value | undefined): Value {
    const changed = change(value);
    if (changed !== undefined || typeof value !== "object" || value === null) {
        return changed ?? value;
    }
    // Runs over everything that passes through the engine, so it makes nothing that it does not need.
    if (Array.isArray(value)) {
        let copy: Value[] | undefined;
        for (let index = 0; index < value.length; index++) {
            const item = value[index] as Value;
            const next = rewrite(item, change);
            if (next !== item) {
                (copy ??= [...value])[index] = next;
            }
        }
        return copy ?? value;
    }
    let copy: Bag | undefined;
    for (const key in value) {
        const item = value[key] as Value;
        const next = rewrite(item, change);
        if (next !== item) {
            (copy ??= { ...value })[key] = next;
        }
    }
    return copy ?? value;
}

export function rewriteAll(properties: Properties, change: (part: Value) => Value | undefined): Properties {
    return rewrite(properties, change) as Properties;
}

/** The value without its secret wrappers. */
export function reveal(value: Value): Value {
    return rewrite(value, (part) => (isSecret(part) ? reveal(part.value) : undefined));
}

/**
 * Output values (they carry dependencies) become what state and providers know: the plain value, a secret or an unknown. The SDK
 * sends them only in a few places.
 */
function downgradeOutputs(value: Value): Value {
    return rewrite(value, (part) => {
        if (!isBag(part) || part[signatureKey] !== outputSignature) {
            return undefined;
        }
        const inner = "value" in part ? downgradeOutputs(part.value) : unknown;
        return part.secret === true ? secret(inner) : inner;
    });
}

/** What a receiver that does not know secrets or resource references gets instead. */
export function degrade(properties: Properties, accepts: { secrets: boolean; resources: boolean }): Properties {
    if (accepts.secrets && accepts.resources) {
        return properties;
    }
    const change = (part: Value): Value | undefined => {
        if (isSecret(part) && !accepts.secrets) {
            return rewrite(part.value, change);
        }
        if (isBag(part) && part[signatureKey] === resourceSignature && !accepts.resources) {
            const id = part.id;
            return id === undefined || id === "" ? part.urn : id;
        }
        return undefined;
    };
    return rewriteAll(properties, change);
}

/** Deep equality; the order of keys is no difference. */
export function equal(a: Value | undefined, b: Value | undefined): boolean {
    if (a === b) {
        return true;
    }
    if (Array.isArray(a) || Array.isArray(b)) {
        return (
            Array.isArray(a) &&
            Array.isArray(b) &&
            a.length === b.length &&
            a.every((item, index) => equal(item, b[index]))
        );
    }
    if (!isBag(a) || !isBag(b)) {
        return false;
    }
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => key in b && equal(a[key], b[key]));
}

/** Assets for Diff: their hashes only, so that a comparison never moves contents. */
export function withoutContents(properties: Properties): Properties {
    return rewriteAll(properties, (part) =>
        isBag(part) && (part[signatureKey] === assetSignature || part[signatureKey] === archiveSignature)
            ? { [signatureKey]: part[signatureKey] as Value, hash: part.hash as Value }
            : undefined,
    );
}

/** Properties as a program sent them, in the form that the rest of the engine works with. */
export const received = (properties: Properties | undefined): Properties =>
    downgradeOutputs(properties ?? {}) as Properties;

export function fromStruct(struct: Struct | undefined): Properties {
    return struct?.toJavaScript() ?? {};
}

export function toStruct(properties: Properties): Struct {
    return Struct.fromJavaScript(properties);
}

/** Something that a program asks for and that this engine does not do. */
export class UnsupportedError extends Error {
    constructor(what: string) {
        super(`not supported by the embedded engine: ${what}`);
    }
}
