import * as cdn from "@pulumi/azure-native/cdn";
import * as pulumi from "@pulumi/pulumi";

export interface FrontDoorArgs {
    resourceGroupName: pulumi.Input<string>;
    profileName: string;
    tags: Record<string, string>;
}

/**
 * The one Front Door profile all cells share. There is never a second one, not even after a disaster: a host name proven in one
 * profile cannot be used in another.
 *
 * Keeps: COM-1 (the public edge), DR-5 (a new site only brings its own origin).
 */
export class FrontDoor extends pulumi.ComponentResource {
    public readonly profileId: pulumi.Output<string>;
    public readonly profileName: pulumi.Output<string>;
    /** Front Door stamps it on every request (`X-Azure-FDID`); the application refuses requests without it. */
    public readonly frontDoorId: pulumi.Output<string>;

    constructor(name: string, args: FrontDoorArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:edge:FrontDoor", name, args, opts);

        const profile = new cdn.Profile(
            `${name}-profile`,
            {
                resourceGroupName: args.resourceGroupName,
                profileName: args.profileName,
                tags: args.tags,
                location: "Global",
                sku: { name: cdn.SkuName.Premium_AzureFrontDoor },
                // Signs in to a key vault where a customer brings a certificate.
                identity: { type: cdn.ManagedServiceIdentityType.SystemAssigned },
                // A report may take long; Azure's own default of 60 s would cut it off at the edge.
                originResponseTimeoutSeconds: 120,
            },
            { parent: this, protect: true, retainOnDelete: true },
        );

        this.profileId = profile.id;
        this.profileName = profile.name;
        this.frontDoorId = profile.frontDoorId;
        this.registerOutputs({
            profileId: this.profileId,
            profileName: this.profileName,
            frontDoorId: this.frontDoorId,
        });
    }
}
