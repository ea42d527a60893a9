/** What the simulated cloud refuses, and what it lets through: one change per row. */
import type { Answer } from "../../sandbox/provider/package";
import type { Properties } from "../../sandbox/cloud/values";
import { administrators, edge, foundation, global, group, regional, TestCloud } from "./support/cloud";

let cloud: TestCloud;
let base: Awaited<ReturnType<typeof foundation>>;
beforeEach(async () => {
    cloud = await TestCloud.open();
    base = await foundation(cloud);
});
afterEach(() => cloud.close());

const database = (name: string, more: Properties = {}): Properties => ({
    ...regional,
    serverName: "sql-1",
    databaseName: name,
    ...more,
});
const lockOn = (made: Answer, lockName = "keep") =>
    cloud.make("authorization:ManagementLockByScope", { scope: made.id, level: "CanNotDelete", lockName }, lockName);

describe("a create is refused", () => {
    test.each<[string, string, Properties, RegExp]>([
        [
            "without its resource group",
            "storage:StorageAccount",
            {
                resourceGroupName: "none",
                location: "westeurope",
                accountName: "sa1",
                kind: "StorageV2",
                sku: { name: "Standard_ZRS" },
            },
            /ResourceGroupNotFound|Resource group 'none' could not be found/,
        ],
        [
            "without its parent",
            "sql:Database",
            { ...regional, serverName: "none", databaseName: "db" },
            /parent resource '.*\/servers\/none' could not be found/,
        ],
        [
            "without its grandparent, naming that one",
            "sql:LongTermRetentionPolicy",
            { ...group, serverName: "none", databaseName: "db", policyName: "default" },
            /parent resource '.*\/servers\/none' could not/,
        ],
        [
            "with the id of a pool that does not exist",
            "sql:Database",
            database("db", {
                elasticPoolId:
                    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Sql/servers/sql-1/elasticPools/none",
            }),
            /elasticPools\/none referenced by resource .* was not found/,
        ],
        [
            "with geo-redundant backups in a region without a pair",
            "sql:Database",
            database("db", { location: "italynorth", requestedBackupStorageRedundancy: "GeoZone" }),
            /not supported in italynorth/,
        ],
        [
            "from an external backup",
            "sql:Database",
            database("db", { createMode: "RestoreExternalBackup" }),
            /does not model createMode RestoreExternalBackup/,
        ],
        [
            "with a subnet outside its network",
            "network:Subnet",
            { ...group, virtualNetworkName: "vnet", subnetName: "b", addressPrefix: "10.1.0.0/24" },
            /outside the IP address range/,
        ],
        [
            "with a subnet over another",
            "network:Subnet",
            { ...group, virtualNetworkName: "vnet", subnetName: "b", addressPrefix: "10.0.1.128/25" },
            /overlaps with that of subnet 'apps'/,
        ],
        [
            "of an empty lock scope",
            "authorization:ManagementLockByScope",
            { scope: "/subscriptions/none/resourceGroups/rg", level: "ReadOnly" },
            /could not be found/,
        ],
        [
            "of a member of a group that does not exist",
            "azuread:index/groupMember:GroupMember",
            {
                groupObjectId: "00000000-0000-4000-8000-000000000001",
                memberObjectId: "00000000-0000-4000-8000-000000000002",
            },
            /does not exist/,
        ],
    ])("%s", async (_, type, inputs, message) => {
        await expect(cloud.make(type, inputs, "second")).rejects.toThrow(message);
    });

    test("in another resource group when the name is global, with Azure's code", async () => {
        await cloud.make("resources:ResourceGroup", { ...regional, resourceGroupName: "other" }, "other");
        await expect(
            cloud.make(
                "sql:Server",
                { ...regional, resourceGroupName: "other", serverName: "sql-1", administrators },
                "second",
            ),
        ).rejects.toMatchObject({
            code: "NameNotAvailable",
            message: "Name 'sql-1' already exists. Choose a different name.",
        });
    });

    test("when the id exists, whatever the case of its letters", async () => {
        await cloud.make("sql:Database", database("db"));
        await expect(cloud.make("sql:Database", database("DB"), "second")).rejects.toThrow(
            /cannot create already existing resource/,
        );
    });

    test("when the pool is full, and fits again in a bigger pool", async () => {
        const inPool = (index: number) =>
            cloud.make(
                "sql:Database",
                database(`db${String(index)}`, { elasticPoolId: base.pool.id }),
                `db${String(index)}`,
            );
        for (let index = 0; index < 100; index++) await inPool(index);
        await expect(inPool(100)).rejects.toMatchObject({
            code: "QuotaExceeded",
            message: expect.stringContaining("100 databases in elastic pool 'pool-1' with 2 vCores") as string,
        });
        const pool = { ...regional, serverName: "sql-1", elasticPoolName: "pool-1" };
        await cloud.update("sql:ElasticPool", base.pool, {
            ...pool,
            sku: { name: "GP_Gen5", tier: "GeneralPurpose", capacity: 4 },
        });
        await inPool(100);
        await expect(
            cloud.update("sql:ElasticPool", base.pool, { ...pool, sku: { name: "GP_Gen5", capacity: 2 } }),
        ).rejects.toMatchObject({ code: "ElasticPoolDatabaseCountOverLimit" });
    });

    test("of the 21st logical server of a region, not of another region", async () => {
        const server = (index: number, location: string) =>
            cloud.make(
                "sql:Server",
                { ...regional, location, serverName: `more-${String(index)}`, administrators },
                `s${String(index)}`,
            );
        for (let index = 0; index < 19; index++) await server(index, "westeurope");
        await expect(server(20, "West Europe")).rejects.toMatchObject({ code: "QuotaExceeded" });
        await server(20, "northeurope");
    });

    test("of the 21st lock of one scope", async () => {
        for (let index = 0; index < 20; index++) await lockOn(base.server, `lock-${String(index)}`);
        await expect(lockOn(base.server, "one-more")).rejects.toMatchObject({ code: "QuotaExceeded" });
    });

    test("of a private link service in a subnet that filters", async () => {
        const subnet = await cloud.make(
            "network:Subnet",
            {
                ...group,
                virtualNetworkName: "vnet",
                subnetName: "filtered",
                addressPrefix: "10.0.9.0/24",
                privateLinkServiceNetworkPolicies: "Enabled",
            },
            "filtered",
        );
        const service = {
            ...regional,
            serviceName: "pls",
            ipConfigurations: [{ name: "nat", subnet: { id: subnet.id } }],
        };
        await expect(cloud.make("network:PrivateLinkService", service)).rejects.toMatchObject({
            code: "PrivateLinkServiceCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled",
        });
    });

    test("of a second role assignment that says the same", async () => {
        const assignment = (roleAssignmentName: string) => ({
            scope: base.server.id,
            roleAssignmentName,
            principalId: "00000000-0000-4000-8000-000000000009",
            roleDefinitionId: `/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/00000000-0000-4000-8000-000000000003`,
        });
        await cloud.make("authorization:RoleAssignment", assignment("00000000-0000-4000-8000-00000000000a"));
        await expect(
            cloud.make("authorization:RoleAssignment", assignment("00000000-0000-4000-8000-00000000000b"), "second"),
        ).rejects.toMatchObject({ code: "RoleAssignmentExists" });
    });

    test("of a group whose name exists when duplicates are to be prevented", async () => {
        const entra = "azuread:index/group:Group";
        await cloud.make(entra, { displayName: "admins", securityEnabled: true }, "one");
        await cloud.make(entra, { displayName: "admins", securityEnabled: true }, "two");
        await expect(
            cloud.make(entra, { displayName: "Admins", securityEnabled: true, preventDuplicateNames: true }, "three"),
        ).rejects.toThrow(/already exists/);
    });
});

