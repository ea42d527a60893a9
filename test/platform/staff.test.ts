import type { Staff } from "../../infra/config/schema";
import { staffRoleNames, staffRoles } from "../../infra/model/staffRoles";
import { declarePlatform } from "../../infra/program";
import { allows, credentialDataOperations, credentialOperations } from "../support/azureRoles";
import { globalOutputs, globalStack, prodStack } from "../support/fixtures";
import { type RecordedResource, recordProgram } from "../support/recordProgram";

/** Roles with which somebody could do everything, or give themselves the right to. */
const omnipotent = {
    owner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
    userAccessAdministrator: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    accessControlAdministrator: "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
};

/** Everything both stacks declare. */
let all: RecordedResource[];
beforeAll(async () => {
    const global = await recordProgram(() => declarePlatform(globalStack()));
    const cell = await recordProgram(() => declarePlatform(prodStack()), { stackOutputs: globalOutputs });
    all = [...global.resources, ...cell.resources];
});

const ofType = (suffix: string) => all.filter(({ type }) => type.endsWith(`:${suffix}`));
const objectId = ({ name }: RecordedResource) => `${name}.objectId`;
/** Groups that people become members of for hours: those with rules for it. */
const elevatedGroups = () =>
    ofType("Group").filter((group) =>
        ofType("GroupRoleManagementPolicy").some(({ inputs }) => inputs["groupId"] === objectId(group)),
    );
const groupOf = (key: keyof Staff) => all.find(({ name }) => name === `global-staff-${key}-group`)!;

describe("access to the platform", () => {
    it("is given to machines and to elevated groups, and to no person", () => {
        const holders = ofType("RoleAssignment").filter(({ inputs }) => inputs["principalType"] !== "ServicePrincipal");

        const elevated = elevatedGroups().map(objectId).sort();
        expect(holders.map(({ inputs }) => inputs["principalId"]).sort()).toEqual(elevated);
        expect(holders.map(({ inputs }) => inputs["principalType"])).toEqual(holders.map(() => "Group"));
        expect(elevated).toHaveLength(staffRoleNames.length);
    });

    it("is never that of an owner or contributor, for machines neither", () => {
        const roles = ofType("RoleAssignment").map(({ inputs }) => inputs["roleDefinitionId"] as string);

        expect(roles.length).toBeGreaterThan(staffRoleNames.length);
        expect(roles.filter((role) => Object.values(omnipotent).some((id) => role.endsWith(id)))).toEqual([]);
    });

    it("is held by nobody for longer than four hours: elevated groups have no members of their own", () => {
        const elevated = elevatedGroups().map(objectId);
        const members = ofType("GroupMember").filter(({ inputs }) =>
            elevated.includes(inputs["groupObjectId"] as string),
        );

        expect(members).toEqual([]);
        expect(elevatedGroups().filter(({ inputs }) => "members" in inputs || "owners" in inputs)).toEqual([]);
        for (const { inputs } of ofType("GroupRoleManagementPolicy")) {
            expect(inputs["activationRules"]).toMatchObject({
                maximumDuration: "PT4H",
                requireMultifactorAuthentication: true,
                requireJustification: true,
                requireTicketInfo: true,
            });
        }
    });

    it("is approved by security where the role changes something or opens a machine", () => {
        const approved = ofType("GroupRoleManagementPolicy")
            .filter(({ inputs }) => JSON.stringify(inputs).includes(objectId(groupOf("security"))))
            .map(({ name }) => name);

        const strong = staffRoleNames.filter((role) => staffRoles[role].approval);
        expect(approved).toEqual(strong.map((role) => `global-elevated-${role}-rules`).sort());
    });

    it("may be asked for by the people of the role's own group only", () => {
        const eligible = ofType("PrivilegedAccessGroupEligibilitySchedule").map(({ name, inputs }) => [
            name,
            inputs["principalId"],
        ]);

        expect(Object.fromEntries(eligible)).toEqual(
            Object.fromEntries(
                staffRoleNames.map((role) => [`global-elevated-${role}-eligible`, objectId(groupOf(role))]),
            ),
        );
    });

    it("opens no credential store to staff, by whatever role", () => {
        const roles = ofType("StaffRole").flatMap(({ urn }) =>
            ofType("RoleDefinition").filter(({ parent }) => parent === urn),
        );
        const granted = roles.flatMap(({ name, inputs }) =>
            (inputs["permissions"] as Record<string, string[]>[]).flatMap((permission) => [
                ...credentialOperations
                    .filter((operation) =>
                        allows({ allowed: permission["actions"]!, taken: permission["notActions"]! }, operation),
                    )
                    .map((operation) => `${name}: ${operation}`),
                ...credentialDataOperations
                    .filter((operation) =>
                        allows(
                            { allowed: permission["dataActions"]!, taken: permission["notDataActions"]! },
                            operation,
                        ),
                    )
                    .map((operation) => `${name}: ${operation}`),
            ]),
        );

        expect(roles).toHaveLength(staffRoleNames.length);
        expect(granted).toEqual([]);
    });

    it("lets only what is declared here into databases: the elevated database administrators", async () => {
        const { stackOutputs } = await recordProgram(() => declarePlatform(globalStack()));

        expect(stackOutputs["databaseAdministrators"]).toMatchObject({
            objectId: "global-elevated-databaseAdministration-group.objectId",
        });
        const administrators = ofType("Server").map(({ inputs }) => inputs["administrators"]);
        expect(administrators.length).toBeGreaterThan(0);
        for (const each of administrators) {
            expect(each).toMatchObject({
                sid: globalOutputs.databaseAdministrators.objectId,
                azureADOnlyAuthentication: true,
                principalType: "Group",
            });
        }
    });
});

