import * as authorization from "@pulumi/azure-native/authorization";
import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";

export interface SessionRecordingsArgs extends CommonArgs {
    accountName: string;
    /** Bastion's own address: the player of recordings comes from there and reads them in the browser. */
    playerOrigin: pulumi.Input<string>;
    /** Days a recording stays, and days again in which one that was deleted or overwritten can be brought back; Azure allows 1 to 365. */
    keptDays: number;
}

/**
 * Where Bastion puts the recordings of staff sessions. It records neither into immutable nor into versioned containers, so what keeps a
 * recording is that a deleted one stays for a year and that nobody may delete the account (docs/decisions/007).
 *
 * Keeps: STAFF-2 (what staff do can be watched), ACC-2 (kept for analysis), BKP-3 (three datacenters), SW-9 (no anonymous container).
 */
export class SessionRecordings extends pulumi.ComponentResource {
    public readonly accountId: pulumi.Output<string>;
    /** What Bastion is told to record into. */
    public readonly containerUrl: pulumi.Output<string>;

    constructor(name: string, args: SessionRecordingsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:monitoring:SessionRecordings", name, args, opts);

        const { resourceGroupName, location, tags, keptDays } = args;
        const keep = { enabled: true, days: keptDays };
        const account = new storage.StorageAccount(
            `${name}-account`,
            {
                resourceGroupName,
                location,
                tags,
                accountName: args.accountName,
                kind: storage.Kind.StorageV2,
                sku: { name: storage.SkuName.Standard_GZRS },
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
            },
            { parent: this, protect: true, retainOnDelete: true },
        );
        new authorization.ManagementLockByScope(
            `${name}-lock`,
            {
                scope: account.id,
                lockName: "keep-recordings",
                level: authorization.LockLevel.CanNotDelete,
                notes: "The security page promises that what staff do can be followed up.",
            },
            { parent: this, protect: true },
        );
        new storage.BlobServiceProperties(
            `${name}-service`,
            {
                resourceGroupName,
                accountName: account.name,
                blobServicesName: "default",
                isVersioningEnabled: false,
                deleteRetentionPolicy: keep,
                containerDeleteRetentionPolicy: keep,
                cors: {
                    corsRules: [
                        {
                            allowedOrigins: [args.playerOrigin],
                            allowedMethods: [storage.AllowedMethods.GET],
                            allowedHeaders: ["*"],
                            exposedHeaders: ["*"],
                            maxAgeInSeconds: 86_400,
                        },
                    ],
                },
            },
            { parent: this, protect: true, retainOnDelete: true },
        );
        new storage.ManagementPolicy(
            `${name}-lifecycle`,
            {
                resourceGroupName,
                accountName: account.name,
                managementPolicyName: "default",
                policy: {
                    rules: [
                        {
                            name: "forget-recordings",
                            type: storage.RuleType.Lifecycle,
                            enabled: true,
                            definition: {
                                filters: { blobTypes: ["blockBlob", "appendBlob"] },
                                actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: keptDays } } },
                            },
                        },
                    ],
                },
            },
            { parent: this },
        );
        const container = new storage.BlobContainer(
            `${name}-container`,
            {
                resourceGroupName,
                accountName: account.name,
                containerName: "recordings",
                publicAccess: storage.PublicAccess.None,
            },
            { parent: this, protect: true, retainOnDelete: true },
        );

        this.accountId = account.id;
        this.containerUrl = pulumi.interpolate`${account.primaryEndpoints.blob}${container.name}`;
        this.registerOutputs({ accountId: this.accountId, containerUrl: this.containerUrl });
    }
}
