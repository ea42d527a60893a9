import { auditableTypes } from "../../catalogue/auditableTypes";
import { requireImmutable, requireYearBeforeDeletion } from "../../lib/archive";
import { textOf } from "../../lib/customerDatabase";
import { categoriesMissing } from "../../lib/diagnosticSetting";
import { definePolicy, type StackReport } from "../../lib/policy";
import { madeFrom } from "../../lib/relations";
import type { IndexedResource, StackIndex } from "../../lib/stackIndex";

const settingType = "azure-native:monitor:DiagnosticSetting";
/** Settings of the subscription and the tenant, which belong to no resource; their categories another policy judges. */
const wideTypes = ["azure-native:monitor:SubscriptionDiagnosticSetting", "azure-native:aadiam:DiagnosticSetting"];
const accountType = "azure-native:storage:StorageAccount";
const lifecycleType = "azure-native:storage:ManagementPolicy";

export const policy = definePolicy({
    name: "access-logs-kept",
    promise: "ACC-2",
    severity: "critical",
    description:
        "The use of every public or critical resource is logged, to be searched and in an archive that keeps it a year.",
    remedy:
        "Declare a monitor.DiagnosticSetting whose resourceUri comes from the resource, with the named categories enabled, workspaceId, and " +
        "storageAccountId of an account of this stack with immutableStorageWithVersioning for 365 days or more.",
    url: "https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings",
    counterparts: [
        "Azure Policy 7f89b1eb",
        "Azure Policy 187242f4",
        "CKV_AZURE_37",
        "CKV_AWS_66",
        "CKV_AWS_338",
        "AZU-0031",
        "AWS-0010",
    ],
    types: [...Object.keys(auditableTypes), settingType, ...wideTypes, lifecycleType],
    stack: (stack, report) => {
        const settings = [settingType, ...wideTypes].flatMap((type) => stack.ofType(type));
        const archives = new Set(settings.flatMap((setting) => archivesOf(setting, stack)));
        settings.forEach((setting) => requireDestinations(setting, stack, archives, report));
        archives.forEach((archive) => requireArchive(archive, stack, report));
        requireSettings(settings, stack, report);
    },
});

const archivesOf = (setting: IndexedResource, stack: StackIndex) =>
    madeFrom(stack, setting, "storageAccountId", [accountType]);

function requireDestinations(
    setting: IndexedResource,
    stack: StackIndex,
    archives: ReadonlySet<IndexedResource>,
    report: StackReport,
): void {
    const { urn, props, propertyDependencies } = setting;
    if (props.read("workspaceId").state === "unset") {
        report("workspaceId is not set: nobody could search these logs.", urn);
    }
    // An archive cannot keep its own log: each line would be one more access.
    const ofArchive = (propertyDependencies["resourceUri"] ?? []).some((source) =>
        [...archives].some((one) => one.urn === source),
    );
    if (!ofArchive && archivesOf(setting, stack).length === 0) {
        report(
            "storageAccountId comes from no account of this stack: nobody can tell whether these logs can be deleted.",
            urn,
        );
    }
}

function requireArchive(archive: IndexedResource, stack: StackIndex, report: StackReport): void {
    requireImmutable(archive.props, (message) => report(`Logs are kept here. ${message}`, archive.urn));
    for (const { urn, props, propertyDependencies } of stack.ofType(lifecycleType)) {
        if (propertyDependencies["accountName"]?.includes(archive.urn)) {
            requireYearBeforeDeletion(props, (message) => report(`Logs are deleted by this. ${message}`, urn));
        }
    }
}

function requireSettings(settings: readonly IndexedResource[], stack: StackIndex, report: StackReport): void {
    const bySource = new Map<string, IndexedResource[]>();
    for (const setting of settings) {
        for (const source of setting.propertyDependencies["resourceUri"] ?? []) {
            bySource.set(source, [...(bySource.get(source) ?? []), setting]);
        }
    }
    for (const [type, { categories, below }] of Object.entries(auditableTypes)) {
        for (const { urn } of stack.ofType(type)) {
            const own = (bySource.get(urn) ?? []).filter((setting) => isBelow(setting, below));
            const missing = categoriesMissing(
                own.map(({ props }) => props),
                categories,
            );
            if (missing.length > 0) {
                report(`No diagnostic setting${below ? ` of its ${below}` : ""} logs ${missing.join(", ")}.`, urn);
            }
        }
    }
}

/** At preview the id of a new resource is unknown; what was added to it shows at the next preview. */
function isBelow({ props }: IndexedResource, below: string | undefined): boolean {
    const uri = textOf(props, "resourceUri");
    return !below || uri === undefined || uri.toLowerCase().endsWith(`/${below}`.toLowerCase());
}
