import type * as pulumi from "@pulumi/pulumi";

/** What every cell says of itself, on whichever cloud it stands; what is besides is its cloud's own and for people. */
export interface CellOutputs {
    /** Where the application finds its settings and the catalogue of customers. */
    configurationEndpoint: pulumi.Input<string>;
    /** Slug to the database that serves the customer, or is to. */
    databaseIds: Record<string, pulumi.Output<string>>;
    /** The name under which Front Door knows the cell's site. */
    originHost: pulumi.Input<string>;
}
