import { MachineVault } from "../../infra/components/backup/machineVault";
import { JobServer } from "../../infra/components/compute/jobServer";
import { cellNames } from "../../infra/model/naming";
import { declarePlatform } from "../../infra/program";
import { globalOutputs, prodStack } from "../support/fixtures";
import { type RecordedResource, recordProgram } from "../support/recordProgram";
import { cases } from "./cases";
import { jobServer, machineVault } from "./jobsCases";

const declared = async (program: () => unknown) => (await recordProgram(program)).resources;
const ofCase = (component: string) => declared(() => cases.find((each) => each.component === component)!.create("one"));
const inputsIn = (resources: RecordedResource[], name: string) => resources.find((each) => each.name === name)!.inputs;

describe("JobServer", () => {
    const machine = async () => inputsIn(await declared(() => new JobServer("one", jobServer)), "one-vm");

    it("has no user, password, key or public address: the image is specialised", async () => {
        const text = JSON.stringify(
            (await declared(() => new JobServer("one", jobServer))).map(({ inputs }) => inputs),
        );

        expect(text).not.toMatch(/osProfile|adminUsername|password|publicKeys|publicIPAddress/i);
    });

    it("starts trusted, encrypts at the host and stands in its zone", async () => {
        expect(await machine()).toMatchObject({
            zones: ["2"],
            securityProfile: {
                securityType: "TrustedLaunch",
                encryptionAtHost: true,
                uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
            },
        });
    });

    it("lets people sign in with Entra ID, which needs an identity of the machine's own", async () => {
        const resources = await declared(() => new JobServer("one", jobServer));

        expect(inputsIn(resources, "one-sign-in")).toMatchObject({ type: "AADLoginForWindows", vmName: "vm" });
        expect(inputsIn(resources, "one-vm")["identity"]).toEqual({
            type: "SystemAssigned, UserAssigned",
            userAssignedIdentities: ["identity"],
        });
    });

    it("keeps its work on a disk that lies in all zones, outlives the machine and cannot be copied out", async () => {
        const resources = await declared(() => new JobServer("one", jobServer));

        expect(resources.find(({ name }) => name === "one-data")).toMatchObject({
            protect: true,
            retainOnDelete: true,
            inputs: {
                sku: { name: "Premium_ZRS" },
                diskSizeGB: 128,
                networkAccessPolicy: "DenyAll",
                publicNetworkAccess: "Disabled",
            },
        });
        expect(inputsIn(resources, "one-vm")["storageProfile"]).toMatchObject({
            dataDisks: [{ createOption: "Attach", deleteOption: "Detach", managedDisk: { id: "one-data.id" } }],
        });
    });

    it("tells its jobs where their configuration is, and no secret", async () => {
        const { userData } = (await machine()) as { userData: string };

        expect(JSON.parse(Buffer.from(userData, "base64").toString())).toEqual({
            configuration: "configuration",
            identity: "client",
        });
    });
});

describe("MachineVault", () => {
    const declare = (changes: Partial<typeof machineVault> = {}) =>
        declared(() => new MachineVault("one", { ...machineVault, ...changes }));

    it("keeps weekly backups for at least 365 days and daily ones for 35", async () => {
        const { properties } = inputsIn(await declare(), "one-policy") as {
            properties: { retentionPolicy: Record<string, { retentionDuration: { count: number } }> };
        };

        const { dailySchedule, weeklySchedule } = properties.retentionPolicy;
        expect(dailySchedule!.retentionDuration).toEqual({ count: 35, durationType: "Days" });
        expect(weeklySchedule!.retentionDuration).toMatchObject({ durationType: "Weeks" });
        expect(weeklySchedule!.retentionDuration.count * 7).toBeGreaterThanOrEqual(365);
    });

    it("takes a backup every day, and keeps its snapshots in all zones", async () => {
        expect(inputsIn(await declare(), "one-policy")["properties"]).toMatchObject({
            policyType: "V2",
            schedulePolicy: {
                scheduleRunFrequency: "Daily",
                dailySchedule: { scheduleRunTimes: ["2026-01-01T01:00:00Z"] },
            },
            instantRPDetails: { azureBackupRGNamePrefix: "restore-points" },
        });
    });

    it("lies in three datacenters, cannot be emptied by deleting, and tells of failures", async () => {
        expect(inputsIn(await declare(), "one-vault")["properties"]).toMatchObject({
            publicNetworkAccess: "Disabled",
            redundancySettings: { standardTierStorageRedundancy: "ZoneRedundant" },
            securitySettings: {
                softDeleteSettings: { softDeleteState: "AlwaysON", enhancedSecurityState: "AlwaysON" },
            },
            monitoringSettings: { azureMonitorAlertSettings: { alertsForAllJobFailures: "Enabled" } },
        });
    });

    it.each([
        ["locked", "Locked"],
        ["reversible", "Unlocked"],
    ] as const)("is immutable where the stack says %s: %s", async (immutability, state) => {
        expect(inputsIn(await declare({ immutability }), "one-vault")["properties"]).toMatchObject({
            securitySettings: { immutabilitySettings: { state } },
        });
    });

    it("is locked in Azure, and all of it protected in Pulumi", async () => {
        const resources = (await declare()).filter(({ custom }) => custom);

        expect(inputsIn(resources, "one-lock")).toMatchObject({ level: "CanNotDelete", scope: "one-vault.id" });
        expect(resources.filter(({ protect }) => !protect)).toEqual([]);
        const kept = resources.filter(({ retainOnDelete }) => retainOnDelete).map(({ name }) => name);
        expect(kept.sort()).toEqual(["one-jobs-1", "one-policy", "one-vault"]);
    });

    it("knows a machine by the names Azure Backup has for it", async () => {
        expect(inputsIn(await declare(), "one-jobs-1")).toMatchObject({
            containerName: "iaasvmcontainer;iaasvmcontainerv2;compute;vm",
            protectedItemName: "vm;iaasvmcontainerv2;compute;vm",
            properties: { policyId: "one-policy.id", sourceResourceId: "machine" },
        });
    });
});

