/** What the model computes before anything is lost, beside what the sandbox takes for it. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { readRestoreTimes } from "../../infra/config/restoreTimes";
import type { Customer } from "../../infra/config/schema";
import { placeCustomers, poolsOf } from "../../infra/model/placement";
import { planClassOf } from "../../infra/model/plans";
import { estimateRecovery, type RestoredCustomer } from "../../infra/model/recoveryTime";
import { bytesPerGiB, sizeClasses } from "../../infra/model/sizes";
import { fleetOf, onAzure } from "../../recovery/drill/before";
import type { DrillFaultDefinition } from "../../recovery/drill/faults/fault";
import { lanesIn, lowerBound } from "../../recovery/drill/figures";
import { generateCells } from "../../recovery/drill/fleet";
import type { Answer } from "../../sandbox/provider/package";
import { administrators, foundation, regional, TestCloud } from "../sandbox/support/cloud";
import { DAY, elsewhere, HOUR, settled } from "../sandbox/support/fleet";
import { drillHere, prepareFleet } from "../support/drillHere";
import { temporaryFolder } from "../support/folders";

const times = readRestoreTimes();
const sku = { name: "GP_Gen5", tier: "GeneralPurpose", family: "Gen5", capacity: 8 };
const geoZone = { requestedBackupStorageRedundancy: "GeoZone" };

/** Nothing is broken; a drill with a fault leaves out what the arithmetic has nothing to do with. */
const none: DrillFaultDefinition = { name: "none", expect: "survived", breaks: [], what: "Nothing." };

describe("the estimate of a recovery is within a tenth of the drill's", () => {
    it.each([
        [1, 6],
        [2, 7],
        [12, 6],
    ])("with %d generated customers (seed %d)", async (customers, seed) => {
        const { estimate } = await drillHere(await prepareFleet(customers, seed), { fault: none, until: "recovery" });

        expect(estimate.length).toBeGreaterThan(0);
        for (const { plannedHours, tookHours } of estimate) {
            expect(Math.abs(tookHours / plannedHours - 1)).toBeLessThan(0.1);
        }
    });
});

/** The cell of a generated fleet and pools elsewhere, without all that does not count for restores. */
async function bareCell(customers: readonly Customer[], pools: ReadonlyMap<{ name: string }, readonly Customer[]>) {
    const cloud = await TestCloud.open();
    const { server } = await foundation(cloud);
    await cloud.make("resources:ResourceGroup", elsewhere, "there");
    await cloud.make("sql:Server", { ...elsewhere, serverName: "sql-2", administrators }, "there");
    const [home, there] = [new Map<string, Answer>(), new Map<string, Answer>()];
    for (const [{ name }] of pools) {
        const pool = { elasticPoolName: name, sku, zoneRedundant: true };
        home.set(name, await cloud.make("sql:ElasticPool", { ...regional, serverName: "sql-1", ...pool }, name));
        there.set(
            name,
            await cloud.make("sql:ElasticPool", { ...elsewhere, serverName: "sql-2", ...pool }, `${name}-2`),
        );
    }
    const poolOf = new Map([...pools].flatMap(([{ name }, inside]) => inside.map(({ slug }) => [slug, name] as const)));
    await Promise.all(
        customers.map(async ({ slug, size }) => {
            const database = await cloud.make(
                "sql:Database",
                {
                    ...regional,
                    ...{
                        serverName: "sql-1",
                        databaseName: `db-${slug}`,
                        elasticPoolId: home.get(poolOf.get(slug)!)!.id,
                    },
                    ...{ ...geoZone, maxSizeBytes: sizeClasses[size].maxSizeGiB * bytesPerGiB },
                },
                slug,
            );
            await cloud.ask("use", { databaseId: database.id, customer: slug, from: cloud.world.timeline.now });
        }),
    );
    await cloud.ask("advance", { to: cloud.world.timeline.now + 21 * DAY });
    return { cloud, server, there, poolOf };
}

