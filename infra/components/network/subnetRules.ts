/** A rule of a network security group, in the words of Azure. */
interface SecurityRule {
    name: string;
    priority: number;
    direction: "Inbound" | "Outbound";
    access: "Allow" | "Deny";
    protocol: "Tcp" | "*";
    sourceAddressPrefix: string;
    sourcePortRange: "*";
    destinationAddressPrefix: string;
    destinationPortRanges?: string[];
    destinationPortRange?: string;
}

const https = "443";
/** Azure SQL behind a private endpoint answers on its own port: the connection policy is Proxy. */
const sql = "1433";

const windowsActivation = "1688";

type Allowed = [name: string, source: string, destination: string, ...ports: string[]];

/** The allowed flows in one direction, then a rule that refuses what Azure's own rules would let through. */
function only(direction: SecurityRule["direction"], allowed: Allowed[]): SecurityRule[] {
    const rules = allowed.map(([name, source, destination, ...ports], index): SecurityRule => ({
        name: `${name}-${direction.toLowerCase()}`,
        priority: 100 + index * 10,
        direction,
        access: "Allow",
        protocol: "Tcp",
        sourceAddressPrefix: source,
        sourcePortRange: "*",
        destinationAddressPrefix: destination,
        destinationPortRanges: ports,
    }));
    return [
        ...rules,
        {
            name: `refuse-the-rest-${direction.toLowerCase()}`,
            priority: 4096,
            direction,
            access: "Deny",
            protocol: "*",
            sourceAddressPrefix: "*",
            sourcePortRange: "*",
            destinationAddressPrefix: "*",
            destinationPortRange: "*",
        },
    ];
}

/** Who may talk to whom in a cell, by subnet (address ranges in CIDR notation). */
export function subnetRules(subnets: { application: string; privateEndpoints: string; privateLink: string }) {
    const { application, privateEndpoints, privateLink } = subnets;
    return {
        application: [
            ...only("Inbound", [
                ["front-door", privateLink, application, https],
                ["health-probe", "AzureLoadBalancer", application, https],
            ]),
            ...only("Outbound", [
                ["data", application, privateEndpoints, https, sql],
                // Which hosts these are is the firewall's to say.
                ["firewall", application, "Internet", https, windowsActivation],
            ]),
        ],
        privateEndpoints: [
            ...only("Inbound", [["application", application, privateEndpoints, https, sql]]),
            ...only("Outbound", []),
        ],
        privateLink: [
            ...only("Inbound", []),
            ...only("Outbound", [["load-balancer", privateLink, application, https]]),
        ],
    };
}
