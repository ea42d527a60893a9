import { policy as accessLogsKept } from "../../policies/rules/audit/accessLogsKept";
import { policy as companionDeclared } from "../../policies/rules/audit/companionDeclared";
import { policy as controlPlaneAudited } from "../../policies/rules/audit/controlPlaneAudited";
import { policy as logStoreKeptAYear } from "../../policies/rules/audit/logStoreKeptAYear";
import { policy as sqlStatementsAudited } from "../../policies/rules/audit/sqlStatementsAudited";
import { checkRegistrations } from "../support/policyHarness";
import { type Registration, registration, unknownValue } from "../support/policyMessages";
import { setOf } from "../support/policyMutations";
import { casesOf, outcomeOf, type Table } from "../support/policyTable";

const groups = [
    "BATCH_COMPLETED_GROUP",
    "SUCCESSFUL_DATABASE_AUTHENTICATION_GROUP",
    "FAILED_DATABASE_AUTHENTICATION_GROUP",
];
const ofDatabase = { state: "Enabled", isAzureMonitorTargetEnabled: true, auditActionsAndGroups: groups };
const auditing = { ...ofDatabase, isDevopsAuditEnabled: true };
const changes = ["Administrative", "Security", "Policy", "Alert"].map((category) => ({ category, enabled: true }));

const tables: Table[] = [
    {
        policy: logStoreKeptAYear,
        good: [
            registration("azure-native:operationalinsights:Workspace", "workspace", { retentionInDays: 400 }),
            registration("azure-native:operationalinsights/v20230901:Table", "table", {}),
            registration("aws:cloudwatch/logGroup:LogGroup", "group", { retentionInDays: 0 }),
            registration("aws:alb/loadBalancer:LoadBalancer", "balancer", { accessLogs: { enabled: true } }),
        ],
        rows: [
            { resource: "workspace", path: "retentionInDays", good: [365, 730], bad: [364, 30, 0, Number.NaN] },
            {
                resource: "workspace",
                path: "features.immediatePurgeDataOn30Days",
                good: [false],
                bad: ["false"],
                mayBeUnset: true,
            },
            { resource: "workspace", path: "workspaceCapping", good: [], bad: [{ dailyQuotaGb: 1 }], mayBeUnset: true },
            { resource: "table", path: "totalRetentionInDays", good: [365, -1], bad: [364], mayBeUnset: true },
            { resource: "table", path: "retentionInDays", good: [365, -1], bad: [30], mayBeUnset: true },
            { resource: "group", path: "retentionInDays", good: [365, 0, 3653], bad: [30, 364] },
            { resource: "balancer", path: "accessLogs.enabled", good: [true], bad: [] },
        ],
    },
    {
        policy: sqlStatementsAudited,
        good: [
            registration("azure-native:sql:ExtendedServerBlobAuditingPolicy", "server", auditing),
            registration("azure-native:sql/v20230801:DatabaseBlobAuditingPolicy", "database", ofDatabase),
        ],
        rows: [
            { resource: "server", path: "state", good: ["Enabled"], bad: ["Disabled"] },
            { resource: "server", path: "isAzureMonitorTargetEnabled", good: [true], bad: [] },
            { resource: "server", path: "isDevopsAuditEnabled", good: [true], bad: [] },
            {
                resource: "server",
                path: "auditActionsAndGroups",
                good: [groups, [...groups, "DATABASE_LOGOUT_GROUP"]],
                bad: [groups.slice(1), [], [...groups.slice(1), unknownValue]],
            },
            { resource: "database", path: "state", good: ["Enabled"], bad: ["Disabled"] },
        ],
    },
    {
        policy: controlPlaneAudited,
        good: [
            registration("azure-native:monitor:SubscriptionDiagnosticSetting", "activity", { logs: changes }),
            registration("aws:cloudtrail/trail:Trail", "trail", {
                isMultiRegionTrail: true,
                enableLogFileValidation: true,
                enableLogging: true,
            }),
        ],
        rows: [
            {
                resource: "activity",
                path: "logs",
                good: [changes, [{ categoryGroup: "allLogs", enabled: true }]],
                bad: [[], changes.slice(1), changes.map((log) => ({ ...log, enabled: false })), [unknownValue]],
            },
            { resource: "activity", path: "logs[0].enabled", good: [true], bad: [] },
            { resource: "activity", path: "logs[0].category", good: ["Administrative"], bad: ["Recommendation"] },
            ...["isMultiRegionTrail", "enableLogFileValidation", "enableLogging"].map((path) => ({
                resource: "trail",
                path,
                good: [true],
                bad: [],
            })),
            {
                resource: "trail",
                path: "eventSelectors",
                good: [[{ includeManagementEvents: true, readWriteType: "All" }]],
                bad: [[{ includeManagementEvents: false, readWriteType: "All" }], [{ readWriteType: "WriteOnly" }]],
                mayBeUnset: true,
            },
        ],
    },
];

