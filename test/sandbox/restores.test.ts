/** Databases made from backups: what Azure allows, what is in them, how long they take, and who waits for whom. */
import { readWorld } from "../../sandbox/inspect";
import type { Answer } from "../../sandbox/provider/package";
import type { Properties } from "../../sandbox/cloud/values";
import { virtualDate } from "../../sandbox/cloud/timeline";
import { regional, TestCloud } from "./support/cloud";
import { DAY, elsewhere, fleetOf, geo, HOUR, restore, settled, type Fleet } from "./support/fleet";

let fleet: Fleet;
let cloud: TestCloud;

async function open(slugs: string[], more: Properties = {}, days = 20): Promise<void> {
    fleet = await fleetOf(slugs, more);
    cloud = fleet.cloud;
    await cloud.ask("advance", { to: days * DAY });
}
afterEach(() => cloud.close());

const home = (slug: string): Answer => {
    const found = fleet.databases.find(({ id }) => id.endsWith(`/db-${slug}`));
    if (found === undefined) throw new Error(`no database of ${slug}`);
    return found;
};
const operation = (made: { id: string }) => {
    const found = cloud.world.operations.findLast(({ id }) => id === made.id);
    if (found === undefined) throw new Error(`nothing happened to ${made.id}`);
    return found;
};
const pathsOf = async (slug: string) =>
    (await cloud.ask("backups", { databaseId: home(slug).id })).databases.flatMap(({ paths }) => paths);

describe("a geo-restore", () => {
    beforeEach(() => open(["a"]));

    test("brings back what had reached the pair, on any server", async () => {
        const [path] = (await pathsOf("a")).filter(({ path }) => path === "geo");
        const before = await cloud.ask("content", { databaseId: home("a").id });
        const made = await restore(cloud, geo(fleet, "a"));
        const content = await cloud.ask("content", { databaseId: made.id });
        const upToPoint = await cloud.ask("content", { databaseId: home("a").id, at: path?.newest ?? 0 });
        expect(content.checksum).toBe(upToPoint.checksum);
        expect(content.rows).toBeGreaterThan(1000);
        expect(content.rows).toBeLessThan(before.rows);
    });

    test("takes twelve minutes and some seconds for each GiB of data, the same every time", async () => {
        const { databases } = await cloud.ask("backups", { databaseId: home("a").id });
        const { begin, end } = operation(await restore(cloud, geo(fleet, "a")));
        const usual = 720 + 27 * (databases[0]?.usedGiB ?? 0);
        expect((end - begin) / usual).toBeGreaterThan(0.94);
        expect((end - begin) / usual).toBeLessThan(1.06);
    });

    test("has neither tags nor policies of its source, and a first full backup of its own", async () => {
        const made = await restore(cloud, geo(fleet, "a"));
        expect(made.outputs["tags"]).toBeUndefined();
        await cloud.ask("advance", { to: cloud.world.timeline.now + 30 * DAY });
        const { databases } = await cloud.ask("backups", { databaseId: made.id });
        expect(databases[0]?.paths.map(({ path }) => path)).toEqual(["pointInTime", "geo"]);
        const oldest = databases[0]?.paths[0]?.oldest ?? 0;
        // Without a policy Azure keeps seven days.
        expect(cloud.world.timeline.now - oldest).toBeLessThan(7 * DAY + HOUR);
    });

    test("is there as long as the lost region is", async () => {
        await cloud.ask("lose", { region: "westeurope", planes: ["control", "data"] });
        const made = await restore(cloud, geo(fleet, "a"));
        expect((await cloud.ask("content", { databaseId: made.id })).rows).toBeGreaterThan(1000);
    });

    test.each<[string, Properties, string]>([
        [
            "of what never was",
            { recoverableDatabaseId: "/subscriptions/s/recoverableDatabases/db-x" },
            "RecoverableDatabaseNotFound",
        ],
        [
            "with a size of its own in a pool",
            { sku: { name: "ElasticPool" } },
            "CannotSpecifyEditionOrSloWhenRestoringToPool",
        ],
    ])("is refused %s", async (_, more, code) => {
        await expect(restore(cloud, geo(fleet, "a", more))).rejects.toMatchObject({ code });
    });

    test("is refused where the target lacks the redundancy, asked for or inherited", async () => {
        await cloud.ask("fault", { kind: "withoutZones", region: "swedencentral" });
        const inherits = geo(fleet, "a");
        Reflect.deleteProperty(inherits, "requestedBackupStorageRedundancy");
        for (const inputs of [geo(fleet, "a"), inherits])
            await expect(restore(cloud, inputs)).rejects.toMatchObject({
                code: "RequestedBackupStorageRedundancyNotSupported",
            });
        expect(
            (await restore(cloud, geo(fleet, "a", { requestedBackupStorageRedundancy: "Geo" }))).outputs,
        ).toMatchObject({
            requestedBackupStorageRedundancy: "Geo",
        });
    });
});

