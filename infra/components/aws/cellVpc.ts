import * as ec2 from "@pulumi/aws/ec2";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";

import {
    awsSubnets,
    type AwsSubnetKind,
    flows,
    internetCallers,
    securityGroups,
    type SecurityGroupName,
    storageCallers,
} from "../../model/awsNetwork";
import { frontDoorAddresses, frontDoorEntries } from "../../model/frontDoorAddresses";
import { EgressFilter } from "./egressFilter";
import { PrivateEndpoints } from "./privateEndpoints";
import type { LogArgs } from "./keptLog";
import type { RegionalArgs } from "./regionalArgs";
import { TrafficLog } from "./trafficLog";

export interface CellVpcArgs extends RegionalArgs, LogArgs {
    /** Begins every name of the network, for example `oxygis-aws1-euc1`; with the region, since names of roles are the account's. */
    label: string;
    accountId: string;
    addressSpace: string;
    /** Letters of three zones of the region. */
    zones: string[];
    /** Host names that machines may call. */
    allowedHosts: string[];
}

/**
 * The network of a cell on AWS. The only way in from the internet is the load balancer, which Front Door alone reaches, and the only way
 * out is the firewall. A security group stands for each kind of caller, and each rule names the group at its other end. Subnets of the
 * database have no route but the network's own.
 *
 * Keeps: ACC-1 (no public path to production), SW-6 (restricted outbound traffic), DB-1 (only the application reaches data),
 * DR-1 (three zones).
 */
export class CellVpc extends pulumi.ComponentResource {
    public readonly vpcId: pulumi.Output<string>;
    public readonly firewallArn: pulumi.Output<string>;
    /** One in each zone, as are the others. */
    public readonly privateSubnetIds: pulumi.Output<string>[];
    public readonly publicSubnetIds: pulumi.Output<string>[];
    public readonly databaseSubnetIds: pulumi.Output<string>[];
    public readonly applicationSecurityGroupId: pulumi.Output<string>;
    public readonly databaseSecurityGroupId: pulumi.Output<string>;
    public readonly endpointSecurityGroupId: pulumi.Output<string>;
    public readonly functionSecurityGroupId: pulumi.Output<string>;
    public readonly jobsSecurityGroupId: pulumi.Output<string>;
    public readonly loadBalancerSecurityGroupId: pulumi.Output<string>;

