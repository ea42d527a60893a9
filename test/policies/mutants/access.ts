import type { Registration } from "../../support/policyMessages";
import { added, replaced, setOf, without, withValue } from "../../support/policyMutations";
import type { GoodVariant, Mutant } from "../../support/policyProof";

const role = (name: string) => (one: Registration) => one.name === `global-role-${name}-role`;
const rules = (name: string) => (one: Registration) => one.name === `global-elevated-${name}-rules`;
const signIn = (name: string) => (one: Registration) => one.name === `global-conditional-access-${name}`;
const assignment = (one: Registration) => one.name === "global-role-support-assignment";
const serverType = "azure-native:sql:Server";
const scaleSetType = "azure-native:compute:VirtualMachineScaleSet";
const assignmentType = "azure-native:authorization:RoleAssignment";
const bastionType = "azure-native:network:BastionHost";
const eligibleType = "azuread:index/privilegedAccessGroupEligibilitySchedule:PrivilegedAccessGroupEligibilitySchedule";

/** An input made from another resource than before. */
const rewired = (which: string | ((one: Registration) => boolean), input: string, sources: readonly string[]) =>
    replaced(which, (one) => ({
        ...one,
        propertyDependencies: { ...one.propertyDependencies, [input]: sources },
    }));

/** Everybody of support in the very group that holds the role. */
const standingMember = (all: readonly Registration[]): Registration[] =>
    all.map((one) => {
        const group = all.find(({ name }) => name === "global-elevated-support-group")?.urn ?? "";
        return one.name.startsWith("global-staff-support-0")
            ? { ...one, propertyDependencies: { groupObjectId: [group] } }
            : one;
    });

const owner = "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635";

