import * as sql from "@pulumi/azure-native/sql";
import * as pulumi from "@pulumi/pulumi";

import type { PromiseId } from "../../model/promises";
import { bytesPerGiB } from "../../model/sizes";
import type { CommonArgs } from "../commonArgs";

export interface CustomerDatabaseArgs extends CommonArgs {
    serverName: pulumi.Input<string>;
    databaseName: string;
    poolId: pulumi.Input<string>;
    /** The most data this customer may store, GiB. */
    maxSizeGiB: number;
    /** How long the weekly backups are kept, ISO 8601. */
    weeklyRetention: string;
    /** How far back a point in time can be restored, days. */
    pointInTimeDays: number;
    /** Hours between differential backups, 12 or 24 (Azure allows no other). */
    differentialHours: number;
}

const keeps: PromiseId[] = ["BKP-1", "BKP-2", "BKP-3", "DB-1", "DR-2"];

/** What Azure takes at creation only: a change would plan delete and create of a customer's data. */
export const createOnly = [
    "createMode",
    "collation",
    "sourceDatabaseId",
    "sourceResourceId",
    "sourceDatabaseDeletionDate",
    "restorePointInTime",
    "recoverableDatabaseId",
    "recoveryServicesRecoveryPointId",
    "restorableDroppedDatabaseId",
    "longTermRetentionBackupResourceId",
];

/**
 * One customer's own database with its backups. A live database is never changed into a restored one: a restore declares
 * another instance of this component.
 *
 * Keeps: DB-1 (dedicated database), BKP-1 (weekly backups kept a year), BKP-2 and BKP-3 (on Azure, in three datacenters),
 * DR-2 (a restorable point within 24 h, also in the paired region).
 */
export class CustomerDatabase extends pulumi.ComponentResource {
    public readonly databaseId: pulumi.Output<string>;
    public readonly databaseName: pulumi.Output<string>;

    constructor(name: string, args: CustomerDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:data:CustomerDatabase", name, args, opts);

        const { resourceGroupName, location, tags, serverName } = args;
        const database = new sql.Database(
            `${name}-db`,
            {
                resourceGroupName,
                location,
                tags: { ...tags, "oxygis:promises": keeps.join(" ") },
                serverName,
                databaseName: args.databaseName,
                // No sku and no zoneRedundant: Azure refuses both on a pooled database, the pool decides.
                elasticPoolId: args.poolId,
                maxSizeBytes: args.maxSizeGiB * bytesPerGiB,
                requestedBackupStorageRedundancy: sql.BackupStorageRedundancy.GeoZone,
                collation: "SQL_Latin1_General_CP1_CI_AS",
                createMode: sql.CreateMode.Default,
            },
            { parent: this, protect: true, retainOnDelete: true, ignoreChanges: createOnly },
        );

        const policy = { resourceGroupName, serverName, databaseName: database.name, policyName: "default" };
        new sql.LongTermRetentionPolicy(
            `${name}-ltr`,
            {
                ...policy,
                weeklyRetention: args.weeklyRetention,
                monthlyRetention: "PT0S",
                yearlyRetention: "PT0S",
                weekOfYear: 1,
            },
            // A database that stays behind keeps its retention: forgetting it here must not shorten it there.
            { parent: this, retainOnDelete: true },
        );
        new sql.BackupShortTermRetentionPolicy(
            `${name}-str`,
            { ...policy, retentionDays: args.pointInTimeDays, diffBackupIntervalInHours: args.differentialHours },
            { parent: this, retainOnDelete: true },
        );

        this.databaseId = database.id;
        this.databaseName = database.name;
        this.registerOutputs({ databaseId: this.databaseId, databaseName: this.databaseName });
    }
}
