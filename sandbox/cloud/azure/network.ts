/** azure-native:network: networks, addresses and load balancers; firewalls and private links lie in files of their own. */
import { hashOf, parentOf } from "../arm";
import { contains, overlap, rangeOf } from "../cidr";
import { CloudError, nameRule, withPartIds, type Facts, type Problem, type TypeTable } from "../model";
import { isObject, isUnknown, select, text, type Properties, type Value } from "../values";
import { firewalls } from "./networkFirewall";
import { machineNetworking } from "./networkMachines";
import { privateLinks } from "./networkPrivateLink";
import { NETWORK_NAME, prefixes, privateAddress, ranges, USUAL } from "./networkShared";

/** "Networking limits": per subscription and region unless said otherwise. */
const perVirtualNetwork = (id: string, limit: number) => [
    { key: `subnets|${(parentOf(id) ?? "").toLowerCase()}`, limit, what: "subnets per virtual network" },
];
const PROTOCOLS = ["Tcp", "Udp", "Icmp", "Esp", "*", "Ah"];

function checkPrefixes(path: string) {
    return (inputs: Properties): Problem[] =>
        select(inputs, path)
            .flatMap(([property, value]) => (typeof value === "string" ? [{ property, value }] : []))
            .filter(({ value }) => !isUnknown(value) && !value.includes(":") && rangeOf(value) === undefined)
            .map(({ property, value }) => ({
                property,
                reason: `InvalidAddressPrefixFormat: '${value}' is not an IPv4 range`,
            }));
}

/** A subnet lies inside its network and beside its siblings. */
function refuseSubnet({ id, name, inputs, cloud }: Facts): void {
    const network = cloud.find(parentOf(id) ?? "");
    const spaces = ranges(
        select(network?.inputs, "addressSpace.addressPrefixes[]").map(([, value]) => value as string),
    );
    for (const range of ranges(prefixes(inputs)))
        if (!spaces.some((space) => contains(space, range)))
            throw new CloudError(
                "NetcfgInvalidSubnet",
                `Subnet '${name}' is not valid because its IP address range is outside the IP address range of virtual network '${network?.name ?? ""}'.`,
            );
    for (const sibling of cloud.children(parentOf(id) ?? ""))
        if (sibling.id.toLowerCase() !== id.toLowerCase())
            for (const other of ranges(prefixes(sibling.inputs)))
                if (ranges(prefixes(inputs)).some((range) => overlap(range, other)))
                    throw new CloudError(
                        "NetcfgSubnetRangesOverlap",
                        `Subnet '${name}' is not valid because its IP address range overlaps with that of subnet '${sibling.name}'.`,
                    );
}

/** One direction has one rule per priority. */
function checkRules(inputs: Properties): Problem[] {
    const seen = new Set<string>();
    return select(inputs, "securityRules[]").flatMap(([property, rule]): Problem[] => {
        const priority = isObject(rule) ? rule["priority"] : undefined;
        const direction = text(rule, "direction") ?? "";
        if (typeof priority !== "number") return [];
        if (priority < 100 || priority > 4096)
            return [{ property: `${property}.priority`, reason: `${String(priority)} is not between 100 and 4096` }];
        const place = `${direction}|${String(priority)}`;
        if (seen.has(place))
            return [
                {
                    property: `${property}.priority`,
                    reason: `SecurityRuleConflict: two ${direction} rules of priority ${String(priority)}`,
                },
            ];
        seen.add(place);
        return [];
    });
}

function frontends(facts: Facts): Value {
    return withPartIds(facts, "frontendIPConfigurations", (part) => {
        const subnet = text(part, "subnet.id");
        if (text(part, "privateIPAddress") !== undefined) return {};
        return privateAddress(facts.cloud, subnet, `${facts.id}/${text(part, "name") ?? ""}`);
    });
}

/** Only the parts that were asked for: Azure answers empty lists for the others. */
const balancerParts = (facts: Facts): Properties =>
    Object.fromEntries(
        ["backendAddressPools", "probes", "loadBalancingRules", "inboundNatRules", "outboundRules"].map((input) => [
            input,
            withPartIds(facts, input),
        ]),
    );

