import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { type DrillOptions, holdDrill, prepareDrill, type Prepared } from "../../recovery/drill/drill";
import { generateCells } from "../../recovery/drill/fleet";
import type { DrillResult } from "../../recovery/drill/result";
import { temporaryFolder } from "./folders";
import { inProcessEngine, openSandboxHere } from "./inProcessEngine";

/** Everything in this process. */
export const here = { engine: inProcessEngine, sandbox: openSandboxHere, passphrase: "for a test" };

/** A generated fleet whose site is up, to be copied for each drill. */
export interface PreparedFleet {
    folder: string;
    seed: number;
    prepared: Prepared;
}

/** @param change what is otherwise in the configuration, before anything is declared */
export async function prepareFleet(
    customers: number,
    seed: number,
    change: (root: string) => void = () => undefined,
): Promise<PreparedFleet> {
    const folder = temporaryFolder();
    const root = join(folder, "root");
    mkdirSync(root, { recursive: true });
    generateCells(root, { customers, seed });
    change(root);
    return { folder, seed, prepared: await prepareDrill({ ...here, folder, seed }) };
}

/** A drill in a copy of a prepared fleet, in this process. */
export function drillHere(
    { folder: from, seed, prepared }: PreparedFleet,
    options: Pick<DrillOptions, "fault" | "until" | "lose" | "to"> = {},
): Promise<DrillResult> {
    const folder = temporaryFolder();
    cpSync(from, folder, { recursive: true });
    return holdDrill({ ...here, folder, seed, prepared, ...options });
}

/** Everything of a result but how long it took in real time: the same for the same seed. */
export function reproducible({ realSeconds: _real, ...rest }: DrillResult): Omit<DrillResult, "realSeconds"> {
    return rest;
}
