import * as appconfiguration from "@pulumi/azure-native/appconfiguration";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";

export interface ConfigurationStoreArgs extends CommonArgs {
    /** Globally unique; a deleted store holds its name for 7 days. */
    storeName: string;
}

/**
 * The App Configuration store of a cell, which holds the catalogue of customers: no access keys, reached by private link only.
 * Azure Resource Manager passes the caller's own identity on, so who may write values is decided by data roles.
 *
 * Keeps: ACC-1 (no public path), STAFF-1 (no shared keys).
 */
export class ConfigurationStore extends pulumi.ComponentResource {
    public readonly storeId: pulumi.Output<string>;
    public readonly storeName: pulumi.Output<string>;
    public readonly endpoint: pulumi.Output<string>;

    constructor(name: string, args: ConfigurationStoreArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:secrets:ConfigurationStore", name, args, opts);

        const { resourceGroupName, location, tags, storeName } = args;
        const store = new appconfiguration.ConfigurationStore(
            `${name}-store`,
            {
                resourceGroupName,
                location,
                tags,
                configStoreName: storeName,
                sku: { name: "Standard" },
                disableLocalAuth: true,
                enablePurgeProtection: true,
                softDeleteRetentionInDays: 7,
                publicNetworkAccess: appconfiguration.PublicNetworkAccess.Disabled,
                dataPlaneProxy: {
                    authenticationMode: appconfiguration.AuthenticationMode.Pass_through,
                    // Otherwise Azure Resource Manager refuses every value of a store without a public address.
                    privateLinkDelegation: appconfiguration.PrivateLinkDelegation.Enabled,
                },
            },
            { parent: this, protect: true, retainOnDelete: true },
        );

        this.storeId = store.id;
        this.storeName = store.name;
        this.endpoint = store.endpoint;
        this.registerOutputs({ storeId: this.storeId, storeName: this.storeName, endpoint: this.endpoint });
    }
}
