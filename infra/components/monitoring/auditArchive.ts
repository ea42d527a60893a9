import * as authorization from "@pulumi/azure-native/authorization";
import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";

export interface AuditArchiveArgs extends CommonArgs {
    accountName: string;
    /** How long nobody can change or delete what was written, days. */
    retentionDays: pulumi.Input<number>;
    /** Whether the time above can never be shortened again. Azure locks an account that exists, and creates none that is locked. */
    locked: boolean;
}

/** Azure Monitor is the only one to write here, over Azure's own network; the account's firewall lets nobody else in. */
const exceptions = { "oxygis:public-network": "closed but to the log service of Azure, which has no private way in" };

/** Days between the end of the protection and the end of the log, so that the one never meets the other. */
const graceDays = 7;

/**
 * Second copy of the access logs of one region, which nobody can change or delete while it is kept: not an administrator, not this
 * program. Azure writes logs to an account in the region of their resource only; the workspace holds the other copy elsewhere.
 *
 * Keeps: ACC-2 (access logs cannot be wiped), STAFF-2 (not even by those whose actions they hold).
 */
export class AuditArchive extends pulumi.ComponentResource {
    public readonly accountId: pulumi.Output<string>;

    constructor(name: string, args: AuditArchiveArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:monitoring:AuditArchive", name, args, opts);

        const { resourceGroupName, location, tags, accountName } = args;
        const retentionDays = pulumi.output(args.retentionDays);
        const account = new storage.StorageAccount(
            `${name}-account`,
            {
                resourceGroupName,
                location,
                tags: { ...tags, ...exceptions },
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
                publicNetworkAccess: storage.PublicNetworkAccess.Enabled,
                networkRuleSet: {
                    defaultAction: storage.DefaultAction.Deny,
                    bypass: storage.Bypass.AzureServices,
                },
                immutableStorageWithVersioning: {
                    enabled: true,
                    immutabilityPolicy: {
                        state: args.locked
                            ? storage.AccountImmutabilityPolicyState.Locked
                            : storage.AccountImmutabilityPolicyState.Unlocked,
                        immutabilityPeriodSinceCreationInDays: retentionDays,
                        // Azure Monitor writes an hour's log piece by piece.
                        allowProtectedAppendWrites: true,
                    },
                },
            },
            { parent: this, protect: true, retainOnDelete: true },
        );
        const part = { resourceGroupName, accountName: account.name };
        new storage.BlobServiceProperties(
            `${name}-blobs`,
            { ...part, blobServicesName: "default", isVersioningEnabled: true },
            // The account's protection rests on versions.
            { parent: this, protect: true, retainOnDelete: true },
        );
        const ended = retentionDays.apply((days) => days + graceDays);
        new storage.ManagementPolicy(
            `${name}-lifecycle`,
            {
                ...part,
                managementPolicyName: "default",
                policy: {
                    rules: [
                        {
                            name: "end-of-retention",
                            enabled: true,
                            type: storage.RuleType.Lifecycle,
                            definition: {
                                filters: { blobTypes: ["appendBlob", "blockBlob"] },
                                actions: {
                                    baseBlob: { delete: { daysAfterModificationGreaterThan: ended } },
                                    version: { delete: { daysAfterCreationGreaterThan: ended } },
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
                lockName: "keep-access-logs",
                level: authorization.LockLevel.CanNotDelete,
                notes: "The security page promises that access logs are kept.",
            },
            { parent: this, protect: true },
        );

        this.accountId = account.id;
        this.registerOutputs({ accountId: this.accountId });
    }
}
