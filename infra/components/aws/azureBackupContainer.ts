import * as authorization from "@pulumi/azure-native/authorization";
import * as storage from "@pulumi/azure-native/storage";
import type * as types from "@pulumi/azure-native/types";
import * as pulumi from "@pulumi/pulumi";

import { azureContainers } from "../../model/awsBackups";
import type { CommonArgs } from "../commonArgs";

export interface AzureBackupContainerArgs extends CommonArgs {
    accountName: string;
    /** Days in which nobody can change or delete what was written. */
    immutableDays: number;
    /** Whether the time above can never be shortened again. Azure locks an account that exists, and creates none that is locked. */
    locked: boolean;
    /** Days after which backups, and what documents were before, go; more than the days above. */
    keptDays: number;
    /** Days after which a copy moves to storage that costs less and is read as quickly. */
    coolAfterDays: number;
}

/**
 * Where backups and documents of a cell on AWS lie on Azure: in three datacenters, immutable for a year, and reached by private link
 * only. Nothing that happens on AWS takes anything from here within that year: backups are only added, and what documents were is
 * copied aside before they change.
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
                policy: { rules: lifecycle(args) },
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
        const containers = Object.values(azureContainers).map(
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

/** Documents that are there on AWS stay; all else ends. */
function lifecycle({ keptDays, coolAfterDays }: AzureBackupContainerArgs) {
    const rule = (name: string, actions: types.input.storage.ManagementPolicyActionArgs, containers?: string[]) => ({
        name,
        enabled: true,
        type: storage.RuleType.Lifecycle,
        definition: {
            filters: { blobTypes: ["blockBlob"], prefixMatch: containers?.map((container) => `${container}/`) },
            actions,
        },
    });
    return [
        rule("cheaper-when-old", { baseBlob: { tierToCold: { daysAfterModificationGreaterThan: coolAfterDays } } }),
        rule("end-of-versions", { version: { delete: { daysAfterCreationGreaterThan: keptDays } } }),
        rule("end-of-retention", { baseBlob: { delete: { daysAfterCreationGreaterThan: keptDays } } }, [
            azureContainers.backups,
            azureContainers.replaced,
        ]),
    ];
}
