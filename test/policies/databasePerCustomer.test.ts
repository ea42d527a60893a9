import * as pulumi from "@pulumi/pulumi";

import { policy } from "../../policies/rules/isolation/databasePerCustomer";
import { checkProgram, checkRegistrations, modes } from "../support/policyHarness";
import { type Registration, registration } from "../support/policyMessages";
import { Declared } from "../support/policySample";

const server = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/sql-eu1";

function database(name: string, customer: string | undefined, inputs: pulumi.Inputs = {}): Declared {
    return new Declared("azure-native:sql:Database", name, {
        databaseName: `db-${name}`,
        ...(customer !== undefined && { tags: { "oxygis:customer": customer } }),
        ...inputs,
    });
}

describe.each(modes)("one database per customer at %s", (mode) => {
    const check = (program: () => unknown) => checkProgram([policy], program, mode);
    const refused = (name: string) => [
        { policy: policy.name, level: "mandatory", urn: expect.stringMatching(new RegExp(`::${name}$`)) as string },
    ];

    it("refuses a second live database of a customer", async () => {
        const program = () => [database("a", "acme"), database("b", "acme"), database("c", "globex")];
        expect(await check(program)).toMatchObject(refused("b"));
    });

    it("refuses it under a pinned version, from a local package, and with a mode in another case", async () => {
        const tags = { "oxygis:customer": "acme" };
        const program = () => [
            database("a", "acme"),
            new Declared("azure-native:sql/v20230801:Database", "b", { tags }),
            new Declared("azure-native_sql_v20240501preview:sql:Database", "c", { tags }),
            database("d", "acme", { createMode: "pointInTimeRestore" }),
        ];
        // One of the four may stay, the first by URN.
        expect((await check(program)).map(({ urn }) => urn.slice(-1)).sort()).toEqual(["a", "c", "d"]);
    });

    it("refuses a database that is a customer's and a system's at once", async () => {
        const tags = { "oxygis:customer": "acme", "oxygis:purpose": "system" };
        expect(await check(() => database("a", undefined, { tags }))).toMatchObject(refused("a"));
    });

    it("refuses a database without tags", async () => {
        expect(await check(() => database("a", undefined))).toMatchObject(refused("a"));
    });

    it("accepts restores and replicas of the customer's own database", async () => {
        const program = () => {
            const live = database("acme", "acme");
            database("side", "acme", { createMode: "PointInTimeRestore", sourceDatabaseId: live.id });
            database("replica", "acme", { createMode: "Secondary", sourceDatabaseId: live.id });
            return database("weekly", "acme", {
                createMode: "RestoreLongTermRetentionBackup",
                longTermRetentionBackupResourceId: `${server}/longTermRetentionDatabases/db-acme/longTermRetentionBackups/1`,
            });
        };
        expect(await check(program)).toEqual([]);
    });

    it("accepts a database rebuilt from the lost site's backup, whose name carries the customer", async () => {
        const program = () =>
            database("acme-north", "acme-north", {
                createMode: "Recovery",
                recoverableDatabaseId: `${server}/recoverableDatabases/sqldb-acme-north-eu1`,
            });
        expect(await check(program)).toEqual([]);
    });

    it("refuses a restore from another customer's database of the stack", async () => {
        const program = () => {
            const live = database("acme", "acme");
            return database("side", "globex", { createMode: "Copy", sourceDatabaseId: live.id });
        };
        expect(await check(program)).toMatchObject(refused("side"));
    });

    it.each([
        ["another customer's recoverable database", "recoverableDatabaseId", "/recoverableDatabases/db-globex"],
        ["a customer whose slug begins the same", "recoverableDatabaseId", "/recoverableDatabases/db-acme-north"],
        [
            "a deleted database of another customer",
            "restorableDroppedDatabaseId",
            "/restorableDroppedDatabases/db-globex,1",
        ],
        [
            "a weekly backup of another customer",
            "longTermRetentionBackupResourceId",
            "/longTermRetentionDatabases/db-globex/longTermRetentionBackups/1",
        ],
        ["another customer's database under its own name", "sourceDatabaseId", "/databases/db-globex", "db-globex"],
        ["nobody's database", "sourceDatabaseId", "/databases/master"],
        ["no database at all", "sourceResourceId", ""],
        ["something that is no text", "recoveryServicesRecoveryPointId", 7],
    ])("refuses a restore from %s", async (_, input, id, databaseName = "db-acme") => {
        const program = () => [
            database("globex", "globex"),
            database("acme-north", "acme-north"),
            database("acme", "acme", {
                createMode: "Recovery",
                databaseName,
                [input]: typeof id === "string" ? server + id : id,
            }),
        ];
        expect(await check(program)).toMatchObject(refused("acme"));
    });
});

