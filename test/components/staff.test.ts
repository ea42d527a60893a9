import { ConditionalAccess } from "../../infra/components/identity/conditionalAccess";
import { ElevatedGroup } from "../../infra/components/identity/elevatedGroup";
import { StaffGroup } from "../../infra/components/identity/staffGroup";
import { StaffRole } from "../../infra/components/identity/staffRole";
import { ElevationAlerts } from "../../infra/components/monitoring/elevationAlerts";
import { nobodysActions } from "../../infra/model/staffRoles";
import { recordProgram } from "../support/recordProgram";
import { common } from "./arguments";

async function record(program: () => unknown) {
    const { resources } = await recordProgram(program);
    return (name: string) => resources.find((each) => each.name === name)!;
}

describe("an elevated group", () => {
    const args = { displayName: "elevated", description: "Rights.", eligibleGroupId: "people" };

    it("asks for a second factor, a reason and a ticket, and lasts four hours", async () => {
        const find = await record(() => new ElevatedGroup("one", args));

        expect(find("one-rules").inputs["activationRules"]).toEqual({
            maximumDuration: "PT4H",
            requireMultifactorAuthentication: true,
            requireJustification: true,
            requireTicketInfo: true,
            requireApproval: false,
        });
    });

    it("asks for approval where it says who approves", async () => {
        const find = await record(() => new ElevatedGroup("one", { ...args, approverGroupId: "security" }));

        expect(find("one-rules").inputs["activationRules"]).toMatchObject({
            requireApproval: true,
            approvalStage: { primaryApprovers: [{ objectId: "security", type: "groupMembers" }] },
        });
    });

    it("lets no eligibility and no membership last for ever", async () => {
        const find = await record(() => new ElevatedGroup("one", args));

        expect(find("one-rules").inputs).toMatchObject({
            eligibleAssignmentRules: { expirationRequired: true, expireAfter: "P365D" },
            activeAssignmentRules: { expirationRequired: true, expireAfter: "P15D" },
        });
        expect(find("one-eligible").inputs).toMatchObject({ assignmentType: "member", duration: "P365D" });
        expect(find("one-eligible").inputs).not.toHaveProperty("permanentAssignment");
    });

    it("makes nobody eligible before its rules hold", async () => {
        const find = await record(() => new ElevatedGroup("one", args));

        expect(find("one-eligible").dependencies).toContain(find("one-rules").urn);
    });

    it("has no member and no owner of its own, and nobody but a privileged administrator can add one", async () => {
        const find = await record(() => new ElevatedGroup("one", args));

        expect(find("one-group").inputs).toEqual({
            displayName: "elevated",
            description: "Rights.",
            securityEnabled: true,
            assignableToRole: true,
            preventDuplicateNames: true,
        });
    });
});

describe("a group of staff", () => {
    it("holds exactly the accounts it is given, and only a privileged administrator can change that", async () => {
        const find = await record(
            () => new StaffGroup("one", { displayName: "people", description: "People.", members: ["person-1"] }),
        );

        expect(find("one-group").inputs["assignableToRole"]).toBe(true);
        expect(find("one-person-1").inputs).toEqual({
            groupObjectId: "one-group.objectId",
            memberObjectId: "person-1",
        });
    });
});

describe("a role of staff", () => {
    it("holds what it is given less what nobody may, for one group", async () => {
        const find = await record(
            () =>
                new StaffRole("one", {
                    roleName: "support",
                    description: "Reads.",
                    scope: "/subscriptions/one",
                    actions: ["Microsoft.Sql/servers/read"],
                    dataActions: ["Microsoft.Compute/virtualMachines/login/action"],
                    groupId: "elevated",
                }),
        );

        expect(find("one-role").inputs).toMatchObject({
            roleName: "support",
            assignableScopes: ["/subscriptions/one"],
            permissions: [
                {
                    actions: ["Microsoft.Sql/servers/read"],
                    notActions: [...nobodysActions],
                    dataActions: ["Microsoft.Compute/virtualMachines/login/action"],
                },
            ],
        });
        expect(find("one-assignment").inputs).toMatchObject({
            principalId: "elevated",
            principalType: "Group",
            roleDefinitionId: "one-role.id",
            scope: "/subscriptions/one",
        });
    });
});

