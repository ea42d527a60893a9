import * as sql from "@pulumi/azure-native/sql";
import * as pulumi from "@pulumi/pulumi";

import { folderOfBackup } from "../../model/managedInstances";
import type { CommonArgs } from "../commonArgs";

export interface ManagedDatabaseArgs extends CommonArgs {
    instanceName: pulumi.Input<string>;
    databaseName: string;
    /** Address of the backup that it is made from: a file in a folder that holds no other. */
    source: string;
    /** Place in the order of restores; the largest come first. */
    order: number;
    /** How long the weekly backups are kept, ISO 8601. */
    weeklyRetention: string;
}

/** Azure guarantees no duration of a restore; the promise is 24 hours (DR-3). */
const restoreTimeout = { create: "24h" };

/** What Azure takes at creation only: a change would plan delete and create of a customer's data. */
const createOnly = [
    "autoCompleteRestore",
    "collation",
    "createMode",
    "lastBackupName",
    "storageContainerIdentity",
    "storageContainerUri",
];

/**
 * One customer's own database on a managed instance, made from a backup that a cell on AWS has left on Azure. The instance reads the file as
 * itself: no link and no key is written anywhere.
 *
 * Keeps: DB-1 (dedicated database), BKP-1 (weekly backups kept a year), BKP-2 (on Azure), DR-2 (a restorable point within 24 h).
 */
export class ManagedDatabase extends pulumi.ComponentResource {
    public readonly databaseId: pulumi.Output<string>;
    public readonly databaseName: pulumi.Output<string>;

    constructor(name: string, args: ManagedDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:data:ManagedDatabase", name, args, opts);

        const { resourceGroupName, location, tags } = args;
        const { containerUri, fileName } = folderOfBackup(args.source);
        const database = new sql.ManagedDatabase(
            `${name}-db`,
            {
                resourceGroupName,
                location,
                tags: {
                    ...tags,
                    "oxygis:promises": "BKP-1 BKP-2 BKP-3 DB-1 DR-2",
                    "oxygis:restored-from": "native",
                    "oxygis:restore-order": String(args.order).padStart(4, "0"),
                },
                managedInstanceName: args.instanceName,
                databaseName: args.databaseName,
                createMode: sql.ManagedDatabaseCreateMode.RestoreExternalBackup,
                collation: "SQL_Latin1_General_CP1_CI_AS",
                storageContainerUri: containerUri,
                storageContainerIdentity: "ManagedIdentity",
                lastBackupName: fileName,
                autoCompleteRestore: true,
            },
            {
                parent: this,
                protect: true,
                retainOnDelete: true,
                ignoreChanges: createOnly,
                customTimeouts: restoreTimeout,
            },
        );
        new sql.ManagedInstanceLongTermRetentionPolicy(
            `${name}-ltr`,
            {
                resourceGroupName,
                managedInstanceName: args.instanceName,
                databaseName: database.name,
                policyName: "default",
                weeklyRetention: args.weeklyRetention,
                monthlyRetention: "PT0S",
                yearlyRetention: "PT0S",
                weekOfYear: 1,
            },
            // A database that stays behind keeps its retention: forgetting it here must not shorten it there.
            { parent: this, retainOnDelete: true },
        );

        this.databaseId = database.id;
        this.databaseName = database.name;
        this.registerOutputs({ databaseId: this.databaseId, databaseName: this.databaseName });
    }
}