/** Hours from the beginning of each wave to the end of its last restore, and every restore's own. */
async function restoredIn(cell: Awaited<ReturnType<typeof bareCell>>, scheduled: ReturnType<typeof estimateRecovery>) {
    const { cloud, server, there, poolOf } = cell;
    const waves = [];
    for (const wave of ["paid", "rest"] as const) {
        cloud.beginRun(wave);
        const mine = scheduled.customers.filter((customer) => customer.wave === wave);
        const asked = mine.map(({ slug, order }) =>
            cloud.make(
                "sql:Database",
                {
                    ...elsewhere,
                    ...{
                        serverName: "sql-2",
                        databaseName: `db-${slug}`,
                        elasticPoolId: there.get(poolOf.get(slug)!)!.id,
                    },
                    ...{ ...geoZone, createMode: "Recovery" },
                    recoverableDatabaseId: `${server.id}/recoverabledatabases/db-${slug}`,
                    tags: { "oxygis:restore-order": String(order).padStart(4, "0") },
                },
                `${slug}-2`,
            ),
        );
        await settled(cloud, asked);
        const made = new Set((await Promise.all(asked)).map(({ id }) => id));
        const operations = cloud.world.operations.filter(({ id }) => made.has(id));
        const begin = Math.min(...operations.map((operation) => operation.begin));
        const pools = [...new Set(mine.map(({ pool }) => pool))].map((pool) => {
            const own = operations.filter(({ id }) => poolOf.get(id.slice(id.lastIndexOf("/db-") + 4)) === pool);
            const took = Math.max(...own.map(({ end }) => end)) - begin;
            return {
                pool,
                hours: took / HOUR,
                bound: lowerBound(
                    own.map(({ begin: from, end }) => (end - from) / HOUR),
                    lanesIn.azure,
                ),
            };
        });
        waves.push({ wave, hours: Math.max(0, ...pools.map(({ hours }) => hours)), pools });
    }
    return waves;
}

/** A generated fleet's restores, as the model expects them and as the sandbox's lanes run them. */
async function compared(count: number, seed: number, alike: boolean) {
    const root = join(temporaryFolder(), "root");
    mkdirSync(root);
    generateCells(root, { customers: count, seed });
    const home = onAzure(fleetOf(root));
    const customers = home.customers.map((customer) => (alike ? { ...customer, size: "small" as const } : customer));
    const pools = placeCustomers(customers, poolsOf(home.pools));
    const cell = await bareCell(customers, pools);
    try {
        const { databases } = await cell.cloud.ask("backups", { region: "westeurope" });
        const used = new Map(databases.map(({ name, usedGiB }) => [name, usedGiB]));
        const restored = customers.map(({ slug, plan }): RestoredCustomer => ({
            slug,
            wave: planClassOf(plan) === "paid" ? "paid" : "rest",
            pool: cell.poolOf.get(slug)!,
            usedGiB: used.get(`db-${slug}`)!,
        }));
        const estimate = estimateRecovery(restored, times);
        return { estimate, waves: await restoredIn(cell, estimate) };
    } finally {
        await cell.cloud.close();
    }
}

describe("restores in the sandbox's lanes", () => {
    it.each([
        [40, 7],
        [150, 8],
        [500, 9],
    ])(
        "of %d customers of skewed sizes take what was computed, and little more than they must (seed %d)",
        async (count, seed) => {
            const { estimate, waves } = await compared(count, seed, false);

            for (const { wave, hours, pools } of waves) {
                const computed = estimate.pools.filter((pool) => pool.wave === wave);
                expect(Math.abs(hours / Math.max(...computed.map((pool) => pool.hours)) - 1)).toBeLessThan(0.1);
                for (const pool of pools) expect(pool.hours / pool.bound).toBeLessThan(1.15);
            }
        },
    );

    it("of 100 customers of one size come within a twentieth of the least time there is", async () => {
        const { waves } = await compared(100, 10, true);

        for (const { pools } of waves) for (const { hours, bound } of pools) expect(hours / bound).toBeLessThan(1.05);
    });
});
