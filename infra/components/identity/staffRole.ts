import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { nobodysActions } from "../../model/staffRoles";

export interface StaffRoleArgs {
    roleName: string;
    description: string;
    /** The subscription the role is for, as an ARM id. */
    scope: pulumi.Input<string>;
    actions: readonly string[];
    dataActions: readonly string[];
    /** Object id of the group that holds the role: one that people are members of for hours only. */
    groupId: pulumi.Input<string>;
}

/**
 * What one kind of staff may do, as a role of our own: only what is named, never what opens a credential store, gives out access or
 * deletes weekly backups.
 *
 * Keeps: STAFF-3 (only what is needed), PWD-2 (no role reads a credential store), AUTH-2 (roles as code).
 */
export class StaffRole extends pulumi.ComponentResource {
    constructor(name: string, args: StaffRoleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:identity:StaffRole", name, args, opts);

        const { scope, roleName, description } = args;
        // Ids of roles and assignments are GUIDs, never used again for another role or scope.
        const [roleId, assignmentId] = ["role-id", "assignment-id"].map(
            (suffix) => new random.RandomUuid(`${name}-${suffix}`, {}, { parent: this }).result,
        );
        const role = new authorization.RoleDefinition(
            `${name}-role`,
            {
                scope,
                roleDefinitionId: roleId,
                roleName,
                description,
                assignableScopes: [scope],
                permissions: [
                    {
                        actions: [...args.actions],
                        notActions: [...nobodysActions],
                        dataActions: [...args.dataActions],
                        notDataActions: [],
                    },
                ],
            },
            { parent: this },
        );
        new authorization.RoleAssignment(
            `${name}-assignment`,
            {
                scope,
                roleAssignmentName: assignmentId,
                roleDefinitionId: role.id,
                principalId: args.groupId,
                principalType: authorization.PrincipalType.Group,
            },
            { parent: this },
        );

        this.registerOutputs({});
    }
}
