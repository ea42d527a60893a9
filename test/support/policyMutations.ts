import type { Registration } from "./policyMessages";

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
    path: string,
    value: unknown,
): Record<string, unknown> {
    const copy = structuredClone(properties) as Record<string, unknown>;
    const keys = path.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
    const last = keys.pop() ?? "";
    let owner = copy;
    for (const [position, key] of keys.entries()) {
        const inside = keys[position + 1] ?? last;
        owner = (owner[key] ??= /^\d+$/.test(inside)
            ? Array.from({ length: Number(inside) }, () => null)
            : {}) as Record<string, unknown>;
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
