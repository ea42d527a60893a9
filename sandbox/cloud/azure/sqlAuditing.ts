/** azure-native:sql: which statements a server writes down, and where ("Server Blob Auditing Policies", 2023-08-01). */
import { nameRule, words, type Problem, type TypeTable } from "../model";
import { isUnknown, select, text, type Properties } from "../values";

const GROUPS = new Set(
    words(`APPLICATION_ROLE_CHANGE_PASSWORD_GROUP BACKUP_RESTORE_GROUP BATCH_COMPLETED_GROUP BATCH_STARTED_GROUP
        DATABASE_CHANGE_GROUP DATABASE_LOGOUT_GROUP DATABASE_OBJECT_CHANGE_GROUP DATABASE_OBJECT_OWNERSHIP_CHANGE_GROUP
        DATABASE_OBJECT_PERMISSION_CHANGE_GROUP DATABASE_OPERATION_GROUP DATABASE_OWNERSHIP_CHANGE_GROUP
        DATABASE_PERMISSION_CHANGE_GROUP DATABASE_PRINCIPAL_CHANGE_GROUP DATABASE_PRINCIPAL_IMPERSONATION_GROUP
        DATABASE_ROLE_MEMBER_CHANGE_GROUP DBCC_GROUP FAILED_DATABASE_AUTHENTICATION_GROUP LEDGER_OPERATION_GROUP
        SCHEMA_OBJECT_ACCESS_GROUP SCHEMA_OBJECT_CHANGE_GROUP SCHEMA_OBJECT_OWNERSHIP_CHANGE_GROUP
        SCHEMA_OBJECT_PERMISSION_CHANGE_GROUP SUCCESSFUL_DATABASE_AUTHENTICATION_GROUP USER_CHANGE_PASSWORD_GROUP`),
);
/** Of the condition of an audit ("CREATE SERVER AUDIT"). */
const PREDICATE_CHARACTERS = 3000;

function checkAuditing(inputs: Properties): Problem[] {
    const on = inputs["state"] === "Enabled";
    const toMonitor = inputs["isAzureMonitorTargetEnabled"];
    const predicate = text(inputs, "predicateExpression") ?? "";
    return [
        ...(on && toMonitor !== true && !isUnknown(toMonitor) && inputs["storageEndpoint"] === undefined
            ? [{ property: "state", reason: "Enabled needs a storageEndpoint or isAzureMonitorTargetEnabled" }]
            : []),
        ...(inputs["isDevopsAuditEnabled"] === true && !(on && toMonitor === true)
            ? [{ property: "isDevopsAuditEnabled", reason: "needs the state Enabled and isAzureMonitorTargetEnabled" }]
            : []),
        ...select(inputs, "auditActionsAndGroups[]")
            .filter(([, group]) => typeof group === "string" && !GROUPS.has(group))
            .map(([property, group]) => ({
                property,
                reason: `${JSON.stringify(group)} is no action group of a server`,
            })),
        ...(predicate.length > PREDICATE_CHARACTERS
            ? [{ property: "predicateExpression", reason: `is longer than ${String(PREDICATE_CHARACTERS)} characters` }]
            : []),
    ];
}

export const sqlAuditing: TypeTable = {
    ExtendedServerBlobAuditingPolicy: {
        id: "Microsoft.Sql/servers/{serverName}/extendedAuditingSettings/{blobAuditingPolicyName}",
        apiVersion: "2023-08-01",
        inputs: `auditActionsAndGroups blobAuditingPolicyName isAzureMonitorTargetEnabled isDevopsAuditEnabled
            isManagedIdentityInUse isStorageSecondaryKeyInUse predicateExpression queueDelayMs resourceGroupName retentionDays
            serverName state storageAccountAccessKey storageAccountSubscriptionId storageEndpoint`,
        required: "state",
        writeOnly: "serverName storageAccountAccessKey",
        name: nameRule(7, 7, /^default$/, "the only auditing policy of a server is 'default'"),
        values: { state: ["Enabled", "Disabled"] },
        check: checkAuditing,
        seconds: { create: 15, source: "assumed" },
    },
};
