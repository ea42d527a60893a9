import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import * as ssoadmin from "@pulumi/aws/ssoadmin";

import { awsStaffRoles, staffBoundary, staffPolicy, type StaffScope } from "../../model/awsStaff";
import { elevation, type StaffRoleName, staffRoleNames } from "../../model/staffRoles";

export interface StaffAccessArgs {
    /** Where Identity Center stands. */
    identityCenterRegion: string;
    /** The organization's Identity Center, of which the account is a delegated administrator. */
    instanceArn: string;
    tags: Record<string, string>;
    /** Name of each group's permission set; at most 32 characters. */
    permissionSets: Record<StaffRoleName, string>;
    /** Name of the policy that bounds them all. */
    boundaryName: string;
    scope: StaffScope;
    /** Ids in Identity Center of the groups that Entra ID carries over: the elevated ones, empty until somebody asks. */
    groupIds: Record<StaffRoleName, string>;
}

/**
 * What staff may do in the account of a cell on AWS. Everybody signs in to Entra ID and becomes a member of a group for hours there (see
 * ElevatedGroup); the group has one permission set here. A session ends after four hours, and nothing in one goes beyond the boundary.
 *
 * Keeps: STAFF-1 (own sign-in only, no users of AWS), STAFF-3 (least rights, for hours), PWD-2 (no secret can be read), AUTH-2 (only
 * what the group's work needs).
 */
export class StaffAccess extends pulumi.ComponentResource {
    constructor(name: string, args: StaffAccessArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:StaffAccess", name, args, opts);

        const { identityCenterRegion: region, instanceArn, tags, scope } = args;
        const boundary = new iam.Policy(
            `${name}-boundary`,
            {
                name: args.boundaryName,
                path: "/",
                description: "The most that anybody of staff can do, whatever their permission set says",
                policy: staffBoundary(),
                tags,
            },
            { parent: this },
        );
        for (const role of staffRoleNames) {
            const set = new ssoadmin.PermissionSet(
                `${name}-${role}`,
                {
                    region,
                    tags,
                    instanceArn,
                    name: args.permissionSets[role],
                    description: awsStaffRoles[role].description,
                    sessionDuration: elevation.activeFor,
                },
                { parent: this },
            );
            const part = { region, instanceArn, permissionSetArn: set.arn };
            const bounded = new ssoadmin.PermissionsBoundaryAttachment(
                `${name}-${role}-boundary`,
                {
                    ...part,
                    permissionsBoundary: { customerManagedPolicyReference: { name: boundary.name, path: "/" } },
                },
                { parent: this },
            );
            const rights = new ssoadmin.PermissionSetInlinePolicy(
                `${name}-${role}-rights`,
                { ...part, inlinePolicy: staffPolicy(role, scope) },
                // Nothing is allowed that is not yet bounded.
                { parent: this, dependsOn: bounded },
            );
            new ssoadmin.AccountAssignment(
                `${name}-${role}-group`,
                {
                    ...part,
                    principalType: "GROUP",
                    principalId: args.groupIds[role],
                    targetType: "AWS_ACCOUNT",
                    targetId: scope.accountId,
                },
                { parent: this, dependsOn: rights },
            );
        }

        this.registerOutputs({});
    }
}
