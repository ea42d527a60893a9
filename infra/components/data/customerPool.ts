import * as sql from "@pulumi/azure-native/sql";
import * as pulumi from "@pulumi/pulumi";

import { bytesPerGiB } from "../../model/sizes";
import type { CommonArgs } from "../commonArgs";

export interface CustomerPoolArgs extends CommonArgs {
    serverName: pulumi.Input<string>;
    elasticPoolName: string;
    vCores: number;
    /** Room for data of all databases together, GiB. Azure couples the ceiling to the number of vCores. */
    maxSizeGiB: number;
    /** The most one database may take, so that no customer slows down the others. */
    maxVCoresPerDatabase: number;
}

/**
 * An elastic pool of one plan class. GeneralPurpose, not Business Critical: the data files of the latter may span two
 * zones only. Zone-redundant, so losing a zone needs no action and loses nothing.
 *
 * Keeps: DR-1 (hot standby in another zone).
 */
export class CustomerPool extends pulumi.ComponentResource {
    public readonly poolId: pulumi.Output<string>;

    constructor(name: string, args: CustomerPoolArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:data:CustomerPool", name, args, opts);

        const { resourceGroupName, location, tags, serverName, elasticPoolName } = args;
        const pool = new sql.ElasticPool(
            `${name}-pool`,
            {
                resourceGroupName,
                location,
                tags,
                serverName,
                elasticPoolName,
                sku: { name: "GP_Gen5", tier: "GeneralPurpose", family: "Gen5", capacity: args.vCores },
                zoneRedundant: true,
                maxSizeBytes: args.maxSizeGiB * bytesPerGiB,
                perDatabaseSettings: { minCapacity: 0, maxCapacity: args.maxVCoresPerDatabase },
                licenseType: sql.ElasticPoolLicenseType.LicenseIncluded,
            },
            { parent: this },
        );

        this.poolId = pool.id;
        this.registerOutputs({ poolId: this.poolId });
    }
}
