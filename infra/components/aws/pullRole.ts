import * as iam from "@pulumi/aws/iam";
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";

import { keyUse } from "./serviceRole";

export interface PullRoleArgs {
    tags: Record<string, string>;
    accountId: string;
    region: string;
    roleName: string;
    /** The Entra tenant whose tokens AWS is to believe. */
    tenantId: string;
    /** Name of the Entra application that tokens for AWS are asked for; nobody signs in to it. */
    applicationName: string;
    /** Set where another stack declares that application, and the account's trust in the tenant: each exists once. */
    isDeclaredElsewhere?: boolean;
    /** The managed identity that pulls, by its object id: nobody else gets the role. */
    principalId: pulumi.Input<string>;
    bucketNames: string[];
    /** Of the keys that what lies in them is encrypted with. */
    keyAliases: string[];
}

/**
 * Lets one managed identity on Azure read the buckets, without a secret anywhere: it shows AWS a token of Entra ID and gets keys for an
 * hour. AWS trusts the tenant, and in it this one identity, for tokens that were asked for this purpose. It can read and list, nothing else.
 *
 * Keeps: BKP-2 (backups come to Azure), ACC-1 (access for one identity, reading only), STAFF-1 (no key that several could know).
 */
export class PullRole extends pulumi.ComponentResource {
    public readonly roleArn: pulumi.Output<string>;
    /** What the identity asks Entra ID a token for. */
    public readonly audience: string;

    constructor(name: string, args: PullRoleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:PullRole", name, args, opts);

        const { tags, accountId, tenantId } = args;
        // Entra takes names below the tenant's own id without a domain to prove.
        const audience = `api://${tenantId}/${args.applicationName}`;
        const issuer = `sts.windows.net/${tenantId}/`;
        const trusted = args.isDeclaredElsewhere ? [] : this.declareTrust(name, args, { audience, issuer });
        const role = new iam.Role(
            `${name}-role`,
            {
                name: args.roleName,
                tags,
                maxSessionDuration: 3600,
                // As an object: the id of the identity is known only once Azure has made it, all else can be read before.
                assumeRolePolicy: {
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Effect: "Allow",
                            Principal: { Federated: `arn:aws:iam::${accountId}:oidc-provider/${issuer}` },
                            Action: "sts:AssumeRoleWithWebIdentity",
                            Condition: {
                                StringEquals: {
                                    [`${issuer}:aud`]: audience,
                                    [`${issuer}:sub`]: args.principalId,
                                },
                            },
                        },
                    ],
                },
            },
            { parent: this, dependsOn: trusted },
        );
        const buckets = args.bucketNames.map((bucket) => `arn:aws:s3:::${bucket}`);
        const rights = new iam.RolePolicy(
            `${name}-rights`,
            {
                role: role.name,
                name: "rights",
                policy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        { Effect: "Allow", Action: ["s3:ListBucketVersions"], Resource: buckets },
                        {
                            Effect: "Allow",
                            Action: ["s3:GetObject", "s3:GetObjectVersion"],
                            Resource: buckets.map((bucket) => `${bucket}/*`),
                        },
                        keyUse({ ...args, keyAlias: args.keyAliases }, "Decrypt"),
                    ],
                }),
            },
            { parent: this },
        );

        this.roleArn = pulumi.all([role.arn, rights.id]).apply(([arn]) => arn);
        this.audience = audience;
        this.registerOutputs({ roleArn: this.roleArn, audience: this.audience });
    }

    /** What makes tokens of the tenant for this purpose, and has AWS believe them. */
    private declareTrust(
        name: string,
        { applicationName, tags }: PullRoleArgs,
        { audience, issuer }: { audience: string; issuer: string },
    ): pulumi.Resource[] {
        // Tokens of version 1 carry the issuer and the audience that are written below.
        const application = new azuread.Application(
            `${name}-application`,
            {
                displayName: applicationName,
                signInAudience: "AzureADMyOrg",
                identifierUris: [audience],
                api: { requestedAccessTokenVersion: 1 },
                preventDuplicateNames: true,
            },
            { parent: this },
        );
        const principal = new azuread.ServicePrincipal(
            `${name}-principal`,
            { clientId: application.clientId },
            { parent: this },
        );
        const provider = new iam.OpenIdConnectProvider(
            `${name}-provider`,
            { tags, url: `https://${issuer}`, clientIdLists: [audience] },
            { parent: this },
        );
        return [provider, principal];
    }
}
