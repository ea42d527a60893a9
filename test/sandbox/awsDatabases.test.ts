/** Databases that a function keeps on RDS: what is in them, what is backed up where and when, and how they come back. */
import type { Properties } from "../../sandbox/cloud/values";
import { AwsCloud, type MadeOfAws } from "./support/aws";
import { administrators, foundation, group, regional, TestCloud } from "./support/cloud";

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

/** The job that brings backups from the bucket to an account's container. */
const pullInto = (target: string, environmentId: string): Properties => ({
    ...regional,
    jobName: "pull",
    environmentId,
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
                    { name: "TARGET", value: target },
                ],
            },
        ],
    },
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
    expect(first).toMatchObject({
        source: "home/aws1/acme/2026-01-05T0900Z/full.bak",
        newest: 9 * HOUR,
        reachable: true,
    });
    expect(await newestIn("nativePaired", 12 * HOUR)).toMatchObject({
        source: "copy/aws1/acme/2026-01-05T0900Z/full.bak",
    });
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
    const azure = TestCloud.of(cloud.world);
    await azure.make("resources:ResourceGroup", regional);
    const environment = await azure.make("app:ManagedEnvironment", { ...regional, environmentName: "jobs" });
    await azure.make("app:Job", pullInto("vault.blob.core.windows.net", environment.id));
    expect(await newestIn("nativeOnAzure", 10.5 * HOUR)).toBeUndefined();
    expect(await newestIn("nativeOnAzure", 11 * HOUR)).toMatchObject({
        source: "vault.blob.core.windows.net/backups/aws1/acme/2026-01-05T0900Z/full.bak",
        newest: 9 * HOUR,
        reachable: true,
    });
});

test("a managed instance of Azure restores what was pulled, once it can and may read it", async () => {
    await cloud.make("lambda/invocation:Invocation", asks());
    await cloud.ask("use", { databaseId, customer: "acme", from: 3 * HOUR });
    const azure = TestCloud.of(cloud.world);
    const { network } = await foundation(azure);
    const part = { ...group, virtualNetworkName: "vnet" };
    const routes = await azure.make("network:RouteTable", { ...regional, routeTableName: "routes" });
    const rules = await azure.make("network:NetworkSecurityGroup", {
        ...regional,
        networkSecurityGroupName: "rules",
    });
    const subnet = {
        ...part,
        subnetName: "instances",
        addressPrefix: "10.0.2.0/26",
        networkSecurityGroup: { id: rules.id },
        routeTable: { id: routes.id },
        delegations: [{ name: "service", serviceName: "Microsoft.Sql/managedInstances" }],
    };
    const instances = await azure.make("network:Subnet", subnet, "instances");
    const account = await azure.make("storage:StorageAccount", {
        ...regional,
        accountName: "vault",
        kind: "StorageV2",
        sku: { name: "Standard_ZRS" },
        publicNetworkAccess: "Disabled",
    });
    await azure.make("storage:BlobContainer", { ...group, accountName: "vault", containerName: "backups" });
    const environment = await azure.make("app:ManagedEnvironment", { ...regional, environmentName: "jobs" });
    await azure.make("app:Job", pullInto("vault.blob.core.windows.net", environment.id));
    const identity = await azure.make("managedidentity:UserAssignedIdentity", { ...regional, resourceName: "reader" });
    await azure.make("sql:ManagedInstance", {
        ...regional,
        managedInstanceName: "mi-1",
        subnetId: instances.id,
        vCores: 4,
        storageSizeInGB: 1024,
        zoneRedundant: true,
        requestedBackupStorageRedundancy: "GeoZone",
        identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
        primaryUserAssignedIdentityId: identity.id,
        administrators,
    });
    await cloud.ask("advance", { to: 2 * DAY });
    const folder = "https://vault.blob.core.windows.net/backups/aws1/acme/2026-01-05T2100Z";
    const database = {
        ...regional,
        managedInstanceName: "mi-1",
        databaseName: "db-acme",
        createMode: "RestoreExternalBackup",
        collation: "SQL_Latin1_General_CP1_CI_AS",
        storageContainerUri: folder,
        storageContainerIdentity: "ManagedIdentity",
        lastBackupName: "full.bak",
        autoCompleteRestore: true,
    };
    const refusal = async (changes: Properties = {}) => {
        const [made] = await Promise.allSettled([azure.make("sql:ManagedDatabase", { ...database, ...changes })]);
        return made.status === "rejected" ? (made.reason as { code?: string }).code : undefined;
    };

    expect(await refusal()).toBe("StorageAccountNotReachable");
    await azure.make("network:PrivateEndpoint", {
        ...regional,
        privateEndpointName: "copies",
        subnet: { id: `${network.id}/subnets/apps` },
        privateLinkServiceConnections: [{ name: "blob", privateLinkServiceId: account.id, groupIds: ["blob"] }],
    });
    expect(await refusal()).toBe("StorageAccountAccessDenied");
    await azure.make("authorization:RoleAssignment", {
        roleAssignmentName: "00000000-0000-4000-8000-000000000009",
        scope: account.id,
        principalId: identity.outputs["principalId"] as string,
        principalType: "ServicePrincipal",
        roleDefinitionId: `/subscriptions/${cloud.world.view.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/2a2b9908-6ea1-4ae2-8e65-a410df84e7d1`,
    });
    expect(await refusal({ storageContainerUri: folder.replace("2100", "2200") })).toBe("BackupFileNotFound");
    expect(await refusal({ storageContainerUri: folder.replace("backups", "documents") })).toBe(
        "StorageContainerNotFound",
    );
    expect(await refusal({ createMode: "Recovery", recoverableDatabaseId: "x" })).toBe("SandboxCreateModeNotModelled");

    const restore = azure.make("sql:ManagedDatabase", database);
    await new Promise(setImmediate);
    expect(await cloud.ask("idle", {})).toEqual({ released: 1 });
    const { id } = await restore;
    await azure.make("sql:ManagedInstanceLongTermRetentionPolicy", {
        ...group,
        managedInstanceName: "mi-1",
        databaseName: "db-acme",
        policyName: "default",
        weeklyRetention: "P53W",
    });
    expect(await cloud.ask("content", { databaseId: id })).toEqual(
        await cloud.ask("content", { databaseId, at: 21 * HOUR }),
    );
    const { databases } = await cloud.ask("backups", { databaseId: id, at: 20 * DAY });
    expect(databases[0]).toMatchObject({ redundancy: "GeoZone", name: "db-acme" });
    const weekly = databases[0]?.paths.find(({ path }) => path === "weekly");
    expect(weekly?.source).toMatch(
        /\/longTermRetentionManagedInstances\/mi-1\/longTermRetentionDatabases\/db-acme\/longTermRetentionManagedInstanceBackups\//,
    );
});

