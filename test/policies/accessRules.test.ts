import { policy as bastionRecorded } from "../../policies/rules/access/bastionRecorded";
import { policy as elevationLimited } from "../../policies/rules/access/elevationLimited";
import { policy as loginNotShared } from "../../policies/rules/access/loginNotShared";
import { policy as machineExtensionReviewed } from "../../policies/rules/access/machineExtensionReviewed";
import { policy as roleAssignmentNarrow } from "../../policies/rules/access/roleAssignmentNarrow";
import { policy as roleLeastPrivilege } from "../../policies/rules/access/roleLeastPrivilege";
import { policy as roleWithoutCredentials } from "../../policies/rules/access/roleWithoutCredentials";
import { policy as signInSecondFactor } from "../../policies/rules/access/signInSecondFactor";
import { policy as staffJustInTime } from "../../policies/rules/access/staffJustInTime";
import { checkRegistrations } from "../support/policyHarness";
import { type Registration, registration, unknownValue } from "../support/policyMessages";
import { setOf } from "../support/policyMutations";
import { casesOf, outcomeOf, type Row, type Table } from "../support/policyTable";

const tables: Table[] = [];
const table = (policy: Table["policy"], good: Registration[], rows: Row[]): Table => ({ policy, good, rows });

const entraOnly = { azureADOnlyAuthentication: true, administratorType: "ActiveDirectory", principalType: "Group" };
const administrators = (path: string, good: unknown, bad: readonly unknown[]) =>
    ["server", "pinned", "local"].map((resource) => ({ resource, path: `administrators.${path}`, good: [good], bad }));

tables.push(
    table(
        loginNotShared,
        [
            registration("azure-native:sql:Server", "server", { administrators: entraOnly }),
            registration("azure-native:sql/v20230801:Server", "pinned", { administrators: entraOnly }),
            registration("azure-native_sql_v20240501preview:sql:Server", "local", { administrators: entraOnly }),
            registration("azure-native:appconfiguration:ConfigurationStore", "store", { disableLocalAuth: true }),
            registration("azure-native:operationalinsights:Workspace", "workspace", {
                features: { disableLocalAuth: true },
            }),
            registration("azure-native:keyvault:Vault", "vault", { properties: { enableRbacAuthorization: true } }),
            registration("azure-native:compute:VirtualMachine", "machine", { zones: ["1"] }),
            registration("azure-native:compute:VirtualMachineScaleSet", "machines", { zones: ["1"] }),
            registration("aws:rds/instance:Instance", "rds", { iamDatabaseAuthenticationEnabled: true }),
        ],
        [
            ...administrators("azureADOnlyAuthentication", true, [1]),
            ...administrators("administratorType", "ActiveDirectory", []),
            ...administrators("principalType", "Group", ["User", "Application"]),
            { resource: "server", path: "administratorLogin", good: [], bad: ["sa"], mayBeUnset: true },
            { resource: "store", path: "disableLocalAuth", good: [true], bad: [] },
            { resource: "workspace", path: "features.disableLocalAuth", good: [true], bad: [] },
            { resource: "vault", path: "properties.enableRbacAuthorization", good: [true], bad: [] },
            { resource: "vault", path: "properties.accessPolicies", good: [], bad: [[]], mayBeUnset: true },
            { resource: "machine", path: "osProfile", good: [], bad: [{}, { adminPassword: "x" }], mayBeUnset: true },
            { resource: "machines", path: "virtualMachineProfile.osProfile", good: [], bad: [{}], mayBeUnset: true },
            { resource: "rds", path: "iamDatabaseAuthenticationEnabled", good: [true], bad: [] },
            { resource: "rds", path: "password", good: [], bad: ["x"], mayBeUnset: true },
        ],
    ),
);

tables.push(
    table(
        bastionRecorded,
        [
            registration("azure-native:network/v20240501:BastionHost", "door", {
                sku: { name: "Premium" },
                enableSessionRecording: true,
                disableCopyPaste: true,
                enableShareableLink: false,
                enableTunneling: false,
                enableIpConnect: false,
                enableFileCopy: false,
            }),
        ],
        [
            { resource: "door", path: "sku.name", good: ["Premium"], bad: ["Standard", "Basic", "Developer"] },
            { resource: "door", path: "enableSessionRecording", good: [true], bad: [] },
            { resource: "door", path: "disableCopyPaste", good: [true], bad: [] },
            ...["enableShareableLink", "enableTunneling", "enableIpConnect", "enableFileCopy"].map((path) => ({
                resource: "door",
                path,
                good: [false],
                bad: [0],
            })),
        ],
    ),
);

