/** azure-native:network: private endpoints and the services behind them. */
import { normalLocation } from "../arm";
import { CloudError, nameRule, withPartIds, type Facts, type Problem, type TypeTable } from "../model";
import { isObject, select, text, type Properties, type Value } from "../values";
import { NETWORK_NAME, privateAddress, USUAL } from "./networkShared";

/** Output of the target that holds the host name, by token. */
const HOST_OUTPUTS: Readonly<Record<string, string>> = {
    "azure-native:sql:Server": "fullyQualifiedDomainName",
    "azure-native:keyvault:Vault": "properties.vaultUri",
    "azure-native:appconfiguration:ConfigurationStore": "endpoint",
    "azure-native:storage:StorageAccount": "primaryEndpoints.blob",
};

function connections(facts: Facts, input: string): Value {
    const list = withPartIds(facts, input);
    if (!Array.isArray(list)) return list;
    const status = input.startsWith("manual") ? "Pending" : "Approved";
    return list.map((part) =>
        isObject(part)
            ? { ...part, privateLinkServiceConnectionState: { status, description: "", actionsRequired: "None" } }
            : part,
    );
}

/** The name that private DNS resolves, with the endpoint's address. */
function dnsConfigs({ id, inputs, cloud }: Facts): Value {
    const address = privateAddress(cloud, text(inputs, "subnet.id"), id)["privateIPAddress"];
    return select(inputs, "privateLinkServiceConnections[].privateLinkServiceId").flatMap(([, target]) => {
        const found = typeof target === "string" ? cloud.find(target) : undefined;
        const host = found === undefined ? undefined : text(found.outputs, HOST_OUTPUTS[found.token] ?? "-");
        return host === undefined || address === undefined
            ? []
            : [{ fqdn: host.replace(/^https:\/\/|\/$/g, ""), ipAddresses: [address] }];
    });
}

function checkConnections(inputs: Properties): Problem[] {
    const given = ["privateLinkServiceConnections", "manualPrivateLinkServiceConnections"].filter(
        (name) => inputs[name] !== undefined,
    );
    return given.length > 0
        ? []
        : [{ property: "privateLinkServiceConnections", reason: "a private endpoint needs a connection" }];
}

/** Azure takes addresses for a private link service only where the subnet does not filter them. */
function refuseService({ inputs, cloud }: Facts): void {
    for (const [, id] of select(inputs, "ipConfigurations[].subnet.id")) {
        const subnet = typeof id === "string" ? cloud.find(id) : undefined;
        if (subnet !== undefined && subnet.inputs["privateLinkServiceNetworkPolicies"] !== "Disabled")
            throw new CloudError(
                "PrivateLinkServiceCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled",
                `Private link service cannot be created in subnet ${subnet.id}: its privateLinkServiceNetworkPolicies are enabled.`,
            );
    }
}

export const privateLinks: TypeTable = {
    PrivateEndpoint: {
        id: "Microsoft.Network/privateEndpoints/{privateEndpointName}",
        apiVersion: "2024-05-01",
        inputs: `applicationSecurityGroups customDnsConfigs customNetworkInterfaceName extendedLocation id ipConfigurations location
            manualPrivateLinkServiceConnections privateEndpointName privateLinkServiceConnections resourceGroupName subnet tags`,
        required: "subnet",
        createOnly: "subnet",
        immutable: "location",
        name: nameRule(2, 64, NETWORK_NAME.pattern, `2-64 ${NETWORK_NAME.text.slice(5)}`),
        location: "region",
        parts: "privateLinkServiceConnections",
        unlimited: true,
        usual: USUAL,
        check: checkConnections,
        quotas: ({ inputs }) => [
            {
                key: `privateEndpoints|${(text(inputs, "subnet.id") ?? "").toLowerCase().replace(/\/subnets\/.*/, "")}`,
                limit: 1000,
                what: "private endpoints per virtual network",
            },
        ],
        outputs: (facts) => ({
            privateLinkServiceConnections: connections(facts, "privateLinkServiceConnections"),
            manualPrivateLinkServiceConnections: connections(facts, "manualPrivateLinkServiceConnections"),
            customDnsConfigs: dnsConfigs(facts),
        }),
        seconds: { create: 60, delete: 30, source: "assumed" },
    },
    PrivateDnsZoneGroup: {
        id: "Microsoft.Network/privateEndpoints/{privateEndpointName}/privateDnsZoneGroups/{privateDnsZoneGroupName}",
        apiVersion: "2024-05-01",
        inputs: "id name privateDnsZoneConfigs privateDnsZoneGroupName privateEndpointName resourceGroupName",
        writeOnly: "privateEndpointName",
        name: NETWORK_NAME,
        usual: "name provisioningState etag",
        check: (inputs) =>
            select(inputs, "privateDnsZoneConfigs[]").length > 5
                ? [{ property: "privateDnsZoneConfigs", reason: "a zone group takes at most 5 zones" }]
                : [],
        seconds: { create: 20, source: "assumed" },
    },
    PrivateLinkService: {
        id: "Microsoft.Network/privateLinkServices/{serviceName}",
        apiVersion: "2024-05-01",
        inputs: `autoApproval destinationIPAddress enableProxyProtocol extendedLocation fqdns id ipConfigurations
            loadBalancerFrontendIpConfigurations location resourceGroupName serviceName tags visibility`,
        immutable: "location",
        name: NETWORK_NAME,
        location: "region",
        parts: "ipConfigurations",
        unlimited: true,
        usual: USUAL,
        inUse: "PrivateLinkServiceCannotBeDeletedWithConnections",
        refuse: refuseService,
        outputs: (facts) => ({
            ipConfigurations: withPartIds(facts, "ipConfigurations"),
            alias: `${facts.name}.${facts.cloud.guid(facts.id, "alias")}.${normalLocation(text(facts.inputs, "location") ?? "")}.azure.privatelinkservice`,
            privateEndpointConnections: [],
        }),
        seconds: { create: 30, source: "assumed" },
    },
};
