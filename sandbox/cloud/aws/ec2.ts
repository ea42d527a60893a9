/** aws:ec2 - the network and what machines are made of. Source of the durations: assumed. */
import { CloudError, type Facts, type Problem } from "../model";
import { select, text, type Properties } from "../values";
import type { AwsTable } from "./entry";
import { regionOf } from "./templates";

export const quick = { create: 3, source: "assumed" };

/** A limit of AWS for one region; the figures are the defaults of "Amazon VPC quotas", all of which can be raised. */
export const perRegion =
    (key: string, limit: number, what: string) =>
    ({ inputs }: Facts) => [{ key: `${key}|${regionOf(inputs)}`, limit, what: `${what} in ${regionOf(inputs)}` }];

/** Ids that come with a network. */
export const ofNetwork = ({ id, cloud }: Facts, prefix: string): string =>
    `${prefix}-${cloud.guid(id, prefix).replaceAll("-", "").slice(0, 17)}`;

function wrongZone(inputs: Properties): Problem[] {
    const [zone, region] = [text(inputs, "availabilityZone"), regionOf(inputs)];
    if (zone === undefined || region === "" || (zone.startsWith(region) && /^[a-f]$/.test(zone.slice(region.length))))
        return [];
    return [
        {
            property: "availabilityZone",
            reason: `Value (${zone}) for parameter availabilityZone is invalid in ${region}`,
        },
    ];
}

const addressOf = (cidr: string): { from: number; to: number; bits: number } => {
    const [address = "", bits = "32"] = cidr.split("/");
    const from = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
    return { from, to: from + 2 ** (32 - Number(bits)), bits: Number(bits) };
};

/** A subnet lies in its network and beside the others. */
function refuseRange({ id, inputs, cloud }: Facts): void {
    const cidr = text(inputs, "cidrBlock");
    const network = cloud.named("aws:ec2/vpc:Vpc", regionOf(inputs), text(inputs, "vpcId") ?? "");
    if (cidr === undefined || network === undefined) return;
    const [own, whole] = [addressOf(cidr), addressOf(text(network.inputs, "cidrBlock") ?? "0.0.0.0/0")];
    if (own.from < whole.from || own.to > whole.to || own.bits > 28)
        throw new CloudError("InvalidSubnet.Range", `The CIDR '${cidr}' is invalid.`);
    for (const other of cloud.users(network.id, "aws:ec2/subnet:Subnet")) {
        const range = addressOf(text(other.inputs, "cidrBlock") ?? "0.0.0.0/32");
        if (other.id.toLowerCase() !== id.toLowerCase() && own.from < range.to && range.from < own.to)
            throw new CloudError("InvalidSubnet.Conflict", `The CIDR '${cidr}' conflicts with another subnet`);
    }
}

const IPV4 = /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/;

export const wrongRanges =
    (...paths: string[]) =>
    (inputs: Properties): Problem[] =>
        paths.flatMap((path) =>
            select(inputs, path).flatMap(([property, value]) =>
                typeof value === "string" && IPV4.test(value)
                    ? []
                    : [{ property, reason: `invalid CIDR block: ${JSON.stringify(value)}` }],
            ),
        );

