/** Databases that a function keeps on RDS: what is in them, what is backed up where and when, and how they come back. */
import type { Properties } from "../../sandbox/cloud/values";
import { CloudPackage } from "../../sandbox/provider/cloudPackage";
import { AwsCloud, type MadeOfAws } from "./support/aws";
import { urnOf } from "./support/client";

const [HOUR, DAY] = [3600, 86_400];
const [region, pair] = ["eu-west-1", "eu-central-1"];
const arnOf = ({ outputs }: MadeOfAws): string => outputs["arn"] as string;
const trusting = (service: string): string =>
    JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }] });

let cloud: AwsCloud;
let databaseId: string;

async function bucket(name: string, place: string): Promise<MadeOfAws> {
    const made = await cloud.make("s3/bucket:Bucket", { region: place, bucket: name, objectLockEnabled: true }, name);
    return made;
}

const instance = (identifier: string): Properties => ({
    region,
    identifier,
    engine: "sqlserver-se",
    instanceClass: "db.m6i.xlarge",
    allocatedStorage: 100,
    username: "oxygis",
    manageMasterUserPassword: true,
    multiAz: true,
    skipFinalSnapshot: true,
});

const asks = (more: object = {}, input: object = {}): Properties => ({
    region,
    functionName: "databases",
    lifecycleScope: "CRUD",
    input: JSON.stringify({ action: "create", instance: "sql-1", customer: "acme", database: "db-acme", ...input }),
    ...more,
});

beforeEach(async () => {
    cloud = await AwsCloud.open();
    const role = await cloud.make("iam/role:Role", { name: "r", assumeRolePolicy: trusting("lambda.amazonaws.com") });
    const [home, copy] = [await bucket("home", region), await bucket("copy", pair)];
    const sql = await cloud.make("rds/instance:Instance", instance("sql-1"), "sql-1");
    const databases = await cloud.make("lambda/function:Function", {
        region,
        name: "databases",
        packageType: "Image",
        imageUri: "databases:1",
        role: arnOf(role),
        environment: { variables: { CELL: "aws1", BACKUP_BUCKET: home.id } },
    });
    await cloud.make("scheduler/schedule:Schedule", {
        region,
        name: "backup",
        scheduleExpression: "cron(0 9,21 * * ? *)",
        flexibleTimeWindow: { mode: "OFF" },
        target: { arn: arnOf(databases), roleArn: arnOf(role), input: JSON.stringify({ action: "backup" }) },
    });
    await cloud.make("s3/bucketReplicationConfig:BucketReplicationConfig", {
        region,
        bucket: home.id,
        role: arnOf(role),
        rules: [{ status: "Enabled", destination: { bucket: arnOf(copy) } }],
    });
    databaseId = `${arnOf(sql)}/db-acme`;
});
afterEach(() => cloud.close());

const newestIn = async (path: string, at: number) => {
    const { databases } = await cloud.ask("backups", { databaseId, at });
    return databases[0]?.paths.find((one) => one.path === path);
};

test("an invocation that names a database brings it, once, and deletes nothing", async () => {
    const made = await cloud.make("lambda/invocation:Invocation", asks());
    expect(await cloud.ask("content", { databaseId })).toMatchObject({ readable: true, rows: 0 });
    const now = cloud.world.timeline.now;
    await cloud.ask("use", { databaseId, customer: "acme", from: now });
    await cloud.ask("advance", { to: now + DAY });
    const { rows } = await cloud.ask("content", { databaseId });
    expect(rows).toBe(96);
    await cloud.update("lambda/invocation:Invocation", made, asks({ triggers: { again: "1" } }));
    await cloud.delete("lambda/invocation:Invocation", made);
    expect((await cloud.ask("content", { databaseId })).rows).toBe(96);
});

test("there is no database without its instance, and it goes with it", async () => {
    const elsewhere = asks({}, { instance: "sql-2" });
    await expect(cloud.make("lambda/invocation:Invocation", elsewhere)).rejects.toMatchObject({
        code: "DBInstanceNotFound",
    });
    await cloud.make("lambda/invocation:Invocation", asks());
    const [sql] = cloud.world.state.all().filter(({ token }) => token === "aws:rds/instance:Instance");
    await cloud.delete("rds/instance:Instance", {
        id: sql?.outputs["id"] as string,
        outputs: sql?.outputs ?? {},
    });
    expect((await cloud.ask("content", { databaseId })).readable).toBe(false);
});

test("backups follow the schedule into the bucket and from there into the other region", async () => {
    await cloud.make("lambda/invocation:Invocation", asks());
    expect(await newestIn("native", 9 * HOUR)).toBeUndefined();
    const first = await newestIn("native", 10 * HOUR);
    expect(first).toMatchObject({ source: "home/aws1/acme/2026-01-05T0900Z/full.bak", newest: 9 * HOUR, reachable: true });
    expect(await newestIn("nativePaired", 12 * HOUR)).toMatchObject({ source: "copy/aws1/acme/2026-01-05T0900Z/full.bak" });
    const later = await newestIn("native", 30 * HOUR);
    expect(later).toMatchObject({ newest: 21 * HOUR, target: "anywhere" });
});

