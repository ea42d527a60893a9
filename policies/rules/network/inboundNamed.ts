import { textsAt } from "../../lib/elements";
import { letsInternetIn } from "../../lib/inboundRule";
import { requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { elementsOf } from "../../lib/requirement";

type Check = (props: PropertyReader, report: Report) => void;

/** Subnets in which Azure allows no filter. */
const unfilteredSubnets = ["AzureFirewallSubnet", "AzureFirewallManagementSubnet", "GatewaySubnet"];

const checks: Readonly<Record<string, Check>> = {
    "azure-native:network:NetworkSecurityGroup": (props, report) => {
        const rules = elementsOf(props, "securityRules", report);
        rules.forEach(({ path, props: rule }) => judgeRule(rule, (message) => report(`In ${path}: ${message}`)));
        for (const direction of ["Inbound", "Outbound"]) {
            if (!rules.some(({ props: rule }) => refusesTheRest(rule, direction))) {
                report(
                    `securityRules has no rule that denies the rest ${direction}: Azure's own rules let the network and the Internet through.`,
                );
            }
        }
    },
    "azure-native:network:SecurityRule": (props, report) => judgeRule(props, report),
    "azure-native:network:Subnet": (props, report) => {
        if (props.read("networkSecurityGroup.id").state === "unset") {
            requireOneOf(props, "subnetName", unfilteredSubnets, () =>
                report("networkSecurityGroup.id is not set: nothing filters what reaches this subnet."),
            );
        }
    },
    // Subnets written inside their network would escape the rules of subnets.
    "azure-native:network:VirtualNetwork": (props, report) => {
        if (props.readEach("subnets[]").some(({ reading }) => reading.state !== "unset")) {
            report("subnets must be resources of their own (network.Subnet).");
        }
    },
};

export const policy = definePolicy({
    name: "network-way-in-named",
    promise: "ACC-1",
    severity: "critical",
    description:
        "Every subnet is filtered: named sources come in, from the Internet by HTTPS at most, and the rest is denied.",
    remedy:
        "Give each subnet a network security group whose rules name their sources (private ranges, VirtualNetwork, AzureLoadBalancer, " +
        "GatewayManager), with a last rule in each direction that denies everything. From elsewhere Tcp 443 only.",
    url: "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
    counterparts: ["Azure Policy e71308d3, 22730e10, 9daedab3", "CIS Azure 7.1-7.4", "CKV_AZURE_9/10/77/160"],
    types: Object.keys(checks),
    resource: ({ token, props }, report) => checks[token]?.(props, report),
});

function judgeRule(rule: PropertyReader, report: Report): void {
    requireOneOf(rule, "direction", ["Inbound", "Outbound"], report);
    requireOneOf(rule, "access", ["Allow", "Deny"], report);
    if (letsInternetIn(rule, report)) {
        requireOneOf(rule, "protocol", ["Tcp"], report);
        const ports = textsAt(rule, ["destinationPortRange", "destinationPortRanges[]"], report);
        if (ports.length === 0 || ports.some((port) => port !== "443")) {
            report("the Internet comes in by other ports than 443: name the source, or take the ports away.");
        }
    }
}

function refusesTheRest(rule: PropertyReader, direction: string): boolean {
    return (
        is(rule, "direction", direction) &&
        is(rule, "access", "Deny") &&
        [
            "protocol",
            "sourceAddressPrefix",
            "sourcePortRange",
            "destinationAddressPrefix",
            "destinationPortRange",
        ].every((path) => is(rule, path, "*"))
    );
}

function is(rule: PropertyReader, path: string, value: string): boolean {
    const reading = rule.read(path);
    return reading.state === "set" && reading.value === value;
}
