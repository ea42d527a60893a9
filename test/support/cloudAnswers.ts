import * as pulumi from "@pulumi/pulumi";

type Values = Record<string, unknown>;

/** Which input is a resource's own name, by type: azure-native hands it back as `name`. */
const ownName: Readonly<Record<string, string>> = {
    "resources:ResourceGroup": "resourceGroupName",
    "cdn:Profile": "profileName",
    "cdn:AFDEndpoint": "endpointName",
    "cdn:AFDOriginGroup": "originGroupName",
    "cdn:RuleSet": "ruleSetName",
    "dataprotection:BackupVault": "vaultName",
    "dns:Zone": "zoneName",
    "recoveryservices:ProtectionPolicy": "policyName",
    "recoveryservices:Vault": "vaultName",
    "storage:BlobContainer": "containerName",
    "storage:StorageAccount": "accountName",
    "compute:VirtualMachine": "vmName",
    "network:VirtualNetwork": "virtualNetworkName",
    "network:FirewallPolicy": "firewallPolicyName",
    "network:PrivateEndpoint": "privateEndpointName",
    "privatedns:PrivateZone": "privateZoneName",
    "keyvault:Vault": "vaultName",
    "appconfiguration:ConfigurationStore": "configStoreName",
    "operationalinsights:Workspace": "workspaceName",
    "sql:Server": "serverName",
    "sql:Database": "databaseName",
    "sql:ManagedDatabase": "databaseName",
    "sql:ManagedInstance": "managedInstanceName",
    "sql:Job": "jobName",
    "sql:JobAgent": "jobAgentName",
    "authorization:RoleDefinition": "roleDefinitionId",
};

/** What the clouds add to what they are asked for, where the program uses it. */
const additions: Readonly<Record<string, (name: string, given: Values) => Values>> = {
    "azure-native:keyvault:Vault": (name) => ({ properties: { vaultUri: `https://${name}.vault.test/` } }),
    "azure-native:storage:StorageAccount": (name) => ({
        primaryEndpoints: { blob: `https://${name}.blob.test/`, web: `https://${name}.web.test/` },
    }),
    "azure-native:storage:StorageAccountStaticWebsite": () => ({ containerName: "$web" }),
    "azure-native:appconfiguration:ConfigurationStore": (name) => ({ endpoint: `https://${name}.azconfig.test` }),
    "azure-native:managedidentity:UserAssignedIdentity": (name) => ({
        principalId: `${name}.principalId`,
        clientId: `${name}.clientId`,
    }),
    "azure-native:sql:Server": (name) => ({ fullyQualifiedDomainName: `${name}.database.test` }),
    "azure-native:sql:ManagedInstance": (name) => ({ fullyQualifiedDomainName: `${name}.zone.database.test` }),
    "azure-native:monitor:DataCollectionEndpoint": (name) => ({
        logsIngestion: { endpoint: `https://${name}.ingest.test` },
    }),
    "azure-native:monitor:DataCollectionRule": (name) => ({ immutableId: `${name}.immutableId` }),
    "azure-native:network:AzureFirewall": (name) => ({ ipConfigurations: [{ privateIPAddress: `${name}.address` }] }),
    "azure-native:network:BastionHost": (name) => ({ dnsName: `${name}.bastion.test` }),
    "azure-native:cdn:Profile": (name) => ({ frontDoorId: `${name}.frontDoorId` }),
    "azure-native:cdn:AFDEndpoint": (name) => ({ hostName: `${name}.azurefd.test` }),
    "azure-native:cdn:AFDCustomDomain": (name) => ({ validationProperties: { validationToken: `${name}.token` } }),
    "azure-native:dataprotection:BackupVault": (name) => ({ identity: { principalId: `${name}.principalId` } }),
    "azure-native:dns:Zone": () => ({ nameServers: ["ns1.test", "ns2.test"] }),
    "aws:acm/certificate:Certificate": (name, { domainName }) => ({
        domainValidationOptions: [
            {
                domainName: `${name}.domainName`,
                resourceRecordName: `_proof.${String(domainName)}.`,
                resourceRecordType: "CNAME",
                resourceRecordValue: `${name}.acm.test.`,
            },
        ],
    }),
    "aws:ec2/vpcEndpoint:VpcEndpoint": (name) => ({ prefixListId: `${name}.prefixListId` }),
    "aws:lb/loadBalancer:LoadBalancer": (name) => ({ dnsName: `${name}.elb.test`, zoneId: `${name}.zoneId` }),
    "aws:networkfirewall/firewall:Firewall": (name, { region }) => ({
        firewallStatuses: [
            {
                syncStates: ["a", "b", "c"].map((letter) => ({
                    availabilityZone: `${String(region)}${letter}`,
                    attachments: [{ endpointId: `${name}.endpoint-${letter}`, subnetId: `firewall-${letter}` }],
                })),
            },
        ],
    }),
    "aws:ec2/launchTemplate:LaunchTemplate": () => ({ latestVersion: 7 }),
    "azuread:index/group:Group": (name) => ({ objectId: `${name}.objectId` }),
    "random:index/randomUuid:RandomUuid": (name) => ({ result: `${name}.uuid` }),
    "random:index/randomPassword:RandomPassword": (name) => ({ result: pulumi.secret(`${name}.generated`) }),
    "random:index/randomBytes:RandomBytes": (name) => ({ base64: pulumi.secret(`${name}.generated`) }),
};

/**
 * Clouds that accept everything and answer in values that say where they come from: the id of a resource called `x` is `x.id`, and
 * everything generated ends in `.generated`. At preview they answer nothing, so that every output is unknown.
 */
export function cloudAnswers(preview: boolean, stackOutputs: Values | undefined): pulumi.runtime.Mocks {
    return {
        newResource: ({ type, name, inputs, custom, id }) => {
            if (type === "pulumi:pulumi:StackReference") {
                if (!stackOutputs) throw new Error(`the stack "${id}" is not mocked`);
                return { id, state: { ...(inputs as Values), outputs: stackOutputs, secretOutputNames: [] } };
            }
            const given = inputs as Values;
            if (preview || !custom) return { id: undefined, state: given };
            const nameInput = ownName[type.replace("azure-native:", "")];
            const named = nameInput === undefined ? {} : { name: given[nameInput] };
            const arn = type.startsWith("aws:") ? { arn: `${name}.arn` } : {};
            return { id: `${name}.id`, state: { ...arn, ...given, ...named, ...additions[type]?.(name, given) } };
        },
        call: ({ token }) => {
            if (token !== "azure-native:authorization:getClientConfig") {
                throw new Error(`the invoke ${token} is not mocked`);
            }
            const [subscriptionId, tenantId] = ["subscription.id", "tenant.id"];
            return { subscriptionId, tenantId, clientId: "client.id", objectId: "object.id" };
        },
    };
}
