import type * as pulumi from "@pulumi/pulumi";

import { ApplicationScaleSet } from "../../infra/components/compute/applicationScaleSet";
import { PrivateIngress } from "../../infra/components/compute/privateIngress";
import { Catalogue } from "../../infra/components/data/catalogue";
import { CustomerDatabase } from "../../infra/components/data/customerDatabase";
import { CustomerPool } from "../../infra/components/data/customerPool";
import { SqlServer } from "../../infra/components/data/sqlServer";
import { CellDomains } from "../../infra/components/edge/cellDomains";
import { CellOrigin } from "../../infra/components/edge/cellOrigin";
import { CellRoutes } from "../../infra/components/edge/cellRoutes";
import { DisclosureRoute } from "../../infra/components/edge/disclosureRoute";
import { FrontDoor } from "../../infra/components/edge/frontDoor";
import { PlatformZone } from "../../infra/components/edge/platformZone";
import { PublicContent } from "../../infra/components/edge/publicContent";
import { SecurityHeaders } from "../../infra/components/edge/securityHeaders";
import { WebApplicationFirewall } from "../../infra/components/edge/webApplicationFirewall";
import { ResourceGroups } from "../../infra/components/governance/resourceGroups";
import { ApplicationIdentity } from "../../infra/components/identity/applicationIdentity";
import { SqlAdministrators } from "../../infra/components/identity/sqlAdministrators";
import { AccessLogs } from "../../infra/components/monitoring/accessLogs";
import { AuditWorkspace } from "../../infra/components/monitoring/auditWorkspace";
import { CellNetwork } from "../../infra/components/network/cellNetwork";
import { EgressFirewall } from "../../infra/components/network/egressFirewall";
import { PrivateAccess } from "../../infra/components/network/privateAccess";
import { PrivateDns } from "../../infra/components/network/privateDns";
import { ConfigurationStore } from "../../infra/components/secrets/configurationStore";
import { CustomerSecrets } from "../../infra/components/secrets/customerSecrets";
import { SecretVault } from "../../infra/components/secrets/secretVault";

type Options = pulumi.ComponentResourceOptions;

export const common = { resourceGroupName: "group", location: "somewhere", tags: { platform: "test" } };
export const edge = { resourceGroupName: "group", profileName: "profile" };
const zones = ["1", "2", "3"];
const site = { accountId: "account", hostName: "site.test", location: "somewhere" };
export const subnets = {
    application: "10.0.0.0/24",
    privateEndpoints: "10.0.1.0/24",
    privateLink: "10.0.2.0/26",
    firewall: "10.0.2.64/26",
};
export const database = {
    ...common,
    serverName: "server",
    databaseName: "db-acme",
    poolId: "pool",
    maxSizeGiB: 5,
    weeklyRetention: "P53W",
    pointInTimeDays: 35,
    differentialHours: 12,
};
export const scaleSet = {
    ...common,
    scaleSetName: "web",
    imageId: "image",
    vmSize: "size",
    instances: 3,
    zones,
    subnetId: "subnet",
    backendPoolId: "pool",
    identity: { id: "identity", clientId: "client" },
    certificateUrl: "certificate",
    configurationEndpoint: "configuration",
    frontDoorId: "front-door",
};
export const domains = {
    ...edge,
    endpointName: "endpoint",
    tags: {},
    wildcardHost: "*.eu1.platform.test",
    vanityHosts: ["app.acme.test"],
    zone: { id: "zone", name: "platform.test", domain: "platform.test" },
    wafPolicyId: "waf",
    names: {
        customDomain: (host: string) => host.replace("*", "any").replaceAll(".", "-"),
        securityPolicy: (number: number) => `waf-${number}`,
    },
};
export const secretNames = { firstLogin: "first-login--acme", signingKey: "url-signing--acme" };
export const customerSecrets = {
    resourceGroupName: "group",
    vaultName: "vault",
    customers: [{ slug: "acme", secretNames, tags: { "oxygis:customer": "acme" } }],
    rotation: { firstLogin: 1, signingKey: 1 },
};
export const content = {
    ...common,
    accountName: "account",
    securityTxt: "Contact: mailto:security@platform.test\n",
};
export const network = {
    ...common,
    addressSpace: "10.0.0.0/22",
    subnets,
    zones,
    allowedHosts: ["login.test"],
    names: {
        virtualNetwork: "vnet",
        firewall: "firewall",
        firewallPolicy: "policy",
        firewallAddress: "address",
        routeTable: "routes",
        networkSecurityGroup: (subnet: string) => `nsg-${subnet}`,
    },
};

