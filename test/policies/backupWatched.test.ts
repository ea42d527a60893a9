import { policy as onAzure } from "../../policies/rules/backup/backupOnAzure";
import { policy } from "../../policies/rules/backup/backupWatched";
import { checkRegistrations } from "../support/policyHarness";
import { type Registration, registration, unknownValue } from "../support/policyMessages";

type Inputs = Record<string, unknown>;
const made = (type: string, name: string, inputs: Inputs, from: Record<string, string[]> = {}) =>
    registration(type, name, inputs, { propertyDependencies: from });
const kinds = ["full", "differential", "log", "longTerm", "replicated"];

const pool = made("azure-native:sql:ElasticPool", "pool", { elasticPoolName: "paid-1" });
const database = (redundancy: string) =>
    made(
        "azure-native:sql:Database",
        "acme",
        { tags: { "oxygis:customer": "acme" }, requestedBackupStorageRedundancy: redundancy },
        { elasticPoolId: [pool.urn] },
    );
const geo = database("GeoZone");
const row = (value: unknown, of = geo.urn) =>
    made("azure-native:appconfiguration:KeyValue", "row", { keyValueName: "watch:acme", value }, { value: [of] });
const asked = (member: Inputs) =>
    made("azure-native:sql:JobTargetGroup", "asked", {
        members: [{ membershipType: "Include", elasticPoolName: "paid-1", ...member }],
    });
const rule = (name: string, query: unknown, from: string[] = []) =>
    made(
        "azure-native:monitor:ScheduledQueryRule",
        name,
        { enabled: true, actions: { actionGroups: [unknownValue] }, criteria: { allOf: [{ query }] } },
        { criteria: from },
    );
const late = (hours: number) =>
    rule("late", `T | where Kind == 'replicated' | where TimeGenerated - FinishedAt > ${hours}h`);
const silent = rule("silent", "T | where Kind == 'watch' | summarize Reports = count() | where Reports == 0");
const json = (backups: unknown) => JSON.stringify({ customer: "acme", backups });

const watched = [pool, geo, row(json(kinds)), asked({}), late(20), silent];
/** The same with one resource another one, or gone. */
const but = (name: string, other?: Registration) =>
    watched.flatMap((one) => (one.name === name ? (other ? [other] : []) : [one]));
const refused = (name: string) => [
    { policy: policy.name, level: "mandatory", urn: expect.stringMatching(`::${name}$`) as string },
];

describe("a database is watched", () => {
    it("by a row made from it, its pool's place among the targets, and rules", async () => {
        expect(await checkRegistrations([policy], watched)).toEqual([]);
        expect(await checkRegistrations([policy], but("row", row(unknownValue)))).toEqual([]);
    });

    it("in one region only without the kind that is replicated", async () => {
        const zone = database("Zone");
        const all = [pool, zone, row(json(kinds.slice(0, 4))), asked({}), silent];
        expect(await checkRegistrations([policy], all)).toEqual([]);
    });

    it.each([
        ["a row is missing", "acme", but("row")],
        ["the row is another database's", "acme", but("row", row(json(kinds), pool.urn))],
        ["the row asks for nothing", "acme", but("row", row(json([])))],
        ["the row forgets the paired region", "acme", but("row", row(json(kinds.slice(0, 4))))],
        ["the row is no JSON", "acme", but("row", row("null"))],
        ["the row is half a text", "acme", but("row", row("{"))],
        ["its pool is not asked", "pool", but("asked", asked({ elasticPoolName: "PAID-1" }))],
        ["its pool is excluded", "pool", but("asked", asked({ membershipType: "Exclude" }))],
        ["nobody tells of late copies", "acme", but("late")],
        ["the alert on late copies comes too late", "acme", but("late", late(24))],
        ["nobody tells of a silent watch", "acme", but("silent")],
    ])("and not when %s", async (_, name, all) => {
        expect(await checkRegistrations([policy], all)).toMatchObject(refused(name));
    });
});