test("a geo-restore needs backups that are geo-redundant", async () => {
    await open(["a"], { requestedBackupStorageRedundancy: "Zone" });
    await expect(restore(cloud, geo(fleet, "a"))).rejects.toMatchObject({
        code: "GeoRestoreBackupStorageTypeNotSupported",
    });
});

describe("a point-in-time restore", () => {
    const beside = (more: Properties = {}): Properties => ({
        ...regional,
        ...{ serverName: "sql-1", databaseName: "db-a--2", elasticPoolId: fleet.pool.id },
        createMode: "PointInTimeRestore",
        sourceDatabaseId: home("a").id,
        restorePointInTime: virtualDate(10 * DAY).toISOString(),
        ...more,
    });
    beforeEach(() => open(["a"]));

    test("brings back that moment beside the live database", async () => {
        const made = await restore(cloud, beside());
        const [then, now] = await Promise.all([
            cloud.ask("content", { databaseId: home("a").id, at: 10 * DAY }),
            cloud.ask("content", { databaseId: made.id }),
        ]);
        expect(now.checksum).toBe(then.checksum);
    });

    test.each<[string, () => Properties, string]>([
        [
            "on another server",
            () => ({ ...elsewhere, serverName: "sql-2", elasticPoolId: fleet.poolThere.id }),
            "RestoreToDifferentServerNotSupported",
        ],
        ["before the oldest", () => ({ restorePointInTime: virtualDate(0).toISOString() }), "InvalidPointInTime"],
        ["after the newest", () => ({ restorePointInTime: virtualDate(21 * DAY).toISOString() }), "InvalidPointInTime"],
        [
            "of a database that is not there",
            () => ({ sourceDatabaseId: `${home("a").id}-x` }),
            "InvalidResourceReference",
        ],
    ])("is refused %s", async (_, more, code) => {
        await expect(restore(cloud, beside(more()))).rejects.toMatchObject({ code });
    });

    test("needs a moment that is one", () => {
        expect(cloud.reasons("sql:Database", beside({ restorePointInTime: "yesterday" }))).toEqual([
            "restorePointInTime: 'yesterday' is not a time such as 2026-01-19T03:10:00Z",
        ]);
    });
});

describe("what a deletion leaves", () => {
    const again = (): Properties => ({
        ...regional,
        ...{ serverName: "sql-1", databaseName: "db-a--2", elasticPoolId: fleet.pool.id },
        createMode: "Restore",
        sourceDatabaseId: home("a").id,
    });
    const weekly = (id: string): Properties => ({
        ...elsewhere,
        ...{ serverName: "sql-2", databaseName: "db-a", elasticPoolId: fleet.poolThere.id },
        createMode: "RestoreLongTermRetentionBackup",
        longTermRetentionBackupResourceId: id,
    });
    beforeEach(() => open(["a"]));

    test("a deleted database comes back with its last row, on its server, while the retention lasts", async () => {
        const before = await cloud.ask("content", { databaseId: home("a").id });
        await cloud.delete(home("a"));
        await cloud.ask("advance", { to: 50 * DAY });
        const made = await restore(cloud, again());
        expect((await cloud.ask("content", { databaseId: made.id })).checksum).toBe(before.checksum);
        await cloud.ask("advance", { to: 60 * DAY });
        await expect(restore(cloud, { ...again(), databaseName: "db-a--3" }, "late")).rejects.toMatchObject({
            code: "RestorableDroppedDatabaseNotFound",
        });
    });

    test("the weekly backups outlive the server and its database, and nothing else does", async () => {
        const [newest] = (await pathsOf("a")).filter(({ path }) => path === "weekly");
        await cloud.delete(home("a"));
        await cloud.delete(fleet.server);
        expect(new Set((await pathsOf("a")).map(({ path }) => path))).toEqual(new Set(["weekly"]));
        const made = await restore(cloud, weekly(newest?.source ?? ""));
        const content = await cloud.ask("content", { databaseId: made.id });
        expect(content.newest).toBeLessThanOrEqual(newest?.newest ?? 0);
        expect(content.rows).toBeGreaterThan(500);
    });

    test("a weekly backup that never was is not found", async () => {
        const [newest] = (await pathsOf("a")).filter(({ path }) => path === "weekly");
        await expect(restore(cloud, weekly(`${newest?.source ?? ""}0`))).rejects.toMatchObject({
            code: "LongTermRetentionBackupNotFound",
        });
    });
});

