import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";
import { EgressFirewall } from "./egressFirewall";
import { type FilteredSubnets, subnetRules } from "./subnetRules";

export interface CellNetworkArgs extends CommonArgs {
    addressSpace: string;
    subnets: FilteredSubnets & { firewall: string };
    zones: string[];
    /** Host names that may be called: by all machines, besides by those that people sign in to, and by the watch. */
    allowedHosts: { machines: string[]; signIn: string[]; watch: string[] };
    names: {
        virtualNetwork: string;
        firewall: string;
        firewallPolicy: string;
        firewallAddress: string;
        routeTable: string;
        instancesRouteTable: string;
        networkSecurityGroup: (subnet: string) => string;
    };
}

/**
 * The network of a cell: the only way in from the internet is Bastion, where staff sign in to Entra ID, and the only way out is the
 * firewall.
 *
 * Keeps: ACC-1 (no public path to production), SW-6 (restricted outbound traffic), DB-1 (only the application reaches data).
 */
export class CellNetwork extends pulumi.ComponentResource {
    public readonly virtualNetworkId: pulumi.Output<string>;
    public readonly firewallId: pulumi.Output<string>;
    public readonly applicationSubnetId: pulumi.Output<string>;
    public readonly privateEndpointsSubnetId: pulumi.Output<string>;
    public readonly privateLinkSubnetId: pulumi.Output<string>;
    public readonly jobsSubnetId: pulumi.Output<string>;
    public readonly bastionSubnetId: pulumi.Output<string>;
    public readonly watchSubnetId: pulumi.Output<string>;
    /** Unset in a cell without managed instances. */
    public readonly managedInstancesSubnetId: pulumi.Output<string> | undefined;

    constructor(name: string, args: CellNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        const { names, ...inputs } = args;
        super("oxygis:network:CellNetwork", name, inputs, opts);

        const { resourceGroupName, location, tags, subnets, allowedHosts } = args;
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
                allowed: [
                    {
                        name: "machines",
                        sourceAddresses: [subnets.application, subnets.jobs],
                        hosts: allowedHosts.machines,
                    },
                    { name: "sign-in", sourceAddresses: [subnets.jobs], hosts: allowedHosts.signIn },
                    { name: "watch", sourceAddresses: [subnets.watch], hosts: allowedHosts.watch },
                ],
                windowsAddresses: [subnets.application, subnets.jobs],
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
                    subnetName: inputs.subnetName ?? label,
                    addressPrefix: inputs.addressPrefix,
                    defaultOutboundAccess: false,
                    networkSecurityGroup: { id: group.id },
                    routeTable: inputs.routeTableId && { id: inputs.routeTableId },
                    delegations: inputs.delegation ? [{ name: "service", serviceName: inputs.delegation }] : undefined,
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
        const jobs = subnet(
            "jobs",
            { addressPrefix: subnets.jobs, securityRules: rules.jobs, routeTableId: egress.routeTableId },
            privateLink,
        );
        const bastion = subnet(
            "bastion",
            // Azure knows Bastion's subnet by this name, and allows no route table in it.
            { addressPrefix: subnets.bastion, securityRules: rules.bastion, subnetName: "AzureBastionSubnet" },
            jobs,
        );
        const watch = subnet(
            "watch",
            {
                addressPrefix: subnets.watch,
                securityRules: rules.watch,
                routeTableId: egress.routeTableId,
                delegation: "Microsoft.App/environments",
            },
            bastion,
        );
        const managedInstances =
            subnets.managedInstances === undefined
                ? undefined
                : subnet(
                      "managed-instances",
                      {
                          addressPrefix: subnets.managedInstances,
                          securityRules: rules.managedInstances,
                          routeTableId: this.routesOfInstances(name, args).id,
                          delegation: "Microsoft.Sql/managedInstances",
                      },
                      watch,
                  );

        this.virtualNetworkId = virtualNetwork.id;
        this.firewallId = egress.firewallId;
        this.applicationSubnetId = application.id;
        this.privateEndpointsSubnetId = privateEndpoints.id;
        this.privateLinkSubnetId = privateLink.id;
        this.jobsSubnetId = jobs.id;
        this.bastionSubnetId = bastion.id;
        this.watchSubnetId = watch.id;
        this.managedInstancesSubnetId = managedInstances?.id;
        this.registerOutputs({
            virtualNetworkId: this.virtualNetworkId,
            firewallId: this.firewallId,
            applicationSubnetId: this.applicationSubnetId,
            privateEndpointsSubnetId: this.privateEndpointsSubnetId,
            privateLinkSubnetId: this.privateLinkSubnetId,
            jobsSubnetId: this.jobsSubnetId,
            bastionSubnetId: this.bastionSubnetId,
            watchSubnetId: this.watchSubnetId,
            managedInstancesSubnetId: this.managedInstancesSubnetId,
        });
    }

    /**
     * Azure refuses an instance in a subnet without a table, and writes its own routes there: to what manages the instance, and to Entra ID
     * ("Service-aided subnet configuration"). No other way leads out. The provider leaves routes alone where none are declared.
     */
    private routesOfInstances(
        name: string,
        { resourceGroupName, location, tags, names }: CellNetworkArgs,
    ): network.RouteTable {
        return new network.RouteTable(
            `${name}-instances-routes`,
            {
                resourceGroupName,
                location,
                tags,
                routeTableName: names.instancesRouteTable,
                disableBgpRoutePropagation: true,
            },
            { parent: this },
        );
    }
}

interface SubnetInputs {
    addressPrefix: string;
    securityRules: ReturnType<typeof subnetRules>[keyof ReturnType<typeof subnetRules>];
    routeTableId?: pulumi.Output<string>;
    /** Azure's name of the subnet where it is not the label. */
    subnetName?: string;
    /** The service the subnet is handed to. */
    delegation?: string;
}
