/** Names and places of one customer's things in a cell on AWS. */

interface HostedCell {
    cell: string;
    region: string;
}

/** Path of all customers' entries in Parameter Store; each is one level below. */
export const cataloguePath = (cell: string): string => `/oxygis/${cell}/customers`;

/** Path of what the application reads in Parameter Store, with a slash at the end. */
export const settingsPath = (cell: string): string => `/oxygis/${cell}/`;

/** What the names of all secrets of a cell begin with. */
export const secretPrefix = (cell: string): string => `oxygis/${cell}/`;

/**
 * A slug holds no slash, so no two customers meet. The region is part of the secrets' names because each has a copy in the paired region,
 * which a cell rebuilt there must not meet.
 */
export function hostedCustomerNames({ cell, region }: HostedCell, slug: string) {
    const secret = (purpose: string) => `${secretPrefix(cell)}${region}/${slug}/${purpose}`;
    return {
        catalogueParameter: `${cataloguePath(cell)}/${slug}`,
        secretNames: { firstLogin: secret("first-login"), signingKey: secret("url-signing") },
        /** The customer's own part of the bucket of documents. */
        documentsPrefix: `${slug}/`,
    };
}

/** The names of so many SQL Server instances, by which a customer's file names one. */
export const instanceNames = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `paid-${index + 1}`);

/**
 * The instance that holds a customer's database. Where there are several, each customer's file says which: a computed place would change when
 * an instance is added, and a database cannot be moved between instances but by a restore. Throws where nobody says, or names none.
 */
export function instanceFor<Instance extends { name: string }>(
    { slug, pool }: { slug: string; pool?: string | undefined },
    instances: readonly Instance[],
): Instance {
    const names = instances.map(({ name }) => name);
    const instance =
        pool === undefined && instances.length === 1 ? instances[0] : instances.find(({ name }) => name === pool);
    if (!instance) {
        throw new Error(
            `${slug}: ${pool === undefined ? "no pool is given" : `there is no pool ${pool}`}; write pool: ${names.join(" or pool: ")} in its file`,
        );
    }
    return instance;
}
