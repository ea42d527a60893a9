/** Geo-secondaries and failover groups as Azure judges them. */
import type { Answer } from "../../sandbox/provider/package";
import type { Properties } from "../../sandbox/cloud/values";
import { administrators, foundation, group, regional, TestCloud } from "./support/cloud";

let cloud: TestCloud;
let source: Answer;
let home: Answer;
let there: Answer;
const elsewhere = { ...group, location: "germanywestcentral" };
const sku = { name: "GP_Gen5", tier: "GeneralPurpose", family: "Gen5", capacity: 2 };

beforeEach(async () => {
    cloud = await TestCloud.open();
    const base = await foundation(cloud);
    home = base.server;
    source = await cloud.make("sql:Database", {
        ...regional,
        serverName: "sql-1",
        databaseName: "db-acme",
        elasticPoolId: base.pool.id,
        maxSizeBytes: 5 * 1024 ** 3,
        collation: "Latin1_General_100_CI_AS",
    });
    there = await cloud.make("sql:Server", { ...elsewhere, serverName: "sql-there", administrators }, "there");
});
afterEach(() => cloud.close());

const secondary = (more: Properties = {}): Properties => ({
    ...elsewhere,
    serverName: "sql-there",
    databaseName: "db-acme",
    createMode: "Secondary",
    secondaryType: "Geo",
    sourceDatabaseId: source.id,
    sku,
    ...more,
});
const replicate = (more?: Properties, name = "replica") => cloud.make("sql:Database", secondary(more), name);

describe("a geo-secondary", () => {
    test("has the collation and size of its source", async () => {
        expect((await replicate()).outputs).toMatchObject({
            collation: "Latin1_General_100_CI_AS",
            maxSizeBytes: 5 * 1024 ** 3,
            sku,
        });
    });

    test.each<[string, Properties, string]>([
        ["under another name", { databaseName: "db-other" }, "SecondaryDatabaseNameMismatch"],
        ["of another tier", { sku: { ...sku, tier: "BusinessCritical" } }, "GeoReplicationTierMismatch"],
        ["with a collation of its own", { collation: "Greek_CI_AS" }, "InvalidSecondaryProperty"],
        ["with a size of its own", { maxSizeBytes: 1024 ** 3 }, "InvalidSecondaryProperty"],
        [
            "on the server of its source",
            { ...regional, serverName: "sql-1", databaseName: "db-beside" },
            "GeoReplicationDatabaseNameNotAllowed",
        ],
    ])("is refused %s", async (_, more, code) => {
        await expect(replicate(more)).rejects.toMatchObject({ code });
    });

    test("is refused when its source does not exist", async () => {
        await expect(replicate({ sourceDatabaseId: `${source.id}-gone` })).rejects.toMatchObject({
            code: "InvalidResourceReference",
        });
    });

    test("needs to be told its source", () => {
        const inputs = secondary();
        Reflect.deleteProperty(inputs, "sourceDatabaseId");
        expect(cloud.reasons("sql:Database", inputs)).toEqual([
            "sourceDatabaseId: createMode Secondary needs the id of the database to follow",
        ]);
    });

    test("is one of four at the most", async () => {
        for (const number of ["1", "2", "3", "4", "5"])
            await cloud.make("sql:Server", { ...elsewhere, serverName: `sql-there-${number}`, administrators }, number);
        for (const number of ["1", "2", "3", "4"]) await replicate({ serverName: `sql-there-${number}` }, number);
        await expect(replicate({ serverName: "sql-there-5" }, "5")).rejects.toMatchObject({
            code: "QuotaExceeded",
            message:
                "Operation could not be completed as it results in exceeding the limit of 4 geo-secondaries of one database.",
        });
    });
});

describe("a failover group", () => {
    const inputs = (more: Properties = {}): Properties => ({
        ...group,
        serverName: "sql-1",
        failoverGroupName: "fog-acme",
        databases: [source.id],
        partnerServers: [{ id: there.id }],
        readWriteEndpoint: { failoverPolicy: "Manual" },
        ...more,
    });
    const make = (more?: Properties, name = "group") => cloud.make("sql:FailoverGroup", inputs(more), name);

    test("takes over the link of a replica that is there", async () => {
        await replicate();
        expect((await make()).outputs).toMatchObject({
            location: "westeurope",
            replicationRole: "Primary",
            partnerServers: [{ id: there.id, location: "germanywestcentral", replicationRole: "Secondary" }],
        });
    });

    test("is refused while the partner holds no replica, which Azure would make unseen", async () => {
        await expect(make()).rejects.toMatchObject({ code: "SandboxSeedingNotModelled" });
    });

    test("has its partner in another region", async () => {
        const near = await cloud.make("sql:Server", { ...regional, serverName: "sql-near", administrators }, "near");
        await expect(make({ partnerServers: [{ id: near.id }] })).rejects.toMatchObject({
            code: "FailoverGroupPartnerServerInSameRegion",
        });
    });

    test("takes databases of its own server only", async () => {
        const replica = await replicate();
        await expect(make({ databases: [replica.id] })).rejects.toMatchObject({ code: "InvalidFailoverGroupDatabase" });
    });

    test("is the only one of its database", async () => {
        await replicate();
        await make();
        await expect(make({ failoverGroupName: "fog-other" }, "other")).rejects.toMatchObject({
            code: "DatabaseAlreadyInFailoverGroup",
        });
    });

    test("shares the names of servers", async () => {
        await replicate();
        await expect(make({ failoverGroupName: "sql-there" })).rejects.toMatchObject({ code: "NameNotAvailable" });
        expect(home.outputs["name"]).toBe("sql-1");
    });

    test("has one partner", () => {
        expect(
            cloud.reasons("sql:FailoverGroup", inputs({ partnerServers: [{ id: there.id }, { id: home.id }] })),
        ).toEqual([
            "partnerServers: FailoverGroupCreateOrUpdateRequestUnsupportedPartnerCount: Only one partner server is supported.",
        ]);
    });

    test("waits an hour before it fails over by itself", () => {
        const readWriteEndpoint = { failoverPolicy: "Automatic", failoverWithDataLossGracePeriodMinutes: 30 };
        expect(cloud.reasons("sql:FailoverGroup", inputs({ readWriteEndpoint }))).toEqual([
            "readWriteEndpoint.failoverWithDataLossGracePeriodMinutes: failoverPolicy Automatic needs at least 60 minutes",
        ]);
    });
});
