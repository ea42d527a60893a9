/**
 * What of each kind of resource is logged for later analysis (ACC-2, STAFF-2): Azure's log categories, by name.
 *
 * Source: "Supported resource log categories for Azure Monitor" of Microsoft's documentation, June 2026. Left out are categories about
 * speed and health, and those that repeat another one in an older form.
 */
export interface AuditLog {
    /** Where the setting is made, below the resource itself; unset: on the resource. */
    subResource?: string;
    categories: readonly string[];
}

export const auditLogs = {
    "app:ManagedEnvironment": { categories: ["ContainerAppConsoleLogs", "ContainerAppSystemLogs"] },
    "appconfiguration:ConfigurationStore": { categories: ["HttpRequest", "Audit"] },
    "cdn:Profile": {
        categories: ["FrontDoorAccessLog", "FrontDoorHealthProbeLog", "FrontDoorWebApplicationFirewallLog"],
    },
    "dataprotection:BackupVault": {
        categories: [
            "CoreAzureBackup",
            "AddonAzureBackupJobs",
            "AddonAzureBackupPolicy",
            "AddonAzureBackupProtectedInstance",
        ],
    },
    "keyvault:Vault": { categories: ["AuditEvent", "AzurePolicyEvaluationDetails"] },
    "network:AzureFirewall": {
        categories: [
            "AZFWApplicationRule",
            "AZFWNetworkRule",
            "AZFWNatRule",
            "AZFWThreatIntel",
            "AZFWDnsQuery",
            "AZFWFqdnResolveFailure",
        ],
    },
    "network:BastionHost": { categories: ["BastionAuditLogs"] },
    "operationalinsights:Workspace": { categories: ["Audit"] },
    "recoveryservices:Vault": {
        categories: [
            "CoreAzureBackup",
            "AddonAzureBackupJobs",
            "AddonAzureBackupAlerts",
            "AddonAzureBackupPolicy",
            "AddonAzureBackupStorage",
            "AddonAzureBackupProtectedInstance",
            "AzureBackupOperations",
        ],
    },
    "sql:ManagedInstance": { categories: ["SQLSecurityAuditEvents", "DevOpsOperationsAudit"] },
    /** The policy of the server covers its databases, and its records come out at `master`; see SqlAuditing. */
    "sql:Server": {
        subResource: "databases/master",
        categories: ["SQLSecurityAuditEvents", "DevOpsOperationsAudit"],
    },
    "storage:StorageAccount": {
        subResource: "blobServices/default",
        categories: ["StorageRead", "StorageWrite", "StorageDelete"],
    },
} as const satisfies Record<string, AuditLog>;

export type AuditKind = keyof typeof auditLogs;

/** Sign-ins of people and programs, changes of the directory (elevations among them), and what Entra ID finds suspicious. */
export const entraLogs = [
    "AuditLogs",
    "SignInLogs",
    "NonInteractiveUserSignInLogs",
    "ServicePrincipalSignInLogs",
    "ManagedIdentitySignInLogs",
    "ProvisioningLogs",
    "RiskyUsers",
    "UserRiskEvents",
    "RiskyServicePrincipals",
    "ServicePrincipalRiskEvents",
] as const;

/** Everything that Azure's control plane logs of a subscription: there are no other categories. */
export const activityLogs = [
    "Administrative",
    "Security",
    "ServiceHealth",
    "Alert",
    "Recommendation",
    "Policy",
    "Autoscale",
    "ResourceHealth",
] as const;
