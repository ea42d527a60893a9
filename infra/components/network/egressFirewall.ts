import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";

export interface EgressFirewallArgs extends CommonArgs {
    virtualNetworkName: pulumi.Input<string>;
    /** Address range of the firewall's own subnet; Azure wants a /26. */
    addressPrefix: string;
    /** Which address ranges may call which host names, by HTTPS only. Everything else is refused. */
    allowed: { name: string; sourceAddresses: string[]; hosts: string[] }[];
    /** Address ranges of Windows machines, whose licence wants renewing. */
    windowsAddresses: string[];
    zones: string[];
    names: { firewall: string; policy: string; publicAddress: string; routeTable: string };
}

/** Where Windows in Azure renews its licence (azkms.core.windows.net, "Windows activation in forced tunneling scenario"). */
const windowsActivation = { addresses: ["20.118.99.224", "40.83.235.53"], port: "1688" };

/**
 * The only way out of a cell: a firewall across three zones that lets named hosts through and nothing else. Its public address takes
 * no connection from outside. Costs about as much as ten of the virtual machines behind it.
 *
 * Keeps: SW-6 (no remote file inclusion: restricted outbound traffic), DR-1 (survives the loss of a zone).
 */
export class EgressFirewall extends pulumi.ComponentResource {
    public readonly firewallId: pulumi.Output<string>;
    /** Sends all traffic of a subnet that leaves the network through the firewall. */
    public readonly routeTableId: pulumi.Output<string>;

    constructor(name: string, args: EgressFirewallArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:network:EgressFirewall", name, args, opts);

        const { resourceGroupName, location, tags, zones, names } = args;
        const common = { resourceGroupName, location, tags };

        const subnet = new network.Subnet(
            `${name}-subnet`,
            {
                resourceGroupName,
                virtualNetworkName: args.virtualNetworkName,
                subnetName: "AzureFirewallSubnet", // Azure knows the firewall's subnet by this name.
                addressPrefix: args.addressPrefix,
                defaultOutboundAccess: false,
            },
            { parent: this },
        );
        const address = new network.PublicIPAddress(
            `${name}-address`,
            {
                ...common,
                publicIpAddressName: names.publicAddress,
                sku: { name: network.PublicIPAddressSkuName.Standard },
                publicIPAllocationMethod: network.IPAllocationMethod.Static,
                zones,
            },
            { parent: this },
        );
        const policy = new network.FirewallPolicy(
            `${name}-policy`,
            {
                ...common,
                firewallPolicyName: names.policy,
                sku: { tier: network.FirewallPolicySkuTier.Standard },
                threatIntelMode: network.AzureFirewallThreatIntelMode.Deny,
            },
            { parent: this },
        );
        const rules = new network.FirewallPolicyRuleCollectionGroup(
            `${name}-rules`,
            {
                resourceGroupName,
                firewallPolicyName: policy.name,
                ruleCollectionGroupName: "egress",
                priority: 200,
                ruleCollections: [
                    {
                        ruleCollectionType: "FirewallPolicyFilterRuleCollection",
                        name: "allowed-hosts",
                        priority: 200,
                        action: { type: network.FirewallPolicyFilterRuleCollectionActionType.Allow },
                        rules: args.allowed.map((rule) => ({
                            ruleType: "ApplicationRule",
                            name: rule.name,
                            sourceAddresses: rule.sourceAddresses,
                            targetFqdns: rule.hosts,
                            protocols: [{ protocolType: "Https", port: 443 }],
                        })),
                    },
                    {
                        ruleCollectionType: "FirewallPolicyFilterRuleCollection",
                        name: "windows-activation",
                        priority: 100,
                        action: { type: network.FirewallPolicyFilterRuleCollectionActionType.Allow },
                        rules: [
                            {
                                ruleType: "NetworkRule",
                                name: "azure-kms",
                                ipProtocols: [network.FirewallPolicyRuleNetworkProtocol.TCP],
                                sourceAddresses: args.windowsAddresses,
                                destinationAddresses: windowsActivation.addresses,
                                destinationPorts: [windowsActivation.port],
                            },
                        ],
                    },
                ],
            },
            { parent: this },
        );
        const firewall = new network.AzureFirewall(
            `${name}-firewall`,
            {
                ...common,
                azureFirewallName: names.firewall,
                sku: { name: network.AzureFirewallSkuName.AZFW_VNet, tier: network.AzureFirewallSkuTier.Standard },
                zones,
                firewallPolicy: { id: policy.id },
                ipConfigurations: [{ name: "egress", subnet: { id: subnet.id }, publicIPAddress: { id: address.id } }],
            },
            // Azure refuses to change a policy while a firewall is being created on it.
            { parent: this, dependsOn: rules },
        );
        const routes = new network.RouteTable(
            `${name}-routes`,
            {
                ...common,
                routeTableName: names.routeTable,
                disableBgpRoutePropagation: true,
                routes: [
                    {
                        name: "through-the-firewall",
                        addressPrefix: "0.0.0.0/0",
                        nextHopType: network.RouteNextHopType.VirtualAppliance,
                        nextHopIpAddress: firewall.ipConfigurations.apply((all) => all?.[0]?.privateIPAddress ?? ""),
                    },
                ],
            },
            { parent: this },
        );

        this.firewallId = firewall.id;
        this.routeTableId = routes.id;
        this.registerOutputs({ firewallId: this.firewallId, routeTableId: this.routeTableId });
    }
}
