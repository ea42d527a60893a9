/** What the simulated cloud refuses of elastic jobs, scheduled containers, custom logs and alert rules: one change per row. */
import type { Properties } from "../../sandbox/cloud/values";
import { foundation, global, group, regional, TestCloud } from "./support/cloud";

let cloud: TestCloud;
beforeEach(async () => {
    cloud = await TestCloud.open();
    await foundation(cloud);
});
afterEach(() => cloud.close());

const onServer = { ...group, serverName: "sql-1" };
const ofAgent = { ...onServer, jobAgentName: "agent" };

async function jobDatabase(sku: Properties, more: Properties = {}): Promise<string> {
    const made = await cloud.make("sql:Database", { ...regional, ...onServer, databaseName: "jobs", sku, ...more });
    return made.id;
}
const agent = (databaseId: string, more: Properties = {}) =>
    cloud.make("sql:JobAgent", { ...regional, ...onServer, jobAgentName: "agent", databaseId, ...more }, "agent");
const s1 = { name: "Standard", tier: "Standard", capacity: 20 };

describe("a job agent", () => {
    it("takes a database of S1 and answers that it is ready", async () => {
        const { outputs } = await agent(await jobDatabase(s1));
        expect(outputs).toMatchObject({ state: "Ready", sku: { name: "JA100" } });
    });

    it.each<[string, Properties, Properties]>([
        ["is of Basic", { name: "Basic", tier: "Basic" }, {}],
        ["is smaller than S1", { ...s1, capacity: 10 }, {}],
        ["pauses", { name: "GP_S_Gen5_1", tier: "GeneralPurpose" }, { autoPauseDelay: 60 }],
    ])("is refused a database that %s", async (_, sku, more) => {
        await expect(agent(await jobDatabase(sku, more))).rejects.toMatchObject({
            code: "JobAgentDatabaseEditionUnsupported",
        });
    });

    it("is refused another agent's database", async () => {
        const databaseId = await jobDatabase(s1);
        await agent(databaseId);
        const second = cloud.make(
            "sql:JobAgent",
            { ...regional, ...onServer, jobAgentName: "second", databaseId },
            "second",
        );
        await expect(second).rejects.toMatchObject({ code: "JobAgentDatabaseAlreadyInUse" });
    });

    it("is refused a database of another server", async () => {
        const administrators = {
            administratorType: "ActiveDirectory",
            login: "admins",
            sid: "00000000-0000-4000-8000-000000000001",
            tenantId: "00000000-0000-4000-8000-000000000001",
        };
        await cloud.make("sql:Server", { ...regional, serverName: "sql-2", administrators }, "other");
        const elsewhere = { ...regional, serverName: "sql-2", databaseName: "jobs", sku: s1 };
        const { id } = await cloud.make("sql:Database", elsewhere, "elsewhere");
        await expect(agent(id)).rejects.toMatchObject({ code: "JobAgentDatabaseNotFound" });
    });

    it("takes an assigned identity only", () => {
        const inputs = {
            ...regional,
            ...onServer,
            jobAgentName: "agent",
            databaseId: "id",
            identity: { type: "SystemAssigned" },
        };
        expect(cloud.reasons("sql:JobAgent", inputs)).toEqual([
            "identity.type: a job agent takes a user-assigned identity only",
        ]);
    });

    it("loses no targets that a step still uses", async () => {
        await agent(await jobDatabase(s1));
        const members = [{ type: "SqlElasticPool", serverName: "sql-1", elasticPoolName: "pool-1" }];
        const targets = await cloud.make("sql:JobTargetGroup", { ...ofAgent, targetGroupName: "all", members });
        await cloud.make("sql:Job", { ...ofAgent, jobName: "job" });
        const step = {
            ...ofAgent,
            jobName: "job",
            stepName: "one",
            targetGroup: targets.id,
            action: { value: "SELECT 1" },
        };
        await cloud.make("sql:JobStep", step);
        await expect(cloud.delete(targets)).rejects.toMatchObject({ code: "JobTargetGroupInUse" });
    });
});

