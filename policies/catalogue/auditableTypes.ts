/** What of a resource's use must be logged, restated here and not taken from the program. */
export interface Auditable {
    /** Azure's log categories that say who did what. */
    readonly categories: readonly string[];
    /** Where below the resource the setting is made. @default on the resource itself */
    readonly below?: string;
}

const vault = [
    "CoreAzureBackup",
    "AddonAzureBackupJobs",
    "AddonAzureBackupPolicy",
    "AddonAzureBackupProtectedInstance",
];

/**
 * Types that are public or critical, and so have their use logged (ACC-2).
 * Source: "Supported resource log categories for Azure Monitor" of Microsoft's documentation.
 */
export const auditableTypes: Readonly<Record<string, Auditable>> = {
    "azure-native:apimanagement:ApiManagementService": { categories: ["GatewayLogs"] },
    "azure-native:app:ManagedEnvironment": { categories: ["ContainerAppConsoleLogs", "ContainerAppSystemLogs"] },
    "azure-native:appconfiguration:ConfigurationStore": { categories: ["HttpRequest", "Audit"] },
    "azure-native:cdn:Profile": { categories: ["FrontDoorAccessLog", "FrontDoorWebApplicationFirewallLog"] },
    "azure-native:containerregistry:Registry": {
        categories: ["ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents"],
    },
    "azure-native:dataprotection:BackupVault": { categories: vault },
    "azure-native:dbforpostgresql:Server": { categories: ["PostgreSQLLogs"] },
    "azure-native:keyvault:Vault": { categories: ["AuditEvent"] },
    "azure-native:network:ApplicationGateway": {
        categories: ["ApplicationGatewayAccessLog", "ApplicationGatewayFirewallLog"],
    },
    "azure-native:network:AzureFirewall": { categories: ["AZFWApplicationRule", "AZFWNetworkRule"] },
    "azure-native:network:BastionHost": { categories: ["BastionAuditLogs"] },
    "azure-native:operationalinsights:Workspace": { categories: ["Audit"] },
    "azure-native:recoveryservices:Vault": { categories: [...vault, "AddonAzureBackupStorage"] },
    "azure-native:sql:ManagedInstance": { categories: ["SQLSecurityAuditEvents", "DevOpsOperationsAudit"] },
    // Records of the server and all its databases come out at master.
    "azure-native:sql:Server": {
        categories: ["SQLSecurityAuditEvents", "DevOpsOperationsAudit"],
        below: "databases/master",
    },
    "azure-native:storage:StorageAccount": {
        categories: ["StorageRead", "StorageWrite", "StorageDelete"],
        below: "blobServices/default",
    },
    "azure-native:web:WebApp": { categories: ["AppServiceHTTPLogs", "AppServiceAuditLogs"] },
};