describe("Bastion", () => {
    it("records every session, and leaves no way around the recording or out of it", async () => {
        expect(inputsIn(await ofCase("network:Bastion"), "one-host")).toMatchObject({
            sku: { name: "Premium" },
            zones: ["1", "2", "3"],
            enableSessionRecording: true,
            enableTunneling: false,
            enableShareableLink: false,
            enableFileCopy: false,
            disableCopyPaste: true,
        });
    });
});

describe("SessionRecordings", () => {
    it("bring back for a year what was deleted, and forget what is older", async () => {
        const resources = await ofCase("monitoring:SessionRecordings");

        const kept = { enabled: true, days: 365 };
        // Bastion records into no versioned and no immutable container.
        expect(inputsIn(resources, "one-service")).toMatchObject({
            isVersioningEnabled: false,
            deleteRetentionPolicy: kept,
            containerDeleteRetentionPolicy: kept,
        });
        expect(inputsIn(resources, "one-lifecycle")["policy"]).toMatchObject({
            rules: [{ definition: { actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: 365 } } } } }],
        });
    });

    it("are reached by private link only, without a shared key, and cannot be deleted", async () => {
        const resources = await ofCase("monitoring:SessionRecordings");

        expect(resources.find(({ name }) => name === "one-account")).toMatchObject({
            protect: true,
            retainOnDelete: true,
            inputs: {
                sku: { name: "Standard_GZRS" },
                allowSharedKeyAccess: false,
                allowBlobPublicAccess: false,
                publicNetworkAccess: "Disabled",
                networkRuleSet: { defaultAction: "Deny", bypass: "None" },
            },
        });
        expect(inputsIn(resources, "one-lock")).toMatchObject({ level: "CanNotDelete", scope: "one-account.id" });
    });

    it("are played by Bastion's own page and no other", async () => {
        expect(inputsIn(await ofCase("monitoring:SessionRecordings"), "one-service")["cors"]).toMatchObject({
            corsRules: [{ allowedOrigins: ["https://bastion.test"], allowedMethods: ["GET"] }],
        });
    });
});

describe("the job servers of a cell", () => {
    let resources: RecordedResource[];
    beforeAll(async () => {
        resources = (await recordProgram(() => declarePlatform(prodStack()), { stackOutputs: globalOutputs }))
            .resources;
    });
    const ofType = (type: string) => resources.filter((each) => each.type === `azure-native:${type}`);

    it("stand in every zone, each with its backup", () => {
        const machines = ofType("compute:VirtualMachine");
        expect(machines.map(({ inputs }) => inputs["zones"])).toEqual([["1"], ["2"], ["3"]]);

        const sources = ofType("recoveryservices:ProtectedItem").map(
            ({ inputs }) => (inputs["properties"] as { sourceResourceId: string }).sourceResourceId,
        );
        expect(sources).toEqual(machines.map(({ name }) => `${name}.id`));
    });

    it("are replaced one after the other, so that two always work", () => {
        // Nothing of a component is registered before all it depends on is there.
        const [, second, third] = resources.filter(({ type }) => type === "oxygis:compute:JobServer");

        expect(second!.dependencies).toContainEqual(expect.stringMatching(/::eu1-jobs-1-vm$/));
        expect(third!.dependencies).toContainEqual(expect.stringMatching(/::eu1-jobs-2-vm$/));
    });

    it("can be replaced while their backups, which are protected, stay what they are", () => {
        for (const { propertyDependencies } of ofType("recoveryservices:ProtectedItem")) {
            const named = ["containerName", "protectedItemName"].flatMap((name) => propertyDependencies[name] ?? []);
            expect(named.filter((urn) => urn.includes("VirtualMachine"))).toEqual([]);
        }
    });

    it("have an identity of their own, which reads secrets and configuration", () => {
        const grants = ofType("authorization:RoleAssignment")
            .filter(({ inputs }) => inputs["principalId"] === "eu1-jobs-identity.principalId")
            .map(({ inputs }) => inputs["scope"]);

        expect(grants).toEqual(expect.arrayContaining(["eu1-vault-vault.id", "eu1-configuration-store.id"]));
    });

    it("are named so that Windows' and Azure's limits hold for the longest cell", () => {
        const names = cellNames({ cell: "europe789", domain: "cloud.example", region: "westeurope" });

        expect(names.recordingsAccount.length).toBeLessThanOrEqual(24);
        expect(names.machine("jobs-1")).toBe("vm-oxygis-europe789-weu-jobs-1");
    });

    it("leave a trail: the vault, Bastion and the recordings are audited", () => {
        const logged = ofType("monitor:DiagnosticSetting").map(({ inputs }) => inputs["resourceUri"]);

        expect(logged).toEqual(
            expect.arrayContaining([
                "eu1-machine-backups-vault.id",
                "eu1-bastion-host.id",
                "eu1-recordings-account.id/blobServices/default",
            ]),
        );
    });
});
