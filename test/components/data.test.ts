import { Catalogue } from "../../infra/components/data/catalogue";
import { createOnly, CustomerDatabase } from "../../infra/components/data/customerDatabase";
import { CustomerPool } from "../../infra/components/data/customerPool";
import { SqlServer } from "../../infra/components/data/sqlServer";
import { recordProgram } from "../support/recordProgram";
import { common, database, secretNames } from "./arguments";

const find = async (name: string, program: () => unknown, preview = false) =>
    (await recordProgram(program, { preview })).resources.find((each) => each.name === name)!;

describe("CustomerDatabase", () => {
    const declare = (changes = {}) => new CustomerDatabase("acme", { ...database, ...changes });

    it("keeps the data when it is forgotten, and cannot be deleted by mistake", async () => {
        expect(await find("acme-db", declare)).toMatchObject({ protect: true, retainOnDelete: true });
    });

    it("never turns a live database into another by changing what Azure takes at creation only", async () => {
        const { ignoreChanges } = await find("acme-db", declare);

        expect(ignoreChanges).toEqual(createOnly);
        expect(ignoreChanges).toEqual(
            expect.arrayContaining(["createMode", "collation", "sourceDatabaseId", "restorePointInTime"]),
        );
    });

    it("lies in its pool with backups in three datacenters and in the paired region", async () => {
        const { inputs } = await find("acme-db", declare);

        expect(inputs).toMatchObject({
            elasticPoolId: "pool",
            requestedBackupStorageRedundancy: "GeoZone",
            maxSizeBytes: 5 * 1024 ** 3,
        });
        expect(Object.keys(inputs)).not.toEqual(expect.arrayContaining(["sku"]));
        expect(Object.keys(inputs)).not.toEqual(expect.arrayContaining(["zoneRedundant"]));
    });

    it("says which promises it keeps, besides the tags it was given", async () => {
        const { inputs } = await find("acme-db", () => declare({ tags: { "oxygis:customer": "acme" } }));

        expect(inputs["tags"]).toEqual({
            "oxygis:customer": "acme",
            "oxygis:promises": "BKP-1 BKP-2 BKP-3 DB-1 DR-2",
        });
    });

    it.each([
        ["geo", "Recovery", { recoverableDatabaseId: "source" }],
        ["weekly", "RestoreLongTermRetentionBackup", { longTermRetentionBackupResourceId: "source" }],
        ["secondary", "Secondary", { sourceDatabaseId: "source", secondaryType: "Geo" }],
    ] as const)("is made from a backup or database (%s), and says so", async (from, createMode, inputs) => {
        const origin = { from, source: "source", order: 7 };
        const restored = await find("acme-db", () => declare({ origin }));
        const { collation, ...whole } = (await find("acme-db", declare)).inputs;

        // A restored database has the collation of its source.
        expect(collation).toBeDefined();
        expect(restored.inputs).toEqual({
            ...whole,
            createMode,
            ...inputs,
            tags: {
                ...(whole["tags"] as object),
                "oxygis:restored-from": from,
                "oxygis:restore-order": "0007",
            },
        });
        expect(restored.ignoreChanges).toEqual([...createOnly, ...(from === "secondary" ? ["secondaryType"] : [])]);
        expect(restored.createTimeout).toBe("48h");
    });

    it("keeps weekly backups for as long as it is told, and no shorter series beside them", async () => {
        const { inputs } = await find("acme-ltr", () => declare({ weeklyRetention: "P104W" }));

        expect(inputs).toMatchObject({ policyName: "default", weeklyRetention: "P104W", monthlyRetention: "PT0S" });
    });

    it.each([35, 7])("can go back to any point of the last %d days", async (pointInTimeDays) => {
        const { inputs } = await find("acme-str", () => declare({ pointInTimeDays }));

        expect(inputs).toMatchObject({ retentionDays: pointInTimeDays, diffBackupIntervalInHours: 12 });
    });

    it.each(["acme-ltr", "acme-str"])("ties %s to its own database, also before that has a name", async (name) => {
        const { propertyDependencies } = await find(name, declare, true);

        expect(propertyDependencies["databaseName"]).toEqual([expect.stringMatching(/::acme-db$/)]);
    });
});

describe("CustomerPool", () => {
    it("survives the loss of a zone and lets no database take all of it", async () => {
        const { inputs } = await find(
            "paid-pool",
            () =>
                new CustomerPool("paid", {
                    ...common,
                    serverName: "server",
                    elasticPoolName: "paid-1",
                    vCores: 8,
                    maxSizeGiB: 2048,
                    maxVCoresPerDatabase: 2,
                }),
        );

        expect(inputs).toMatchObject({
            zoneRedundant: true,
            sku: { name: "GP_Gen5", capacity: 8 },
            maxSizeBytes: 2 * 1024 ** 4,
            perDatabaseSettings: { minCapacity: 0, maxCapacity: 2 },
        });
    });
});

describe("SqlServer", () => {
    const declare = () =>
        new SqlServer("sql", {
            ...common,
            serverName: "server",
            tenantId: "tenant",
            administrators: { displayName: "admins", objectId: "group" },
        });

    it("knows no password and no public address", async () => {
        const { inputs } = await find("sql-server", declare);

        expect(inputs).toMatchObject({
            publicNetworkAccess: "Disabled",
            restrictOutboundNetworkAccess: "Enabled",
            minimalTlsVersion: "1.2",
            administrators: {
                azureADOnlyAuthentication: true,
                principalType: "Group",
                sid: "group",
                tenantId: "tenant",
            },
        });
        expect(Object.keys(inputs).filter((key) => /login|password/i.test(key))).toEqual([]);
    });

    it("is locked in Azure and protected in Pulumi", async () => {
        const { resources } = await recordProgram(declare);

        const [lock, server] = ["sql-lock", "sql-server"].map((name) => resources.find((each) => each.name === name)!);
        expect(server).toMatchObject({ protect: true, retainOnDelete: true });
        expect(lock).toMatchObject({ protect: true, inputs: { level: "CanNotDelete", scope: "sql-server.id" } });
    });
});

describe("Catalogue", () => {
    const entry = {
        slug: "acme",
        name: "Acme B.V.",
        plan: "paid",
        status: "suspended",
        hosts: ["acme.eu1.platform.test"],
        server: "server.test",
        database: "db-acme",
        databaseId: "db-acme.id",
        documents: { host: "account.test", container: "acme" },
        secretNames,
    };

    it("names the database that serves a customer, and where its secrets lie, in JSON", async () => {
        const { inputs } = await find(
            "catalogue-acme",
            () =>
                new Catalogue("catalogue", {
                    resourceGroupName: "group",
                    storeName: "store",
                    entries: [{ key: "catalogue:acme", tags: {}, entry }],
                }),
        );

        expect(inputs).toMatchObject({ keyValueName: "catalogue:acme", contentType: "application/json" });
        expect(JSON.parse(inputs["value"] as string)).toEqual(entry);
    });
});
