/** What a drill begins with: the site up, its customers' users at work for weeks, so that there are backups of every kind. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { readProject } from "../../infra/config/project";
import type { CellStack, Customer, GlobalStack } from "../../infra/config/schema";
import { customerNames } from "../../infra/model/naming";
import type { DrillWorld } from "./world";

const day = 86_400;

/** Long enough for weekly backups: the first can take a week to appear. */
const workingDays = 21;

/** The stacks of a drill, and what the home one declares. */
export interface Fleet {
    globalStack: string;
    home: CellStack;
    customers: readonly Customer[];
}

/** The cell that is to be lost, as its configuration says. @param cell by its name; without one the first cell of the configuration */
export function fleetOf(root: string, cell?: string): Fleet {
    const project = readProject(root);
    const platforms = project.stacks.map((stack) => project.platform(stack));
    const globalStack = platforms.find((platform): platform is GlobalStack => platform?.kind === "global");
    const cells = platforms.filter((platform): platform is CellStack => platform?.kind === "cell");
    const home = cells.find((each) => cell === undefined || each.cell === cell);
    if (globalStack === undefined || home === undefined) {
        throw new Error(`There is no cell ${cell ?? ""} with a global stack in ${root}.`);
    }
    return { globalStack: globalStack.stack, home, customers: home.customers };
}

/** A number from 0 to 1 that depends on the seed alone. */
function chosen(seed: number): number {
    let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

/** Brings the site up, lets its users work, and stops at the moment of the loss, which the seed chooses within a week. */
export async function untilTheLoss(world: DrillWorld, { globalStack, home }: Fleet): Promise<{ lostAt: number }> {
    const bringGlobalUp = world.up(globalStack);
    await bringGlobalUp;
    await world.up(home.stack);
    const began = await world.now();
    await startWork(world, home.site.region, began);
    const lostAt = Math.floor(began + (workingDays + 7 * chosen(world.options.seed)) * day);
    await world.ask("advance", { to: lostAt });
    return { lostAt };
}

/** Everybody served writes rows and documents from then on. */
async function startWork(world: DrillWorld, region: string, from: number): Promise<void> {
    const { databases } = await world.ask("backups", { region });
    for (const { databaseId, tags } of databases) {
        const customer = tags["oxygis:customer"];
        if (customer !== undefined) await world.ask("use", { databaseId, customer, from });
    }
}