describe("lanes", () => {
    const slugs = ["a", "b", "c", "d", "e", "f"];
    const ordered = (slug: string, order: number) =>
        cloud.make(
            "sql:Database",
            geo(fleet, slug, { tags: { "oxygis:restore-order": String(order).padStart(4, "0") } }),
            slug,
        );
    beforeEach(() => open(slugs));

    test("four at a time in a pool, in their order whatever the order of arrival", async () => {
        const times = async (order: readonly string[]) => {
            await settled(
                cloud,
                order.map((slug) => ordered(slug, slugs.indexOf(slug))),
            );
            return cloud.world.operations
                .filter(({ lane }) => lane !== undefined)
                .map(({ id, begin, end, lane }) => ({ id: id.slice(-1), begin, end, lane }));
        };
        const first = await times([...slugs].reverse());
        expect(first.map(({ id }) => id)).toEqual(slugs);
        expect(first.map(({ lane }) => lane?.index).slice(0, 4)).toEqual([0, 1, 2, 3]);
        expect(new Set(first.slice(0, 4).map(({ begin }) => begin)).size).toBe(1);
        const ends = first
            .slice(0, 4)
            .map(({ end }) => end)
            .sort((a, b) => a - b);
        expect(first.slice(4).map(({ begin }) => begin)).toEqual(ends.slice(0, 2));
        await cloud.close();
        await open(slugs);
        expect(await times(slugs)).toEqual(first);
    });

    test("are still taken after a restart, and readers see them", async () => {
        await settled(
            cloud,
            slugs.slice(0, 5).map((slug, index) => ordered(slug, index)),
        );
        const lanes = readWorld(cloud.directory).operations.flatMap(({ lane }) => lane ?? []);
        expect(lanes.map(({ of }) => of)).toEqual(lanes.map(() => fleet.poolThere.id.toLowerCase()));
        const freeAt = [0, 1, 2, 3].map((index) =>
            Math.max(...cloud.world.operations.filter(({ lane }) => lane?.index === index).map(({ end }) => end)),
        );
        await cloud.close();
        cloud = await TestCloud.open(cloud.directory);
        const made = await settled(cloud, [ordered("f", 5)]);
        expect(made[0]?.status).toBe("fulfilled");
        const first = freeAt.indexOf(Math.min(...freeAt));
        expect(first).not.toBe(0);
        expect(cloud.world.operations.at(-1)).toMatchObject({ begin: Math.max(...freeAt), lane: { index: first } });
    });

    test("the same restore asked for again waits with the first, and gets its answer when it was lost", async () => {
        const answers = await settled(cloud, [ordered("a", 0), ordered("a", 0)]);
        expect(answers[0]).toEqual(answers[1]);
        const before = cloud.world.operations.length;
        await cloud.close();
        cloud = await TestCloud.open(cloud.directory);
        const [again] = await settled(cloud, [ordered("a", 0)]);
        expect(again).toEqual(answers[0]);
        expect(cloud.world.operations).toHaveLength(before);
    });

    test("nobody waits for what can be refused at once", async () => {
        await expect(cloud.make("sql:Database", geo(fleet, "x"), "x")).rejects.toMatchObject({
            code: "RecoverableDatabaseNotFound",
        });
        expect(cloud.world.waiting).toBe(0);
    });
});
