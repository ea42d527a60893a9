/** Deletes and updates that the simulated cloud refuses, and what a delete leaves behind. */
import { readWorld } from "../../sandbox/inspect";
import type { Answer } from "../../sandbox/provider/package";
import type { Properties } from "../../sandbox/cloud/values";
import { administrators, edge, foundation, global, group, regional, TestCloud } from "./support/cloud";

let cloud: TestCloud;
let base: Awaited<ReturnType<typeof foundation>>;
beforeEach(async () => {
    cloud = await TestCloud.open();
    base = await foundation(cloud);
});
afterEach(() => cloud.close());

const database = (name: string, more: Properties = {}): Properties => ({
    ...regional,
    serverName: "sql-1",
    databaseName: name,
    ...more,
});
const secretOf = (name: string) => ({ ...group, vaultName: "kv-one", secretName: name, properties: { value: "x" } });
const vault = (more: Properties = {}): Properties => ({
    ...regional,
    vaultName: "kv-one",
    properties: { tenantId: "t", sku: { family: "A", name: "standard" }, ...more },
});
const lockOn = (made: Answer, lockName = "keep") =>
    cloud.make("authorization:ManagementLockByScope", { scope: made.id, level: "CanNotDelete", lockName }, lockName);

describe("a delete", () => {
    test("takes children along, and everything in a resource group", async () => {
        await cloud.make("sql:Database", database("db"));
        await cloud.delete(base.server);
        expect(
            cloud.world.state
                .all()
                .map((one) => one.name)
                .sort(),
        ).toEqual(["apps", "rg", "vnet"]);
        await cloud.delete({ id: base.network.id.replace(/\/providers.*/, ""), outputs: {} });
        expect(cloud.world.state.all()).toEqual([]);
    });

    test("of what is gone succeeds", async () => {
        await cloud.delete(base.server);
        await expect(cloud.delete(base.server)).resolves.toBeUndefined();
    });

    test("of a pool with databases is refused until they are gone", async () => {
        const db = await cloud.make("sql:Database", database("db", { elasticPoolId: base.pool.id }));
        await expect(cloud.delete(base.pool)).rejects.toMatchObject({ code: "ElasticPoolNotEmpty" });
        await cloud.delete(db);
        await cloud.delete(base.pool);
    });

    test("of a network is refused while a subnet of it is in use", async () => {
        const endpoint = await cloud.make("network:PrivateEndpoint", {
            ...regional,
            privateEndpointName: "pe",
            subnet: { id: base.subnet.id },
            privateLinkServiceConnections: [
                { name: "sql", privateLinkServiceId: base.server.id, groupIds: ["sqlServer"] },
            ],
        });
        expect(endpoint.outputs["customDnsConfigs"]).toEqual([
            { fqdn: "sql-1.database.windows.net", ipAddresses: [expect.stringMatching(/^10\.0\.1\./)] },
        ]);
        await expect(cloud.delete(base.network)).rejects.toMatchObject({ code: "InUseSubnetCannotBeDeleted" });
        await cloud.delete(endpoint);
        await cloud.delete(base.network);
    });

    test.each(["the resource itself", "what is below it", "what is above it"])(
        "is refused by a lock: %s",
        async (what) => {
            const db = await cloud.make("sql:Database", database("db"));
            const lock = await lockOn(base.server);
            const rg = { id: base.server.id.replace(/\/providers.*/, ""), outputs: {} };
            const target =
                { "the resource itself": base.server, "what is below it": db, "what is above it": rg }[what] ?? db;
            await expect(cloud.delete(target)).rejects.toMatchObject({ code: "ScopeLocked" });
            await cloud.delete(lock);
            await cloud.delete(target);
        },
    );

    test("of a private zone is refused while it has links", async () => {
        await cloud.make("privatedns:PrivateZone", { ...global, privateZoneName: "privatelink.database.windows.net" });
        const zone = {
            id: base.network.id.replace(/virtualNetworks.*/, "privateDnsZones/privatelink.database.windows.net"),
            outputs: {},
        };
        const link = await cloud.make("privatedns:VirtualNetworkLink", {
            ...global,
            privateZoneName: "privatelink.database.windows.net",
            virtualNetworkLinkName: "l",
            virtualNetwork: { id: base.network.id },
        });
        await expect(cloud.delete(zone)).rejects.toMatchObject({ code: "CannotDeleteResource" });
        await cloud.delete(link);
        await cloud.delete(zone);
    });

    test("of a key vault keeps its name for as long as it is soft-deleted", async () => {
        const made = await cloud.make("keyvault:Vault", vault());
        await cloud.make("keyvault:Secret", secretOf("s"));
        await cloud.delete(made);
        await expect(cloud.make("keyvault:Vault", vault(), "again")).rejects.toThrow(
            /held by the soft-deleted resource .*\/vaults\/kv-one until 2026-04-/,
        );
        await cloud.make("keyvault:Vault", vault({ createMode: "recover" }), "again");
        await expect(cloud.make("keyvault:Vault", vault(), "third")).rejects.toThrow(/already existing/);
        expect(readWorld(cloud.directory).heldNames).toEqual([]);
    });

    test("of a secret keeps its name in the vault", async () => {
        await cloud.make("keyvault:Vault", vault());
        const made = await cloud.make("keyvault:Secret", secretOf("s"));
        await cloud.delete(made);
        await expect(cloud.make("keyvault:Secret", secretOf("s"), "again")).rejects.toMatchObject({
            code: "ConflictError",
        });
        await cloud.make("keyvault:Secret", secretOf("t"), "other");
    });

    test("of a free configuration store frees its name, of a standard one not", async () => {
        const store = (tier: string) => ({ ...regional, configStoreName: `store-${tier}`, sku: { name: tier } });
        for (const tier of ["free", "standard"])
            await cloud.delete(await cloud.make("appconfiguration:ConfigurationStore", store(tier), tier));
        await cloud.make("appconfiguration:ConfigurationStore", store("free"), "again");
        await expect(
            cloud.make("appconfiguration:ConfigurationStore", store("standard"), "again"),
        ).rejects.toMatchObject({ code: "ConflictError" });
    });
});

