import type * as pulumi from "@pulumi/pulumi";

/** Where a component's resources lie and how they are labelled. */
export interface CommonArgs {
    resourceGroupName: pulumi.Input<string>;
    /** Azure region; always the site's, never written in a component. */
    location: string;
    tags: Record<string, string>;
}