test("a lost region leaves what has arrived elsewhere, and takes no more", async () => {
    await cloud.make("lambda/invocation:Invocation", asks());
    await cloud.ask("lose", { region, planes: ["control", "data"], from: 20 * HOUR });
    expect(await newestIn("native", 3 * DAY)).toMatchObject({ newest: 9 * HOUR, reachable: false });
    expect(await newestIn("nativePaired", 3 * DAY)).toMatchObject({ newest: 9 * HOUR, reachable: true });
});

test("the pull brings to Azure what was there when it began", async () => {
    await cloud.make("lambda/invocation:Invocation", asks());
    const azure = new CloudPackage("azure-native", "3.28.0", cloud.world);
    const declare = (type: string, news: Properties) => {
        const urn = urnOf(type, type);
        const { inputs, failures } = azure.check({ type, urn, olds: {}, news, randomSeed: new Uint8Array(32) });
        expect(failures).toEqual([]);
        return azure.create({ type, urn, inputs, preview: false });
    };
    const place = { resourceGroupName: "rg", location: "westeurope" };
    await declare("azure-native:resources:ResourceGroup", place);
    const environment = await declare("azure-native:app:ManagedEnvironment", { ...place, environmentName: "jobs" });
    await declare("azure-native:app:Job", {
        ...place,
        jobName: "pull",
        environmentId: environment.id,
        configuration: {
            triggerType: "Schedule",
            replicaTimeout: 6300,
            scheduleTriggerConfig: { cronExpression: "35 */2 * * *" },
        },
        template: {
            containers: [
                {
                    name: "pull",
                    image: "pull:1",
                    resources: { cpu: 0.25, memory: "0.5Gi" },
                    env: [
                        { name: "BACKUPS", value: "home backups" },
                        { name: "TARGET", value: "vault.blob.core.windows.net" },
                    ],
                },
            ],
        },
    });
    expect(await newestIn("nativeOnAzure", 10.5 * HOUR)).toBeUndefined();
    expect(await newestIn("nativeOnAzure", 11 * HOUR)).toMatchObject({
        source: "vault.blob.core.windows.net/backups/aws1/acme/2026-01-05T0900Z/full.bak",
        newest: 9 * HOUR,
        reachable: true,
    });
});

test("a restore brings back what its file holds, and is refused without one", async () => {
    await cloud.make("lambda/invocation:Invocation", asks());
    await cloud.ask("use", { databaseId, customer: "acme", from: 3 * HOUR });
    await cloud.ask("advance", { to: 2 * DAY });
    const beside = (from: string) => asks({}, { database: "db-acme--2", restore: { from } });
    const missing = cloud.make("lambda/invocation:Invocation", beside("aws1/acme/2026-01-05T1000Z/full.bak"), "beside");
    await expect(missing).rejects.toMatchObject({ code: "NoSuchKey" });
    const restored = cloud.make("lambda/invocation:Invocation", beside("aws1/acme/2026-01-05T2100Z/full.bak"), "beside");
    await new Promise(setImmediate);
    expect(await cloud.ask("idle", {})).toEqual({ released: 1 });
    await restored;
    const there = await cloud.ask("content", { databaseId: `${databaseId}--2` });
    const then = await cloud.ask("content", { databaseId, at: 21 * HOUR });
    expect(there).toEqual(then);
    expect(there.rows).toBeGreaterThan(70);
});

test("an instance restores two databases at a time", async () => {
    await cloud.make("lambda/invocation:Invocation", asks());
    await cloud.ask("advance", { to: 2 * DAY });
    const names = ["a", "b", "c"];
    const restores = names.map((name) => {
        const restore = { database: `db-acme--${name}`, restore: { from: "aws1/acme/2026-01-05T2100Z/full.bak" } };
        return cloud.make("lambda/invocation:Invocation", asks({}, restore), name);
    });
    await new Promise(setImmediate);
    expect(await cloud.ask("idle", {})).toEqual({ released: 3 });
    await Promise.all(restores);
    const times = cloud.world.operations.slice(-3).map(({ begin, end }) => [begin, end] as const);
    const [first, second, third] = [...times].sort((one, other) => one[0] - other[0]);
    expect(first?.[0]).toBe(second?.[0]);
    expect(third?.[0]).toBe(first?.[1]);
});

test("what is kept of databases and backups outlives the process", async () => {
    await cloud.make("lambda/invocation:Invocation", asks());
    await cloud.ask("advance", { to: DAY });
    const { directory } = cloud.world;
    const before = await newestIn("nativePaired", DAY);
    await cloud.close();
    cloud = await AwsCloud.open(directory);
    expect(await newestIn("nativePaired", DAY)).toEqual(before);
});
