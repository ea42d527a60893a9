import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";
import { EgressFirewall } from "../network/egressFirewall";

export interface LandingNetworkArgs extends CommonArgs {
    addressSpace: string;
    subnets: { jobs: string; privateEndpoints: string; firewall: string };
    zones: string[];
    /** Host names that the pull may call, by HTTPS. */
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

type Rule = [name: string, direction: "Inbound" | "Outbound", source: string, destination: string, ports: string];

/** What is allowed, then a rule in each direction that refuses what Azure's own rules would let through. */
const rules = (allowed: Rule[]) => [
    ...allowed.map(([name, direction, source, destination, ports], index) => ({
        name,
        priority: 100 + index * 10,
        direction,
        access: "Allow",
        protocol: source === destination ? "*" : "Tcp",
        sourceAddressPrefix: source,
        sourcePortRange: "*",
        destinationAddressPrefix: destination,
        destinationPortRange: ports,
    })),
    ...(["Inbound", "Outbound"] as const).map((direction) => ({
        name: `refuse-the-rest-${direction.toLowerCase()}`,
        priority: 4096,
        direction,
        access: "Deny",
        protocol: "*",
        sourceAddressPrefix: "*",
        sourcePortRange: "*",
        destinationAddressPrefix: "*",
        destinationPortRange: "*",
    })),
];

/**
 * The network on Azure from which a cell on AWS is pulled: containers of jobs, the private address of the copies, and a firewall that
 * lets the jobs call AWS and Azure by name and nothing else. Nothing can be reached from outside.
 *
 * Keeps: ACC-1 (no public path to backups), SW-6 (restricted outbound traffic), DR-1 (zone-redundant).
 */
export class LandingNetwork extends pulumi.ComponentResource {
    public readonly virtualNetworkId: pulumi.Output<string>;
    public readonly firewallId: pulumi.Output<string>;
    public readonly jobsSubnetId: pulumi.Output<string>;
    public readonly privateEndpointsSubnetId: pulumi.Output<string>;

    constructor(name: string, args: LandingNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        const { names, ...inputs } = args;
        super("oxygis:aws:LandingNetwork", name, inputs, opts);

        const { resourceGroupName, location, tags, subnets, zones } = args;
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
        const egress = new EgressFirewall(
            `${name}-egress`,
            {
                resourceGroupName,
                location,
                tags,
                virtualNetworkName: virtualNetwork.name,
                addressPrefix: subnets.firewall,
                allowed: [{ name: "pull", sourceAddresses: [subnets.jobs], hosts: args.allowedHosts }],
                // No Windows is here; the firewall wants a source all the same, and the subnet's own rules refuse the port.
                windowsAddresses: [subnets.jobs],
                zones,
                names: {
                    firewall: names.firewall,
                    policy: names.firewallPolicy,
                    publicAddress: names.firewallAddress,
                    routeTable: names.routeTable,
                },
            },
            { parent: this },
        );
        const subnet = (
            label: string,
            addressPrefix: string,
            allowed: Rule[],
            more: object,
            after: pulumi.Resource,
        ) => {
            const group = new network.NetworkSecurityGroup(
                `${name}-${label}-nsg`,
                {
                    resourceGroupName,
                    location,
                    tags,
                    networkSecurityGroupName: names.networkSecurityGroup(label),
                    securityRules: rules(allowed),
                },
                { parent: this },
            );
            return new network.Subnet(
                `${name}-${label}`,
                {
                    resourceGroupName,
                    virtualNetworkName: virtualNetwork.name,
                    subnetName: label,
                    addressPrefix,
                    defaultOutboundAccess: false,
                    networkSecurityGroup: { id: group.id },
                    privateEndpointNetworkPolicies: network.VirtualNetworkPrivateEndpointNetworkPolicies.Enabled,
                    ...more,
                },
                // Azure changes one subnet of a network at a time and refuses the others meanwhile.
                { parent: this, dependsOn: after },
            );
        };
        const privateEndpoints = subnet(
            "private-endpoints",
            subnets.privateEndpoints,
            [["jobs-inbound", "Inbound", subnets.jobs, subnets.privateEndpoints, "443"]],
            {},
            egress,
        );
        const jobs = subnet(
            "jobs",
            subnets.jobs,
            [
                ["health-probe-inbound", "Inbound", "AzureLoadBalancer", subnets.jobs, "30000-32767"],
                ["environment-inbound", "Inbound", subnets.jobs, subnets.jobs, "0-65535"],
                ["environment-outbound", "Outbound", subnets.jobs, subnets.jobs, "0-65535"],
                ["copies-outbound", "Outbound", subnets.jobs, subnets.privateEndpoints, "443"],
                ["firewall-outbound", "Outbound", subnets.jobs, "Internet", "443"],
            ],
            {
                routeTable: { id: egress.routeTableId },
                delegations: [{ name: "service", serviceName: "Microsoft.App/environments" }],
            },
            privateEndpoints,
        );

        this.virtualNetworkId = virtualNetwork.id;
        this.firewallId = egress.firewallId;
        this.jobsSubnetId = jobs.id;
        this.privateEndpointsSubnetId = privateEndpoints.id;
        this.registerOutputs({
            virtualNetworkId: this.virtualNetworkId,
            firewallId: this.firewallId,
            jobsSubnetId: this.jobsSubnetId,
            privateEndpointsSubnetId: this.privateEndpointsSubnetId,
        });
    }
}
