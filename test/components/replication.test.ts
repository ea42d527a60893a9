import { createOnly, CustomerDatabase } from "../../infra/components/data/customerDatabase";
import { CustomerFailover } from "../../infra/components/data/customerFailover";
import { CustomerReplica } from "../../infra/components/data/customerReplica";
import { declarePlatform } from "../../infra/program";
import { globalOutputs, newCustomer, prodStack } from "../support/fixtures";
import { recordProgram } from "../support/recordProgram";
import { database } from "./arguments";
import { failover, replica } from "./replicationCases";

const find = async (name: string, program: () => unknown) =>
    (await recordProgram(program)).resources.find((each) => each.name === name)!;

describe("CustomerDatabase of a customer who keeps everything at home", () => {
    const declare = () =>
        new CustomerDatabase("acme", { ...database, residency: { homeOnly: true, reason: "the law of the land" } });

    it("has its backups in three datacenters of the region, and no copy elsewhere", async () => {
        expect((await find("acme-db", declare)).inputs).toMatchObject({ requestedBackupStorageRedundancy: "Zone" });
    });

    it("says why, and claims no restorable point for the loss of the region", async () => {
        const { inputs } = await find("acme-db", declare);

        expect(inputs["tags"]).toMatchObject({
            "oxygis:residency": "home",
            "oxygis:residency-reason": "the law of the land",
            "oxygis:promises": "BKP-1 BKP-2 BKP-3 DB-1",
        });
    });
});

describe("CustomerReplica", () => {
    const declare = () => new CustomerReplica("acme-there", replica);

    it("follows the live database under its name, with machines of its own in three zones", async () => {
        expect((await find("acme-there-db", declare)).inputs).toMatchObject({
            createMode: "Secondary",
            secondaryType: "Geo",
            sourceDatabaseId: "database",
            databaseName: "db-acme",
            sku: { name: "GP_Gen5", capacity: 2 },
            zoneRedundant: true,
        });
    });

    it("keeps its later backups in the region that was asked for", async () => {
        expect((await find("acme-there-db", declare)).inputs).toMatchObject({
            requestedBackupStorageRedundancy: "Zone",
        });
        expect((await find("acme-there-ltr", declare)).inputs).toMatchObject({ weeklyRetention: "P53W" });
        expect((await find("acme-there-str", declare)).inputs).toMatchObject({ retentionDays: 35 });
    });

    it("leaves to its source what a secondary takes from it", async () => {
        const { inputs } = await find("acme-there-db", declare);

        expect(Object.keys(inputs).filter((key) => ["collation", "maxSizeBytes"].includes(key))).toEqual([]);
    });

    it("survives being forgotten, and is never made anew for what Azure takes at creation only", async () => {
        const { protect, retainOnDelete, ignoreChanges } = await find("acme-there-db", declare);

        expect({ protect, retainOnDelete }).toEqual({ protect: true, retainOnDelete: true });
        expect(ignoreChanges).toEqual([...createOnly, "secondaryType"]);
    });
});

describe("CustomerFailover", () => {
    it("fails over when people say so, and sends no reader to the replica", async () => {
        expect((await find("acme-group", () => new CustomerFailover("acme", failover))).inputs).toMatchObject({
            databases: ["database"],
            partnerServers: [{ id: "server-there.id" }],
            readWriteEndpoint: { failoverPolicy: "Manual" },
            readOnlyEndpoint: { failoverPolicy: "Disabled" },
        });
    });
});

describe("a cell", () => {
    const record = async (...wishes: string[][]) => {
        const customers = wishes.map((replicateTo, index) => newCustomer({ slug: `wish-${index + 1}`, replicateTo }));
        const program = () => declarePlatform({ ...prodStack(), customers });
        return (await recordProgram(program, { stackOutputs: globalOutputs })).resources;
    };
    const inputsOf = (resources: Awaited<ReturnType<typeof record>>, type: string) =>
        resources.filter((each) => each.type === `azure-native:sql:${type}`).map(({ inputs }) => inputs);

    it("has no server elsewhere while no customer asks for one", async () => {
        const resources = await record([], []);

        expect(inputsOf(resources, "Server").map(({ location }) => location)).toEqual(["westeurope"]);
        expect(inputsOf(resources, "FailoverGroup")).toEqual([]);
    });

    it("has one server in each region that customers ask for, however many they are", async () => {
        const resources = await record(["germanywestcentral"], ["francecentral", "germanywestcentral"], []);

        const servers = inputsOf(resources, "Server");
        expect(servers.map(({ location }) => location).sort()).toEqual([
            "francecentral",
            "germanywestcentral",
            "westeurope",
        ]);
        expect(new Set(servers.map(({ serverName }) => serverName)).size).toBe(3);
        expect(servers.map(({ publicNetworkAccess }) => publicNetworkAccess)).toEqual(Array(3).fill("Disabled"));
    });

    it("replicates a customer's database to every region of its list, and groups it with the first", async () => {
        const resources = await record(["germanywestcentral", "francecentral"], []);

        const replicas = inputsOf(resources, "Database").filter(({ createMode }) => createMode === "Secondary");
        expect(replicas.map(({ location }) => location).sort()).toEqual(["francecentral", "germanywestcentral"]);
        expect(replicas.map(({ tags }) => (tags as Record<string, string>)["oxygis:customer"])).toEqual([
            "wish-1",
            "wish-1",
        ]);
        expect(inputsOf(resources, "FailoverGroup")).toMatchObject([
            { databases: ["eu1-wish-1-db.id"], partnerServers: [{ id: "eu1-sql-gwc-server.id" }] },
        ]);
    });

    it("makes the group after the replica, whose link it takes over", async () => {
        const resources = await record(["germanywestcentral"]);

        const { dependencies } = resources.find(({ name }) => name === "eu1-wish-1-failover")!;
        expect(dependencies.map((urn) => urn.split("::").at(-1))).toContain("eu1-wish-1-gwc-db");
    });
});
