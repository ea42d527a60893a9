/** Groups, roles and rules of staff access: what Entra ID and Azure refuse. */
import type { Properties } from "../../sandbox/cloud/values";
import { foundation, TestCloud } from "./support/cloud";

const PERSON = "00000000-0000-4000-8000-000000000001";
const strength = "azuread:index/authenticationStrengthPolicy:AuthenticationStrengthPolicy";
const access = "azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy";
const rules = "azuread:index/groupRoleManagementPolicy:GroupRoleManagementPolicy";
const eligibility = "azuread:index/privilegedAccessGroupEligibilitySchedule:PrivilegedAccessGroupEligibilitySchedule";

let cloud: TestCloud;
beforeEach(async () => {
    cloud = await TestCloud.open();
    await foundation(cloud);
});
afterEach(() => cloud.close());

/** Makes a role-assignable group and returns its object id. */
async function group(displayName: string): Promise<string> {
    const made = await cloud.make(
        "azuread:index/group:Group",
        { displayName, securityEnabled: true, assignableToRole: true },
        displayName,
    );
    return made.outputs["objectId"] as string;
}

describe("a custom role", () => {
    const role = (more: Properties = {}): Properties => ({
        scope: `/subscriptions/${cloud.world.view.subscriptionId}`,
        roleDefinitionId: PERSON,
        roleName: "support",
        assignableScopes: [`/subscriptions/${cloud.world.view.subscriptionId}`],
        permissions: [{ actions: ["Microsoft.Sql/servers/*/read"], notActions: ["*/delete"] }],
        ...more,
    });

    test.each<[string, Properties, string]>([
        [
            "an action of no resource provider",
            { permissions: [{ actions: ["Microsoft.Sql"] }] },
            'permissions[0].actions[0]: InvalidActionOrNotAction: "Microsoft.Sql" is not an operation of a resource provider',
        ],
        [
            "a taken-out action of no resource provider",
            { permissions: [{ actions: ["*"], notActions: ["read everything"] }] },
            'permissions[0].notActions[0]: InvalidActionOrNotAction: "read everything" is not an operation of a resource provider',
        ],
        [
            "a name of more than 512 characters",
            { roleName: "r".repeat(513) },
            "roleName: a role's roleName has at most 512 characters",
        ],
        ["a built-in type", { roleType: "BuiltInRole" }, "roleType: 'BuiltInRole' is not one of CustomRole"],
    ])("is refused for %s", (_, more, reason) => {
        expect(cloud.reasons("authorization:RoleDefinition", role(more))).toEqual([reason]);
    });

    test("has a name of its own in the tenant", async () => {
        await cloud.make("authorization:RoleDefinition", role());
        const twin = role({ roleDefinitionId: "00000000-0000-4000-8000-000000000002", roleName: "SUPPORT" });

        await expect(cloud.make("authorization:RoleDefinition", twin, "twin")).rejects.toThrow(
            "A custom role with the same name 'SUPPORT' already exists",
        );
    });

    test("stays as long as somebody holds it", async () => {
        const made = await cloud.make("authorization:RoleDefinition", role());
        const assignment = await cloud.make("authorization:RoleAssignment", {
            scope: `/subscriptions/${cloud.world.view.subscriptionId}`,
            roleAssignmentName: PERSON,
            principalId: PERSON,
            roleDefinitionId: made.id,
        });

        await expect(cloud.delete(made)).rejects.toThrow("is in use by");
        await cloud.delete(assignment);
        await expect(cloud.delete(made)).resolves.toBeUndefined();
    });
});

describe("a role-assignable group", () => {
    test("takes people and no other group", async () => {
        const [outer, inner] = [await group("outer"), await group("inner")];
        const member = (memberObjectId: string) =>
            cloud.make(
                "azuread:index/groupMember:GroupMember",
                { groupObjectId: outer, memberObjectId },
                `member-${memberObjectId}`,
            );

        await expect(member(inner)).rejects.toThrow("A group cannot be a member of a role-assignable group.");
        await expect(member(PERSON)).resolves.toBeDefined();
    });
});

describe("rules of elevation", () => {
    test.each<[string, Properties, string]>([
        [
            "an activation that is too long",
            { activationRules: { maximumDuration: "PT24H" } },
            "activationRules.maximumDuration: 'PT24H' is not PT30M to PT23H30M in half hours, or a day",
        ],
        [
            "approval by nobody",
            { activationRules: { requireApproval: true } },
            "activationRules.approvalStage: approval needs somebody who approves",
        ],
        [
            "expiration without an end",
            { eligibleAssignmentRules: { expirationRequired: true } },
            "eligibleAssignmentRules.expireAfter: is needed where expiration is required",
        ],
        [
            "an end that Entra ID does not know",
            { eligibleAssignmentRules: { expireAfter: "P366D" } },
            "eligibleAssignmentRules.expireAfter: 'P366D' is not one of P15D, P30D, P90D, P180D, P365D",
        ],
        ["a role that is neither", { roleId: "guest" }, "roleId: 'guest' is not one of member, owner"],
    ])("are refused for %s", (_, more, reason) => {
        expect(cloud.reasons(rules, { groupId: PERSON, roleId: "member", ...more })).toEqual([reason]);
    });

    test.each(["PT30M", "PT1H", "PT23H30M", "P1D"])("may last %s", (maximumDuration) => {
        const inputs = { groupId: PERSON, roleId: "member", activationRules: { maximumDuration } };
        expect(cloud.reasons(rules, inputs)).toEqual([]);
    });

    test("are of a group that exists, and so is who approves", async () => {
        const groupId = await group("elevated");
        const approvedBy = (objectId: string): Properties => ({
            groupId,
            roleId: "member",
            activationRules: {
                requireApproval: true,
                approvalStage: { primaryApprovers: [{ objectId, type: "groupMembers" }] },
            },
        });

        await expect(cloud.make(rules, { groupId: PERSON, roleId: "member" })).rejects.toThrow("does not exist");
        await expect(cloud.make(rules, approvedBy(PERSON))).rejects.toThrow("does not exist");
        await expect(cloud.make(rules, approvedBy(await group("security")))).resolves.toBeDefined();
    });
});

