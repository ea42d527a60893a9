import { hours, wholeDays } from "../../lib/duration";
import { mustBeKnown, requireEachOneOf, requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";

/** STAFF-3's "hours", in our own number. */
const mostHours = 4;
/** Days after which somebody made a member past the rules is none: the shortest limit that Entra ID takes. */
const mostDaysActive = 15;
const mostDaysEligible = 365;

const proof = ["requireMultifactorAuthentication", "requireJustification", "requireTicketInfo"];

const checks: Readonly<Record<string, (props: PropertyReader, report: Report) => void>> = {
    "azuread:index/groupRoleManagementPolicy:GroupRoleManagementPolicy": (props, report) => {
        requireAtMost(props, "activationRules.maximumDuration", hours, mostHours, "PT4H", report);
        for (const rule of proof) {
            requireOneOf(props, `activationRules.${rule}`, [true], report);
            requireOneOf(props, `activeAssignmentRules.${rule}`, [true], report);
        }
        requireOneOf(props, "activationRules.requireApproval", [true, false], report);
        const approval = props.read("activationRules.requireApproval");
        if (approval.state === "set" && approval.value === true) {
            // Entra ID takes a rule without approvers and then lets nobody in; a single person has no deputy.
            requireEachOneOf(props, "activationRules.approvalStage.primaryApprovers[].type", ["groupMembers"], report);
        }
        requireOneOf(props, "activeAssignmentRules.expirationRequired", [true], report);
        requireAtMost(props, "activeAssignmentRules.expireAfter", wholeDays, mostDaysActive, "P15D", report);
        requireOneOf(props, "eligibleAssignmentRules.expirationRequired", [true], report);
        requireAtMost(props, "eligibleAssignmentRules.expireAfter", wholeDays, mostDaysEligible, "P365D", report);
    },
    "azuread:index/privilegedAccessGroupEligibilitySchedule:PrivilegedAccessGroupEligibilitySchedule": (
        props,
        report,
    ) => {
        const permanent = props.read("permanentAssignment");
        if (permanent.state !== "unset" && !(permanent.state === "set" && permanent.value === false)) {
            report("permanentAssignment must be left out: eligibility is looked at again within a year.");
        }
        requireAtMost(props, "duration", wholeDays, mostDaysEligible, "P365D", report);
    },
    "azuread:index/privilegedAccessGroupAssignmentSchedule:PrivilegedAccessGroupAssignmentSchedule": (_, report) =>
        report("This makes somebody a member without asking: declare an eligibility instead."),
    "aws:ssoadmin/permissionSet:PermissionSet": (props, report) =>
        requireAtMost(props, "sessionDuration", hours, mostHours, "PT4H", report),
    "aws:iam/role:Role": (props, report) => {
        const reading = props.read("maxSessionDuration");
        // Unset is an hour.
        if (reading.state !== "unset" && !(reading.state === "set" && isAtMost(reading.value, mostHours * 3600))) {
            report(`maxSessionDuration must be ${mostHours * 3600} seconds at most, known at preview.`);
        }
    },
};

export const policy = definePolicy({
    name: "elevation-limited",
    promise: "STAFF-3",
    severity: "critical",
    description: "Rights are asked for with a second factor, a reason and a ticket, and end after four hours at most.",
    remedy:
        "GroupRoleManagementPolicy: maximumDuration PT4H, the three proofs in both rules, requireApproval written out, assignments " +
        "that expire. Permission sets of AWS: sessionDuration PT4H.",
    url: "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings",
    counterparts: ["MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS"],
    types: Object.keys(checks),
    resource: ({ token, props }, report) => checks[token]?.(props, report),
});

const isAtMost = (value: unknown, most: number) => typeof value === "number" && value > 0 && value <= most;

/** Reports unless a duration is known, is one, and is longer than nothing and not longer than so much. */
function requireAtMost(
    props: PropertyReader,
    path: string,
    measure: (duration: string) => number | undefined,
    most: number,
    example: string,
    report: Report,
): void {
    const reading = props.read(path);
    if (reading.state === "unknown") {
        return report(mustBeKnown(path));
    }
    const length = reading.state === "set" && typeof reading.value === "string" ? measure(reading.value) : undefined;
    if (length === undefined || length <= 0 || length > most) {
        report(`${path} must be an ISO 8601 duration of at most ${example}.`);
    }
}
