/** What the simulated cloud refuses of logs: where they come from, where they go, and what an archive never gives back. */
import type { Answer } from "../../sandbox/provider/package";
import type { Properties } from "../../sandbox/cloud/values";
import { foundation, group, regional, TestCloud } from "./support/cloud";

let cloud: TestCloud;
let base: Awaited<ReturnType<typeof foundation>>;
let workspace: Answer;
beforeEach(async () => {
    cloud = await TestCloud.open();
    base = await foundation(cloud);
    workspace = await cloud.make("operationalinsights:Workspace", { ...regional, workspaceName: "logs" });
});
afterEach(() => cloud.close());

const account = (accountName: string, more: Properties = {}) =>
    cloud.make(
        "storage:StorageAccount",
        { ...regional, accountName, kind: "StorageV2", sku: { name: "Standard_ZRS" }, ...more },
        accountName,
    );
const setting = (resourceUri: string, more: Properties) =>
    cloud.make("monitor:DiagnosticSetting", { resourceUri, name: "audit", workspaceId: workspace.id, ...more });
const logs = (...categories: string[]) => ({ logs: categories.map((category) => ({ category, enabled: true })) });

describe("a log setting", () => {
    it.each([
        ["of a SQL server's audit is made at master, not at the server", "", "SQLSecurityAuditEvents"],
        ["names categories that exist", "/databases/master", "SQLSecurityAudit"],
    ])("%s", async (_, place, category) => {
        await expect(setting(`${base.server.id}${place}`, logs(category))).rejects.toMatchObject({
            code: "BadRequest",
            message: `Category '${category}' is not supported.`,
        });
    });

    it("of a storage account is made at one of its services", async () => {
        const { id } = await account("data1");

        await expect(setting(id, logs("StorageRead"))).rejects.toThrow("Category 'StorageRead' is not supported.");
        await setting(`${id}/blobServices/default`, logs("StorageRead"));
    });

    it("archives in the region of the resource only, a part's region being that of the whole", async () => {
        const far = await account("far1", { location: "northeurope" });
        const near = await account("near1");
        const master = `${base.server.id}/databases/master`;
        const archived = (archive: Answer) =>
            setting(master, { ...logs("SQLSecurityAuditEvents"), storageAccountId: archive.id });

        await expect(archived(far)).rejects.toThrow(
            "Resource 'master' is in region 'westeurope' and resource 'far1' is in region 'northeurope'",
        );
        await archived(near);
    });

    it("archives what belongs to no region anywhere", async () => {
        const far = await account("far1", { location: "northeurope" });
        const profile = await cloud.make("cdn:Profile", {
            ...group,
            location: "Global",
            profileName: "afd",
            sku: { name: "Premium_AzureFrontDoor" },
        });

        const made = setting(profile.id, { ...logs("FrontDoorAccessLog"), storageAccountId: far.id });
        await expect(made).resolves.toMatchObject({ outputs: { storageAccountId: far.id } });
    });

    it.each<[string, Properties, RegExp]>([
        ["its own logs", {}, /cannot keep its own logs/],
        ["in a Premium account", { kind: "BlockBlobStorage", sku: { name: "Premium_ZRS" } }, /Premium storage account/],
        [
            "behind a firewall that keeps Azure itself out",
            { networkRuleSet: { defaultAction: "Deny", bypass: "None" } },
            /does not let trusted Microsoft services in/,
        ],
    ])("does not archive %s", async (_, more, message) => {
        const made = await account("archive1", more);
        const place = `${made.id}/blobServices/default`;

        await expect(setting(place, { ...logs("StorageRead"), storageAccountId: made.id })).rejects.toThrow(message);
    });

    it("of the subscription or of Entra ID has categories of its own and an archive that lets Azure in", async () => {
        const closed = await account("closed1", { networkRuleSet: { defaultAction: "Deny", bypass: "None" } });
        const everywhere = { name: "audit", workspaceId: workspace.id };

        expect(
            cloud.reasons("monitor:SubscriptionDiagnosticSetting", { ...everywhere, ...logs("AuditEvent") }),
        ).toEqual([expect.stringMatching(/^logs\[0\]\.category: 'AuditEvent' is not one of Administrative/)]);
        expect(cloud.reasons("aadiam:DiagnosticSetting", { ...everywhere, ...logs("Logins") })).toEqual([
            'logs[0].category: "Logins" is no log of Entra ID',
        ]);
        expect(cloud.reasons("aadiam:DiagnosticSetting", { name: "audit", ...logs("SignInLogs") })).toEqual([
            expect.stringMatching(/needs one of workspaceId/),
        ]);
        for (const type of ["monitor:SubscriptionDiagnosticSetting", "aadiam:DiagnosticSetting"]) {
            await expect(cloud.make(type, { ...everywhere, storageAccountId: closed.id })).rejects.toThrow(
                /does not let trusted Microsoft services in/,
            );
        }
    });

    it("of Entra ID is one of five at most", async () => {
        const make = (name: string) =>
            cloud.make("aadiam:DiagnosticSetting", { name, workspaceId: workspace.id, ...logs("SignInLogs") }, name);
        for (const name of ["a", "b", "c", "d", "e"]) await make(name);

        await expect(make("f")).rejects.toThrow("5 diagnostic settings per tenant");
    });
});