describe("a source nobody can name yet", () => {
    it("is refused at preview", async () => {
        const program = () => {
            const elsewhere = new Declared("azure-native:sql:Server", "server", {});
            return database("acme", "acme", { createMode: "Copy", sourceDatabaseId: elsewhere.id });
        };
        expect(await checkProgram([policy], program, "preview")).toMatchObject([
            { level: "mandatory", message: expect.stringContaining("must be known at preview") as string },
        ]);
    });
});

describe("what customers share", () => {
    const of = (customer: string) => ({ tags: { "oxygis:customer": customer } });
    const vault = registration("azure-native:keyvault:Vault", "vault", {});
    const account = registration("azure-native:storage:StorageAccount", "documents", {});
    const password = registration("random:index/randomPassword:RandomPassword", "password", {});
    const key = registration("random:index/randomBytes:RandomBytes", "key", {});
    const secret = (customer: string, source: Registration) =>
        registration("azure-native:keyvault:Secret", `${customer}-secret`, of(customer), {
            propertyDependencies: { vaultName: [vault.urn], properties: [source.urn] },
        });
    const container = (name: string, metadata: unknown) =>
        registration(
            "azure-native:storage:BlobContainer",
            name,
            { metadata },
            { propertyDependencies: { accountName: [account.urn] } },
        );
    const entry = (customer: string, source: Registration) =>
        registration("azure-native:appconfiguration:KeyValue", `${customer}-entry`, of(customer), {
            propertyDependencies: { value: [source.urn] },
        });
    const check = async (...registrations: Registration[]) =>
        (await checkRegistrations([policy], registrations)).map(({ level, urn }) => [level, urn.split("::").pop()]);

    it("may be a vault and an account", async () => {
        const secrets = [secret("acme", password), secret("globex", key)];
        const containers = [container("acme", { customer: "acme" }), container("globex", { customer: "globex" })];
        expect(await check(vault, account, password, key, ...secrets, ...containers)).toEqual([]);
    });

    it("is no generated secret", async () => {
        expect(await check(vault, password, secret("acme", password), secret("globex", password))).toEqual([
            ["mandatory", "password"],
        ]);
    });

    it("is no type that nobody reviewed for it", async () => {
        const cache = registration("azure-native:redis:Database", "cache", {});
        expect(await check(cache, entry("acme", cache), entry("globex", cache))).toEqual([["mandatory", "cache"]]);
        expect(await check(cache, entry("acme", cache))).toEqual([]);
    });

    it("is nothing that one of them owns", async () => {
        const live = registration("azure-native:sql:Database", "live", { databaseName: "db-acme", ...of("acme") });
        expect(await check(live, entry("globex", live))).toEqual([["mandatory", "globex-entry"]]);
        expect(await check(live, entry("acme", live))).toEqual([]);
    });

    it("is no secret that somebody typed", async () => {
        expect(await check(vault, secret("acme", vault))).toEqual([["mandatory", "acme-secret"]]);
    });

    it("is no container beside those of customers, or a second one of the same", async () => {
        const own = container("acme", { customer: "acme" });
        expect(await check(account, own, container("system", { purpose: "system" }))).toEqual([]);
        expect(await check(account, own, container("anybody", {}))).toEqual([["mandatory", "anybody"]]);
        expect(await check(account, own, container("second", { customer: "acme" }))).toEqual([["mandatory", "second"]]);
        // Where no customer's documents are, containers need no owner.
        expect(await check(account, container("recordings", {}))).toEqual([]);
    });

    it("is no account that other tenants may copy from, but for its backup", async () => {
        const copied = { ...account, inputs: { allowCrossTenantReplication: true } };
        const backup = registration(
            "azure-native:dataprotection:BackupInstance",
            "backup",
            {},
            { propertyDependencies: { properties: [account.urn] } },
        );
        expect(await check(copied)).toEqual([["mandatory", "documents"]]);
        expect(await check(copied, backup)).toEqual([]);
    });
});