describe("a job", () => {
    it.each<[string, string, Properties, string]>([
        [
            "a pool without its name",
            "sql:JobTargetGroup",
            { targetGroupName: "all", members: [{ type: "SqlElasticPool", serverName: "sql-1" }] },
            "members[0].elasticPoolName: a target of this type needs elasticPoolName",
        ],
        [
            "a recurring schedule without an interval",
            "sql:Job",
            { jobName: "job", schedule: { type: "Recurring" } },
            "schedule.interval: a recurring job needs an interval",
        ],
        [
            "an interval that is no duration",
            "sql:Job",
            { jobName: "job", schedule: { type: "Recurring", interval: "30 minutes" } },
            "schedule.interval: '30 minutes' is not an ISO 8601 duration such as PT30M",
        ],
        [
            "a step that runs nothing",
            "sql:JobStep",
            { jobName: "job", stepName: "one", targetGroup: "id", action: { value: " " } },
            "action.value: a step needs something to run",
        ],
        [
            "a private way to something that is no server",
            "sql:JobPrivateEndpoint",
            { privateEndpointName: "server", targetServerAzureResourceId: "/subscriptions/x" },
            "targetServerAzureResourceId: '/subscriptions/x' is not the id of a SQL server",
        ],
    ])("is refused %s", (_, type, inputs, reason) => {
        expect(cloud.reasons(type, { ...ofAgent, ...inputs })).toEqual([reason]);
    });
});

const environment = (subnetId: string, more: Properties = {}): Properties => ({
    ...regional,
    environmentName: "watch",
    zoneRedundant: true,
    vnetConfiguration: { infrastructureSubnetId: subnetId, internal: true },
    workloadProfiles: [{ name: "Consumption", workloadProfileType: "Consumption" }],
    ...more,
});
const subnet = async (name: string, addressPrefix: string, serviceName?: string): Promise<string> => {
    const delegations = serviceName === undefined ? [] : [{ name: "service", serviceName }];
    const inputs = { ...group, virtualNetworkName: "vnet", subnetName: name, addressPrefix, delegations };
    return (await cloud.make("network:Subnet", inputs, name)).id;
};
const delegation = "Microsoft.App/environments";
const job = (environmentId: string, more: Properties = {}): Properties => ({
    ...regional,
    jobName: "collector",
    environmentId,
    configuration: {
        triggerType: "Schedule",
        replicaTimeout: 60,
        scheduleTriggerConfig: { cronExpression: "10,40 * * * *" },
    },
    template: { containers: [{ name: "one", image: "image:1", resources: { cpu: 0.5, memory: "1Gi" } }] },
    ...more,
});

describe("an environment of containers", () => {
    it("stands in a subnet delegated to it, alone, and stays there", async () => {
        const own = await subnet("own", "10.0.2.0/27", delegation);
        const made = await cloud.make("app:ManagedEnvironment", environment(own));
        await expect(
            cloud.make("app:ManagedEnvironment", environment(own, { environmentName: "second" }), "second"),
        ).rejects.toMatchObject({ code: "ManagedEnvironmentSubnetInUse" });
        await expect(
            cloud.update("app:ManagedEnvironment", made, environment(own, { zoneRedundant: false })),
        ).rejects.toMatchObject({ code: "PropertyChangeNotAllowed" });
    });

    it("is refused a subnet of something else", async () => {
        const made = cloud.make("app:ManagedEnvironment", environment(await subnet("other", "10.0.2.0/27")));
        await expect(made).rejects.toMatchObject({ code: "ManagedEnvironmentSubnetDelegationError" });
    });

    it("is refused a subnet smaller than /27", async () => {
        const made = cloud.make(
            "app:ManagedEnvironment",
            environment(await subnet("small", "10.0.2.0/28", delegation)),
        );
        await expect(made).rejects.toMatchObject({ code: "ManagedEnvironmentInvalidSubnetSize" });
    });

    it("spans zones only in a subnet", () => {
        const inputs = { ...environment("x"), vnetConfiguration: {} };
        expect(cloud.reasons("app:ManagedEnvironment", inputs)).toEqual([
            "zoneRedundant: an environment is zone-redundant only in a subnet of its own",
        ]);
    });

    it("is not deleted before its jobs", async () => {
        const made = await cloud.make(
            "app:ManagedEnvironment",
            environment(await subnet("own", "10.0.2.0/27", delegation)),
        );
        await cloud.make("app:Job", job(made.id));
        await expect(cloud.delete(made)).rejects.toMatchObject({ code: "ManagedEnvironmentHasContainerApps" });
    });

    it("runs jobs of its region and its profiles only", async () => {
        const { id } = await cloud.make(
            "app:ManagedEnvironment",
            environment(await subnet("own", "10.0.2.0/27", delegation)),
        );
        await expect(cloud.make("app:Job", job(id, { location: "northeurope" }))).rejects.toMatchObject({
            code: "LocationMismatch",
        });
        await expect(cloud.make("app:Job", job(id, { workloadProfileName: "D4" }))).rejects.toMatchObject({
            code: "WorkloadProfileNameInvalid",
        });
    });
});

