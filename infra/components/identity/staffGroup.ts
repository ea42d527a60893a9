import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";

export interface StaffGroupArgs {
    displayName: string;
    description: string;
    /** Entra object ids of the accounts in the group; nothing else may be in it. */
    members: string[];
}

/**
 * The people of one kind of staff, each with an account of their own. Being in the group gives no right: it says who may ask for one,
 * who approves, and whose sign-ins conditional access judges. Role-assignable, so that only a privileged role administrator can
 * change who is in it: for other groups, whoever manages users can.
 *
 * Keeps: STAFF-1 (own credentials), ACC-1 (access by group only, who is in it is reviewed).
 */
export class StaffGroup extends pulumi.ComponentResource {
    public readonly objectId: pulumi.Output<string>;

    constructor(name: string, args: StaffGroupArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:identity:StaffGroup", name, args, opts);

        const { displayName, description } = args;
        const group = new azuread.Group(
            `${name}-group`,
            { displayName, description, securityEnabled: true, assignableToRole: true, preventDuplicateNames: true },
            { parent: this },
        );
        for (const memberObjectId of args.members) {
            new azuread.GroupMember(
                `${name}-${memberObjectId}`,
                { groupObjectId: group.objectId, memberObjectId },
                { parent: this },
            );
        }

        this.objectId = group.objectId;
        this.registerOutputs({ objectId: this.objectId });
    }
}