describe("eligibility", () => {
    const schedule = (groupId: string, more: Properties): Properties => ({
        groupId,
        principalId: PERSON,
        assignmentType: "member",
        ...more,
    });

    test("says when it ends", () => {
        expect(cloud.reasons(eligibility, schedule(PERSON, {}))).toEqual([
            "duration: one of duration, expirationDate, permanentAssignment is needed",
        ]);
    });

    test.each<[string, Properties]>([
        ["for ever", { permanentAssignment: true }],
        ["for longer than the rules allow", { duration: "P180D" }],
    ])("is refused %s", async (_, more) => {
        const groupId = await group("elevated");
        await cloud.make(rules, {
            groupId,
            roleId: "member",
            eligibleAssignmentRules: { expirationRequired: true, expireAfter: "P90D" },
        });

        await expect(cloud.make(eligibility, schedule(groupId, more))).rejects.toThrow('["ExpirationRule"]');
        await expect(cloud.make(eligibility, schedule(groupId, { duration: "P90D" }))).resolves.toBeDefined();
    });
});

describe("conditional access", () => {
    const policy = (more: Properties = {}): Properties => ({
        displayName: "mfa",
        state: "enabled",
        conditions: {
            clientAppTypes: ["all"],
            applications: { includedApplications: ["All"] },
            users: { includedUsers: ["All"] },
        },
        grantControls: { operator: "OR", builtInControls: ["mfa"] },
        ...more,
    });

    test.each<[string, Properties, string]>([
        [
            "nobody it holds for",
            { conditions: { clientAppTypes: ["all"], applications: {}, users: {} } },
            "conditions.users: one of includedUsers, includedGroups, includedRoles, includedGuestsOrExternalUsers is needed",
        ],
        [
            "a strength beside plain mfa",
            {
                grantControls: {
                    operator: "AND",
                    builtInControls: ["mfa"],
                    authenticationStrengthPolicyId: "/policies/x",
                },
            },
            "grantControls: an authentication strength takes the place of the control mfa",
        ],
        [
            "block beside something else",
            { grantControls: { operator: "OR", builtInControls: ["block", "mfa"] } },
            "grantControls.builtInControls: block stands alone",
        ],
        [
            "a frequency without its unit",
            { sessionControls: { signInFrequency: 8 } },
            "sessionControls.signInFrequencyPeriod: signInFrequency and signInFrequencyPeriod go together",
        ],
        [
            "a state that does not exist",
            { state: "on" },
            "state: 'on' is not one of enabled, disabled, enabledForReportingButNotEnforced",
        ],
    ])("is refused with %s", (_, more, reason) => {
        expect(cloud.reasons(access, policy(more))).toEqual([reason]);
    });

    test("needs something to ask for", () => {
        const { displayName, state, conditions } = policy();
        expect(cloud.reasons(access, { displayName: displayName!, state: state!, conditions: conditions! })).toEqual([
            "grantControls: grantControls, sessionControls or both are needed",
        ]);
    });

    test("names groups that exist", async () => {
        const conditions = (includedGroups: string[]) => ({
            clientAppTypes: ["all"],
            applications: { includedApplications: ["All"] },
            users: { includedGroups },
        });

        await expect(cloud.make(access, policy({ conditions: conditions([PERSON]) }))).rejects.toThrow(
            "does not exist",
        );
        const groupId = await group("staff");
        await expect(cloud.make(access, policy({ conditions: conditions([groupId]) }))).resolves.toBeDefined();
    });

    test("takes names of 30 characters for a strength", () => {
        const inputs = { displayName: "s".repeat(31), allowedCombinations: ["fido2"] };
        expect(cloud.reasons(strength, inputs)).toEqual(["displayName: it has more than 30 characters"]);
    });
});

test("an activity log alert says which category of events it looks at", () => {
    const inputs = {
        resourceGroupName: "rg",
        location: "global",
        activityLogAlertName: "roles",
        scopes: [],
        actions: {},
        condition: { allOf: [{ field: "operationName", equals: "Microsoft.Authorization/roleAssignments/write" }] },
    };
    expect(cloud.reasons("monitor:ActivityLogAlert", inputs)).toEqual([
        "condition: one of the conditions of allOf is the field 'category'",
    ]);
});
