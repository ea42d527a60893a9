import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "../components/commonArgs";
import { ConditionalAccess } from "../components/identity/conditionalAccess";
import { ElevatedGroup } from "../components/identity/elevatedGroup";
import { StaffGroup } from "../components/identity/staffGroup";
import { StaffRole } from "../components/identity/staffRole";
import { ElevationAlerts } from "../components/monitoring/elevationAlerts";
import type { Staff } from "../config/schema";
import type { globalNames } from "../model/naming";
import { type StaffRole as Role, type StaffRoleName, staffRoleNames, staffRoles } from "../model/staffRoles";

/** Where the alerts lie, and what they look at and reach. */
interface StaffArgs extends CommonArgs {
    names: ReturnType<typeof globalNames>["staff"];
    workspaceId: pulumi.Input<string>;
    securityActionGroupId: pulumi.Input<string>;
}

/** Who may do what on the platform, for how long, and who is told. Composition only. */
export function declareStaff(staff: Staff, { names, workspaceId, securityActionGroupId, ...common }: StaffArgs) {
    const { subscriptionId } = authorization.getClientConfigOutput();
    const subscription = pulumi.interpolate`/subscriptions/${subscriptionId}`;

    const group = (key: keyof Staff, description: string) =>
        new StaffGroup(`global-staff-${key}`, {
            displayName: names.group(key),
            description,
            members: staff[key].map(({ objectId }) => objectId),
        }).objectId;
    const groupIds = Object.fromEntries(
        staffRoleNames.map((role) => [role, group(role, `May ask for the role ${names.role(role)}.`)]),
    ) as Record<StaffRoleName, pulumi.Output<string>>;
    const breakGlassGroupId = group("breakGlass", "Accounts that conditional access never locks out.");

    const elevate = (key: StaffRoleName) => {
        const { description, approval, actions, dataActions }: Role = staffRoles[key];
        const elevated = new ElevatedGroup(`global-elevated-${key}`, {
            displayName: names.elevatedGroup(key),
            description: `Holds the role ${names.role(key)}, for hours. ${description}`,
            eligibleGroupId: groupIds[key],
            ...(approval && { approverGroupId: groupIds.security }),
        });
        new StaffRole(`global-role-${key}`, {
            roleName: names.role(key),
            description,
            scope: subscription,
            actions,
            dataActions,
            groupId: elevated.objectId,
        });
        return elevated;
    };
    const elevated = Object.fromEntries(staffRoleNames.map((key) => [key, elevate(key)])) as Record<
        StaffRoleName,
        ElevatedGroup
    >;

    new ConditionalAccess("global-conditional-access", {
        names,
        staffGroupIds: Object.values(groupIds),
        strongGroupIds: [groupIds.operations, groupIds.databaseAdministration, groupIds.security],
        breakGlassGroupId,
    });
    new ElevationAlerts("global-elevation-alerts", {
        ...common,
        alertName: names.alert,
        workspaceId,
        subscription,
        actionGroupId: securityActionGroupId,
        breakGlassAccounts: staff.breakGlass.map(({ objectId }) => objectId),
        groupIds: [
            ...Object.values(groupIds),
            breakGlassGroupId,
            ...Object.values(elevated).map(({ objectId }) => objectId),
        ],
    });

    const { objectId, displayName } = elevated.databaseAdministration;
    return { databaseAdministrators: { objectId, displayName } };
}
