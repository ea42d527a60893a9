import { awsWatchTypes, requireAwsWatch } from "../../lib/awsWatch";
import { requireOneOf } from "../../lib/literal";
import { databaseType, managedDatabaseType } from "../../lib/customerDatabase";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { requireWatch, watchTypes } from "../../lib/watch";

/** Lists of an action group whose members are people. */
const people = ["emailReceivers", "smsReceivers", "voiceReceivers", "azureAppPushReceivers", "armRoleReceivers"];

type Check = (props: PropertyReader, report: Report) => void;

const someOf = (props: PropertyReader, lists: readonly string[]) =>
    lists.some((list) => props.readEach(`${list}[]`).some(({ reading }) => reading.state !== "unset"));

const vault: Check = (props, report) =>
    requireOneOf(
        props,
        "properties.monitoringSettings.azureMonitorAlertSettings.alertsForAllJobFailures",
        ["Enabled"],
        report,
    );
const alert: Check = (props, report) => {
    requireOneOf(props, "enabled", [true], report);
    if (!someOf(props, ["actions.actionGroups"])) {
        report("actions.actionGroups is empty: nobody is told.");
    }
};

const checks: Readonly<Record<string, Check>> = {
    "azure-native:recoveryservices:Vault": vault,
    "azure-native:dataprotection:BackupVault": vault,
    "azure-native:monitor:ScheduledQueryRule": alert,
    "azure-native:monitor:ActivityLogAlert": alert,
    "azure-native:monitor:ActionGroup": (props, report) => {
        requireOneOf(props, "enabled", [true], report);
        if (!someOf(props, people)) {
            report("No receiver of this group is a person: it takes an e-mail address, a telephone number or a role.");
        }
    },
    "azure-native:alertsmanagement:AlertProcessingRuleByName": (props, report) => {
        // The SDK fills in defaults here, so that at preview all of it is unknown.
        if (props.read("properties").state === "unknown") {
            return;
        }
        requireOneOf(props, "properties.enabled", [true], report);
        // The other kind of rule keeps alerts from people.
        for (const { path, reading } of props.readEach("properties.actions[].actionType")) {
            if (!(reading.state === "set" && reading.value === "AddActionGroups")) {
                report(`${path} is not "AddActionGroups": it suppresses alerts, or does nothing.`);
            }
        }
    },
    "azure-native:sql:Job": (props, report) => requireOneOf(props, "schedule.enabled", [true], report),
};

export const policy = definePolicy({
    name: "backup-watched",
    promise: "DR-4",
    severity: "high",
    description: "A backup that fails, is late or was never taken reaches people, for every database and every vault.",
    remedy:
        "Vaults: alertsForAllJobFailures Enabled and a ScheduledQueryRule on the vault's id. Databases: a KeyValue watch:<slug> made from the database, the " +
        "pool in the job's target group, and rules for late copies in the paired region and for a silent watch. On AWS: a MetricAlarm on the age of the newest backups, and rules for late " +
        "copies on Azure and for a silent pull. Alerts: enabled, with an action " +
        "group that has people in it.",
    url: "https://learn.microsoft.com/azure/backup/backup-azure-monitoring-alerts",
    counterparts: ["AZR-000171"],
    types: [...new Set([...Object.keys(checks), databaseType, managedDatabaseType, ...watchTypes, ...awsWatchTypes])],
    resource: ({ token, props }, report) => checks[token]?.(props, report),
    stack(stack, report) {
        requireWatch(stack, report);
        requireAwsWatch(stack, report);
    },
});
