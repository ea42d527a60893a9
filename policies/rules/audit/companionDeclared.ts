import { requiredSettings } from "../../catalogue/requiredSettings";
import { keyValueType } from "../../lib/applicationSetting";
import { textOf } from "../../lib/customerDatabase";
import { definePolicy } from "../../lib/policy";
import { madeFrom, pointingTo } from "../../lib/relations";
import type { IndexedResource, StackIndex } from "../../lib/stackIndex";

const serverType = "azure-native:sql:Server";
const auditingTypes = [
    "azure-native:sql:ExtendedServerBlobAuditingPolicy",
    "azure-native:sql:ServerBlobAuditingPolicy",
];
const scanType = "azure-native:sql:SqlVulnerabilityAssessmentsSetting";
const storeType = "azure-native:appconfiguration:ConfigurationStore";
/** Where a platform keeps its logs: the stack that declares it is the one for what belongs to the whole subscription. */
const workspaceType = "azure-native:operationalinsights:Workspace";
const activityType = "azure-native:monitor:SubscriptionDiagnosticSetting";
const directoryType = "azure-native:aadiam:DiagnosticSetting";
const planType = "azure-native:security:Pricing";
const assignmentType = "azure-native:authorization:PolicyAssignment";
const identityType = "azure-native:managedidentity:UserAssignedIdentity";

const plans = ["Arm", "CloudPosture", "KeyVaults", "SqlServers", "StorageAccounts", "VirtualMachines"];
const assignments: Readonly<Record<string, string>> = {
    "allowed regions": "e56962a6-4747-49cd-b67b-bf8b01975c4c",
    "no bare metal": "6c112d4e-5bc7-47ae-a041-ea2d9dccd749",
    "changes with a second factor only": "4e6c27d5-a6ee-49cf-b2b4-d8fe90fa2b8b",
    "deletions with a second factor only": "db4a9d17-db75-4f46-9fcb-9f9526604417",
};

const instanceType = "aws:rds/instance:Instance";
const optionsType = "aws:rds/optionGroup:OptionGroup";
const bucketType = "aws:s3/bucket:Bucket";
const machinesType = "aws:ec2/launchTemplate:LaunchTemplate";
const documentType = "aws:ssm/document:Document";
/** Systems Manager takes the settings of all sessions of a region from the document of this name. */
const sessionSettings = "SSM-SessionManagerRunShell";

/** What is missing beside a resource of a type, in words. */
const companions: Readonly<Record<string, (resource: IndexedResource, stack: StackIndex) => string[]>> = {
    [serverType]: (server, stack) => [
        ...lacking(
            auditingTypes.some((type) =>
                pointingTo(stack, server, type, "serverName").some(hidesIdentitiesOnly(stack)),
            ),
            {
                what: "an auditing policy that leaves out no name but those of managed identities of this stack",
            },
        ),
        ...lacking(pointingTo(stack, server, scanType, "serverName").length > 0, {
            what: "SqlVulnerabilityAssessmentsSetting",
        }),
    ],
    [instanceType]: (instance, stack) => {
        if (!/^sqlserver-/.test(textOf(instance.props, "engine") ?? "sqlserver-")) return [];
        const groups = madeFrom(stack, instance, "optionGroupName", [optionsType]);
        return lacking(
            groups.some((group) => bringsAuditsAway(stack, group)),
            { what: "option group with SQLSERVER_AUDIT and a bucket for logs" },
        );
    },
    [machinesType]: (_, stack) =>
        lacking(
            stack.ofType(documentType).some(({ props }) => textOf(props, "name") === sessionSettings),
            { what: `ssm.Document ${sessionSettings}, which says that sessions are written down` },
        ),
    [storeType]: (store, stack) => {
        // Without a label, which would make it one customer's own; and letter by letter, as the application asks for it.
        const keys = new Set(
            pointingTo(stack, store, keyValueType, "configStoreName").map(({ props }) => textOf(props, "keyValueName")),
        );
        return Object.keys(requiredSettings).filter((key) => !keys.has(key));
    },
    [workspaceType]: (workspace, stack) => {
        const planned = new Set(stack.ofType(planType).map(({ props }) => textOf(props, "pricingName")));
        const assigned = stack
            .ofType(assignmentType)
            .map(({ props }) => textOf(props, "policyDefinitionId")?.toLowerCase());
        return [
            ...[activityType, directoryType].filter(
                (type) => pointingTo(stack, workspace, type, "workspaceId").length === 0,
            ),
            ...plans.filter((plan) => !planned.has(plan)).map((plan) => `security.Pricing ${plan}`),
            ...Object.entries(assignments)
                .filter(([, guid]) => !assigned.some((definition) => definition?.endsWith(guid)))
                .map(([name]) => `the policy assignment "${name}"`),
        ];
    },
};

export const policy = definePolicy({
    name: "companion-declared",
    promise: "STAFF-2",
    also: ["TEST-1", "PWD-1", "PWD-4", "SW-5", "ACC-2", "AUTH-1"],
    severity: "critical",
    description:
        "Beside each SQL server stand its auditing and its scans, beside the configuration store all settings, beside the audit workspace " +
        "the logs, scans and policies of the whole subscription; on AWS beside SQL Server the place of its audits, beside machines the settings of sessions.",
    remedy: "Declare what is named, made from the resource's own outputs: serverName, configStoreName, workspaceId; an instance's optionGroupName from the group.",
    url: "https://learn.microsoft.com/azure/azure-sql/database/auditing-overview",
    counterparts: ["Azure Policy a6fb4358, ef2a8f2a", "CKV_AZURE_23", "CKV2_AZURE_2", "AZR-000187"],
    types: [
        ...Object.keys(companions),
        ...[...auditingTypes, scanType, keyValueType, activityType, directoryType, planType, assignmentType],
        ...[optionsType, bucketType, documentType],
    ],
    stack: (stack, report) => {
        for (const [type, missing] of Object.entries(companions)) {
            for (const resource of stack.ofType(type)) {
                missing(resource, stack).forEach((what) => report(`Beside it there is no ${what}.`, resource.urn));
            }
        }
    },
});

/** What is written down is said in SQL by the program's own function; here is seen that there is a place that keeps it. */
function bringsAuditsAway(stack: StackIndex, group: IndexedResource): boolean {
    const names = group.props
        .readEach("options[].optionName")
        .map(({ reading }) => (reading.state === "set" ? reading.value : undefined));
    const buckets = madeFrom(stack, group, "options", [bucketType]);
    return (
        names.includes("SQLSERVER_AUDIT") &&
        buckets.some(({ props }) => textOf(props, "tags.oxygis:purpose") === "logs")
    );
}

/** As many names as identities they come from: a name that is written out would be a person's. */
const hidesIdentitiesOnly = (stack: StackIndex) => (auditing: IndexedResource) => {
    const path = "predicateExpression";
    const names = textOf(auditing.props, path)?.match(/<>/g)?.length ?? 0;
    const sources = auditing.propertyDependencies[path] ?? [];
    const identities = madeFrom(stack, auditing, path, [identityType]);
    return identities.length === sources.length && names <= identities.length;
};

const lacking = (there: boolean, { what }: { what: string }) => (there ? [] : [what]);
