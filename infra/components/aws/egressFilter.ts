import * as ec2 from "@pulumi/aws/ec2";
import * as networkfirewall from "@pulumi/aws/networkfirewall";
import * as pulumi from "@pulumi/pulumi";

import { firewallDomain } from "../../model/awsEgress";
import { declareLog, type LogArgs } from "./keptLog";
import type { RegionalArgs } from "./regionalArgs";

/** What belongs to one zone: what calls, and the two subnets it passes on its way out. */
interface FilteredZone {
    /** Letter of the zone, as in its subnets' names. */
    letter: string;
    /** Address range of the machines whose way out this is. */
    addresses: string;
    /** The subnets themselves, for their routes. */
    application: { id: pulumi.Input<string> };
    firewall: { id: pulumi.Input<string> };
    nat: { id: pulumi.Input<string> };
}

export interface EgressFilterArgs extends RegionalArgs, LogArgs {
    label: string;
    vpcId: pulumi.Input<string>;
    internetGatewayId: pulumi.Input<string>;
    zones: FilteredZone[];
    /** Host names that may be called, by HTTPS only; `*.` may stand in front. Everything else is refused. */
    allowedHosts: string[];
}

/**
 * The only way out of a cell on AWS: machines, then the firewall, then an address translation that takes nothing from outside, each in
 * the caller's own zone, so that the loss of a zone takes no other zone's way. Answers come back through the firewall that saw the
 * question: it drops what belongs to no connection it knows. It lets HTTPS to named hosts through and nothing else; it reads the name
 * the caller asks for, so a machine that lies about the name is stopped by its certificate check alone. Costs about as much as ten
 * of the virtual machines behind it.
 *
 * Keeps: SW-6 (no remote file inclusion: restricted outbound traffic), DR-1 (survives the loss of a zone).
 */
export class EgressFilter extends pulumi.ComponentResource {
    public readonly firewallArn: pulumi.Output<string>;
    /** Of the machines' subnets, in the order of the zones. */
    public readonly routeTableIds: pulumi.Output<string>[];

    constructor(name: string, args: EgressFilterArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:EgressFilter", name, args, opts);

        const { region, tags, label, vpcId, zones } = args;
        const parent = { parent: this };
        const named = (suffix: string) => ({ region, tags: { ...tags, Name: `${label}-${suffix}` } });

        // AWS refuses a list without hosts; without a list everything is dropped.
        const rules =
            args.allowedHosts.length > 0
                ? [
                      new networkfirewall.RuleGroup(
                          `${name}-hosts`,
                          {
                              ...named("hosts"),
                              name: `${label}-hosts`,
                              type: "STATEFUL",
                              capacity: 200,
                              ruleGroup: {
                                  statefulRuleOptions: { ruleOrder: "STRICT_ORDER" },
                                  rulesSource: {
                                      rulesSourceList: {
                                          generatedRulesType: "ALLOWLIST",
                                          targetTypes: ["TLS_SNI"],
                                          targets: args.allowedHosts.map(firewallDomain),
                                      },
                                  },
                              },
                          },
                          parent,
                      ),
                  ]
                : [];
        const policy = new networkfirewall.FirewallPolicy(
            `${name}-policy`,
            {
                ...named("egress"),
                name: `${label}-egress`,
                firewallPolicy: {
                    // Nothing is decided packet by packet: the host is known only once a connection is there.
                    statelessDefaultActions: ["aws:forward_to_sfe"],
                    statelessFragmentDefaultActions: ["aws:forward_to_sfe"],
                    statefulEngineOptions: { ruleOrder: "STRICT_ORDER", streamExceptionPolicy: "DROP" },
                    statefulDefaultActions: ["aws:drop_established_app_layer", "aws:alert_established_app_layer"],
                    statefulRuleGroupReferences: rules.map(({ arn }, index) => ({
                        priority: index + 1,
                        resourceArn: arn,
                    })),
                },
            },
            parent,
        );
        const firewall = new networkfirewall.Firewall(
            `${name}-firewall`,
            {
                ...named("egress"),
                name: `${label}-egress`,
                vpcId,
                firewallPolicyArn: policy.arn,
                deleteProtection: true,
                subnetChangeProtection: true,
                subnetMappings: zones.map((zone) => ({ subnetId: zone.firewall.id })),
            },
            parent,
        );
        const log = declareLog(`${name}-log`, { ...args, logName: `/oxygis/${label}/egress` }, this);
        new networkfirewall.LoggingConfiguration(
            `${name}-logging`,
            {
                region,
                firewallArn: firewall.arn,
                loggingConfiguration: {
                    logDestinationConfigs: [
                        {
                            logType: "ALERT",
                            logDestinationType: "CloudWatchLogs",
                            logDestination: { logGroup: log.name },
                        },
                    ],
                },
            },
            parent,
        );

        this.firewallArn = firewall.arn;
        this.routeTableIds = zones.map((zone) => {
            const { letter } = zone;
            const address = new ec2.Eip(
                `${name}-address-${letter}`,
                { ...named(`nat-${letter}`), domain: "vpc" },
                parent,
            );
            const nat = new ec2.NatGateway(
                `${name}-nat-${letter}`,
                { ...named(`nat-${letter}`), allocationId: address.id, subnetId: zone.nat.id },
                parent,
            );
            const endpoint = firewall.firewallStatuses.apply((statuses) =>
                firewallEndpoint(statuses, `${region}${letter}`),
            );
            const routes = (kind: "application" | "firewall" | "nat", routes: ec2.RouteTableArgs["routes"]) => {
                const table = new ec2.RouteTable(
                    `${name}-${kind}-routes-${letter}`,
                    { ...named(`${kind}-${letter}`), vpcId, routes },
                    parent,
                );
                new ec2.RouteTableAssociation(
                    `${name}-${kind}-association-${letter}`,
                    { region, subnetId: zone[kind].id, routeTableId: table.id },
                    parent,
                );
                return table;
            };
            routes("firewall", [{ cidrBlock: everywhere, natGatewayId: nat.id }]);
            routes("nat", [
                { cidrBlock: everywhere, gatewayId: args.internetGatewayId },
                // The way back, where a route of its own is nearer than the network's.
                { cidrBlock: zone.addresses, vpcEndpointId: endpoint },
            ]);
            return routes("application", [{ cidrBlock: everywhere, vpcEndpointId: endpoint }]).id;
        });
        this.registerOutputs({ firewallArn: this.firewallArn, routeTableIds: this.routeTableIds });
    }
}

const everywhere = "0.0.0.0/0";

/** Where the firewall takes traffic in one zone, by the zone's full name; throws where it does not. */
export function firewallEndpoint(statuses: { syncStates: SyncState[] }[], zone: string): string {
    const state = statuses.flatMap(({ syncStates }) => syncStates).find((each) => each.availabilityZone === zone);
    const [attachment] = state?.attachments ?? [];
    if (!attachment) {
        throw new Error(`the firewall has no endpoint in ${zone}`);
    }
    return attachment.endpointId;
}

interface SyncState {
    availabilityZone: string;
    attachments: { endpointId: string }[];
}
