import {
    customerDatabases,
    customerTag,
    databaseType,
    managedDatabases,
    managedDatabaseType,
    purposeTag,
    textOf,
} from "../../lib/customerDatabase";
import { customersOf, requireOwnSource } from "../../lib/databaseSources";
import { invocationType, requireOwnHostedDatabases } from "../../lib/hostedDatabases";
import { keptApartTypes, requireKeptApart } from "../../lib/keptApart";
import { mustBeKnown, requireOneOf } from "../../lib/literal";
import { definePolicy, type Report, type StackReport } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import type { IndexedResource } from "../../lib/stackIndex";

const slug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The modes in which a database is made from a backup or another database: it stands beside the live one. */
const derivedModes = new Set([
    "Copy",
    "Secondary",
    "OnlineSecondary",
    "PointInTimeRestore",
    "Restore",
    "Recovery",
    "RestoreExternalBackup",
    "RestoreLongTermRetentionBackup",
]);

export const policy = definePolicy({
    name: "database-one-per-customer",
    promise: "DB-1",
    severity: "critical",
    description:
        "Every customer has a database of its own, and nothing of one customer is made from, filled from or shared with another's.",
    remedy:
        "Tag every sql.Database and sql.ManagedDatabase with oxygis:customer: <slug> of the one customer whose data it holds; a database that holds " +
        "no customer's data gets oxygis:purpose: system instead. Declare one live database per customer; a second one may " +
        "only be a restore or replica, made from a database or backup of the same customer. What customers may share stands in " +
        "policies/catalogue/sharedTypes.ts; all else, secrets and containers too, each customer has of its own.",
    url: "https://learn.microsoft.com/azure/azure-sql/database/saas-tenancy-app-design-patterns",
    types: [databaseType, managedDatabaseType, invocationType, ...keptApartTypes],
    resource: ({ token, props }, report) => {
        if (token === databaseType || token === managedDatabaseType) {
            requireOwner(props, report);
        }
    },
    stack: (stack, report) => {
        const databases = [...customerDatabases(stack), ...managedDatabases(stack)];
        const customers = customersOf(databases);
        requireOneLiveDatabaseEach(databases, report);
        for (const database of databases) {
            requireOwnSource(database, stack, customers, report);
        }
        requireOwnHostedDatabases(stack, report);
        requireKeptApart(stack, report);
    },
});

function requireOwner(props: PropertyReader, report: Report): void {
    const customer = props.read(customerTag);
    if (customer.state === "unset") {
        return requireOneOf(props, purposeTag, ["system"], (message) =>
            report(`${customerTag} is not set, so the database belongs to no customer; otherwise, ${message}`),
        );
    }
    if (customer.state === "unknown") {
        return report(mustBeKnown(customerTag));
    }
    if (typeof customer.value !== "string" || !slug.test(customer.value)) {
        report(`${customerTag} is no customer slug (lower-case letters and digits, joined by single hyphens).`);
    }
    if (props.read(purposeTag).state !== "unset") {
        report(`${purposeTag} is only for databases without customer data: remove it, or ${customerTag}.`);
    }
}

function requireOneLiveDatabaseEach(databases: readonly IndexedResource[], report: StackReport): void {
    const liveOf = new Map<string, IndexedResource>();
    for (const database of databases) {
        const customer = textOf(database.props, customerTag);
        if (customer === undefined || derivedModes.has(textOf(database.props, "createMode") ?? "")) {
            continue;
        }
        const first = liveOf.get(customer);
        if (first) {
            report(
                `Its customer already has a live database, ${first.urn}: this one is no restore or replica.`,
                database.urn,
            );
        } else {
            liveOf.set(customer, database);
        }
    }
}
