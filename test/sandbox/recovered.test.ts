/** A customer is switched when his database is restored and checked; and comes home without losing what was written meanwhile. */
import type { Answer } from "../../sandbox/provider/package";
import { administrators, regional, TestCloud } from "./support/cloud";
import { DAY, elsewhere, fleetOf, geo, restore, type Fleet } from "./support/fleet";

let fleet: Fleet;
let cloud: TestCloud;
let restored: Answer;
beforeEach(async () => {
    fleet = await fleetOf(["a"]);
    cloud = fleet.cloud;
    await cloud.ask("advance", { to: 20 * DAY });
    restored = await restore(cloud, geo(fleet, "a"));
});
afterEach(() => cloud.close());

const timesOf = (id: string) => {
    const found = cloud.world.operations.findLast((operation) => operation.id === id);
    if (found === undefined) throw new Error(`nothing happened to ${id}`);
    return found;
};

describe("an entry of the catalogue", () => {
    const entry = (value: string, keyValueName: string) =>
        cloud.make(
            "appconfiguration:KeyValue",
            { resourceGroupName: "there", configStoreName: "store", keyValueName, value },
            keyValueName,
        );
    beforeEach(async () => {
        await cloud.make(
            "appconfiguration:ConfigurationStore",
            { ...elsewhere, configStoreName: "store", sku: { name: "Standard" } },
            "store",
        );
    });

    test("comes after the database that its JSON names, and after the check of it", async () => {
        const value = JSON.stringify({
            slug: "a",
            database: { id: restored.id.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions") },
        });
        const recovering = await entry(value, "recovering");
        expect(timesOf(recovering.id).begin).toBe(timesOf(restored.id).end);
        const { at } = await cloud.ask("verified", { databaseId: restored.id, seconds: 100 });
        expect(at).toBe(timesOf(restored.id).end + 100);
        expect(timesOf((await entry(value, "switched")).id).begin).toBe(at);
        expect(timesOf((await entry("{}", "other")).id).begin).toBeLessThan(at);
    });

    test("may name what is not there, or be no JSON", async () => {
        await expect(entry(JSON.stringify([`${restored.id}-x`]), "one")).resolves.toHaveProperty("id");
        await expect(entry(`/subscriptions {`, "two")).resolves.toHaveProperty("id");
    });
});

describe("on the way home", () => {
    const secondary = () =>
        cloud.make(
            "sql:Database",
            {
                ...regional,
                ...{ serverName: "sql-home", databaseName: "db-a", createMode: "Secondary", secondaryType: "Geo" },
                sourceDatabaseId: restored.id,
            },
            "secondary",
        );
    const checksum = async ({ id }: { id: string }) => (await cloud.ask("content", { databaseId: id })).checksum;
    let back: Answer;
    beforeEach(async () => {
        await cloud.make("sql:Server", { ...regional, serverName: "sql-home", administrators }, "home");
        await cloud.ask("use", { databaseId: restored.id, customer: "a", from: cloud.world.timeline.now });
        await cloud.ask("advance", { to: 22 * DAY });
        back = await secondary();
    });

    test("a secondary is seeded at 500 GB an hour and holds what its primary does", async () => {
        const { begin, end } = timesOf(back.id);
        expect(end - begin).toBeGreaterThan(300 * 0.94);
        expect(end - begin).toBeLessThan(600);
        await cloud.ask("advance", { to: 23 * DAY });
        expect(await checksum(back)).toBe(await checksum(restored));
    });

    test("a planned failover loses nothing, and the old primary follows from then on", async () => {
        const { at } = await cloud.ask("failover", { databaseId: back.id });
        const before = await cloud.ask("content", { databaseId: back.id, at });
        await cloud.ask("use", { databaseId: back.id, customer: "a", from: at });
        await cloud.ask("advance", { to: 24 * DAY });
        const after = await cloud.ask("content", { databaseId: back.id });
        expect(after.spans[0]).toMatchObject({ first: before.spans[0]?.first });
        expect(after.rows).toBeGreaterThan(before.rows + 90);
        expect(await checksum(restored)).toBe(after.checksum);
        await expect(cloud.ask("failover", { databaseId: back.id })).rejects.toMatchObject({
            code: "GeoReplicationDatabaseNotSecondary",
        });
    });

    test("a planned failover needs both, and is still so after a restart", async () => {
        await cloud.ask("lose", { region: "swedencentral", planes: ["data"] });
        await expect(cloud.ask("failover", { databaseId: back.id })).rejects.toMatchObject({
            code: "GeoReplicationCannotBecomePrimary",
        });
        await cloud.ask("bringBack", { region: "swedencentral" });
        const { at } = await cloud.ask("failover", { databaseId: back.id });
        const content = await cloud.ask("content", { databaseId: back.id });
        await cloud.close();
        cloud = await TestCloud.open(cloud.directory);
        expect(await cloud.ask("clock", {})).toEqual({ now: at });
        expect(await cloud.ask("content", { databaseId: back.id })).toEqual(content);
    });

    test("a secondary is not restored to a point in time; its primary is", async () => {
        await cloud.ask("advance", { to: 23 * DAY });
        const beside = {
            ...regional,
            ...{ serverName: "sql-home", databaseName: "db-b", createMode: "PointInTimeRestore" },
            ...{ sourceDatabaseId: back.id, restorePointInTime: "2026-01-27T12:00:00Z" },
        };
        await expect(restore(cloud, beside, "beside")).rejects.toMatchObject({
            code: "RestoreNotSupportedForGeoDrSecondary",
        });
    });
});