export const mutants: Mutant[] = [
    ...[
        { name: "everything allowed", path: "permissions[0].actions[0]", value: "*" },
        { name: "everything of one service allowed", path: "permissions[0].actions[0]", value: "Microsoft.Sql/*" },
        {
            name: "access given out",
            path: "permissions[0]",
            value: { actions: ["Microsoft.Authorization/roleAssignments/write"] },
        },
        { name: "a role for the whole tenant", path: "assignableScopes[0]", value: "/" },
        { name: "no list at all", path: "permissions", value: undefined },
    ].map(({ name, path, value }): Mutant => ({
        policy: "role-least-privilege",
        name,
        stack: "global",
        mutate: setOf(role("support"), path, value),
    })),
    {
        policy: "role-without-credentials",
        name: "shared keys readable with everything else",
        stack: "global",
        mutate: setOf(role("operations"), "permissions[0].notActions", []),
    },
    {
        policy: "role-without-credentials",
        name: "support reads secrets",
        stack: "global",
        mutate: setOf(role("support"), "permissions[0].dataActions", [
            "Microsoft.KeyVault/vaults/secrets/getSecret/action",
        ]),
    },
    {
        policy: "role-without-credentials",
        name: "database administrators run commands on machines",
        stack: "global",
        mutate: setOf(
            role("databaseAdministration"),
            "permissions[0].actions[0]",
            "Microsoft.Compute/virtualMachines/runCommand/action",
        ),
    },
    {
        policy: "role-assignment-narrow",
        name: "a role for one person",
        stack: "global",
        mutate: setOf(assignment, "principalType", "User"),
    },
    {
        policy: "role-assignment-narrow",
        name: "the application as owner",
        stack: "prod",
        mutate: setOf(assignmentType, "roleDefinitionId", owner),
    },
    {
        policy: "role-assignment-narrow",
        name: "the application all over the subscription",
        stack: "prod",
        mutate: setOf(assignmentType, "scope", "/subscriptions/some-subscription"),
    },
    {
        policy: "role-assignment-narrow",
        name: "a role in a management group",
        stack: "global",
        mutate: setOf(assignment, "scope", "/providers/Microsoft.Management/managementGroups/root"),
    },
    {
        policy: "elevation-limited",
        name: "elevated for a working day",
        stack: "global",
        mutate: setOf(rules("support"), "activationRules.maximumDuration", "PT8H"),
    },
    {
        policy: "elevation-limited",
        name: "without a second factor",
        stack: "global",
        mutate: setOf(rules("security"), "activationRules.requireMultifactorAuthentication", false),
    },
    {
        policy: "elevation-limited",
        name: "without a ticket",
        stack: "global",
        mutate: setOf(rules("operations"), "activationRules.requireTicketInfo", undefined),
    },
    {
        policy: "elevation-limited",
        name: "members past the rules for good",
        stack: "global",
        mutate: setOf(rules("operations"), "activeAssignmentRules.expirationRequired", false),
    },
    {
        policy: "elevation-limited",
        name: "eligible for good",
        stack: "global",
        mutate: setOf(eligibleType, "permanentAssignment", true),
    },
    {
        policy: "sign-in-second-factor",
        name: "the second factor only reported",
        stack: "global",
        mutate: setOf(signIn("staff"), "state", "enabledForReportingButNotEnforced"),
    },
    {
        policy: "sign-in-second-factor",
        name: "a device instead of a second factor",
        stack: "global",
        mutate: setOf(signIn("staff"), "grantControls.builtInControls", ["mfa", "compliantDevice"]),
    },
    {
        policy: "sign-in-second-factor",
        name: "a second group left out",
        stack: "global",
        mutate: setOf(signIn("azure-management"), "conditions.users.excludedGroups", ["one", "other"]),
    },
    {
        policy: "sign-in-second-factor",
        name: "administrators left out",
        stack: "global",
        mutate: setOf(signIn("azure-management"), "conditions.users.excludedRoles", ["global-administrator"]),
    },
    {
        policy: "sign-in-second-factor",
        name: "a text message as a strong sign-in",
        stack: "global",
        mutate: setOf(
            "azuread:index/authenticationStrengthPolicy:AuthenticationStrengthPolicy",
            "allowedCombinations[0]",
            "password,sms",
        ),
    },
    {
        policy: "staff-just-in-time",
        name: "support always in the group with its role",
        stack: "global",
        mutate: standingMember,
    },
    {
        policy: "staff-just-in-time",
        name: "operations without approval",
        stack: "global",
        mutate: setOf(rules("operations"), "activationRules.requireApproval", false),
    },
    {
        policy: "staff-just-in-time",
        name: "no rules for the group of support",
        stack: "global",
        mutate: without(rules("support")),
    },
    {
        policy: "staff-just-in-time",
        name: "a group of another program",
        stack: "global",
        mutate: rewired(assignment, "principalId", []),
    },
    {
        policy: "staff-just-in-time",
        name: "a role of Azure's for a group",
        stack: "global",
        mutate: rewired(assignment, "roleDefinitionId", []),
    },
    {
        policy: "staff-just-in-time",
        name: "a built-in role nobody reviewed",
        stack: "prod",
        mutate: setOf(
            assignmentType,
            "roleDefinitionId",
            "/providers/Microsoft.Authorization/roleDefinitions/00000000-0000-4000-8000-000000000000",
        ),
    },
    {
        policy: "staff-just-in-time",
        name: "the policy of staff for one application",
        stack: "global",
        mutate: setOf(signIn("staff"), "conditions.applications.includedApplications", ["portal"]),
    },
    {
        policy: "staff-just-in-time",
        name: "one group of staff forgotten",
        stack: "global",
        mutate: setOf(signIn("staff"), "conditions.users.includedGroups", ["a", "b", "c"]),
    },
    {
        policy: "login-not-shared",
        name: "SQL logins beside Entra ID",
        stack: "prod",
        mutate: setOf(serverType, "administrators.azureADOnlyAuthentication", false),
    },
    {
        policy: "login-not-shared",
        name: "one person as administrator of SQL",
        stack: "prod",
        mutate: setOf(serverType, "administrators.principalType", "User"),
    },
    {
        policy: "login-not-shared",
        name: "a local account on the machines",
        stack: "prod",
        mutate: setOf(scaleSetType, "virtualMachineProfile.osProfile", { adminUsername: "admin" }),
    },
    {
        policy: "login-not-shared",
        name: "a shared key of the workspace",
        stack: "global",
        mutate: setOf("azure-native:operationalinsights:Workspace", "features.disableLocalAuth", undefined),
    },
    {
        policy: "login-not-shared",
        name: "access policies of the key vault",
        stack: "prod",
        mutate: setOf("azure-native:keyvault:Vault", "properties.enableRbacAuthorization", false),
    },
    {
        policy: "bastion-recorded",
        name: "sessions not recorded",
        stack: "prod",
        mutate: setOf(bastionType, "enableSessionRecording", false),
    },
    {
        policy: "bastion-recorded",
        name: "links for anybody who has one",
        stack: "prod",
        mutate: setOf(bastionType, "enableShareableLink", true),
    },
    {
        policy: "bastion-recorded",
        name: "tunnels of native clients",
        stack: "prod",
        mutate: setOf(bastionType, "enableTunneling", undefined),
    },
    {
        policy: "machine-extension-reviewed",
        name: "a script on a job server",
        stack: "prod",
        mutate: setOf("azure-native:compute:VirtualMachineExtension", "type", "CustomScriptExtension"),
    },
    {
        policy: "machine-extension-reviewed",
        name: "Azure Disk Encryption on the application's machines",
        stack: "prod",
        mutate: replaced(scaleSetType, (one) => ({
            ...one,
            inputs: withValue(one.inputs, "virtualMachineProfile.extensionProfile.extensions[1]", {
                publisher: "Microsoft.Azure.Security",
                type: "AzureDiskEncryption",
            }),
        })),
    },
    {
        policy: "aws-policy-least-privilege",
        name: "an AWS policy that allows all",
        stack: "prod",
        mutate: added("aws:iam/policy:Policy", {
            policy: '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}',
        }),
    },
    {
        policy: "aws-policy-least-privilege",
        name: "AWS's administrator",
        stack: "prod",
        mutate: added("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
            policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
        }),
    },
];

export const goodVariants: GoodVariant[] = [
    {
        name: "elevation for half an hour",
        stack: "global",
        mutate: setOf(rules("support"), "activationRules.maximumDuration", "PT30M"),
    },
    {
        name: "approval also for support",
        stack: "global",
        mutate: (all) =>
            setOf(rules("support"), "activationRules.approvalStage", { primaryApprovers: [{ type: "groupMembers" }] })(
                setOf(rules("support"), "activationRules.requireApproval", true)(all),
            ),
    },
    {
        name: "a second factor and a managed device",
        stack: "global",
        mutate: setOf(signIn("azure-management"), "grantControls", {
            operator: "AND",
            builtInControls: ["mfa", "compliantDevice"],
        }),
    },
    {
        name: "the policy of staff for all users",
        stack: "global",
        mutate: setOf(signIn("staff"), "conditions.users.includedUsers", ["All"]),
    },
    {
        name: "an identity with a narrow role written in capitals",
        stack: "prod",
        mutate: setOf(
            assignmentType,
            "roleDefinitionId",
            "/PROVIDERS/MICROSOFT.AUTHORIZATION/ROLEDEFINITIONS/BA92F5B4-2D11-453D-A403-E96B0029C9FE",
        ),
    },
];
