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

        expect(all.map(({ inputs }) => inputs["defaultOutboundAccess"])).toEqual([false, false, false, false]);
    });

    it("filters every subnet but the firewall's, in which Azure allows no filter", async () => {
        const filtered = (await byType("Subnet")).map(({ inputs }) => [
            inputs["subnetName"],
            (inputs["networkSecurityGroup"] as { id: string } | undefined)?.id,
        ]);

        expect(filtered.sort()).toEqual([
            ["AzureFirewallSubnet", undefined],
            ["application", "eu1-application-nsg.id"],
            ["private-endpoints", "eu1-private-endpoints-nsg.id"],
            ["private-link", "eu1-private-link-nsg.id"],
        ]);
    });

    it("sends what the machines call through the firewall, which lets only named hosts through", async () => {
        expect((await named("eu1-application")).inputs["routeTable"]).toMatchObject({ id: "eu1-egress-routes.id" });
        expect((await named("eu1-egress-routes")).inputs["routes"]).toMatchObject([
            {
                addressPrefix: "0.0.0.0/0",
                nextHopType: "VirtualAppliance",
                nextHopIpAddress: "eu1-egress-firewall.address",
            },
        ]);
        expect((await named("eu1-egress-rules")).inputs["ruleCollections"]).toMatchObject([
            { action: { type: "Allow" }, rules: [{ ruleType: "ApplicationRule", targetFqdns: ["login.test"] }] },
            { action: { type: "Allow" }, rules: [{ ruleType: "NetworkRule", destinationPorts: ["1688"] }] },
        ]);
    });

    it("has one public address, the firewall's own, in all zones", async () => {
        const addresses = await byType("PublicIPAddress");

        expect(addresses.map(({ inputs }) => inputs["zones"])).toEqual([["1", "2", "3"]]);
        expect((await named("eu1-egress-firewall")).inputs["zones"]).toEqual(["1", "2", "3"]);
    });

    it("changes one subnet after the other, because Azure refuses two at a time", async () => {
        expect((await named("eu1-private-endpoints")).dependencies).toContainEqual(
            expect.stringMatching(/::eu1-application$/),
        );
        expect((await named("eu1-private-link")).dependencies).toContainEqual(
            expect.stringMatching(/::eu1-private-endpoints$/),
        );
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

    it("let nobody but the application reach data", () => {
        const sources = subnetRules(subnets)
            .privateEndpoints.filter(({ access, direction }) => access === "Allow" && direction === "Inbound")
            .map(({ sourceAddressPrefix }) => sourceAddressPrefix);

        expect(sources).toEqual([subnets.application]);
    });

    it("let nothing from the internet in", () => {
        const open = Object.values(subnetRules(subnets))
            .flat()
            .filter(({ direction, access }) => direction === "Inbound" && access === "Allow")
            .filter(({ sourceAddressPrefix }) => ["*", "Internet", "0.0.0.0/0"].includes(sourceAddressPrefix));

        expect(open).toEqual([]);
    });
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
