import type { Requirements } from "../lib/requirements";

const off = [{ path: "publicNetworkAccess", allowed: ["Disabled"] }];
const offInside = [{ path: "properties.publicNetworkAccess", allowed: ["Disabled"] }];
const hub = [{ path: "publicNetworkAccess", allowed: ["Disabled", "SecuredByPerimeter"] }];
const webApp = [{ path: "publicNetworkAccess", allowed: ["Disabled"] }];
const publiclyAccessible = [{ path: "publiclyAccessible", allowed: [false] }];

/**
 * The setting by which the Internet reaches a managed service, for every type that has one and may be used. Storage accounts have a
 * policy of their own. Unset is open, nearly everywhere.
 */
export const publicAccessSettings: Requirements = {
    "azure-native:apimanagement:ApiManagementService": off,
    "azure-native:app:ManagedEnvironment": [...off, { path: "vnetConfiguration.internal", allowed: [true] }],
    "azure-native:appconfiguration:ConfigurationStore": off,
    "azure-native:automation:AutomationAccount": [{ path: "publicNetworkAccess", allowed: [false] }],
    "azure-native:cognitiveservices:Account": offInside,
    // A disk is copied out by a link that anybody may use who has it.
    "azure-native:compute:Disk": [...off, { path: "networkAccessPolicy", allowed: ["DenyAll", "AllowPrivate"] }],
    "azure-native:compute:Snapshot": [...off, { path: "networkAccessPolicy", allowed: ["DenyAll", "AllowPrivate"] }],
    "azure-native:containerregistry:Registry": off,
    "azure-native:cosmosdb:DatabaseAccount": hub,
    "azure-native:datafactory:Factory": off,
    "azure-native:dbformariadb:Server": offInside,
    "azure-native:dbformysql:Server": [{ path: "network.publicNetworkAccess", allowed: ["Disabled"] }],
    "azure-native:dbformysql:SingleServer": offInside,
    "azure-native:dbforpostgresql:Server": [{ path: "network.publicNetworkAccess", allowed: ["Disabled"] }],
    "azure-native:dbforpostgresql:SingleServer": offInside,
    "azure-native:eventgrid:Domain": hub,
    "azure-native:eventgrid:Topic": hub,
    "azure-native:eventhub:Namespace": hub,
    "azure-native:keyvault:ManagedHsm": offInside,
    "azure-native:keyvault:Vault": [
        { path: "properties.publicNetworkAccess", allowed: ["disabled", "Disabled"] },
        { path: "properties.networkAcls.defaultAction", allowed: ["Deny"] },
    ],
    "azure-native:recoveryservices:Vault": offInside,
    "azure-native:redis:Redis": off,
    "azure-native:search:Service": [{ path: "publicNetworkAccess", allowed: ["disabled", "Disabled"] }],
    "azure-native:servicebus:Namespace": hub,
    "azure-native:sql:ManagedInstance": [{ path: "publicDataEndpointEnabled", allowed: [false] }],
    "azure-native:sql:Server": hub,
    "azure-native:synapse:Workspace": off,
    "azure-native:web:StaticSite": off,
    "azure-native:web:WebApp": webApp,
    "azure-native:web:WebAppSlot": webApp,
    "aws:dms/replicationInstance:ReplicationInstance": publiclyAccessible,
    "aws:rds/clusterInstance:ClusterInstance": publiclyAccessible,
    "aws:rds/instance:Instance": publiclyAccessible,
    "aws:redshift/cluster:Cluster": publiclyAccessible,
    "aws:eks/cluster:Cluster": [{ path: "vpcConfig.endpointPublicAccess", allowed: [false] }],
};

/** Reviewed types that are reached over the Internet nevertheless, and why that breaks no promise. */
export const openOnPurpose: Readonly<Record<string, string>> = {
    "azure-native:monitor:DataCollectionEndpoint":
        "takes the age of backups, by Entra sign-in only; gives nothing back and holds no customer data",
    "azure-native:operationalinsights:Workspace":
        "staff read logs from anywhere, by Entra sign-in only, since keys are switched off",
};

/** Openings in the wall of a managed service: each lets addresses in that no private endpoint knows. */
export const openingTypes = [
    "azure-native:sql:FirewallRule",
    "azure-native:sql:IPv6FirewallRule",
    "azure-native:sql:VirtualNetworkRule",
    "azure-native:dbformariadb:FirewallRule",
    "azure-native:dbformysql:FirewallRule",
    "azure-native:dbformysql:SingleServerFirewallRule",
    "azure-native:dbforpostgresql:FirewallRule",
    "azure-native:dbforpostgresql:ServerGroupFirewallRule",
    "azure-native:dbforpostgresql:SingleServerFirewallRule",
    "azure-native:dbforpostgresql:SingleServerVirtualNetworkRule",
    "azure-native:redis:FirewallRule",
    "azure-native:redis:RedisFirewallRule",
    "azure-native:synapse:IpFirewallRule",
    "azure-native:network:InboundNatRule",
    "azure-native:network:InboundSecurityRule",
];
