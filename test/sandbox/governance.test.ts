/** What the simulated cloud refuses of policies, Defender plans, budgets and scans, and what policies refuse of others. */
import type { Properties } from "../../sandbox/cloud/values";
import { azurePolicies } from "../../infra/model/azurePolicies";
import { administrators, global, group, regional, TestCloud } from "./support/cloud";

let cloud: TestCloud;
let subscription: string;
beforeEach(async () => {
    cloud = await TestCloud.open();
    subscription = `/subscriptions/${cloud.world.view.subscriptionId}`;
    await cloud.make("resources:ResourceGroup", regional);
});
afterEach(() => cloud.close());

const server = { ...regional, serverName: "sql-1", administrators };
const hardened: Properties = {
    ...server,
    administrators: { ...administrators, azureADOnlyAuthentication: true },
    publicNetworkAccess: "Disabled",
    minimalTlsVersion: "1.2",
};
const definition = (id: string) => `/providers/Microsoft.Authorization/policyDefinitions/${id}`;
const assign = (name: string, policyDefinitionId: string, parameters: Properties = {}, more: Properties = {}) =>
    cloud.make(
        "authorization:PolicyAssignment",
        {
            scope: subscription,
            policyAssignmentName: name,
            policyDefinitionId: definition(policyDefinitionId),
            parameters: Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, { value }])),
            nonComplianceMessages: [{ message: `because of ${name}` }],
            ...more,
        },
        name,
    );
/** Everything the platform lays on its subscription. */
const guard = async () => {
    for (const { name, definition: id, parameters } of azurePolicies({ regions: ["westeurope"], lockedBackups: true }))
        await assign(name, id, parameters as Properties);
};

describe("with the platform's policies on the subscription", () => {
    const storage = {
        ...regional,
        accountName: "account1",
        kind: "StorageV2",
        sku: { name: "Standard_GZRS" },
        minimumTlsVersion: "TLS1_2",
    };
    const pool = {
        ...regional,
        serverName: "sql-1",
        elasticPoolName: "pool",
        sku: { name: "GP_Gen5", tier: "GeneralPurpose", capacity: 2 },
        zoneRedundant: true,
    };
    const vault = {
        ...regional,
        vaultName: "vault-1",
        properties: { storageSettings: [{ datastoreType: "VaultStore", type: "ZoneRedundant" }] },
    };
    const profile = { ...global, profileName: "afd", sku: { name: "Premium_AzureFrontDoor" } };
    const firewall = {
        ...global,
        policyName: "waf",
        sku: { name: "Premium_AzureFrontDoor" },
        policySettings: { enabledState: "Enabled", mode: "Prevention" },
    };

    it.each<[string, string, Properties]>([
        ["a hardened server", "sql:Server", hardened],
        ["an account in zones and a pair", "storage:StorageAccount", storage],
        ["a vault in zones", "dataprotection:BackupVault", vault],
        ["an edge that belongs to no region", "cdn:Profile", profile],
        ["a firewall that blocks", "frontdoor:Policy", firewall],
    ])("takes %s", async (_, type, inputs) => {
        await guard();
        await expect(cloud.make(type, inputs, "second")).resolves.toBeDefined();
    });

    it("takes a database with backups in zones and in the pair", async () => {
        await guard();
        await cloud.make("sql:Server", hardened);
        const database = { ...regional, serverName: "sql-1", databaseName: "db" };

        await expect(
            cloud.make("sql:Database", { ...database, requestedBackupStorageRedundancy: "GeoZone" }, "db"),
        ).resolves.toBeDefined();
    });

    it.each<[string, string, Properties, string]>([
        ["a server in another region", "sql:Server", { ...hardened, location: "northeurope" }, "allowed-locations"],
        [
            "a resource group in another region",
            "resources:ResourceGroup",
            { resourceGroupName: "other", location: "North Europe" },
            "allowed-group-locations",
        ],
        [
            "a server with logins",
            "sql:Server",
            { ...hardened, administrators: { ...administrators, azureADOnlyAuthentication: false } },
            "sql-entra-only-at-creation",
        ],
        [
            "a server with a public address",
            "sql:Server",
            { ...hardened, publicNetworkAccess: "Enabled" },
            "sql-no-public-network",
        ],
        ["a server with an older TLS", "sql:Server", { ...hardened, minimalTlsVersion: "1.1" }, "sql-tls"],
        [
            "an account in one datacenter",
            "storage:StorageAccount",
            { ...storage, sku: { name: "Standard_GRS" } },
            "storage-in-zones",
        ],
        [
            "an account with an older TLS",
            "storage:StorageAccount",
            { ...storage, minimumTlsVersion: "TLS1_0" },
            "storage-tls",
        ],
        [
            "a vault in one datacenter",
            "dataprotection:BackupVault",
            { ...vault, properties: { storageSettings: [{ datastoreType: "VaultStore", type: "GeoRedundant" }] } },
            "backup-vaults-in-zones",
        ],
        [
            "an edge without managed firewall rules",
            "cdn:Profile",
            { ...profile, sku: { name: "Standard_AzureFrontDoor" } },
            "edge-premium",
        ],
        [
            "a firewall that only watches",
            "frontdoor:Policy",
            { ...firewall, policySettings: { enabledState: "Enabled", mode: "Detection" } },
            "edge-firewall-blocks",
        ],
    ])("refuses %s, and says why", async (_, type, inputs, policy) => {
        await guard();
        await expect(cloud.make(type, inputs, "second")).rejects.toMatchObject({
            code: "RequestDisallowedByPolicy",
            message: expect.stringContaining(`because of ${policy}'`) as string,
        });
    });

    it("refuses a pool in one zone", async () => {
        await guard();
        await cloud.make("sql:Server", hardened);
        await expect(cloud.make("sql:ElasticPool", { ...pool, zoneRedundant: false })).rejects.toThrow(
            "because of sql-pools-in-zones",
        );
        await expect(cloud.make("sql:ElasticPool", pool)).resolves.toBeDefined();
    });
});

