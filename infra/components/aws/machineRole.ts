import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

import { type MachineRights, machineRights } from "../../model/awsMachineRights";

export interface MachineRoleArgs {
    tags: Record<string, string>;
    roleName: string;
    /** Known before anything is declared, so that what the role may do is judged before it exists. */
    rights: MachineRights;
}

/**
 * What machines of a cell sign in with instead of a password: the settings, secrets and documents of their own cell, and the sessions of
 * staff, which are written down.
 *
 * Keeps: ACC-1 (least privilege), PWD-2 (no password in an image), STAFF-1 (staff come in as themselves).
 */
export class MachineRole extends pulumi.ComponentResource {
    /** Known once the role has its rights: a machine that starts without them would be taken for an ill one. */
    public readonly instanceProfileArn: pulumi.Output<string>;
    public readonly roleArn: pulumi.Output<string>;

    constructor(name: string, args: MachineRoleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:MachineRole", name, args, opts);

        const { tags, roleName } = args;
        const role = new iam.Role(
            `${name}-role`,
            {
                name: roleName,
                tags,
                assumeRolePolicy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
                    ],
                }),
            },
            { parent: this },
        );
        const rights = new iam.RolePolicy(
            `${name}-rights`,
            { name: "machine", role: role.name, policy: machineRights(args.rights) },
            { parent: this },
        );
        const profile = new iam.InstanceProfile(
            `${name}-profile`,
            { name: roleName, tags, role: role.name },
            { parent: this },
        );

        this.instanceProfileArn = pulumi.all([profile.arn, rights.id]).apply(([arn]) => arn);
        this.roleArn = role.arn;
        this.registerOutputs({ instanceProfileArn: this.instanceProfileArn, roleArn: this.roleArn });
    }
}
