import * as pulumi from "@pulumi/pulumi";

import { declareOriginGroup, type OriginGroup } from "./originGroup";

/**
 * The group of a site that stands in for a lost one, to which that site adds its own origin.
 *
 * Keeps: DR-5 (while the site is not there, a page is shown and not an error).
 */
export class CellOriginGroup extends pulumi.ComponentResource {
    public readonly originGroupName: pulumi.Output<string>;
    public readonly originGroupId: pulumi.Output<string>;

    constructor(name: string, args: OriginGroup, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:edge:CellOriginGroup", name, args, opts);

        const { group } = declareOriginGroup(name, args, this);

        this.originGroupName = group.name;
        this.originGroupId = group.id;
        this.registerOutputs({ originGroupName: this.originGroupName, originGroupId: this.originGroupId });
    }
}
