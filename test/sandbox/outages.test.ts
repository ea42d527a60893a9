/** What a lost region or zone takes away, and for how long. */
import type { Properties } from "../../sandbox/cloud/values";
import type { Plane } from "../../sandbox/control";
import { administrators, regional, TestCloud } from "./support/cloud";
import { DAY, elsewhere, fleetOf, geo, HOUR, restore, settled, type Fleet } from "./support/fleet";

let fleet: Fleet;
let cloud: TestCloud;
beforeEach(async () => {
    fleet = await fleetOf(["a"]);
    cloud = fleet.cloud;
    await cloud.ask("advance", { to: 20 * DAY });
});
afterEach(() => cloud.close());

const lose = (
    planes: Plane[] = ["control", "data"],
    more: { from?: number; until?: number } = {},
    region = "westeurope",
) => cloud.ask("lose", { region, planes, ...more });
const another = (region = regional): Properties => ({ ...region, serverName: "sql-new", administrators });
const home = () => fleet.databases[0] ?? fleet.server;

describe("while Resource Manager of a region is lost", () => {
    beforeEach(() => lose(["control"]));
    const lost = { code: "ServiceUnavailable" };

    test("nothing in it can be made, changed, read or deleted, not even below what has no location", async () => {
        await expect(cloud.make("sql:Server", another(), "new")).rejects.toMatchObject(lost);
        await expect(cloud.delete(home())).rejects.toMatchObject(lost);
        await expect(cloud.served.read({ type: "azure-native:sql:Server", id: fleet.server.id })).rejects.toMatchObject(
            lost,
        );
        const policy = { resourceGroupName: "rg", serverName: "sql-1", databaseName: "db-a", policyName: "default" };
        const made = { id: `${home().id}/backupShortTermRetentionPolicies/default`, outputs: {} };
        await expect(
            cloud.update("sql:BackupShortTermRetentionPolicy", made, { ...policy, retentionDays: 14 }, "a"),
        ).rejects.toThrow(
            "Region 'westeurope' is lost since 2026-01-25T00:00:00.000Z: Azure Resource Manager answers nothing there.",
        );
    });

    test("nothing in a resource group that is kept there", async () => {
        await expect(
            cloud.make("sql:Server", another({ ...elsewhere, resourceGroupName: "rg" }), "new"),
        ).rejects.toMatchObject(lost);
    });

    test("the data is used and backed up as ever", async () => {
        await cloud.ask("advance", { to: 21 * DAY });
        const content = await cloud.ask("content", { databaseId: home().id });
        expect(21 * DAY - (content.newest ?? 0)).toBeLessThan(900);
        const [database] = (await cloud.ask("backups", { databaseId: home().id })).databases;
        expect(21 * DAY - (database?.newest.log ?? 0)).toBeLessThan(HOUR);
    });

    test("other regions do not notice", async () => {
        expect((await cloud.make("sql:Server", another(elsewhere), "new")).id).toContain("sql-new");
    });

    test("previews go on", async () => {
        const type = "azure-native:sql:Server";
        const { inputs } = cloud.check("sql:Server", another());
        const answer = await cloud.served.create({ type, urn: "urn:x::new", inputs, preview: true });
        expect(answer).toMatchObject({ id: "", outputs: { administrators } });
    });

    test("it is as it was when the region is back", async () => {
        await cloud.ask("bringBack", { region: "westeurope", at: 21 * DAY });
        await expect(cloud.make("sql:Server", another(), "new")).rejects.toMatchObject(lost);
        await cloud.ask("advance", { to: 21 * DAY });
        expect((await cloud.make("sql:Server", another(), "new")).id).toContain("sql-new");
    });
});

describe("while the data of a region is lost", () => {
    test("nobody reads or writes it and no backup is taken; all that was there comes back", async () => {
        const before = await cloud.ask("content", { databaseId: home().id });
        await lose(["data"]);
        await cloud.ask("advance", { to: 22 * DAY });
        expect((await cloud.ask("content", { databaseId: home().id })).readable).toBe(false);
        const [during] = (await cloud.ask("backups", { databaseId: home().id })).databases;
        expect(during?.newest.log).toBeLessThanOrEqual(20 * DAY);
        expect(during?.paths.map(({ path, reachable }) => [path, reachable])).toContainEqual(["pointInTime", false]);
        expect(during?.paths.map(({ path, reachable }) => [path, reachable])).toContainEqual(["geo", true]);
        await cloud.ask("bringBack", { region: "westeurope" });
        expect((await cloud.ask("content", { databaseId: home().id })).checksum).toBe(before.checksum);
    });

    test("what lies only there cannot be restored", async () => {
        await cloud.ask("lose", { region: "northeurope", planes: ["data"] });
        await lose(["data"]);
        await expect(restore(cloud, geo(fleet, "a"))).rejects.toMatchObject({ code: "ServiceUnavailable" });
    });
});

