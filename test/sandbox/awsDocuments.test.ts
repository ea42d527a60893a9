/** Documents in buckets: a customer's lie below a prefix, S3 brings them to the other region and back, and a job to Azure. */
import { CloudPackage } from "../../sandbox/provider/cloudPackage";
import { AwsCloud, type MadeOfAws } from "./support/aws";
import { urnOf } from "./support/client";

const [HOUR, DAY] = [3600, 86_400];
const [region, pair] = ["eu-west-1", "eu-central-1"];
const folder = (bucket: string, customer = "acme") => `arn:aws:s3:::${bucket}/${customer}`;
const arnOf = ({ outputs }: MadeOfAws): string => outputs["arn"] as string;

let cloud: AwsCloud;

beforeEach(async () => {
    cloud = await AwsCloud.open();
    const trusted = { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" };
    const assumeRolePolicy = JSON.stringify({ Statement: [trusted] });
    const role = await cloud.make("iam/role:Role", { name: "r", assumeRolePolicy });
    const [home, copy] = [await bucket("home", region), await bucket("copy", pair)];
    for (const [from, to] of [
        [home, copy],
        [copy, home],
    ] as const) {
        await cloud.make(
            "s3/bucketReplicationConfig:BucketReplicationConfig",
            {
                region: from.outputs["region"] as string,
                bucket: from.id,
                role: arnOf(role),
                rules: [{ status: "Enabled", destination: { bucket: arnOf(to) } }],
            },
            from.id,
        );
    }
    await cloud.ask("useDocuments", { containerId: folder("home"), customer: "acme", from: HOUR });
});
afterEach(() => cloud.close());

const bucket = (name: string, place: string) =>
    cloud.make("s3/bucket:Bucket", { region: place, bucket: name, objectLockEnabled: true }, name);
const read = (containerId: string, at: number) => cloud.ask("documents", { containerId, at });

test("what a customer writes is in the other region a quarter of an hour later, and nothing of others is", async () => {
    await cloud.ask("useDocuments", { containerId: folder("home", "other"), customer: "other", from: HOUR });
    const home = await read(folder("home"), 2 * DAY);
    expect(home.rows).toBe(8);
    expect(await read(folder("copy"), 2 * DAY + HOUR / 4)).toEqual(home);
    expect(await read(folder("copy"), HOUR)).toMatchObject({ readable: true, rows: 0 });
    expect((await read(folder("copy", "other"), 2 * DAY)).spans.map(({ customer }) => customer)).toEqual(["other"]);
});

test("a lost region leaves what has arrived; what is written elsewhere meanwhile is home when it is back", async () => {
    const lostAt = 2 * DAY;
    await cloud.ask("lose", { region, planes: ["control", "data"], from: lostAt });
    const arrived = await read(folder("home"), lostAt - HOUR / 4);
    expect(await read(folder("copy"), 3 * DAY)).toEqual(arrived);
    expect((await read(folder("home"), 3 * DAY)).readable).toBe(false);

    await cloud.ask("useDocuments", { containerId: folder("copy"), customer: "acme", from: 3 * DAY });
    await cloud.ask("advance", { to: 4 * DAY });
    await cloud.ask("bringBack", { region });
    await cloud.ask("stopUsingDocuments", { containerId: folder("copy"), at: 4 * DAY });
    const [home, copy] = [await read(folder("home"), 5 * DAY), await read(folder("copy"), 5 * DAY)];
    expect(home.rows).toBe(arrived.rows + 4);
    expect(home).toEqual(copy);
});

test("the pull brings to Azure what lay in the bucket when it began", async () => {
    const azure = new CloudPackage("azure-native", "3.28.0", cloud.world);
    const declare = (type: string, news: object) => {
        const urn = urnOf(type, type);
        const checked = azure.check({ type, urn, olds: {}, news: { ...news }, randomSeed: new Uint8Array(32) });
        expect(checked.failures).toEqual([]);
        return azure.create({ type, urn, inputs: checked.inputs, preview: false });
    };
    const place = { resourceGroupName: "rg", location: "westeurope" };
    await declare("azure-native:resources:ResourceGroup", place);
    const account = { ...place, accountName: "vault", kind: "StorageV2", sku: { name: "Standard_ZRS" } };
    await declare("azure-native:storage:StorageAccount", account);
    const container = await declare("azure-native:storage:BlobContainer", {
        resourceGroupName: "rg",
        accountName: "vault",
        containerName: "documents",
    });
    const environment = await declare("azure-native:app:ManagedEnvironment", { ...place, environmentName: "jobs" });
    const env = [
        { name: "DOCUMENTS", value: "home documents" },
        { name: "TARGET", value: "vault.blob.core.windows.net" },
    ];
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
            containers: [{ name: "pull", image: "pull:1", resources: { cpu: 0.25, memory: "0.5Gi" }, env }],
        },
    });
    const begun = DAY + 35 * 60;
    const copies = `${container.id}/acme`;
    expect((await read(copies, begun - 1)).rows).toBeLessThan((await read(folder("home"), begun)).rows + 1);
    expect(await read(copies, begun + HOUR / 4)).toEqual(await read(folder("home"), begun));
    await cloud.ask("lose", { region, planes: ["data"], from: DAY });
    expect(await read(copies, 2 * DAY)).toEqual(await read(folder("home"), DAY - 2 * HOUR + 35 * 60));
});
