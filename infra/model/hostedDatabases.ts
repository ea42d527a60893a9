import { awsRegionOf } from "./awsRegions";
import { named } from "./naming";

/**
 * One database per customer on the shared SQL Server instances of a cell on AWS (decision 024): what the databases function is asked,
 * and what RDS allows. Names and inputs are the contract between the program and the function in images/databases.
 */

/** A restore of one customer: from a backup of that very customer. */
export interface RestoreFrom {
    /** Key in the bucket of backups: `<cell>/<slug>/<time>/full.bak`. */
    from: string;
    /** The bucket, where it is not the cell's own: after the loss of a region the lost cell's replica, in the instance's region. */
    bucket?: string;
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

/**
 * Names of what holds data. Those of buckets are unique in all of AWS, and those of roles in the account; the region is part of them, so
 * that a cell that is rebuilt elsewhere does not meet what is left of the lost one.
 */
export function hostedNames({ cell, region, accountId }: { cell: string; region: string; accountId: string }) {
    const base = `oxygis-${cell}-${awsRegionOf(region).code}`;
    const general = (purpose: string) => named("awsGeneral", `${base}-${purpose}`);
    const bucket = (purpose: string) => named("awsBucket", `${base}-${purpose}-${accountId}`);
    return {
        /** Identifier of the instance with a label, for example `1`. */
        instance: general,
        /** What the identifiers of all of the cell's instances begin with. */
        instancePrefix: `${base}-`,
        databasesFunction: general("databases"),
        backupBucket: { home: bucket("backups"), paired: bucket("backups-paired") },
        documentsBucket: { home: bucket("documents"), paired: bucket("documents-paired") },
        nearVault: general("near"),
        schedule: general,
        role: general,
        /** What the names of the databases' secrets begin with. */
        secretsPath: `oxygis/${cell}/databases`,
        databaseSecret: (database: string) => `oxygis/${cell}/databases/${database}`,
    };
}
