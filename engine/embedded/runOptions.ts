import type { Run } from "../engine";
import type { Observer } from "./observer";

export interface RunOptions {
    kind: "up" | "destroy" | "refresh";
    /** Say what would be done, and change nothing. */
    dryRun: boolean;
    /** Forget creates that an earlier run was killed in; a refresh of its own may be told to. */
    clearPendingCreates?: boolean;
    observer?: Observer;
}

export interface Outcome {
    run: Run;
    /** Counts by operation, as Pulumi's own summary has them. */
    changes: Readonly<Record<string, number>>;
    maybeCorrupt: boolean;
}

/** Resource operations at once, where a request does not say. */
export const defaultParallel = 16;
