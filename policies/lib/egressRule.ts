import { isFewAddresses, isInside } from "./addresses";
import { textsAt } from "./elements";
import { requireOneOf } from "./literal";
import type { Report } from "./policy";
import type { PropertyReader } from "./propertyReader";
import { elementsOf } from "./requirement";

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

/** Reports a collection of firewall rules that lets more out than named hosts by HTTPS, or single addresses. */
export function judgeCollection(collection: PropertyReader, report: Report): void {
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
export function isNamed(host: string): boolean {
    const domain = host.toLowerCase().replace(/^\*\./, "");
    return (
        /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain) &&
        (domain.length === host.length || !everybodysHosts.includes(domain))
    );
}
