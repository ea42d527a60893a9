/** Geo-secondaries one database may have; Azure's limit ("Active geo-replication", Azure SQL documentation). */
export const mostReplicas = 4;

/**
 * vCores of a customer's database in a further region: the least of General Purpose, and the most that a pool gives one database,
 * so a replica keeps up with whatever the live database writes.
 */
export const replicaVCores = 2;
