import { judgeAwsPolicy, judgeAwsRules } from "../../lib/awsEgress";
import { judgeCollection } from "../../lib/egressRule";
import { requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { elementsOf, requireEmpty, requireUnset } from "../../lib/requirement";

type Check = (props: PropertyReader, report: Report) => void;

const judgeHop: Check = (props, report) =>
    requireOneOf(props, "nextHopType", ["VirtualAppliance", "VnetLocal", "None"], report);

const checks: Readonly<Record<string, Check>> = {
    // Unset, Azure gives every machine a way out of its own.
    "azure-native:network:Subnet": (props, report) => {
        requireOneOf(props, "defaultOutboundAccess", [false], report);
        requireUnset(props, "natGateway", "it is a way out beside the firewall.", report);
    },
    // Rules in the firewall itself, or in a policy above its policy, would escape the rules of collections.
    "azure-native:network:AzureFirewall": (props, report) => {
        if (props.read("firewallPolicy.id").state === "unset") {
            report("firewallPolicy.id is not set: its rules belong in a policy.");
        }
        for (const list of ["applicationRuleCollections", "networkRuleCollections", "natRuleCollections"]) {
            requireEmpty(props, list, "rules belong in a policy, where they are judged.", report);
        }
    },
    "azure-native:network:FirewallPolicy": (props, report) => {
        requireOneOf(props, "threatIntelMode", ["Deny"], report);
        requireUnset(props, "basePolicy", "rules that it inherits are judged nowhere.", report);
    },
    "azure-native:network:FirewallPolicyRuleCollectionGroup": (props, report) => {
        for (const { path, props: collection } of elementsOf(props, "ruleCollections", report)) {
            judgeCollection(collection, (message) => report(`In ${path}: ${message}`));
        }
    },
    "azure-native:network:RouteTable": (props, report) => {
        for (const { path, props: route } of elementsOf(props, "routes", report)) {
            judgeHop(route, (message) => report(`In ${path}: ${message}`));
        }
    },
    "azure-native:network:Route": judgeHop,
    "aws:networkfirewall/firewallPolicy:FirewallPolicy": judgeAwsPolicy,
    "aws:networkfirewall/ruleGroup:RuleGroup": judgeAwsRules,
    "azure-native:network:LoadBalancer": (props, report) => {
        for (const { path } of elementsOf(props, "outboundRules", report)) {
            report(`${path} is a way out beside the firewall.`);
        }
        for (const { path, props: rule } of elementsOf(props, "loadBalancingRules", report)) {
            requireOneOf(rule, "disableOutboundSnat", [true], (message) => report(`In ${path}: ${message}`));
        }
    },
    "azure-native:network:NatGateway": (_, report) => report("A NAT gateway is a way out beside the firewall."),
    // A database that may call any host can send its contents there.
    "azure-native:sql:Server": (props, report) =>
        requireOneOf(props, "restrictOutboundNetworkAccess", ["Enabled"], report),
};

export const policy = definePolicy({
    name: "network-way-out-named",
    promise: "SW-6",
    severity: "high",
    description: "What leaves the network goes to named hosts by HTTPS, through the firewall; nothing else leaves.",
    remedy:
        "Subnets: defaultOutboundAccess false and a route through the firewall. Firewall rules: each host by name, protocols Https, no " +
        "wildcard of a whole domain that others share, no DNAT. SQL servers: restrictOutboundNetworkAccess Enabled.",
    url: "https://learn.microsoft.com/azure/firewall/rule-processing",
    counterparts: ["Azure Policy 7bca8353, da79a7e2", "CKV_AZURE_216/219"],
    types: Object.keys(checks),
    resource: ({ token, props }, report) => checks[token]?.(props, report),
});
