/** AWS in the sandbox: ids, names, regions, references and limits as AWS has them. */
import type { Properties } from "../../sandbox/cloud/values";
import { AwsCloud, network, type MadeOfAws } from "./support/aws";

let cloud: AwsCloud;
beforeEach(async () => {
    cloud = await AwsCloud.open();
});
afterEach(() => cloud.close());

const region = "eu-west-1";
const arnOf = ({ outputs }: MadeOfAws): string => outputs["arn"] as string;

test("ids and ARNs have the forms of AWS, and the account is that of the world", async () => {
    const account = cloud.served.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})["accountId"] as string;
    expect(account).toMatch(/^\d{12}$/);
    const vpc = await cloud.make("ec2/vpc:Vpc", { region, cidrBlock: "10.0.0.0/16" });
    expect(vpc.id).toMatch(/^vpc-[0-9a-f]{17}$/);
    expect(vpc.outputs["arn"]).toBe(`arn:aws:ec2:${region}:${account}:vpc/${vpc.id}`);
    expect(vpc.outputs["region"]).toBe(region);
    const bucket = await cloud.make("s3/bucket:Bucket", { region, bucket: "oxygis-backups" });
    expect([bucket.id, bucket.outputs["arn"]]).toEqual(["oxygis-backups", "arn:aws:s3:::oxygis-backups"]);
    const role = await cloud.make("iam/role:Role", { name: "reader", path: "/staff/", assumeRolePolicy: document });
    expect([role.id, role.outputs["arn"]]).toEqual(["reader", `arn:aws:iam::${account}:role/staff/reader`]);
    const key = await cloud.make("kms/key:Key", { region, multiRegion: true });
    expect(key.id).toMatch(/^mrk-[0-9a-f]{32}$/);
    const copy = await cloud.make("kms/replicaKey:ReplicaKey", {
        region: "eu-central-1",
        primaryKeyArn: arnOf(key),
    });
    expect([copy.id, copy.outputs["arn"]]).toEqual([key.id, `arn:aws:kms:eu-central-1:${account}:key/${key.id}`]);
});

const document = JSON.stringify({ Version: "2012-10-17", Statement: [] });

test("a name that is not given is the Pulumi name and seven digits, the same ones in a preview", () => {
    const first = cloud.check("sns/topic:Topic", { region }, {}, "alerts").inputs;
    expect(first["name"]).toMatch(/^alerts-[0-9a-f]{7}$/);
    expect(cloud.check("sns/topic:Topic", { region }, {}, "alerts").inputs).toEqual(first);
    expect(cloud.check("sns/topic:Topic", { region, displayName: "x" }, first, "alerts").inputs["name"]).toBe(
        first["name"],
    );
});

test("a replacement gets another name, so that it can be made before the old one goes", async () => {
    const first = await cloud.make("sns/topic:Topic", { region }, "alerts");
    cloud.diff("sns/topic:Topic", first, { region, fifoTopic: true });
    const second = await cloud.make("sns/topic:Topic", { region, fifoTopic: false }, "alerts");
    expect(second.id).not.toBe(first.id);
});

test("a create whose answer was lost is answered again and makes nothing twice", async () => {
    const first = await cloud.make("sns/topic:Topic", { region }, "alerts");
    const again = await cloud.make("sns/topic:Topic", { region }, "alerts");
    expect(again).toEqual(first);
    expect(cloud.world.operations).toHaveLength(1);
});

test("the provider's region holds where a resource names none, and is seen in its answer alone", async () => {
    cloud.served.configure({ region: "eu-north-1" });
    const { inputs } = cloud.check("sns/topic:Topic", { name: "alerts" });
    expect(inputs["region"]).toBeUndefined();
    const topic = await cloud.make("sns/topic:Topic", { name: "alerts" });
    expect(topic.outputs["region"]).toBe("eu-north-1");
    cloud.served.configure({});
    expect(cloud.reasons("sns/topic:Topic", { name: "alerts" })).toEqual([expect.stringContaining("has no region")]);
    expect(cloud.reasons("sns/topic:Topic", { name: "alerts", region: "europe-1" })).toEqual([
        "region: invalid AWS Region: europe-1",
    ]);
});

test("the same name is another resource in another region, and is found there by its id", async () => {
    const home = await cloud.make("cloudwatch/logGroup:LogGroup", { region, name: "/oxygis/a" }, "home");
    const pair = await cloud.make(
        "cloudwatch/logGroup:LogGroup",
        { region: "eu-central-1", name: "/oxygis/a" },
        "pair",
    );
    expect(home.id).toBe(pair.id);
    await cloud.delete("cloudwatch/logGroup:LogGroup", pair, "pair");
    expect(await cloud.read("cloudwatch/logGroup:LogGroup", pair)).toBeUndefined();
    expect((await cloud.read("cloudwatch/logGroup:LogGroup", home))?.outputs["region"]).toBe(region);
    const imported = { id: `/oxygis/a@${region}`, outputs: {} };
    expect((await cloud.read("cloudwatch/logGroup:LogGroup", imported))?.id).toBe("/oxygis/a");
});

