import * as authorization from "@pulumi/azure-native/authorization";
import * as sql from "@pulumi/azure-native/sql";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";
import type { SqlServerArgs } from "./sqlServer";

export interface ManagedInstanceArgs extends CommonArgs, Pick<SqlServerArgs, "tenantId" | "administrators"> {
    instanceName: string;
    /** A subnet of its own or shared with other instances, delegated to Microsoft.Sql/managedInstances. */
    subnetId: pulumi.Input<string>;
    vCores: number;
    /** For all databases together, GiB. */
    storageGiB: number;
    /** Reads the backups that databases are made from. */
    identityId: pulumi.Input<string>;
}

/** First of all Azure builds the machines of the subnet, zone by zone: "within four hours" ("Duration of management operations"). */
const buildTimeout = { create: "12h", update: "12h", delete: "12h" };

/**
 * A SQL Managed Instance for databases that come from a cell on AWS: a logical server takes no backups of SQL Server, and an instance does.
 * Zone-redundant, without a public address, without SQL logins, and locked, since its backups go with it.
 *
 * Keeps: DR-1 (hot standby in another zone), ACC-1 (no public path), STAFF-1 (own sign-in only), COM-1 (TLS 1.2 and up), BKP-3 (backups in
 * three datacenters), DR-2 (backups survive mistakes, and lie in the paired region too).
 */
export class ManagedInstance extends pulumi.ComponentResource {
    public readonly instanceId: pulumi.Output<string>;
    public readonly instanceName: pulumi.Output<string>;
    /** The name clients connect to: a private address of the cell's network. */
    public readonly hostName: pulumi.Output<string>;

    constructor(name: string, args: ManagedInstanceArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:data:ManagedInstance", name, args, opts);

        const { resourceGroupName, location, tags, tenantId, administrators, identityId } = args;
        const instance = new sql.ManagedInstance(
            `${name}-instance`,
            {
                resourceGroupName,
                location,
                tags,
                managedInstanceName: args.instanceName,
                subnetId: args.subnetId,
                // Not Business Critical, which takes four times the price for disks of its own.
                sku: { name: "GP_Gen5", tier: "GeneralPurpose", family: "Gen5", capacity: args.vCores },
                vCores: args.vCores,
                storageSizeInGB: args.storageGiB,
                zoneRedundant: true,
                requestedBackupStorageRedundancy: sql.BackupStorageRedundancy.GeoZone,
                licenseType: sql.ManagedInstanceLicenseType.LicenseIncluded,
                // The format of the backups that come from RDS, in which a database can go back there.
                databaseFormat: sql.ManagedInstanceDatabaseFormat.SQLServer2022,
                minimalTlsVersion: sql.MinimalTlsVersion.MinimalTlsVersion_1_2,
                publicDataEndpointEnabled: false,
                // Clients talk to port 1433 alone, as to the other databases of a cell.
                proxyOverride: sql.ManagedInstanceProxyOverride.Proxy,
                identity: { type: sql.IdentityType.UserAssigned, userAssignedIdentities: [identityId] },
                primaryUserAssignedIdentityId: identityId,
                administrators: {
                    administratorType: sql.AdministratorType.ActiveDirectory,
                    azureADOnlyAuthentication: true,
                    principalType: sql.PrincipalType.Group,
                    login: administrators.displayName,
                    sid: administrators.objectId,
                    tenantId,
                },
            },
            { parent: this, protect: true, retainOnDelete: true, customTimeouts: buildTimeout },
        );
        new authorization.ManagementLockByScope(
            `${name}-lock`,
            {
                scope: instance.id,
                lockName: "keep-backups",
                level: authorization.LockLevel.CanNotDelete,
                notes: "Deleting the instance makes the point-in-time backups of its customers unrecoverable.",
            },
            { parent: this, protect: true },
        );

        this.instanceId = instance.id;
        this.instanceName = instance.name;
        this.hostName = instance.fullyQualifiedDomainName;
        this.registerOutputs({
            instanceId: this.instanceId,
            instanceName: this.instanceName,
            hostName: this.hostName,
        });
    }
}
