import type { Registration } from "../../support/policyMessages";
import { added, replaced, setOf, without } from "../../support/policyMutations";
import type { GoodVariant, Mutant } from "../../support/policyProof";

const named = (name: string) => (one: Registration) => one.name === name;
const workspaceType = "azure-native:operationalinsights:Workspace";
const auditingType = "azure-native:sql:ExtendedServerBlobAuditingPolicy";
const activityType = "azure-native:monitor:SubscriptionDiagnosticSetting";
const directoryType = "azure-native:aadiam:DiagnosticSetting";
const archive = named("eu1-archive-account");
const immutability = "immutableStorageWithVersioning";

const cut = (name: string, input: string) =>
    replaced(named(name), (one) => ({
        ...one,
        propertyDependencies: { ...one.propertyDependencies, [input]: [] },
    }));

export const mutants: Mutant[] = [
    {
        policy: "access-logs-kept",
        name: "no log of the key vault",
        stack: "prod",
        mutate: without(named("eu1-vault-logs-setting")),
    },
    {
        policy: "access-logs-kept",
        name: "who deleted documents not logged",
        stack: "prod",
        mutate: setOf(named("eu1-documents-1-logs-setting"), "logs[2].enabled", false),
    },
    {
        policy: "access-logs-kept",
        name: "the firewall's log set for another resource",
        stack: "prod",
        mutate: cut("eu1-firewall-logs-setting", "resourceUri"),
    },
    {
        policy: "access-logs-kept",
        name: "Bastion's log in no archive",
        stack: "prod",
        mutate: cut("eu1-bastion-logs-setting", "storageAccountId"),
    },
    {
        policy: "access-logs-kept",
        name: "the edge's log where nobody can search it",
        stack: "global",
        mutate: setOf(named("global-edge-logs-setting"), "workspaceId", undefined),
    },
    {
        policy: "access-logs-kept",
        name: "an archive that protects for a month",
        stack: "prod",
        mutate: setOf(archive, `${immutability}.immutabilityPolicy.immutabilityPeriodSinceCreationInDays`, 30),
    },
    {
        policy: "access-logs-kept",
        name: "an archive that protects nothing",
        stack: "prod",
        mutate: setOf(archive, immutability, undefined),
    },
    {
        policy: "access-logs-kept",
        name: "an archive that forgets after a month",
        stack: "global",
        mutate: setOf(
            named("global-archive-lifecycle"),
            "policy.rules[0].definition.actions.baseBlob.delete.daysAfterModificationGreaterThan",
            30,
        ),
    },
    {
        policy: "log-store-kept-a-year",
        name: "a workspace that forgets after 90 days",
        stack: "global",
        mutate: setOf(workspaceType, "retentionInDays", 90),
    },
    {
        policy: "log-store-kept-a-year",
        name: "a workspace of Azure's own retention",
        stack: "global",
        mutate: setOf(workspaceType, "retentionInDays", undefined),
    },
    {
        policy: "log-store-kept-a-year",
        name: "a daily cap",
        stack: "global",
        mutate: setOf(workspaceType, "workspaceCapping", { dailyQuotaGb: 1 }),
    },
    {
        policy: "log-store-kept-a-year",
        name: "one table that forgets",
        stack: "global",
        mutate: setOf("azure-native:operationalinsights:Table", "totalRetentionInDays", 30),
    },
    {
        policy: "control-plane-audited",
        name: "changes of the subscription not logged",
        stack: "global",
        mutate: setOf(activityType, "logs[0].enabled", false),
    },
    {
        policy: "control-plane-audited",
        name: "sign-ins not logged",
        stack: "global",
        mutate: setOf(directoryType, "logs[1].category", "SigninLogs"),
    },
    {
        policy: "control-plane-audited",
        name: "a trail of one region",
        stack: "prod",
        mutate: added("aws:cloudtrail/trail:Trail", { isMultiRegionTrail: false }),
    },
    {
        policy: "sql-statements-audited",
        name: "auditing off",
        stack: "prod",
        mutate: setOf(auditingType, "state", "Disabled"),
    },
    {
        policy: "sql-statements-audited",
        name: "failed sign-ins left out",
        stack: "prod",
        mutate: setOf(auditingType, "auditActionsAndGroups", ["BATCH_COMPLETED_GROUP"]),
    },
    {
        policy: "sql-statements-audited",
        name: "whole statements left out by their text",
        stack: "prod",
        mutate: setOf(auditingType, "predicateExpression", "statement not like '%customers%'"),
    },
    {
        policy: "companion-declared",
        name: "a SQL server without auditing",
        stack: "prod",
        mutate: without(auditingType),
    },
    {
        policy: "companion-declared",
        name: "a person whose statements are left out",
        stack: "prod",
        mutate: replaced(auditingType, (one) => ({
            ...one,
            inputs: { ...one.inputs, predicateExpression: "server_principal_name <> 'somebody@oxygis.example'" },
            propertyDependencies: { ...one.propertyDependencies, predicateExpression: [] },
        })),
    },
    {
        policy: "companion-declared",
        name: "a SQL server without scans",
        stack: "prod",
        mutate: without("azure-native:sql:SqlVulnerabilityAssessmentsSetting"),
    },
    {
        policy: "companion-declared",
        name: "a setting of the application missing",
        stack: "prod",
        mutate: without((one) => one.inputs["keyValueName"] === "settings:password:hash:iterations"),
    },
    {
        policy: "companion-declared",
        name: "no logs of the directory",
        stack: "global",
        mutate: without(directoryType),
    },
    {
        policy: "companion-declared",
        name: "no plan for servers",
        stack: "global",
        mutate: without((one) => one.inputs["pricingName"] === "VirtualMachines"),
    },
    {
        policy: "companion-declared",
        name: "changes without a second factor",
        stack: "global",
        mutate: without((one) => `${JSON.stringify(one.inputs["policyDefinitionId"])}`.includes("4e6c27d5")),
    },
];

export const goodVariants: GoodVariant[] = [
    {
        name: "all logs of the key vault at once",
        stack: "prod",
        mutate: setOf(named("eu1-vault-logs-setting"), "logs", [{ categoryGroup: "allLogs", enabled: true }]),
    },
    { name: "logs kept for two years", stack: "global", mutate: setOf(workspaceType, "retentionInDays", 730) },
    {
        name: "a table searched for a month and kept for years",
        stack: "global",
        mutate: (all) =>
            setOf(
                "azure-native:operationalinsights:Table",
                "retentionInDays",
                30,
            )(setOf("azure-native:operationalinsights:Table", "totalRetentionInDays", 2_556)(all)),
    },
    {
        name: "statements of nobody left out",
        stack: "prod",
        mutate: setOf(auditingType, "predicateExpression", undefined),
    },
    {
        name: "an archive that can still be undone",
        stack: "prod",
        mutate: setOf(archive, `${immutability}.immutabilityPolicy.state`, "Locked"),
    },
];