const proofs = { requireMultifactorAuthentication: true, requireJustification: true, requireTicketInfo: true };
tables.push(
    table(
        elevationLimited,
        [
            registration("azuread:index/groupRoleManagementPolicy:GroupRoleManagementPolicy", "rules", {
                activationRules: {
                    maximumDuration: "PT4H",
                    ...proofs,
                    requireApproval: true,
                    approvalStage: { primaryApprovers: [{ objectId: unknownValue, type: "groupMembers" }] },
                },
                activeAssignmentRules: { expirationRequired: true, expireAfter: "P15D", ...proofs },
                eligibleAssignmentRules: { expirationRequired: true, expireAfter: "P365D" },
            }),
            registration("aws:ssoadmin/permissionSet:PermissionSet", "set", { sessionDuration: "PT1H" }),
            registration("aws:iam/role:Role", "role", {}),
        ],
        [
            {
                resource: "rules",
                path: "activationRules.maximumDuration",
                good: ["PT4H", "PT30M", "PT240M"],
                bad: ["PT5H", "PT4H1M", "P1D", "PT0S", "P", "4", 4],
            },
            ...Object.keys(proofs).flatMap((proof) => [
                { resource: "rules", path: `activationRules.${proof}`, good: [true], bad: [] },
                { resource: "rules", path: `activeAssignmentRules.${proof}`, good: [true], bad: [] },
            ]),
            {
                resource: "rules",
                path: "activationRules.approvalStage.primaryApprovers[0].type",
                good: ["groupMembers"],
                bad: ["singleUser"],
            },
            {
                resource: "rules",
                path: "activeAssignmentRules.expireAfter",
                good: ["P15D", "P1D"],
                bad: ["P30D", "P1Y", "P0D"],
            },
            {
                resource: "rules",
                path: "eligibleAssignmentRules.expireAfter",
                good: ["P365D", "P1Y"],
                bad: ["P2Y", "P366D"],
            },
            { resource: "set", path: "sessionDuration", good: ["PT4H"], bad: ["PT12H"] },
            { resource: "role", path: "maxSessionDuration", good: [3600, 14_400], bad: [43_200], mayBeUnset: true },
        ],
    ),
);

const secondFactor = { operator: "OR", builtInControls: ["mfa"] };
tables.push(
    table(
        signInSecondFactor,
        [
            registration("azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy", "staff", {
                state: "enabled",
                conditions: { users: { includedUsers: ["All"], excludedGroups: [unknownValue] } },
                grantControls: secondFactor,
            }),
            registration("azuread:index/authenticationStrengthPolicy:AuthenticationStrengthPolicy", "strength", {
                allowedCombinations: ["fido2", "password,softwareOath"],
            }),
            registration("aws:cognito/userPool:UserPool", "pool", { mfaConfiguration: "OPTIONAL" }),
        ],
        [
            {
                resource: "staff",
                path: "state",
                good: ["enabled"],
                bad: ["disabled", "enabledForReportingButNotEnforced"],
            },
            {
                resource: "staff",
                path: "grantControls",
                good: [
                    secondFactor,
                    { operator: "OR", builtInControls: ["block"] },
                    { operator: "AND", builtInControls: ["mfa", "compliantDevice"] },
                    { operator: "OR", authenticationStrengthPolicyId: unknownValue },
                ],
                bad: [
                    { operator: "OR", builtInControls: [] },
                    { operator: "OR", builtInControls: ["compliantDevice"] },
                    { operator: "OR", builtInControls: ["mfa", "compliantDevice"] },
                    { operator: "OR", builtInControls: ["mfa"], termsOfUses: ["a"] },
                    { operator: "AND", builtInControls: ["MFA"] },
                    { builtInControls: ["mfa"] },
                ],
            },
            {
                resource: "staff",
                path: "conditions.users.excludedGroups",
                good: [["one"], []],
                bad: [["one", "other"]],
                mayBeUnset: true,
            },
            ...["users.excludedUsers", "users.excludedRoles", "applications.excludedApplications"].map((path) => ({
                resource: "staff",
                path: `conditions.${path}`,
                good: [[]],
                bad: [["somebody"]],
                mayBeUnset: true as const,
            })),
            {
                resource: "strength",
                path: "allowedCombinations",
                good: [["fido2"]],
                bad: [["password"], ["fido2", "sms"], ["password,sms"], [unknownValue], []],
            },
            { resource: "pool", path: "mfaConfiguration", good: ["ON", "OPTIONAL"], bad: ["OFF"] },
        ],
    ),
);