it.each<[string, Properties, string]>([
    [
        "a schedule without times",
        { configuration: { triggerType: "Schedule", replicaTimeout: 60 } },
        "configuration.scheduleTriggerConfig: the trigger has no configuration",
    ],
    [
        "seconds in its schedule",
        {
            configuration: {
                triggerType: "Schedule",
                replicaTimeout: 60,
                scheduleTriggerConfig: { cronExpression: "0 10 * * * *" },
            },
        },
        "configuration.scheduleTriggerConfig.cronExpression: '0 10 * * * *' has not 5 fields",
    ],
    ["nothing to run", { template: { containers: [] } }, "template.containers: a job needs a container"],
    [
        "a size that is not offered",
        { template: { containers: [{ name: "one", image: "image:1", resources: { cpu: 0.5, memory: "4Gi" } }] } },
        "template.containers[0].resources: cpu is 0.25 to 4 in quarters, memory twice as many Gi",
    ],
])("a scheduled container is refused %s", (_, changes, reason) => {
    expect(cloud.reasons("app:Job", job("id", changes))).toEqual([reason]);
});

const columns = [
    { name: "TimeGenerated", type: "datetime" },
    { name: "Kind", type: "string" },
];
const rule = (workspaceId: string, endpointId: string, more: Properties = {}): Properties => ({
    ...regional,
    dataCollectionRuleName: "rule",
    dataCollectionEndpointId: endpointId,
    streamDeclarations: { "Custom-Age": { columns } },
    destinations: { logAnalytics: [{ name: "audit", workspaceResourceId: workspaceId }] },
    dataFlows: [
        {
            streams: ["Custom-Age"],
            destinations: ["audit"],
            transformKql: "source",
            outputStream: "Custom-Age_CL",
        },
    ],
    ...more,
});

