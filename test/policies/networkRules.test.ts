import { isFewAddresses, isInside } from "../../policies/lib/addresses";
import type { OxygisPolicy } from "../../policies/lib/policy";
import { policy as applicationGatewayTls } from "../../policies/rules/communication/applicationGatewayTls";
import { policy as awsListenerTls } from "../../policies/rules/communication/awsListenerTls";
import { policy as awsTrafficNamed } from "../../policies/rules/network/awsTrafficNamed";
import { policy as internetSurface } from "../../policies/rules/network/internetSurface";
import { policy as noPublicAddress } from "../../policies/rules/network/noPublicAddress";
import { policy as storageClosed } from "../../policies/rules/network/storageClosed";
import { checkRegistrations } from "../support/policyHarness";
import { type Registration, registration, unknownValue } from "../support/policyMessages";
import { withValue } from "../support/policyMutations";
import { samples } from "./samples/network";

type Inputs = Record<string, unknown>;

const check = async (policy: OxygisPolicy, ...registrations: Registration[]) =>
    (await checkRegistrations([policy], registrations)).map(({ level, urn }) => [level, urn.split("::").pop()]);
const sample = (name: string) => samples.find((one) => one.name === name)!;
/** A sample with one property changed. */
const changed = (name: string, path: string, value: unknown): Registration => ({
    ...sample(name),
    inputs: withValue(sample(name).inputs, path, value),
});
const refused = (name: string) => [["mandatory", name]];

describe("a private range", () => {
    it.each(["10.0.0.0/8", "10.1.2.3", "172.16.0.0/12", "172.31.255.0/24", "192.168.0.0/16"])("is %s", (range) => {
        expect(isInside(range)).toBe(true);
    });
    it.each([
        "10.0.0.0/7",
        "172.32.0.0/16",
        "172.16.0.0/11",
        "0.0.0.0/0",
        "8.8.8.8",
        "::/0",
        "fd00::/8",
        "10.0.0",
        "10.0.0.256",
        "10.0.0.0/33",
        "*",
        "",
    ])("is not %s", (range) => {
        expect(isInside(range)).toBe(false);
    });
    it("is not needed for few addresses", () => {
        expect(["20.118.99.224", "20.118.99.0/24", "20.118.0.0/23", "*"].map(isFewAddresses)).toEqual([
            true,
            true,
            false,
            false,
        ]);
    });
});

describe("the samples", () => {
    it.each(
        [applicationGatewayTls, awsListenerTls, awsTrafficNamed, internetSurface, noPublicAddress, storageClosed].map(
            (policy) => [policy.name, policy] as const,
        ),
    )("pass %s", async (_, policy) => {
        expect(await check(policy, ...samples)).toEqual([]);
    });
});