describe("an update is refused", () => {
    test("under a read-only lock, as is a create below it", async () => {
        await cloud.make("authorization:ManagementLockByScope", {
            scope: base.server.id,
            level: "ReadOnly",
            lockName: "frozen",
        });
        await expect(
            cloud.update("sql:Server", base.server, {
                ...regional,
                serverName: "sql-1",
                administrators,
                tags: { a: "b" },
            }),
        ).rejects.toMatchObject({ code: "ScopeLocked" });
        await expect(cloud.make("sql:Database", database("db"))).rejects.toMatchObject({ code: "ScopeLocked" });
    });

    test.each<[string, Properties, Properties, RegExp]>([
        [
            "that takes purge protection away",
            { enablePurgeProtection: true },
            { enablePurgeProtection: false },
            /cannot be set to false once it is enabled/,
        ],
        ["that switches soft delete off", {}, { enableSoftDelete: false }, /cannot be switched off/],
        [
            "that changes the soft-delete days",
            { softDeleteRetentionInDays: 90 },
            { softDeleteRetentionInDays: 7 },
            /can't be modified/,
        ],
    ])("%s", async (_, before, after, message) => {
        const made = await cloud.make("keyvault:Vault", vault(before));
        await expect(cloud.update("keyvault:Vault", made, vault(after))).rejects.toThrow(message);
    });

    test("that moves what azure-native would not replace", async () => {
        const rules = { ...regional, networkSecurityGroupName: "nsg" };
        const made = await cloud.make("network:NetworkSecurityGroup", rules);
        await expect(
            cloud.update("network:NetworkSecurityGroup", made, { ...rules, location: "northeurope" }),
        ).rejects.toMatchObject({ code: "InvalidResourceLocation" });
    });

    test("that downgrades Front Door", async () => {
        const { profile } = await edge(cloud);
        await expect(
            cloud.update("cdn:Profile", profile, {
                ...global,
                profileName: "afd",
                sku: { name: "Standard_AzureFrontDoor" },
            }),
        ).rejects.toThrow(/not supported/);
    });
});
