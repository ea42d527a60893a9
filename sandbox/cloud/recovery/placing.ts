/** When an operation happens: at once, or in the first lane that is free; and whether it comes to its end. */
import { CloudError, type Work } from "../model";
import type { State } from "../state";
import type { OperationRecord } from "../store";
import type { Properties } from "../values";
import { Lanes } from "./lanes";
import type { Ledger } from "./ledger";
import { lossOf } from "./loss";

interface Wanted {
    op: OperationRecord["op"];
    urn: string;
    id: string;
    type: string;
    inputs: Properties;
    /** Virtual second from which it could begin. */
    begin: number;
    seconds: number;
    work: Work | undefined;
}

export class Placing {
    private readonly lanes = new Lanes();
    /** How often the restore of an id (lower case) has failed. */
    private readonly failures = new Map<string, number>();

    constructor(
        private readonly state: State,
        private readonly ledger: Ledger,
    ) {}

    /**
     * @returns the operation, with an error where it was begun and failed
     * @throws CloudError where it cannot begin
     */
    place({ op, urn, id, type, inputs, seconds, work, ...wanted }: Wanted): {
        operation: OperationRecord;
        error?: CloudError;
    } {
        const queue = work?.queue;
        const lane = queue === undefined ? undefined : this.lanes.next(queue.of, queue.lanes);
        const begin = Math.max(wanted.begin, lane?.from ?? 0);
        const ending = (end: number): OperationRecord => ({
            ...{ op, urn, id, type, begin, end },
            ...(queue === undefined || lane === undefined ? {} : { lane: { of: queue.of, index: lane.index } }),
        });
        const failing = (end: number, error: CloudError) => ({
            operation: { ...ending(end), failed: error.code },
            error,
        });

        // What only Resource Manager knows of needs nothing else; a database is made where its data is to lie.
        const planes = work === undefined ? (["control"] as const) : (["control", "data"] as const);
        const code =
            queue === undefined
                ? undefined
                : this.ledger.failureOf(work?.makes ?? id, this.failures.get(id.toLowerCase()) ?? 0);
        const end = begin + (code === undefined ? seconds : Math.ceil(seconds / 2));
        const loss = lossOf(this.state, this.ledger.outages, { id, inputs }, planes, [begin, end]);
        if (loss !== undefined) {
            if (queue === undefined || loss.from <= begin) throw loss.error;
            return failing(loss.from, loss.error);
        }
        if (code !== undefined)
            return failing(
                end,
                new CloudError(code, "An unexpected error occurred while the database was being restored."),
            );
        return { operation: ending(end) };
    }

    /** Keeps in mind what an operation of now or an earlier run leaves behind. */
    recall({ id, lane, end, failed }: OperationRecord): void {
        if (lane !== undefined) this.lanes.occupy(lane, end);
        if (failed !== undefined) this.failures.set(id.toLowerCase(), (this.failures.get(id.toLowerCase()) ?? 0) + 1);
    }
}
