import type { StackReport } from "./policy";
import { pointingTo } from "./relations";
import type { IndexedResource, StackIndex } from "./stackIndex";

export const conditionalAccessType = "azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy";
export const groupTypes = ["azuread:index/group:Group", "azuread:index/groupWithoutMembers:GroupWithoutMembers"];
export const memberType = "azuread:index/groupMember:GroupMember";
export const eligibleType =
    "azuread:index/privilegedAccessGroupEligibilitySchedule:PrivilegedAccessGroupEligibilitySchedule";

export function hasPeople(group: IndexedResource, stack: StackIndex): boolean {
    const inline = ["members", "dynamicMembership"].some((list) => group.props.read(list).state !== "unset");
    return inline || pointingTo(stack, group, memberType, "groupObjectId").length > 0;
}

/**
 * Reports every group with people that no policy of conditional access asks for a second factor whatever they open. That of the
 * break-glass accounts is named by such a policy too, as the one it leaves out: so none but the groups that can ask for rights count
 * towards how many must be included.
 */
export function requireSecondFactor(stack: StackIndex, report: StackReport): void {
    const groups = groupTypes.flatMap((type) => stack.ofType(type));
    const eligible = groups.filter((group) => pointingTo(stack, group, eligibleType, "principalId").length > 0);
    if (eligible.length === 0) {
        return;
    }
    const policies = stack.ofType(conditionalAccessType).filter(asksAlways);
    for (const group of groups.filter((one) => eligible.includes(one) || hasPeople(one, stack))) {
        const judged = policies.some(
            (one) =>
                holdsForAll(one) ||
                ((one.propertyDependencies["conditions"] ?? []).includes(group.urn) &&
                    includedGroups(one) >= eligible.length),
        );
        if (!judged) {
            report(
                "No conditional access policy that asks for a second factor everywhere names this group.",
                group.urn,
            );
        }
    }
}

/**
 * Whether a policy asks everybody it holds for at every sign-in: all applications, all kinds of clients, and no condition that narrows
 * it further.
 */
function asksAlways({ props }: IndexedResource): boolean {
    const conditions = props.read("conditions");
    const named =
        conditions.state === "set" && typeof conditions.value === "object" ? Object.keys(conditions.value ?? {}) : [];
    const state = props.read("state");
    return (
        state.state === "set" &&
        state.value === "enabled" &&
        named.every((condition) => ["users", "applications", "clientAppTypes"].includes(condition)) &&
        has(props, "conditions.applications.includedApplications", "All") &&
        has(props, "conditions.clientAppTypes", "all") &&
        (has(props, "grantControls.builtInControls", "mfa") ||
            props.read("grantControls.authenticationStrengthPolicyId").state !== "unset")
    );
}

const includedGroups = ({ props }: IndexedResource) =>
    props.readEach("conditions.users.includedGroups[]").filter(({ reading }) => reading.state !== "unset").length;

/** Whether it holds for all users, whatever groups they are in. */
const holdsForAll = ({ props }: IndexedResource) => has(props, "conditions.users.includedUsers", "All");

const has = (props: IndexedResource["props"], list: string, value: string) =>
    props.readEach(`${list}[]`).some(({ reading }) => reading.state === "set" && reading.value === value);
