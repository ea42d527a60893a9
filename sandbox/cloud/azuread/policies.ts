/** azuread: conditional access, authentication strengths, and just-in-time membership of groups (PIM for Groups). */
import { CloudError, type Facts, type Problem, type TypeTable } from "../model";
import { isObject, isUnknown, select, text, type Properties } from "../values";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Half hours up to 23:30, or a day (azuread, group_role_management_policy). */
const ACTIVATION = /^(P1D|PT1D|PT30M|PT([1-9]|1\d|2[0-3])H(30M)?)$/;
const ASSIGNMENT = ["P15D", "P30D", "P90D", "P180D", "P365D"];

const guids = (inputs: Properties, ...properties: string[]): Problem[] =>
    properties.flatMap((property) => {
        const value = text(inputs, property);
        return value === undefined || isUnknown(value) || GUID.test(value)
            ? []
            : [{ property, reason: `'${value}' is not an object id (a GUID)` }];
    });

function requireGroup(cloud: Facts["cloud"], group: string): void {
    if (!isUnknown(group) && cloud.find(`/groups/${group}`) === undefined)
        throw new CloudError("ResourceNotFound", `Resource '${group}' does not exist or is not a group.`);
}

/** Every group a policy names must exist; users are not modelled. */
function requireGroups({ inputs, cloud }: Facts): void {
    for (const list of ["includedGroups", "excludedGroups"])
        for (const [, group] of select(inputs, `conditions.users.${list}[]`))
            requireGroup(cloud, text(group, "") ?? "");
}

function conditionalAccess(inputs: Properties): Problem[] {
    const users = select(inputs, "conditions.users")[0]?.[1];
    const included = ["includedUsers", "includedGroups", "includedRoles", "includedGuestsOrExternalUsers"];
    const grants = select(inputs, "grantControls")[0]?.[1];
    const controls = [
        "builtInControls",
        "authenticationStrengthPolicyId",
        "termsOfUses",
        "customAuthenticationFactors",
    ];
    const session = select(inputs, "sessionControls")[0]?.[1];
    const builtIn = select(inputs, "grantControls.builtInControls[]").map(([, control]) => control);
    const problem = (property: string, reason: string, found: boolean) => (found ? [{ property, reason }] : []);
    return [
        ...problem(
            "conditions.users",
            `one of ${included.join(", ")} is needed`,
            isObject(users) && included.every((name) => users[name] === undefined),
        ),
        ...problem(
            "grantControls",
            "grantControls, sessionControls or both are needed",
            inputs["grantControls"] === undefined && inputs["sessionControls"] === undefined,
        ),
        ...problem(
            "grantControls",
            `one of ${controls.join(", ")} is needed`,
            isObject(grants) && controls.every((name) => grants[name] === undefined),
        ),
        ...problem(
            "grantControls",
            "an authentication strength takes the place of the control mfa",
            isObject(grants) && grants["authenticationStrengthPolicyId"] !== undefined && builtIn.includes("mfa"),
        ),
        ...problem(
            "grantControls.builtInControls",
            "block stands alone",
            builtIn.includes("block") && builtIn.length > 1,
        ),
        ...problem(
            "sessionControls.signInFrequencyPeriod",
            "signInFrequency and signInFrequencyPeriod go together",
            isObject(session) &&
                (session["signInFrequency"] === undefined) !== (session["signInFrequencyPeriod"] === undefined),
        ),
    ];
}

function groupRules(inputs: Properties): Problem[] {
    const longest = text(inputs, "activationRules.maximumDuration");
    const approval = select(inputs, "activationRules.requireApproval")[0]?.[1] === true;
    const approvers = select(inputs, "activationRules.approvalStage.primaryApprovers[]");
    return [
        ...guids(inputs, "groupId"),
        ...(longest === undefined || isUnknown(longest) || ACTIVATION.test(longest)
            ? []
            : [
                  {
                      property: "activationRules.maximumDuration",
                      reason: `'${longest}' is not PT30M to PT23H30M in half hours, or a day`,
                  },
              ]),
        ...(approval && approvers.length === 0
            ? [{ property: "activationRules.approvalStage", reason: "approval needs somebody who approves" }]
            : []),
        // terraform-provider-azuread issue 1537: without a duration Graph answers "The policy is invalid."
        ...["activeAssignmentRules", "eligibleAssignmentRules"].flatMap((rules) =>
            select(inputs, `${rules}.expirationRequired`)[0]?.[1] === true &&
            text(inputs, `${rules}.expireAfter`) === undefined
                ? [{ property: `${rules}.expireAfter`, reason: "is needed where expiration is required" }]
                : [],
        ),
    ];
}

