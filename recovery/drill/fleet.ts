/** What a drill is held with: generated cells, or a copy of a project's configuration. */
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import { type Plan, planClassOf } from "../../infra/model/plans";
import { customersPerCell } from "../../infra/model/recovery";
import type { Size } from "../../infra/model/sizes";

const project = join(__dirname, "../..");

interface StackFile {
    config: { "oxygis:stack": Record<string, unknown> };
}

/** The mix of a plausible cell, in hundredths. */
const plans: readonly [Plan, number][] = [
    ["paid", 60],
    ["trial", 15],
    ["education", 15],
    ["freemium", 10],
];
const sizes: readonly [Size, number][] = [
    ["small", 75],
    ["medium", 20],
    ["large", 5],
];

/**
 * Writes a configuration root (stack files and customers) that is valid: the repository's own stacks, with generated customers in as
 * many cells as they need. The first cell is the stack `prod`; the same seed gives the same files.
 *
 * @returns the names of the cells' stacks.
 */
export function generateCells(root: string, { customers, seed = 1 }: { customers: number; seed?: number }): string[] {
    const random = generator(seed);
    const cells = Array.from(
        { length: Math.max(1, Math.ceil(customers / customersPerCell)) },
        (_, index) => `eu${index + 1}`,
    );
    const stacks = cells.map((cell, index) => (index === 0 ? "prod" : cell));
    const counts = cells.map(() => ({ paid: 0, other: 0 }));

    mkdirSync(join(root, "infra/customers"), { recursive: true });
    for (let number = 0; number < customers; number++) {
        const home = number % cells.length;
        const plan = draw(plans, random);
        counts[home]![planClassOf(plan)]++;
        const slug = `customer-${String(number + 1).padStart(5, "0")}`;
        const customer = {
            name: `Generated Customer ${number + 1}`,
            plan,
            cell: cells[home],
            size: draw(sizes, random),
            status: "active",
        };
        // A tenth of 5,000 would be more host names than the edge takes.
        const domains = number < 400 && random() < 0.1 ? { domains: [`app.${slug}.example`] } : {};
        writeFileSync(join(root, "infra/customers", `${slug}.yaml`), stringify({ ...customer, ...domains }));
    }
    copyFileSync(join(project, "infra/staff.yaml"), join(root, "infra/staff.yaml"));
    writeStack(root, "global", "global", { cells });
    for (const [index, stack] of stacks.entries()) {
        const { paid, other } = counts[index]!;
        writeStack(root, "prod", stack, {
            cell: cells[index],
            network: { addressSpace: `10.${20 + index}.0.0/16` },
            // Well below the limits of a pool, because a computed placement is never quite even.
            pools: { paid: pool(paid, 60), other: pool(other, 100) },
            documents: { accounts: Math.max(1, Math.ceil((paid + other) / 60)) },
        });
    }
    return stacks;
}

const pool = (customers: number, each: number) => ({ count: Math.max(1, Math.ceil(customers / each)), vCores: 8 });

function writeStack(root: string, template: string, stack: string, changes: object): void {
    const { config } = parse(readFileSync(join(project, `Pulumi.${template}.yaml`), "utf8")) as StackFile;
    const changed = { config: { ...config, "oxygis:stack": { ...config["oxygis:stack"], ...changes } } };
    writeFileSync(join(root, `Pulumi.${stack}.yaml`), stringify(changed));
}

function draw<T>(choices: readonly [T, number][], random: () => number): T {
    let left = random() * 100;
    return (choices.find(([, weight]) => (left -= weight) < 0) ?? choices[0]!)[0];
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function generator(seed: number): () => number {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}

/**
 * Copies the configuration of a project, so that a drill can write into it: stack files, staff and customers. Cells that stand in for a
 * lost one are left out: a drill begins before any loss.
 */
export function copyProjectFiles(from: string, to: string): void {
    for (const file of readdirSync(from).filter((name) => /^Pulumi\..+\.yaml$/.test(name))) {
        const { config } = parse(readFileSync(join(from, file), "utf8")) as StackFile;
        if (config["oxygis:stack"]["recovers"] === undefined) copyFileSync(join(from, file), join(to, file));
    }
    for (const path of ["infra/customers", "infra/staff.yaml", "infra/restoreTimes"]) {
        if (existsSync(join(from, path))) cpSync(join(from, path), join(to, path), { recursive: true });
    }
}