describe("ids of parts and of what exists by itself are no dangling ids", () => {
    test("a load balancer refers to its own parts before it exists, others afterwards", async () => {
        const id = base.subnet.id.replace(/virtualNetworks.*/, "loadBalancers/lb");
        const balancer = {
            ...regional,
            loadBalancerName: "lb",
            frontendIPConfigurations: [{ name: "fe", subnet: { id: base.subnet.id } }],
            loadBalancingRules: [
                { name: "r", protocol: "Tcp", frontendIPConfiguration: { id: `${id}/frontendIPConfigurations/fe` } },
            ],
        };
        const made = await cloud.make("network:LoadBalancer", balancer);
        expect(made.outputs["frontendIPConfigurations"]).toEqual([
            expect.objectContaining({
                id: `${id}/frontendIPConfigurations/fe`,
                privateIPAddress: expect.stringMatching(/^10\.0\.1\.\d+$/) as string,
            }),
        ]);
        const service = (part: string) => ({
            ...regional,
            serviceName: part,
            loadBalancerFrontendIpConfigurations: [{ id: `${id}/frontendIPConfigurations/${part}` }],
        });
        await expect(cloud.make("network:PrivateLinkService", service("none"))).rejects.toMatchObject({
            code: "InvalidResourceReference",
        });
        const link = await cloud.make("network:PrivateLinkService", service("fe"));
        expect(link.outputs["alias"]).toMatch(/^fe\.[0-9a-f-]{36}\.westeurope\.azure\.privatelinkservice$/);
    });

    test("the master database of a server takes a diagnostic setting", async () => {
        const workspace = await cloud.make("operationalinsights:Workspace", { ...regional, workspaceName: "audit" });
        const setting = { resourceUri: `${base.server.id}/databases/master`, name: "audit", workspaceId: workspace.id };
        const made = await cloud.make("monitor:DiagnosticSetting", setting);
        expect(made.id).toBe(
            `${base.server.id}/databases/master/providers/Microsoft.Insights/diagnosticSettings/audit`,
        );
    });

    test("a blob lies in the container that a static website brings along", async () => {
        await cloud.make("storage:StorageAccount", {
            ...regional,
            accountName: "web1",
            kind: "StorageV2",
            sku: { name: "Standard_ZRS" },
        });
        const blob = { ...group, accountName: "web1", containerName: "$web", blobName: ".well-known/security.txt" };
        await expect(cloud.make("storage:Blob", blob)).rejects.toMatchObject({ code: "ParentResourceNotFound" });
        await cloud.make("storage:StorageAccountStaticWebsite", {
            ...group,
            accountName: "web1",
            indexDocument: "index.html",
        });
        const made = await cloud.make("storage:Blob", blob);
        expect(made.id).toMatch(/containers\/\$web\/blobs\/\.well-known%2Fsecurity\.txt$/);
        expect(made.outputs["name"]).toBe(".well-known/security.txt");
    });
});

