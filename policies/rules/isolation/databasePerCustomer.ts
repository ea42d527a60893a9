import { customerDatabases, customerTag, databaseType, purposeTag, textOf } from "../../lib/customerDatabase";
import { mustBeKnown, requireOneOf } from "../../lib/literal";
import { definePolicy, type Report, type StackReport } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import type { IndexedResource, StackIndex } from "../../lib/stackIndex";

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

/** Every input through which a database can be filled with what another one holds. */
const sourceInputs = [
    "sourceDatabaseId",
    "sourceResourceId",
    "recoverableDatabaseId",
    "restorableDroppedDatabaseId",
    "longTermRetentionBackupResourceId",
    "recoveryServicesRecoveryPointId",
];

export const policy = definePolicy({
    name: "database-one-per-customer",
    promise: "DB-1",
    severity: "critical",
    description: "Every customer has a database of its own, and no database is filled from another customer's.",
    remedy:
        "Tag every sql.Database with oxygis:customer: <slug> of the one customer whose data it holds; a database that holds " +
        "no customer's data gets oxygis:purpose: system instead. Declare one live database per customer; a second one may " +
        "only be a restore or replica, made from a database or backup of the same customer.",
    url: "https://learn.microsoft.com/azure/azure-sql/database/saas-tenancy-app-design-patterns",
    types: [databaseType],
    resource: ({ props }, report) => requireOwner(props, report),
    stack: (stack, report) => {
        const databases = customerDatabases(stack);
        const customers = customersOf(databases);
        requireOneLiveDatabaseEach(databases, report);
        for (const database of databases) {
            requireOwnSource(database, stack, customers, report);
        }
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

function requireOwnSource(
    database: IndexedResource,
    stack: StackIndex,
    customers: readonly string[],
    report: StackReport,
): void {
    const owner = textOf(database.props, customerTag);
    for (const input of sourceInputs) {
        const reading = database.props.read(input);
        if (reading.state === "unset") {
            continue;
        }
        const declared = (database.propertyDependencies[input] ?? [])
            .map((urn) => stack.get(urn))
            .filter((source) => source?.token === databaseType);
        if (declared.length > 0) {
            if (declared.some((source) => !source || textOf(source.props, customerTag) !== owner)) {
                report(`${input} is made from a database of another customer.`, database.urn);
            }
        } else if (reading.state === "unknown") {
            report(
                `${input} must be known at preview, or come from a database of this stack: else nobody can tell whose it is.`,
                database.urn,
            );
        } else if (owner === undefined || ownerOfSource(reading.value, customers) !== owner) {
            report(`${input} does not name a database or backup of this customer.`, database.urn);
        }
    }
}

/** The customers of a stack, the longest slug first. */
function customersOf(databases: readonly IndexedResource[]): string[] {
    const customers = new Set(databases.map(({ props }) => textOf(props, customerTag) ?? ""));
    customers.delete("");
    return [...customers].sort((a, b) => b.length - a.length);
}

/**
 * The customer whose database or backup an Azure resource id names. The name carries the customer's slug, of which the longest
 * counts: `db-acme-north` is of `acme-north`, not of `acme`.
 */
function ownerOfSource(id: unknown, customers: readonly string[]): string | undefined {
    const [, name] =
        /\/(?:databases|recoverableDatabases|restorableDroppedDatabases|longTermRetentionDatabases)\/([^/,]+)/i.exec(
            typeof id === "string" ? id : "",
        ) ?? [];
    return name && customers.find((customer) => `-${name}-`.includes(`-${customer}-`));
}
