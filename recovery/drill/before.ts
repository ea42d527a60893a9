/** What a drill begins with: the site up, its customers' users at work for weeks, so that there are backups of every kind. */
import { readProject } from "../../infra/config/project";
import type { CellStack, Customer, GlobalStack } from "../../infra/config/schema";
import { azureContainers } from "../../infra/model/awsBackups";
import { landingNames } from "../../infra/model/awsNaming";
import { hostedNames } from "../../infra/model/hostedDatabases";
import { type AnyCell, isCell } from "../clouds";
import { isAcross } from "../plan/across";
import type { DrillWorld } from "./world";

const day = 86_400;

/** Long enough for weekly backups: the first can take a week to appear. */
const workingDays = 21;

/** The stacks of a drill, and what the home one declares. */
export interface Fleet {
    globalStack: string;
    home: AnyCell;
    customers: readonly Customer[];
}

/**
 * The cell that is to be lost, as its configuration says.
 *
 * @param cell by its name; without one the first cell of the configuration
 * @param stack that stands in for it; without one the cell's own
 */
export function fleetOf(root: string, cell?: string, stack?: string): Fleet {
    const project = readProject(root);
    const platforms = project.stacks.map((stack) => project.platform(stack));
    const globalStack = platforms.find((platform): platform is GlobalStack => platform?.kind === "global");
    const cells = platforms.filter(isCell);
    const home = cells.find(
        (each) =>
            (cell === undefined || each.cell === cell) &&
            (stack === undefined ? each.recovers === undefined : each.stack === stack),
    );
    if (globalStack === undefined || home === undefined) {
        throw new Error(`There is no cell ${cell ?? ""} with a global stack in ${root}.`);
    }
    return { globalStack: globalStack.stack, home, customers: home.customers };
}

/** The cell of a fleet that only a cell on Azure can be. @throws for one on AWS */
export function onAzure({ home }: Fleet): CellStack {
    if (home.kind === "cell") return home;
    throw new Error(
        `${home.cell} is a cell on AWS: neither the loss of a zone nor this fault is rehearsed for such a cell.`,
    );
}

/** A number from 0 to 1 that depends on the seed alone. */
function chosen(seed: number): number {
    let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * Brings the site up and has its users work from then on. Done again on a world that is up it changes what the configuration changed.
 *
 * @returns when the region will be lost: three weeks later and some, which the seed chooses within a week.
 */
export async function bringUp(world: DrillWorld, { globalStack, home }: Fleet): Promise<{ lostAt: number }> {
    await world.up(globalStack, home.stack);
    await world.up(home.stack);
    const began = await world.now();
    await startWork(world, home, began);
    return { lostAt: Math.floor(began + (workingDays + 7 * chosen(world.options.seed)) * day) };
}

/** Everybody served writes rows and documents from then on. */
async function startWork(world: DrillWorld, home: AnyCell, from: number): Promise<void> {
    const { databases } = await world.ask("backups", { region: home.site.region });
    for (const { databaseId, tags } of databases) {
        const customer = tags["oxygis:customer"];
        if (customer !== undefined) await world.ask("use", { databaseId, customer, from });
    }
    for (const [customer, containerId] of documentsIn(world, home, "home")) {
        await world.ask("useDocuments", { containerId, customer, from });
    }
}

/**
 * By slug: where a customer's documents lie at home, or their copies elsewhere. A container is named after its customer, so is a part of a
 * bucket, or of the container on Azure.
 *
 * @param to the region in which copies are asked for, where there are some in several
 */
export function documentsIn(
    world: DrillWorld,
    home: AnyCell,
    where: "home" | "copies",
    to = home.site.pairedRegion,
): Map<string, string> {
    const { customers, site } = home;
    if (where === "copies" && isAcross(home, to)) {
        const { cell, domain } = home;
        const { backupAccount } = landingNames({ cell, domain, region: to, awsRegion: site.region });
        const container = world
            .view()
            .resources.find(({ id }) =>
                id.endsWith(`/${backupAccount}/blobServices/default/containers/${azureContainers.documents}`),
            );
        return new Map(container ? customers.map(({ slug }) => [slug, `${container.id}/${slug}`]) : []);
    }
    if (home.kind === "awsCell") {
        const { documentsBucket } = hostedNames({ ...home, region: site.region, accountId: home.aws.accountId });
        const bucket = where === "home" ? documentsBucket.home : documentsBucket.paired;
        return new Map(customers.map(({ slug }) => [slug, `arn:aws:s3:::${bucket}/${slug}`]));
    }
    const region = where === "home" ? site.region : (home.documents.copies ?? site.pairedRegion);
    const { resources } = world.view();
    const slugs = new Set(customers.map(({ slug }) => slug));
    const accounts = new Set(
        resources
            .filter(({ type, location }) => type === "azure-native:storage:StorageAccount" && location === region)
            .map(({ id }) => id),
    );
    return new Map(
        resources
            .filter(({ type, name }) => type === "azure-native:storage:BlobContainer" && slugs.has(name))
            .filter(({ id }) => accounts.has(id.slice(0, id.indexOf("/blobServices/"))))
            .map(({ id, name }) => [name, id]),
    );
}
