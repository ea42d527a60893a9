import { readFileSync } from "node:fs";
import { join } from "node:path";

import { DocumentsBackup } from "../../infra/components/backup/documentsBackup";
import { DocumentsCopy } from "../../infra/components/backup/documentsCopy";
import { DocumentsVault } from "../../infra/components/backup/documentsVault";
import { DocumentsAccount } from "../../infra/components/data/documentsAccount";
import { documentBackups, daysOf } from "../../infra/model/schedules";
import { recordProgram } from "../support/recordProgram";
import { documentsAccount, documentsBackup, documentsCopy, documentsVault } from "./documentsCases";

const find = async (name: string, program: () => unknown, preview = false) =>
    (await recordProgram(program, { preview })).resources.find((each) => each.name === name)!;

describe("DocumentsAccount", () => {
    const declare = (changes = {}) =>
        new DocumentsAccount("docs", { ...documentsAccount, containers: [{ slug: "acme", name: "acme" }], ...changes });

    it("has no shared key, no public address and nothing anonymous", async () => {
        const { inputs } = await find("docs-account", declare);

        expect(inputs).toMatchObject({
            allowSharedKeyAccess: false,
            allowBlobPublicAccess: false,
            publicNetworkAccess: "Disabled",
            networkRuleSet: { defaultAction: "Deny" },
            isLocalUserEnabled: false,
            isSftpEnabled: false,
            minimumTlsVersion: "TLS1_2",
            enableHttpsTrafficOnly: true,
            encryption: { requireInfrastructureEncryption: true },
        });
    });

    it("says why blobs may be replicated to another tenant", async () => {
        const { inputs } = await find("docs-account", declare);

        expect(inputs).toMatchObject({
            allowCrossTenantReplication: true,
            tags: { "oxygis:cross-tenant-replication": expect.stringContaining("Azure Backup") as string },
        });
    });

    it("takes back what was deleted or overwritten for as long as it is told, and forgets it then", async () => {
        const changes = () => declare({ retentionDays: 40 });
        const kept = { enabled: true, days: 40 };

        expect((await find("docs-blobs", changes)).inputs).toMatchObject({
            isVersioningEnabled: true,
            changeFeed: { enabled: true },
            deleteRetentionPolicy: kept,
            containerDeleteRetentionPolicy: kept,
        });
        expect((await find("docs-lifecycle", changes)).inputs).toMatchObject({
            policy: {
                rules: [{ definition: { actions: { version: { delete: { daysAfterCreationGreaterThan: 40 } } } } }],
            },
        });
    });

    it("gives each customer a container that says whose it is, and keeps it when it is forgotten", async () => {
        expect(await find("docs-acme", declare)).toMatchObject({
            protect: true,
            retainOnDelete: true,
            inputs: { containerName: "acme", publicAccess: "None", metadata: { customer: "acme" } },
        });
        expect(await find("docs-account", declare)).toMatchObject({ protect: true, retainOnDelete: true });
    });

    it("keeps versions before the first document can be there", async () => {
        const { dependencies } = await find("docs-acme", declare);

        expect(dependencies).toEqual(expect.arrayContaining([expect.stringMatching(/::docs-blobs$/)]));
    });

    it("does not change itself when a customer comes", async () => {
        const more = {
            containers: [
                { slug: "acme", name: "acme" },
                { slug: "blue", name: "blue" },
            ],
        };

        expect((await find("docs", () => declare(more))).inputs).toEqual((await find("docs", declare)).inputs);
    });
});

describe("DocumentsVault", () => {
    const declare = (changes = {}) => new DocumentsVault("home", { ...documentsVault, ...changes });

    it("lies in three datacenters and can neither be emptied nor switched off", async () => {
        const { inputs, protect } = await find("home-vault", declare);

        expect(protect).toBe(true);
        expect(inputs).toMatchObject({
            identity: { type: "SystemAssigned" },
            properties: {
                storageSettings: [{ datastoreType: "VaultStore", type: "ZoneRedundant" }],
                securitySettings: { softDeleteSettings: { state: "AlwaysOn", retentionDurationInDays: 30 } },
                monitoringSettings: { azureMonitorAlertSettings: { alertsForAllJobFailures: "Enabled" } },
                featureSettings: {
                    crossRegionRestoreSettings: { state: "Disabled" },
                    crossSubscriptionRestoreSettings: { state: "Disabled" },
                },
            },
        });
    });

    it.each([
        ["locked", "Locked"],
        ["reversible", "Unlocked"],
    ])("is immutable: %s", async (immutability, state) => {
        const { inputs } = await find("home-vault", () => declare({ immutability }));

        expect(inputs).toMatchObject({ properties: { securitySettings: { immutabilitySettings: { state } } } });
    });

    it("cannot be deleted in Azure either", async () => {
        expect(await find("home-lock", declare)).toMatchObject({
            protect: true,
            inputs: { scope: "home-vault.id", level: "CanNotDelete" },
        });
    });

    it("takes a backup a day and keeps the first of each week longer", async () => {
        const schedule = { ...documentsVault.schedule, timeOfDay: "05:00", daily: "P40D", weekly: "P60W" };
        const { inputs } = await find("home-policy", () => declare({ schedule }));

        const { policyRules } = inputs["properties"] as { policyRules: unknown[] };
        expect(policyRules).toEqual([
            expect.objectContaining({
                trigger: expect.objectContaining({
                    schedule: { repeatingTimeIntervals: ["R/2026-01-05T05:00:00+00:00/P1D"], timeZone: "UTC" },
                    taggingCriteria: [
                        expect.objectContaining({ isDefault: true, tagInfo: { tagName: "Default" } }),
                        expect.objectContaining({
                            tagInfo: { tagName: "Weekly" },
                            criteria: [expect.objectContaining({ absoluteCriteria: ["FirstOfWeek"] })],
                        }),
                    ],
                }) as unknown,
            }),
            expect.objectContaining({ name: "Default", isDefault: true, lifecycles: keptFor("P40D") }),
            expect.objectContaining({ name: "Weekly", isDefault: false, lifecycles: keptFor("P60W") }),
        ]);
    });

    it("keeps the weekly ones for the promised year", () => {
        expect(daysOf(documentBackups.weekly)).toBeGreaterThanOrEqual(365);
    });
});

