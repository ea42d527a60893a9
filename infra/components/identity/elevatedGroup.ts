import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";

import { elevation } from "../../model/staffRoles";

export interface ElevatedGroupArgs {
    displayName: string;
    description: string;
    /** Object id of the group whose people may become members for a while. */
    eligibleGroupId: pulumi.Input<string>;
    /** Object id of the group of which somebody must agree; they can never agree to their own request. @default nobody need agree */
    approverGroupId?: pulumi.Input<string>;
}

/**
 * A group that nobody is in: its members are those who asked to be, showed a second factor, gave a reason and a ticket and, where it
 * says so, were approved, for four hours at most. Rights are given to it, so all of them are just in time.
 *
 * Keeps: STAFF-3 (just in time, with a second factor and a ticket, for hours), AUTH-1 (2FA), ACC-1 (authorised access only).
 */
export class ElevatedGroup extends pulumi.ComponentResource {
    public readonly objectId: pulumi.Output<string>;
    public readonly displayName: pulumi.Output<string>;

    constructor(name: string, args: ElevatedGroupArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:identity:ElevatedGroup", name, args, opts);

        const { displayName, description, eligibleGroupId, approverGroupId } = args;
        const group = new azuread.Group(
            `${name}-group`,
            { displayName, description, securityEnabled: true, assignableToRole: true, preventDuplicateNames: true },
            { parent: this },
        );
        const rules = new azuread.GroupRoleManagementPolicy(
            `${name}-rules`,
            {
                groupId: group.objectId,
                roleId: "member",
                activationRules: {
                    maximumDuration: elevation.activeFor,
                    requireMultifactorAuthentication: true,
                    requireJustification: true,
                    requireTicketInfo: true,
                    requireApproval: approverGroupId !== undefined,
                    ...(approverGroupId !== undefined && {
                        approvalStage: { primaryApprovers: [{ objectId: approverGroupId, type: "groupMembers" }] },
                    }),
                },
                eligibleAssignmentRules: { expirationRequired: true, expireAfter: elevation.eligibleFor },
                activeAssignmentRules: {
                    expirationRequired: true,
                    expireAfter: elevation.assignedFor,
                    requireMultifactorAuthentication: true,
                    requireJustification: true,
                    requireTicketInfo: true,
                },
            },
            { parent: this },
        );
        new azuread.PrivilegedAccessGroupEligibilitySchedule(
            `${name}-eligible`,
            {
                groupId: group.objectId,
                principalId: eligibleGroupId,
                assignmentType: "member",
                duration: elevation.eligibleFor,
                justification: "Declared by the platform: the people of the group may ask.",
            },
            // Nobody may ask while Entra ID's own, weaker rules still hold.
            { parent: this, dependsOn: rules },
        );

        this.objectId = group.objectId;
        this.displayName = group.displayName;
        this.registerOutputs({ objectId: this.objectId, displayName: this.displayName });
    }
}
