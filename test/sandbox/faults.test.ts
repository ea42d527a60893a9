/** What is broken on purpose, each where it bites. */
import type { Fault } from "../../sandbox/control";
import { administrators, regional, TestCloud } from "./support/cloud";
import { DAY, elsewhere, fleetOf, geo, HOUR, restore, settled, type Fleet } from "./support/fleet";

let fleet: Fleet;
let cloud: TestCloud;
beforeEach(async () => {
    fleet = await fleetOf(["a", "b"]);
    cloud = fleet.cloud;
    await cloud.ask("advance", { to: 20 * DAY });
});
afterEach(() => cloud.close());

const fault = (one: Fault) => cloud.ask("fault", one);
const backups = async (slug: string) => {
    const id = fleet.databases.find((database) => database.id.endsWith(`db-${slug}`))?.id ?? "";
    const [found] = (await cloud.ask("backups", { databaseId: id })).databases;
    if (found === undefined) throw new Error(`no backups of ${slug}`);
    return found;
};

test("a restore fails as often as it is told to, after a restart too, and no other does", async () => {
    await fault({ kind: "restoreFails", match: "db-a", times: 2, code: "OperationTimedOut" });
    const tries = async (names: string[]) =>
        settled(
            cloud,
            names.map((slug) => cloud.make("sql:Database", geo(fleet, slug), slug)),
        );
    expect((await tries(["a", "b"])).map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    await cloud.close();
    cloud = await TestCloud.open(cloud.directory);
    expect(await tries(["a"])).toMatchObject([{ status: "rejected", reason: { code: "OperationTimedOut" } }]);
    expect((await tries(["a"])).map(({ status }) => status)).toEqual(["fulfilled"]);
    const lanes = cloud.world.operations.flatMap(({ lane, failed, id }) =>
        lane === undefined ? [] : [[id.slice(-1), failed]],
    );
    expect(lanes).toEqual([
        ["a", "OperationTimedOut"],
        ["b", undefined],
        ["a", "OperationTimedOut"],
        ["a", undefined],
    ]);
});

test("a restore that always fails is never done", async () => {
    await fault({ kind: "restoreFails", match: "db-a" });
    for (const name of ["one", "two", "three"])
        await expect(restore(cloud, geo(fleet, "a"), name)).rejects.toMatchObject({ code: "InternalServerError" });
});

test("restores take so many times as long", async () => {
    const seconds = async (slug: string) => {
        const { id } = await restore(cloud, geo(fleet, slug), slug);
        const { begin, end } = cloud.world.operations.findLast((operation) => operation.id === id) ?? {
            begin: 0,
            end: 0,
        };
        return end - begin;
    };
    const usual = 720 + 27 * (await backups("b")).usedGiB;
    await fault({ kind: "slowRestores", factor: 3 });
    expect((await seconds("b")) / usual).toBeGreaterThan(2.8);
});

test("another one's backup is served", async () => {
    await fault({ kind: "wrongBackup", match: "db-a", instead: "db-b" });
    const { id } = await restore(cloud, geo(fleet, "a"));
    const { spans } = await cloud.ask("content", { databaseId: id });
    expect(spans.map(({ customer }) => customer)).toEqual(["b"]);
});

test("backups fail, of the one named", async () => {
    await fault({ kind: "backupsFail", match: "db-a", from: 20 * DAY });
    await cloud.ask("advance", { to: 23 * DAY });
    expect(23 * DAY - ((await backups("a")).newest.log ?? 0)).toBeGreaterThan(2.9 * DAY);
    expect(23 * DAY - ((await backups("b")).newest.log ?? 0)).toBeLessThan(HOUR);
});

test("replication stands still", async () => {
    await fault({ kind: "replicationStops", match: "db-a", from: 20 * DAY });
    await cloud.ask("advance", { to: 20 * DAY + 30 * HOUR });
    expect(cloud.world.timeline.now - ((await backups("a")).newest.replicated ?? 0)).toBeGreaterThan(29 * HOUR);
});

test("the clock of a region runs ahead of its rows and backups", async () => {
    await fault({ kind: "clockSkew", region: "westeurope", seconds: 2 * HOUR });
    await cloud.ask("advance", { to: 21 * DAY });
    expect((await backups("a")).newest.log).toBeGreaterThan(21 * DAY);
});

test("a quota is another, and said so", async () => {
    await fault({ kind: "quota", key: "sqlServers|swedencentral", limit: 1 });
    const { quotas } = await cloud.ask("capacity", { region: "swedencentral" });
    expect(quotas).toContainEqual({
        key: "sqlServers|swedencentral",
        what: "logical SQL servers in swedencentral",
        limit: 1,
        used: 1,
    });
    expect(quotas).toContainEqual(expect.objectContaining({ key: "vCores|swedencentral", used: 2 }));
    await expect(
        cloud.make("sql:Server", { ...elsewhere, serverName: "sql-3", administrators }, "third"),
    ).rejects.toMatchObject({ code: "QuotaExceeded" });
});

test("vCores are counted as many as a pool has, when it grows too", async () => {
    await fault({ kind: "quota", key: "vCores|swedencentral", limit: 8 });
    const pool = (capacity: number, elasticPoolName: string) => ({
        ...elsewhere,
        ...{ serverName: "sql-2", elasticPoolName },
        sku: { name: "GP_Gen5", tier: "GeneralPurpose", family: "Gen5", capacity },
    });
    await expect(cloud.make("sql:ElasticPool", pool(8, "rest"), "rest")).rejects.toMatchObject({
        code: "QuotaExceeded",
    });
    const made = await cloud.make("sql:ElasticPool", pool(4, "rest"), "rest");
    await expect(cloud.update("sql:ElasticPool", made, pool(8, "rest"), "rest")).rejects.toMatchObject({
        code: "QuotaExceeded",
    });
    await cloud.update("sql:ElasticPool", made, pool(6, "rest"), "rest");
});

test("a region has no zones: nothing that asks for them can be made", async () => {
    await fault({ kind: "withoutZones", region: "swedencentral" });
    expect((await cloud.ask("capacity", { region: "swedencentral" })).zones).toBe(0);
    const pool = { ...elsewhere, serverName: "sql-2", elasticPoolName: "more", zoneRedundant: true };
    await expect(cloud.make("sql:ElasticPool", pool, "more")).rejects.toMatchObject({
        code: "AvailabilityZoneNotSupported",
    });
    expect((await cloud.make("sql:ElasticPool", { ...pool, zoneRedundant: false }, "more")).id).toContain("more");
});

test("somebody holds a name, until he does not", async () => {
    await fault({ kind: "nameHeld", claim: "sqlServer", value: "sql-3", until: 30 * DAY });
    const make = () => cloud.make("sql:Server", { ...regional, serverName: "sql-3", administrators }, "third");
    await expect(make()).rejects.toMatchObject({ code: "ConflictError" });
    expect((await cloud.ask("capacity", { region: "westeurope" })).heldNames).toMatchObject([
        { kind: "sqlServer", name: "sql-3", until: 30 * DAY },
    ]);
    await cloud.ask("advance", { to: 30 * DAY });
    expect((await make()).id).toContain("sql-3");
});
