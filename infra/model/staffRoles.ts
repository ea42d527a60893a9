/**
 * What the people of each group of staff may become for a few hours, and what that lets them do in Azure. A list of what is allowed,
 * never of what is not: whatever is not named, nobody can do.
 */

export const elevation = {
    /** How long an activation lasts at most (STAFF-3). */
    activeFor: "PT4H",
    /** How long somebody may go on asking before the list is looked at again; a year is the longest Entra ID takes. */
    eligibleFor: "P365D",
    /** Somebody made a member by hand, past the rules, does not stay one: the shortest limit Entra ID takes. */
    assignedFor: "P15D",
} as const;

export interface StaffRole {
    description: string;
    /** Whether somebody of the group `security` must say yes first: for everything that changes something or opens customers' data. */
    approval: boolean;
    actions: readonly string[];
    /** What is done to the content of a resource rather than to the resource. */
    dataActions: readonly string[];
}

/** What everybody needs to find their way: names and health of resources, no content. */
const orientation = [
    "Microsoft.Resources/subscriptions/read",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.Resources/subscriptions/resources/read",
    "Microsoft.ResourceHealth/availabilityStatuses/read",
    "Microsoft.Insights/metricDefinitions/read",
    "Microsoft.Insights/metrics/read",
    "Microsoft.AlertsManagement/alerts/read",
];

export const staffRoles = {
    support: {
        description: "Reads what a support case needs: health, metrics, alerts, databases and backups as resources.",
        approval: false,
        actions: [
            ...orientation,
            "Microsoft.Cdn/profiles/read",
            "Microsoft.Cdn/profiles/afdEndpoints/read",
            "Microsoft.Cdn/profiles/customDomains/read",
            "Microsoft.Cdn/profiles/originGroups/read",
            "Microsoft.Compute/virtualMachines/read",
            "Microsoft.Compute/virtualMachines/instanceView/read",
            "Microsoft.Compute/virtualMachineScaleSets/read",
            "Microsoft.Compute/virtualMachineScaleSets/instanceView/read",
            "Microsoft.DataProtection/backupVaults/read",
            "Microsoft.DataProtection/backupVaults/backupJobs/read",
            "Microsoft.Network/loadBalancers/read",
            "Microsoft.RecoveryServices/vaults/read",
            "Microsoft.RecoveryServices/vaults/backupJobs/read",
            "Microsoft.Sql/locations/longTermRetentionBackups/read",
            "Microsoft.Sql/servers/read",
            "Microsoft.Sql/servers/databases/read",
            "Microsoft.Sql/servers/elasticPools/read",
            "Microsoft.Storage/storageAccounts/read",
        ],
        dataActions: [],
    },
    operations: {
        description: "Restarts machines, signs in to them, approves private connections; reads the rest.",
        approval: true,
        actions: [
            "*/read",
            "Microsoft.AlertsManagement/alerts/changestate/action",
            "Microsoft.Cdn/profiles/afdEndpoints/purge/action",
            "Microsoft.Compute/virtualMachines/restart/action",
            "Microsoft.Compute/virtualMachines/start/action",
            "Microsoft.Compute/virtualMachineScaleSets/restart/action",
            "Microsoft.DataProtection/backupVaults/backupInstances/backup/action",
            "Microsoft.Network/privateLinkServices/privateEndpointConnections/write",
            "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/backup/action",
            "Microsoft.Storage/storageAccounts/privateEndpointConnections/write",
            "Microsoft.Storage/storageAccounts/privateEndpointConnectionsApproval/action",
            "Microsoft.Support/*",
        ],
        dataActions: [
            "Microsoft.Compute/virtualMachines/login/action",
            "Microsoft.Compute/virtualMachines/loginAsAdmin/action",
        ],
    },
    /** What they do inside databases they may as administrators of the SQL servers, with the same elevation. */
    databaseAdministration: {
        description: "Reads SQL servers and their backups as resources, and reaches them from a job server.",
        approval: true,
        actions: [
            ...orientation,
            "Microsoft.Compute/virtualMachines/read",
            "Microsoft.Network/bastionHosts/read",
            "Microsoft.Network/networkInterfaces/read",
            "Microsoft.Sql/locations/*/read",
            "Microsoft.Sql/servers/read",
            "Microsoft.Sql/servers/*/read",
        ],
        dataActions: ["Microsoft.Compute/virtualMachines/login/action"],
    },
    security: {
        description: "Reads logs, policies and findings, and follows up incidents.",
        approval: false,
        actions: [
            ...orientation,
            "Microsoft.AlertsManagement/alerts/changestate/action",
            "Microsoft.Authorization/*/read",
            "Microsoft.Insights/diagnosticSettings/read",
            "Microsoft.Insights/eventtypes/values/read",
            "Microsoft.OperationalInsights/workspaces/read",
            "Microsoft.OperationalInsights/workspaces/query/read",
            "Microsoft.OperationalInsights/workspaces/query/*/read",
            "Microsoft.PolicyInsights/*/read",
            "Microsoft.Security/*/read",
            "Microsoft.SecurityInsights/*/read",
            "Microsoft.SecurityInsights/incidents/write",
            "Microsoft.SecurityInsights/incidents/comments/write",
        ],
        dataActions: [],
    },
} as const satisfies Record<string, StaffRole>;

export type StaffRoleName = keyof typeof staffRoles;
export const staffRoleNames = Object.keys(staffRoles) as StaffRoleName[];

/**
 * Taken out of every role, whatever a wildcard in its list may let in, today or after somebody has added one: what opens a credential
 * store (PWD-2), gives out access, or deletes weekly backups.
 */
export const nobodysActions: readonly string[] = [
    "Microsoft.AppConfiguration/configurationStores/keyValues/*",
    "Microsoft.AppConfiguration/configurationStores/listKeys/action",
    "Microsoft.AppConfiguration/configurationStores/listKeyValue/action",
    "Microsoft.AppConfiguration/configurationStores/regenerateKey/action",
    "Microsoft.Authorization/*/delete",
    "Microsoft.Authorization/*/write",
    "Microsoft.Authorization/elevateAccess/action",
    "Microsoft.KeyVault/vaults/accessPolicies/*",
    "Microsoft.KeyVault/vaults/keys/*",
    "Microsoft.KeyVault/vaults/secrets/*",
    "Microsoft.KeyVault/vaults/write",
    "Microsoft.OperationalInsights/workspaces/listKeys/action",
    "Microsoft.OperationalInsights/workspaces/sharedKeys/*",
    "Microsoft.Sql/locations/longTermRetentionServers/longTermRetentionDatabases/longTermRetentionBackups/delete",
    "Microsoft.Sql/servers/administrators/delete",
    "Microsoft.Sql/servers/administrators/write",
    "Microsoft.Sql/servers/azureADOnlyAuthentications/delete",
    "Microsoft.Sql/servers/azureADOnlyAuthentications/write",
    "Microsoft.Sql/servers/write",
    "Microsoft.Storage/storageAccounts/listAccountSas/action",
    "Microsoft.Storage/storageAccounts/listKeys/action",
    "Microsoft.Storage/storageAccounts/listServiceSas/action",
    "Microsoft.Storage/storageAccounts/regenerateKey/action",
];