test.each<[string, Properties]>([
    ["SubnetNotDelegatedToManagedInstance", { delegations: [] }],
    ["SubnetHasNoNetworkSecurityGroup", { networkSecurityGroup: null }],
    ["SubnetHasNoRouteTable", { routeTable: null }],
    ["VirtualNetworkSubnetTooSmall", { addressPrefix: "10.0.2.0/28" }],
])("a managed instance is refused with %s", async (code, changes) => {
    const azure = TestCloud.of(cloud.world);
    await foundation(azure);
    const routes = await azure.make("network:RouteTable", { ...regional, routeTableName: "routes" });
    const rules = await azure.make("network:NetworkSecurityGroup", { ...regional, networkSecurityGroupName: "rules" });
    const subnet = {
        ...group,
        virtualNetworkName: "vnet",
        subnetName: "instances",
        addressPrefix: "10.0.2.0/26",
        networkSecurityGroup: { id: rules.id },
        routeTable: { id: routes.id },
        delegations: [{ name: "service", serviceName: "Microsoft.Sql/managedInstances" }],
        ...changes,
    };
    const given = Object.fromEntries(Object.entries(subnet).filter(([, value]) => value !== null)) as Properties;
    const { id } = await azure.make("network:Subnet", given, "instances");
    const instance = { ...regional, managedInstanceName: "mi-1", subnetId: id, vCores: 4, administrators };

    await expect(azure.make("sql:ManagedInstance", instance)).rejects.toMatchObject({ code });
    expect(azure.reasons("sql:ManagedInstance", { ...instance, vCores: 5, storageSizeInGB: 33 })).toEqual([
        "vCores: 5: one of 4, 8, 16, 24, 32, 40, 64, 80 is possible",
        "storageSizeInGB: 33: multiples of 32 up to 16384 are possible with 5 vCores",
    ]);
    expect(
        azure.reasons("sql:ManagedDatabase", {
            ...regional,
            managedInstanceName: "mi-1",
            databaseName: "db",
            createMode: "RestoreExternalBackup",
            autoCompleteRestore: true,
        }),
    ).toHaveLength(4);
});

test("a restore brings back what its file holds, and is refused without one", async () => {
    await cloud.make("lambda/invocation:Invocation", asks());
    await cloud.ask("use", { databaseId, customer: "acme", from: 3 * HOUR });
    await cloud.ask("advance", { to: 2 * DAY });
    const beside = (from: string) => asks({}, { database: "db-acme--2", restore: { from } });
    const missing = cloud.make("lambda/invocation:Invocation", beside("aws1/acme/2026-01-05T1000Z/full.bak"), "beside");
    await expect(missing).rejects.toMatchObject({ code: "NoSuchKey" });
    const restored = cloud.make(
        "lambda/invocation:Invocation",
        beside("aws1/acme/2026-01-05T2100Z/full.bak"),
        "beside",
    );
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
