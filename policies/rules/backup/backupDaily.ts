import { requireAmount } from "../../lib/amount";
import { elements, hoursOfInterval, hoursOfSchedule, numberAt, valueOf } from "../../lib/backupSchedule";
import { textOf } from "../../lib/customerDatabase";
import { requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";

/** RPO of the security page, in hours. */
const mostHours = 24;
/** Days back to which any point in time can be restored: time to notice a mistake. */
const pointInTime = { least: 7, unit: "days" };

type Check = (props: PropertyReader, report: Report) => void;

const flexibleServer: Check = (props, report) =>
    requireAmount(props, "backup.backupRetentionDays", pointInTime, report);
/** Unset means none at all for an instance (0), one day for a cluster. */
const rds: Check = (props, report) => requireAmount(props, "backupRetentionPeriod", pointInTime, report);

const checks: Readonly<Record<string, Check>> = {
    "azure-native:sql:BackupShortTermRetentionPolicy": (props, report) => {
        requireAmount(props, "retentionDays", pointInTime, report);
        requireAmount(props, "diffBackupIntervalInHours", { least: 1, most: mostHours, unit: "hours" }, report);
        // Azure keeps the one policy called default; under another name nothing is kept.
        requireOneOf(props, "policyName", ["default"], report);
    },
    "azure-native:recoveryservices:ProtectionPolicy": (props, report) => {
        if (valueOf(props, "properties.backupManagementType") !== "AzureWorkload") {
            return requireOneOf(props, "properties.schedulePolicy.scheduleRunFrequency", ["Daily", "Hourly"], report);
        }
        const daily = elements(props, "properties.subProtectionPolicy").some(
            (part) =>
                ["Daily", "Hourly"].includes(textOf(part, "schedulePolicy.scheduleRunFrequency") ?? "") ||
                numberAt(part, "schedulePolicy.scheduleFrequencyInMins") <= mostHours * 60,
        );
        if (!daily) {
            report(`properties.subProtectionPolicy takes no backup every ${mostHours} hours, written as a literal.`);
        }
    },
    "azure-native:dataprotection:BackupPolicy": (props, report) => {
        const daily = elements(props, "properties.policyRules").some(
            (rule) =>
                valueOf(rule, "objectType") === "AzureBackupRule" &&
                rule
                    .readEach("trigger.schedule.repeatingTimeIntervals[]")
                    .some(
                        ({ reading }) =>
                            reading.state === "set" &&
                            typeof reading.value === "string" &&
                            hoursOfInterval(reading.value) <= mostHours,
                    ),
        );
        if (!daily) {
            report(`properties.policyRules takes no backup every ${mostHours} hours, written as a literal interval.`);
        }
    },
    "azure-native:dbforpostgresql:Server": flexibleServer,
    "azure-native:dbformysql:Server": flexibleServer,
    "aws:rds/instance:Instance": rds,
    "aws:rds/cluster:Cluster": rds,
    "aws:dynamodb/table:Table": (props, report) => requireOneOf(props, "pointInTimeRecovery.enabled", [true], report),
    "aws:backup/plan:Plan": (props, report) => {
        const daily = elements(props, "rules").some((rule) => hoursOfSchedule(textOf(rule, "schedule")) <= mostHours);
        if (!daily) {
            report(`rules has none that runs every ${mostHours} hours, written as a literal schedule.`);
        }
    },
};

export const policy = definePolicy({
    name: "backup-every-day",
    promise: "DR-2",
    severity: "critical",
    description:
        "Backups are taken at least every 24 hours and reach back a week, so that no more than a day's work is lost.",
    remedy:
        "SQL: retentionDays 7 to 35 and diffBackupIntervalInHours 12 or 24, policyName default. Vaults: a Daily or Hourly schedule, or the " +
        "interval P1D. AWS: backupRetentionPeriod of 7 days and more, a plan with a daily rule.",
    url: "https://learn.microsoft.com/azure/azure-sql/database/automated-backups-overview",
    counterparts: ["CKV_AWS_133", "AWS-0077", "AWS-0024"],
    types: Object.keys(checks),
    resource: ({ token, props }, report) => checks[token]?.(props, report),
});
