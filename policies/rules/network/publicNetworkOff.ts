import { openingTypes, publicAccessSettings } from "../../catalogue/publicAccess";
import { requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import { originTypes, requireOriginsGuarded } from "../../lib/originReached";
import type { PropertyReader } from "../../lib/propertyReader";
import { requireSettings } from "../../lib/requirements";
import { requireEmpty } from "../../lib/requirement";

const settings = requireSettings(publicAccessSettings);

/** What is reached by private ways besides, and must not be opened by another property. */
const others: Readonly<Record<string, (props: PropertyReader, report: Report) => void>> = {
    "azure-native:keyvault:Vault": (props, report) => {
        requireEmpty(props, "properties.networkAcls.ipRules", "it lets somebody in.", report);
        requireEmpty(props, "properties.networkAcls.virtualNetworkRules", "it lets somebody in.", report);
    },
    // Who may ask for a connection is one thing; nobody gets one without a person's approval.
    "azure-native:network:PrivateLinkService": (props, report) =>
        requireEmpty(props, "autoApproval.subscriptions", "it lets somebody in.", report),
    "azure-native:containerservice:ManagedCluster": (props, report) =>
        requireOneOf(props, "apiServerAccessProfile.enablePrivateCluster", [true], report),
};

export const policy = definePolicy({
    name: "service-not-public",
    promise: "ACC-1",
    severity: "critical",
    description: "Databases, vaults, stores and other services are reached by private link, never over the Internet.",
    remedy:
        'Write publicNetworkAccess "Disabled" and declare a private endpoint. No firewall rules: a private endpoint needs none. What ' +
        "each type needs stands in policies/catalogue/publicAccess.ts. An origin on AWS: a balancer whose listener answers only requests with the " +
        "X-Azure-FDID of this Front Door, from a prefix list with its addresses.",
    url: "https://learn.microsoft.com/azure/private-link/private-endpoint-overview",
    counterparts: [
        "Azure Policy 1b8ca024, 4fa4b6c0, b52376f7, 55615ac9",
        "CKV_AZURE_11/53/59/68/113/189",
        "CKV_AWS_17",
        "Azure.SQL.FirewallRuleCount AZR-000184",
    ],
    types: [...settings.types, ...Object.keys(others), ...openingTypes, ...originTypes],
    resource: (resource, report) => {
        const { token, type, props } = resource;
        if (openingTypes.includes(token)) {
            report(`${type} opens a service to addresses outside its private endpoint.`);
        }
        settings.resource(resource, report);
        others[token]?.(props, report);
    },
    // Without a private link the edge asks for an origin over the Internet, and so can anybody.
    stack: requireOriginsGuarded,
});
