import * as authorization from "@pulumi/azure-native/authorization";
import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";

export interface DocumentsAccountArgs extends CommonArgs {
    /** Globally unique. */
    accountName: string;
    /** Zone-redundant either way; `Standard_RAGZRS` is also copied to the paired region, and can be read there at any time. */
    sku: "Standard_RAGZRS" | "Standard_ZRS";
    /** Days a deleted or overwritten document can be taken back. */
    retentionDays: number;
    /** Name of the container that belongs to nobody; Azure Backup protects no account without one. */
    systemContainer: string;
    /** The customers' containers. */
    containers: { slug: string; name: string }[];
}

/** What this account may and others may not; the reason is a tag, so that a policy can tell it from an oversight. */
const exceptions = {
    "oxygis:cross-tenant-replication": "Azure Backup copies blobs into its own tenant's vault storage",
};

/**
 * Documents of customers, a container for each: no shared keys, no public address, no anonymous reading. Old versions and deleted
 * documents stay for a while, and go then, because what is deleted must be gone one day.
 *
 * Keeps: DB-1 (a container per customer), SW-9 (links signed for one person, nothing public), ACC-1 (no public path), DR-1 (in three
 * zones).
 */
export class DocumentsAccount extends pulumi.ComponentResource {
    public readonly accountId: pulumi.Output<string>;
    public readonly accountName: pulumi.Output<string>;
    /** The name clients connect to; inside the cell it leads to the private endpoint. */
    public readonly host: pulumi.Output<string>;
    /** Names of all containers, the system's too, each known once it exists. */
    public readonly containerNames: pulumi.Output<string>[];

    constructor(name: string, args: DocumentsAccountArgs, opts?: pulumi.ComponentResourceOptions) {
        const { containers, ...own } = args;
        // The customers stay out of the component's own inputs: adding one changes nothing but that customer's resources.
        super("oxygis:data:DocumentsAccount", name, own, opts);

        const { resourceGroupName, location, retentionDays } = args;
        const kept = { protect: true, retainOnDelete: true, parent: this };
        const account = new storage.StorageAccount(
            `${name}-account`,
            {
                resourceGroupName,
                location,
                tags: { ...args.tags, ...exceptions },
                accountName: args.accountName,
                kind: storage.Kind.StorageV2,
                sku: { name: args.sku },
                accessTier: storage.AccessTier.Hot,
                minimumTlsVersion: storage.MinimumTlsVersion.TLS1_2,
                enableHttpsTrafficOnly: true,
                allowSharedKeyAccess: false,
                defaultToOAuthAuthentication: true,
                allowBlobPublicAccess: false,
                allowCrossTenantReplication: true,
                isLocalUserEnabled: false,
                isSftpEnabled: false,
                publicNetworkAccess: storage.PublicNetworkAccess.Disabled,
                // Azure Backup counts as an Azure service.
                networkRuleSet: { defaultAction: storage.DefaultAction.Deny, bypass: storage.Bypass.AzureServices },
                encryption: { keySource: storage.KeySource.Microsoft_Storage, requireInfrastructureEncryption: true },
            },
            kept,
        );
        new authorization.ManagementLockByScope(
            `${name}-lock`,
            {
                scope: account.id,
                lockName: "keep-documents",
                level: authorization.LockLevel.CanNotDelete,
                notes: "Deleting the account deletes the documents of every customer in it.",
            },
            { parent: this, protect: true },
        );
        const inAccount = { resourceGroupName, accountName: account.name };

        const retention = { enabled: true, days: retentionDays };
        const service = new storage.BlobServiceProperties(
            `${name}-blobs`,
            {
                ...inAccount,
                blobServicesName: "default",
                isVersioningEnabled: true,
                changeFeed: { enabled: true },
                deleteRetentionPolicy: retention,
                containerDeleteRetentionPolicy: retention,
            },
            { parent: this, retainOnDelete: true },
        );
        new storage.ManagementPolicy(
            `${name}-lifecycle`,
            { ...inAccount, managementPolicyName: "default", policy: { rules: [endOfVersions(retentionDays)] } },
            { parent: this, retainOnDelete: true },
        );

        const container = (suffix: string, containerName: string, metadata: Record<string, string>) =>
            new storage.BlobContainer(
                `${name}-${suffix}`,
                { ...inAccount, containerName, publicAccess: storage.PublicAccess.None, metadata },
                // No document may be there before its versions are kept.
                { ...kept, dependsOn: service },
            ).name;
        this.containerNames = [
            container("system", args.systemContainer, { purpose: "system" }),
            ...containers.map(({ slug, name: own }) => container(slug, own, { customer: slug })),
        ];

        this.accountId = account.id;
        this.accountName = account.name;
        this.host = account.primaryEndpoints.apply(({ blob }) => new URL(blob).host);
        this.registerOutputs({ accountId: this.accountId, accountName: this.accountName, host: this.host });
    }
}

/** Versions would stay for ever; a deleted version is a deleted blob and can be taken back for as long again. */
const endOfVersions = (days: number) => ({
    name: "end-of-versions",
    type: storage.RuleType.Lifecycle,
    enabled: true,
    definition: {
        filters: { blobTypes: ["blockBlob"] },
        actions: { version: { delete: { daysAfterCreationGreaterThan: days } } },
    },
});