describe.each(tables)("$policy.name", (table) => {
    it("accepts the good registrations", async () => {
        expect(await checkRegistrations([table.policy], table.good)).toEqual([]);
    });

    it.each(casesOf(table))("$title", async (one) => {
        expect(await outcomeOf(table, one)).toBe(one.outcome);
    });
});

describe("what an audit leaves out", () => {
    const judge = (predicateExpression: unknown) =>
        checkRegistrations(
            [sqlStatementsAudited],
            [
                registration("azure-native:sql:ExtendedServerBlobAuditingPolicy", "server", {
                    ...auditing,
                    predicateExpression,
                }),
            ],
        );

    it.each([
        "",
        unknownValue,
        "server_principal_name <> 'a@t'",
        "server_principal_name <> 'a@t' AND server_principal_name <> 'b@t'",
    ])("may be %j", async (predicate) => {
        expect(await judge(predicate)).toEqual([]);
    });

    it.each([
        "1 = 0",
        "server_principal_name <> 'a' OR 1 = 1",
        "server_principal_name <> '%'",
        "statement LIKE 'a'",
        ["a"],
        1,
    ])("must not be %j", async (predicate) => {
        expect(await judge(predicate)).toMatchObject([{ policy: sqlStatementsAudited.name, level: "mandatory" }]);
    });
});

const from = (...sources: Registration[]) => sources.map(({ urn }) => urn);
const named =
    (wanted: Registration) =>
    ({ name }: Registration) =>
        name === wanted.name;

