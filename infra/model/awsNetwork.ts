import { formatBlock, parseBlock, subnetOf } from "./network";

/** What stands in a subnet of a cell on AWS; each has one subnet in every zone. */
export type AwsSubnetKind = "application" | "balancer" | "database" | "firewall" | "nat";

/**
 * The subnets of a cell on AWS, one of each kind in each of three zones. The first quarter of the address space belongs to machines and
 * private endpoints; the others have 64 addresses each behind it (a load balancer wants 8 free ones, a firewall endpoint a /28), and the
 * second half stays free for what a cell may need later. Throws where the address space is none.
 */
export function awsSubnets(addressSpace: string): Record<AwsSubnetKind, [string, string, string]> {
    const space = parseBlock(addressSpace);
    if (!space) {
        throw new Error(`${JSON.stringify(addressSpace)} is no address space; write for example 10.20.0.0/16`);
    }
    const [machines, services] = [0, 1].map((index) => subnetOf(space, space.prefix + 2, index)) as [
        typeof space,
        typeof space,
    ];
    const inEachZone = (subnet: (zone: number) => string): [string, string, string] => [
        subnet(0),
        subnet(1),
        subnet(2),
    ];
    const small = (first: number) => inEachZone((zone) => formatBlock(subnetOf(services, 26, first + zone)));
    return {
        application: inEachZone((zone) => formatBlock(subnetOf(machines, machines.prefix + 2, zone))),
        balancer: small(0),
        database: small(4),
        firewall: small(8),
        nat: small(12),
    };
}

/** Who is told apart in the network of a cell on AWS: a security group each, with what it is for. */
export const securityGroups = {
    application: "the machines that run the application",
    database: "the SQL Server instances",
    endpoint: "private ways to services of AWS",
    function: "the function that makes and restores databases",
    jobs: "the machines that run scheduled work",
    loadBalancer: "the load balancer that Front Door calls",
} as const;

export type SecurityGroupName = keyof typeof securityGroups;

const https = 443;
const sqlServer = 1433;

/** All that goes from one group to another, by TCP. What is not here is refused: groups of AWS know no other rule. */
export const flows: readonly { from: SecurityGroupName; to: SecurityGroupName; port: number }[] = [
    { from: "loadBalancer", to: "application", port: https },
    { from: "application", to: "database", port: sqlServer },
    { from: "jobs", to: "database", port: sqlServer },
    { from: "function", to: "database", port: sqlServer },
    { from: "application", to: "endpoint", port: https },
    { from: "jobs", to: "endpoint", port: https },
    { from: "function", to: "endpoint", port: https },
];

/** Who reads and writes files in S3, which is reached by a route and not by an endpoint with a group. */
export const storageCallers: readonly SecurityGroupName[] = ["application", "function", "jobs"];

/** Who may call hosts of the Internet; which ones is the firewall's to say. */
export const internetCallers: readonly SecurityGroupName[] = ["application", "jobs"];
