import { azurePolicies } from "../../infra/model/azurePolicies";
import { bareMetalTypes } from "../../infra/model/bareMetal";

const declared = azurePolicies({ regions: ["northeurope", "westeurope"], lockedBackups: true });
const named = (name: string) => declared.find((policy) => policy.name === name)!;

/** Definitions whose effect is written in them and is no parameter. */
const fixedEffect = ["allowed-locations", "allowed-group-locations"];

describe("the policies laid on the subscription", () => {
    it("are each assigned once, by the id of a definition", () => {
        const ids = declared.map(({ definition }) => definition);

        expect(new Set(ids).size).toBe(ids.length);
        expect(new Set(declared.map(({ name }) => name)).size).toBe(ids.length);
        expect(ids.filter((id) => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))).toEqual([]);
    });

    it("refuse, or report where Azure's definition can do no more; none changes anything, which would need an identity", () => {
        const effects = declared
            .filter(({ name }) => !fixedEffect.includes(name))
            .map(({ name, parameters }) => [name, parameters["effect"]]);

        expect(Object.fromEntries(effects)).toEqual({
            "no-bare-metal": "Deny",
            "mfa-to-change": "Deny",
            "mfa-to-delete": "DenyAction",
            "sql-entra-only-at-creation": "Deny",
            "sql-entra-only": "Deny",
            "sql-no-public-network": "Deny",
            "sql-tls": "Deny",
            "sql-pools-in-zones": "Deny",
            "sql-long-term-backups": "AuditIfNotExists",
            "storage-in-zones": "Deny",
            "storage-tls": "Deny",
            "backup-vaults-in-zones": "Deny",
            "recovery-vaults-in-zones": "Deny",
            "backup-vaults-immutable": "Audit",
            "recovery-vaults-immutable": "Audit",
            "backup-vaults-soft-delete": "Audit",
            "recovery-vaults-soft-delete": "Audit",
            "edge-premium": "Deny",
            "edge-tls": "Deny",
            "edge-firewall-blocks": "Deny",
            "edge-logs": "AuditIfNotExists",
        });
    });

    it("allow the regions given, for resources and groups alike", () => {
        for (const name of fixedEffect) {
            expect(named(name).parameters).toEqual({ listOfAllowedLocations: ["northeurope", "westeurope"] });
        }
    });

    it("do not refuse the redundancy that backups of databases have", () => {
        expect(declared.map(({ definition }) => definition)).not.toContain("b219b9cf-f672-4f96-9ab0-f5a3ac5e1c13");
    });

    it.each([true, false])("report vaults that are not locked only where they shall be (%s)", (lockedBackups) => {
        const policies = azurePolicies({ regions: [], lockedBackups }).filter(({ name }) => name.endsWith("immutable"));

        expect(policies).toHaveLength(2);
        for (const { parameters } of policies) expect(parameters["checkLockedImmutabilityOnly"]).toBe(lockedBackups);
    });

    it("say which promise they guard", () => {
        expect(declared.filter(({ promises }) => promises.length === 0)).toEqual([]);
    });

    it.each([
        "Microsoft.AVS/privateClouds",
        "Microsoft.BareMetalInfrastructure/bareMetalInstances",
        "Microsoft.Compute/hostGroups/hosts",
        "Microsoft.HardwareSecurityModules/dedicatedHSMs",
        "Microsoft.HybridCompute/machines",
        "Microsoft.NetworkCloud/bareMetalMachines",
        "Microsoft.AzureStackHCI/clusters",
        "Oracle.Database/cloudExadataInfrastructures",
    ])("refuse %s", (type) => {
        expect(named("no-bare-metal").parameters["listOfResourceTypesNotAllowed"]).toContain(type);
    });

    it("list bare-metal types once each, in order", () => {
        expect([...new Set(bareMetalTypes)].sort()).toEqual([...bareMetalTypes]);
    });
});
