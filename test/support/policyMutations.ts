import { type Registration, registration } from "./policyMessages";

/** Registrations with one input of one resource replaced; `undefined` removes it. */
export function change(all: readonly Registration[], resource: string, path: string, value: unknown): Registration[] {
    if (!all.some(({ name }) => name === resource)) {
        throw new Error(`the program declares no resource ${resource}`);
    }
    return all.map((one) =>
        one.name === resource
            ? { ...one, inputs: withValue(one.inputs, path, value), outputs: withValue(one.outputs ?? {}, path, value) }
            : one,
    );
}

/** A deep copy of properties with the value at a path replaced; `undefined` removes it. */
export function withValue(
    properties: Readonly<Record<string, unknown>>,
    path: string | readonly string[],
    value: unknown,
): Record<string, unknown> {
    const copy = structuredClone(properties) as Record<string, unknown>;
    const keys = typeof path === "string" ? path.replaceAll(/\[(\d+)\]/g, ".$1").split(".") : [...path];
    const last = keys.pop() ?? "";
    let owner = copy;
    for (const [position, key] of keys.entries()) {
        const inside = keys[position + 1] ?? last;
        if (typeof owner[key] !== "object" || owner[key] === null) {
            owner[key] = /^\d+$/.test(inside) ? Array.from({ length: Number(inside) }, () => null) : {};
        }
        owner = owner[key] as Record<string, unknown>;
    }
    if (value === undefined && Array.isArray(owner)) {
        owner.splice(Number(last), 1);
    } else if (value === undefined) {
        delete owner[last];
    } else {
        owner[last] = value;
    }
    return copy;
}

/** A type, which means the first resource of it, or what tells the resource from all others. */
export type Which = string | ((one: Registration) => boolean);

/** The database of a customer, as it was created and is used. */
export const liveDatabase = ({ type, inputs }: Registration) =>
    type === "azure-native:sql:Database" &&
    inputs["createMode"] === "Default" &&
    (inputs["tags"] as Record<string, unknown> | undefined)?.["oxygis:customer"] !== undefined;

/** Registrations with one input, and the output of its name, of one resource replaced; `undefined` removes it. */
export const setOf = (which: Which, path: string, value: unknown) =>
    replaced(which, (one) => ({
        ...one,
        inputs: withValue(one.inputs, path, value),
        outputs: withValue(one.outputs ?? one.inputs, path, value),
    }));

/** Registrations with the options of one resource changed. */
export const withOptions = (which: Which, options: Pick<Partial<Registration>, "protect" | "ignoreChanges">) =>
    replaced(which, (one) => ({ ...one, ...options }));

/** Registrations with a resource more. */
export const added =
    (type: string, inputs: Record<string, unknown> = {}) =>
    (all: readonly Registration[]): Registration[] => [...all, registration(type, "added", inputs)];

/** Registrations without one resource. */
export const without =
    (which: Which) =>
    (all: readonly Registration[]): Registration[] => {
        const gone = theOne(all, which);
        return all.filter((one) => one !== gone);
    };

/** Registrations with one resource replaced by what is made of it. */
export const replaced =
    (which: Which, make: (one: Registration) => Registration) =>
    (all: readonly Registration[]): Registration[] => {
        const changed = theOne(all, which);
        return all.map((one) => (one === changed ? make(one) : one));
    };

/** @throws Error when the program declares no such resource: then a test would prove nothing */
export function theOne(all: readonly Registration[], which: Which): Registration {
    const found = all.find((one) => (typeof which === "string" ? one.type === which : which(one)));
    if (!found) {
        throw new Error(`the program declares no ${typeof which === "string" ? which : "resource like that"}`);
    }
    return found;
}
