import * as authorization from "@pulumi/azure-native/authorization";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";

export interface SecretVaultArgs extends CommonArgs {
    /** Globally unique; a deleted vault holds its name for 90 days. */
    vaultName: string;
    tenantId: pulumi.Input<string>;
}

/**
 * The key vault of a cell: reached by private link only, access by role only, locked, and nothing in it can be purged.
 *
 * Keeps: PWD-2 (credentials where staff cannot read them), SW-9 (where signing keys lie), ACC-1 (no public path).
 */
export class SecretVault extends pulumi.ComponentResource {
    public readonly vaultId: pulumi.Output<string>;
    public readonly vaultName: pulumi.Output<string>;
    public readonly vaultUri: pulumi.Output<string>;

    constructor(name: string, args: SecretVaultArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:secrets:SecretVault", name, args, opts);

        const { resourceGroupName, location, tags, vaultName, tenantId } = args;
        const vault = new keyvault.Vault(
            `${name}-vault`,
            {
                resourceGroupName,
                location,
                tags,
                vaultName,
                properties: {
                    tenantId,
                    sku: { family: keyvault.SkuFamily.A, name: keyvault.SkuName.Standard },
                    enableRbacAuthorization: true,
                    enableSoftDelete: true,
                    softDeleteRetentionInDays: 90,
                    enablePurgeProtection: true,
                    publicNetworkAccess: "Disabled",
                    // Azure Resource Manager writes the secrets of this program and counts as an Azure service.
                    networkAcls: {
                        defaultAction: keyvault.NetworkRuleAction.Deny,
                        bypass: keyvault.NetworkRuleBypassOptions.AzureServices,
                    },
                },
            },
            { parent: this, protect: true, retainOnDelete: true },
        );
        new authorization.ManagementLockByScope(
            `${name}-lock`,
            {
                scope: vault.id,
                lockName: "keep-secrets",
                level: authorization.LockLevel.CanNotDelete,
                notes: "Without its signing keys and certificate the cell serves nobody; a deleted vault holds its name for 90 days.",
            },
            { parent: this, protect: true },
        );

        this.vaultId = vault.id;
        this.vaultName = vault.name;
        this.vaultUri = vault.properties.apply(({ vaultUri }) => vaultUri ?? "");
        this.registerOutputs({ vaultId: this.vaultId, vaultName: this.vaultName, vaultUri: this.vaultUri });
    }
}
