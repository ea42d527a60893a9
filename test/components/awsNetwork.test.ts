import fc from "fast-check";

import { CellVpc } from "../../infra/components/aws/cellVpc";
import { EgressFilter, firewallEndpoint } from "../../infra/components/aws/egressFilter";
import { endpointPolicy, firewallDomain, storageEndpointPolicy } from "../../infra/model/awsEgress";
import { awsSubnets } from "../../infra/model/awsNetwork";
import { frontDoorAddresses, frontDoorEntries } from "../../infra/model/frontDoorAddresses";
import { formatBlock, overlap, parseBlock, sizeOf } from "../../infra/model/network";
import { type RecordedResource, recordProgram } from "../support/recordProgram";
import { awsArguments } from "./awsNetworkCases";

type Inputs = Record<string, unknown>;

const ofType = (resources: RecordedResource[], type: string) => resources.filter((each) => each.type === `aws:${type}`);
const named = (resources: RecordedResource[], name: string) => resources.find((each) => each.name === name)!;

describe("the address space of a cell on AWS", () => {
    const spaces = fc
        .record({ prefix: fc.integer({ min: 16, max: 20 }), index: fc.nat(255) })
        .map(({ prefix, index }) => ({ start: 10 * 2 ** 24 + index * 2 ** (32 - prefix), prefix }));

    it("is cut into fifteen subnets that lie inside it and do not overlap, with half of it left free", () => {
        fc.assert(
            fc.property(spaces, (space) => {
                const all = Object.values(awsSubnets(formatBlock(space)))
                    .flat()
                    .map((cidr) => parseBlock(cidr)!);

                expect(all).toHaveLength(15);
                expect(all.every((one) => one.start + sizeOf(one) <= space.start + sizeOf(space) / 2)).toBe(true);
                expect(all.every((one, at) => all.slice(at + 1).every((other) => !overlap(one, other)))).toBe(true);
            }),
        );
    });

    it("is refused where it is none", () => {
        expect(() => awsSubnets("10.0.0.1/20")).toThrow(
            '"10.0.0.1/20" is no address space; write for example 10.20.0.0/16',
        );
    });
});

describe("the addresses of Front Door", () => {
    it("are ranges of their own that fit in their list with room to grow", () => {
        const blocks = frontDoorAddresses.ipv4.map((cidr) => parseBlock(cidr));

        expect(blocks.filter((block) => block === undefined)).toEqual([]);
        expect(blocks.every((one, at) => blocks.slice(at + 1).every((other) => !overlap(one!, other!)))).toBe(true);
        expect(frontDoorAddresses.ipv4.length).toBeLessThan(frontDoorEntries);
    });

    it("are no wider than a provider's own network", () => {
        expect(frontDoorAddresses.ipv4.filter((cidr) => parseBlock(cidr)!.prefix < 16)).toEqual([]);
    });
});