test("what is named must exist, and lie in the same region", async () => {
    await expect(
        cloud.make("ec2/subnet:Subnet", { region, vpcId: "vpc-00000000000000000", cidrBlock: "10.0.0.0/24" }),
    ).rejects.toMatchObject({ code: "InvalidVpcID.NotFound" });
    await expect(
        cloud.make("s3/bucketVersioning:BucketVersioning", {
            region,
            bucket: "no-such",
            versioningConfiguration: { status: "Enabled" },
        }),
    ).rejects.toMatchObject({ code: "ResourceNotFoundException" });
    const vpc = await cloud.make("ec2/vpc:Vpc", { region: "eu-central-1", cidrBlock: "10.0.0.0/16" });
    await expect(cloud.make("ec2/subnet:Subnet", { region, vpcId: vpc.id, cidrBlock: "10.0.0.0/24" })).rejects.toThrow(
        "is in eu-central-1, not in eu-west-1",
    );
    const key = await cloud.make("kms/key:Key", { region: "eu-central-1" });
    await expect(
        cloud.make("cloudwatch/logGroup:LogGroup", { region, name: "a", kmsKeyId: arnOf(key) }),
    ).rejects.toThrow("is in eu-central-1, not in eu-west-1");
});

test("subnets lie in their network and beside each other; what is in use stays", async () => {
    const { vpc } = await network(cloud, region);
    const outside = { region, vpcId: vpc.id, cidrBlock: "10.9.0.0/24", availabilityZone: `${region}a` };
    await expect(cloud.make("ec2/subnet:Subnet", outside, "outside")).rejects.toMatchObject({
        code: "InvalidSubnet.Range",
    });
    await expect(
        cloud.make("ec2/subnet:Subnet", { ...outside, cidrBlock: "10.0.0.0/25" }, "twice"),
    ).rejects.toMatchObject({ code: "InvalidSubnet.Conflict" });
    await expect(cloud.delete("ec2/vpc:Vpc", vpc, "vpc")).rejects.toMatchObject({ code: "DependencyViolation" });
});

test("five networks a region and no more, and ten SQL Servers with a licence", async () => {
    for (let index = 0; index < 5; index++)
        await cloud.make("ec2/vpc:Vpc", { region, cidrBlock: "10.0.0.0/16" }, `vpc-${String(index)}`);
    await expect(cloud.make("ec2/vpc:Vpc", { region, cidrBlock: "10.0.0.0/16" }, "sixth")).rejects.toThrow(
        "limit of 5 VPCs",
    );
    await cloud.make("ec2/vpc:Vpc", { region: "eu-west-3", cidrBlock: "10.0.0.0/16" }, "elsewhere");
    for (let index = 0; index < 10; index++)
        await cloud.make("rds/instance:Instance", instance(`sql-${String(index)}`), `sql-${String(index)}`);
    await expect(cloud.make("rds/instance:Instance", instance("sql-11"), "sql-11")).rejects.toThrow(
        "limit of 10 license-included SQL Server DB instances",
    );
    const own = { ...instance("sql-12"), licenseModel: "bring-your-own-license" };
    await cloud.make("rds/instance:Instance", own, "sql-12");
});

const instance = (identifier: string): Properties => ({
    region,
    identifier,
    engine: "sqlserver-se",
    licenseModel: "license-included",
    instanceClass: "db.m6i.xlarge",
    allocatedStorage: 100,
    username: "oxygis",
    manageMasterUserPassword: true,
    multiAz: true,
    storageEncrypted: true,
    backupRetentionPeriod: 35,
    skipFinalSnapshot: true,
    deletionProtection: true,
});

test("an instance answers its secret, keeps its name and is deleted only without protection", async () => {
    const made = await cloud.make("rds/instance:Instance", instance("sql-1"), "sql-1");
    expect(made.id).toMatch(/^db-[0-9A-F]{26}$/);
    expect(made.outputs["masterUserSecrets"]).toEqual([
        expect.objectContaining({ secretArn: expect.stringContaining(":secret:rds!db-") as string }),
    ]);
    await expect(cloud.delete("rds/instance:Instance", made, "sql-1")).rejects.toThrow(
        "Cannot delete protected DB Instance",
    );
    await expect(cloud.update("rds/instance:Instance", made, instance("sql-2"), "sql-1")).rejects.toThrow("identifier");
    await cloud.update("rds/instance:Instance", made, { ...instance("sql-1"), deletionProtection: false }, "sql-1");
    await cloud.delete("rds/instance:Instance", made, "sql-1");
});