describe("an application gateway", () => {
    it.each([
        ["no ciphers", "sslPolicy", undefined],
        ["a predefined policy", "sslPolicy.policyType", "Predefined"],
        ["TLS 1.1", "sslPolicy.minProtocolVersion", "TLSv1_1"],
        ["a 128-bit suite", "sslPolicy.cipherSuites[1]", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"],
        ["a weaker profile", "sslProfiles[0].sslPolicy.minProtocolVersion", "TLSv1_0"],
        ["a backend by HTTP", "backendHttpSettingsCollection[0].protocol", "Http"],
        ["a rule of HTTP with a backend", "requestRoutingRules[1].backendAddressPool", { id: "application" }],
        ["a rule of HTTP with paths", "requestRoutingRules[1].urlPathMap", { id: "paths" }],
        ["a redirect for a while", "redirectConfigurations[0].redirectType", "Found"],
        ["a redirect to HTTP", "redirectConfigurations[0].targetListener.id", "gateway/httpListeners/plain"],
        ["a redirect elsewhere", "redirectConfigurations[0].targetUrl", "http://elsewhere.example"],
        ["an unknown listener", "requestRoutingRules[1].httpListener.id", unknownValue],
        ["a lookalike of HTTP", "httpListeners[1].protocol", "http"],
    ])("is refused with %s", async (_, path, value) => {
        const findings = await check(applicationGatewayTls, changed("gateway", path, value));
        expect(findings.length).toBeGreaterThan(0);
        expect(findings.every(([level]) => level === "mandatory")).toBe(true);
    });
});

describe("a listener of AWS", () => {
    it.each([
        ["listener", "sslPolicy", undefined],
        ["listener", "sslPolicy", "ELBSecurityPolicy-TLS13-1-0-2021-06"],
        ["listener", "sslPolicy", "ELBSecurityPolicy-2016-08"],
        ["listener", "protocol", undefined],
        ["listener", "protocol", "TCP"],
        ["redirect", "defaultActions[0].type", "fixed-response"],
        ["redirect", "defaultActions[0].redirect.protocol", "#{protocol}"],
        ["redirect", "defaultActions[0].redirect.statusCode", "HTTP_302"],
        ["redirect", "defaultActions[1]", { type: "forward" }],
        ["redirect", "defaultActions", unknownValue],
        ["rule", "actions[0].redirect.protocol", "HTTP"],
        ["classic", "listeners[1]", { lbProtocol: "http" }],
        ["distribution", "orderedCacheBehaviors[1]", { viewerProtocolPolicy: "allow-all" }],
        ["distribution", "viewerCertificate.minimumProtocolVersion", "TLSv1.1_2016"],
        ["distribution", "viewerCertificate.cloudfrontDefaultCertificate", true],
        ["distribution", "origins[0].customOriginConfig.originProtocolPolicy", "match-viewer"],
    ])("is refused: %s with %s %s", async (name, path, value) => {
        const findings = await check(awsListenerTls, changed(name, path, value));
        expect(findings.length).toBeGreaterThan(0);
        expect(findings.every(([level]) => level === "mandatory")).toBe(true);
    });
});

describe("traffic of AWS", () => {
    const ranges = "ingress[0].cidrBlocks";
    it.each<[string, string, unknown]>([
        ["a port besides", "ingress[0].toPort", 444],
        ["a range between two good ports", "ingress[0].fromPort", 80],
        ["every protocol", "ingress[0].protocol", "-1"],
        ["an unknown port", "ingress[0].fromPort", unknownValue],
        ["a wide way out", "egress[0].cidrBlocks", ["0.0.0.0/0"]],
    ])("is refused with %s", async (_, path, value) => {
        expect((await check(awsTrafficNamed, changed("group", path, value)))[0]).toEqual(["mandatory", "group"]);
    });
    it("may be anything within the network", async () => {
        const inside = changed("group", "ingress[0]", {
            protocol: "-1",
            fromPort: 0,
            toPort: 0,
            cidrBlocks: ["10.0.0.0/8"],
        });
        expect(await check(awsTrafficNamed, inside)).toEqual([]);
        expect(await check(awsTrafficNamed, changed("group", ranges, ["10.0.0.0/8"]))).toEqual([]);
    });
});

describe("a public address", () => {
    it.each<[string, Inputs]>([
        ["azure-native:network:NatGateway", { publicIpAddresses: [{ id: "id" }] }],
        ["azure-native:network:LoadBalancer", { frontendIPConfigurations: [{ publicIPPrefix: { id: unknownValue } }] }],
        ["azure-native:network:LoadBalancer", { frontendIPConfigurations: unknownValue }],
        ["azure-native:containerservice:AgentPool", { enableNodePublicIP: true }],
        ["aws:ec2/instance:Instance", { associatePublicIpAddress: unknownValue }],
        ["aws:ec2/eipAssociation:EipAssociation", {}],
        ["aws:ecs/service:Service", { networkConfiguration: { assignPublicIp: true } }],
    ])("is refused on %s", async (type, inputs) => {
        expect(await check(noPublicAddress, registration(type, "one", inputs))).toEqual(refused("one"));
    });
    it.each<[string, Inputs]>([
        ["azure-native:network:AzureFirewall", { ipConfigurations: [{ publicIPAddress: { id: "id" } }] }],
        ["azure-native:network:BastionHost", { ipConfigurations: [{ publicIPAddress: { id: "id" } }] }],
        [
            "azure-native:network:NetworkInterface",
            { ipConfigurations: [{ subnet: { id: unknownValue }, publicIPAddress: null }] },
        ],
        ["aws:ec2/launchTemplate:LaunchTemplate", { networkInterfaces: [{ associatePublicIpAddress: "false" }] }],
    ])("may be on, or left out of, %s", async (type, inputs) => {
        expect(await check(noPublicAddress, registration(type, "one", inputs))).toEqual([]);
    });
});

describe("an account with a reason", () => {
    const account = registration("azure-native:storage:StorageAccount", "pages", {
        allowBlobPublicAccess: false,
        defaultToOAuthAuthentication: true,
        isLocalUserEnabled: false,
        isSftpEnabled: false,
        publicNetworkAccess: "Enabled",
        allowSharedKeyAccess: true,
        allowCrossTenantReplication: false,
        tags: { "oxygis:public-network": "public pages", "oxygis:shared-key": "uploads" },
    });
    const madeFromIt = (type: string, input = "accountName") =>
        registration(type, "part", {}, { propertyDependencies: { [input]: [account.urn] } });
    const website = madeFromIt("azure-native:storage:StorageAccountStaticWebsite");

    it("may be open as a website and nothing else", async () => {
        expect(await check(storageClosed, account)).toEqual([]);
        expect(await check(internetSurface, account, website)).toEqual([]);
    });

    it.each([
        ["no website", []],
        ["a container", [website, madeFromIt("azure-native:storage:BlobContainer")]],
        ["somebody who may write", [website, madeFromIt("azure-native:authorization:RoleAssignment", "scope")]],
        ["logs", [website, madeFromIt("azure-native:monitor:DiagnosticSetting", "storageAccountId")]],
    ])("may not be open with %s", async (_, others) => {
        expect(await check(internetSurface, account, ...others)).toEqual([...refused("pages"), ...refused("pages")]);
    });

    const closed = registration("azure-native:storage:StorageAccount", "closed", {
        ...account.inputs,
        publicNetworkAccess: "Disabled",
        allowSharedKeyAccess: false,
        tags: {},
    });

    it.each([
        ["publicNetworkAccess", "Enabled"],
        ["publicNetworkAccess", "disabled"],
        ["allowSharedKeyAccess", true],
        ["allowSharedKeyAccess", undefined],
        ["allowCrossTenantReplication", true],
        ["allowCrossTenantReplication", undefined],
        ["allowBlobPublicAccess", true],
        ["allowBlobPublicAccess", undefined],
        ["isLocalUserEnabled", true],
        ["isSftpEnabled", true],
        ["defaultToOAuthAuthentication", false],
        ["networkRuleSet.ipRules", [{ iPAddressOrRange: "8.8.8.8" }]],
        ["networkRuleSet.resourceAccessRules", [{ tenantId: "elsewhere" }]],
    ])("must give it: without one %s %s is refused", async (path, value) => {
        expect(await check(storageClosed, closed)).toEqual([]);
        const open = { ...closed, inputs: withValue(closed.inputs, path, value) };
        expect(await check(storageClosed, open)).toEqual(refused("closed"));
        // An empty reason is none.
        const silent = {
            ...open,
            inputs: { ...open.inputs, tags: { "oxygis:shared-key": "", "oxygis:public-network": "" } },
        };
        expect(await check(storageClosed, silent)).toEqual(refused("closed"));
    });

    it("must still say what it has", async () => {
        const silent = { ...account, inputs: withValue(account.inputs, "publicNetworkAccess", undefined) };
        expect(await check(storageClosed, silent)).toEqual(refused("pages"));
    });
});

describe("a rule of a load balancer of AWS", () => {
    const rule = (urn: string) =>
        registration(
            "aws:lb/listenerRule:ListenerRule",
            "rule",
            { actions: [{ type: "forward" }] },
            { propertyDependencies: { listenerArn: [urn] } },
        );
    it("may forward what came by HTTPS only", async () => {
        const [secure, plain] = [sample("listener"), sample("redirect")];
        expect(await check(internetSurface, secure, rule(secure.urn))).toEqual([]);
        expect(await check(internetSurface, plain, rule(plain.urn))).toEqual(refused("rule"));
        expect(await check(internetSurface, rule("elsewhere"))).toEqual(refused("rule"));
    });
});
