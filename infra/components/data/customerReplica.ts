import * as sql from "@pulumi/azure-native/sql";
import * as pulumi from "@pulumi/pulumi";

import type { PromiseId } from "../../model/promises";
import type { CommonArgs } from "../commonArgs";
import { createOnly } from "./customerDatabase";
import { declareRetention, type Retention } from "./retention";

export interface CustomerReplicaArgs extends CommonArgs, Retention {
    /** The server in the further region. */
    serverName: pulumi.Input<string>;
    /** The name of the live database: Azure wants the same one on both sides. */
    databaseName: string;
    sourceDatabaseId: pulumi.Input<string>;
    vCores: number;
}

const keeps: PromiseId[] = ["BKP-4", "BKP-1", "BKP-3"];

/**
 * A customer's database in a further region that the customer asked for: a geo-secondary a few seconds behind the live database,
 * with machines of its own, so that it costs its customer alone. Its backups begin when it becomes the live database, and then
 * are kept as at home; they stay in the region that was asked for.
 *
 * Keeps: BKP-4 (a copy in another region on request), BKP-1 and BKP-3 (kept a year in three datacenters, once it is live).
 */
export class CustomerReplica extends pulumi.ComponentResource {
    public readonly databaseId: pulumi.Output<string>;

    constructor(name: string, args: CustomerReplicaArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:data:CustomerReplica", name, args, opts);

        const { resourceGroupName, location, tags, serverName, databaseName } = args;
        const database = new sql.Database(
            `${name}-db`,
            {
                resourceGroupName,
                location,
                tags: { ...tags, "oxygis:promises": keeps.join(" ") },
                serverName,
                databaseName,
                // No size and no collation: both follow the source's, and a change of ours would fail against it.
                createMode: sql.CreateMode.Secondary,
                secondaryType: sql.SecondaryType.Geo,
                sourceDatabaseId: args.sourceDatabaseId,
                sku: { name: "GP_Gen5", tier: "GeneralPurpose", family: "Gen5", capacity: args.vCores },
                zoneRedundant: true,
                licenseType: sql.DatabaseLicenseType.LicenseIncluded,
                requestedBackupStorageRedundancy: sql.BackupStorageRedundancy.Zone,
            },
            { parent: this, protect: true, retainOnDelete: true, ignoreChanges: [...createOnly, "secondaryType"] },
        );

        declareRetention(name, { resourceGroupName, serverName, database, parent: this }, args);

        this.databaseId = database.id;
        this.registerOutputs({ databaseId: this.databaseId });
    }
}
