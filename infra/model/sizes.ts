/** Size classes of customer databases, and what an Azure SQL elastic pool can hold of them. */
export const sizes = ["small", "medium", "large"] as const;
export type Size = (typeof sizes)[number];

/** Bytes in a GiB; Azure SQL counts sizes in powers of two. */
export const bytesPerGiB = 1024 ** 3;

interface SizeClass {
    /** The most a database of this class may hold, in GiB. */
    maxSizeGiB: number;
}

export const sizeClasses: Readonly<Record<Size, SizeClass>> = {
    small: { maxSizeGiB: 5 },
    medium: { maxSizeGiB: 20 },
    large: { maxSizeGiB: 100 },
};

interface PoolLimit {
    databases: number;
    /** The most data a pool may hold, in GiB. */
    storageGiB: number;
}

/**
 * Azure's limits of a General Purpose Gen5 elastic pool by its vCores.
 *
 * Source: "Resource limits for elastic pools using the vCore purchasing model", Azure SQL documentation.
 */
export const poolLimits: ReadonlyMap<number, PoolLimit> = new Map([
    [2, { databases: 100, storageGiB: 512 }],
    [4, { databases: 200, storageGiB: 756 }],
    [6, { databases: 500, storageGiB: 1536 }],
    ...[8, 10, 12, 14, 16].map((vCores) => [vCores, { databases: 500, storageGiB: 2048 }] as const),
    ...[18, 20, 24].map((vCores) => [vCores, { databases: 500, storageGiB: 3072 }] as const),
    ...[32, 40, 80].map((vCores) => [vCores, { databases: 500, storageGiB: 4096 }] as const),
]);

/** vCores of all pools together on one logical server; Azure's quota ("Resource limits for a logical server"). */
export const serverVCoreQuota = 540;

/** The most vCores one database of a pool may take, so that no customer slows down the rest; one of the steps Azure offers. */
export const vCoresPerDatabase = (poolVCores: number): number => (poolVCores >= 8 ? 2 : 1);
