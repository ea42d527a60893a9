import { CellNetwork } from "../../infra/components/network/cellNetwork";
import { subnetRules } from "../../infra/components/network/subnetRules";
import { recordProgram } from "../support/recordProgram";
import { network, subnets } from "./arguments";
import { cases } from "./cases";

const declared = async () => (await recordProgram(() => new CellNetwork("eu1", network))).resources;
const byType = async (type: string) =>
    (await declared()).filter((each) => each.type === `azure-native:network:${type}`);
const named = async (name: string) => (await declared()).find((each) => each.name === name)!;

describe("CellNetwork", () => {
    it("gives no subnet a way out that nobody declared", async () => {
        const all = await byType("Subnet");

        expect(all).toHaveLength(8);
        expect(all.filter(({ inputs }) => inputs["defaultOutboundAccess"] !== false)).toEqual([]);
    });

    it("filters every subnet but the firewall's, in which Azure allows no filter", async () => {
        const filtered = (await byType("Subnet")).map(({ inputs }) => [
            inputs["subnetName"],
            (inputs["networkSecurityGroup"] as { id: string } | undefined)?.id,
        ]);

        expect(filtered.sort()).toEqual([
            ["AzureBastionSubnet", "eu1-bastion-nsg.id"],
            ["AzureFirewallSubnet", undefined],
            ["application", "eu1-application-nsg.id"],
            ["jobs", "eu1-jobs-nsg.id"],
            ["managed-instances", "eu1-managed-instances-nsg.id"],
            ["private-endpoints", "eu1-private-endpoints-nsg.id"],
            ["private-link", "eu1-private-link-nsg.id"],
            ["watch", "eu1-watch-nsg.id"],
        ]);
    });

    it.each(["application", "jobs", "watch"])("sends what %s calls through the firewall", async (subnet) => {
        expect((await named(`eu1-${subnet}`)).inputs["routeTable"]).toMatchObject({ id: "eu1-egress-routes.id" });
    });

    it("lets each subnet call its own hosts by name, and nothing else", async () => {
        expect((await named("eu1-egress-routes")).inputs["routes"]).toMatchObject([
            {
                addressPrefix: "0.0.0.0/0",
                nextHopType: "VirtualAppliance",
                nextHopIpAddress: "eu1-egress-firewall.address",
            },
        ]);
        expect((await named("eu1-egress-rules")).inputs["ruleCollections"]).toMatchObject([
            {
                action: { type: "Allow" },
                rules: [
                    { sourceAddresses: [subnets.application, subnets.jobs], targetFqdns: ["machines.test"] },
                    { sourceAddresses: [subnets.jobs], targetFqdns: ["login.test"] },
                    { sourceAddresses: [subnets.watch], targetFqdns: ["watch.test"] },
                ],
            },
            {
                action: { type: "Allow" },
                rules: [{ sourceAddresses: [subnets.application, subnets.jobs], destinationPorts: ["1688"] }],
            },
        ]);
    });

    it("hands the watch's subnet to the containers, and Bastion the subnet that Azure knows by its name", async () => {
        expect((await named("eu1-watch")).inputs["delegations"]).toMatchObject([
            { serviceName: "Microsoft.App/environments" },
        ]);
        expect((await named("eu1-bastion")).inputs["subnetName"]).toBe("AzureBastionSubnet");
        expect((await named("eu1-bastion")).inputs["routeTable"]).toBeUndefined();
    });

    it("gives managed instances a table for Azure's own routes, and no way out", async () => {
        const { inputs } = await named("eu1-managed-instances");

        expect(inputs["routeTable"]).toMatchObject({ id: "eu1-instances-routes.id" });
        expect(inputs["delegations"]).toMatchObject([{ serviceName: "Microsoft.Sql/managedInstances" }]);
        expect((await named("eu1-instances-routes")).inputs["routes"]).toBeUndefined();
    });

    it("has one public address of its own, the firewall's, in all zones", async () => {
        const addresses = await byType("PublicIPAddress");

        expect(addresses.map(({ inputs }) => inputs["zones"])).toEqual([["1", "2", "3"]]);
        expect((await named("eu1-egress-firewall")).inputs["zones"]).toEqual(["1", "2", "3"]);
    });

    it("changes one subnet after the other, because Azure refuses two at a time", async () => {
        const order = [
            "application",
            "private-endpoints",
            "private-link",
            "jobs",
            "bastion",
            "watch",
            "managed-instances",
        ];

        for (const [index, subnet] of order.slice(1).entries()) {
            expect((await named(`eu1-${subnet}`)).dependencies).toContainEqual(
                expect.stringMatching(new RegExp(`::eu1-${order[index]}$`)),
            );
        }
    });
});

