import * as sql from "@pulumi/azure-native/sql";
import * as pulumi from "@pulumi/pulumi";

export interface CustomerFailoverArgs {
    resourceGroupName: pulumi.Input<string>;
    /** The server of the live database. */
    serverName: pulumi.Input<string>;
    /** Unique in all of Azure: the group is also a host name. */
    groupName: string;
    databaseId: pulumi.Input<string>;
    /** The server in the further region that holds a replica of the database already. */
    partnerServerId: pulumi.Input<string>;
    tags: Record<string, string>;
}

/**
 * The failover group of one customer's database: one command makes the replica the live database, and when the home region is
 * back, one command returns. People decide (policy Manual): Azure's own choice would come an hour later and ask nobody.
 *
 * Keeps: BKP-4 (a copy in another region on request).
 */
export class CustomerFailover extends pulumi.ComponentResource {
    constructor(name: string, args: CustomerFailoverArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:data:CustomerFailover", name, args, opts);

        const { resourceGroupName, serverName, tags } = args;
        new sql.FailoverGroup(
            `${name}-group`,
            {
                resourceGroupName,
                serverName,
                failoverGroupName: args.groupName,
                databases: [args.databaseId],
                partnerServers: [{ id: args.partnerServerId }],
                readWriteEndpoint: { failoverPolicy: sql.ReadWriteEndpointFailoverPolicy.Manual },
                readOnlyEndpoint: { failoverPolicy: sql.ReadOnlyEndpointFailoverPolicy.Disabled },
                secondaryType: sql.FailoverGroupDatabasesSecondaryType.Geo,
                tags,
            },
            { parent: this },
        );

        this.registerOutputs({});
    }
}
