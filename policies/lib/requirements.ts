import { requireEachOneOf, requireOneOf } from "./literal";
import type { CheckedResource, PolicyDefinition, Report } from "./policy";

/** A setting that people type, and the values that keep the promise. */
export interface Requirement {
    /** A property, `sku.name`, or one of every element of a list that must not be empty, `storageSettings[].type`. */
    readonly path: string;
    readonly allowed: readonly (string | boolean)[];
    /** Whether Azure or AWS do what is wanted when nobody says anything, in every version of their API. @default false */
    readonly mayBeUnset?: true;
}

/** Settings by normalised type. */
export type Requirements = Readonly<Record<string, readonly Requirement[]>>;

/** The part of a policy that judges settings one by one by a table. */
export function requireSettings(table: Requirements): Required<Pick<PolicyDefinition, "types" | "resource">> {
    return {
        types: Object.keys(table),
        resource: ({ token, props }: CheckedResource, report: Report) => {
            for (const { path, allowed, mayBeUnset } of table[token] ?? []) {
                if (path.includes("[]")) {
                    requireEachOneOf(props, path, allowed, report);
                } else if (!mayBeUnset || props.read(path).state !== "unset") {
                    requireOneOf(props, path, allowed, report);
                }
            }
        },
    };
}
