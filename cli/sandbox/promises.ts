import type { Run } from "../../engine/engine";
import { controls } from "../../infra/model/controls";
import { type PromiseId, promises } from "../../infra/model/promises";

/** A promise with what of some runs is declared to keep it. */
export interface DeclaredPromise {
    id: PromiseId;
    meaning: string;
    /** How many cloud resources lie in components that keep it. */
    resources: number;
}

/** Every promise of the register, in its order, with the number of resources that keep it; none keep what only people can. */
export function promisesOf(runs: readonly Run[]): DeclaredPromise[] {
    const counts = new Map<PromiseId, number>();
    for (const { op, urn } of runs.flatMap(({ steps }) => steps)) {
        const types = (urn.split("::")[2] ?? "").split("$");
        if (op.startsWith("delete") || types.at(-1)!.startsWith("oxygis:")) continue;
        for (const id of new Set(types.flatMap((type) => controls[type] ?? []))) {
            counts.set(id, (counts.get(id) ?? 0) + 1);
        }
    }
    return (Object.keys(promises) as PromiseId[]).map((id) => ({
        id,
        meaning: promises[id].meaning,
        resources: counts.get(id) ?? 0,
    }));
}
