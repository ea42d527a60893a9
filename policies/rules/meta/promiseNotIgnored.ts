import { databaseType, managedDatabaseType, onlyAtCreation, onlyAtManagedCreation } from "../../lib/customerDatabase";
import { definePolicy } from "../../lib/policy";

/**
 * What may be ignored although it is read.
 *
 * Of a database: what the program says only once, when it is created; Azure gives none of it back and refuses to change it. To
 * ignore a change of these keeps a live database from being replaced because the way it came about is no longer declared.
 *
 * Of a virtual network: its subnets are resources of their own, judged as such; Azure shows them in the network too, and an update
 * of the network without them would take them away.
 */
const mayBeIgnored: Readonly<Record<string, readonly string[]>> = {
    "azure-native:network:VirtualNetwork": ["subnets"],
    [databaseType]: [...onlyAtCreation, "secondaryType"],
    [managedDatabaseType]: onlyAtManagedCreation,
};

/**
 * Which properties a promise rests on nobody lists: they are those that the other rules have just read of this very resource, so
 * a new rule is covered from its first day.
 */
export const policy = definePolicy({
    name: "promise-not-ignored",
    promise: "DOC-1",
    severity: "high",
    description:
        "No property that a policy reads is under ignoreChanges: correcting it in the program would change nothing.",
    remedy: "Take the path, its parents and * out of ignoreChanges, or declare what Azure has.",
    url: "https://www.pulumi.com/docs/iac/concepts/options/ignorechanges/",
    neverExempt: true,
    afterwards: (stack, report) => {
        for (const { urn, token, props, ignoreChanges } of stack.all()) {
            for (const ignored of ignoreChanges) {
                const read = [...(props.seen ?? [])].find((path) => meet(keysOf(ignored), keysOf(path)));
                if (read !== undefined && !mayBeIgnored[token]?.includes(ignored)) {
                    report(`ignoreChanges has ${JSON.stringify(ignored)}, but a policy judges ${read}.`, urn);
                }
            }
        }
    },
});

/** The keys of a property path; a list position or the whole list is `*`: `a[0].b`, `a[].b` and `a["b"]`. */
function keysOf(path: string): string[] {
    return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d*|\*)\]|([^.[\]]+)/g)].map(
        ([, quoted, position, plain]) => quoted ?? (position === undefined ? (plain ?? "") : "*"),
    );
}

/** Whether one path is the other, or a part of it. */
function meet(one: readonly string[], other: readonly string[]): boolean {
    const shared = Math.min(one.length, other.length);
    return [...one.keys()]
        .slice(0, shared)
        .every((at) => one[at] === "*" || other[at] === "*" || one[at] === other[at]);
}
