import { permissionsOf, roleAssignmentType, roleDefinitionType } from "../../lib/azureRole";
import { textOf } from "../../lib/customerDatabase";
import { definePolicy, type StackReport } from "../../lib/policy";
import { madeFrom, pointingTo } from "../../lib/relations";
import {
    conditionalAccessType,
    eligibleType,
    groupTypes,
    hasPeople,
    memberType,
    requireSecondFactor,
} from "../../lib/staffGroups";
import type { IndexedResource, StackIndex } from "../../lib/stackIndex";

const rulesType = "azuread:index/groupRoleManagementPolicy:GroupRoleManagementPolicy";

/** Built-in roles for managed identities, by their published ids; each is given on one resource. */
const reviewedRoles = [
    "4633458b-17de-408a-b874-0445c86b69e6", // Key Vault Secrets User
    "516239f1-63e1-4d78-a4de-fb236a071996", // App Configuration Data Reader
    "3913510d-42f4-4e42-8a64-420c390055eb", // Monitoring Metrics Publisher
    "e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1", // Storage Account Backup Contributor
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe", // Storage Blob Data Contributor
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", // Storage Blob Data Reader
    "db58b8e5-c6ad-4a2a-8342-4190687cbf4a", // Storage Blob Delegator
];

/** To follow up alerts, incidents and support cases changes nothing of a customer's. */
const followUp = /\/read$|^Microsoft\.(?:AlertsManagement|SecurityInsights|Support)\//i;

export const policy = definePolicy({
    name: "staff-just-in-time",
    promise: "STAFF-3",
    severity: "critical",
    description:
        "Groups that hold a role are empty until somebody asks, is approved where it is a strong one, and signed in with MFA.",
    remedy:
        "Give a role of the program to a group without members that has a GroupRoleManagementPolicy, requireApproval true where the " +
        "role changes anything; make the staff group eligible; name it in a conditional access policy that asks for MFA everywhere.",
    url: "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
    counterparts: ["AZR-000203"],
    types: [
        ...groupTypes,
        memberType,
        rulesType,
        eligibleType,
        roleAssignmentType,
        roleDefinitionType,
        conditionalAccessType,
    ],
    stack: (stack, report) => {
        stack.ofType(roleAssignmentType).forEach((assignment) => requireHolder(assignment, stack, report));
        requireSecondFactor(stack, report);
    },
});

function requireHolder(assignment: IndexedResource, stack: StackIndex, report: StackReport): void {
    const { urn, props } = assignment;
    const roles = madeFrom(stack, assignment, "roleDefinitionId", [roleDefinitionType]);
    const kind = props.read("principalType");
    if (kind.state !== "set" || kind.value !== "Group") {
        const id = (textOf(props, "roleDefinitionId") ?? "").toLowerCase();
        if (roles.length === 0 && !reviewedRoles.some((guid) => id.endsWith(`/${guid}`))) {
            report("roleDefinitionId is neither a role of this program nor a built-in one that was reviewed.", urn);
        }
        return;
    }
    if (roles.length === 0) {
        report("roleDefinitionId is no role of this program: people get only what was written down for them.", urn);
    }
    const groups = madeFrom(stack, assignment, "principalId", groupTypes);
    if (groups.length === 0) {
        report("principalId is no group of this program: nobody can tell who is in it.", urn);
    }
    const strong = roles.some(isStrong);
    groups.forEach((group) => requireEmptyAndRuled(group, strong, stack, report));
}

function requireEmptyAndRuled(group: IndexedResource, strong: boolean, stack: StackIndex, report: StackReport): void {
    if (hasPeople(group, stack)) {
        report("It holds a role and has members, who would have that role all the time.", group.urn);
    }
    const rules = pointingTo(stack, group, rulesType, "groupId");
    if (rules.length === 0) {
        report(
            "It holds a role, and no GroupRoleManagementPolicy says what to ask of people who want to join.",
            group.urn,
        );
    }
    for (const { urn, props } of strong ? rules : []) {
        const approval = props.read("activationRules.requireApproval");
        if (approval.state !== "set" || approval.value !== true) {
            report("activationRules.requireApproval must be true: the group's role changes something.", urn);
        }
    }
}

function isStrong({ props }: IndexedResource): boolean {
    let unknown = false;
    const permissions = permissionsOf(props, () => (unknown = true));
    return (
        unknown ||
        permissions.some(
            ({ actions, dataActions }) => dataActions.length > 0 || !actions.every((one) => followUp.test(one)),
        )
    );
}
