import type { Run } from "../../engine/engine";

/** Where a resource belongs: the area of the innermost component of ours around it (`oxygis:<area>:<Class>`), else `platform`. */
function areaOf(urn: string): string {
    const types = (urn.split("::")[2] ?? "").split("$");
    const component = types.findLast((type) => type.startsWith("oxygis:"));
    return component?.split(":")[1] ?? "platform";
}

export const kinds = ["create", "update", "replace", "delete", "same"] as const;
export type Changes = Record<(typeof kinds)[number], number>;

/** How a step counts in a summary; steps that are half of a replacement are counted by the other half. */
const kindOfOperation: Partial<Record<Run["steps"][number]["op"], (typeof kinds)[number]>> = {
    create: "create",
    update: "update",
    replace: "replace",
    delete: "delete",
    same: "same",
    read: "same",
};

/** Changes of a run by area, areas in alphabetical order. */
export function byArea(run: Run): [area: string, changes: Changes][] {
    const areas = new Map<string, Changes>();
    for (const { op, urn } of run.steps) {
        const kind = kindOfOperation[op];
        if (kind === undefined) continue;
        const area = areaOf(urn);
        const changes = areas.get(area) ?? { create: 0, update: 0, replace: 0, delete: 0, same: 0 };
        changes[kind]++;
        areas.set(area, changes);
    }
    return [...areas].sort(([a], [b]) => (a < b ? -1 : 1));
}

const past: Record<(typeof kinds)[number], string> = {
    create: "created",
    update: "updated",
    replace: "replaced",
    delete: "deleted",
    same: "unchanged",
};

/** `12 to create, 3 to update`, afterwards `12 created, 3 updated`, or `no changes`. */
export function changesInWords(changes: Run["changes"], tense: "will" | "was"): string {
    const words = kinds
        .filter((kind) => kind !== "same" && changes[kind] > 0)
        .map((kind) => `${changes[kind]} ${tense === "will" ? `to ${kind}` : past[kind]}`);
    return words.length > 0 ? words.join(", ") : `no changes (${changes.same} resources)`;
}
