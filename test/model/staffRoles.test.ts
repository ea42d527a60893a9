import { elevation, nobodysActions, type StaffRole, staffRoles } from "../../infra/model/staffRoles";
import { allows, credentialDataOperations, credentialOperations } from "../support/azureRoles";

const roles: [string, StaffRole][] = Object.entries(staffRoles);
const isReading = (action: string) => action.endsWith("/read");

describe.each(roles)("the role %s", (_, { actions, dataActions }) => {
    it.each(credentialOperations)("cannot do %s", (operation) => {
        expect(allows({ allowed: actions, taken: nobodysActions }, operation)).toBe(false);
    });

    it.each(credentialDataOperations)("cannot do %s with content", (operation) => {
        expect(allows({ allowed: dataActions, taken: [] }, operation)).toBe(false);
    });

    it("deletes nothing", () => {
        const deleting = actions.filter((action) => /\/(delete|\*)$/i.test(action) && !action.endsWith("Support/*"));
        expect(deleting).toEqual([]);
    });

    it("names each of its actions once", () => {
        expect(new Set(actions).size).toBe(actions.length);
    });
});

describe("the roles of staff", () => {
    it("change this, and nothing else", () => {
        const changes = roles.map(([name, { actions }]) => [name, actions.filter((action) => !isReading(action))]);

        expect(Object.fromEntries(changes)).toEqual({
            support: [],
            operations: [
                "Microsoft.AlertsManagement/alerts/changestate/action",
                "Microsoft.Cdn/profiles/afdEndpoints/purge/action",
                "Microsoft.Compute/virtualMachines/restart/action",
                "Microsoft.Compute/virtualMachines/start/action",
                "Microsoft.Compute/virtualMachineScaleSets/restart/action",
                "Microsoft.DataProtection/backupVaults/backupInstances/backup/action",
                "Microsoft.Network/privateLinkServices/privateEndpointConnections/write",
                "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/backup/action",
                "Microsoft.Storage/storageAccounts/privateEndpointConnections/write",
                "Microsoft.Storage/storageAccounts/privateEndpointConnectionsApproval/action",
                "Microsoft.Support/*",
            ],
            databaseAdministration: [],
            security: [
                "Microsoft.AlertsManagement/alerts/changestate/action",
                "Microsoft.SecurityInsights/incidents/write",
                "Microsoft.SecurityInsights/incidents/comments/write",
            ],
        });
    });

    it("need approval wherever they change the platform or open a machine", () => {
        const unapproved = roles.filter(([, { approval }]) => !approval).map(([name]) => name);

        expect(unapproved).toEqual(["support", "security"]);
        expect(roles.filter(([, role]) => role.dataActions.length > 0 && !role.approval)).toEqual([]);
    });

    it("let nobody delete a weekly backup", () => {
        const operation =
            "Microsoft.Sql/locations/longTermRetentionServers/longTermRetentionDatabases/longTermRetentionBackups/delete";
        // As if somebody had written a wildcard into a role.
        expect(allows({ allowed: ["*"], taken: nobodysActions }, operation)).toBe(false);
        expect(allows({ allowed: ["*"], taken: [] }, operation)).toBe(true);
    });

    it("last four hours at most", () => {
        expect(elevation.activeFor).toBe("PT4H");
    });
});