tables.push(
    table(
        machineExtensionReviewed,
        [
            registration("azure-native:compute:VirtualMachineExtension", "sign-in", {
                publisher: "Microsoft.Azure.ActiveDirectory",
                type: "AADLoginForWindows",
            }),
        ],
        [
            {
                resource: "sign-in",
                path: "type",
                good: ["AADLoginForWindows"],
                bad: ["AzureDiskEncryption", "CustomScriptExtension"],
            },
            {
                resource: "sign-in",
                path: "publisher",
                good: ["Microsoft.Azure.ActiveDirectory"],
                bad: ["Somebody.Else"],
            },
            { resource: "sign-in", path: "protectedSettings", good: [], bad: [{}], mayBeUnset: true },
        ],
    ),
);

const scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v";
tables.push(
    table(
        roleAssignmentNarrow,
        [
            registration("azure-native:authorization:RoleAssignment", "assignment", {
                principalType: "ServicePrincipal",
                scope,
                roleDefinitionId: "/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6",
            }),
        ],
        [
            {
                resource: "assignment",
                path: "principalType",
                good: ["ServicePrincipal", "Group"],
                bad: ["User", "ForeignGroup"],
            },
        ],
    ),
);

describe.each(tables)("$policy.name", (table) => {
    it("accepts the good registrations", async () => {
        expect(await checkRegistrations([table.policy], table.good)).toEqual([]);
    });

    it.each(casesOf(table))("$title", async (one) => {
        expect(await outcomeOf(table, one)).toBe(one.outcome);
    });
});

describe("where a role is given", () => {
    const given = (inputs: Record<string, unknown>) =>
        checkRegistrations(
            [roleAssignmentNarrow],
            [
                registration("azure-native:authorization:RoleAssignment", "assignment", {
                    principalType: "ServicePrincipal",
                    roleDefinitionId: unknownValue,
                    ...inputs,
                }),
            ],
        );

    it.each([scope, unknownValue, "/subscriptions/s/resourceGroups/g"])("may be %s", async (where) => {
        expect(await given({ scope: where })).toEqual([]);
    });

    it.each([null, "/", "/subscriptions/s", "/subscriptions/s/", "/providers/Microsoft.Management/managementGroups/m"])(
        "must not be %s",
        async (where) => {
            expect(await given({ scope: where })).toMatchObject([{ level: "mandatory" }]);
        },
    );

    it("may be the subscription for a group", async () => {
        expect(await given({ scope: "/subscriptions/s", principalType: "Group" })).toEqual([]);
    });
});

describe("a role", () => {
    const judge = (permissions: unknown) =>
        checkRegistrations(
            [roleLeastPrivilege, roleWithoutCredentials],
            [
                registration("azure-native:authorization:RoleDefinition", "role", {
                    permissions,
                    assignableScopes: [unknownValue],
                }),
            ],
        );

    it("reads everything but what opens a credential store", async () => {
        const taken = ["Microsoft.KeyVault/*", "microsoft.operationalinsights/workspaces/SHAREDKEYS/*"];
        expect(await judge([{ actions: ["*/read"], notActions: taken }])).toEqual([]);
    });

    it("reads them all when it takes out nothing, and says which", async () => {
        const findings = await judge([{ actions: ["*/read"] }]);
        expect(findings.map(({ policy }) => policy)).toEqual(Array(findings.length).fill(roleWithoutCredentials.name));
        expect(findings.map(({ message }) => message).join()).toContain("Microsoft.KeyVault/vaults/secrets/read");
    });

    it("does not take out what is unknown at preview", async () => {
        const findings = await judge([{ actions: ["Microsoft.Sql/servers/write"], notActions: [unknownValue] }]);
        expect(findings.map(({ message }) => message).join()).toContain("Microsoft.Sql/servers/write");
    });
});