describe("Front Door", () => {
    const route = (more: Properties, ids: { originGroup: Answer; domain: Answer }): Properties => ({
        ...group,
        profileName: "afd",
        endpointName: "edge",
        routeName: "all",
        originGroup: { id: ids.originGroup.id },
        customDomains: [{ id: ids.domain.id }],
        patternsToMatch: ["/*"],
        ...more,
    });

    test("routes to a group with an origin only, and each domain and path once", async () => {
        const made = await edge(cloud);
        await expect(cloud.make("cdn:Route", route({}, made))).rejects.toThrow(/has no enabled origin/);
        await cloud.make("cdn:AFDOrigin", {
            ...made.part,
            originGroupName: "cell",
            originName: "one",
            hostName: "cell.example.com",
        });
        await cloud.make("cdn:Route", route({}, made));
        await expect(cloud.make("cdn:Route", route({ routeName: "other" }, made), "other")).rejects.toThrow(
            /already routed/,
        );
        await expect(cloud.delete(made.originGroup)).rejects.toMatchObject({ code: "Conflict" });
        await expect(cloud.delete(made.domain)).rejects.toMatchObject({ code: "Conflict" });
    });

    test("takes a custom domain into one profile only, and into one security policy", async () => {
        const made = await edge(cloud);
        await cloud.make(
            "cdn:Profile",
            { ...global, profileName: "second", sku: { name: "Premium_AzureFrontDoor" } },
            "second",
        );
        await expect(
            cloud.make(
                "cdn:AFDCustomDomain",
                { ...group, profileName: "second", customDomainName: "app", hostName: "APP.example.com" },
                "second",
            ),
        ).rejects.toThrow(/already added to a Front Door profile/);
        const waf = await cloud.make("frontdoor:Policy", { ...global, policyName: "waf" });
        const policy = (name: string) => ({
            ...made.part,
            securityPolicyName: name,
            parameters: {
                type: "WebApplicationFirewall",
                wafPolicy: { id: waf.id },
                associations: [{ domains: [{ id: made.domain.id }], patternsToMatch: ["/*"] }],
            },
        });
        await cloud.make("cdn:SecurityPolicy", policy("one"), "one");
        await expect(cloud.make("cdn:SecurityPolicy", policy("two"), "two")).rejects.toThrow(/already associated/);
        await expect(cloud.delete(waf)).rejects.toMatchObject({ code: "Conflict" });
    });
});
