import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fixtures, readFlags, readSteps } from "./scenario";

/** Scenarios whose programs or packs ask for something that the embedded engine refuses, and its words for that. */
export const refused: Readonly<Record<string, string>> = {
    hooks: "resource hooks",
    import: "the import option",
    monitor: "",
    "policy-remediate": "policies that remediate",
    transforms: "transforms",
};

/** Scenarios that use flags of the CLI for which the engine's interface has no option; the steps before these flags are compared. */
export const flagged: Readonly<Record<string, string>> = {
    flags: "`--replace`, `--target-replace`, `--expect-no-changes`, `--target`, `--exclude-protected`",
    target: "`--target`",
};

export const scenarios = readdirSync(join(fixtures, "scenarios")).sort();

/** How many steps of a scenario come before one that the engine's interface has no words for. */
export function expressibleSteps(scenario: string): number {
    const steps = readSteps(scenario);
    const first = steps.findIndex((step) => readFlags(step.flags ?? [], "") === undefined);
    return first < 0 ? steps.length : first;
}

/** One of several shares of about the same length, so that test workers can share the scenarios. */
export const share = (part: number, of: number): string[] => scenarios.filter((_, index) => index % of === part);
