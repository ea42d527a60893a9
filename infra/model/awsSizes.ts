/** What machines and database instances of AWS are, and what of them may be used here. */

/** Whether a type of EC2 instance is a whole machine without a hypervisor of AWS's: what HOST-1 rules out. All of them say so in their size. */
export const isBareMetal = (instanceType: string): boolean => /\.metal(?:-|$)/.test(instanceType);

/**
 * The most databases on a Multi-AZ SQL Server instance by its class; undefined where AWS offers no Multi-AZ of SQL Server.
 *
 * Source: "Limits for Microsoft SQL Server DB instances", RDS User Guide, the column of Always On availability groups.
 */
export function databasesPerInstance(instanceClass: string): number | undefined {
    const size = /^db\.[a-z0-9]+\.(?<size>large|(?<times>\d*)xlarge)$/.exec(instanceClass)?.groups;
    if (!size) return undefined;
    if (size["size"] === "large") return 30;
    return Number(size["times"]) >= 24 ? 100 : 75;
}

/** SQL Server instances with the licence included that AWS lets an account have of one edition, unless asked for more. */
export const mostInstances = 10;

/** Storage of an instance, GiB: gp3 of SQL Server Standard Edition begins and ends here ("Amazon RDS DB instance storage"). */
export const instanceStorageGiB = { least: 200, most: 16_384 } as const;

/** SQL Server 2022, the newest that RDS offers with native backups; minor versions come by themselves. */
export const databaseEngineVersion = "16.00";

/** Of every machine, GiB: Windows and the application, with room for updates. Larger than the image. */
export const systemDiskGiB = 128;
