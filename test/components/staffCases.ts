import { ConditionalAccess } from "../../infra/components/identity/conditionalAccess";
import { ElevatedGroup } from "../../infra/components/identity/elevatedGroup";
import { StaffGroup } from "../../infra/components/identity/staffGroup";
import { StaffRole } from "../../infra/components/identity/staffRole";
import { ElevationAlerts } from "../../infra/components/monitoring/elevationAlerts";
import { common } from "./arguments";
import type { ComponentCase } from "./componentCase";

/** Who may do what, for how long, and who is told. */
export const staffCases: ComponentCase[] = [
    {
        component: "identity:ConditionalAccess",
        create: (name, options) =>
            new ConditionalAccess(
                name,
                {
                    names: { policy: (subject) => subject, authenticationStrength: "strength" },
                    staffGroupIds: ["support", "operations"],
                    strongGroupIds: ["operations"],
                    breakGlassGroupId: "break-glass",
                },
                options,
            ),
        children: [
            "azuread:index/authenticationStrengthPolicy:AuthenticationStrengthPolicy strength",
            "azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy azure-management",
            "azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy old-protocols",
            "azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy staff",
            "azuread:index/conditionalAccessPolicy:ConditionalAccessPolicy strong-roles",
        ],
    },
    {
        component: "identity:ElevatedGroup",
        create: (name, options) =>
            new ElevatedGroup(
                name,
                { displayName: "elevated", description: "Rights.", eligibleGroupId: "people" },
                options,
            ),
        children: [
            "azuread:index/group:Group group",
            "azuread:index/groupRoleManagementPolicy:GroupRoleManagementPolicy rules",
            "azuread:index/privilegedAccessGroupEligibilitySchedule:PrivilegedAccessGroupEligibilitySchedule eligible",
        ],
    },
    {
        component: "identity:StaffGroup",
        create: (name, options) =>
            new StaffGroup(
                name,
                { displayName: "people", description: "People.", members: ["person-1", "person-2"] },
                options,
            ),
        children: [
            "azuread:index/group:Group group",
            "azuread:index/groupMember:GroupMember person-1",
            "azuread:index/groupMember:GroupMember person-2",
        ],
    },
    {
        component: "identity:StaffRole",
        create: (name, options) =>
            new StaffRole(
                name,
                {
                    roleName: "support",
                    description: "Reads.",
                    scope: "/subscriptions/one",
                    actions: ["Microsoft.Sql/servers/read"],
                    dataActions: [],
                    groupId: "elevated",
                },
                options,
            ),
        children: [
            "authorization:RoleAssignment assignment",
            "authorization:RoleDefinition role",
            "random:index/randomUuid:RandomUuid assignment-id",
            "random:index/randomUuid:RandomUuid role-id",
        ],
    },
    {
        component: "monitoring:ElevationAlerts",
        create: (name, options) =>
            new ElevationAlerts(
                name,
                {
                    ...common,
                    alertName: (subject) => subject,
                    workspaceId: "workspace",
                    subscription: "/subscriptions/one",
                    actionGroupId: "security",
                    breakGlassAccounts: ["account-1", "account-2"],
                    groupIds: ["people", "elevated"],
                },
                options,
            ),
        children: [
            "monitor:ActivityLogAlert role-assignment",
            "monitor:ScheduledQueryRule activation",
            "monitor:ScheduledQueryRule break-glass",
            "monitor:ScheduledQueryRule membership",
        ],
    },
];
