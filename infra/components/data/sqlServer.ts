import * as authorization from "@pulumi/azure-native/authorization";
import * as sql from "@pulumi/azure-native/sql";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";

export interface SqlServerArgs extends CommonArgs {
    serverName: string;
    tenantId: pulumi.Input<string>;
    /** The Entra group whose members administer the server; nobody else can sign in as an administrator. */
    administrators: { displayName: pulumi.Input<string>; objectId: pulumi.Input<string> };
}

/**
 * The logical server of a cell: no SQL logins, no public address, and locked, because deleting a server makes every
 * point-in-time backup of its databases unrecoverable. The lock covers the databases too: erasing a customer lifts it first.
 *
 * Keeps: ACC-1 (no public path), STAFF-1 (own sign-in only), COM-1 (TLS 1.2 and up), DR-2 (backups survive mistakes).
 */
export class SqlServer extends pulumi.ComponentResource {
    public readonly serverId: pulumi.Output<string>;
    public readonly serverName: pulumi.Output<string>;
    /** The name clients connect to; inside the cell it leads to the private endpoint. */
    public readonly hostName: pulumi.Output<string>;

    constructor(name: string, args: SqlServerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:data:SqlServer", name, args, opts);

        const { resourceGroupName, location, tags, serverName, tenantId, administrators } = args;
        const server = new sql.Server(
            `${name}-server`,
            {
                resourceGroupName,
                location,
                tags,
                serverName,
                version: "12.0",
                minimalTlsVersion: sql.MinimalTlsVersion.MinimalTlsVersion_1_2,
                publicNetworkAccess: sql.ServerPublicNetworkAccessFlag.Disabled,
                restrictOutboundNetworkAccess: sql.ServerNetworkAccessFlag.Enabled,
                administrators: {
                    administratorType: sql.AdministratorType.ActiveDirectory,
                    azureADOnlyAuthentication: true,
                    principalType: sql.PrincipalType.Group,
                    login: administrators.displayName,
                    sid: administrators.objectId,
                    tenantId,
                },
            },
            { parent: this, protect: true, retainOnDelete: true },
        );

        new authorization.ManagementLockByScope(
            `${name}-lock`,
            {
                scope: server.id,
                lockName: "keep-backups",
                level: authorization.LockLevel.CanNotDelete,
                notes: "Deleting the server makes the point-in-time backups of every customer unrecoverable.",
            },
            { parent: this, protect: true },
        );

        this.serverId = server.id;
        this.serverName = server.name;
        this.hostName = server.fullyQualifiedDomainName;
        this.registerOutputs({ serverId: this.serverId, serverName: this.serverName, hostName: this.hostName });
    }
}
