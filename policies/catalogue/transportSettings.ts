import type { Requirements } from "../lib/requirements";

/** Event Grid and Service Bus write versions with dots, storage and Cosmos DB in their own ways. */
const dotted = { allowed: ["1.2", "1.3"] };
const hub = { path: "minimumTlsVersion", allowed: ["1.2", "1.3"] };
const topic = { path: "minimumTlsVersionAllowed", allowed: ["1.2"] };
/** Single servers, which Azure has retired; whoever declares one must at least encrypt. */
const singleServer = [
    { path: "properties.minimalTlsVersion", allowed: ["TLS1_2"] },
    { path: "properties.sslEnforcement", allowed: ["Enabled"] },
];
const webApp = [
    { path: "httpsOnly", allowed: [true] },
    { path: "siteConfig.minTlsVersion", ...dotted },
    // The site by which an application is deployed has a minimum of its own.
    { path: "siteConfig.scmMinTlsVersion", ...dotted },
    { path: "siteConfig.ftpsState", allowed: ["Disabled", "FtpsOnly"] },
];
const signInSettings = [{ path: "httpSettings.requireHttps", allowed: [true], mayBeUnset: true }] as const;
const awsSearch = [
    { path: "domainEndpointOptions.enforceHttps", allowed: [true] },
    {
        path: "domainEndpointOptions.tlsSecurityPolicy",
        allowed: ["Policy-Min-TLS-1-2-2019-07", "Policy-Min-TLS-1-2-PFS-2023-10"],
    },
    { path: "nodeToNodeEncryption.enabled", allowed: [true] },
];

/**
 * The transport settings of every type that has one. Allow-lists, because "at least" cannot be said of texts. Nothing may be left
 * out, because what an unset version means has changed over the years.
 */
export const transportSettings: Requirements = {
    "azure-native:app:ContainerApp": [
        { path: "configuration.ingress.allowInsecure", allowed: [false], mayBeUnset: true },
    ],
    "azure-native:app:ContainerAppsAuthConfig": signInSettings,
    "azure-native:cosmosdb:DatabaseAccount": [{ path: "minimalTlsVersion", allowed: ["Tls12"] }],
    "azure-native:dbformariadb:Server": singleServer,
    "azure-native:dbformysql:SingleServer": singleServer,
    "azure-native:dbforpostgresql:SingleServer": singleServer,
    "azure-native:eventgrid:Domain": [topic],
    "azure-native:eventgrid:Namespace": [topic],
    "azure-native:eventgrid:PartnerNamespace": [topic],
    "azure-native:eventgrid:Topic": [topic],
    "azure-native:eventhub:Namespace": [hub],
    "azure-native:hdinsight:Cluster": [{ path: "properties.minSupportedTlsVersion", allowed: ["1.2"] }],
    "azure-native:iothub:IotHubResource": [{ path: "properties.minTlsVersion", allowed: ["1.2"] }],
    "azure-native:redis:Redis": [
        { path: "minimumTlsVersion", allowed: ["1.2"] },
        { path: "enableNonSslPort", allowed: [false] },
    ],
    "azure-native:redisenterprise:Database": [{ path: "clientProtocol", allowed: ["Encrypted"] }],
    "azure-native:redisenterprise:RedisEnterprise": [{ path: "minimumTlsVersion", allowed: ["1.2"] }],
    "azure-native:servicebus:Namespace": [hub],
    "azure-native:sql:ManagedInstance": [{ path: "minimalTlsVersion", ...dotted }],
    "azure-native:sql:Server": [{ path: "minimalTlsVersion", ...dotted }],
    "azure-native:storage:StorageAccount": [
        // The SDK lists TLS1_3 too; the service does not support it as a minimum.
        { path: "minimumTlsVersion", allowed: ["TLS1_2"] },
        { path: "enableHttpsTrafficOnly", allowed: [true] },
    ],
    "azure-native:web:WebApp": webApp,
    "azure-native:web:WebAppAuthSettingsV2": signInSettings,
    "azure-native:web:WebAppAuthSettingsV2Slot": signInSettings,
    "azure-native:web:WebAppAuthSettingsV2WithoutSecrets": signInSettings,
    "azure-native:web:WebAppAuthSettingsV2WithoutSecretsSlot": signInSettings,
    "azure-native:web:WebAppSlot": webApp,
    "aws:apigateway/domainName:DomainName": [{ path: "securityPolicy", allowed: ["TLS_1_2"] }],
    "aws:apigatewayv2/domainName:DomainName": [
        { path: "domainNameConfiguration.securityPolicy", allowed: ["TLS_1_2"] },
    ],
    "aws:dax/cluster:Cluster": [{ path: "clusterEndpointEncryptionType", allowed: ["TLS"] }],
    "aws:elasticache/replicationGroup:ReplicationGroup": [
        { path: "transitEncryptionEnabled", allowed: [true] },
        { path: "transitEncryptionMode", allowed: ["required"], mayBeUnset: true },
    ],
    "aws:elasticsearch/domain:Domain": awsSearch,
    "aws:memorydb/cluster:Cluster": [{ path: "tlsEnabled", allowed: [true] }],
    "aws:msk/cluster:Cluster": [{ path: "encryptionInfo.encryptionInTransit.clientBroker", allowed: ["TLS"] }],
    "aws:opensearch/domain:Domain": awsSearch,
};