describe("the auditing policy of a SQL server", () => {
    const policy = (more: Properties): Properties => ({
        ...group,
        serverName: "sql-1",
        blobAuditingPolicyName: "default",
        state: "Enabled",
        isAzureMonitorTargetEnabled: true,
        ...more,
    });

    it.each<[string, Properties, RegExp]>([
        [
            "writes to nowhere",
            { isAzureMonitorTargetEnabled: false },
            /needs a storageEndpoint or isAzureMonitorTarget/,
        ],
        [
            "says what Microsoft does while it is off",
            { state: "Disabled", isDevopsAuditEnabled: true },
            /needs the state/,
        ],
        ["names an unknown group", { auditActionsAndGroups: ["SELECT_GROUP"] }, /"SELECT_GROUP" is no action group/],
        ["has a condition that is too long", { predicateExpression: "x".repeat(3001) }, /longer than 3000 characters/],
        ["is a second one", { blobAuditingPolicyName: "other" }, /the only auditing policy of a server/],
    ])("is refused when it %s", (_, more, message) => {
        expect(cloud.reasons("sql:ExtendedServerBlobAuditingPolicy", policy(more))).toEqual([
            expect.stringMatching(message),
        ]);
    });

    it("is taken with a target in Azure Monitor", async () => {
        const made = cloud.make("sql:ExtendedServerBlobAuditingPolicy", policy({ isDevopsAuditEnabled: true }));
        await expect(made).resolves.toMatchObject({ outputs: { state: "Enabled" } });
    });
});

describe("an archive", () => {
    const worm = (policy: Properties): Properties => ({
        immutableStorageWithVersioning: {
            enabled: true,
            immutabilityPolicy: {
                state: "Unlocked",
                immutabilityPeriodSinceCreationInDays: 400,
                allowProtectedAppendWrites: true,
                ...policy,
            },
        },
    });
    const inputs = (more: Properties): Properties => ({
        ...regional,
        accountName: "archive1",
        kind: "StorageV2",
        sku: { name: "Standard_ZRS" },
        ...more,
    });
    const update = (made: Answer, more: Properties) => cloud.update("storage:StorageAccount", made, inputs(more));

    it("is not locked while it is created, but afterwards", async () => {
        await expect(account("archive1", worm({ state: "Locked" }))).rejects.toMatchObject({
            code: "InvalidStorageAccountImmutabilityPolicy",
        });
        const made = await account("archive1", worm({}));
        await expect(update(made, worm({ state: "Locked" }))).resolves.toMatchObject({
            immutableStorageWithVersioning: { immutabilityPolicy: { state: "Locked" } },
        });
    });

    it("is locked from the state Unlocked only", async () => {
        const made = await account("archive1", worm({ state: "Disabled" }));

        await expect(update(made, worm({ state: "Locked" }))).rejects.toThrow(/from the state Unlocked only/);
    });

    it.each<[string, Properties, RegExp]>([
        ["unlocked", { state: "Unlocked" }, /its state cannot change any more/],
        ["switched off", { state: "Disabled" }, /its state cannot change any more/],
        ["shortened", { immutabilityPeriodSinceCreationInDays: 399 }, /its period can only grow/],
        ["closed to appends", { allowProtectedAppendWrites: false }, /protected appends cannot be switched/],
    ])("that is locked is never %s again", async (_, change, message) => {
        const made = await account("archive1", worm({}));
        const outputs = await update(made, worm({ state: "Locked" }));

        const locked = { id: made.id, outputs };
        await expect(update(locked, worm({ state: "Locked", ...change }))).rejects.toThrow(message);
        await update(locked, worm({ state: "Locked", immutabilityPeriodSinceCreationInDays: 500 }));
    });

    it("that is not locked may be shortened", async () => {
        const made = await account("archive1", worm({}));

        const shorter = worm({ immutabilityPeriodSinceCreationInDays: 30 });
        await expect(update(made, shorter)).resolves.toMatchObject(shorter);
    });

    it("is chosen when the account is created", async () => {
        const made = await account("archive1");

        await expect(update(made, worm({}))).rejects.toThrow(/is chosen when the account is created/);
    });

    it.each<[string, Properties, RegExp]>([
        ["a period of no days", worm({ immutabilityPeriodSinceCreationInDays: 0 }), /0 is not between 1 and 146000/],
        [
            "a policy without versions",
            { immutableStorageWithVersioning: { immutabilityPolicy: { state: "Unlocked" } } },
            /account level WORM is disabled/,
        ],
    ])("is refused with %s", (_, more, message) => {
        expect(cloud.reasons("storage:StorageAccount", inputs(more))).toEqual([expect.stringMatching(message)]);
    });

    it("loses append blobs by deletion, never by moving them to another tier", () => {
        const rules = (actions: Properties) => ({
            ...group,
            accountName: "archive1",
            managementPolicyName: "default",
            policy: {
                rules: [
                    {
                        name: "old",
                        type: "Lifecycle",
                        definition: { filters: { blobTypes: ["appendBlob"] }, actions },
                    },
                ],
            },
        });
        const after = { daysAfterModificationGreaterThan: 400 };

        expect(cloud.reasons("storage:ManagementPolicy", rules({ baseBlob: { tierToCool: after } }))).toEqual([
            "policy.rules: append blobs can be deleted, not moved to another tier",
        ]);
        expect(cloud.reasons("storage:ManagementPolicy", rules({ baseBlob: { delete: after } }))).toEqual([]);
    });
});
