import type * as pulumi from "@pulumi/pulumi";

/** Every part of Front Door is addressed by its profile. */
export interface EdgeProfile {
    resourceGroupName: pulumi.Input<string>;
    profileName: pulumi.Input<string>;
}
