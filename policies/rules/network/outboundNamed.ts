import { isFewAddresses, isInside } from "../../lib/addresses";
import { textsAt } from "../../lib/elements";
import { requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { elementsOf } from "../../lib/requirement";

type Check = (props: PropertyReader, report: Report) => void;

/** Hosts of everybody: a wildcard below one of these reaches any attacker's account. */
const everybodysHosts = [
    "amazonaws.com",
    "azureedge.net",
    "azurefd.net",
    "azurewebsites.net",
    "cloudapp.azure.com",
    "cloudfront.net",
    "core.windows.net",
    "blob.core.windows.net",
    "database.windows.net",
    "githubusercontent.com",
    "vault.azure.net",
];

const judgeHop: Check = (props, report) =>
    requireOneOf(props, "nextHopType", ["VirtualAppliance", "VnetLocal", "None"], report);

const checks: Readonly<Record<string, Check>> = {
    // Unset, Azure gives every machine a way out of its own.
    "azure-native:network:Subnet": (props, report) => requireOneOf(props, "defaultOutboundAccess", [false], report),
    "azure-native:network:FirewallPolicy": (props, report) => requireOneOf(props, "threatIntelMode", ["Deny"], report),
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

function judgeCollection(collection: PropertyReader, report: Report): void {
    // The other kind is DNAT, by which the Internet comes in.
    requireOneOf(collection, "ruleCollectionType", ["FirewallPolicyFilterRuleCollection"], report);
    requireOneOf(collection, "action.type", ["Allow", "Deny"], report);
    const action = collection.read("action.type");
    if (action.state === "set" && action.value === "Deny") {
        return;
    }
    for (const { path, props: rule } of elementsOf(collection, "rules", report)) {
        const inRule: Report = (message) => report(`in ${path}: ${message}`);
        requireOneOf(rule, "ruleType", ["ApplicationRule", "NetworkRule"], inRule);
        const kind = rule.read("ruleType");
        const applies = kind.state === "set" && kind.value === "ApplicationRule";
        const hosts = textsAt(rule, applies ? ["targetFqdns[]"] : ["destinationFqdns[]"], inRule);
        const addresses = applies ? [] : textsAt(rule, ["destinationAddresses[]"], inRule);
        if (hosts.length + addresses.length === 0 || !hosts.every(isNamed)) {
            inRule("names no hosts, or by a wildcard that many share.");
        }
        if (!addresses.every((one) => isInside(one) || isFewAddresses(one))) {
            inRule("destinationAddresses must be single addresses, or ranges of 256 at most.");
        }
        if (applies) {
            for (const { path: at, props: protocol } of elementsOf(rule, "protocols", inRule)) {
                requireOneOf(protocol, "protocolType", ["Https"], (message) => inRule(`in ${at}: ${message}`));
            }
        } else if (textsAt(rule, ["destinationPorts[]"], inRule).some((port) => !/^\d+$/.test(port))) {
            inRule("destinationPorts must be single ports.");
        }
    }
}

/** A host, or a wildcard below a domain that belongs to one service: two labels and more. */
function isNamed(host: string): boolean {
    const domain = host.toLowerCase().replace(/^\*\./, "");
    return (
        /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain) &&
        (domain.length === host.length || !everybodysHosts.includes(domain))
    );
}
