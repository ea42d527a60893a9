import { grantedOf, type Permission, permissionsOf, roleDefinitionType } from "../../lib/azureRole";
import { definePolicy } from "../../lib/policy";

/** Wildcards that let nobody change anything of ours. */
const harmless = [/\/read$/i, /^Microsoft\.Support\/\*$/i];

/** What gives out access, takes away protection, or deletes what a recovery needs. Nobody holds it, not even for an hour. */
const forbidden = {
    actions: [
        "Microsoft.Authorization/elevateAccess/action",
        "Microsoft.Authorization/locks/delete",
        "Microsoft.Authorization/policyAssignments/delete",
        "Microsoft.Authorization/policyExemptions/write",
        "Microsoft.Authorization/roleAssignments/write",
        "Microsoft.Authorization/roleDefinitions/write",
        "Microsoft.DataProtection/backupVaults/backupInstances/delete",
        "Microsoft.DataProtection/backupVaults/delete",
        "Microsoft.Insights/diagnosticSettings/delete",
        "Microsoft.OperationalInsights/workspaces/delete",
        "Microsoft.OperationalInsights/workspaces/purge/action",
        "Microsoft.RecoveryServices/vaults/delete",
        "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/delete",
        "Microsoft.Sql/locations/longTermRetentionServers/longTermRetentionDatabases/longTermRetentionBackups/delete",
        "Microsoft.Sql/servers/databases/delete",
        "Microsoft.Sql/servers/delete",
        "Microsoft.Storage/storageAccounts/delete",
    ],
    dataActions: ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete"],
};

export const policy = definePolicy({
    name: "role-least-privilege",
    promise: "AUTH-2",
    severity: "critical",
    description:
        "A role lists what its holders may do; it gives out no access, lifts no protection and deletes no backups.",
    remedy:
        "Name each action; a wildcard may only end in /read. Take the named operations out of actions, or into notActions; let " +
        "assignableScopes be a subscription or below.",
    url: "https://learn.microsoft.com/azure/role-based-access-control/role-definitions",
    counterparts: ["CKV_AZURE_39", "AZU-0030", "AZR-000204"],
    types: [roleDefinitionType],
    resource: ({ props }, report) => {
        const permissions = permissionsOf(props, report);
        if (permissions.length === 0) {
            report("permissions lists nothing that can be judged: name what the role may do.");
        }
        permissions
            .flatMap(wildcards)
            .forEach((where) => report(`${where} has a wildcard that does not end in /read.`));
        grantedOf(permissions, forbidden).forEach((grant) => report(`${grant}.`));
        for (const { path, reading } of props.readEach("assignableScopes[]")) {
            // A scope below the subscription is an id, known only when the resource is.
            if (reading.state === "unset" || (reading.state === "set" && !isNarrow(reading.value))) {
                report(`${path} is wider than a subscription.`);
            }
        }
    },
});

function wildcards({ path, actions, dataActions }: Permission): string[] {
    const wide = (list: readonly string[]) =>
        list.some((action) => action.includes("*") && !harmless.some((pattern) => pattern.test(action)));
    return [...(wide(actions) ? [`${path}.actions`] : []), ...(wide(dataActions) ? [`${path}.dataActions`] : [])];
}

/** The tenant, `/`, and management groups are not. */
function isNarrow(scope: unknown): boolean {
    return typeof scope === "string" && scope.length > 1 && !/^\/*providers\/Microsoft\.Management\//i.test(scope);
}