describe("CellVpc", () => {
    let resources: RecordedResource[];
    beforeAll(async () => {
        ({ resources } = await recordProgram(() => new CellVpc("aws1", awsArguments.vpc)));
    });

    it("lies in its region with everything in it, whatever the provider's own region is", () => {
        const regional = resources.filter(({ type }) => type.startsWith("aws:") && !type.startsWith("aws:iam/"));

        expect(regional.filter(({ inputs }) => inputs["region"] !== "eu-central-1").map(({ name }) => name)).toEqual(
            [],
        );
    });

    it("has one subnet of each kind in each zone", () => {
        const zones = ofType(resources, "ec2/subnet:Subnet").map(({ name, inputs }) => [
            name.replace(/-.$/, ""),
            inputs["availabilityZone"],
        ]);

        expect(zones).toHaveLength(15);
        for (const kind of ["application", "balancer", "database", "firewall", "nat"]) {
            expect(zones).toEqual(
                expect.arrayContaining(["a", "b", "c"].map((letter) => [`aws1-${kind}`, `eu-central-1${letter}`])),
            );
        }
    });

    it("gives nothing a public address but the way out: one for each zone", () => {
        const addresses = ofType(resources, "ec2/eip:Eip").map(({ name }) => `${name}.id`);
        const gateways = ofType(resources, "ec2/natGateway:NatGateway").map(({ inputs }) => inputs["allocationId"]);

        expect(addresses).toHaveLength(3);
        expect(gateways.sort()).toEqual(addresses.sort());
        const asking = ofType(resources, "ec2/subnet:Subnet").filter(
            ({ inputs }) => inputs["mapPublicIpOnLaunch"] !== false,
        );
        expect(asking).toEqual([]);
    });

    it("empties the group that AWS gives to whatever names none", () => {
        expect(named(resources, "aws1-default-group").inputs).toMatchObject({ ingress: [], egress: [] });
    });

    it("writes no rule into a group itself, where two lists of rules would undo each other", () => {
        const groups = ofType(resources, "ec2/securityGroup:SecurityGroup");

        expect(groups).toHaveLength(6);
        expect(groups.filter(({ inputs }) => "ingress" in inputs || "egress" in inputs)).toEqual([]);
    });

    it("lets nobody in but by the name of a group, or of Front Door to the balancer", () => {
        const rules = ofType(resources, "vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(
            ({ inputs }) => inputs,
        );

        expect(rules.filter((rule) => "cidrIpv4" in rule || "cidrIpv6" in rule)).toEqual([]);
        const byList = rules.filter((rule) => "prefixListId" in rule);
        expect(byList).toMatchObject([
            { securityGroupId: "aws1-loadBalancer.id", prefixListId: "aws1-front-door.id", fromPort: 443, toPort: 443 },
        ]);
        const bySource = rules.filter((rule) => !("prefixListId" in rule));
        expect(bySource.every((rule) => /^aws1-\w+\.id$/.test(rule["referencedSecurityGroupId"] as string))).toBe(true);
    });

    it("lets the application, the jobs and the databases' function reach the databases, and nobody else", () => {
        const sources = ofType(resources, "vpc/securityGroupIngressRule:SecurityGroupIngressRule")
            .filter(({ inputs }) => inputs["securityGroupId"] === "aws1-database.id")
            .map(({ inputs }) => [inputs["referencedSecurityGroupId"], inputs["fromPort"], inputs["toPort"]]);

        expect(sources.sort()).toEqual([
            ["aws1-application.id", 1433, 1433],
            ["aws1-function.id", 1433, 1433],
            ["aws1-jobs.id", 1433, 1433],
        ]);
    });

    it("lets databases, endpoints and the balancer call nobody on the Internet", () => {
        const callers = ofType(resources, "vpc/securityGroupEgressRule:SecurityGroupEgressRule")
            .filter(({ inputs }) => "cidrIpv4" in inputs)
            .map(({ inputs }) => [inputs["securityGroupId"], inputs["fromPort"], inputs["toPort"]]);

        expect(callers.sort()).toEqual([
            ["aws1-application.id", 443, 443],
            ["aws1-jobs.id", 443, 443],
        ]);
    });

    it("has an answer for every question: whoever may call a group is let into it at the same port", () => {
        const ends = (type: string, from: string, to: string) =>
            ofType(resources, type)
                .filter(({ inputs }) => "referencedSecurityGroupId" in inputs)
                .map(({ inputs }) =>
                    JSON.stringify([inputs[from], inputs[to], inputs["fromPort"], inputs["ipProtocol"]]),
                )
                .sort();

        const asked = ends(
            "vpc/securityGroupEgressRule:SecurityGroupEgressRule",
            "securityGroupId",
            "referencedSecurityGroupId",
        );
        expect(asked).not.toEqual([]);
        expect(
            ends(
                "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
                "referencedSecurityGroupId",
                "securityGroupId",
            ),
        ).toEqual(asked);
    });

    it("gives subnets of the databases no route out, and the balancer's the straight one", () => {
        expect(named(resources, "aws1-database-routes").inputs["routes"]).toEqual([]);
        expect(named(resources, "aws1-balancer-routes").inputs["routes"]).toEqual([
            { cidrBlock: "0.0.0.0/0", gatewayId: "aws1-gateway.id" },
        ]);
    });

    it("gives every subnet routes of its own kind, so that none falls back to the network's", () => {
        const subnets = ofType(resources, "ec2/subnet:Subnet").map(({ name }) => `${name}.id`);
        const routed = ofType(resources, "ec2/routeTableAssociation:RouteTableAssociation").map(
            ({ inputs }) => inputs["subnetId"],
        );

        expect(routed.sort()).toEqual(subnets.sort());
    });

    it("keeps a log of all traffic for a year, which its role may write and nothing else", () => {
        expect(named(resources, "aws1-log-flows").inputs).toMatchObject({
            trafficType: "ALL",
            vpcId: "aws1-vpc.id",
            logDestination: "aws1-log-log.arn",
        });
        expect(named(resources, "aws1-log-log").inputs).toMatchObject({ retentionInDays: 365 });
        const { Statement } = JSON.parse(named(resources, "aws1-log-rights").inputs["policy"] as string) as {
            Statement: Inputs[];
        };
        expect(Statement).toEqual([
            expect.objectContaining({
                Resource: "arn:aws:logs:eu-central-1:111122223333:log-group:/oxygis/oxygis-aws1/traffic:*",
            }),
        ]);
    });
});

