import { grantedOf, permissionsOf, roleDefinitionType } from "../../lib/azureRole";
import { definePolicy } from "../../lib/policy";

/** Every way of Azure's control and data plane to a password, a key or a signed link, or to an account made with one. */
const forbidden = {
    actions: [
        "Microsoft.AppConfiguration/configurationStores/listKeys/action",
        "Microsoft.AppConfiguration/configurationStores/listKeyValue/action",
        "Microsoft.AppConfiguration/configurationStores/regenerateKey/action",
        "Microsoft.Compute/virtualMachines/extensions/write",
        "Microsoft.Compute/virtualMachines/runCommand/action",
        "Microsoft.Compute/virtualMachineScaleSets/extensions/write",
        "Microsoft.KeyVault/vaults/accessPolicies/write",
        "Microsoft.KeyVault/vaults/secrets/read",
        "Microsoft.KeyVault/vaults/secrets/write",
        "Microsoft.KeyVault/vaults/write",
        "Microsoft.OperationalInsights/workspaces/listKeys/action",
        "Microsoft.OperationalInsights/workspaces/sharedKeys/action",
        "Microsoft.OperationalInsights/workspaces/sharedKeys/read",
        "Microsoft.Sql/servers/administrators/write",
        "Microsoft.Sql/servers/azureADOnlyAuthentications/write",
        "Microsoft.Sql/servers/write",
        "Microsoft.Storage/storageAccounts/listAccountSas/action",
        "Microsoft.Storage/storageAccounts/listKeys/action",
        "Microsoft.Storage/storageAccounts/listServiceSas/action",
        "Microsoft.Storage/storageAccounts/regenerateKey/action",
    ],
    dataActions: [
        "Microsoft.KeyVault/vaults/certificates/write",
        "Microsoft.KeyVault/vaults/keys/decrypt/action",
        "Microsoft.KeyVault/vaults/keys/sign/action",
        "Microsoft.KeyVault/vaults/secrets/getSecret/action",
        "Microsoft.KeyVault/vaults/secrets/setSecret/action",
        "Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action",
    ],
};

export const policy = definePolicy({
    name: "role-without-credentials",
    promise: "PWD-2",
    severity: "critical",
    description:
        "No role of ours reads or writes a credential store, hands out keys, or runs commands on machines that hold some.",
    remedy: "Take the named operations out of actions and dataActions, or into notActions and notDataActions of the same permission.",
    url: "https://learn.microsoft.com/azure/key-vault/general/rbac-guide",
    counterparts: ["AZR-000208"],
    types: [roleDefinitionType],
    resource: ({ props }, report) => {
        // Permissions add up, but nothing that one of them takes out is taken out of another.
        grantedOf(permissionsOf(props, report), forbidden).forEach((grant) => report(`${grant}.`));
    },
});
