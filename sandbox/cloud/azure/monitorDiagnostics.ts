/**
 * azure-native:monitor: where the logs of resources and of the subscription go.
 *
 * Sources: "Supported resource log categories for Azure Monitor" (June 2026) and the destinations in "Diagnostic settings in Azure
 * Monitor" (March 2026).
 */
import { armType, lastPart, normalLocation, parentOf } from "../arm";
import { CloudError, nameRule, words, type CloudView, type Facts, type Problem, type TypeTable } from "../model";
import { select, text, type Properties } from "../values";

/** Lower-case resource type to its log categories; a type that is not here is not judged. */
const CATEGORIES: Readonly<Record<string, string>> = {
    "microsoft.app/managedenvironments": `ContainerAppConsoleLogs ContainerAppSystemLogs AppEnvSpringAppConsoleLogs
        AppEnvSessionConsoleLogs AppEnvSessionLifeCycleLogs AppEnvSessionPoolEventLogs`,
    "microsoft.appconfiguration/configurationstores": "HttpRequest Audit",
    "microsoft.cdn/profiles": `FrontDoorAccessLog FrontDoorHealthProbeLog FrontDoorWebApplicationFirewallLog
        AzureCdnAccessLog WebSocketSessionLog`,
    "microsoft.dataprotection/backupvaults":
        "CoreAzureBackup AddonAzureBackupJobs AddonAzureBackupPolicy AddonAzureBackupProtectedInstance",
    "microsoft.keyvault/vaults": "AuditEvent AzurePolicyEvaluationDetails",
    "microsoft.network/azurefirewalls": `AZFWApplicationRule AZFWApplicationRuleAggregation AZFWDnsAdditional AZFWDnsQuery
        AZFWFatFlow AZFWFlowTrace AZFWFqdnResolveFailure AZFWIdpsSignature AZFWNatRule AZFWNatRuleAggregation AZFWNetworkRule
        AZFWNetworkRuleAggregation AZFWThreatIntel AzureFirewallApplicationRule AzureFirewallDnsProxy AzureFirewallNetworkRule`,
    "microsoft.network/bastionhosts": "BastionAuditLogs",
    "microsoft.network/loadbalancers": "LoadBalancerHealthEvent",
    "microsoft.network/networksecuritygroups": `NetworkSecurityGroupEvent NetworkSecurityGroupFlowEvent
        NetworkSecurityGroupRuleCounter`,
    "microsoft.network/publicipaddresses": `DDoSProtectionNotifications DDoSMitigationFlowLogs DDoSMitigationReports`,
    "microsoft.network/virtualnetworks": "VMProtectionAlerts",
    "microsoft.operationalinsights/workspaces": "Audit SummaryLogs Jobs",
    "microsoft.recoveryservices/vaults": `AzureBackupReport CoreAzureBackup AddonAzureBackupJobs AddonAzureBackupAlerts
        AddonAzureBackupPolicy AddonAzureBackupStorage AddonAzureBackupProtectedInstance AzureBackupOperations
        AzureSiteRecoveryJobs AzureSiteRecoveryEvents AzureSiteRecoveryReplicatedItems AzureSiteRecoveryReplicationStats
        AzureSiteRecoveryRecoveryPoints AzureSiteRecoveryReplicationDataUploadRate AzureSiteRecoveryProtectedDiskDataChurn
        ASRJobs ASRReplicatedItems`,
    // A server has none itself: its audit records come out at the database `master`.
    "microsoft.sql/servers": "",
    "microsoft.sql/servers/databases": `SQLInsights AutomaticTuning QueryStoreRuntimeStatistics QueryStoreWaitStatistics Errors
        DatabaseWaitStatistics Timeouts Blocks Deadlocks SQLSecurityAuditEvents DevOpsOperationsAudit`,
    // An account has none itself, its services have.
    "microsoft.storage/storageaccounts": "",
    "microsoft.storage/storageaccounts/blobservices": "StorageRead StorageWrite StorageDelete",
};
const ACTIVITY = words("Administrative Security ServiceHealth Alert Recommendation Policy Autoscale ResourceHealth");
const GROUPS = ["allLogs", "audit"];

const DESTINATIONS = ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId"];
const SETTING_NAME = nameRule(
    1,
    260,
    /^[^<>*%&:\\?+/]*[^<>*%&:\\?+/ ]$/,
    "1-260 characters, none of <>*%&:\\?+/, no blank at the end",
);