    constructor(name: string, args: CellVpcArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:CellVpc", name, args, opts);

        const { region, tags, label, accountId, zones } = args;
        const logs = { logDays: args.logDays, keyArn: args.keyArn };
        const parent = { parent: this };
        const named = (suffix: string) => ({ region, tags: { ...tags, Name: `${label}-${suffix}` } });

        const network = new ec2.Vpc(
            `${name}-vpc`,
            {
                ...named("vpc"),
                cidrBlock: args.addressSpace,
                instanceTenancy: "default",
                enableDnsSupport: true,
                // Names of private endpoints are answered only with it.
                enableDnsHostnames: true,
            },
            parent,
        );
        const vpcId = network.id;
        // The group that AWS makes with the network and gives to whatever names none: it lets nothing in or out.
        new ec2.DefaultSecurityGroup(
            `${name}-default-group`,
            { ...named("default"), vpcId, ingress: [], egress: [] },
            parent,
        );
        const gateway = new ec2.InternetGateway(`${name}-gateway`, { ...named("gateway"), vpcId }, parent);

        const ranges = awsSubnets(args.addressSpace);
        const subnets = (kind: AwsSubnetKind) =>
            zones.map(
                (letter, zone) =>
                    new ec2.Subnet(
                        `${name}-${kind}-${letter}`,
                        {
                            ...named(`${kind}-${letter}`),
                            vpcId,
                            cidrBlock: ranges[kind][zone]!,
                            availabilityZone: `${region}${letter}`,
                            mapPublicIpOnLaunch: false,
                        },
                        parent,
                    ),
            );
        const application = subnets("application");
        const database = subnets("database");
        const balancer = subnets("balancer");
        const firewall = subnets("firewall");
        const nat = subnets("nat");
        const routed = (kind: "balancer" | "database", routes: ec2.RouteTableArgs["routes"], members: ec2.Subnet[]) => {
            const table = new ec2.RouteTable(`${name}-${kind}-routes`, { ...named(kind), vpcId, routes }, parent);
            members.forEach(({ id }, zone) => {
                new ec2.RouteTableAssociation(
                    `${name}-${kind}-association-${zones[zone]!}`,
                    { region, subnetId: id, routeTableId: table.id },
                    parent,
                );
            });
        };
        // Not through the firewall: it must see both ways of a connection or none, and here the question comes from outside.
        routed("balancer", [{ cidrBlock: everywhere, gatewayId: gateway.id }], balancer);
        routed("database", [], database);

        const groups = Object.fromEntries(
            Object.entries(securityGroups).map(([group, description]) => [
                group,
                new ec2.SecurityGroup(`${name}-${group}`, { ...named(group), vpcId, description }, parent),
            ]),
        ) as Record<SecurityGroupName, ec2.SecurityGroup>;
        const egress = new EgressFilter(
            `${name}-egress`,
            {
                region,
                tags,
                label,
                vpcId,
                internetGatewayId: gateway.id,
                zones: zones.map((letter, zone) => ({
                    letter,
                    addresses: ranges.application[zone]!,
                    application: { id: application[zone]!.id },
                    firewall: { id: firewall[zone]!.id },
                    nat: { id: nat[zone]!.id },
                })),
                allowedHosts: args.allowedHosts,
                ...logs,
            },
            parent,
        );
        const endpoints = new PrivateEndpoints(
            `${name}-endpoints`,
            {
                region,
                tags,
                label,
                accountId,
                vpcId,
                subnetIds: application.map(({ id }) => id),
                securityGroupId: groups.endpoint.id,
                routeTableIds: egress.routeTableIds,
            },
            parent,
        );
        new TrafficLog(`${name}-log`, { region, tags, label, accountId, vpcId, ...logs }, parent);
        const frontDoor = new ec2.ManagedPrefixList(
            `${name}-front-door`,
            {
                ...named("front-door"),
                name: `${label}-front-door`,
                addressFamily: "IPv4",
                maxEntries: frontDoorEntries,
                entries: frontDoorAddresses.ipv4.map((cidr) => ({ cidr })),
            },
            parent,
        );

        const byTcp = (port: number) => ({ region, tags, ipProtocol: "tcp", fromPort: port, toPort: port });
        const out = (
            from: SecurityGroupName,
            to: string,
            port: number,
            target: Partial<vpc.SecurityGroupEgressRuleArgs>,
        ) =>
            new vpc.SecurityGroupEgressRule(
                `${name}-${from}-out-to-${to}`,
                { ...byTcp(port), securityGroupId: groups[from].id, description: `to ${to}`, ...target },
                parent,
            );
        const into = (
            to: SecurityGroupName,
            from: string,
            port: number,
            source: Partial<vpc.SecurityGroupIngressRuleArgs>,
        ) =>
            new vpc.SecurityGroupIngressRule(
                `${name}-${to}-in-from-${from}`,
                { ...byTcp(port), securityGroupId: groups[to].id, description: `from ${from}`, ...source },
                parent,
            );
        for (const { from, to, port } of flows) {
            out(from, to, port, { referencedSecurityGroupId: groups[to].id });
            into(to, from, port, { referencedSecurityGroupId: groups[from].id });
        }
        for (const caller of storageCallers) {
            out(caller, "storage", 443, { prefixListId: endpoints.storagePrefixListId });
        }
        for (const caller of internetCallers) {
            out(caller, "firewall", 443, { cidrIpv4: everywhere });
        }
        into("loadBalancer", "front-door", 443, { prefixListId: frontDoor.id });

        const ids = (all: ec2.Subnet[]) => all.map(({ id }) => id);
        this.vpcId = vpcId;
        this.firewallArn = egress.firewallArn;
        this.privateSubnetIds = ids(application);
        this.publicSubnetIds = ids(balancer);
        this.databaseSubnetIds = ids(database);
        this.applicationSecurityGroupId = groups.application.id;
        this.databaseSecurityGroupId = groups.database.id;
        this.endpointSecurityGroupId = groups.endpoint.id;
        this.functionSecurityGroupId = groups.function.id;
        this.jobsSecurityGroupId = groups.jobs.id;
        this.loadBalancerSecurityGroupId = groups.loadBalancer.id;
        this.registerOutputs({
            vpcId: this.vpcId,
            firewallArn: this.firewallArn,
            privateSubnetIds: this.privateSubnetIds,
            publicSubnetIds: this.publicSubnetIds,
            databaseSubnetIds: this.databaseSubnetIds,
        });
    }
}

const everywhere = "0.0.0.0/0";
