import * as pulumi from "@pulumi/pulumi";

import { wholeDays } from "../../policies/lib/duration";
import { policy } from "../../policies/rules/backup/weeklyBackupsKeptAYear";
import { checkProgram, checkRegistrations, modes } from "../support/policyHarness";
import { registration } from "../support/policyMessages";
import { Declared } from "../support/policySample";

describe("a duration", () => {
    it.each([
        ["P53W", 371],
        ["P52W", 364],
        ["P1Y", 365],
        ["P12M", 365],
        ["P11M", 308],
        ["P25M", 758],
        ["P1Y2M3W4D", 365 + 56 + 21 + 4],
        ["P7DT12H", 7],
        ["PT0S", 0],
    ])("%s lasts at least %d whole days", (text, days) => {
        expect(wholeDays(text)).toBe(days);
    });

    it.each(["", "P", "PT", "p53w", "P53", "53W", "P1W1Y", "P-1Y", "P1Y "])("%j is none", (text) => {
        expect(wholeDays(text)).toBeUndefined();
    });
});

interface RetentionInputs {
    server: Declared;
    other: Declared;
    database: Declared;
    sibling: Declared;
}

/** Two customers' databases on two servers; the sibling has its retention, the database what the test gives it. */
function databases(declareRetention: (declared: RetentionInputs) => void, names: { server?: string } = {}): () => void {
    return () => {
        const server = new Declared("azure-native:sql:Server", "server", { ...names });
        const other = new Declared("azure-native:sql:Server", "other", {});
        const on = (serverName: pulumi.Input<string>, customer: string, databaseName: string) =>
            new Declared("azure-native:sql:Database", customer, {
                serverName,
                databaseName,
                tags: { "oxygis:customer": customer },
            });
        const database = on(names.server ?? server.name, "acme", "db-acme");
        const sibling = on(other.name, "globex", "db-globex");
        retention("globex-weekly", { serverName: other.name, databaseName: sibling.name });
        declareRetention({ server, other, database, sibling });
    };
}

function retention(name: string, inputs: pulumi.Inputs, opts?: pulumi.CustomResourceOptions): void {
    new Declared(
        "azure-native:sql:LongTermRetentionPolicy",
        name,
        { policyName: "default", weeklyRetention: "P53W", ...inputs },
        opts,
    );
}

describe.each(modes)("the retention policy of a database at %s", (mode) => {
    const missing = [{ policy: policy.name, level: "mandatory", urn: expect.stringMatching(/::acme$/) as string }];
    const check = (program: () => void) => checkProgram([policy], program, mode);

    it("is found by the database its name comes from", async () => {
        const program = databases(({ server, database }) =>
            retention("acme-weekly", { serverName: server.name, databaseName: database.name }),
        );
        expect(await check(program)).toEqual([]);
    });

    it("is found by a text made from the database's name", async () => {
        const program = databases(({ server, database }) =>
            retention("acme-weekly", { serverName: server.name, databaseName: pulumi.interpolate`${database.name}` }),
        );
        expect(await check(program)).toEqual([]);
    });

    it("is found by equal names on the same server resource", async () => {
        const program = databases(({ server }) =>
            retention("acme-weekly", { serverName: server.name, databaseName: "db-acme" }),
        );
        expect(await check(program)).toEqual([]);
    });

    it("is found by equal names of database and server", async () => {
        const program = databases(() => retention("acme-weekly", { serverName: "sql-eu1", databaseName: "db-acme" }), {
            server: "sql-eu1",
        });
        expect(await check(program)).toEqual([]);
    });

    it("is found under another name of its type", async () => {
        const program = databases(({ database }) => {
            new Declared("azure-native:sql/v20170301preview:BackupLongTermRetentionPolicy", "acme-weekly", {
                databaseName: database.name,
                policyName: "default",
                weeklyRetention: "P53W",
            });
        });
        expect(await check(program)).toEqual([]);
    });

    it.each<[string, (declared: RetentionInputs) => void]>([
        ["there is none", () => undefined],
        [
            "it is the sibling's, and only waits for this database",
            ({ other, database, sibling }) =>
                retention(
                    "acme-weekly",
                    { serverName: other.name, databaseName: sibling.name },
                    { dependsOn: [database], parent: database },
                ),
        ],
        [
            "it has the right name on another server",
            ({ other }) => retention("acme-weekly", { serverName: other.name, databaseName: "db-acme" }),
        ],
        ["it has the right name and no server", () => retention("acme-weekly", { databaseName: "db-acme" })],
        [
            "its name differs in case",
            ({ server }) => retention("acme-weekly", { serverName: server.name, databaseName: "DB-ACME" }),
        ],
        [
            "it names two databases at once",
            ({ server, database, sibling }) =>
                retention("acme-weekly", {
                    serverName: server.name,
                    databaseName: pulumi.interpolate`${database.name}${sibling.name}`,
                }),
        ],
        [
            "only a short-term policy is there",
            ({ server, database }) => {
                new Declared("azure-native:sql:BackupShortTermRetentionPolicy", "acme-short", {
                    serverName: server.name,
                    databaseName: database.name,
                });
            },
        ],
    ])("is missed when %s", async (_, declareRetention) => {
        expect(await check(databases(declareRetention))).toMatchObject(missing);
    });

    it("is missed for a database whose tags try to talk it out of the promise", async () => {
        for (const tags of [undefined, {}, { "oxygis:purpose": "restore" }, { "oxygis:purpose": "SYSTEM" }]) {
            const program = () =>
                new Declared("azure-native:sql/v20230801:Database", "acme", { ...(tags && { tags }) });
            expect(await check(program)).toMatchObject(missing);
        }
    });

    it("is not asked of a database that holds no customer's data", async () => {
        const program = () =>
            new Declared("azure-native:sql:Database", "jobs", { tags: { "oxygis:purpose": "system" } });
        expect(await check(program)).toEqual([]);
    });
});

describe("what the provider answers", () => {
    const tags = { "oxygis:customer": "acme" };
    const database = registration(
        "azure-native:sql:Database",
        "acme",
        { serverName: "sql-eu1", databaseName: "db-acme", tags },
        { outputs: { name: "db-acme", tags } },
    );
    const weekly = (databaseName: string) =>
        registration(
            "azure-native:sql:LongTermRetentionPolicy",
            "acme-weekly",
            { serverName: "sql-eu1", databaseName, policyName: "default", weeklyRetention: "P53W" },
            { outputs: { name: "default", weeklyRetention: "P53W" } },
        );

    it("may lack the names, as azure-native's outputs do", async () => {
        expect(await checkRegistrations([policy], [database, weekly("db-acme")])).toEqual([]);
    });

    it("does not stand in for a name that was declared differently", async () => {
        expect(await checkRegistrations([policy], [database, weekly("db-globex")])).toMatchObject([
            { policy: policy.name, level: "mandatory", urn: database.urn },
        ]);
    });
});