export const policies: TypeTable = {
    "azuread:index/authenticationStrengthPolicy:AuthenticationStrengthPolicy": {
        id: "",
        inputs: "allowedCombinations description displayName",
        required: "allowedCombinations displayName",
        usual: "",
        // The lengths azuread checks.
        check: (inputs) =>
            Object.entries({ displayName: 30, description: 100 }).flatMap(([property, most]) =>
                (text(inputs, property) ?? "").length > most
                    ? [{ property, reason: `it has more than ${String(most)} characters` }]
                    : [],
            ),
        quotas: ({ cloud }) => [
            { key: `authenticationStrengths|${cloud.tenantId}`, limit: 15, what: "custom authentication strengths" },
        ],
        identify: ({ cloud, urn }, attempt) =>
            `/policies/authenticationStrengthPolicies/${cloud.guid("strength", urn, String(attempt))}`,
        seconds: { create: 5, source: "assumed" },
    },
    "azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy": {
        id: "",
        inputs: "conditions displayName grantControls sessionControls state",
        required: "conditions displayName state",
        usual: "",
        values: {
            state: ["enabled", "disabled", "enabledForReportingButNotEnforced"],
            "grantControls.operator": ["AND", "OR"],
            "grantControls.builtInControls[]": [
                "block",
                "mfa",
                "approvedApplication",
                "compliantApplication",
                "compliantDevice",
                "domainJoinedDevice",
                "passwordChange",
            ],
            "conditions.clientAppTypes[]": [
                "all",
                "browser",
                "mobileAppsAndDesktopClients",
                "exchangeActiveSync",
                "easSupported",
                "other",
            ],
            "sessionControls.signInFrequencyPeriod": ["hours", "days"],
        },
        check: conditionalAccess,
        quotas: ({ cloud }) => [
            { key: `conditionalAccess|${cloud.tenantId}`, limit: 195, what: "conditional access policies per tenant" },
        ],
        refuse: requireGroups,
        identify: ({ cloud, urn }, attempt) =>
            `/identity/conditionalAccess/policies/${cloud.guid("conditionalAccess", urn, String(attempt))}`,
        outputs: ({ id }) => ({ objectId: id.split("/").at(-1) ?? "" }),
        seconds: { create: 5, source: "assumed" },
    },
    // The policy of a group's members or owners is there already: it is only ever changed, and kept when it is let go of.
    "azuread:index/groupRoleManagementPolicy:GroupRoleManagementPolicy": {
        id: "",
        inputs: "activationRules activeAssignmentRules eligibleAssignmentRules groupId notificationRules roleId",
        required: "groupId roleId",
        createOnly: "groupId roleId",
        usual: "",
        values: {
            roleId: ["member", "owner"],
            "activeAssignmentRules.expireAfter": ASSIGNMENT,
            "eligibleAssignmentRules.expireAfter": ASSIGNMENT,
            "activationRules.approvalStage.primaryApprovers[].type": ["singleUser", "groupMembers"],
        },
        check: groupRules,
        refuse: ({ inputs, cloud }) => {
            requireGroup(cloud, text(inputs, "groupId") ?? "");
            for (const [, approver] of select(inputs, "activationRules.approvalStage.primaryApprovers[]"))
                if (text(approver, "type") === "groupMembers") requireGroup(cloud, text(approver, "objectId") ?? "");
        },
        identify: ({ inputs, cloud }) => {
            const group = text(inputs, "groupId") ?? "";
            return `Group_${group}_${cloud.guid("groupPolicy", group, text(inputs, "roleId") ?? "")}`;
        },
        outputs: () => ({ displayName: "Group", description: "Group" }),
        seconds: { create: 10, source: "assumed" },
    },
    "azuread:index/privilegedAccessGroupEligibilitySchedule:PrivilegedAccessGroupEligibilitySchedule": {
        id: "",
        inputs: `assignmentType duration expirationDate groupId justification permanentAssignment principalId startDate
            ticketNumber ticketSystem`,
        required: "assignmentType groupId principalId",
        createOnly: "assignmentType groupId principalId",
        usual: "",
        values: { assignmentType: ["member", "owner"] },
        check: (inputs) => [
            ...guids(inputs, "groupId", "principalId"),
            ...(["duration", "expirationDate", "permanentAssignment"].some((name) => inputs[name] !== undefined)
                ? []
                : [{ property: "duration", reason: "one of duration, expirationDate, permanentAssignment is needed" }]),
        ],
        refuse: refuseSchedule,
        identify: ({ inputs, cloud }) => {
            const parts = ["groupId", "assignmentType", "principalId"].map((name) => text(inputs, name) ?? "");
            return `${parts[0] ?? ""}_${parts[1] ?? ""}_${cloud.guid("eligibility", ...parts)}`;
        },
        outputs: () => ({ status: "Provisioned" }),
        seconds: { create: 30, source: "assumed" },
    },
};

/** A group's rules decide how long somebody may be eligible; without rules of their own it is a year. */
function refuseSchedule({ inputs, cloud }: Facts): void {
    const group = text(inputs, "groupId") ?? "";
    requireGroup(cloud, group);
    const rules = cloud.find(
        `Group_${group}_${cloud.guid("groupPolicy", group, text(inputs, "assignmentType") ?? "")}`,
    );
    const expires = select(rules?.inputs, "eligibleAssignmentRules.expirationRequired")[0]?.[1] !== false;
    const most = Number(/\d+/.exec(text(rules?.inputs, "eligibleAssignmentRules.expireAfter") ?? "P365D")?.[0]);
    const days = Number(/^P(\d+)D$/.exec(text(inputs, "duration") ?? "")?.[1] ?? 0);
    if (expires && (inputs["permanentAssignment"] === true || days > most))
        throw new CloudError(
            "RoleAssignmentRequestPolicyValidationFailed",
            'The following policy rules failed: ["ExpirationRule"]',
        );
}
