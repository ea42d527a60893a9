import { type Registration, registration, secretValue, unknownValue } from "../../support/policyMessages";
import { type Evasion, families } from "../../support/policyProof";

const evasion = (policy: string, name: string, type: string, inputs: Record<string, unknown> = {}): Evasion => ({
    name,
    policy,
    registrations: [registration(type, "evasion", inputs)],
});

const under = (policy: string, what: string, type: string, inputs: Record<string, unknown>): Evasion[] =>
    families(type).map((token) => evasion(policy, `${what} under ${token}`, token, inputs));

const role = (...actions: readonly unknown[]) => ({
    permissions: [{ actions }],
    assignableScopes: ["/subscriptions/s"],
});
const roleType = "azure-native:authorization:RoleDefinition";
const assignmentType = "azure-native:authorization:RoleAssignment";
const conditionalAccessType = "azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy";
const keyValueType = "azure-native:appconfiguration:KeyValue";
const settingType = "azure-native:monitor:DiagnosticSetting";

const signIn = (controls: unknown, conditions: Record<string, unknown> = {}) => ({
    state: "enabled",
    conditions: { users: { includedUsers: ["All"] }, ...conditions },
    grantControls: controls,
});
const secondFactor = { operator: "OR", builtInControls: ["mfa"] };
const awsPolicy = (statement: unknown) => ({ policy: JSON.stringify({ Statement: statement }) });

/** A key vault whose log setting is there, and keeps nothing. */
function vaultWith(setting: Record<string, unknown>, dependencies: Record<string, string[]> = {}): Registration[] {
    const vault = registration("azure-native:keyvault:Vault", "vault", {});
    return [
        vault,
        registration(
            settingType,
            "logs",
            { workspaceId: "workspace", ...setting },
            { propertyDependencies: { resourceUri: [vault.urn], ...dependencies } },
        ),
    ];
}

