import { ApplicationScaleSet } from "../../infra/components/compute/applicationScaleSet";
import { PrivateIngress } from "../../infra/components/compute/privateIngress";
import { Catalogue } from "../../infra/components/data/catalogue";
import { CustomerDatabase } from "../../infra/components/data/customerDatabase";
import { CustomerPool } from "../../infra/components/data/customerPool";
import { ManagedDatabase } from "../../infra/components/data/managedDatabase";
import { ManagedInstance } from "../../infra/components/data/managedInstance";
import { SqlServer } from "../../infra/components/data/sqlServer";
import { ResourceGroups } from "../../infra/components/governance/resourceGroups";
import { ApplicationIdentity } from "../../infra/components/identity/applicationIdentity";
import { CellNetwork } from "../../infra/components/network/cellNetwork";
import { EgressFirewall } from "../../infra/components/network/egressFirewall";
import { PrivateAccess } from "../../infra/components/network/privateAccess";
import { PrivateDns } from "../../infra/components/network/privateDns";
import { ConfigurationStore } from "../../infra/components/secrets/configurationStore";
import { CustomerSecrets } from "../../infra/components/secrets/customerSecrets";
import { SecretVault } from "../../infra/components/secrets/secretVault";
import { common, customerSecrets, database, network, scaleSet, secretNames, subnets, zones } from "./arguments";
import { auditCases } from "./auditCases";
import { awsAccountCases } from "./awsAccountCases";
import { awsDataCases } from "./awsDataCases";
import { awsNetworkCases } from "./awsNetworkCases";
import type { ComponentCase } from "./componentCase";
import { staffCases } from "./staffCases";
import { documentsCases } from "./documentsCases";
import { edgeCases } from "./edgeCases";
import { governanceCases } from "./governanceCases";
import { jobsCases } from "./jobsCases";
import { replicationCases } from "./replicationCases";
import { watchCases } from "./watchCases";

/** Every component with the smallest arguments it takes, and exactly what it registers then. */
export const cases: ComponentCase[] = [
    ...auditCases,
    ...awsAccountCases,
    ...awsDataCases,
    ...awsNetworkCases,
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
                                databaseId: "db-acme.id",
                                documents: { host: "account.test", container: "acme" },
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
        component: "data:ManagedDatabase",
        create: (name, options) =>
            new ManagedDatabase(
                name,
                {
                    ...common,
                    instanceName: "instance",
                    databaseName: "db-acme--2",
                    source: "https://copies.blob.core.windows.net/backups/aws1/acme/2026-01-19T0900Z/full.bak",
                    order: 1,
                    weeklyRetention: "P53W",
                },
                options,
            ),
        children: ["sql:ManagedDatabase db", "sql:ManagedInstanceLongTermRetentionPolicy ltr"],
    },
    {
        component: "data:ManagedInstance",
        create: (name, options) =>
            new ManagedInstance(
                name,
                {
                    ...common,
                    instanceName: "instance",
                    subnetId: "subnet",
                    vCores: 4,
                    storageGiB: 1024,
                    identityId: "identity",
                    tenantId: "tenant",
                    administrators: { displayName: "admins", objectId: "group" },
                },
                options,
            ),
        children: ["authorization:ManagementLockByScope lock", "sql:ManagedInstance instance"],
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
    ...documentsCases,
    ...edgeCases,
    ...governanceCases,
    ...jobsCases,
    ...replicationCases,
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
    ...staffCases,
    {
        component: "network:CellNetwork",
        create: (name, options) => new CellNetwork(name, network, options),
        children: [
            "network:AzureFirewall egress-firewall",
            "network:FirewallPolicy egress-policy",
            "network:FirewallPolicyRuleCollectionGroup egress-rules",
            "network:NetworkSecurityGroup application-nsg",
            "network:NetworkSecurityGroup bastion-nsg",
            "network:NetworkSecurityGroup jobs-nsg",
            "network:NetworkSecurityGroup managed-instances-nsg",
            "network:NetworkSecurityGroup private-endpoints-nsg",
            "network:NetworkSecurityGroup private-link-nsg",
            "network:NetworkSecurityGroup watch-nsg",
            "network:PublicIPAddress egress-address",
            "network:RouteTable egress-routes",
            "network:RouteTable instances-routes",
            "network:Subnet application",
            "network:Subnet bastion",
            "network:Subnet egress-subnet",
            "network:Subnet jobs",
            "network:Subnet managed-instances",
            "network:Subnet private-endpoints",
            "network:Subnet private-link",
            "network:Subnet watch",
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
                    allowed: [{ name: "machines", sourceAddresses: [subnets.application], hosts: ["login.test"] }],
                    windowsAddresses: [subnets.application],
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
        children: ["authorization:ManagementLockByScope lock", "keyvault:Vault vault"],
    },
    ...watchCases,
];