describe("a rule that takes logs", () => {
    const logs = async () => {
        const workspace = await cloud.make("operationalinsights:Workspace", { ...regional, workspaceName: "audit" });
        const endpoint = await cloud.make("monitor:DataCollectionEndpoint", {
            ...regional,
            dataCollectionEndpointName: "endpoint",
        });
        return { workspaceId: workspace.id, endpointId: endpoint.id, endpoint };
    };
    const table = (names: string[]) =>
        cloud.make("operationalinsights:Table", {
            ...group,
            workspaceName: "audit",
            tableName: "Age_CL",
            schema: {
                name: "Age_CL",
                columns: names.map((name) => ({ name, type: name === "TimeGenerated" ? "dateTime" : "string" })),
            },
        });

    it("answers the name by which it is posted to, at an address in its region", async () => {
        const { workspaceId, endpointId, endpoint } = await logs();
        await table(["TimeGenerated", "Kind"]);
        const { outputs } = await cloud.make("monitor:DataCollectionRule", rule(workspaceId, endpointId));
        expect(outputs["immutableId"]).toMatch(/^dcr-[0-9a-f]{32}$/);
        expect(endpoint.outputs["logsIngestion"]).toEqual({
            endpoint: expect.stringMatching(
                /^https:\/\/endpoint-\w+\.westeurope-1\.ingest\.monitor\.azure\.com$/,
            ) as string,
        });
    });

    it("is refused without its table", async () => {
        const { workspaceId, endpointId } = await logs();
        const made = cloud.make("monitor:DataCollectionRule", rule(workspaceId, endpointId));
        await expect(made).rejects.toMatchObject({ code: "InvalidOutputTable" });
    });

    it("is refused a column that the table does not have", async () => {
        const { workspaceId, endpointId } = await logs();
        await table(["TimeGenerated"]);
        const made = cloud.make("monitor:DataCollectionRule", rule(workspaceId, endpointId));
        await expect(made).rejects.toMatchObject({ message: "Table 'Age_CL' has no column 'Kind'." });
    });

    it("is refused in another region than its workspace", async () => {
        const { workspaceId, endpointId } = await logs();
        await table(["TimeGenerated", "Kind"]);
        const made = cloud.make(
            "monitor:DataCollectionRule",
            rule(workspaceId, endpointId, { location: "northeurope" }),
        );
        await expect(made).rejects.toMatchObject({ code: "InvalidDestination" });
    });

    it.each<[string, Properties, string]>([
        ["no endpoint", { dataCollectionEndpointId: null }, "a rule with custom streams needs an endpoint"],
        ["an undeclared stream", { streamDeclarations: {} }, "stream 'Custom-Age' is not declared"],
        ["an unknown destination", { destinations: {} }, "no destination is called 'audit'"],
        [
            "a stream of another name",
            { streamDeclarations: { "Custom-Age": { columns }, Age: { columns } } },
            "the name of stream 'Age' must begin with Custom-",
        ],
        [
            "a column of an unknown type",
            { streamDeclarations: { "Custom-Age": { columns: [{ name: "Kind", type: "text" }] } } },
            "'text' is not one of string, int, long, real, boolean, datetime, dynamic",
        ],
    ])("is refused %s", (_, changes, reason) => {
        const inputs = Object.fromEntries(
            Object.entries({ ...rule("workspace", "endpoint"), ...changes }).filter(([, value]) => value !== null),
        );
        expect(cloud.reasons("monitor:DataCollectionRule", inputs)).toEqual([expect.stringContaining(reason)]);
    });
});

it.each<[string, Properties, string]>([
    ["kept too long", { retentionInDays: 731 }, "731 is not between 4 and 730"],
    ["under another name", { schema: { name: "Other_CL", columns: tableColumns() } }, "is not the table's name"],
    [
        "without a time",
        { schema: { name: "Age_CL", columns: [{ name: "Kind", type: "string" }] } },
        "needs a column TimeGenerated of type dateTime",
    ],
    [
        "with a column twice",
        { schema: { name: "Age_CL", columns: [...tableColumns(), { name: "kind", type: "string" }] } },
        "two columns are called 'kind'",
    ],
])("a custom table is refused %s", (_, changes, reason) => {
    const inputs = {
        ...group,
        workspaceName: "audit",
        tableName: "Age_CL",
        schema: { name: "Age_CL", columns: tableColumns() },
        ...changes,
    };
    expect(cloud.reasons("operationalinsights:Table", inputs)).toEqual([expect.stringContaining(reason)]);
});

function tableColumns(): Properties[] {
    return [
        { name: "TimeGenerated", type: "dateTime" },
        { name: "Kind", type: "string" },
    ];
}

const condition = (more: Properties = {}): Properties => ({
    query: "Age_CL",
    timeAggregation: "Count",
    operator: "GreaterThan",
    threshold: 0,
    ...more,
});
const alert = (more: Properties = {}): Properties => ({
    ...regional,
    ruleName: "late",
    scopes: ["workspace"],
    severity: 1,
    evaluationFrequency: "PT30M",
    windowSize: "PT2H",
    criteria: { allOf: [condition()] },
    ...more,
});