/** Entra's settings have the same destinations. */
export const checkDestination = (inputs: Properties): Problem[] =>
    DESTINATIONS.some((name) => inputs[name] !== undefined)
        ? []
        : [{ property: "", reason: `a diagnostic setting needs one of ${DESTINATIONS.join(", ")}` }];

/** Refuses an archive that cannot take logs, Entra's included: Premium accounts cannot, nor those closed to Azure's own services. */
export function refuseArchive({ inputs, cloud }: Facts): void {
    const id = text(inputs, "storageAccountId");
    const account = id === undefined ? undefined : cloud.find(id);
    if (account === undefined) return;
    if (text(account.inputs, "sku.name")?.startsWith("Premium"))
        throw new CloudError(
            "BadRequest",
            `Premium storage account '${account.name}' is not supported as a destination.`,
        );
    const rules = account.inputs["networkRuleSet"];
    if (
        text(rules, "defaultAction") === "Deny" &&
        !(text(rules, "bypass") ?? "AzureServices").includes("AzureServices")
    )
        throw new CloudError(
            "BadRequest",
            `Storage account '${account.name}' does not let trusted Microsoft services in: its firewall would refuse the logs.`,
        );
}

/** The region of a resource, or of what it lies in; undefined for what belongs to no region. */
function regionOf(cloud: CloudView, id: string | undefined): string | undefined {
    for (let at = id; at !== undefined && !/\/resourceGroups\/[^/]+$/i.test(at); at = parentOf(at)) {
        const location = text(cloud.find(at)?.inputs, "location");
        if (location !== undefined) return normalLocation(location);
    }
    return undefined;
}

function refuseSetting(facts: Facts): void {
    const { inputs, cloud, id } = facts;
    const resource = parentOf(id) ?? "";
    const known = CATEGORIES[armType(resource).toLowerCase()];
    for (const [, category] of known === undefined ? [] : select(inputs, "logs[].category"))
        if (typeof category === "string" && !words(known).includes(category))
            throw new CloudError("BadRequest", `Category '${category}' is not supported.`);
    refuseArchive(facts);
    const archive = text(inputs, "storageAccountId");
    if (archive === undefined) return;
    if (`${resource.toLowerCase()}/`.startsWith(`${archive.toLowerCase()}/`))
        throw new CloudError("BadRequest", `Storage account '${lastPart(archive)}' cannot keep its own logs.`);
    const [here, there] = [regionOf(cloud, resource), regionOf(cloud, archive)];
    if (here !== undefined && here !== "global" && there !== undefined && here !== there)
        throw new CloudError(
            "BadRequest",
            `Resource '${lastPart(resource)}' is in region '${here}' and resource '${lastPart(archive)}' is in region '${there}': ` +
                "a storage account must be in the region of the resource whose logs it keeps.",
        );
}

export const monitorDiagnostics: TypeTable = {
    DiagnosticSetting: {
        id: "/{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
        apiVersion: "2021-05-01-preview",
        inputs: `eventHubAuthorizationRuleId eventHubName logAnalyticsDestinationType logs marketplacePartnerId metrics name
            resourceUri serviceBusRuleId storageAccountId workspaceId`,
        writeOnly: "resourceUri",
        name: SETTING_NAME,
        values: { "logs[].categoryGroup": GROUPS },
        check: checkDestination,
        refuse: refuseSetting,
        quotas: ({ id }) => [
            {
                key: `diagnosticSettings|${(parentOf(id) ?? "").toLowerCase()}`,
                limit: 5,
                what: "diagnostic settings per resource",
            },
        ],
        seconds: { create: 5, source: "assumed" },
    },
    SubscriptionDiagnosticSetting: {
        id: "/subscriptions/{subscriptionId}/providers/Microsoft.Insights/diagnosticSettings/{name}",
        apiVersion: "2021-05-01-preview",
        inputs: `eventHubAuthorizationRuleId eventHubName logs marketplacePartnerId name serviceBusRuleId storageAccountId
            workspaceId`,
        name: SETTING_NAME,
        values: { "logs[].category": ACTIVITY, "logs[].categoryGroup": GROUPS },
        check: checkDestination,
        refuse: refuseArchive,
        quotas: ({ cloud }) => [
            {
                key: `diagnosticSettings|${cloud.subscriptionId}`,
                limit: 5,
                what: "diagnostic settings per subscription",
            },
        ],
        seconds: { create: 5, source: "assumed" },
    },
};
