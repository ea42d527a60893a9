/** azure-native:network: Azure Firewall and its policies. */
import { parentOf } from "../arm";
import { addressOf, rangeOf } from "../cidr";
import { nameRule, withPartIds, type Facts, type Problem, type TypeTable } from "../model";
import { isUnknown, select, text, type Properties, type Value } from "../values";
import { NETWORK_NAME, USUAL } from "./networkShared";

/** A firewall takes the first address of its subnet that Azure does not keep for itself. */
function configurations(facts: Facts): Value {
    return withPartIds(facts, "ipConfigurations", (part): Properties => {
        const subnet = facts.cloud.find(text(part, "subnet.id") ?? "");
        const range = rangeOf(text(subnet?.inputs, "addressPrefix") ?? text(subnet?.inputs, "addressPrefixes[]") ?? "");
        return range === undefined ? {} : { privateIPAddress: addressOf(range.first + 4) };
    });
}

/** Azure knows the firewall's subnet by its name. */
function checkSubnet(inputs: Properties): Problem[] {
    return select(inputs, "ipConfigurations[].subnet.id")
        .filter(([, id]) => typeof id === "string" && !isUnknown(id) && !/\/subnets\/AzureFirewallSubnet$/i.test(id))
        .map(([property]) => ({ property, reason: "a firewall needs a subnet named AzureFirewallSubnet" }));
}

export const firewalls: TypeTable = {
    AzureFirewall: {
        id: "Microsoft.Network/azureFirewalls/{azureFirewallName}",
        apiVersion: "2024-05-01",
        inputs: `additionalProperties applicationRuleCollections autoscaleConfiguration azureFirewallName firewallPolicy
            hubIPAddresses id ipConfigurations location managementIpConfiguration natRuleCollections networkRuleCollections
            resourceGroupName sku tags threatIntelMode virtualHub zones`,
        immutable: "location zones",
        name: nameRule(1, 56, NETWORK_NAME.pattern, `1-56 ${NETWORK_NAME.text.slice(5)}`),
        location: "region",
        parts: "ipConfigurations",
        unlimited: true,
        usual: USUAL,
        values: {
            "sku.name": ["AZFW_VNet", "AZFW_Hub"],
            "sku.tier": ["Standard", "Premium", "Basic"],
            "zones[]": ["1", "2", "3"],
            threatIntelMode: ["Alert", "Deny", "Off"],
        },
        check: checkSubnet,
        outputs: (facts) => ({ ipConfigurations: configurations(facts) }),
        seconds: { create: 480, update: 240, delete: 480, source: "assumed" },
    },
    FirewallPolicy: {
        id: "Microsoft.Network/firewallPolicies/{firewallPolicyName}",
        apiVersion: "2024-05-01",
        inputs: `basePolicy dnsSettings explicitProxy firewallPolicyName id identity insights intrusionDetection location
            resourceGroupName sku snat sql tags threatIntelMode threatIntelWhitelist transportSecurity`,
        immutable: "location",
        name: NETWORK_NAME,
        location: "region",
        unlimited: true,
        usual: USUAL,
        inUse: "FirewallPolicyInUse",
        values: { "sku.tier": ["Standard", "Premium", "Basic"], threatIntelMode: ["Alert", "Deny", "Off"] },
        outputs: () => ({ childPolicies: [], firewalls: [], ruleCollectionGroups: [] }),
        seconds: { create: 15, source: "assumed" },
    },
    FirewallPolicyRuleCollectionGroup: {
        id: "Microsoft.Network/firewallPolicies/{firewallPolicyName}/ruleCollectionGroups/{ruleCollectionGroupName}",
        apiVersion: "2024-05-01",
        inputs: "firewallPolicyName id name priority resourceGroupName ruleCollectionGroupName ruleCollections",
        writeOnly: "firewallPolicyName",
        name: NETWORK_NAME,
        usual: USUAL,
        values: {
            "ruleCollections[].ruleCollectionType": [
                "FirewallPolicyFilterRuleCollection",
                "FirewallPolicyNatRuleCollection",
            ],
            "ruleCollections[].rules[].ruleType": ["ApplicationRule", "NetworkRule", "NatRule"],
        },
        check: ({ priority }) =>
            typeof priority === "number" && (priority < 100 || priority > 65_000)
                ? [{ property: "priority", reason: `${String(priority)} is not between 100 and 65000` }]
                : [],
        claims: ({ id, inputs }) => [
            {
                kind: "ruleCollectionGroupPriority",
                value: `${parentOf(id) ?? ""}|${JSON.stringify(inputs["priority"] ?? 0)}`,
                code: "FirewallPolicyRuleCollectionGroupPriorityConflict",
                message: "Another rule collection group of the policy has the same priority.",
            },
        ],
        seconds: { create: 30, source: "assumed" },
    },
};
