/** Virtual time: decided by what refers to what, not by the order in which requests arrive. */
import type { Answer } from "../../sandbox/provider/package";
import { cloudType } from "../../sandbox/cloud/catalogue";
import { removeResource, setProperty } from "../../sandbox/drift";
import { readWorld } from "../../sandbox/inspect";
import { administrators, foundation, group, regional, TestCloud, tokenOf } from "./support/cloud";

const seconds = (short: string) => cloudType(tokenOf(short)).seconds;

let cloud: TestCloud;
beforeEach(async () => {
    cloud = await TestCloud.open();
});
afterEach(() => cloud.close());

/** [begin, end] of the latest operation on an id. */
function times(made: { id: string }, world = cloud.world): [number, number] {
    const found = world.operations.filter((operation) => operation.id === made.id).at(-1);
    if (found === undefined) throw new Error(`nothing happened to ${made.id}`);
    return [found.begin, found.end];
}

test("an operation begins when all it refers to is complete: parent, ids, and owners of what it was told", async () => {
    const base = await foundation(cloud);
    expect(times(base.network)[0]).toBe(seconds("resources:ResourceGroup").create);
    expect(times(base.subnet)[0]).toBe(times(base.network)[1]);
    expect(times(base.pool)[0]).toBe(times(base.server)[1]);
    const database = await cloud.make("sql:Database", {
        ...regional,
        serverName: "sql-1",
        databaseName: "db",
        elasticPoolId: base.pool.id,
    });
    expect(times(database)[0]).toBe(times(base.pool)[1]);

    const identity = await cloud.make("managedidentity:UserAssignedIdentity", { ...regional, resourceName: "app" });
    const assignment = await cloud.make("authorization:RoleAssignment", {
        scope: `/subscriptions/${cloud.world.view.subscriptionId}`,
        principalId: identity.outputs["principalId"] ?? "",
        roleDefinitionId: "/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/r",
    });
    expect(times(assignment)[0]).toBe(times(identity)[1]);
    await cloud.make("appconfiguration:ConfigurationStore", {
        ...regional,
        configStoreName: "store",
        sku: { name: "standard" },
    });
    const entry = await cloud.make(
        "appconfiguration:KeyValue",
        { ...group, configStoreName: "store", keyValueName: "db", value: JSON.stringify({ server: "x" }) },
        "kv1",
    );
    const host = await cloud.make(
        "appconfiguration:KeyValue",
        { ...group, configStoreName: "store", keyValueName: "host", value: "sql-1.database.windows.net" },
        "kv2",
    );
    expect(times(host)[0]).toBe(times(base.server)[1]);
    expect(times(entry)[0]).toBeLessThan(times(host)[0]);
});

test("independent operations overlap, and the clock is the completion of the latest", async () => {
    await foundation(cloud);
    const longest =
        seconds("resources:ResourceGroup").create + seconds("sql:Server").create + seconds("sql:ElasticPool").create;
    expect(cloud.world.timeline.now).toBe(longest);
});

test("the next run begins where the latest operation of the one before ended", async () => {
    cloud.beginRun();
    const base = await foundation(cloud);
    const before = cloud.world.timeline.now;
    cloud.beginRun();
    await cloud.update("network:VirtualNetwork", base.network, {
        ...regional,
        virtualNetworkName: "vnet",
        addressSpace: { addressPrefixes: ["10.0.0.0/15"] },
    });
    expect(times(base.network)).toEqual([before, before + seconds("network:VirtualNetwork").create]);
});

test("a provider that is configured late belongs to the run that is under way; another stack is another run", async () => {
    cloud.beginRun("dev");
    await cloud.make("resources:ResourceGroup", regional);
    cloud.world.timeline.configure("urn:pulumi:dev::p|random|default", "urn:pulumi:dev::p");
    const second = await cloud.make("resources:ResourceGroup", { ...regional, resourceGroupName: "b" }, "b");
    expect(times(second)[0]).toBe(0);
    cloud.beginRun("prod");
    const third = await cloud.make("resources:ResourceGroup", { ...regional, resourceGroupName: "c" }, "c");
    expect(times(third)[0]).toBe(seconds("resources:ResourceGroup").create);
});

test("a delete begins after the deletes of what referred to it, also where a mere id did", async () => {
    cloud.beginRun();
    const base = await foundation(cloud);
    const database = await cloud.make("sql:Database", {
        ...regional,
        serverName: "sql-1",
        databaseName: "db",
        elasticPoolId: base.pool.id,
    });
    cloud.beginRun();
    const begin = cloud.world.timeline.now;
    for (const made of [database, base.pool, base.server]) await cloud.delete(made);
    expect(times(database)).toEqual([begin, begin + (seconds("sql:Database").delete ?? 0)]);
    expect(times(base.pool)[0]).toBe(times(database)[1]);
    expect(times(base.server)[0]).toBe(times(base.pool)[1]);
});

