/** How often something was made under each URN: what AWS names by chance is named by that here. */
import type { State } from "./state";
import type { OperationRecord } from "./store";

export class Generations {
    private readonly made = new Map<string, { count: number; last: string }>();

    note({ op, urn, id, failed }: OperationRecord): void {
        if (op !== "create" || failed !== undefined) return;
        this.made.set(urn, { count: (this.made.get(urn)?.count ?? 0) + 1, last: id });
    }

    /** How many were made under a URN; one whose answer the engine may not have noted does not count. */
    of(urn: string, state: State, known: ReadonlySet<string>): number {
        const { count, last } = this.made.get(urn) ?? { count: 0, last: "" };
        const unnoted = state.get(last)?.revision === 1 && !known.has(last.toLowerCase());
        return unnoted ? count - 1 : count;
    }
}