describe("the log of a resource", () => {
    const vault = registration("azure-native:keyvault:Vault", "vault", {});
    const server = registration("azure-native:sql:Server", "server", {});
    const archive = registration("azure-native:storage:StorageAccount", "archive", {
        immutableStorageWithVersioning: {
            enabled: true,
            immutabilityPolicy: { state: "Locked", immutabilityPeriodSinceCreationInDays: 400 },
        },
    });
    const setting = (name: string, of: Registration, categories: string[], more: Record<string, unknown> = {}) =>
        registration(
            "azure-native:monitor:DiagnosticSetting",
            name,
            {
                resourceUri: unknownValue,
                workspaceId: unknownValue,
                storageAccountId: unknownValue,
                logs: categories.map((category) => ({ category, enabled: true })),
                ...more,
            },
            { propertyDependencies: { resourceUri: from(of), storageAccountId: from(archive) } },
        );
    const vaultLog = setting("vault-log", vault, ["AuditEvent"]);
    const serverLog = setting("server-log", server, ["SQLSecurityAuditEvents", "DevOpsOperationsAudit"]);
    const archiveLog = {
        ...setting("archive-log", archive, ["StorageRead", "StorageWrite", "StorageDelete"]),
        propertyDependencies: { resourceUri: from(archive) },
    };
    const lifecycle = registration(
        "azure-native:storage:ManagementPolicy",
        "lifecycle",
        {
            policy: {
                rules: [{ definition: { actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: 407 } } } } }],
            },
        },
        { propertyDependencies: { accountName: from(archive) } },
    );
    const good = [vault, server, archive, vaultLog, serverLog, archiveLog, lifecycle];
    const judge = (all: readonly Registration[]) => checkRegistrations([accessLogsKept], all);
    const change = (one: Registration, path: string, value: unknown) => setOf(named(one), path, value)(good);
    const immutable = "immutableStorageWithVersioning";

    it("is good when it is whole, searchable and kept", async () => {
        expect(await judge(good)).toEqual([]);
    });

    it("counts in two settings together", async () => {
        const halves = [
            setting("one", server, ["SQLSecurityAuditEvents"]),
            setting("other", server, ["DevOpsOperationsAudit"]),
        ];
        expect(await judge([...good.filter((one) => one !== serverLog), ...halves])).toEqual([]);
    });

    it("may be made at master, once that is known, and nowhere else", async () => {
        const at = (database: string) => change(serverLog, "resourceUri", `/servers/s/databases/${database}`);
        expect(await judge(at("master"))).toEqual([]);
        expect(await judge(at("db-acme"))).toMatchObject([{ urn: server.urn, level: "mandatory" }]);
    });

    it.each([
        ["no setting", good.filter((one) => one !== vaultLog), vault],
        ["a category too few", change(serverLog, "logs[1].enabled", false), server],
        ["a category of another name", change(vaultLog, "logs[0].category", "auditevent"), vault],
        ["logs unknown at preview", change(vaultLog, "logs", unknownValue), vault],
        ["nothing to search it in", change(vaultLog, "workspaceId", undefined), vaultLog],
        [
            "an archive for a month",
            change(archive, `${immutable}.immutabilityPolicy.immutabilityPeriodSinceCreationInDays`, 30),
            archive,
        ],
        ["an archive that is off", change(archive, `${immutable}.immutabilityPolicy.state`, "Disabled"), archive],
        [
            "an archive of an unknown time",
            change(archive, `${immutable}.immutabilityPolicy.immutabilityPeriodSinceCreationInDays`, unknownValue),
            archive,
        ],
        [
            "an archive that forgets",
            change(lifecycle, "policy.rules[0].definition.actions.baseBlob.delete.daysAfterCreationGreaterThan", 90),
            lifecycle,
        ],
    ])("is refused with %s", async (_, all, where) => {
        const findings = await judge(all);
        expect(findings.map(({ urn, level }) => [urn, level])).toEqual([[where.urn, "mandatory"]]);
    });

    it("is refused without an archive of the program's own", async () => {
        const elsewhere = good.map((one) =>
            one === vaultLog ? { ...one, propertyDependencies: { resourceUri: from(vault) } } : one,
        );
        expect(await judge(elsewhere)).toMatchObject([{ urn: vaultLog.urn, level: "mandatory" }]);
    });
});

describe("what stands beside a SQL server", () => {
    const server = registration("azure-native:sql:Server", "server", {});
    const identity = registration("azure-native:managedidentity:UserAssignedIdentity", "identity", {});
    const beside = (
        type: string,
        name: string,
        inputs: Record<string, unknown> = {},
        more: Record<string, string[]> = {},
    ) => registration(type, name, inputs, { propertyDependencies: { serverName: from(server), ...more } });
    const scans = beside("azure-native:sql:SqlVulnerabilityAssessmentsSetting", "scans");
    const audit = (predicateExpression: string, ...sources: Registration[]) =>
        beside(
            "azure-native:sql:ExtendedServerBlobAuditingPolicy",
            "audit",
            { predicateExpression },
            { predicateExpression: from(...sources) },
        );
    const judge = (...all: Registration[]) => checkRegistrations([companionDeclared], [server, identity, ...all]);
    const one = "server_principal_name <> 'a@t'";

    it("is its audit and its scans", async () => {
        expect(await judge(scans, audit(one, identity))).toEqual([]);
        expect(await judge(scans, audit(unknownValue, identity))).toEqual([]);
        expect(await judge(scans, audit(""))).toEqual([]);
    });

    it.each([
        ["no audit", [scans]],
        ["no scans", [audit(one, identity)]],
        ["the audit of another server", [scans, { ...audit(one, identity), propertyDependencies: {} }]],
        ["a name that is written out", [scans, audit(one)]],
        ["a name more than identities", [scans, audit(`${one} AND ${one}`, identity)]],
        ["a name from something else", [scans, audit(one, identity, server)]],
    ])("is refused with %s", async (_, all) => {
        expect(await judge(...all)).toMatchObject([{ urn: server.urn, level: "mandatory" }]);
    });
});
