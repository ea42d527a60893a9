import { customerTag, databaseType, managedDatabaseType, textOf } from "./customerDatabase";
import type { StackReport } from "./policy";
import type { IndexedResource, StackIndex } from "./stackIndex";

/** Every input through which a database can be filled with what another one holds. */
export const sourceInputs: readonly string[] = [
    "sourceDatabaseId",
    "sourceResourceId",
    "recoverableDatabaseId",
    "restorableDroppedDatabaseId",
    "longTermRetentionBackupResourceId",
    "recoveryServicesRecoveryPointId",
    "storageContainerUri",
];

/** Reports a database that is filled from a database or backup of which nobody can tell that it is the same customer's. */
export function requireOwnSource(
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
            .filter((source) => source?.token === databaseType || source?.token === managedDatabaseType);
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
export function customersOf(databases: readonly IndexedResource[]): string[] {
    const customers = new Set(databases.map(({ props }) => textOf(props, customerTag) ?? ""));
    customers.delete("");
    return [...customers].sort((a, b) => b.length - a.length);
}

/**
 * The customer whose database or backup an Azure resource id names. The name carries the customer's slug, of which the longest
 * counts: `db-acme-north` is of `acme-north`, not of `acme`. A folder of backups is a customer's own, with nothing but its slug for a name.
 */
function ownerOfSource(id: unknown, customers: readonly string[]): string | undefined {
    const folder = /^https:\/\/[^/]+\.blob\.core\.windows\.net\/[^/]+\/[^/]+\/([^/]+)\//.exec(
        typeof id === "string" ? id : "",
    );
    if (folder) {
        return customers.find((customer) => customer === folder[1]);
    }
    const [, name] =
        /\/(?:databases|recoverableDatabases|restorableDroppedDatabases|longTermRetentionDatabases)\/([^/,]+)/i.exec(
            typeof id === "string" ? id : "",
        ) ?? [];
    return name && customers.find((customer) => `-${name}-`.includes(`-${customer}-`));
}
