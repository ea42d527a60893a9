import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

export interface ResourceGroupsArgs<Area extends string> {
    /** Area, for example `data`, to the Azure name of its group. */
    names: Record<Area, string>;
    location: string;
    tags: Record<string, string>;
}

/**
 * The resource groups of one stack, one per area, so that access can be given to an area and to no more of the stack.
 *
 * Keeps: STAFF-3 (access to what is needed only).
 */
export class ResourceGroups<Area extends string> extends pulumi.ComponentResource {
    /** Area to the name of its group, known once the group exists. */
    public readonly names: Readonly<Record<Area, pulumi.Output<string>>>;

    constructor(name: string, args: ResourceGroupsArgs<Area>, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:governance:ResourceGroups", name, args, opts);

        const { location, tags } = args;
        const areas = Object.entries(args.names) as [Area, string][];
        const groups = areas.map(([area, resourceGroupName]) => {
            const group = new resources.ResourceGroup(
                `${name}-${area}`,
                { resourceGroupName, location, tags },
                // Azure deletes a group with everything in it, also what Pulumi was told to retain.
                { parent: this, protect: true, retainOnDelete: true },
            );
            return [area, group.name] as const;
        });

        this.names = Object.fromEntries(groups) as Record<Area, pulumi.Output<string>>;
        this.registerOutputs({ names: this.names });
    }
}
