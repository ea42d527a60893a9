/** Azure's limits: the last one that fits is made, the next is refused with the limit in the message. */
import type { Properties } from "../../sandbox/cloud/values";
import { edge, foundation, global, group, regional, TestCloud } from "./support/cloud";

let cloud: TestCloud;
beforeEach(async () => {
    cloud = await TestCloud.open();
    await foundation(cloud);
});
afterEach(() => cloud.close());

const GUID = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
const profile = { ...group, profileName: "afd" };

test.each<[string, number, (index: string) => Properties, string]>([
    [
        "cdn:AFDEndpoint",
        25,
        (index) => ({ ...profile, location: "Global", endpointName: `ep${index}` }),
        "25 endpoints per Front Door profile",
    ],
    [
        "cdn:AFDOriginGroup",
        200,
        (index) => ({ ...profile, originGroupName: `og${index}` }),
        "200 originGroups per Front Door profile",
    ],
    [
        "cdn:AFDOrigin",
        50,
        (index) => ({ ...profile, originGroupName: "cell", originName: `o${index}`, hostName: "h.example.com" }),
        "50 origins per origin group",
    ],
    [
        "cdn:AFDCustomDomain",
        500,
        (index) => ({ ...profile, customDomainName: `d${index}`, hostName: `d${index}.example.com` }),
        "500 customDomains per Front Door profile",
    ],
    ["cdn:RuleSet", 200, (index) => ({ ...profile, ruleSetName: `r${index}` }), "200 ruleSets per Front Door profile"],
    [
        "frontdoor:Policy",
        100,
        (index) => ({ ...global, policyName: `waf${index}` }),
        "100 Front Door WAF policies per subscription",
    ],
    [
        "storage:StorageAccount",
        250,
        (index) => ({ ...regional, accountName: `acc${index}`, kind: "StorageV2", sku: { name: "Standard_ZRS" } }),
        "250 storage accounts in region westeurope",
    ],
    [
        "managedidentity:UserAssignedIdentity",
        800,
        (index) => ({ ...regional, resourceName: `id-${index}` }),
        "800 resources of type Microsoft.ManagedIdentity/userAssignedIdentities in resource group 'rg'",
    ],
    [
        "resources:ResourceGroup",
        980,
        (index) => ({ ...regional, resourceGroupName: `rg-${index}` }),
        "980 resource groups per subscription",
    ],
])("%s: %i", async (type, limit, inputs, message) => {
    await edge(cloud);
    const existing = cloud.world.state.all().filter(({ token }) => token === `azure-native:${type}`).length;
    const makeAll = Array.from({ length: limit - existing }, (_, index) =>
        cloud.make(type, inputs(String(index)), `n${String(index)}`),
    );
    expect(await Promise.all(makeAll)).toHaveLength(limit - existing);
    await expect(cloud.make(type, inputs("more"), "more")).rejects.toMatchObject({
        code: "QuotaExceeded",
        message: `Operation could not be completed as it results in exceeding the limit of ${message}.`,
    });
});

test("a profile has at most 200 routes", async () => {
    const { originGroup, domain } = await edge(cloud);
    await cloud.make("cdn:AFDOrigin", {
        ...profile,
        originGroupName: "cell",
        originName: "one",
        hostName: "h.example.com",
    });
    const route = (index: number) => ({
        ...profile,
        endpointName: "edge",
        routeName: `r${String(index)}`,
        originGroup: { id: originGroup.id },
        customDomains: [{ id: domain.id }],
        patternsToMatch: [`/${String(index)}/*`],
    });
    await Promise.all(
        Array.from({ length: 200 }, (_, index) => cloud.make("cdn:Route", route(index), `r${String(index)}`)),
    );
    await expect(cloud.make("cdn:Route", route(200), "more")).rejects.toMatchObject({ code: "QuotaExceeded" });
});

test("a rule sends requests only to a group that has an origin", async () => {
    const { originGroup } = await edge(cloud);
    await cloud.make("cdn:RuleSet", { ...profile, ruleSetName: "Sites" });
    const rule = {
        ...profile,
        ruleSetName: "Sites",
        ruleName: "Paid1",
        order: 1,
        actions: [
            {
                name: "RouteConfigurationOverride",
                parameters: { originGroupOverride: { originGroup: { id: originGroup.id } } },
            },
        ],
    };
    await expect(cloud.make("cdn:Rule", rule)).rejects.toMatchObject({ code: "BadRequest" });
    await cloud.make("cdn:AFDOrigin", {
        ...profile,
        originGroupName: "cell",
        originName: "one",
        hostName: "h.example.com",
    });
    await expect(cloud.make("cdn:Rule", rule)).resolves.toBeDefined();
});

test("a subscription has at most 5,000 role assignments", async () => {
    const assignment = (index: number) => ({
        scope: `/subscriptions/${cloud.world.view.subscriptionId}`,
        roleAssignmentName: GUID(index),
        principalId: GUID(index),
        roleDefinitionId: `/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/${GUID(1)}`,
    });
    const makeAll = Array.from({ length: 5000 }, (_, index) =>
        cloud.make("authorization:RoleAssignment", assignment(index), `ra${String(index)}`),
    );
    await Promise.all(makeAll);
    await expect(cloud.make("authorization:RoleAssignment", assignment(5000), "more")).rejects.toMatchObject({
        code: "QuotaExceeded",
    });
});

test.each([
    [2, 100],
    [4, 200],
    [8, 500],
])("a pool of %i vCores takes %i databases", async (capacity, limit) => {
    const pool = await cloud.make(
        "sql:ElasticPool",
        {
            ...regional,
            serverName: "sql-1",
            elasticPoolName: "p",
            sku: { name: "GP_Gen5", tier: "GeneralPurpose", capacity },
        },
        "p",
    );
    const database = (index: number) =>
        cloud.make(
            "sql:Database",
            { ...regional, serverName: "sql-1", databaseName: `db${String(index)}`, elasticPoolId: pool.id },
            `db${String(index)}`,
        );
    await Promise.all(Array.from({ length: limit }, (_, index) => database(index)));
    await expect(database(limit)).rejects.toMatchObject({ code: "QuotaExceeded" });
});

test("a deleted resource gives its place back", async () => {
    await edge(cloud);
    const endpoint = (index: number) =>
        cloud.make(
            "cdn:AFDEndpoint",
            { ...profile, location: "Global", endpointName: `ep${String(index)}` },
            `ep${String(index)}`,
        );
    const made = await Promise.all(Array.from({ length: 24 }, (_, index) => endpoint(index)));
    await expect(endpoint(24)).rejects.toMatchObject({ code: "QuotaExceeded" });
    await cloud.delete(made[0] ?? { id: "", outputs: {} });
    expect((await endpoint(24)).outputs).toMatchObject({ name: "ep24" });
});
