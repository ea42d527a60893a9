import { ApplicationScaleSet } from "../../infra/components/compute/applicationScaleSet";
import { recordProgram } from "../support/recordProgram";
import { scaleSet } from "./arguments";
import { cases } from "./cases";

const machines = async () => {
    const { resources } = await recordProgram(() => new ApplicationScaleSet("web", scaleSet));
    return resources.find(({ name }) => name === "web-vmss")!.inputs;
};

describe("ApplicationScaleSet", () => {
    it("spreads over three zones and replaces machines that are ill", async () => {
        expect(await machines()).toMatchObject({
            orchestrationMode: "Flexible",
            zones: ["1", "2", "3"],
            zoneBalance: false,
            automaticRepairsPolicy: { enabled: true, repairAction: "Replace" },
            resiliencyPolicy: {
                resilientVMCreationPolicy: { enabled: true },
                automaticZoneRebalancingPolicy: { enabled: true },
            },
        });
    });

    it("replaces machines by new ones first when the image changes", async () => {
        expect((await machines())["upgradePolicy"]).toMatchObject({
            mode: "Rolling",
            rollingUpgradePolicy: { maxSurge: true },
        });
    });

    it("starts trusted and encrypts at the host", async () => {
        expect((await machines())["virtualMachineProfile"]).toMatchObject({
            securityProfile: {
                securityType: "TrustedLaunch",
                encryptionAtHost: true,
                uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
            },
        });
    });

    it("has no user, password, key or public address: the image is specialised", async () => {
        const text = JSON.stringify(await machines());

        expect(text).not.toMatch(/osProfile|adminUsername|password|publicKeys|publicIPAddress/i);
    });

    it("asks after the machine, not after the cell: a lost database must not replace every machine", async () => {
        const { extensionProfile } = (await machines())["virtualMachineProfile"] as {
            extensionProfile: { extensions: { name: string; settings: Record<string, unknown> }[] };
        };

        const settings = Object.fromEntries(extensionProfile.extensions.map(({ name, settings }) => [name, settings]));
        expect(settings["health"]).toMatchObject({ protocol: "https", requestPath: "/livez" });
        expect(settings["certificate"]).toMatchObject({
            secretsManagementSettings: { observedCertificates: [{ url: "certificate" }], requireInitialSync: true },
            authenticationSettings: { msiClientId: "client" },
        });
    });

    it("tells the application where its configuration is and which Front Door it serves", async () => {
        const { userData } = (await machines())["virtualMachineProfile"] as { userData: string };

        expect(JSON.parse(Buffer.from(userData, "base64").toString())).toEqual({
            configuration: "configuration",
            identity: "client",
            frontDoorId: "front-door",
        });
    });
});

describe("PrivateIngress", () => {
    const declared = async () => {
        const { create } = cases.find(({ component }) => component === "compute:PrivateIngress")!;
        return (await recordProgram(() => create("in"))).resources;
    };

    it("balances inside the network only, in all zones, and probes by HTTPS", async () => {
        const { inputs } = (await declared()).find(({ name }) => name === "in-balancer")!;

        expect(inputs).toMatchObject({
            sku: { name: "Standard" },
            frontendIPConfigurations: [{ zones: ["1", "2", "3"], subnet: { id: "application" } }],
            probes: [{ protocol: "Https", requestPath: "/livez" }],
        });
        expect(JSON.stringify(inputs["frontendIPConfigurations"])).not.toMatch(/publicIP/);
    });

    it("lets everybody ask for a connection and nobody in without approval", async () => {
        const { inputs } = (await declared()).find(({ name }) => name === "in-link")!;

        expect(inputs).toMatchObject({ visibility: { subscriptions: ["*"] }, autoApproval: { subscriptions: [] } });
    });
});