describe("a group that holds a role", () => {
    const group = registration("azuread:index/group:Group", "elevated", {});
    const staff = registration("azuread:index/group:Group", "staff", {});
    const from = (...sources: Registration[]) => sources.map(({ urn }) => urn);
    const role = registration("azure-native:authorization:RoleDefinition", "role", {
        permissions: [{ actions: ["Microsoft.Sql/servers/read", "Microsoft.Compute/virtualMachines/restart/action"] }],
    });
    const assignment = registration(
        "azure-native:authorization:RoleAssignment",
        "assignment",
        { principalType: "Group", scope: "/subscriptions/s" },
        { propertyDependencies: { principalId: from(group), roleDefinitionId: from(role) } },
    );
    const rules = registration(
        "azuread:index/groupRoleManagementPolicy:GroupRoleManagementPolicy",
        "rules",
        { activationRules: { requireApproval: true } },
        { propertyDependencies: { groupId: from(group) } },
    );
    const eligible = registration(
        "azuread:index/privilegedAccessGroupEligibilitySchedule:PrivilegedAccessGroupEligibilitySchedule",
        "eligible",
        {},
        { propertyDependencies: { groupId: from(group), principalId: from(staff) } },
    );
    const signIn = registration(
        "azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy",
        "sign-in",
        {
            state: "enabled",
            conditions: {
                users: { includedGroups: [unknownValue] },
                applications: { includedApplications: ["All"] },
                clientAppTypes: ["all"],
            },
            grantControls: secondFactor,
        },
        { propertyDependencies: { conditions: from(staff) } },
    );
    const good = [group, staff, role, assignment, rules, eligible, signIn];
    const judge = (all: readonly Registration[]) => checkRegistrations([staffJustInTime], all);
    const changed = (one: Registration, path: string, value: unknown) =>
        setOf(({ name }: Registration) => name === one.name, path, value)(good);
    const on = (one: Registration) => ({ policy: staffJustInTime.name, level: "mandatory", urn: one.urn });

    it("is good when it is empty, ruled, approved and entered with a second factor", async () => {
        expect(await judge(good)).toEqual([]);
    });

    it.each([
        ["has no rules", good.filter((one) => one !== rules), group],
        ["has members in itself", changed(group, "members", ["somebody"]), group],
        ["takes members by what they are", changed(group, "dynamicMembership", { rule: "all" }), group],
        ["may do strong things without approval", changed(rules, "activationRules.requireApproval", false), rules],
        ["does not say whether approval is needed", changed(rules, "activationRules", {}), rules],
        ["may do what is unknown at preview", changed(rules, "activationRules.requireApproval", unknownValue), rules],
        ["is asked for by people without a second factor", good.filter((one) => one !== signIn), staff],
        ["is asked for by people of a policy that is off", changed(signIn, "state", "disabled"), staff],
        [
            "is asked for on some platforms",
            changed(signIn, "conditions.platforms", { includedPlatforms: ["ios"] }),
            staff,
        ],
        ["is asked for by browsers only", changed(signIn, "conditions.clientAppTypes", ["browser"]), staff],
        ["is asked for by a forgotten group", changed(signIn, "conditions.users.includedGroups", undefined), staff],
    ])("is refused when it %s", async (_, all, where) => {
        const findings = await judge(all);
        expect(findings[0]).toMatchObject(on(where));
        // Members of their own are also people without a second factor.
        expect(new Set(findings.map(({ urn }) => urn)).size).toBe(1);
    });

    it("needs no approval where its role only reads", async () => {
        const reading = changed(role, "permissions[0].actions", ["Microsoft.Sql/servers/read"]);
        const all = reading.map((one) => (one.name === "rules" ? registration(one.type, "rules", {}, one) : one));
        expect(await judge(all)).toEqual([]);
    });
});
