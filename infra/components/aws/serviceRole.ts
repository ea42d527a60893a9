import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

/** One thing that a role may do. Names only, never outputs: what a role may do is to be read before anything is made. */
export interface Permission {
    Effect: "Allow" | "Deny";
    Action: string[];
    Resource: string | string[];
    Condition?: Record<string, Record<string, string | string[]>>;
}

export interface ServiceRole {
    roleName: string;
    tags: Record<string, string>;
    /** The AWS service that works under this role, for example `rds.amazonaws.com`. */
    service: string;
    /** Set where the service says for whom it works: then it takes the role for resources of this account only. */
    accountId?: string;
    permissions: Permission[];
}

/** Use of the key with an alias, or of any of several. A key's own ARN is unknown until there is one. */
export const keyUse = (
    at: { region: string; accountId: string; keyAlias: string | string[] },
    ...actions: string[]
): Permission => ({
    Effect: "Allow",
    Action: actions.map((action) => `kms:${action}`),
    Resource: `arn:aws:kms:${at.region}:${at.accountId}:key/*`,
    Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": [at.keyAlias].flat() } },
});

const document = (statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** A role for a service of AWS with all that it may do, as children of the component that declares them. */
export function declareServiceRole(name: string, args: ServiceRole, parent: pulumi.Resource) {
    const { roleName, tags, service, accountId, permissions } = args;
    const role = new iam.Role(
        `${name}-role`,
        {
            name: roleName,
            tags,
            assumeRolePolicy: document([
                {
                    Effect: "Allow",
                    Principal: { Service: service },
                    Action: "sts:AssumeRole",
                    ...(accountId && { Condition: { StringEquals: { "aws:SourceAccount": accountId } } }),
                },
            ]),
        },
        { parent },
    );
    const policy = new iam.RolePolicy(
        `${name}-rights`,
        { role: role.name, name: "rights", policy: document(permissions) },
        { parent },
    );
    return { role, policy };
}