export const evasions: Evasion[] = [
    ...under("role-least-privilege", "everything", roleType, role("*")),
    ...under("login-not-shared", "SQL logins", "azure-native:sql:Server", {
        administrators: { azureADOnlyAuthentication: false },
    }),
    ...under("resource-in-certified-region", "a far region", "azure-native:storage:StorageAccount", {
        location: "eastus",
    }),
    ...under("azure-policy-enforced", "a policy that looks on", "azure-native:authorization:PolicyAssignment", {
        policyDefinitionId: "some",
        enforcementMode: "doNotEnforce",
    }),
    ...under("access-logs-kept", "a vault without logs", "azure-native:keyvault:Vault", {}),
    ...under("companion-declared", "a server without auditing", "azure-native:sql:Server", {}),
    ...under("production-scanned", "the classic scans", "azure-native:sql:DatabaseVulnerabilityAssessment", {}),

    evasion("role-least-privilege", "everything of one kind", roleType, role("Microsoft.Sql/servers/*/write")),
    evasion(
        "role-least-privilege",
        "a wildcard in the last of many",
        roleType,
        role("Microsoft.Sql/servers/read", "*/action"),
    ),
    evasion("role-least-privilege", "an action unknown at preview", roleType, role(unknownValue)),
    evasion(
        "role-least-privilege",
        "access given out in other letters",
        roleType,
        role("MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/WRITE"),
    ),
    evasion("role-least-privilege", "every management group", roleType, {
        ...role("Microsoft.Sql/servers/read"),
        assignableScopes: ["/providers/Microsoft.Management/managementGroups/root"],
    }),
    evasion("role-without-credentials", "keys read with everything else", roleType, role("*/read")),
    evasion("role-without-credentials", "what one permission takes out, granted by the other", roleType, {
        permissions: [
            { actions: ["*/read"], notActions: ["Microsoft.KeyVault/*", "Microsoft.OperationalInsights/*"] },
            { actions: ["Microsoft.KeyVault/vaults/secrets/read"] },
        ],
        assignableScopes: ["/subscriptions/s"],
    }),
    evasion("role-assignment-narrow", "Owner in capitals", assignmentType, {
        principalType: "Group",
        scope: "/subscriptions/s/resourceGroups/g",
        roleDefinitionId: "/roleDefinitions/8E3AF657-A8FF-443C-A75C-2FE8C4BCB635",
    }),
    evasion("role-assignment-narrow", "a holder of no kind", assignmentType, { scope: "/a/b", roleDefinitionId: "r" }),
    evasion("staff-just-in-time", "an id of a role that comes from nowhere", assignmentType, {
        principalType: "ServicePrincipal",
        scope: unknownValue,
        roleDefinitionId: unknownValue,
    }),
    evasion(
        "elevation-limited",
        "members without asking",
        "azuread:index/privilegedAccessGroupAssignmentSchedule:PrivilegedAccessGroupAssignmentSchedule",
        { duration: "PT1H" },
    ),
    ...["PT4H1M", "P1D", "P1M", "PT0S", "4h", "pt4h", "PT240M1S"].map((duration) =>
        evasion("elevation-limited", `a session of ${duration}`, "aws:ssoadmin/permissionSet:PermissionSet", {
            sessionDuration: duration,
        }),
    ),
    evasion("sign-in-second-factor", "Enabled in other letters", conditionalAccessType, {
        ...signIn(secondFactor),
        state: "Enabled",
    }),
    evasion(
        "sign-in-second-factor",
        "terms of use instead of a second factor",
        conditionalAccessType,
        signIn({ ...secondFactor, termsOfUses: ["terms"] }),
    ),
    evasion(
        "sign-in-second-factor",
        "trusted networks left out",
        conditionalAccessType,
        signIn(secondFactor, { locations: { includedLocations: ["All"], excludedLocations: ["AllTrusted"] } }),
    ),
    evasion("sign-in-second-factor", "a factor unknown at preview", conditionalAccessType, {
        ...signIn({ operator: "OR", builtInControls: [unknownValue] }),
    }),
    evasion("aws-policy-least-privilege", "a statement that is no list", "aws:iam/policy:Policy", {
        ...awsPolicy({ Effect: "Allow", Action: "iam:*", Resource: "*" }),
    }),
    evasion("aws-policy-least-privilege", "all but one action", "aws:iam/policy:Policy", {
        ...awsPolicy([{ Effect: "Allow", NotAction: "iam:DeleteUser", Resource: "*" }]),
    }),
    evasion("aws-policy-least-privilege", "a star in the second action", "aws:iam/rolePolicy:RolePolicy", {
        ...awsPolicy([{ Effect: "Allow", Action: ["s3:GetObject", "s3:*"], Resource: "*" }]),
    }),
    evasion("aws-policy-least-privilege", "a document unknown at preview", "aws:iam/policy:Policy", {
        policy: unknownValue,
    }),
    evasion("aws-policy-least-privilege", "a role that everybody may take", "aws:iam/role:Role", {
        assumeRolePolicy: JSON.stringify({
            Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: ["*"] } }],
        }),
    }),
    evasion("aws-policy-least-privilege", "policies inside the role", "aws:iam/role:Role", {
        assumeRolePolicy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "sts:AssumeRole" }] }),
        inlinePolicies: [{ policy: "{}" }],
    }),
    ...["aws:iam/user:User", "aws:iam/accessKey:AccessKey", "aws:ec2/keyPair:KeyPair", "azuread:index/user:User"].map(
        (type) => evasion("login-not-shared", type, type),
    ),
    evasion("login-not-shared", "a password that is a secret", "azure-native:sql:Server", {
        administrators: {
            azureADOnlyAuthentication: true,
            administratorType: "ActiveDirectory",
            principalType: "Group",
        },
        administratorLoginPassword: secretValue("a password"),
    }),
    evasion("machine-extension-reviewed", "a reset of passwords", "azure-native:compute:VirtualMachineExtension", {
        publisher: "Microsoft.Compute",
        type: "VMAccessAgent",
    }),
    evasion(
        "machine-extension-reviewed",
        "a script in the last extension",
        "azure-native:compute:VirtualMachineScaleSet",
        {
            virtualMachineProfile: {
                extensionProfile: {
                    extensions: [
                        { publisher: "Microsoft.ManagedServices", type: "ApplicationHealthWindows" },
                        { publisher: "Microsoft.Compute", type: "CustomScriptExtension" },
                    ],
                },
            },
        },
    ),
    {
        name: "a setting whose categories are off",
        policy: "access-logs-kept",
        registrations: vaultWith({ logs: [{ category: "AuditEvent", enabled: false }] }),
    },
    {
        name: "a setting whose categories are not said to be on",
        policy: "access-logs-kept",
        registrations: vaultWith({ logs: [{ category: "AuditEvent" }] }),
    },
    {
        name: "an archive that the program does not declare",
        policy: "access-logs-kept",
        registrations: vaultWith({
            logs: [{ category: "AuditEvent", enabled: true }],
            storageAccountId: "/subscriptions/s/storageAccounts/elsewhere",
        }),
    },
    ...[
        ["a setting under a label", { keyValueName: "settings:csrf:token-bytes$acme", value: "1" }],
        ["a setting in other letters", { keyValueName: "Settings:CSRF:Token-Bytes", value: "1" }],
        ["a setting that is no JSON", { keyValueName: "settings:csrf:token-bytes", value: "thirty-two" }],
        ["a key unknown at preview", { keyValueName: unknownValue, value: "32" }],
        ["a value unknown at preview", { keyValueName: "settings:csrf:token-bytes", value: unknownValue }],
    ].map(([name, inputs]) =>
        evasion("application-settings-safe", name as string, keyValueType, inputs as Record<string, unknown>),
    ),
    evasion("password-rules-kept", "a password that is a plain string", "random:index/randomString:RandomString", {
        length: 24,
    }),
    evasion("resource-in-certified-region", "the region of one AWS resource", "aws:s3/bucket:Bucket", {
        region: "us-east-1",
    }),
    evasion("resource-in-certified-region", "AWS without a region", "pulumi:providers:aws"),
    evasion("resource-in-certified-region", "AWS of another region", "pulumi:providers:aws", { region: "eu-west-2" }),
    evasion("resource-in-certified-region", "a region unknown at preview", "azure-native:sql:Server", {
        location: unknownValue,
    }),
    evasion("resource-in-certified-region", "a second region of a database", "azure-native:cosmosdb:DatabaseAccount", {
        location: "westeurope",
        locations: [{ locationName: "West Europe" }, { locationName: "West US" }],
    }),
    evasion("azure-policy-enforced", "an effect that does nothing", "azure-native:authorization:PolicyAssignment", {
        policyDefinitionId: "/providers/Microsoft.Authorization/policyDefinitions/some",
        enforcementMode: "Default",
        parameters: { effect: { value: "Disabled" } },
    }),
    evasion("azure-policy-enforced", "some resources selected", "azure-native:authorization:PolicyAssignment", {
        policyDefinitionId: "/providers/Microsoft.Authorization/policyDefinitions/some",
        enforcementMode: "Default",
        resourceSelectors: [{ name: "few" }],
    }),
];