describe("conditional access", () => {
    const subjects = ["staff", "strong-roles", "azure-management", "old-protocols"] as const;
    const declare = () =>
        record(
            () =>
                new ConditionalAccess("one", {
                    names: { policy: (subject) => subject, authenticationStrength: "strength" },
                    staffGroupIds: ["support", "operations"],
                    strongGroupIds: ["operations"],
                    breakGlassGroupId: "break-glass",
                }),
        );
    const eightHours = { signInFrequency: 8, signInFrequencyPeriod: "hours" };

    it.each(subjects)("is on and holds for everybody it names but the break-glass accounts (%s)", async (subject) => {
        const { state, conditions } = (await declare())(`one-${subject}`).inputs;

        expect(state).toBe("enabled");
        expect(conditions).toMatchObject({ users: { excludedGroups: ["break-glass"] } });
        expect(conditions).not.toHaveProperty("users.excludedUsers");
        expect(conditions).not.toHaveProperty("applications.excludedApplications");
    });

    it("asks all staff for a second factor, anew every eight hours", async () => {
        expect((await declare())("one-staff").inputs).toMatchObject({
            conditions: {
                clientAppTypes: ["all"],
                applications: { includedApplications: ["All"] },
                users: { includedGroups: ["support", "operations"] },
            },
            grantControls: { builtInControls: ["mfa"] },
            sessionControls: eightHours,
        });
    });

    it("asks everybody who manages Azure for a second factor, anew every eight hours", async () => {
        expect((await declare())("one-azure-management").inputs).toMatchObject({
            conditions: {
                clientAppTypes: ["all"],
                applications: { includedApplications: ["797f4846-ba00-4fd7-ba43-dac1f8f63013"] },
                users: { includedUsers: ["All"] },
            },
            grantControls: { builtInControls: ["mfa"] },
            sessionControls: eightHours,
        });
    });

    it("asks those who can become most for an unphishable key and a managed device, both", async () => {
        const find = await declare();

        expect(find("one-strong-roles").inputs).toMatchObject({
            conditions: { applications: { includedApplications: ["All"] }, users: { includedGroups: ["operations"] } },
            grantControls: {
                operator: "AND",
                authenticationStrengthPolicyId: "one-strength.id",
                builtInControls: ["compliantDevice"],
            },
        });
        expect(find("one-strength").inputs["allowedCombinations"]).toEqual([
            "fido2",
            "windowsHelloForBusiness",
            "x509CertificateMultiFactor",
        ]);
    });

    it("blocks protocols that know no second factor, for everybody", async () => {
        expect((await declare())("one-old-protocols").inputs).toMatchObject({
            conditions: {
                clientAppTypes: ["exchangeActiveSync", "other"],
                applications: { includedApplications: ["All"] },
                users: { includedUsers: ["All"] },
            },
            grantControls: { builtInControls: ["block"] },
        });
    });
});

describe("alerts on elevation", () => {
    const queries = ["activation", "break-glass", "membership"] as const;
    const declare = () =>
        record(
            () =>
                new ElevationAlerts("one", {
                    ...common,
                    alertName: (subject) => subject,
                    workspaceId: "workspace",
                    subscription: "/subscriptions/one",
                    actionGroupId: "security",
                    breakGlassAccounts: ["account-1", "account-2"],
                    groupIds: ["people", "elevated"],
                }),
        );
    const queryOf = (inputs: Record<string, unknown>) =>
        (inputs["criteria"] as { allOf: { query: string }[] }).allOf[0]!.query;

    it.each(queries)("reach the security group for a single event, and again for the next (%s)", async (subject) => {
        const { inputs } = (await declare())(`one-${subject}`);

        expect(inputs).toMatchObject({
            enabled: true,
            autoMitigate: false,
            scopes: ["workspace"],
            actions: { actionGroups: ["security"] },
            criteria: { allOf: [{ timeAggregation: "Count", operator: "GreaterThan", threshold: 0 }] },
        });
        expect(inputs).not.toHaveProperty("muteActionsDuration");
    });

    it.each(queries)("miss no log line that comes late (%s)", async (subject) => {
        const { inputs } = (await declare())(`one-${subject}`);

        expect(inputs).toMatchObject({
            evaluationFrequency: "PT5M",
            windowSize: "PT10M",
            overrideQueryTimeRange: "P2D",
        });
        expect(queryOf(inputs)).toContain("ingestion_time() > ago(10m)");
    });

    it("look for every account and every group they are told of", async () => {
        const find = await declare();

        expect(queryOf(find("one-break-glass").inputs)).toContain('UserId in ("account-1", "account-2")');
        expect(queryOf(find("one-membership").inputs)).toContain('has_any ("people", "elevated")');
        expect(queryOf(find("one-activation").inputs)).toContain('OperationName has "PIM activation"');
    });

    it("tell of every role assignment in the subscription", async () => {
        expect((await declare())("one-role-assignment").inputs).toMatchObject({
            enabled: true,
            scopes: ["/subscriptions/one"],
            condition: {
                allOf: [
                    { field: "category", equals: "Administrative" },
                    { field: "operationName", equals: "Microsoft.Authorization/roleAssignments/write" },
                ],
            },
            actions: { actionGroups: [{ actionGroupId: "security" }] },
        });
    });
});