const keptFor = (duration: string) => [
    expect.objectContaining({ deleteAfter: { objectType: "AbsoluteDeleteOption", duration } }) as unknown,
];

describe("DocumentsBackup", () => {
    const declare = () => new DocumentsBackup("docs", documentsBackup);

    it("protects exactly the containers it is told to, in the vault's region", async () => {
        const { inputs } = await find("docs-instance", declare);

        expect(inputs["properties"]).toMatchObject({
            dataSourceInfo: { resourceID: "account.id", resourceLocation: "somewhere" },
            dataSourceSetInfo: { resourceID: "account.id", resourceLocation: "somewhere" },
            policyInfo: {
                policyId: "policy",
                policyParameters: { backupDatasourceParametersList: [{ containersList: ["0-system", "acme"] }] },
            },
        });
    });

    it("lets the vault read the account before it is told to, and no more than back it up", async () => {
        const { resources } = await recordProgram(declare);
        const [role, instance] = ["docs-role", "docs-instance"].map((name) =>
            resources.find((each) => each.name === name)!,
        );

        expect(role!.inputs).toMatchObject({
            scope: "account.id",
            principalId: "principal",
            roleDefinitionId: expect.stringMatching(/\/e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1$/) as string,
        });
        expect(instance!.dependencies).toContain(role!.urn);
        expect(instance).toMatchObject({ protect: true, retainOnDelete: true });
    });
});

describe("DocumentsCopy", () => {
    const declare = () => new DocumentsCopy("docs", documentsCopy);

    it("runs as it is told, and is ended before it could meet its successor", async () => {
        const { inputs } = await find("docs-job", declare);

        expect(inputs["configuration"]).toMatchObject({
            triggerType: "Schedule",
            scheduleTriggerConfig: { cronExpression: "20 */4 * * *", parallelism: 1 },
            replicaTimeout: 12_600,
        });
    });

    it("tells the script everything it asks for, and nothing secret", async () => {
        const { inputs, secrets } = await find("docs-job", declare);
        const { containers } = inputs["template"] as { containers: { env: { name: string; value: string }[] }[] };
        const given = Object.fromEntries(containers[0]!.env.map(({ name, value }) => [name, value]));
        const script = readFileSync(join(__dirname, "../../infra/documents/copy.ps1"), "utf8");
        /** What Container Apps itself sets where a job has an identity. */
        const own = ["IDENTITY_ENDPOINT", "IDENTITY_HEADER"];
        const asked = new Set([...script.matchAll(/\$env:(\w+)/g)].map(([, name]) => name!));

        expect(given).toEqual({
            CLIENT_ID: "client",
            SOURCES: "account.test second.test",
            SYSTEM_CONTAINER: "0-system",
            TARGET: "copy.test",
        });
        const filling = ["CONTAINERS", "FOLDERS", "MODE"];
        expect([...asked].sort()).toEqual([...Object.keys(given), ...own, ...filling].sort());
        expect(secrets).toEqual({});
    });

    it.each([
        [{ bring: "missing" as const }, [{ name: "MODE", value: "missing" }]],
        [
            { bring: "newer" as const, containers: ["acme", "bolt"] },
            [
                { name: "MODE", value: "newer" },
                { name: "CONTAINERS", value: "acme bolt" },
            ],
        ],
    ])("can bring what is missing to those who work with the target's documents: %j", async (fill, more) => {
        const { inputs } = await find("docs-job", () => new DocumentsCopy("docs", { ...documentsCopy, fill }));
        const { containers } = inputs["template"] as { containers: { env: { name: string }[] }[] };

        expect(containers[0]!.env.filter(({ name }) => name === "MODE" || name === "CONTAINERS")).toEqual(more);
    });
});