export interface ComponentCase {
    /** Area and class, as in the type token and (in camelCase) the path of the file. */
    component: string;
    create: (name: string, options?: Options) => pulumi.ComponentResource;
    /** What it registers besides itself: type and suffix of the name. */
    children: string[];
}

/** Every component with the smallest arguments it takes, and exactly what it registers then. */
export const cases: ComponentCase[] = [
    {
        component: "compute:ApplicationScaleSet",
        create: (name, options) => new ApplicationScaleSet(name, scaleSet, options),
        children: ["compute:VirtualMachineScaleSet vmss"],
    },
    {
        component: "compute:PrivateIngress",
        create: (name, options) =>
            new PrivateIngress(
                name,
                {
                    ...common,
                    loadBalancerName: "balancer",
                    privateLinkServiceName: "link",
                    subscriptionId: "subscription",
                    zones,
                    applicationSubnetId: "application",
                    privateLinkSubnetId: "private-link",
                },
                options,
            ),
        children: ["network:LoadBalancer balancer", "network:PrivateLinkService link"],
    },
    {
        component: "data:Catalogue",
        create: (name, options) =>
            new Catalogue(
                name,
                {
                    resourceGroupName: "group",
                    storeName: "store",
                    entries: [
                        {
                            key: "catalogue:acme",
                            tags: {},
                            entry: {
                                slug: "acme",
                                name: "Acme",
                                plan: "paid",
                                status: "active",
                                hosts: [],
                                server: "server",
                                database: "db-acme",
                                secretNames,
                            },
                        },
                    ],
                },
                options,
            ),
        children: ["appconfiguration:KeyValue acme"],
    },
    {
        component: "data:CustomerDatabase",
        create: (name, options) => new CustomerDatabase(name, database, options),
        children: ["sql:BackupShortTermRetentionPolicy str", "sql:Database db", "sql:LongTermRetentionPolicy ltr"],
    },
    {
        component: "data:CustomerPool",
        create: (name, options) =>
            new CustomerPool(
                name,
                {
                    ...common,
                    serverName: "server",
                    elasticPoolName: "paid-1",
                    vCores: 4,
                    maxSizeGiB: 756,
                    maxVCoresPerDatabase: 1,
                },
                options,
            ),
        children: ["sql:ElasticPool pool"],
    },
    {
        component: "data:SqlServer",
        create: (name, options) =>
            new SqlServer(
                name,
                {
                    ...common,
                    serverName: "server",
                    tenantId: "tenant",
                    administrators: { displayName: "admins", objectId: "group" },
                },
                options,
            ),
        children: ["authorization:ManagementLockByScope lock", "sql:Server server"],
    },
    {
        component: "edge:CellDomains",
        create: (name, options) => new CellDomains(name, domains, options),
        children: [
            "cdn:AFDCustomDomain app.acme.test",
            "cdn:AFDCustomDomain wildcard",
            "cdn:AFDEndpoint endpoint",
            "cdn:SecurityPolicy waf-1",
            "dns:RecordSet alias",
            "dns:RecordSet validation",
        ],
    },
    {
        component: "edge:CellOrigin",
        create: (name, options) =>
            new CellOrigin(
                name,
                {
                    ...edge,
                    originGroupName: "cell-eu1",
                    originName: "eu1",
                    hostName: "origin.test",
                    privateLinkServiceId: "link",
                    location: "somewhere",
                },
                options,
            ),
        children: ["cdn:AFDOrigin origin"],
    },
    {
        component: "edge:CellRoutes",
        create: (name, options) =>
            new CellRoutes(
                name,
                {
                    ...edge,
                    endpointName: "endpoint",
                    domainIds: ["domain"],
                    headersRuleSetId: "headers",
                    maintenanceSite: site,
                    disclosure: { originGroupId: "disclosure", ruleSetId: "canonical" },
                    names: {
                        originGroup: "cell-eu1",
                        maintenanceOrigin: "maintenance",
                        applicationRoute: "application",
                        disclosureRoute: "disclosure",
                    },
                },
                options,
            ),
        children: [
            "cdn:AFDOrigin maintenance",
            "cdn:AFDOriginGroup group",
            "cdn:Route application",
            "cdn:Route disclosure",
        ],
    },
    {
        component: "edge:DisclosureRoute",
        create: (name, options) =>
            new DisclosureRoute(
                name,
                {
                    ...edge,
                    names: { originGroup: "disclosure", origin: "disclosure", ruleSet: "Disclosure" },
                    site,
                    canonicalHosts: ["security.eu1.platform.test", "security.eu2.platform.test"],
                },
                options,
            ),
        children: ["cdn:AFDOrigin origin", "cdn:AFDOriginGroup group", "cdn:Rule redirect", "cdn:RuleSet rules"],
    },
    {
        component: "edge:FrontDoor",
        create: (name, options) => new FrontDoor(name, { ...edge, tags: {} }, options),
        children: ["cdn:Profile profile"],
    },
    {
        component: "edge:PlatformZone",
        create: (name, options) =>
            new PlatformZone(name, { resourceGroupName: "group", domain: "platform.test", tags: {} }, options),
        children: ["dns:Zone zone"],
    },
    {
        component: "edge:PublicContent",
        create: (name, options) => new PublicContent(name, content, options),
        children: [
            "storage:Blob health",
            "storage:Blob page",
            "storage:Blob security-txt",
            "storage:StorageAccount account",
            "storage:StorageAccountStaticWebsite website",
        ],
    },
    {
        component: "edge:SecurityHeaders",
        create: (name, options) => new SecurityHeaders(name, { ...edge, ruleSetName: "Headers" }, options),
        children: ["cdn:Rule rule-1", "cdn:Rule rule-2", "cdn:RuleSet rules"],
    },
    {
        component: "edge:WebApplicationFirewall",
        create: (name, options) =>
            new WebApplicationFirewall(
                name,
                { resourceGroupName: "group", policyName: "waf", tags: {}, requestsPerMinute: 600 },
                options,
            ),
        children: ["frontdoor:Policy policy"],
    },
    {
        component: "governance:ResourceGroups",
        create: (name, options) =>
            new ResourceGroups(
                name,
                { names: { data: "rg-data", network: "rg-network" }, location: "somewhere", tags: {} },
                options,
            ),
        children: ["resources:ResourceGroup data", "resources:ResourceGroup network"],
    },
    {
        component: "identity:ApplicationIdentity",
        create: (name, options) =>
            new ApplicationIdentity(
                name,
                {
                    ...common,
                    identityName: "identity",
                    subscriptionId: "subscription",
                    grants: { secrets: { roleId: "role", scope: "vault" } },
                },
                options,
            ),
        children: [
            "authorization:RoleAssignment secrets",
            "managedidentity:UserAssignedIdentity identity",
            "random:index/randomUuid:RandomUuid secrets-id",
        ],
    },
    {
        component: "identity:SqlAdministrators",
        create: (name, options) =>
            new SqlAdministrators(name, { displayName: "admins", members: ["person-1", "person-2"] }, options),
        children: [
            "azuread:index/group:Group group",
            "azuread:index/groupMember:GroupMember person-1",
            "azuread:index/groupMember:GroupMember person-2",
        ],
    },
    {
        component: "monitoring:AccessLogs",
        create: (name, options) =>
            new AccessLogs(
                name,
                { resourceId: "resource", workspaceId: "workspace", categories: ["AuditEvent"] },
                options,
            ),
        children: ["monitor:DiagnosticSetting setting"],
    },
    {
        component: "monitoring:AuditWorkspace",
        create: (name, options) =>
            new AuditWorkspace(name, { ...common, workspaceName: "audit", retentionDays: 400 }, options),
        children: ["authorization:ManagementLockByScope lock", "operationalinsights:Workspace workspace"],
    },
    {
        component: "network:CellNetwork",
        create: (name, options) => new CellNetwork(name, network, options),
        children: [
            "network:AzureFirewall egress-firewall",
            "network:FirewallPolicy egress-policy",
            "network:FirewallPolicyRuleCollectionGroup egress-rules",
            "network:NetworkSecurityGroup application-nsg",
            "network:NetworkSecurityGroup private-endpoints-nsg",
            "network:NetworkSecurityGroup private-link-nsg",
            "network:PublicIPAddress egress-address",
            "network:RouteTable egress-routes",
            "network:Subnet application",
            "network:Subnet egress-subnet",
            "network:Subnet private-endpoints",
            "network:Subnet private-link",
            "network:VirtualNetwork vnet",
            "oxygis:network:EgressFirewall egress",
        ],
    },
    {
        component: "network:EgressFirewall",
        create: (name, options) =>
            new EgressFirewall(
                name,
                {
                    ...common,
                    virtualNetworkName: "vnet",
                    addressPrefix: subnets.firewall,
                    sourceAddresses: [subnets.application],
                    allowedHosts: ["login.test"],
                    zones,
                    names: { firewall: "firewall", policy: "policy", publicAddress: "address", routeTable: "routes" },
                },
                options,
            ),
        children: [
            "network:AzureFirewall firewall",
            "network:FirewallPolicy policy",
            "network:FirewallPolicyRuleCollectionGroup rules",
            "network:PublicIPAddress address",
            "network:RouteTable routes",
            "network:Subnet subnet",
        ],
    },
    {
        component: "network:PrivateAccess",
        create: (name, options) =>
            new PrivateAccess(
                name,
                {
                    ...common,
                    endpointName: "endpoint",
                    subnetId: "subnet",
                    target: { id: "server", service: "sqlServer" },
                    zoneId: "zone",
                },
                options,
            ),
        children: ["network:PrivateDnsZoneGroup dns", "network:PrivateEndpoint endpoint"],
    },
    {
        component: "network:PrivateDns",
        create: (name, options) =>
            new PrivateDns(
                name,
                {
                    resourceGroupName: "group",
                    tags: {},
                    virtualNetworkId: "vnet",
                    zones: { sql: "privatelink.sql.test" },
                },
                options,
            ),
        children: ["privatedns:PrivateZone sql", "privatedns:VirtualNetworkLink sql-link"],
    },
    {
        component: "secrets:ConfigurationStore",
        create: (name, options) => new ConfigurationStore(name, { ...common, storeName: "store" }, options),
        children: ["appconfiguration:ConfigurationStore store"],
    },
    {
        component: "secrets:CustomerSecrets",
        create: (name, options) => new CustomerSecrets(name, customerSecrets, options),
        children: [
            "keyvault:Secret acme-first-login-secret",
            "keyvault:Secret acme-signing-key-secret",
            "random:index/randomBytes:RandomBytes acme-signing-key",
            "random:index/randomPassword:RandomPassword acme-first-login",
        ],
    },
    {
        component: "secrets:SecretVault",
        create: (name, options) =>
            new SecretVault(name, { ...common, vaultName: "vault", tenantId: "tenant" }, options),
        children: ["keyvault:Vault vault"],
    },
];