describe("a vault is watched", () => {
    const alerts = (state: unknown) => ({
        properties: { monitoringSettings: { azureMonitorAlertSettings: { alertsForAllJobFailures: state } } },
    });
    it.each(["azure-native:recoveryservices:Vault", "azure-native:dataprotection:BackupVault"])(
        "by its own alerts and by a rule made from its id: %s",
        async (type) => {
            const vault = made(type, "vault", alerts("Enabled"));
            expect(await checkRegistrations([policy], [vault, rule("missing", unknownValue, [vault.urn])])).toEqual([]);
            expect(await checkRegistrations([policy], [vault, rule("missing", "AddonAzureBackupJobs")])).toMatchObject(
                refused("vault"),
            );
            for (const state of ["Disabled", "enabled", null, unknownValue]) {
                const quiet = made(type, "vault", alerts(state));
                const all = [quiet, rule("missing", unknownValue, [quiet.urn])];
                expect(await checkRegistrations([policy], all)).toMatchObject(refused("vault"));
            }
        },
    );
});

describe("an alert reaches people", () => {
    it.each([
        ["azure-native:monitor:ActionGroup", { enabled: true, emailReceivers: [{ emailAddress: unknownValue }] }, true],
        ["azure-native:monitor:ActionGroup", { enabled: false, emailReceivers: [{}] }, false],
        ["azure-native:monitor:ActionGroup", { enabled: true, emailReceivers: [] }, false],
        ["azure-native:monitor:ActionGroup", { enabled: true, webhookReceivers: [{}] }, false],
        ["azure-native:monitor:ActivityLogAlert", { enabled: true, actions: { actionGroups: [{}] } }, true],
        ["azure-native:monitor:ActivityLogAlert", { actions: { actionGroups: [{}] } }, false],
        ["azure-native:alertsmanagement:AlertProcessingRuleByName", { properties: unknownValue }, true],
        [
            "azure-native:alertsmanagement:AlertProcessingRuleByName",
            { properties: { enabled: true, actions: [{ actionType: "AddActionGroups" }] } },
            true,
        ],
        [
            "azure-native:alertsmanagement:AlertProcessingRuleByName",
            { properties: { enabled: true, actions: [{ actionType: "RemoveAllActionGroups" }] } },
            false,
        ],
        [
            "azure-native:alertsmanagement:AlertProcessingRuleByName",
            { properties: { enabled: true, actions: [] } },
            false,
        ],
        ["azure-native:sql:Job", { schedule: { enabled: false } }, false],
    ])("%s %j: %s", async (type, inputs, good) => {
        const findings = await checkRegistrations([policy], [made(type, "one", inputs)]);
        expect(findings.map(({ level }) => level)).toEqual(good ? [] : ["mandatory"]);
    });
});

describe("backups of AWS", () => {
    const bucket = made("aws:s3/bucket:Bucket", "bucket", {});
    const near = made("aws:datasync/s3Location:S3Location", "near", {}, { s3BucketArn: [bucket.urn] });
    const azure = made("aws:datasync/locationAzureBlob:LocationAzureBlob", "azure", {});
    const task = (scheduleExpression: unknown, destination = azure.urn, status?: string) =>
        made(
            "aws:datasync/task:Task",
            "task",
            { schedule: { scheduleExpression, ...(status && { status }) } },
            { sourceLocationArn: [near.urn], destinationLocationArn: [destination] },
        );
    const database = made("aws:rds/instance:Instance", "database", {});
    const check = (...all: Registration[]) => checkRegistrations([onAzure], all);

    it("are carried to Azure every day", async () => {
        expect(await check(bucket, near, azure, task("rate(1 day)"), database)).toEqual([]);
        expect(await check(bucket, near, azure, task("cron(0 4 * * ? *)", azure.urn, "ENABLED"), database)).toEqual([]);
    });

    it.each([
        ["every week", task("rate(7 days)")],
        ["to another bucket", task("rate(1 day)", near.urn)],
        ["by a disabled task", task("rate(1 day)", azure.urn, "DISABLED")],
        ["at a time known only after the update", task(unknownValue)],
    ])("are missed when carried %s", async (_, carried) => {
        const findings = await check(bucket, near, azure, carried, database);
        expect(findings.map(({ urn }) => urn.split("::").pop())).toEqual(["bucket", "database"]);
    });
});