export const network: TypeTable = {
    VirtualNetwork: {
        id: "Microsoft.Network/virtualNetworks/{virtualNetworkName}",
        apiVersion: "2024-05-01",
        inputs: `addressSpace bgpCommunities ddosProtectionPlan dhcpOptions enableDdosProtection enableVmProtection encryption
            extendedLocation flowTimeoutInMinutes id ipAllocations location privateEndpointVNetPolicies resourceGroupName subnets
            tags virtualNetworkName virtualNetworkPeerings`,
        name: nameRule(2, 64, NETWORK_NAME.pattern, `2-64 ${NETWORK_NAME.text.slice(5)}`),
        location: "region",
        parts: "subnets",
        unlimited: true,
        usual: `${USUAL} resourceGuid`,
        check: checkPrefixes("addressSpace.addressPrefixes[]"),
        outputs: (facts) => ({ subnets: withPartIds(facts, "subnets") }),
        seconds: { create: 10, delete: 10, source: "assumed" },
    },
    Subnet: {
        id: "Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}",
        apiVersion: "2024-05-01",
        inputs: `addressPrefix addressPrefixes applicationGatewayIPConfigurations defaultOutboundAccess delegations id ipAllocations
            ipamPoolPrefixAllocations name natGateway networkSecurityGroup privateEndpointNetworkPolicies
            privateLinkServiceNetworkPolicies resourceGroupName routeTable serviceEndpointPolicies serviceEndpoints sharingScope
            subnetName type virtualNetworkName`,
        writeOnly: "virtualNetworkName",
        name: NETWORK_NAME,
        usual: USUAL,
        inUse: "InUseSubnetCannotBeDeleted",
        values: {
            privateEndpointNetworkPolicies: ["Enabled", "Disabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled"],
            privateLinkServiceNetworkPolicies: ["Enabled", "Disabled"],
        },
        check: (inputs) => [...checkPrefixes("addressPrefix")(inputs), ...checkPrefixes("addressPrefixes[]")(inputs)],
        quotas: ({ id }) => perVirtualNetwork(id, 3000),
        refuse: refuseSubnet,
        seconds: { create: 5, source: "assumed" },
    },
    NetworkSecurityGroup: {
        id: "Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}",
        apiVersion: "2024-05-01",
        inputs: "flushConnection id location networkSecurityGroupName resourceGroupName securityRules tags",
        immutable: "location",
        name: NETWORK_NAME,
        location: "region",
        parts: "securityRules",
        unlimited: true,
        usual: `${USUAL} resourceGuid`,
        inUse: "InUseNetworkSecurityGroupCannotBeDeleted",
        values: {
            "securityRules[].access": ["Allow", "Deny"],
            "securityRules[].direction": ["Inbound", "Outbound"],
            "securityRules[].protocol": PROTOCOLS,
        },
        check: checkRules,
        outputs: (facts) => ({ securityRules: withPartIds(facts, "securityRules") }),
        seconds: { create: 5, source: "assumed" },
    },
    RouteTable: {
        id: "Microsoft.Network/routeTables/{routeTableName}",
        apiVersion: "2024-05-01",
        inputs: "disableBgpRoutePropagation id location resourceGroupName routeTableName routes tags",
        immutable: "location",
        name: NETWORK_NAME,
        location: "region",
        parts: "routes",
        unlimited: true,
        usual: `${USUAL} resourceGuid`,
        inUse: "InUseRouteTableCannotBeDeleted",
        values: {
            "routes[].nextHopType": ["VirtualNetworkGateway", "VnetLocal", "Internet", "VirtualAppliance", "None"],
        },
        outputs: (facts) => ({ routes: withPartIds(facts, "routes") }),
        seconds: { create: 5, source: "assumed" },
    },
    PublicIPAddress: {
        id: "Microsoft.Network/publicIPAddresses/{publicIpAddressName}",
        apiVersion: "2024-05-01",
        inputs: `ddosSettings deleteOption dnsSettings extendedLocation id idleTimeoutInMinutes ipAddress ipTags
            linkedPublicIPAddress location migrationPhase natGateway publicIPAddressVersion publicIPAllocationMethod
            publicIPPrefix publicIpAddressName resourceGroupName servicePublicIPAddress sku tags zones`,
        createOnly: "publicIPAddressVersion publicIPPrefix sku",
        immutable: "zones",
        name: NETWORK_NAME,
        location: "region",
        unlimited: true,
        usual: `${USUAL} resourceGuid`,
        inUse: "PublicIPAddressCannotBeDeleted",
        values: {
            "sku.name": ["Basic", "Standard"],
            publicIPAllocationMethod: ["Static", "Dynamic"],
            publicIPAddressVersion: ["IPv4", "IPv6"],
            "zones[]": ["1", "2", "3"],
        },
        check: (inputs) =>
            text(inputs, "sku.name") === "Standard" && text(inputs, "publicIPAllocationMethod") === "Dynamic"
                ? [{ property: "publicIPAllocationMethod", reason: "StandardSkuPublicIPAddressesMustBeStatic" }]
                : [],
        outputs: ({ id, inputs, cloud }) => ({
            publicIPAddressVersion: "IPv4",
            idleTimeoutInMinutes: 4,
            ...inputs,
            // 192.0.2.0/24 is reserved for documentation: never somebody's address.
            ipAddress: text(inputs, "ipAddress") ?? `192.0.2.${String(parseInt(hashOf(6, cloud.guid(id)), 16) % 256)}`,
        }),
        seconds: { create: 5, source: "assumed" },
    },
    NatGateway: {
        id: "Microsoft.Network/natGateways/{natGatewayName}",
        apiVersion: "2024-05-01",
        inputs: "id idleTimeoutInMinutes location natGatewayName publicIpAddresses publicIpPrefixes resourceGroupName sku tags zones",
        immutable: "location zones",
        name: NETWORK_NAME,
        location: "region",
        unlimited: true,
        usual: `${USUAL} resourceGuid`,
        inUse: "InUseNatGatewayCannotBeDeleted",
        values: { "sku.name": ["Standard"] },
        seconds: { create: 10, source: "assumed" },
    },
    LoadBalancer: {
        id: "Microsoft.Network/loadBalancers/{loadBalancerName}",
        apiVersion: "2024-05-01",
        inputs: `backendAddressPools extendedLocation frontendIPConfigurations id inboundNatPools inboundNatRules loadBalancerName
            loadBalancingRules location outboundRules probes resourceGroupName sku tags`,
        immutable: "location sku",
        name: NETWORK_NAME,
        location: "region",
        parts: "backendAddressPools frontendIPConfigurations inboundNatRules loadBalancingRules outboundRules probes",
        unlimited: true,
        usual: `${USUAL} resourceGuid`,
        inUse: "CannotDeleteLoadBalancerInUse",
        values: {
            "sku.name": ["Basic", "Standard", "Gateway"],
            "probes[].protocol": ["Http", "Tcp", "Https"],
            "loadBalancingRules[].protocol": ["Udp", "Tcp", "All"],
        },
        outputs: (facts) => ({ ...balancerParts(facts), frontendIPConfigurations: frontends(facts) }),
        seconds: { create: 10, source: "assumed" },
    },
    ...firewalls,
    ...machineNetworking,
    ...privateLinks,
};
