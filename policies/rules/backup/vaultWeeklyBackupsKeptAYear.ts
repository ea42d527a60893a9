import { elements, hoursOfSchedule, numberAt, retentionDays, valueOf } from "../../lib/backupSchedule";
import { keepsEveryWeek } from "../../lib/backupTags";
import { textOf } from "../../lib/customerDatabase";
import { requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";

/** "1 jaar" in days: 52 weeks are a day short. */
const yearInDays = 365;
const weekInHours = 168;

const checks: Readonly<Record<string, (props: PropertyReader, report: Report) => void>> = {
    "azure-native:recoveryservices:ProtectionPolicy": (props, report) => {
        if (valueOf(props, "properties.backupManagementType") !== "AzureWorkload") {
            // Of other kinds nobody has looked at what they keep.
            requireOneOf(props, "properties.backupManagementType", ["AzureIaasVM", "AzureStorage"], report);
            return requireYear(props, "properties.retentionPolicy", report);
        }
        const full = elements(props, "properties.subProtectionPolicy").filter(
            (part) => valueOf(part, "policyType") === "Full",
        );
        if (full.length === 0) {
            report("properties.subProtectionPolicy has no part for full backups: only those can be kept for a year.");
        }
        full.forEach((part) => requireYear(part, "retentionPolicy", report));
    },
    "azure-native:dataprotection:BackupPolicy": (props, report) => {
        if (!keepsEveryWeek(elements(props, "properties.policyRules"), yearInDays)) {
            report(
                `properties.policyRules keeps no backup of every week for ${yearInDays} days in a vault: it takes a rule that ` +
                    'marks the first of each week, a retention of "P53W" for that mark, and no mark of a higher priority ' +
                    "that is kept shorter; all written as literals.",
            );
        }
    },
    "aws:backup/plan:Plan": (props, report) => {
        const keeps = elements(props, "rules").some(
            (rule) =>
                hoursOfSchedule(textOf(rule, "schedule")) <= weekInHours &&
                // Without an end AWS keeps a recovery point for ever.
                (rule.read("lifecycle.deleteAfter").state === "unset" ||
                    numberAt(rule, "lifecycle.deleteAfter") >= yearInDays),
        );
        if (!keeps) {
            report(`rules has none that runs every week and keeps its recovery points for ${yearInDays} days.`);
        }
    },
};

export const policy = definePolicy({
    name: "vault-weekly-backups-kept-a-year",
    promise: "BKP-1",
    severity: "critical",
    description: "Every policy of a backup vault keeps a backup of each week for at least 365 days.",
    remedy:
        "Virtual machines: retentionPolicy LongTermRetentionPolicy with a weeklySchedule of 53 Weeks. Blobs: an AzureRetentionRule of " +
        "P53W for the tag of FirstOfWeek, with the highest priority. AWS: a rule with deleteAfter 371. Never 52 weeks (364 days).",
    url: "https://learn.microsoft.com/azure/backup/backup-azure-vms-introduction",
    counterparts: ["CKV2_AZURE_12", "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK"],
    types: Object.keys(checks),
    resource: ({ token, props }, report) => checks[token]?.(props, report),
});

/** Of the two kinds of retention Azure heeds only the parts of the one that is named. */
function requireYear(props: PropertyReader, at: string, report: Report): void {
    const kind = `${at}.retentionPolicyType`;
    const simple = valueOf(props, kind) === "SimpleRetentionPolicy";
    requireOneOf(props, kind, ["LongTermRetentionPolicy", "SimpleRetentionPolicy"], report);
    const kept = (simple ? [at] : [`${at}.weeklySchedule`, `${at}.dailySchedule`]).map((schedule) =>
        retentionDays(props, `${schedule}.retentionDuration`),
    );
    if (Math.max(...kept) < yearInDays) {
        report(
            `${at} keeps neither weekly nor daily backups for ${yearInDays} days, written as literals: write 53 Weeks.`,
        );
    }
}
