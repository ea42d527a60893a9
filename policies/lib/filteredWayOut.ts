import { isPartOfAProvider } from "./addresses";
import { elements, valueOf } from "./backupSchedule";
import { textOf } from "./customerDatabase";
import type { StackReport } from "./policy";
import type { PropertyReader } from "./propertyReader";
import { madeFrom, pointingTo } from "./relations";
import type { IndexedResource, StackIndex } from "./stackIndex";

const names = {
    egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    subnet: "aws:ec2/subnet:Subnet",
    association: "aws:ec2/routeTableAssociation:RouteTableAssociation",
    table: "aws:ec2/routeTable:RouteTable",
    route: "aws:ec2/route:Route",
    firewall: "aws:networkfirewall/firewall:Firewall",
    endpoint: "aws:ec2/vpcEndpoint:VpcEndpoint",
    prefixes: "aws:ec2/managedPrefixList:ManagedPrefixList",
};

/** What runs programs, and the input that says in which subnets. */
const runners: Readonly<Record<string, string>> = {
    "aws:autoscaling/group:Group": "vpcZoneIdentifiers",
    "aws:ec2/instance:Instance": "subnetId",
    "aws:lambda/function:Function": "vpcConfig",
};
export const filteredTypes = [...Object.values(names), ...Object.keys(runners)];

/** Whether a rule lets HTTPS out to any address of IPv4, and nothing else: what a firewall that knows names can do the rest for. */
export const isHttpsAnywhere = (props: PropertyReader): boolean =>
    valueOf(props, "cidrIpv4") === "0.0.0.0/0" &&
    ["cidrIpv6", "prefixListId"].every((path) => props.read(path).state === "unset") &&
    valueOf(props, "ipProtocol") === "tcp" &&
    valueOf(props, "fromPort") === 443 &&
    valueOf(props, "toPort") === 443;

/**
 * Reports each rule that lets HTTPS out to everywhere while some program runs in a subnet whose way out is not a network firewall of the
 * stack, and each that lets out to a list of addresses which is neither a service's own nor the stack's.
 */
export function requireFilteredWayOut(stack: StackIndex, report: StackReport): void {
    const rules = stack.ofType(names.egress);
    for (const { urn } of rules.filter(({ props }) => isHttpsAnywhere(props))) {
        const open = runsBesideFirewall(stack);
        if (open !== undefined) {
            report(`lets traffic out to the whole Internet, and ${open}.`, urn);
        }
    }
    for (const rule of rules.filter(({ props }) => props.read("prefixListId").state !== "unset")) {
        const services = madeFrom(stack, rule, "prefixListId", [names.endpoint]);
        const lists = madeFrom(stack, rule, "prefixListId", [names.prefixes]);
        if (services.length + lists.length === 0 || !lists.every(namesProviders)) {
            report(
                "prefixListId is made from no endpoint and no list of this stack whose addresses are few.",
                rule.urn,
            );
        }
    }
}

const namesProviders = ({ props }: IndexedResource): boolean => {
    const entries = elements(props, "entries");
    return entries.length > 0 && entries.every((entry) => isPartOfAProvider(textOf(entry, "cidr") ?? ""));
};

/** What runs where nothing filters; undefined where all that runs goes out through a firewall. */
function runsBesideFirewall(stack: StackIndex): string | undefined {
    const running = Object.entries(runners).flatMap(([type, input]) =>
        stack.ofType(type).map((one) => ({ one, subnets: madeFrom(stack, one, input, [names.subnet]) })),
    );
    if (running.length === 0) {
        return "nothing runs in the stack of which the way out could be judged";
    }
    for (const { one, subnets } of running) {
        if (subnets.length === 0 || !subnets.every((subnet) => leadsThroughFirewall(subnet, stack))) {
            return `${one.urn.split("::").at(-1)} runs in a subnet whose way out is no network firewall of this stack`;
        }
    }
    return undefined;
}

/** Whether all that a subnet's routes say of ways out of the network is made from a firewall. Without a table of its own nobody can tell. */
function leadsThroughFirewall(subnet: IndexedResource, stack: StackIndex): boolean {
    const tables = pointingTo(stack, subnet, names.association, "subnetId").flatMap((association) =>
        madeFrom(stack, association, "routeTableId", [names.table]),
    );
    return (
        tables.length > 0 &&
        tables.every((table) => {
            const within = table.props.read("routes").state === "unset" || ways(elements(table.props, "routes"));
            const made = table.props.readEach("routes[]").every(({ reading }) => reading.state !== "unknown");
            const firewall = madeFrom(stack, table, "routes", [names.firewall]).length > 0;
            const alone = pointingTo(stack, table, names.route, "routeTableId");
            return (
                (firewall || (made && table.props.read("routes").state === "unset")) &&
                within &&
                alone.every(
                    (route) =>
                        ways([route.props]) && madeFrom(stack, route, "vpcEndpointId", [names.firewall]).length > 0,
                )
            );
        })
    );
}

/** Hops that lead out, or to somebody else, beside the firewall's endpoint. */
const otherHops = [
    "carrierGatewayId",
    "coreNetworkArn",
    "egressOnlyGatewayId",
    "gatewayId",
    "natGatewayId",
    "networkInterfaceId",
    "transitGatewayId",
    "vpcPeeringConnectionId",
];

const ways = (routes: readonly PropertyReader[]): boolean =>
    routes.every(
        (route) =>
            route.read("vpcEndpointId").state !== "unset" &&
            otherHops.every((hop) => route.read(hop).state === "unset"),
    );
