import * as cdn from "@pulumi/azure-native/cdn";
import * as pulumi from "@pulumi/pulumi";

import type { EdgeProfile } from "./edgeProfile";

export interface CellOriginArgs extends EdgeProfile {
    originGroupName: pulumi.Input<string>;
    originName: string;
    /** Name in the certificate the application presents; it needs a public DNS record only where the way there is not private. */
    hostName: pulumi.Input<string>;
    /** The private way there, and its Azure region. Without one (AWS) the origin itself refuses everybody but this Front Door. */
    privateLink?: { serviceId: pulumi.Input<string>; location: string };
}

/**
 * A cell's own origin in the global stack's group, or in one of its own while it stands in for a lost site: a cell brings it along and takes it away, so `global` never waits for a cell.
 * The host name the visitor asked for is passed on, because it says which customer is meant.
 *
 * Keeps: ACC-1 (by private link, or at an origin that this Front Door alone may call), COM-1 (HTTPS with a checked certificate), DR-5 (a rebuilt cell brings its origin).
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
                sharedPrivateLinkResource: args.privateLink && {
                    privateLink: { id: args.privateLink.serviceId },
                    privateLinkLocation: args.privateLink.location,
                    requestMessage: "Front Door of the Oxygis platform: the cell's application",
                },
            },
            { parent: this },
        );

        this.originId = origin.id;
        this.registerOutputs({ originId: this.originId });
    }
}
