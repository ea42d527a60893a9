import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";

import { healthPaths } from "../../model/health";
import type { CommonArgs } from "../commonArgs";

export interface PrivateIngressArgs extends CommonArgs {
    loadBalancerName: string;
    privateLinkServiceName: string;
    subscriptionId: pulumi.Input<string>;
    zones: string[];
    applicationSubnetId: pulumi.Input<string>;
    privateLinkSubnetId: pulumi.Input<string>;
}

const frontend = "application";
const pool = "application";
const probe = "health";

/**
 * The way in: an internal load balancer over all zones, and the private link service by which Front Door, and nobody else, reaches
 * it. A connection waits until a person approves it (runbook approve-private-link).
 *
 * Keeps: ACC-1 (no public path), DR-1 (zone-redundant), COM-1 (HTTPS up to the virtual machine).
 */
export class PrivateIngress extends pulumi.ComponentResource {
    public readonly backendPoolId: pulumi.Output<string>;
    public readonly privateLinkServiceId: pulumi.Output<string>;

    constructor(name: string, args: PrivateIngressArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:compute:PrivateIngress", name, args, opts);

        const { resourceGroupName, location, tags, loadBalancerName } = args;
        // The parts of a load balancer refer to one another by id before any of them exists.
        const part = (kind: string, partName: string) => ({
            id: pulumi.interpolate`/subscriptions/${args.subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.Network/loadBalancers/${loadBalancerName}/${kind}/${partName}`,
        });
        const balancer = new network.LoadBalancer(
            `${name}-balancer`,
            {
                resourceGroupName,
                location,
                tags,
                loadBalancerName,
                sku: { name: network.LoadBalancerSkuName.Standard },
                frontendIPConfigurations: [
                    {
                        name: frontend,
                        subnet: { id: args.applicationSubnetId },
                        privateIPAllocationMethod: network.IPAllocationMethod.Dynamic,
                        zones: args.zones,
                    },
                ],
                backendAddressPools: [{ name: pool }],
                probes: [
                    {
                        name: probe,
                        protocol: network.ProbeProtocol.Https,
                        port: 443,
                        requestPath: healthPaths.machine,
                        intervalInSeconds: 5,
                        probeThreshold: 2,
                    },
                ],
                loadBalancingRules: [
                    {
                        name: "https",
                        protocol: network.TransportProtocol.Tcp,
                        frontendPort: 443,
                        backendPort: 443,
                        frontendIPConfiguration: part("frontendIPConfigurations", frontend),
                        backendAddressPools: [part("backendAddressPools", pool)],
                        probe: part("probes", probe),
                        enableTcpReset: true,
                        disableOutboundSnat: true,
                    },
                ],
            },
            { parent: this },
        );
        const service = new network.PrivateLinkService(
            `${name}-link`,
            {
                resourceGroupName,
                location,
                tags,
                serviceName: args.privateLinkServiceName,
                loadBalancerFrontendIpConfigurations: [
                    { id: pulumi.interpolate`${balancer.id}/frontendIPConfigurations/${frontend}` },
                ],
                ipConfigurations: [
                    {
                        name: "nat",
                        primary: true,
                        privateIPAllocationMethod: network.IPAllocationMethod.Dynamic,
                        subnet: { id: args.privateLinkSubnetId },
                    },
                ],
                // Front Door asks from a subscription of Microsoft's that is not published: all may ask, none is let in unapproved.
                visibility: { subscriptions: ["*"] },
                autoApproval: { subscriptions: [] },
                enableProxyProtocol: false,
            },
            { parent: this },
        );

        this.backendPoolId = pulumi.interpolate`${balancer.id}/backendAddressPools/${pool}`;
        this.privateLinkServiceId = service.id;
        this.registerOutputs({ backendPoolId: this.backendPoolId, privateLinkServiceId: this.privateLinkServiceId });
    }
}