describe("the groups of staff", () => {
    it("hold exactly the people of the staff's file", () => {
        const declared = Object.entries(globalStack().staff).flatMap(([key, people]) =>
            people.map(({ objectId: member }) => [objectId(groupOf(key as keyof Staff)), member]),
        );

        const members = ofType("GroupMember").map(({ inputs }) => [inputs["groupObjectId"], inputs["memberObjectId"]]);
        expect(members.sort()).toEqual(declared.sort());
    });

    it("are all judged by conditional access, but for the break-glass accounts", () => {
        const { inputs } = all.find(({ name }) => name === "global-conditional-access-staff")!;

        expect(inputs["conditions"]).toMatchObject({
            users: {
                includedGroups: staffRoleNames.map((role) => objectId(groupOf(role))),
                excludedGroups: [objectId(groupOf("breakGlass"))],
            },
        });
    });

    it("give break-glass accounts no role here: they are for the day when nothing declared helps", () => {
        const id = objectId(groupOf("breakGlass"));

        const users = all
            .filter(({ custom, inputs }) => custom && JSON.stringify(inputs).includes(id))
            .map(({ type }) => type.split(":").at(-1));
        expect([...new Set(users)].sort()).toEqual(["ConditionalAccessPolicy", "GroupMember", "ScheduledQueryRule"]);
    });
});

describe("somebody's elevation", () => {
    it("is told to security: activations, break-glass sign-ins, changed groups and role assignments", () => {
        const alerts = all.filter(({ name, custom }) => custom && name.startsWith("global-elevation-alerts-"));

        expect(alerts.map(({ name }) => name.replace("global-elevation-alerts-", ""))).toEqual([
            "role-assignment",
            "activation",
            "break-glass",
            "membership",
        ]);
        const told = alerts.filter(({ inputs }) =>
            JSON.stringify(inputs["actions"]).includes("global-alerts-security"),
        );
        expect(told).toEqual(alerts);
    });

    it("is watched for every group that decides about access", () => {
        const { inputs } = all.find(({ name }) => name === "global-elevation-alerts-membership")!;

        const watched = ofType("Group").filter((group) => !JSON.stringify(inputs).includes(objectId(group)));
        expect(ofType("Group")).toHaveLength(2 * staffRoleNames.length + 1);
        expect(watched).toEqual([]);
    });
});
