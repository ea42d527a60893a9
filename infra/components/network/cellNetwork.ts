import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";
import { EgressFirewall } from "./egressFirewall";
import { subnetRules } from "./subnetRules";

export interface CellNetworkArgs extends CommonArgs {
    addressSpace: string;
    subnets: { application: string; privateEndpoints: string; privateLink: string; firewall: string };
    zones: string[];
    /** Host names the application may call. */
    allowedHosts: string[];
    names: {
        virtualNetwork: string;
        firewall: string;
        firewallPolicy: string;
        firewallAddress: string;
        routeTable: string;
        networkSecurityGroup: (subnet: string) => string;
    };
}

/**
 * The network of a cell: nothing in it has a way in from the internet, and the only way out is the firewall.
 *
 * Keeps: ACC-1 (no public path to production), SW-6 (restricted outbound traffic), DB-1 (only the application reaches data).
 */
export class CellNetwork extends pulumi.ComponentResource {
    public readonly virtualNetworkId: pulumi.Output<string>;
    public readonly applicationSubnetId: pulumi.Output<string>;
    public readonly privateEndpointsSubnetId: pulumi.Output<string>;
    public readonly privateLinkSubnetId: pulumi.Output<string>;

    constructor(name: string, args: CellNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        const { names, ...inputs } = args;
        super("oxygis:network:CellNetwork", name, inputs, opts);

        const { resourceGroupName, location, tags, subnets } = args;
        const virtualNetwork = new network.VirtualNetwork(
            `${name}-vnet`,
            {
                resourceGroupName,
                location,
                tags,
                virtualNetworkName: names.virtualNetwork,
                addressSpace: { addressPrefixes: [args.addressSpace] },
            },
            // Azure may return the subnets, which are resources of their own here, as part of the network.
            { parent: this, ignoreChanges: ["subnets"] },
        );
        const virtualNetworkName = virtualNetwork.name;

        const egress = new EgressFirewall(
            `${name}-egress`,
            {
                resourceGroupName,
                location,
                tags,
                virtualNetworkName,
                addressPrefix: subnets.firewall,
                sourceAddresses: [subnets.application],
                allowedHosts: args.allowedHosts,
                zones: args.zones,
                names: {
                    firewall: names.firewall,
                    policy: names.firewallPolicy,
                    publicAddress: names.firewallAddress,
                    routeTable: names.routeTable,
                },
            },
            { parent: this },
        );

        const rules = subnetRules(subnets);
        const subnet = (label: string, inputs: SubnetInputs, after?: pulumi.Resource): network.Subnet => {
            const group = new network.NetworkSecurityGroup(
                `${name}-${label}-nsg`,
                {
                    resourceGroupName,
                    location,
                    tags,
                    networkSecurityGroupName: names.networkSecurityGroup(label),
                    securityRules: inputs.securityRules,
                },
                { parent: this },
            );
            return new network.Subnet(
                `${name}-${label}`,
                {
                    resourceGroupName,
                    virtualNetworkName,
                    subnetName: label,
                    addressPrefix: inputs.addressPrefix,
                    defaultOutboundAccess: false,
                    networkSecurityGroup: { id: group.id },
                    routeTable: inputs.routeTableId && { id: inputs.routeTableId },
                    privateEndpointNetworkPolicies: network.VirtualNetworkPrivateEndpointNetworkPolicies.Enabled,
                    // A private link service can only take addresses of a subnet that does not filter them.
                    privateLinkServiceNetworkPolicies:
                        label === "private-link"
                            ? network.VirtualNetworkPrivateLinkServiceNetworkPolicies.Disabled
                            : network.VirtualNetworkPrivateLinkServiceNetworkPolicies.Enabled,
                },
                // Azure changes one subnet of a network at a time and refuses the others meanwhile.
                { parent: this, dependsOn: after },
            );
        };
        const application = subnet("application", {
            addressPrefix: subnets.application,
            securityRules: rules.application,
            routeTableId: egress.routeTableId,
        });
        const privateEndpoints = subnet(
            "private-endpoints",
            { addressPrefix: subnets.privateEndpoints, securityRules: rules.privateEndpoints },
            application,
        );
        const privateLink = subnet(
            "private-link",
            { addressPrefix: subnets.privateLink, securityRules: rules.privateLink },
            privateEndpoints,
        );

        this.virtualNetworkId = virtualNetwork.id;
        this.applicationSubnetId = application.id;
        this.privateEndpointsSubnetId = privateEndpoints.id;
        this.privateLinkSubnetId = privateLink.id;
        this.registerOutputs({
            virtualNetworkId: this.virtualNetworkId,
            applicationSubnetId: this.applicationSubnetId,
            privateEndpointsSubnetId: this.privateEndpointsSubnetId,
            privateLinkSubnetId: this.privateLinkSubnetId,
        });
    }
}

interface SubnetInputs {
    addressPrefix: string;
    securityRules: ReturnType<typeof subnetRules>[keyof ReturnType<typeof subnetRules>];
    routeTableId?: pulumi.Output<string>;
}