test.each<[string, Properties, string]>([
    ["backups for 36 days", { backupRetentionPeriod: 36 }, "backupRetentionPeriod"],
    ["a database of its own", { dbName: "oxygis" }, "dbName"],
    ["zones for the free edition", { engine: "sqlserver-ex" }, "multiAz"],
    ["another engine", { engine: "mysql" }, "engine"],
    ["two passwords", { password: "secret-123" }, "password"],
    ["no last snapshot", { skipFinalSnapshot: false }, "finalSnapshotIdentifier"],
    ["a prefix of a name", { identifierPrefix: "sql" }, "identifierPrefix"],
    ["an unknown property", { zoneRedundant: true }, "zoneRedundant"],
])("an instance with %s is refused by Check", (_, change, property) => {
    expect(cloud.reasons("rds/instance:Instance", { ...instance("sql-1"), ...change })).toEqual([
        expect.stringContaining(property),
    ]);
});

test("storage encryption, engine and user cannot be changed in place", async () => {
    const made = await cloud.make("rds/instance:Instance", instance("sql-1"), "sql-1");
    const change = (news: Properties) => cloud.diff("rds/instance:Instance", made, { ...instance("sql-1"), ...news });
    expect(change({ storageEncrypted: false })).toMatchObject({
        replaces: ["storageEncrypted"],
        deleteBeforeReplace: true,
    });
    expect(change({ region: "eu-west-3" }).replaces).toEqual(["region"]);
    expect(change({ multiAz: false, instanceClass: "db.m6i.large" }).replaces).toEqual([]);
});

test("backups are replicated to another region, of an instance that takes them", async () => {
    const source = await cloud.make(
        "rds/instance:Instance",
        { ...instance("sql-1"), storageEncrypted: false },
        "sql-1",
    );
    const type = "rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication";
    const sourceDbInstanceArn = arnOf(source);
    await expect(cloud.make(type, { region, sourceDbInstanceArn }, "same")).rejects.toThrow("same region");
    const copy = await cloud.make(type, { region: "eu-central-1", sourceDbInstanceArn }, "pair");
    expect(copy.id).toMatch(/^arn:aws:rds:eu-central-1:\d{12}:auto-backup:ab-/);
});

test("a deleted secret holds its name for the days of its recovery", async () => {
    const secret = await cloud.make("secretsmanager/secret:Secret", { region, name: "oxygis/key" }, "key");
    await cloud.delete("secretsmanager/secret:Secret", secret, "key");
    await expect(cloud.make("secretsmanager/secret:Secret", { region, name: "oxygis/key" }, "key")).rejects.toThrow(
        "soft-deleted",
    );
    await cloud.make("secretsmanager/secret:Secret", { region: "eu-central-1", name: "oxygis/key" }, "elsewhere");
    await cloud.ask("advance", { to: 31 * 86_400 });
    const later = await cloud.make("secretsmanager/secret:Secret", { region, name: "oxygis/key" }, "key");
    expect(later.id).not.toBe(secret.id);
});

test("an invocation tells its function of a change only with CRUD", () => {
    const news = { region, functionName: "databases", input: "{}" };
    const made = { id: "databases_x", inputs: news, outputs: news };
    const change = (more: Properties) =>
        cloud.diff(
            "lambda/invocation:Invocation",
            { ...made, inputs: { ...news, ...more } },
            { ...news, ...more, input: '{"a":1}' },
        );
    expect(change({ lifecycleScope: "CRUD" }).replaces).toEqual([]);
    expect(change({}).replaces).toEqual(["input"]);
});

test("a lost region takes the resources of AWS in it along, and no others", async () => {
    const topic = await cloud.make("sns/topic:Topic", { region, name: "alerts" });
    await cloud.ask("lose", { region, planes: ["control"] });
    await expect(cloud.make("sns/topic:Topic", { region, name: "more" }, "more")).rejects.toMatchObject({
        code: "ServiceUnavailable",
    });
    await expect(cloud.read("sns/topic:Topic", topic)).rejects.toThrow(`Region '${region}' is lost`);
    await cloud.make("sns/topic:Topic", { region: "eu-central-1", name: "more" }, "more");
});

test("machines of a lost zone do not run", async () => {
    const { subnets } = await network(cloud, region);
    const template = await cloud.make("ec2/launchTemplate:LaunchTemplate", {
        region,
        name: "web",
        imageId: "ami-0123456789abcdef0",
    });
    await cloud.make("autoscaling/group:Group", {
        region,
        name: "web",
        minSize: 3,
        maxSize: 6,
        vpcZoneIdentifiers: subnets.map(({ id }) => id),
        launchTemplate: { id: template.id },
    });
    const up = async () => (await cloud.ask("running", { region })).services.map(({ machines, up }) => [machines, up]);
    expect(await up()).toEqual([[3, 3]]);
    await cloud.ask("lose", { region, zone: "2", planes: ["data"] });
    expect(await up()).toEqual([[3, 2]]);
});

test("a type that is not modelled is an error that says where to add it", () => {
    expect(() => cloud.check("sqs/queue:Queue", { region })).toThrow(
        "The sandbox does not model aws:sqs/queue:Queue. Add it to sandbox/cloud/aws/sqs.ts.",
    );
});