describe("a policy", () => {
    it("against geo-redundant backups refuses GeoZone too, which is why the platform does without it", async () => {
        await assign("no-grs", "b219b9cf-f672-4f96-9ab0-f5a3ac5e1c13", { effect: "Deny" });
        await cloud.make("sql:Server", server);
        const database = { ...regional, serverName: "sql-1", databaseName: "db" };

        await expect(
            cloud.make("sql:Database", { ...database, requestedBackupStorageRedundancy: "GeoZone" }, "db"),
        ).rejects.toMatchObject({ code: "RequestDisallowedByPolicy" });
    });

    it("against a type refuses it, whatever the case of its letters", async () => {
        await assign("no-servers", "6c112d4e-5bc7-47ae-a041-ea2d9dccd749", {
            effect: "deny",
            listOfResourceTypesNotAllowed: ["MICROSOFT.SQL/Servers"],
        });
        await expect(cloud.make("sql:Server", server)).rejects.toThrow("because of no-servers");
    });

    it.each<[string, Properties, Properties]>([
        ["only reports", { effect: "Audit" }, {}],
        ["is not enforced", { effect: "Deny" }, { enforcementMode: "DoNotEnforce" }],
    ])("lets pass what it %s", async (_, parameters, more) => {
        await assign("sql-tls", "32e6bbec-16b6-44c2-be37-c5b672d103cf", parameters, more);
        await expect(cloud.make("sql:Server", { ...server, minimalTlsVersion: "1.1" })).resolves.toBeDefined();
    });

    it("judges a change as it judges a creation", async () => {
        const made = await cloud.make("sql:Server", hardened);
        await guard();
        await expect(cloud.update("sql:Server", made, { ...hardened, publicNetworkAccess: "Enabled" })).rejects.toThrow(
            "because of sql-no-public-network",
        );
    });

    it("can be assigned 200 times to one scope, not 201", async () => {
        const one = (number: number) => assign(`rule-${String(number)}`, "32e6bbec-16b6-44c2-be37-c5b672d103cf");
        for (let number = 0; number < 200; number++) await one(number);
        await expect(one(200)).rejects.toMatchObject({ code: "QuotaExceeded" });
    });

    it.each<[string, Properties, RegExp]>([
        ["without a definition", { policyDefinitionId: "mine" }, /not the id of a policy/],
        ["with a name of 65 characters", { policyAssignmentName: "x".repeat(65) }, /1-64 characters/],
        ["with a long description", { description: "x".repeat(513) }, /at most 512 characters/],
        ["with an identity in no region", { identity: { type: "SystemAssigned" } }, /needs a location/],
    ])("cannot be assigned %s", (_, changes, reason) => {
        const inputs = {
            scope: subscription,
            policyAssignmentName: "rule",
            policyDefinitionId: definition("x"),
            ...changes,
        };
        expect(cloud.reasons("authorization:PolicyAssignment", inputs).join("\n")).toMatch(reason);
    });
});