test("what is made again under the same id begins after the delete", async () => {
    cloud.beginRun();
    await foundation(cloud);
    const table = { ...regional, routeTableName: "routes" };
    const made = await cloud.make("network:RouteTable", table);
    cloud.beginRun();
    await cloud.delete(made);
    const deleted = times(made)[1];
    const again = await cloud.make("network:RouteTable", table, "again");
    expect(times(again)[0]).toBe(deleted);
    expect(deleted).toBeGreaterThan(0);
});

test("what stops referring to a resource has to be done before that one is deleted", async () => {
    cloud.beginRun();
    const base = await foundation(cloud);
    const table = await cloud.make("network:RouteTable", { ...regional, routeTableName: "routes" });
    const subnet = { ...group, virtualNetworkName: "vnet", subnetName: "apps", addressPrefix: "10.0.1.0/24" };
    await cloud.update("network:Subnet", base.subnet, { ...subnet, routeTable: { id: table.id } });
    cloud.beginRun();
    await cloud.update("network:Subnet", base.subnet, subnet);
    await cloud.delete(table);
    expect(times(table)[0]).toBe(times(base.subnet)[1]);
});

test("the same program takes the same time in whatever order its requests arrive", async () => {
    const run = async (reverse: boolean) => {
        const other = await TestCloud.open();
        other.beginRun();
        await foundation(other);
        const makers: (() => Promise<Answer>)[] = [
            () => other.make("network:PublicIPAddress", { ...regional, publicIpAddressName: "ip" }),
            () => other.make("sql:Database", { ...regional, serverName: "sql-1", databaseName: "a" }, "a"),
            () => other.make("managedidentity:UserAssignedIdentity", { ...regional, resourceName: "app" }),
            () =>
                other.make("cdn:Profile", {
                    ...group,
                    profileName: "afd",
                    location: "Global",
                    sku: { name: "Premium_AzureFrontDoor" },
                }),
        ];
        const made: Answer[] = [];
        for (const make of reverse ? makers.reverse() : makers) made.push(await make());
        const found = made.map((one) => [one.id, ...times(one, other.world)]).sort();
        await other.close();
        return { found, now: other.world.timeline.now };
    };
    expect(await run(true)).toEqual(await run(false));
});

describe("a stopped world", () => {
    test("shows what it holds, its clock and its operations", async () => {
        await foundation(cloud);
        await cloud.close();
        const world = readWorld(cloud.directory);
        expect(world.resources.map(({ type, name, location }) => [type, name, location])).toEqual([
            ["azure-native:resources:ResourceGroup", "rg", "westeurope"],
            ["azure-native:network:VirtualNetwork", "vnet", "westeurope"],
            ["azure-native:network:Subnet", "apps", undefined],
            ["azure-native:sql:Server", "sql-1", "westeurope"],
            ["azure-native:sql:ElasticPool", "pool-1", "westeurope"],
        ]);
        expect(world.clockSeconds).toBe(cloud.world.timeline.now);
        expect(world.clock).toBe("2026-01-05T00:03:33.000Z");
        expect(world.operations.map(({ op }) => op)).toEqual(Array.from({ length: 5 }, () => "create"));
        cloud = await TestCloud.open();
    });

    test("can be changed as somebody in the portal would, and a refresh finds it in inputs that have it", async () => {
        await cloud.make("resources:ResourceGroup", { ...regional, tags: { owner: "me" } });
        const server = await cloud.make("sql:Server", { ...regional, serverName: "sql-1", administrators });
        const known = await cloud.served.read({ type: "azure-native:sql:Server", id: server.id });
        await cloud.close();
        await setProperty(cloud.directory, server.id, "publicNetworkAccess", "Disabled");
        await setProperty(cloud.directory, server.id, "tags.owner", "somebody");
        await setProperty(cloud.directory, server.id, "version", undefined);
        cloud = await TestCloud.open(cloud.directory);
        const read = await cloud.served.read({
            type: "azure-native:sql:Server",
            id: server.id,
            known: { state: server.outputs, inputs: known?.inputs ?? {} },
        });
        expect(read?.outputs).toMatchObject({ publicNetworkAccess: "Disabled", tags: { owner: "somebody" } });
        expect(read?.inputs).toEqual({
            ...known?.inputs,
            publicNetworkAccess: "Disabled",
            tags: { owner: "somebody" },
        });
        expect(read?.outputs).not.toHaveProperty("version");
    });

    test("can lose a resource, and refuses to change what it does not hold", async () => {
        const { server } = await foundation(cloud);
        await cloud.close();
        await removeResource(cloud.directory, server.id);
        await expect(setProperty(cloud.directory, server.id, "tags", {})).rejects.toThrow(
            /holds no .*\/servers\/sql-1\./,
        );
        cloud = await TestCloud.open(cloud.directory);
        expect(await cloud.served.read({ type: "azure-native:sql:Server", id: server.id })).toBeUndefined();
    });
});
