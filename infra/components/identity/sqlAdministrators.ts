import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";

export interface SqlAdministratorsArgs {
    displayName: string;
    /** Entra object ids of the people and pipelines that administer the databases of this cell. */
    members: string[];
}

/**
 * The Entra group that administers a cell's SQL server: everybody signs in as themselves, and taking somebody off the list
 * takes the access away.
 *
 * Keeps: STAFF-1 (own credentials), ACC-1 (access by group only).
 */
export class SqlAdministrators extends pulumi.ComponentResource {
    public readonly displayName: pulumi.Output<string>;
    public readonly objectId: pulumi.Output<string>;

    constructor(name: string, args: SqlAdministratorsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:identity:SqlAdministrators", name, args, opts);

        const group = new azuread.Group(
            `${name}-group`,
            { displayName: args.displayName, securityEnabled: true, preventDuplicateNames: true },
            { parent: this },
        );
        for (const memberObjectId of args.members) {
            new azuread.GroupMember(
                `${name}-${memberObjectId}`,
                { groupObjectId: group.objectId, memberObjectId },
                { parent: this },
            );
        }

        this.displayName = group.displayName;
        this.objectId = group.objectId;
        this.registerOutputs({ displayName: this.displayName, objectId: this.objectId });
    }
}
