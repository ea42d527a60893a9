import { textOf } from "../../lib/customerDatabase";
import { mustBeKnown, requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";

const serverTypes = ["azure-native:sql:ExtendedServerBlobAuditingPolicy", "azure-native:sql:ServerBlobAuditingPolicy"];
const databaseTypes = [
    "azure-native:sql:ExtendedDatabaseBlobAuditingPolicy",
    "azure-native:sql:DatabaseBlobAuditingPolicy",
];

/** Every statement, and every sign-in, also those that failed. */
const groups = [
    "BATCH_COMPLETED_GROUP",
    "SUCCESSFUL_DATABASE_AUTHENTICATION_GROUP",
    "FAILED_DATABASE_AUTHENTICATION_GROUP",
];

/** Nothing but names that are left out one by one: a condition of another shape could leave out everybody. */
const onlyNames = /^(?:server_principal_name <> '[^'%]+')(?: AND server_principal_name <> '[^'%]+')*$/i;

export const policy = definePolicy({
    name: "sql-statements-audited",
    promise: "STAFF-2",
    severity: "critical",
    description:
        "Statements and sign-ins on databases are written down, of everybody but the application's own identities.",
    remedy:
        "state Enabled, isAzureMonitorTargetEnabled true (with a diagnostic setting on master), the three action groups, on a server " +
        "isDevopsAuditEnabled true; predicateExpression leaves out the managed identities of the application by name, one by one.",
    url: "https://learn.microsoft.com/azure/azure-sql/database/auditing-overview",
    counterparts: [
        "Azure Policy a6fb4358",
        "Azure Policy 89099bee",
        "CKV_AZURE_23",
        "CKV_AZURE_24",
        "CKV_AZURE_156",
        "AZU-0025",
        "AZU-0027",
        "AZR-000187",
    ],
    types: [...serverTypes, ...databaseTypes],
    resource: ({ token, props }, report) => {
        requireOneOf(props, "state", ["Enabled"], report);
        requireOneOf(props, "isAzureMonitorTargetEnabled", [true], report);
        if (serverTypes.includes(token)) {
            requireOneOf(props, "isDevopsAuditEnabled", [true], report);
        }
        requireGroups(props, report);
        const left = props.read("predicateExpression");
        const names = left.state === "set" ? textOf(props, "predicateExpression") : undefined;
        if (left.state === "set" && left.value !== "" && !onlyNames.test(names ?? "")) {
            report("predicateExpression leaves out more than single identities by name.");
        }
    },
});

function requireGroups(props: PropertyReader, report: Report): void {
    const path = "auditActionsAndGroups";
    const readings = props.readEach(`${path}[]`).map(({ reading }) => reading);
    if (readings.some(({ state }) => state === "unknown")) {
        return report(mustBeKnown(path));
    }
    const named = new Set(readings.map((reading) => (reading.state === "set" ? reading.value : undefined)));
    const missing = groups.filter((group) => !named.has(group));
    if (missing.length > 0) {
        report(`${path} lacks ${missing.join(", ")}.`);
    }
}
