/** What of each kind of resource is logged for later analysis (ACC-2, STAFF-2): Azure's log categories, by name. */
export interface AuditLog {
    /** Where the setting is made, below the resource itself; unset: on the resource. */
    subResource?: string;
    categories: readonly string[];
}

export const auditLogs = {
    "appconfiguration:ConfigurationStore": { categories: ["HttpRequest", "Audit"] },
    "cdn:Profile": {
        categories: ["FrontDoorAccessLog", "FrontDoorHealthProbeLog", "FrontDoorWebApplicationFirewallLog"],
    },
    "keyvault:Vault": { categories: ["AuditEvent"] },
} as const satisfies Record<string, AuditLog>;

export type AuditKind = keyof typeof auditLogs;
