import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";

type Subject = "staff" | "strong-roles" | "azure-management" | "old-protocols";
type Controls = Pick<azuread.ConditionalAccessPolicyArgs, "grantControls" | "sessionControls">;
/** What is judged: all applications and ways of signing in, unless it says otherwise. */
interface Conditions {
    users: azuread.types.input.ConditionalAccessPolicyConditionsUsers;
    applications?: azuread.types.input.ConditionalAccessPolicyConditionsApplications;
    clientAppTypes?: string[];
}

export interface ConditionalAccessArgs {
    names: {
        policy: (subject: Subject) => string;
        authenticationStrength: string;
    };
    /** Object ids of all groups of staff but the break-glass accounts. */
    staffGroupIds: pulumi.Input<string>[];
    /** Object ids of the groups whose people can become most. */
    strongGroupIds: pulumi.Input<string>[];
    /** Object id of the group that no policy holds for: a slip in one of them must not close the last door. */
    breakGlassGroupId: pulumi.Input<string>;
}

/** Windows Azure Service Management API: the portal, the command lines and Azure Resource Manager, in every tenant. */
const azureManagement = "797f4846-ba00-4fd7-ba43-dac1f8f63013";

/**
 * What a sign-in must show before it is let in: a second factor for all staff and for everybody who manages Azure, at least every
 * eight hours; a key that cannot be phished and a managed device for those who can become most; nothing for protocols that know no
 * second factor.
 *
 * Keeps: AUTH-1 (2FA), STAFF-1 (staff sign in as themselves), ACC-1 (authorised access only).
 */
export class ConditionalAccess extends pulumi.ComponentResource {
    constructor(name: string, args: ConditionalAccessArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:identity:ConditionalAccess", name, args, opts);

        const everybody = { includedUsers: ["All"] };
        const secondFactor = { operator: "OR", builtInControls: ["mfa"] };
        const anew = { signInFrequency: 8, signInFrequencyPeriod: "hours" };
        const policy = (subject: Subject, { users, ...conditions }: Conditions, controls: Controls) =>
            new azuread.ConditionalAccessPolicy(
                `${name}-${subject}`,
                {
                    displayName: args.names.policy(subject),
                    state: "enabled",
                    conditions: {
                        clientAppTypes: ["all"],
                        applications: { includedApplications: ["All"] },
                        ...conditions,
                        users: { ...users, excludedGroups: [args.breakGlassGroupId] },
                    },
                    ...controls,
                },
                { parent: this },
            );

        const strength = new azuread.AuthenticationStrengthPolicy(
            `${name}-strength`,
            {
                displayName: args.names.authenticationStrength,
                description: "Keys that cannot be phished.",
                allowedCombinations: ["fido2", "windowsHelloForBusiness", "x509CertificateMultiFactor"],
            },
            { parent: this },
        );
        policy(
            "staff",
            { users: { includedGroups: args.staffGroupIds } },
            { grantControls: secondFactor, sessionControls: anew },
        );
        policy(
            "strong-roles",
            { users: { includedGroups: args.strongGroupIds } },
            {
                grantControls: {
                    operator: "AND",
                    authenticationStrengthPolicyId: strength.id,
                    builtInControls: ["compliantDevice"],
                },
            },
        );
        policy(
            "azure-management",
            { users: everybody, applications: { includedApplications: [azureManagement] } },
            { grantControls: secondFactor, sessionControls: anew },
        );
        policy(
            "old-protocols",
            { users: everybody, clientAppTypes: ["exchangeActiveSync", "other"] },
            { grantControls: { operator: "OR", builtInControls: ["block"] } },
        );

        this.registerOutputs({});
    }
}
