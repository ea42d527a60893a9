import type { Run, RunRequest } from "../engine";
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

/** @throws for a request that is not for this engine */
export function addressesOf({ providers }: RunRequest): Readonly<Record<string, string>> {
    if (providers === "real") {
        throw new Error("the embedded engine reaches no real cloud: use the pulumi CLI (`--engine pulumi`)");
    }
    return providers;
}

/** Resource operations at once, where a request does not say. */
export const defaultParallel = 16;