describe("EgressFilter", () => {
    const declared = async (change: Partial<typeof awsArguments.filter> = {}) =>
        (await recordProgram(() => new EgressFilter("out", { ...awsArguments.filter, ...change }))).resources;

    it.each(["a", "b", "c"])(
        "sends what zone %s calls out, and back, through the firewall of that zone",
        async (letter) => {
            const resources = await declared();
            const routes = (kind: string) => named(resources, `out-${kind}-routes-${letter}`).inputs["routes"];
            const endpoint = `out-firewall.endpoint-${letter}`;

            expect(routes("application")).toEqual([{ cidrBlock: "0.0.0.0/0", vpcEndpointId: endpoint }]);
            expect(routes("firewall")).toEqual([{ cidrBlock: "0.0.0.0/0", natGatewayId: `out-nat-${letter}.id` }]);
            expect(routes("nat")).toEqual([
                { cidrBlock: "0.0.0.0/0", gatewayId: "gateway" },
                { cidrBlock: "10.0.0.0/24", vpcEndpointId: endpoint },
            ]);
            expect(named(resources, `out-nat-${letter}`).inputs["subnetId"]).toBe(`nat-${letter}`);
        },
    );

    it("drops whatever no rule lets through", async () => {
        const { inputs } = named(await declared(), "out-policy");

        expect(inputs["firewallPolicy"]).toMatchObject({
            statelessDefaultActions: ["aws:forward_to_sfe"],
            statelessFragmentDefaultActions: ["aws:forward_to_sfe"],
            statefulEngineOptions: { ruleOrder: "STRICT_ORDER", streamExceptionPolicy: "DROP" },
            statefulDefaultActions: ["aws:drop_established_app_layer", "aws:alert_established_app_layer"],
            statefulRuleGroupReferences: [{ priority: 1, resourceArn: "out-hosts.arn" }],
        });
    });

    it("lets named hosts through by HTTPS only", async () => {
        const { inputs } = named(await declared({ allowedHosts: ["login.test", "*.partner.test"] }), "out-hosts");

        expect(inputs["ruleGroup"]).toEqual({
            statefulRuleOptions: { ruleOrder: "STRICT_ORDER" },
            rulesSource: {
                rulesSourceList: {
                    generatedRulesType: "ALLOWLIST",
                    targetTypes: ["TLS_SNI"],
                    targets: ["login.test", ".partner.test"],
                },
            },
        });
    });

    it("lets nothing through where no host is allowed: AWS takes no empty list", async () => {
        const resources = await declared({ allowedHosts: [] });

        expect(ofType(resources, "networkfirewall/ruleGroup:RuleGroup")).toEqual([]);
        expect(named(resources, "out-policy").inputs["firewallPolicy"]).toMatchObject({
            statefulRuleGroupReferences: [],
        });
    });

    it("takes no endpoint of another zone for one that is missing", () => {
        const statuses = [
            { syncStates: [{ availabilityZone: "eu-central-1a", attachments: [{ endpointId: "endpoint-a" }] }] },
        ];

        expect(firewallEndpoint(statuses, "eu-central-1a")).toBe("endpoint-a");
        expect(() => firewallEndpoint(statuses, "eu-central-1b")).toThrow(
            "the firewall has no endpoint in eu-central-1b",
        );
    });

    it("writes down what it refuses, for a year, and cannot be deleted in passing", async () => {
        const resources = await declared();

        expect(named(resources, "out-firewall").inputs).toMatchObject({
            deleteProtection: true,
            subnetChangeProtection: true,
        });
        expect(named(resources, "out-logging").inputs).toMatchObject({
            firewallArn: "out-firewall.arn",
            loggingConfiguration: {
                logDestinationConfigs: [
                    { logType: "ALERT", logDestination: { logGroup: "/oxygis/oxygis-aws1/egress" } },
                ],
            },
        });
        expect(named(resources, "out-log")).toMatchObject({
            inputs: { retentionInDays: 365, kmsKeyId: "key" },
            protect: true,
            retainOnDelete: true,
        });
    });
});

describe("a private endpoint", () => {
    const statements = (policy: string) => (JSON.parse(policy) as { Statement: Inputs[] }).Statement;
    const own = { "aws:PrincipalAccount": "111122223333" };

    it("serves its own account only", () => {
        expect(statements(endpointPolicy("111122223333", false))).toMatchObject([{ Condition: { StringEquals: own } }]);
    });

    it("of S3 serves buckets of its own account, and of the agent of Systems Manager for reading", () => {
        const [first, second, ...others] = statements(storageEndpointPolicy("111122223333", "eu-central-1"));

        expect(first).toMatchObject({
            Condition: { StringEquals: { ...own, "aws:ResourceAccount": "111122223333" } },
        });
        expect(second).toMatchObject({ Action: "s3:GetObject" });
        expect(
            (second!["Resource"] as string[]).every((bucket) =>
                /^arn:aws:s3:::[a-z0-9-]*(ssm|birdwatcher)/.test(bucket),
            ),
        ).toBe(true);
        expect(second!["Resource"]).not.toContain("arn:aws:s3:::*");
        expect(others).toEqual([]);
    });

    it("is called by the names that AWS knows anyway", async () => {
        const { resources } = await recordProgram(() => new CellVpc("aws1", awsArguments.vpc));
        const endpoints = ofType(resources, "ec2/vpcEndpoint:VpcEndpoint").filter(
            ({ inputs }) => inputs["vpcEndpointType"] === "Interface",
        );

        expect(endpoints).toHaveLength(7);
        expect(endpoints.every(({ inputs }) => inputs["privateDnsEnabled"] === true)).toBe(true);
        expect(endpoints.every(({ inputs }) => (inputs["subnetIds"] as string[]).length === 3)).toBe(true);
    });
});

describe("a host of the configuration", () => {
    it.each([
        ["login.test", "login.test"],
        ["*.partner.test", ".partner.test"],
    ])("%s is %s to the firewall", (host, domain) => {
        expect(firewallDomain(host)).toBe(domain);
    });
});