describe("Defender for Cloud", () => {
    const plan = (changes: Properties): Properties => ({
        scopeId: subscription.slice(1),
        pricingName: "VirtualMachines",
        pricingTier: "Standard",
        subPlan: "P2",
        extensions: [{ name: "AgentlessVmScanning", isEnabled: "True" }],
        ...changes,
    });

    it.each<[string, Properties, RegExp]>([
        ["a plan nobody offers", { pricingName: "Servers", extensions: [] }, /'Servers' is not a plan/],
        [
            "scans that the smaller plan has not",
            { subPlan: "P1" },
            /'AgentlessVmScanning' is not supported for 'VirtualMachines' plan and 'P1' SubPlan/,
        ],
        ["parts of the free tier", { pricingTier: "Free", extensions: [] }, /free tier has neither/],
        ["another tier", { pricingTier: "Premium" }, /'Premium' is not one of Free, Standard/],
    ])("refuses %s", (_, changes, reason) => {
        expect(cloud.reasons("security:Pricing", plan(changes)).join("\n")).toMatch(reason);
    });

    it("is one plan of a kind for a subscription", async () => {
        const made = await cloud.make("security:Pricing", plan({}));
        expect(made.id).toBe(`${subscription}/providers/Microsoft.Security/pricings/VirtualMachines`);
        await expect(cloud.make("security:Pricing", plan({}), "second")).rejects.toThrow(/already existing resource/);
    });

    it("takes mail addresses between semicolons only", () => {
        const contact = { securityContactName: "default", isEnabled: true };
        expect(cloud.reasons("security:SecurityContact", { ...contact, emails: "a@b.test;c@d.test" })).toEqual([]);
        expect(cloud.reasons("security:SecurityContact", { ...contact, emails: "a@b.test, c@d.test" })).toEqual([
            "emails: 'a@b.test, c@d.test' is not a list of e-mail addresses between semicolons",
        ]);
    });

    it("scans databases only with its plan for them", async () => {
        await cloud.make("sql:Server", server);
        const scan = { ...group, serverName: "sql-1", vulnerabilityAssessmentName: "default", state: "Enabled" };

        await expect(cloud.make("sql:SqlVulnerabilityAssessmentsSetting", scan)).rejects.toMatchObject({
            code: "VulnerabilityAssessmentADSIsDisabled",
        });
        await cloud.make("security:Pricing", {
            scopeId: subscription.slice(1),
            pricingName: "SqlServers",
            pricingTier: "Standard",
        });
        await expect(cloud.make("sql:SqlVulnerabilityAssessmentsSetting", scan, "second")).resolves.toBeDefined();
    });
});

describe("a budget", () => {
    const budget = (changes: Properties = {}): Properties => ({
        scope: subscription,
        budgetName: "month",
        amount: 100,
        category: "Cost",
        timeGrain: "Monthly",
        timePeriod: { startDate: "2026-06-01T00:00:00Z" },
        notifications: {
            spent: {
                enabled: true,
                operator: "GreaterThan",
                threshold: 80,
                contactEmails: ["a@b.test"],
                contactGroups: [],
            },
        },
        ...changes,
    });
    const starting = (startDate: string) => budget({ timePeriod: { startDate } });

    // The virtual clock begins in January 2026.
    it.each(["2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"])(
        "begins in this month or the next twelve: %s",
        async (start) => {
            await expect(cloud.make("consumption:Budget", starting(start))).resolves.toBeDefined();
        },
    );

    it.each([
        ["2025-12-01T00:00:00Z", /within the time grain/],
        ["2027-02-01T00:00:00Z", /twelve months/],
    ])("does not begin in %s", async (start, reason) => {
        await expect(cloud.make("consumption:Budget", starting(start))).rejects.toThrow(reason);
    });

    it.each<[string, Properties, RegExp]>([
        ["in the middle of a month", { timePeriod: { startDate: "2026-06-15T00:00:00Z" } }, /not the first of a month/],
        ["of nothing", { amount: 0 }, /0 is not more than nothing/],
        [
            "that tells nobody",
            { notifications: { spent: { threshold: 80, contactEmails: [], contactGroups: [] } } },
            /needs an e-mail address or an action group/,
        ],
        [
            "with a threshold beyond 1000 %",
            { notifications: { spent: { threshold: 1001, contactEmails: ["a@b.test"] } } },
            /0 to 1000/,
        ],
        [
            "with six notifications",
            {
                notifications: Object.fromEntries(
                    ["a", "b", "c", "d", "e", "f"].map((name) => [name, { threshold: 1, contactEmails: ["a@b.test"] }]),
                ),
            },
            /at most five/,
        ],
    ])("is refused %s", (_, changes, reason) => {
        expect(cloud.reasons("consumption:Budget", budget(changes)).join("\n")).toMatch(reason);
    });

    it("keeps the start it has when it grows years later", async () => {
        const made = await cloud.make("consumption:Budget", starting("2026-01-01T00:00:00Z"));
        cloud.world.timeline.pass(3 * 366 * 86_400);

        await expect(
            cloud.update("consumption:Budget", made, {
                ...starting("2026-01-01T00:00:00Z"),
                amount: 200,
            }),
        ).resolves.toMatchObject({ amount: 200 });
    });
});
