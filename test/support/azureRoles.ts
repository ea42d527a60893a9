/** Whether a role lets somebody do an operation: as Azure reads its lists, where `*` stands for any text. */
export function allows(
    permissions: { allowed: readonly string[]; taken: readonly string[] },
    operation: string,
): boolean {
    const matches = (pattern: string) =>
        new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`, "i").test(operation);
    return permissions.allowed.some(matches) && !permissions.taken.some(matches);
}

const escaped = (text: string) => text.replaceAll(/[.\\/]/g, "\\$&");

/** What opens a credential store or resets what people sign in with: no role of staff may hold one of these (PWD-2). */
export const credentialOperations = [
    "Microsoft.AppConfiguration/configurationStores/ListKeys/action",
    "Microsoft.AppConfiguration/configurationStores/RegenerateKey/action",
    "Microsoft.AppConfiguration/configurationStores/keyValues/read",
    "Microsoft.Authorization/elevateAccess/action",
    "Microsoft.Authorization/roleAssignments/write",
    "Microsoft.Authorization/roleDefinitions/write",
    "Microsoft.Compute/virtualMachines/extensions/write",
    "Microsoft.Compute/virtualMachines/runCommand/action",
    "Microsoft.KeyVault/vaults/accessPolicies/write",
    "Microsoft.KeyVault/vaults/secrets/read",
    "Microsoft.KeyVault/vaults/secrets/write",
    "Microsoft.KeyVault/vaults/write",
    "Microsoft.OperationalInsights/workspaces/sharedKeys/action",
    "Microsoft.OperationalInsights/workspaces/sharedKeys/read",
    "Microsoft.Sql/servers/administrators/write",
    "Microsoft.Sql/servers/azureADOnlyAuthentications/write",
    "Microsoft.Sql/servers/write",
    "Microsoft.Storage/storageAccounts/listAccountSas/action",
    "Microsoft.Storage/storageAccounts/listKeys/action",
    "Microsoft.Storage/storageAccounts/listServiceSas/action",
    "Microsoft.Storage/storageAccounts/regenerateKey/action",
];

/** The same inside resources: the content of vaults, stores, accounts. */
export const credentialDataOperations = [
    "Microsoft.AppConfiguration/configurationStores/keyValues/read",
    "Microsoft.KeyVault/vaults/certificates/read",
    "Microsoft.KeyVault/vaults/keys/decrypt/action",
    "Microsoft.KeyVault/vaults/secrets/getSecret/action",
    "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
    "Microsoft.KeyVault/vaults/secrets/setSecret/action",
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
    "Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action",
];
