import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { UsageError } from "../errors";

/** Stacks that a command runs when none is named. */
const defaultStacks = ["global", "prod"];

/** All stacks of a configuration root in the order in which they may be run: global ones first, cells after them. */
function allStacks(root: string): string[] {
    const names = readdirSync(root)
        .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
        .filter((name) => name !== undefined)
        .sort();
    const global = names.filter((name) => isGlobal(root, name));
    return [...global, ...names.filter((name) => !global.includes(name))];
}

/** The stacks whose outputs the others read. */
export const globalStacks = (root: string): string[] => allStacks(root).filter((name) => isGlobal(root, name));

const isGlobal = (root: string, name: string) => kindOf(join(root, `Pulumi.${name}.yaml`)) === "global";

function kindOf(file: string): unknown {
    const content = parse(readFileSync(file, "utf8")) as { config?: { "oxygis:stack"?: { kind?: unknown } } } | null;
    return content?.config?.["oxygis:stack"]?.kind;
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