describe("an outage that lies ahead", () => {
    test("fails the restore that would end in it, which then has taken its lane so long", async () => {
        await cloud.ask("lose", {
            region: "swedencentral",
            planes: ["control", "data"],
            from: 20 * DAY + 300,
            until: 20 * DAY + 400,
        });
        const [answer] = await settled(cloud, [cloud.make("sql:Database", geo(fleet, "a"), "r")]);
        expect(answer).toMatchObject({ status: "rejected", reason: { code: "ServiceUnavailable" } });
        expect(cloud.world.operations.at(-1)).toMatchObject({
            begin: 20 * DAY,
            end: 20 * DAY + 300,
            failed: "ServiceUnavailable",
            lane: { index: 0 },
        });
        await cloud.ask("advance", { to: 20 * DAY + 400 });
        expect((await restore(cloud, geo(fleet, "a"))).id).toContain("db-a");
    });

    test("never happens where somebody ends it before", async () => {
        await lose(["control"], { from: 30 * DAY });
        await cloud.ask("bringBack", { region: "westeurope" });
        expect((await cloud.ask("outages", {})).outages).toEqual([]);
    });
});

describe("a lost zone", () => {
    const zones = ["1", "2", "3"] as const;

    test("takes a third of a scale set over three zones, and the machines in it; they come back", async () => {
        const put = (type: string, name: string, inputs: Properties) => {
            const id = `${fleet.server.id.replace(/\/providers.*/, "")}/providers/Microsoft.Compute/${name}`;
            return cloud.world.note({
                put: {
                    id,
                    token: `azure-native:compute:${type}`,
                    ...{ urn: name, name, inputs: { location: "West Europe", ...inputs }, outputs: {} },
                    ...{ revision: 1, references: [], claims: [], quotas: [], readyAt: 0 },
                },
            });
        };
        await put("VirtualMachineScaleSet", "virtualMachineScaleSets/web", { zones: [...zones], sku: { capacity: 4 } });
        await put("VirtualMachine", "virtualMachines/job-1", { zones: ["1"] });
        await put("VirtualMachine", "virtualMachines/job-2", { zones: ["2"] });
        const up = async () =>
            (await cloud.ask("running", { region: "westeurope" })).services.map(({ id, machines, up }) => [
                id.replace(/.*\//, ""),
                up,
                machines,
            ]);
        await cloud.ask("lose", { region: "westeurope", zone: "1", planes: ["control", "data"] });
        expect(await up()).toEqual([
            ["web", 2, 4],
            ["job-1", 0, 1],
            ["job-2", 1, 1],
        ]);
        await cloud.ask("bringBack", { region: "westeurope", zone: "1" });
        expect((await up()).map(([, running]) => running)).toEqual([4, 1, 1]);
    });

    test.each(zones)(
        "%s leaves a database in a zone-redundant pool readable, written to and restorable",
        async (zone) => {
            await cloud.ask("lose", { region: "westeurope", zone, planes: ["control", "data"] });
            await cloud.ask("advance", { to: 21 * DAY });
            const content = await cloud.ask("content", { databaseId: home().id });
            expect(content.readable).toBe(true);
            expect(21 * DAY - (content.newest ?? 0)).toBeLessThan(900);
            expect((await cloud.make("sql:Server", another(), "new")).id).toContain("sql-new");
            const { databases } = await cloud.ask("backups", { databaseId: home().id });
            expect(databases[0]?.paths.every(({ reachable }) => reachable)).toBe(true);
        },
    );

    test("takes a database with it that lies in one zone", async () => {
        const single = await cloud.make(
            "sql:Database",
            { ...regional, serverName: "sql-1", databaseName: "single", requestedBackupStorageRedundancy: "GeoZone" },
            "single",
        );
        const readable: boolean[] = [];
        for (const zone of zones) {
            await cloud.ask("lose", { region: "westeurope", zone, planes: ["data"] });
            readable.push((await cloud.ask("content", { databaseId: single.id })).readable);
            await cloud.ask("bringBack", { region: "westeurope", zone });
            await cloud.ask("advance", { to: cloud.world.timeline.now + HOUR });
        }
        expect(readable.filter((one) => !one)).toHaveLength(1);
    });
});