export const ec2: AwsTable = {
    "ec2/vpc:Vpc": {
        id: "vpc-{hex17}",
        arn: "arn:aws:ec2:{region}:{account}:vpc/{id}",
        inputs: `assignGeneratedIpv6CidrBlock cidrBlock enableDnsHostnames enableDnsSupport
            enableNetworkAddressUsageMetrics instanceTenancy ipv4IpamPoolId ipv4NetmaskLength ipv6CidrBlock
            ipv6CidrBlockNetworkBorderGroup ipv6IpamPoolId ipv6NetmaskLength region tags`,
        createOnly: "assignGeneratedIpv6CidrBlock cidrBlock instanceTenancy ipv4IpamPoolId ipv4NetmaskLength",
        values: { instanceTenancy: ["default", "dedicated"] },
        check: (inputs) =>
            inputs["cidrBlock"] === undefined && inputs["ipv4IpamPoolId"] === undefined
                ? [{ property: "cidrBlock", reason: "one of `cidrBlock,ipv4IpamPoolId` must be specified" }]
                : wrongRanges("cidrBlock")(inputs),
        quotas: perRegion("vpcs", 5, "VPCs"),
        inUse: "DependencyViolation",
        outputs: (facts) => ({
            enableDnsSupport: true,
            enableDnsHostnames: false,
            instanceTenancy: "default",
            ...facts.inputs,
            ownerId: facts.cloud.accountId,
            defaultSecurityGroupId: ofNetwork(facts, "sg"),
            defaultNetworkAclId: ofNetwork(facts, "acl"),
            defaultRouteTableId: ofNetwork(facts, "rtb"),
            mainRouteTableId: ofNetwork(facts, "rtb"),
        }),
        seconds: { create: 15, source: "assumed" },
    },
    "ec2/subnet:Subnet": {
        id: "subnet-{hex17}",
        arn: "arn:aws:ec2:{region}:{account}:subnet/{id}",
        inputs: `assignIpv6AddressOnCreation availabilityZone availabilityZoneId cidrBlock customerOwnedIpv4Pool
            enableDns64 enableLniAtDeviceIndex enableResourceNameDnsARecordOnLaunch
            enableResourceNameDnsAaaaRecordOnLaunch ipv4IpamPoolId ipv4NetmaskLength ipv6CidrBlock ipv6IpamPoolId
            ipv6Native ipv6NetmaskLength mapCustomerOwnedIpOnLaunch mapPublicIpOnLaunch outpostArn
            privateDnsHostnameTypeOnLaunch region tags vpcId`,
        required: "vpcId",
        createOnly: `availabilityZone availabilityZoneId cidrBlock ipv4IpamPoolId ipv4NetmaskLength ipv6IpamPoolId ipv6Native
            ipv6NetmaskLength outpostArn vpcId`,
        check: (inputs) => [...wrongRanges("cidrBlock")(inputs), ...wrongZone(inputs)],
        refuse: (facts) => {
            refuseRange(facts);
            if (facts.cloud.zonesOf(regionOf(facts.inputs)) === 0)
                throw new CloudError(
                    "InvalidParameterValue",
                    `Availability zones of ${regionOf(facts.inputs)} are not offered.`,
                );
        },
        quotas: ({ inputs }) => [
            {
                key: `subnets|${text(inputs, "vpcId") ?? ""}`,
                limit: 200,
                what: `subnets in ${text(inputs, "vpcId") ?? ""}`,
            },
        ],
        inUse: "DependencyViolation",
        outputs: ({ inputs, cloud, id }) => ({
            mapPublicIpOnLaunch: false,
            availabilityZone: `${regionOf(inputs)}${"abc".charAt(parseInt(cloud.guid(id, "zone").slice(0, 4), 16) % 3)}`,
            ...inputs,
            ownerId: cloud.accountId,
        }),
        seconds: { create: 5, source: "assumed" },
    },
    "ec2/routeTable:RouteTable": {
        id: "rtb-{hex17}",
        arn: "arn:aws:ec2:{region}:{account}:route-table/{id}",
        inputs: "propagatingVgws region routes tags vpcId",
        required: "vpcId",
        createOnly: "vpcId",
        check: wrongRanges("routes[].cidrBlock"),
        inUse: "DependencyViolation",
        outputs: ({ inputs, cloud }) => ({ routes: [], propagatingVgws: [], ...inputs, ownerId: cloud.accountId }),
        seconds: quick,
    },
    "ec2/route:Route": {
        id: "r-{routeTableId}-{hex10}",
        inputs: `carrierGatewayId coreNetworkArn destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId
            egressOnlyGatewayId gatewayId localGatewayId natGatewayId networkInterfaceId odbNetworkArn region
            routeTableId transitGatewayId vpcEndpointId vpcPeeringConnectionId`,
        required: "routeTableId",
        createOnly: "destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId routeTableId",
        check: wrongRanges("destinationCidrBlock"),
        outputs: () => ({ state: "active", origin: "CreateRoute" }),
        seconds: quick,
    },
    "ec2/routeTableAssociation:RouteTableAssociation": {
        id: "rtbassoc-{hex17}",
        inputs: "gatewayId region routeTableId subnetId",
        required: "routeTableId",
        createOnly: "gatewayId subnetId",
        claims: ({ inputs }) => {
            const value = text(inputs, "subnetId") ?? text(inputs, "gatewayId") ?? "";
            return [
                {
                    kind: "routeTableOf",
                    value,
                    code: "Resource.AlreadyAssociated",
                    message: `${value} has a route table already`,
                },
            ];
        },
        seconds: quick,
    },
    "ec2/internetGateway:InternetGateway": {
        id: "igw-{hex17}",
        arn: "arn:aws:ec2:{region}:{account}:internet-gateway/{id}",
        inputs: "region tags vpcId",
        claims: ({ inputs }) => {
            const value = text(inputs, "vpcId") ?? "";
            const message = `Network ${value} already has an internet gateway attached`;
            return value === "" ? [] : [{ kind: "gatewayOf", value, code: "Resource.AlreadyAssociated", message }];
        },
        quotas: perRegion("internetGateways", 5, "internet gateways"),
        inUse: "DependencyViolation",
        outputs: ({ cloud }) => ({ ownerId: cloud.accountId }),
        seconds: quick,
    },
    "ec2/natGateway:NatGateway": {
        id: "nat-{hex17}",
        inputs: `allocationId availabilityMode availabilityZoneAddresses connectivityType privateIp region
            secondaryAllocationIds secondaryPrivateIpAddressCount secondaryPrivateIpAddresses subnetId tags vpcId`,
        createOnly: "allocationId availabilityMode connectivityType privateIp subnetId vpcId",
        values: { connectivityType: ["private", "public"], availabilityMode: ["zonal", "regional"] },
        refers: { allocationId: "ec2/eip:Eip", subnetId: "ec2/subnet:Subnet" },
        check: (inputs) =>
            inputs["connectivityType"] !== "private" &&
            inputs["availabilityMode"] !== "regional" &&
            inputs["allocationId"] === undefined
                ? [{ property: "allocationId", reason: "MissingParameter: a public NAT gateway needs an allocationId" }]
                : [],
        quotas: ({ inputs, cloud }) => {
            const subnet = cloud.named("aws:ec2/subnet:Subnet", regionOf(inputs), text(inputs, "subnetId") ?? "");
            const zone = text(subnet?.outputs, "availabilityZone") ?? regionOf(inputs);
            return [{ key: `natGateways|${zone}`, limit: 5, what: `NAT gateways in ${zone}` }];
        },
        outputs: ({ inputs, cloud }) => {
            const address = cloud.named("aws:ec2/eip:Eip", regionOf(inputs), text(inputs, "allocationId") ?? "");
            return { connectivityType: "public", ...inputs, publicIp: text(address?.outputs, "publicIp") ?? "" };
        },
        seconds: { create: 120, delete: 60, source: "assumed" },
    },
    "ec2/eip:Eip": {
        id: "eipalloc-{hex17}",
        arn: "arn:aws:ec2:{region}:{account}:elastic-ip/{id}",
        inputs: `address associateWithPrivateIp customerOwnedIpv4Pool domain instance ipamPoolId networkBorderGroup
            networkInterface publicIpv4Pool region tags`,
        createOnly: "address domain ipamPoolId networkBorderGroup publicIpv4Pool",
        values: { domain: ["vpc"] },
        quotas: perRegion("elasticIps", 5, "Elastic IP addresses"),
        inUse: "AuthFailure",
        outputs: (facts) => {
            const hex = facts.cloud.guid(facts.id, "address").replaceAll("-", "");
            const [a, b] = [0, 2].map((at) => parseInt(hex.slice(at, at + 2), 16)) as [number, number];
            return {
                domain: "vpc",
                allocationId: facts.id.split("/").at(-1) ?? "",
                // Addresses of a range kept for documentation (RFC 5737) and benchmarks (RFC 2544).
                publicIp: `198.18.${String(a)}.${String(b)}`,
            };
        },
        seconds: quick,
    },
    "ec2/networkAcl:NetworkAcl": {
        id: "acl-{hex17}",
        arn: "arn:aws:ec2:{region}:{account}:network-acl/{id}",
        inputs: "egress ingress region subnetIds tags vpcId",
        required: "vpcId",
        createOnly: "vpcId",
        outputs: ({ cloud }) => ({ ownerId: cloud.accountId }),
        seconds: quick,
    },
};