describe("subnetRules", () => {
    it.each(Object.entries(subnetRules(subnets)))(
        "of %s end by refusing everything else in both directions",
        (_, rules) => {
            for (const direction of ["Inbound", "Outbound"]) {
                const ordered = rules
                    .filter((rule) => rule.direction === direction)
                    .sort((a, b) => a.priority - b.priority);
                expect(ordered.at(-1)).toMatchObject({
                    access: "Deny",
                    sourceAddressPrefix: "*",
                    destinationAddressPrefix: "*",
                });
                expect(new Set(ordered.map(({ priority }) => priority)).size).toBe(ordered.length);
            }
        },
    );

    it("let nobody but machines of ours reach data, and Bastion its recordings only", () => {
        const sources = subnetRules(subnets)
            .privateEndpoints.filter(({ access, direction }) => access === "Allow" && direction === "Inbound")
            .map(({ sourceAddressPrefix }) => sourceAddressPrefix);

        expect(sources).toEqual([
            subnets.application,
            subnets.jobs,
            subnets.watch,
            subnets.bastion,
            subnets.managedInstances,
        ]);
    });

    it("leave Azure room for its own rules around managed instances, which machines of ours reach by SQL alone", () => {
        const rules = subnetRules(subnets).managedInstances;
        const ways = rules
            .filter(({ access }) => access === "Allow")
            .map(({ direction, sourceAddressPrefix, destinationAddressPrefix, destinationPortRanges }) => [
                direction,
                sourceAddressPrefix,
                destinationAddressPrefix,
                destinationPortRanges,
            ]);

        expect(Math.min(...rules.map(({ priority }) => priority))).toBe(1000);
        expect(ways).toEqual([
            ...["application", "jobs", "watch"].map((label) => [
                "Inbound",
                subnets[label as "jobs"],
                subnets.managedInstances,
                ["1433"],
            ]),
            ["Outbound", subnets.managedInstances, subnets.privateEndpoints, ["443"]],
        ]);
        expect(subnetRules({ ...subnets, managedInstances: undefined }).managedInstances).toEqual([]);
    });

    it("let nothing from the internet in but people at Bastion, by HTTPS", () => {
        const open = Object.entries(subnetRules(subnets)).flatMap(([subnet, rules]) =>
            rules
                .filter(({ direction, access }) => direction === "Inbound" && access === "Allow")
                .filter(({ sourceAddressPrefix }) => ["*", "Internet", "0.0.0.0/0"].includes(sourceAddressPrefix))
                .map(({ destinationPortRanges }) => [subnet, destinationPortRanges]),
        );

        expect(open).toEqual([["bastion", ["443"]]]);
    });

    it("let people reach the job servers through Bastion only, by remote desktop only", () => {
        const ways = subnetRules(subnets)
            .jobs.filter(({ direction, access }) => direction === "Inbound" && access === "Allow")
            .map(({ sourceAddressPrefix, destinationPortRanges }) => [sourceAddressPrefix, destinationPortRanges]);

        expect(ways).toEqual([[subnets.bastion, ["3389"]]]);
    });

    it.each<[string, string, string, string[]]>([
        ["Inbound", "Internet", "*", ["443"]],
        ["Inbound", "GatewayManager", "*", ["443"]],
        ["Inbound", "AzureLoadBalancer", "*", ["443"]],
        ["Inbound", "VirtualNetwork", "VirtualNetwork", ["8080", "5701"]],
        ["Outbound", "*", "VirtualNetwork", ["22", "3389"]],
        ["Outbound", "*", "AzureCloud", ["443"]],
        ["Outbound", "VirtualNetwork", "VirtualNetwork", ["8080", "5701"]],
        ["Outbound", "*", "Internet", ["80"]],
    ])(
        "leave Bastion what Azure demands: %s from %s to %s",
        (direction, sourceAddressPrefix, destinationAddressPrefix, ports) => {
            expect(subnetRules(subnets).bastion).toContainEqual(
                expect.objectContaining({
                    access: "Allow",
                    direction,
                    sourceAddressPrefix,
                    destinationAddressPrefix,
                    destinationPortRanges: ports,
                }),
            );
        },
    );
});

describe("PrivateAccess", () => {
    it("puts the endpoint's name into the zone Azure looks it up in", async () => {
        const { create } = cases.find(({ component }) => component === "network:PrivateAccess")!;
        const { resources } = await recordProgram(() => create("sql"));

        expect(resources.find(({ name }) => name === "sql-dns")!.inputs).toMatchObject({
            privateEndpointName: "endpoint",
            privateDnsZoneConfigs: [{ privateDnsZoneId: "zone" }],
        });
    });
});
