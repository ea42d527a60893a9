import { handle } from "../../images/databases/src/handler";
import { arnOf } from "../../images/databases/src/tasks";
import { databaseInput } from "../../infra/model/hostedDatabases";
import { bucket, FakeRds } from "./fakeRds";

const password = "correct-horse-battery-staple-0123456789!ABC'";
const secret = "oxygis/aws1/databases/db-acme";
const instance = "oxygis-aws1-1";
const key = "aws1/acme/2026-11-24T0900Z/full.bak";
const create = { action: "create", instance, customer: "acme", database: "db-acme", secret };
const beside = { ...create, database: "db-acme--2", restore: { from: key } };

function fake(): FakeRds {
    const rds = new FakeRds();
    rds.secrets.set(secret, password);
    rds.backups.set(arnOf(bucket, key), { notes: { "oxygis:customer": "acme" }, tables: ["orders"] });
    return rds;
}
const restores = (rds: FakeRds) => rds.tasks.filter(({ kind }) => kind === "RESTORE_DB");

describe("A new database", () => {
    it("is made with a note of whose it is and a user of its own", async () => {
        const rds = fake();

        expect(await handle(create, rds)).toEqual({ database: "db-acme", state: "created" });
        expect(rds.databases.get("db-acme")).toMatchObject({
            notes: { "oxygis:customer": "acme" },
            users: { application: password },
        });
    });

    it("is asked for in the words of the program", async () => {
        const input = databaseInput({ instance, customer: "acme", database: "db-acme", secret });

        expect(JSON.parse(input)).toEqual(create);
        expect(await handle(JSON.parse(input), fake())).toMatchObject({ state: "created" });
    });

    it("is made once, however often it is asked for", async () => {
        const rds = fake();
        await handle(create, rds);
        rds.databases.get("db-acme")!.tables.push("orders");

        expect(await handle(create, rds)).toEqual({ database: "db-acme", state: "present" });
        expect(rds.statements.filter((each) => each.startsWith("create database"))).toHaveLength(1);
        expect(rds.databases.get("db-acme")!.tables).toEqual(["orders"]);
    });

    it.each(["if exists (select", "declare @statement"])(
        "is finished by the next run when one is broken off at: %s",
        async (breakAt) => {
            const rds = fake();
            rds.breakAt = breakAt;
            await expect(handle(create, rds)).rejects.toThrow("broken off");
            expect(rds.openSessions).toBe(0);

            await handle(create, rds);
            expect(rds.databases.get("db-acme")).toMatchObject({
                notes: { "oxygis:customer": "acme" },
                users: { application: password },
            });
        },
    );

    it.each([
        ["of another customer", "bolt"],
        ["of nobody, with tables in it", undefined],
    ])("is not made of a database %s", async (_, owner) => {
        const rds = fake();
        rds.add("db-acme", owner);

        await expect(handle(create, rds)).rejects.toThrow("nobody is let in");
        expect(rds.databases.get("db-acme")!.users).toEqual({});
    });

    it("waits for nobody: while another run works on it, it is refused", async () => {
        const rds = fake();
        const other = await rds.connect({ identifier: instance }, "master");
        await other.query("exec sp_getapplock", { name: "db-acme" });

        await expect(handle(create, rds)).rejects.toThrow("another run works on it");
        expect(rds.databases.has("db-acme")).toBe(false);

        await other.close();
        expect(await handle(create, rds)).toMatchObject({ state: "created" });
    });

    it.each(["", "short", "x".repeat(129)])(
        "lets nobody in with a password that SQL Server would cut or refuse",
        async (bad) => {
            const rds = fake();
            rds.secrets.set(secret, bad);

            await expect(handle(create, rds)).rejects.toThrow("holds no password");
            expect(rds.databases.get("db-acme")!.users).toEqual({});
        },
    );
});

