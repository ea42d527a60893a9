/**
 * One database per customer on the shared SQL Server instances of a cell on AWS (decision 024): what the databases function is asked,
 * and what RDS allows. Names and inputs are the contract between the program and the function in images/databases.
 */

/** RDS works on two native backups or restores of an instance at a time ("Importing and exporting SQL Server databases"). */
export const tasksPerInstance = 2;

/** A restore of one customer: from a backup of that very customer. */
export interface RestoreFrom {
    /** Key in the bucket of backups: `<cell>/<slug>/<time>.bak`. */
    from: string;
}

export interface DatabaseRequest {
    /** Identifier of the instance that holds it. */
    instance: string;
    /** The customer's slug; it is written into the database, and a backup of anybody else is refused. */
    customer: string;
    database: string;
    /** Name of the secret whose value is the password with which the application signs in to this database. */
    secret: string;
    restore?: RestoreFrom;
}

/** What the function is told to bring a database about; always the same text for the same request, so that nothing is asked twice. */
export const databaseInput = ({ instance, customer, database, secret, restore }: DatabaseRequest): string =>
    JSON.stringify({ action: "create", instance, customer, database, secret, ...(restore && { restore }) });

/** The user that the application is, in every database another one: it exists inside the database only. */
export const applicationUser = "application";

/** Names of what holds data. Bucket names are unique in all of AWS, hence the account in them. */
export function hostedNames({ cell, accountId }: { cell: string; accountId: string }) {
    const bucket = (purpose: string) => `oxygis-${cell}-${purpose}-${accountId}`;
    return {
        /** Identifier of the instance with a label, for example `1`. */
        instance: (label: string) => `oxygis-${cell}-${label}`,
        /** What the identifiers of all of the cell's instances begin with. */
        instancePrefix: `oxygis-${cell}-`,
        databasesFunction: `oxygis-${cell}-databases`,
        backupBucket: { home: bucket("backups"), paired: bucket("backups-paired") },
        documentsBucket: { home: bucket("documents"), paired: bucket("documents-paired") },
        nearVault: `oxygis-${cell}-near`,
        schedule: (label: string) => `oxygis-${cell}-${label}`,
        role: (purpose: string) => `oxygis-${cell}-${purpose}`,
        /** What the names of the databases' secrets begin with. */
        secretsPath: `oxygis/${cell}/databases`,
        databaseSecret: (database: string) => `oxygis/${cell}/databases/${database}`,
    };
}
