import * as sql from "@pulumi/azure-native/sql";
import * as pulumi from "@pulumi/pulumi";

import type { PromiseId } from "../../model/promises";
import type { Residency } from "../../model/residency";
import { bytesPerGiB } from "../../model/sizes";
import type { CommonArgs } from "../commonArgs";
import { declareRetention, type Retention } from "./retention";

/** What a database holds at first; only a new one is empty. */
type DatabaseOrigin =
    | { from: "new" }
    | {
          /** The copy of its backups in another region, a weekly backup, or a live database that it follows until it takes over. */
          from: "geo" | "weekly" | "secondary";
          /** Azure id of that backup or database. */
          source: string;
          /** Place in the order of restores; the largest come first. */
          order: number;
      };

export interface CustomerDatabaseArgs extends CommonArgs, Retention {
    serverName: pulumi.Input<string>;
    databaseName: string;
    poolId: pulumi.Input<string>;
    /** The most data this customer may store, GiB. */
    maxSizeGiB: number;
    residency: Residency;
    origin: DatabaseOrigin;
}

/** What the tag of a database says: DR-2 only where a backup outlives the region. */
function tagsOf(residency: Residency): Record<string, string> {
    const keeps: PromiseId[] = ["BKP-1", "BKP-2", "BKP-3", "DB-1"];
    return residency.homeOnly
        ? {
              "oxygis:promises": keeps.join(" "),
              "oxygis:residency": "home",
              "oxygis:residency-reason": residency.reason,
          }
        : { "oxygis:promises": [...keeps, "DR-2" satisfies PromiseId].join(" ") };
}

/** What makes a database out of a backup or another database; a restored one has the collation of its source. */
function inputsOf(origin: DatabaseOrigin): Partial<sql.DatabaseArgs> {
    switch (origin.from) {
        case "new":
            return { createMode: sql.CreateMode.Default, collation: "SQL_Latin1_General_CP1_CI_AS" };
        case "geo":
            return { createMode: sql.CreateMode.Recovery, recoverableDatabaseId: origin.source };
        case "weekly":
            return {
                createMode: sql.CreateMode.RestoreLongTermRetentionBackup,
                longTermRetentionBackupResourceId: origin.source,
            };
        case "secondary":
            return {
                createMode: sql.CreateMode.Secondary,
                secondaryType: sql.SecondaryType.Geo,
                sourceDatabaseId: origin.source,
            };
    }
}

/** Azure copies no tags to a restored database; these say that it is one. */
const originTags = (origin: DatabaseOrigin): Record<string, string> =>
    origin.from === "new"
        ? {}
        : {
              "oxygis:restored-from": origin.from,
              "oxygis:restore-order": String(origin.order).padStart(4, "0"),
          };

/** Azure guarantees no duration of a restore; the promise for the last customer is 48 hours (DR-3). */
const restoreTimeout = { create: "48h" };

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
 * DR-2 (a restorable point within 24 h, also in the paired region unless the customer forbids a copy there).
 */
export class CustomerDatabase extends pulumi.ComponentResource {
    public readonly databaseId: pulumi.Output<string>;
    public readonly databaseName: pulumi.Output<string>;

    constructor(name: string, args: CustomerDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:data:CustomerDatabase", name, args, opts);

        const { resourceGroupName, location, tags, serverName, residency, origin } = args;
        const { GeoZone, Zone } = sql.BackupStorageRedundancy;
        const database = new sql.Database(
            `${name}-db`,
            {
                resourceGroupName,
                location,
                tags: { ...tags, ...tagsOf(residency), ...originTags(origin) },
                serverName,
                databaseName: args.databaseName,
                // No sku and no zoneRedundant: Azure refuses both on a pooled database, the pool decides.
                elasticPoolId: args.poolId,
                maxSizeBytes: args.maxSizeGiB * bytesPerGiB,
                // A restore would inherit its source's, which the region may not have.
                requestedBackupStorageRedundancy: residency.homeOnly ? Zone : GeoZone,
                ...inputsOf(origin),
            },
            {
                parent: this,
                protect: true,
                retainOnDelete: true,
                ignoreChanges: origin.from === "secondary" ? [...createOnly, "secondaryType"] : createOnly,
                ...(origin.from !== "new" && { customTimeouts: restoreTimeout }),
            },
        );

        declareRetention(name, { resourceGroupName, serverName, database, parent: this }, args);

        this.databaseId = database.id;
        this.databaseName = database.name;
        this.registerOutputs({ databaseId: this.databaseId, databaseName: this.databaseName });
    }
}
