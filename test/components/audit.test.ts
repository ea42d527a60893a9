import { AccessLogs } from "../../infra/components/monitoring/accessLogs";
import { AuditArchive } from "../../infra/components/monitoring/auditArchive";
import { recordProgram } from "../support/recordProgram";
import { common } from "./arguments";
import { cases } from "./cases";

const declared = async (component: string) => {
    const { create } = cases.find((each) => each.component === component)!;
    return (await recordProgram(() => create("one"))).resources;
};
const inputsOf = async (component: string, name: string) =>
    (await declared(component)).find((each) => each.name === name)!.inputs;

describe("AuditWorkspace", () => {
    it("keeps every table as long as it is told, takes no shared key and is locked", async () => {
        const resources = await declared("monitoring:AuditWorkspace");

        expect(resources.find(({ name }) => name === "one-workspace")).toMatchObject({
            protect: true,
            retainOnDelete: true,
            inputs: { retentionInDays: 400, features: { disableLocalAuth: true, immediatePurgeDataOn30Days: false } },
        });
        expect(resources.find(({ name }) => name === "one-lock")!.inputs).toMatchObject({
            level: "CanNotDelete",
            scope: "one-workspace.id",
        });
    });
});

describe("AuditArchive", () => {
    it("keeps what is written for good as long as it is told, appends aside, and is locked against deletion itself", async () => {
        const resources = await declared("monitoring:AuditArchive");

        expect(resources.find(({ name }) => name === "one-account")).toMatchObject({
            protect: true,
            retainOnDelete: true,
            inputs: {
                sku: { name: "Standard_ZRS" },
                immutableStorageWithVersioning: {
                    enabled: true,
                    immutabilityPolicy: {
                        state: "Unlocked",
                        immutabilityPeriodSinceCreationInDays: 400,
                        allowProtectedAppendWrites: true,
                    },
                },
            },
        });
        expect(resources.find(({ name }) => name === "one-lock")!.inputs).toMatchObject({
            level: "CanNotDelete",
            scope: "one-account.id",
        });
    });

    it("opens to the log service of Azure and to nobody else, with a reason that a policy can read", async () => {
        expect(await inputsOf("monitoring:AuditArchive", "one-account")).toMatchObject({
            allowSharedKeyAccess: false,
            allowBlobPublicAccess: false,
            networkRuleSet: { defaultAction: "Deny", bypass: "AzureServices" },
            tags: { "oxygis:public-network": expect.stringContaining("log service") as string },
        });
    });

    it("deletes only what its protection has ended for, versions as well", async () => {
        expect(await inputsOf("monitoring:AuditArchive", "one-lifecycle")).toMatchObject({
            policy: {
                rules: [
                    {
                        definition: {
                            filters: { blobTypes: ["appendBlob", "blockBlob"] },
                            actions: {
                                baseBlob: { delete: { daysAfterModificationGreaterThan: 407 } },
                                version: { delete: { daysAfterCreationGreaterThan: 407 } },
                            },
                        },
                    },
                ],
            },
        });
    });

    it("is locked for good when it is told so", async () => {
        const archive = { ...common, accountName: "archive", retentionDays: 400, locked: true };
        const { resources } = await recordProgram(() => new AuditArchive("one", archive));

        expect(resources.find(({ name }) => name === "one-account")!.inputs).toMatchObject({
            immutableStorageWithVersioning: { immutabilityPolicy: { state: "Locked" } },
        });
    });
});

describe("AccessLogs", () => {
    it("sends every category of its kind to workspace and archive, each to a table of its own", async () => {
        expect(await inputsOf("monitoring:AccessLogs", "one-setting")).toMatchObject({
            resourceUri: "resource",
            workspaceId: "workspace",
            storageAccountId: "archive",
            logAnalyticsDestinationType: "Dedicated",
            logs: [
                { category: "AuditEvent", enabled: true },
                { category: "AzurePolicyEvaluationDetails", enabled: true },
            ],
        });
    });

    it("takes a server's audit where Azure lets it out: at the database master", async () => {
        const args = { kind: "sql:Server", resourceId: "server", workspaceId: "workspace" } as const;
        const { resources } = await recordProgram(() => new AccessLogs("one", args));

        expect(resources.find(({ name }) => name === "one-setting")!.inputs).toMatchObject({
            resourceUri: "server/databases/master",
        });
    });
});

describe("SqlAuditing", () => {
    it("writes down the statements of everybody but the application's own identities", async () => {
        expect(await inputsOf("data:SqlAuditing", "one-policy")).toMatchObject({
            state: "Enabled",
            isAzureMonitorTargetEnabled: true,
            isDevopsAuditEnabled: true,
            auditActionsAndGroups: [
                "BATCH_COMPLETED_GROUP",
                "SUCCESSFUL_DATABASE_AUTHENTICATION_GROUP",
                "FAILED_DATABASE_AUTHENTICATION_GROUP",
            ],
            predicateExpression: "server_principal_name <> 'web@tenant' AND server_principal_name <> 'jobs@tenant'",
        });
    });
});
