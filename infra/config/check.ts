import type { Mistake } from "./mistake";
import { readProject } from "./project";

export interface CheckReport {
    ok: boolean;
    /** Names of the stacks that have a file. */
    stacks: string[];
    /** Number of customers that have a file. */
    customers: number;
    errors: Mistake[];
}

/** Checks all stack files and customers below a root, without Pulumi and without a cloud. Never throws for what it finds there. */
export function checkProject(root: string): CheckReport {
    const { stacks, customers, mistakes } = readProject(root);
    return { ok: mistakes.length === 0, stacks, customers, errors: mistakes };
}
