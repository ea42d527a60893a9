import * as authorization from "@pulumi/azure-native/authorization";
import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";

export interface AzureBackupContainerArgs extends CommonArgs {
    accountName: string;
    /** One for each bucket that is pulled. */
    containers: string[];
    /** Days in which nobody can change or delete what was written. */
    immutableDays: number;
    /** Whether the time above can never be shortened again. Azure locks an account that exists, and creates none that is locked. */
    locked: boolean;
    /** Days after which a copy moves to storage that costs less and is read as quickly. */
    coolAfterDays: number;
}

/**
 * Where backups and documents of a cell on AWS lie on Azure: in three datacenters, immutable for a year, and reached by private link
 * only. What is there follows the buckets: the pull takes away what the buckets have forgotten, once Azure lets it.
 *
 * Keeps: BKP-2 (backups lie on Azure), BKP-3 (in three datacenters), BKP-1 (nobody can delete them for a year), SW-9 (no public access).
 */
export class AzureBackupContainer extends pulumi.ComponentResource {
    public readonly accountId: pulumi.Output<string>;
    public readonly accountName: pulumi.Output<string>;
    /** Host of the account's blobs, known once the containers are there. */
    public readonly host: pulumi.Output<string>;

    constructor(name: string, args: AzureBackupContainerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:AzureBackupContainer", name, args, opts);

        const { resourceGroupName, location, tags, accountName } = args;
        const account = new storage.StorageAccount(
            `${name}-account`,
            {
                resourceGroupName,
                location,
                tags: { ...tags, "oxygis:purpose": "backups" },
                accountName,
                kind: storage.Kind.StorageV2,
                sku: { name: storage.SkuName.Standard_ZRS },
                minimumTlsVersion: storage.MinimumTlsVersion.TLS1_2,
                enableHttpsTrafficOnly: true,
                allowSharedKeyAccess: false,
                defaultToOAuthAuthentication: true,
                allowBlobPublicAccess: false,
                allowCrossTenantReplication: false,
                isLocalUserEnabled: false,
                isSftpEnabled: false,
                publicNetworkAccess: storage.PublicNetworkAccess.Disabled,
                networkRuleSet: { defaultAction: storage.DefaultAction.Deny, bypass: storage.Bypass.None },
                immutableStorageWithVersioning: {
                    enabled: true,
                    immutabilityPolicy: {
                        state: args.locked
                            ? storage.AccountImmutabilityPolicyState.Locked
                            : storage.AccountImmutabilityPolicyState.Unlocked,
                        immutabilityPeriodSinceCreationInDays: args.immutableDays,
                        allowProtectedAppendWrites: false,
                    },
                },
            },
            { parent: this, protect: true, retainOnDelete: true },
        );
        const part = { resourceGroupName, accountName: account.name };
        const blobs = new storage.BlobServiceProperties(
            `${name}-blobs`,
            { ...part, blobServicesName: "default", isVersioningEnabled: true },
            // The account's protection rests on versions.
            { parent: this, protect: true, retainOnDelete: true },
        );
        new storage.ManagementPolicy(
            `${name}-lifecycle`,
            {
                ...part,
                managementPolicyName: "default",
                policy: {
                    rules: [
                        {
                            name: "cheaper-when-old",
                            enabled: true,
                            type: storage.RuleType.Lifecycle,
                            definition: {
                                filters: { blobTypes: ["blockBlob"] },
                                actions: {
                                    baseBlob: { tierToCold: { daysAfterModificationGreaterThan: args.coolAfterDays } },
                                    version: { tierToCold: { daysAfterCreationGreaterThan: args.coolAfterDays } },
                                },
                            },
                        },
                    ],
                },
            },
            { parent: this },
        );
        new authorization.ManagementLockByScope(
            `${name}-lock`,
            {
                scope: account.id,
                lockName: "keep-backups",
                level: authorization.LockLevel.CanNotDelete,
                notes: "The security page promises that backups lie on Azure; these are of customers hosted on AWS.",
            },
            { parent: this, protect: true },
        );
        const containers = args.containers.map(
            (containerName) =>
                new storage.BlobContainer(
                    `${name}-${containerName}`,
                    { ...part, containerName, publicAccess: storage.PublicAccess.None },
                    { parent: this, protect: true, retainOnDelete: true, dependsOn: blobs },
                ),
        );

        this.accountId = account.id;
        this.accountName = account.name;
        const made = pulumi.all(containers.map(({ id }) => id));
        this.host = pulumi.all([account.primaryEndpoints, made]).apply(([{ blob }]) => new URL(blob).host);
        this.registerOutputs({ accountId: this.accountId, accountName: this.accountName, host: this.host });
    }
}
