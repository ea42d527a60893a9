/**
 * SQL Managed Instance: the one service of Azure SQL that takes backups made elsewhere by SQL Server. Here it holds the databases of a cell
 * on AWS that was rebuilt on Azure (decision 029).
 */
import { instanceNames } from "./awsCustomers";

/**
 * The most storage of a General Purpose instance by its vCores, GiB ("Overview of Azure SQL Managed Instance resource limits", Gen5).
 */
export const managedStorageGiB: ReadonlyMap<number, number> = new Map([
    [4, 2048],
    [8, 8192],
    ...[16, 24, 32, 40, 64, 80].map((vCores) => [vCores, 16_384] as const),
]);

/** Storage is sold in steps of so many GiB, and one step is the least. */
export const managedStorageStepGiB = 32;

/** The most databases on one instance (the same page). */
export const databasesPerManagedInstance = 100;

/** The most instances of a cell: as many as the cell on AWS can have, whose names they bear. */
export const mostManagedInstances = 10;

export interface ManagedSizing {
    /** The instances, `paid-1` and so on. */
    count: number;
    vCores: number;
    /** Of each. */
    storageGiB: number;
}

/** What stands on Azure for so many instances of RDS.. */
export function sizingFor(rds: { instances: number; class: string; storageGiB: { most: number } }): ManagedSizing {
    const storageGiB = Math.ceil(rds.storageGiB.most / managedStorageStepGiB) * managedStorageStepGiB;
    const wanted = vCpusOf(rds.class);
    const enough = [...managedStorageGiB].find(([vCores, most]) => vCores >= wanted && most >= storageGiB);
    const [largest] = [...managedStorageGiB].at(-1)!;
    return { count: rds.instances, vCores: enough?.[0] ?? largest, storageGiB };
}

/** Of a class of RDS: `large` has two, `xlarge` four, `2xlarge` eight. */
function vCpusOf(instanceClass: string): number {
    const size = instanceClass.split(".")[2] ?? "";
    return size === "large" ? 2 : 4 * Number(size.replace("xlarge", "") || 1);
}

/** What Azure takes of each database by itself ("Automated backups in Azure SQL Managed Instance"); the provider has no setting for it. */
export const managedBackups = { pointInTimeDays: 7, differentialHours: 12 } as const;

export const managedInstanceNames = ({ count }: Pick<ManagedSizing, "count">): string[] => instanceNames(count);

/** Where a file with a backup lies, as Log Replay Service wants to be told: a folder that holds nothing else, and the file in it. */
export function folderOfBackup(source: string): { containerUri: string; fileName: string } {
    const at = source.lastIndexOf("/");
    return { containerUri: source.slice(0, at), fileName: source.slice(at + 1) };
}
