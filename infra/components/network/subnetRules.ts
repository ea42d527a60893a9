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
const remoteDesktop = "3389";

type Allowed = [name: string, source: string, destination: string, ...ports: string[]];

/**
 * The allowed flows in one direction, then a rule that refuses what Azure's own rules would let through.
 *
 * @param first priority of the first of them
 */
function only(
    direction: SecurityRule["direction"],
    byTcp: Allowed[],
    byAnyProtocol: Allowed[] = [],
    first = 100,
): SecurityRule[] {
    const allow = (protocol: SecurityRule["protocol"], allowed: Allowed[], from: number) =>
        allowed.map(([name, source, destination, ...ports], index): SecurityRule => ({
            name: `${name}-${direction.toLowerCase()}`,
            priority: first + (from + index) * 10,
            direction,
            access: "Allow",
            protocol,
            sourceAddressPrefix: source,
            sourcePortRange: "*",
            destinationAddressPrefix: destination,
            destinationPortRanges: ports,
        }));
    return [
        ...allow("Tcp", byTcp, 0),
        ...allow("*", byAnyProtocol, byTcp.length),
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

/** The subnets that are filtered, as address ranges in CIDR notation. */
export interface FilteredSubnets {
    application: string;
    jobs: string;
    watch: string;
    bastion: string;
    privateEndpoints: string;
    privateLink: string;
    /** Unset in a cell without managed instances. */
    managedInstances?: string | undefined;
}

/** Who may talk to whom in a cell, by subnet. */
export function subnetRules(subnets: FilteredSubnets) {
    const { application, jobs, watch, bastion, privateEndpoints, privateLink, managedInstances } = subnets;
    /** What machines call: data by private endpoint, and hosts of the Internet; which ones is the firewall's to say. */
    const outwards = (source: string, ...internetPorts: string[]): Allowed[] => [
        ["data", source, privateEndpoints, https, sql],
        ...(managedInstances === undefined ? [] : [["instances", source, managedInstances, sql] as Allowed]),
        ["firewall", source, "Internet", ...internetPorts],
    ];
    return {
        application: [
            ...only("Inbound", [
                ["front-door", privateLink, application, https],
                ["health-probe", "AzureLoadBalancer", application, https],
            ]),
            ...only("Outbound", outwards(application, https, windowsActivation)),
        ],
        jobs: [
            ...only("Inbound", [["staff", bastion, jobs, remoteDesktop]]),
            ...only("Outbound", outwards(jobs, https, windowsActivation)),
        ],
        // The parts of an environment of containers talk to each other ("Securing a virtual network in Azure Container Apps").
        watch: [
            ...only("Inbound", [["health-probe", "AzureLoadBalancer", watch, "30000-32767"]], [withinSubnet(watch)]),
            ...only("Outbound", outwards(watch, https), [withinSubnet(watch)]),
        ],
        bastion: bastionRules(bastion, privateEndpoints),
        privateEndpoints: [
            ...only("Inbound", [
                ["application", application, privateEndpoints, https, sql],
                ["jobs", jobs, privateEndpoints, https, sql],
                ["watch", watch, privateEndpoints, https, sql],
                ["recordings", bastion, privateEndpoints, https],
                ...(managedInstances === undefined
                    ? []
                    : [["restores", managedInstances, privateEndpoints, https] as Allowed]),
            ]),
            ...only("Outbound", []),
        ],
        // Azure puts its own rules before these, from priority 100 on, and manages instances by them ("Service-aided subnet configuration").
        managedInstances:
            managedInstances === undefined
                ? []
                : [
                      ...only(
                          "Inbound",
                          [
                              ["application", application, managedInstances, sql],
                              ["jobs", jobs, managedInstances, sql],
                              ["watch", watch, managedInstances, sql],
                          ],
                          [],
                          1000,
                      ),
                      ...only("Outbound", [["backups", managedInstances, privateEndpoints, https]], [], 1000),
                  ],
        privateLink: [
            ...only("Inbound", []),
            ...only("Outbound", [["load-balancer", privateLink, application, https]]),
        ],
    };
}

const withinSubnet = (subnet: string): Allowed => ["environment", subnet, subnet, "0-65535"];

/**
 * What Azure demands of a filter around Bastion, word for word ("Configure NSG rules for Azure Bastion": leaving one out blocks updates),
 * and the way to the account of the recordings. People come in from the Internet by HTTPS and must sign in to Entra ID.
 */
const bastionRules = (bastion: string, privateEndpoints: string) => [
    ...only(
        "Inbound",
        [
            ["people", "Internet", "*", https],
            ["control", "GatewayManager", "*", https],
            ["health-probe", "AzureLoadBalancer", "*", https],
        ],
        [["bastion", "VirtualNetwork", "VirtualNetwork", "8080", "5701"]],
    ),
    ...only(
        "Outbound",
        [
            ["azure", "*", "AzureCloud", https],
            ["recordings", bastion, privateEndpoints, https],
        ],
        [
            ["machines", "*", "VirtualNetwork", "22", remoteDesktop],
            ["bastion", "VirtualNetwork", "VirtualNetwork", "8080", "5701"],
            ["sessions", "*", "Internet", "80"],
        ],
    ),
];
