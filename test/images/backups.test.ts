import { handle } from "../../images/databases/src/handler";
import { arnOf } from "../../images/databases/src/tasks";
import { backupFolder } from "../../infra/model/awsBackups";
import { bucket, FakeRds } from "./fakeRds";

const at = "2026-11-24T09:00:00Z";
const entry = (slug: string, server = "one.test", database = `db-${slug}`) =>
    JSON.stringify({ slug, server, database });

function fake(): FakeRds {
    const rds = new FakeRds();
    rds.entries = [entry("acme"), entry("bolt", "oxygis-aws1-2", "db-bolt--2")];
    ["db-acme", "db-bolt", "db-bolt--2"].forEach((name) => rds.add(name, name.slice(3, 7)));
    return rds;
}
const store = (rds: FakeRds, key: string, modified: string, bytes = 1000) =>
    rds.stored.push({ key, bytes, modified: new Date(modified) });

describe("The daily backup", () => {
    it("is of the database that serves each customer, below the customer's own folder", async () => {
        const rds = fake();
        const acme = {
            customer: "acme",
            database: "db-acme",
            key: `${backupFolder("aws1", "acme")}2026-11-24T0900Z/full.bak`,
        };
        const bolt = {
            customer: "bolt",
            database: "db-bolt--2",
            key: `${backupFolder("aws1", "bolt")}2026-11-24T0900Z/full.bak`,
        };

        expect(await handle({ action: "backup", at }, rds)).toEqual({ started: [acme, bolt], skipped: [] });
        expect(rds.tasks.map(({ database, arn }) => ({ database, arn }))).toEqual([
            { database: "db-acme", arn: arnOf(bucket, acme.key) },
            { database: "db-bolt--2", arn: arnOf(bucket, bolt.key) },
        ]);
    });

    it("that is started again for the same time asks for nothing twice", async () => {
        const rds = fake();
        await handle({ action: "backup", at }, rds);
        rds.end(rds.tasks[0]!);

        expect(await handle({ action: "backup", at }, rds)).toMatchObject({ started: [] });
        expect(rds.tasks).toHaveLength(2);
    });

    it("asks again for what failed", async () => {
        const rds = fake();
        await handle({ action: "backup", at }, rds);
        rds.tasks[0]!.state = "ERROR";

        expect(await handle({ action: "backup", at }, rds)).toMatchObject({ started: [{ customer: "acme" }] });
    });

    it("of one customer that cannot be taken keeps nobody else from theirs, and is a failure all the same", async () => {
        const rds = fake();
        rds.refuseBackupOf = "db-acme";

        await expect(handle({ action: "backup", at }, rds)).rejects.toThrow("no backup could be asked for of db-acme");
        expect(rds.tasks.map(({ database }) => database)).toEqual(["db-bolt--2"]);
        expect(rds.openSessions).toBe(0);
    });

    it("can be of one database alone, of an instance that was restored beside the live one", async () => {
        const rds = fake();
        const only = { instance: "oxygis-aws1-2", customer: "acme", database: "db-acme" };

        expect(await handle({ action: "backup", at: "2026-11-20T10:15:00Z", only }, rds)).toMatchObject({
            started: [{ key: "aws1/acme/2026-11-20T1015Z/full.bak" }],
        });
        expect(rds.tasks).toHaveLength(1);
    });
});

describe("The age of backups", () => {
    const ages = async (rds: FakeRds) => (await handle({ action: "report", at }, rds)) as { databases: unknown[] };

    it("is that of the customer whose newest backup is the oldest", async () => {
        const rds = fake();
        store(rds, "aws1/acme/2026-11-23T2100Z/full.bak", "2026-11-23T21:30:00Z");
        store(rds, "aws1/acme/2026-11-23T0900Z/full.bak", "2026-11-23T09:30:00Z");
        store(rds, "aws1/bolt/2026-11-23T0900Z/full.bak", "2026-11-23T10:00:00Z");

        expect(await ages(rds)).toEqual({
            databases: [
                expect.objectContaining({
                    customer: "acme",
                    newest: "aws1/acme/2026-11-23T2100Z/full.bak",
                    hours: 11.5,
                }),
                expect.objectContaining({ customer: "bolt", hours: 23 }),
            ],
        });
        expect(rds.reported).toEqual([23]);
    });

    it("goes with an audit of every instance, which its standby has not", async () => {
        const rds = fake();
        await ages(rds);

        expect([...rds.audited]).toEqual(["oxygis-aws1-1", "oxygis-aws1-2"]);
        const [audit] = rds.statements.filter((each) => each.includes("server audit"));
        expect(audit).toContain("filepath = N'D:\\rdsdbdata\\SQLAudit'");
        expect(audit).toContain("where database_principal_name <> N'application'");
        // A batch would hold the password that a user is given.
        expect(audit).not.toContain("batch_completed_group");
    });

    it("is told although an audit is refused, and the others are asked all the same", async () => {
        const rds = fake();
        rds.refuseAuditOf = "oxygis-aws1-1";

        await expect(ages(rds)).rejects.toThrow("no audit could be asked for of oxygis-aws1-1");
        expect(rds.reported).toHaveLength(1);
        expect([...rds.audited]).toEqual(["oxygis-aws1-2"]);
        expect(rds.openSessions).toBe(0);
    });

    it("does not take an empty object, or anything else in the folder, for a backup", async () => {
        const rds = fake();
        rds.entries = [entry("acme")];
        store(rds, "aws1/acme/2026-11-24T0800Z/full.bak", "2026-11-24T08:00:00Z", 0);
        store(rds, "aws1/acme/2026-11-24T0800Z.txt", "2026-11-24T08:00:00Z");
        store(rds, "aws1/acme/2026-11-23T2100Z/full.bak", "2026-11-23T21:00:00Z");

        await ages(rds);
        expect(rds.reported).toEqual([12]);
    });

    it("of a customer without a backup is the age of the database, so that a new one is no alarm", async () => {
        const rds = fake();
        rds.entries = [entry("acme")];
        rds.databases.get("db-acme")!.minutes = 90;

        await ages(rds);
        expect(rds.reported).toEqual([1.5]);
    });

    it("of a customer whose database is gone is an alarm, even where a backup is fresh", async () => {
        const rds = fake();
        rds.databases.delete("db-acme");
        store(rds, "aws1/acme/2026-11-24T0859Z/full.bak", "2026-11-24T08:59:00Z");

        await ages(rds);
        expect(rds.reported).toEqual([9999]);
    });

    it("is not reported where the catalogue cannot be read as a whole: silence is an alarm", async () => {
        const rds = fake();
        rds.entries.push('{"slug":"carl"}');

        await expect(ages(rds)).rejects.toThrow();
        expect(rds.reported).toEqual([]);
    });

    it("can be listed without being reported", async () => {
        const rds = fake();

        expect(await handle({ action: "list", at }, rds)).toMatchObject({
            databases: [
                { customer: "acme", instance: "oxygis-aws1-1" },
                { customer: "bolt", instance: "oxygis-aws1-2" },
            ],
        });
        expect(rds.reported).toEqual([]);
    });
});
