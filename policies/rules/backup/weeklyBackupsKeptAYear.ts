import {
    customerDatabases,
    databaseType,
    managedDatabases,
    managedDatabaseType,
    textOf,
} from "../../lib/customerDatabase";
import { wholeDays } from "../../lib/duration";
import { mustBeKnown, requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import type { IndexedResource, StackIndex } from "../../lib/stackIndex";

const retentionTypes = [
    "azure-native:sql:LongTermRetentionPolicy",
    "azure-native:sql:ManagedInstanceLongTermRetentionPolicy",
];
/** "1 jaar" in days. Restated here on purpose: P52W is one day short, and only an own number can notice. */
const yearInDays = 365;

export const policy = definePolicy({
    name: "database-weekly-backups-kept-a-year",
    promise: "BKP-1",
    severity: "critical",
    description: "Every customer database has weekly backups, each kept for at least 365 days.",
    remedy:
        "Declare one sql.LongTermRetentionPolicy (on an instance ManagedInstanceLongTermRetentionPolicy) per database with policyName default, weeklyRetention P53W or P1Y (P52W is " +
        "364 days) and databaseName taken from that database's own name output.",
    url: "https://learn.microsoft.com/azure/azure-sql/database/long-term-retention-overview",
    types: [databaseType, managedDatabaseType, ...retentionTypes],
    resource: ({ token, props }, report) => {
        if (retentionTypes.includes(token)) {
            requireYear(props, report);
            // Azure keeps the one policy called default; under another name nothing is retained.
            requireOneOf(props, "policyName", ["default"], report);
        }
    },
    stack: (stack, report) => {
        const retentions = retentionsByDatabase(stack);
        for (const database of [...customerDatabases(stack), ...managedDatabases(stack)]) {
            if (!hasRetention(database, retentions)) {
                report(
                    "No long-term retention policy belongs to this database: none takes its databaseName from it, and none " +
                        "has the same database name on the same server.",
                    database.urn,
                );
            }
        }
    },
});

function requireYear(props: PropertyReader, report: Report): void {
    const path = "weeklyRetention";
    const reading = props.read(path);
    if (reading.state === "unknown") {
        return report(mustBeKnown(path));
    }
    const days = reading.state === "set" && typeof reading.value === "string" ? wholeDays(reading.value) : undefined;
    if (days === undefined) {
        return report(`${path} is no ISO 8601 duration such as "P53W": without it no weekly backup is kept.`);
    }
    if (days < yearInDays) {
        report(`${path} keeps weekly backups for less than ${yearInDays} days: write "P53W" or "P1Y".`);
    }
}

/**
 * Retention policies by the database they are for: by its URN where databaseName was made from it, since names are unknown at
 * preview, and by its name where the program wrote that out. An order (`dependsOn`) is no relation.
 */
function retentionsByDatabase(stack: StackIndex): Map<string, IndexedResource[]> {
    const retentions = new Map<string, IndexedResource[]>();
    for (const retention of retentionTypes.flatMap((type) => stack.ofType(type))) {
        const madeFrom = (retention.propertyDependencies["databaseName"] ?? []).filter((urn) =>
            [databaseType, managedDatabaseType].includes(stack.get(urn)?.token ?? ""),
        );
        const key = madeFrom.length === 1 ? madeFrom[0] : textOf(retention.props, "databaseName");
        if (key !== undefined) {
            retentions.set(key, [...(retentions.get(key) ?? []), retention]);
        }
    }
    return retentions;
}

function hasRetention(database: IndexedResource, retentions: ReadonlyMap<string, IndexedResource[]>): boolean {
    const name = textOf(database.props, "databaseName");
    const agrees = ({ props }: IndexedResource) =>
        name === undefined || name === (textOf(props, "databaseName") ?? name);
    const named = name === undefined ? [] : (retentions.get(name) ?? []);
    return (
        (retentions.get(database.urn) ?? []).some(agrees) ||
        named.some((retention) => onSameServer(retention, database))
    );
}

function onSameServer(one: IndexedResource, other: IndexedResource): boolean {
    const input = one.props.read("managedInstanceName").state === "unset" ? "serverName" : "managedInstanceName";
    const name = textOf(one.props, input);
    const otherName = textOf(other.props, input);
    if (name !== undefined && otherName !== undefined) {
        return name === otherName;
    }
    const sources = other.propertyDependencies[input] ?? [];
    return (one.propertyDependencies[input] ?? []).some((source) => sources.includes(source));
}