it.each<[string, Properties, string]>([
    ["a window that Azure does not offer", { windowSize: "PT25H" }, "windowSize: 'PT25H' is not one of"],
    ["a window shorter than its pauses", { windowSize: "PT5M" }, "windowSize: the window is shorter"],
    [
        "a look further back than two days",
        { overrideQueryTimeRange: "P7D" },
        "overrideQueryTimeRange: 'P7D' is not one",
    ],
    ["a severity of 5", { severity: 5 }, "severity: 5 is not a whole number from 0 to 4"],
    ["to be muted while it resolves itself", { muteActionsDuration: "PT1H" }, "only a rule with autoMitigate false"],
    ["six action groups", { actions: { actionGroups: ["1", "2", "3", "4", "5", "6"] } }, "at most 5 action groups"],
    ["two conditions", { criteria: { allOf: [condition(), condition()] } }, "2 conditions: a log alert has one"],
    ["no query", { criteria: { allOf: [{ ...without("query") }] } }, "a log alert needs query"],
    [
        "an operator of another kind of rule",
        { criteria: { allOf: [condition({ operator: "gt" })] } },
        "'gt' is not one of Equals, GreaterThan",
    ],
    [
        "an average of nothing",
        { criteria: { allOf: [condition({ timeAggregation: "Average" })] } },
        "what is aggregated needs a column",
    ],
    [
        "more failures than periods",
        {
            criteria: {
                allOf: [condition({ failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 2 } })],
            },
        },
        "at most 6 periods",
    ],
    [
        "a function that alerts do not have",
        { criteria: { allOf: [condition({ query: "Age_CL | evaluate bag_unpack(x)" })] } },
        "cannot use bag_unpack",
    ],
])("an alert rule is refused %s", (_, changes, reason) => {
    expect(cloud.reasons("monitor:ScheduledQueryRule", alert(changes))).toEqual([expect.stringContaining(reason)]);
});

function without(name: string): Properties {
    return Object.fromEntries(Object.entries(condition()).filter(([each]) => each !== name));
}

const people = (more: Properties = {}): Properties => ({
    ...global,
    actionGroupName: "people",
    groupShortName: "operations",
    enabled: true,
    emailReceivers: [{ name: "one", emailAddress: "one@platform.test" }],
    ...more,
});

it.each<[string, Properties, string]>([
    [
        "a short name that does not fit into a subject",
        { groupShortName: "operations-team" },
        "has not 1 to 12 characters",
    ],
    [
        "two receivers of one name",
        { emailReceivers: [{ name: "one" }, { name: "one" }] },
        "another receiver of the group is called 'one'",
    ],
])("an action group is refused %s", (_, changes, reason) => {
    expect(cloud.reasons("monitor:ActionGroup", people(changes))).toEqual([expect.stringContaining(reason)]);
});

it.each<[string, Properties, string]>([
    ["no action", { actions: [] }, "0 actions: a rule has one"],
    ["nobody to tell", { actions: [{ actionType: "AddActionGroups", actionGroupIds: [] }] }, "needs some"],
    ["no scope", { scopes: [] }, "a rule needs a scope"],
    [
        "two conditions on one field",
        { conditions: [{ field: "Severity" }, { field: "Severity" }] },
        "two conditions are on the same field",
    ],
])("a rule that routes alerts is refused %s", (_, changes, reason) => {
    const properties = {
        scopes: ["/subscriptions/x"],
        actions: [{ actionType: "AddActionGroups", actionGroupIds: ["people"] }],
        ...changes,
    };
    const reasons = cloud.reasons("alertsmanagement:AlertProcessingRuleByName", {
        ...global,
        alertProcessingRuleName: "vaults",
        properties,
    });
    expect(reasons.map((each) => each.includes(reason))).toContain(true);
});