describe("A restore", () => {
    it("makes another database beside the live one, which stays as it is", async () => {
        const rds = fake();
        rds.add("db-acme", "acme");
        const live = structuredClone(rds.databases.get("db-acme"));

        expect(await handle(beside, rds)).toEqual({ database: "db-acme--2", state: "restored" });
        expect(rds.databases.get("db-acme--2")).toMatchObject({
            notes: { "oxygis:customer": "acme", "oxygis:restored-from": key },
            tables: ["orders"],
            users: { application: password },
        });
        expect(rds.databases.get("db-acme")).toEqual(live);
    });

    it("after the loss of a region is from the replica of the lost cell's bucket", async () => {
        const rds = fake();
        const replica = "oxygis-aws1-euw1-backups-paired-123456789012";
        rds.backups.set(arnOf(replica, key), { notes: { "oxygis:customer": "acme" }, tables: ["replicated"] });
        await handle({ ...create, restore: { from: key, bucket: replica } }, rds);

        expect(rds.databases.get("db-acme")!.tables).toEqual(["replicated"]);
    });

    it("never writes over a database that is there", async () => {
        const rds = fake();
        rds.add("db-acme--2", "acme");

        await expect(handle(beside, rds)).rejects.toThrow("never writes over");
        expect(restores(rds)).toEqual([]);
    });

    it("is not taken for done because the backup was itself of a restored database", async () => {
        const rds = fake();
        rds.add("db-acme--2", "acme", { notes: { "oxygis:customer": "acme", "oxygis:restored-from": key } });
        rds.tasks.push({
            id: 1,
            kind: "RESTORE_DB",
            database: "db-acme--2",
            arn: arnOf(bucket, "aws1/acme/2026-11-23T0900Z/full.bak"),
            state: "SUCCESS",
            info: "",
        });

        await expect(handle(beside, rds)).rejects.toThrow("never writes over");
    });

    it("is done once, however often it is asked for, also after RDS has forgotten it", async () => {
        const rds = fake();
        await handle(beside, rds);

        expect(await handle(beside, rds)).toMatchObject({ state: "present" });
        rds.tasks.length = 0;
        expect(await handle(beside, rds)).toMatchObject({ state: "present" });
        expect(restores(rds)).toEqual([]);
    });

    it("that takes longer than a run goes on, and the next run waits for the same one", async () => {
        const rds = fake();
        rds.pauses = 1000;
        await expect(handle(beside, rds)).rejects.toThrow("40 % are done: ask again");
        expect(rds.seconds).toBeGreaterThan(30);

        rds.seconds = 900;
        rds.pauses = 1;
        expect(await handle(beside, rds)).toMatchObject({ state: "restored" });
        expect(restores(rds)).toHaveLength(1);
    });

    it.each(["if exists (select", "declare @statement"])(
        "that is there already is not begun again after a run is broken off at: %s",
        async (breakAt) => {
            const rds = fake();
            rds.breakAt = breakAt;
            await expect(handle(beside, rds)).rejects.toThrow("broken off");

            await handle(beside, rds);
            expect(restores(rds)).toHaveLength(1);
            expect(rds.databases.get("db-acme--2")).toMatchObject({
                notes: { "oxygis:restored-from": key },
                users: { application: password },
            });
        },
    );

    it("lets nobody into what turns out to be another customer's", async () => {
        const rds = fake();
        rds.backups.set(arnOf(bucket, key), { notes: { "oxygis:customer": "bolt" }, tables: ["orders"] });

        await expect(handle(beside, rds)).rejects.toThrow("nobody is let in");
        expect(rds.databases.get("db-acme--2")!.users).toEqual({});
    });

    it("that fails says why, and is begun again when asked again", async () => {
        const rds = fake();
        const backup = rds.backups.get(arnOf(bucket, key))!;
        rds.backups.clear();
        await expect(handle(beside, rds)).rejects.toThrow("The specified key does not exist");

        rds.backups.set(arnOf(bucket, key), backup);
        expect(await handle(beside, rds)).toMatchObject({ state: "restored" });
        expect(restores(rds)).toHaveLength(2);
    });
});

it("A declared database that is forgotten stays", async () => {
    const rds = fake();
    rds.add("db-acme", "acme");

    expect(await handle({ ...create, tf: { action: "delete" } }, rds)).toEqual({ database: "db-acme", state: "kept" });
    expect(rds.databases.has("db-acme")).toBe(true);
    expect(rds.statements).toEqual([]);
});

it("No password is part of a statement, an answer or an error", async () => {
    const rds = fake();
    const said = [JSON.stringify(await handle(create, rds)), JSON.stringify(await handle(beside, rds))];
    rds.secrets.set(secret, "short-secret");
    said.push(await handle(create, rds).then(JSON.stringify, (error: Error) => `${error.message} ${error.stack}`));

    expect(
        [...rds.statements, ...said].filter((text) => text.includes(password) || text.includes("short-secret")),
    ).toEqual([]);
});
