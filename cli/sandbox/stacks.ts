import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { UsageError } from "../errors";

/** Stacks that a command runs when none is named. */
const defaultStacks = ["global", "prod"];

/** All stacks of a configuration root in the order in which they may be run: global ones, cells, and those that stand in for a lost one. */
function allStacks(root: string): string[] {
    const names = readdirSync(root)
        .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
        .filter((name) => name !== undefined)
        .sort();
    const place = (name: string) => (isGlobal(root, name) ? 0 : lostBy(root, name) === undefined ? 1 : 2);
    return [0, 1, 2].flatMap((each) => names.filter((name) => place(name) === each));
}

/** Stacks with those that must be there before them, in running order: global ones, and what a site that stands in has lost. */
export function withNeeded(root: string, chosen: readonly string[]): string[] {
    const lost = chosen.map((name) => lostBy(root, name));
    return allStacks(root).filter((name) => chosen.includes(name) || lost.includes(name) || isGlobal(root, name));
}

const isGlobal = (root: string, name: string) => settingsIn(root, name)?.kind === "global";
const lostBy = (root: string, name: string) => settingsIn(root, name)?.recovers?.stack;

interface Settings {
    kind?: unknown;
    recovers?: { stack?: string };
}

/** As the file says; whether that is right is another's question. */
function settingsIn(root: string, name: string): Settings | undefined {
    const file = join(root, `Pulumi.${name}.yaml`);
    const content = parse(readFileSync(file, "utf8")) as { config?: { "oxygis:stack"?: Settings } } | null;
    return content?.config?.["oxygis:stack"];
}

/** The stacks a command line asks for, in running order; an unknown name is wrong use. */
export function chooseStacks(root: string, named: readonly string[], all: boolean): string[] {
    const known = allStacks(root);
    if (all) return known;
    const wanted = named.length > 0 ? named : defaultStacks;
    const unknown = wanted.filter((name) => !known.includes(name));
    if (unknown.length > 0) {
        throw new UsageError(
            `There is no stack ${unknown.map((name) => `"${name}"`).join(", ")} in ${root}. Known: ${known.join(", ") || "none"}.`,
        );
    }
    return known.filter((name) => wanted.includes(name));
}
