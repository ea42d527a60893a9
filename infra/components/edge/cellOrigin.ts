import * as cdn from "@pulumi/azure-native/cdn";
import * as pulumi from "@pulumi/pulumi";

import type { EdgeProfile } from "./edgeProfile";

export interface CellOriginArgs extends EdgeProfile {
    originGroupName: pulumi.Input<string>;
    originName: string;
    /** Name in the certificate the application presents; it needs no public DNS record, the way there is private. */
    hostName: string;
    privateLinkServiceId: pulumi.Input<string>;
    location: string;
}

/**
 * A cell's own origin in the global stack's group, or in one of its own while it stands in for a lost site: a cell brings it along and takes it away, so `global` never waits for a cell.
 * The host name the visitor asked for is passed on, because it says which customer is meant.
 *
 * Keeps: ACC-1 (private link only), COM-1 (HTTPS with a checked certificate), DR-5 (a rebuilt cell brings its origin).
 */
export class CellOrigin extends pulumi.ComponentResource {
    public readonly originId: pulumi.Output<string>;

    constructor(name: string, args: CellOriginArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:edge:CellOrigin", name, args, opts);

        const origin = new cdn.AFDOrigin(
            `${name}-origin`,
            {
                resourceGroupName: args.resourceGroupName,
                profileName: args.profileName,
                originGroupName: args.originGroupName,
                originName: args.originName,
                hostName: args.hostName,
                httpsPort: 443,
                enabledState: cdn.EnabledState.Enabled,
                enforceCertificateNameCheck: true,
                priority: 1,
                weight: 1000,
                sharedPrivateLinkResource: {
                    privateLink: { id: args.privateLinkServiceId },
                    privateLinkLocation: args.location,
                    requestMessage: "Front Door of the Oxygis platform: the cell's application",
                },
            },
            { parent: this },
        );

        this.originId = origin.id;
        this.registerOutputs({ originId: this.originId });
    }
}
