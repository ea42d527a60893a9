/** Inputs that Check refuses without asking the cloud, and those it must take: one mistake per row. */
import { UNKNOWN, type Properties } from "../../sandbox/cloud/values";
import { TestCloud } from "./support/cloud";
import { GUID, id, valid } from "./support/validInputs";

let cloud: TestCloud;
beforeAll(async () => {
    cloud = await TestCloud.open();
});
afterAll(() => cloud.close());

test.each(Object.entries(valid))("%s takes what the design declares", (type, inputs) => {
    expect(cloud.reasons(type, inputs)).toEqual([]);
});

const tags = (count: number): Properties =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${String(index)}`, "v"]));
const without = (type: string, name: string): Properties =>
    Object.fromEntries(Object.entries(valid[type] ?? {}).filter(([key]) => key !== name));

test.each<[string, Properties, string]>([
    ["resources:ResourceGroup", { resourceGroupName: "ends." }, "resourceGroupName"],
    ["resources:ResourceGroup", { resourceGroupName: "x".repeat(91) }, "resourceGroupName"],
    ["resources:ResourceGroup", { location: "narnia" }, "location"],
    ["resources:ResourceGroup", { location: "Global" }, "location"],
    ["resources:ResourceGroup", { tags: tags(51) }, "tags"],
    ["resources:ResourceGroup", { tags: { "a/b": "v" } }, "tags.a/b"],
    ["resources:ResourceGroup", { tags: { a: "v".repeat(257) } }, "tags.a"],
    ["storage:StorageAccount", { accountName: "ab" }, "accountName"],
    ["storage:StorageAccount", { accountName: "Upper1" }, "accountName"],
    ["storage:StorageAccount", { accountName: "x".repeat(25) }, "accountName"],
    ["storage:StorageAccount", { sku: { name: "Standard_XRS" } }, "sku.name"],
    ["storage:StorageAccount", { minimumTlsVersion: "1.2" }, "minimumTlsVersion"],
    ["sql:Server", { serverName: "-bad" }, "serverName"],
    ["sql:Server", { serverName: "x".repeat(64) }, "serverName"],
    ["sql:Server", { minimalTlsVersion: "TLS1_2" }, "minimalTlsVersion"],
    ["sql:Server", { publicNetworkAccess: "disabled" }, "publicNetworkAccess"],
    ["sql:Database", { databaseName: "a/b" }, "databaseName"],
    ["sql:Database", { databaseName: "ends " }, "databaseName"],
    ["sql:Database", { requestedBackupStorageRedundancy: "ZoneRedundant" }, "requestedBackupStorageRedundancy"],
    ["sql:Database", { createMode: "Restored" }, "createMode"],
    ["sql:Database", { sku: { name: "GP_Gen5_2" } }, "sku"],
    ["sql:Database", { elasticPoolId: id("Microsoft.Sql/servers/s") }, "elasticPoolId"],
    ["sql:LongTermRetentionPolicy", { policyName: "weekly" }, "policyName"],
    ["sql:LongTermRetentionPolicy", { weeklyRetention: "53 weeks" }, "weeklyRetention"],
    ["sql:BackupShortTermRetentionPolicy", { retentionDays: 36 }, "retentionDays"],
    ["sql:BackupShortTermRetentionPolicy", { diffBackupIntervalInHours: 6 }, "diffBackupIntervalInHours"],
    ["keyvault:Vault", { vaultName: "1kv" }, "vaultName"],
    ["keyvault:Vault", { vaultName: "kv--one" }, "vaultName"],
    ["keyvault:Vault", { properties: { tenantId: GUID, sku: { name: "Standard" } } }, "properties.sku.name"],
    [
        "keyvault:Vault",
        { properties: { tenantId: GUID, sku: { name: "standard" }, softDeleteRetentionInDays: 6 } },
        "properties.softDeleteRetentionInDays",
    ],
    ["keyvault:Secret", { secretName: "under_score" }, "secretName"],
    ["keyvault:Secret", { properties: { value: "x".repeat(25_601) } }, "properties.value"],
    ["appconfiguration:ConfigurationStore", { configStoreName: "four" }, "configStoreName"],
    ["appconfiguration:ConfigurationStore", { softDeleteRetentionInDays: 8 }, "softDeleteRetentionInDays"],
    ["appconfiguration:KeyValue", { keyValueName: "a/b" }, "keyValueName"],
    ["authorization:RoleAssignment", { roleAssignmentName: "reader" }, "roleAssignmentName"],
    ["authorization:RoleAssignment", { principalId: "admins" }, "principalId"],
    ["authorization:RoleAssignment", { principalType: "Robot" }, "principalType"],
    ["authorization:ManagementLockByScope", { level: "Locked" }, "level"],
    ["operationalinsights:Workspace", { retentionInDays: 731 }, "retentionInDays"],
    ["dns:Zone", { zoneName: "nodots" }, "zoneName"],
    ["dns:Zone", { location: "westeurope" }, "location"],
    ["dns:RecordSet", { recordType: "TEXT" }, "recordType"],
    ["dns:RecordSet", { aRecords: [] }, "aRecords"],
    [
        "dns:RecordSet",
        { recordType: "CNAME", txtRecords: null, cnameRecord: { cname: "x" }, relativeRecordSetName: "@" },
        "relativeRecordSetName",
    ],
    ["cdn:Profile", { sku: { name: "Premium" } }, "sku.name"],
    ["cdn:AFDOrigin", { priority: 6 }, "priority"],
    ["cdn:AFDOrigin", { weight: 0 }, "weight"],
    ["cdn:AFDCustomDomain", { hostName: "no host" }, "hostName"],
    ["cdn:AFDCustomDomain", { hostName: `${"a".repeat(60)}.example.com` }, "hostName"],
    [
        "cdn:AFDCustomDomain",
        { tlsSettings: { certificateType: "ManagedCertificate", minimumTlsVersion: "TLS10" } },
        "tlsSettings.minimumTlsVersion",
    ],
    [
        "cdn:AFDCustomDomain",
        {
            tlsSettings: {
                certificateType: "ManagedCertificate",
                cipherSuiteSetType: "Customized",
                customizedCipherSuiteSet: { cipherSuiteSetForTls12: ["x"] },
            },
        },
        "tlsSettings.customizedCipherSuiteSet",
    ],
    ["cdn:Route", { patternsToMatch: ["*"] }, "patternsToMatch"],
    ["cdn:Route", { customDomains: [] }, "customDomains"],
    ["cdn:Route", { supportedProtocols: ["https"] }, "supportedProtocols[0]"],
    ["cdn:RuleSet", { ruleSetName: "with-hyphen" }, "ruleSetName"],
    ["cdn:Rule", { actions: Array.from({ length: 6 }, () => ({})) }, "actions"],
    ["cdn:Rule", { actions: [] }, "actions"],
    ["cdn:Rule", { actions: [{}], conditions: Array.from({ length: 11 }, () => ({})) }, "conditions"],
    [
        "cdn:Rule",
        { actions: [{}], conditions: [{ parameters: { matchValues: Array.from({ length: 26 }, () => "host") } }] },
        "conditions[0].parameters.matchValues",
    ],
    [
        "cdn:SecurityPolicy",
        {
            parameters: {
                type: "WebApplicationFirewall",
                associations: [{ domains: Array.from({ length: 226 }, () => ({ id: UNKNOWN })) }],
            },
        },
        "parameters.associations",
    ],
    ["frontdoor:Policy", { policyName: "with-hyphen" }, "policyName"],
    ["frontdoor:Policy", { policySettings: { mode: "Preventive" } }, "policySettings.mode"],
    [
        "network:VirtualNetwork",
        { addressSpace: { addressPrefixes: ["10.0.0.1/16"] } },
        "addressSpace.addressPrefixes[0]",
    ],
    ["network:VirtualNetwork", { virtualNetworkName: "v" }, "virtualNetworkName"],
    ["network:Subnet", { addressPrefix: "10.0.0.0/33" }, "addressPrefix"],
    [
        "network:NetworkSecurityGroup",
        { securityRules: [{ name: "a", priority: 99, direction: "Inbound" }] },
        "securityRules[0].priority",
    ],
    [
        "network:NetworkSecurityGroup",
        {
            securityRules: [
                { priority: 100, direction: "Inbound" },
                { priority: 100, direction: "Inbound" },
            ],
        },
        "securityRules[1].priority",
    ],
    ["network:NetworkSecurityGroup", { securityRules: [{ access: "Refuse" }] }, "securityRules[0].access"],
    ["network:PublicIPAddress", { publicIPAllocationMethod: "Dynamic" }, "publicIPAllocationMethod"],
    ["network:PublicIPAddress", { zones: ["4"] }, "zones[0]"],
    [
        "network:AzureFirewall",
        { ipConfigurations: [{ subnet: { id: id("Microsoft.Network/virtualNetworks/v/subnets/fw") } }] },
        "ipConfigurations[0].subnet.id",
    ],
    ["compute:VirtualMachineScaleSet", { sku: { capacity: 1001 } }, "sku.capacity"],
    ["compute:VirtualMachineScaleSet", { platformFaultDomainCount: 2 }, "platformFaultDomainCount"],
    [
        "compute:VirtualMachineScaleSet",
        { virtualMachineProfile: { networkProfile: { networkInterfaceConfigurations: [] } } },
        "virtualMachineProfile.networkProfile.networkApiVersion",
    ],
    ["azuread:index/group:Group", { securityEnabled: false }, "securityEnabled"],
    ["azuread:index/groupMember:GroupMember", { memberObjectId: "jan" }, "memberObjectId"],
])("%s refuses %j", (type, change, property) => {
    const inputs = { ...valid[type], ...change };
    const news = Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== null));
    expect(cloud.check(type, news).failures.map((failure) => failure.property)).toEqual([property]);
});

test.each([
    ["sql:Database", "serverName", "missing required property 'serverName'"],
    ["sql:Server", "administrators", "administrators: a server needs administrators or an administratorLogin"],
    ["storage:StorageAccount", "sku", "missing required property 'sku'"],
    ["keyvault:Vault", "properties", "missing required property 'properties'"],
    [
        "monitor:DiagnosticSetting",
        "workspaceId",
        "a diagnostic setting needs one of workspaceId, storageAccountId, eventHubAuthorizationRuleId, marketplacePartnerId",
    ],
    [
        "network:PrivateEndpoint",
        "privateLinkServiceConnections",
        "privateLinkServiceConnections: a private endpoint needs a connection",
    ],
    ["dns:RecordSet", "txtRecords", "txtRecords: a TXT record set needs txtRecords"],
])("%s misses %s", (type, name, reason) => {
    expect(cloud.reasons(type, without(type, name))).toEqual([reason]);
});

test.each(Object.keys(valid))("%s takes unknowns for everything", (type) => {
    const inputs = Object.fromEntries(Object.keys(valid[type] ?? {}).map((name) => [name, UNKNOWN]));
    expect(cloud.reasons(type, inputs)).toEqual([]);
});
