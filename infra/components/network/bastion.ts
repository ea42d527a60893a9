import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../commonArgs";

export interface BastionArgs extends CommonArgs {
    bastionName: string;
    publicAddressName: string;
    /** The subnet that Azure knows as AzureBastionSubnet. */
    subnetId: pulumi.Input<string>;
    zones: string[];
}

/**
 * The door by which staff reach a machine: in the browser, signed in to Entra ID, each session recorded. It takes no native clients,
 * whose sessions Azure does not record, hands out no links and carries no files or clipboard. Premium, because only that records:
 * about EUR 300 a month.
 *
 * Keeps: ACC-1 (no machine has a public path), STAFF-1 (own sign-in), STAFF-2 (sessions recorded), DR-1 (zone-redundant).
 */
export class Bastion extends pulumi.ComponentResource {
    public readonly bastionId: pulumi.Output<string>;
    /** Where the browser's session, and the player of recordings, come from. */
    public readonly origin: pulumi.Output<string>;

    constructor(name: string, args: BastionArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:network:Bastion", name, args, opts);

        const { resourceGroupName, location, tags, zones } = args;
        const address = new network.PublicIPAddress(
            `${name}-address`,
            {
                resourceGroupName,
                location,
                tags,
                publicIpAddressName: args.publicAddressName,
                sku: { name: network.PublicIPAddressSkuName.Standard },
                publicIPAllocationMethod: network.IPAllocationMethod.Static,
                zones,
            },
            { parent: this },
        );
        const host = new network.BastionHost(
            `${name}-host`,
            {
                resourceGroupName,
                location,
                tags,
                bastionHostName: args.bastionName,
                sku: { name: network.BastionHostSkuName.Premium },
                zones,
                enableSessionRecording: true,
                enableTunneling: false,
                enableIpConnect: false,
                enableShareableLink: false,
                enableFileCopy: false,
                disableCopyPaste: true,
                ipConfigurations: [
                    { name: "bastion", subnet: { id: args.subnetId }, publicIPAddress: { id: address.id } },
                ],
            },
            { parent: this },
        );

        this.bastionId = host.id;
        this.origin = host.dnsName.apply((dnsName) => `https://${dnsName ?? ""}`);
        this.registerOutputs({ bastionId: this.bastionId, origin: this.origin });
    }
}
