import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";

export interface PrivateAccessArgs extends CommonArgs {
    endpointName: string;
    subnetId: pulumi.Input<string>;
    /** The resource to be reached privately, and which of its services (Azure's `groupId`, for example `sqlServer`). */
    target: { id: pulumi.Input<string>; service: string };
    zoneId: pulumi.Input<string>;
}

/**
 * A private address for a managed service in the cell's network, with its name in private DNS.
 *
 * Keeps: ACC-1 (no public path to production).
 */
export class PrivateAccess extends pulumi.ComponentResource {
    public readonly endpointId: pulumi.Output<string>;

    constructor(name: string, args: PrivateAccessArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:network:PrivateAccess", name, args, opts);

        const { resourceGroupName, location, tags, endpointName, target } = args;
        const endpoint = new network.PrivateEndpoint(
            `${name}-endpoint`,
            {
                resourceGroupName,
                location,
                tags,
                privateEndpointName: endpointName,
                customNetworkInterfaceName: `${endpointName}-nic`,
                subnet: { id: args.subnetId },
                privateLinkServiceConnections: [
                    { name: target.service, privateLinkServiceId: target.id, groupIds: [target.service] },
                ],
            },
            { parent: this },
        );
        new network.PrivateDnsZoneGroup(
            `${name}-dns`,
            {
                resourceGroupName,
                privateEndpointName: endpoint.name,
                privateDnsZoneGroupName: "default",
                privateDnsZoneConfigs: [{ name: target.service, privateDnsZoneId: args.zoneId }],
            },
            { parent: this },
        );

        this.endpointId = endpoint.id;
        this.registerOutputs({ endpointId: this.endpointId });
    }
}
