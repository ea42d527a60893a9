import { CellDomains } from "../../infra/components/edge/cellDomains";
import { PublicContent } from "../../infra/components/edge/publicContent";
import { SecurityHeaders } from "../../infra/components/edge/securityHeaders";
import { healthPaths } from "../../infra/model/health";
import { recordProgram } from "../support/recordProgram";
import { content, domains, edge } from "./arguments";
import { cases } from "./cases";

type Inputs = Record<string, unknown>;

const declared = async (program: () => unknown) => (await recordProgram(program)).resources;
const caseOf = (component: string) => cases.find((each) => each.component === component)!;

describe("CellDomains", () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `app.customer-${index}.test`);

    it("offers 256-bit ciphers only, under a certificate Azure renews", async () => {
        const resources = await declared(() => new CellDomains("eu1", domains));

        const hosts = resources.filter(({ type }) => type.endsWith(":AFDCustomDomain"));
        expect(hosts.map(({ inputs }) => inputs["hostName"]).sort()).toEqual(["*.eu1.platform.test", "app.acme.test"]);
        for (const { inputs } of hosts) {
            expect(inputs["tlsSettings"]).toEqual({
                certificateType: "ManagedCertificate",
                minimumTlsVersion: "TLS12",
                cipherSuiteSetType: "Customized",
                customizedCipherSuiteSet: {
                    cipherSuiteSetForTls12: ["ECDHE_RSA_AES256_GCM_SHA384"],
                    cipherSuiteSetForTls13: ["TLS_AES_256_GCM_SHA384"],
                },
            });
        }
    });

    it.each([
        [0, [1]],
        [224, [225]],
        [225, [225, 1]],
        [500, [225, 225, 51]],
    ])("puts %d vanity domains and the wildcard behind the firewall, each once", async (count, sizes) => {
        const resources = await declared(() => new CellDomains("eu1", { ...domains, vanityHosts: many(count) }));

        const covered = resources
            .filter(({ type }) => type.endsWith(":SecurityPolicy"))
            .map(
                ({ inputs }) =>
                    (inputs["parameters"] as { associations: { domains: { id: string }[] }[] }).associations,
            )
            .map(([association]) => association!.domains.map(({ id }) => id));
        expect(covered.map(({ length }) => length).sort((a, b) => b - a)).toEqual(sizes);
        expect(new Set(covered.flat()).size).toBe(count + 1);
    });

    it("proves the platform's own domain in its own zone", async () => {
        const resources = await declared(() => new CellDomains("eu1", domains));

        const record = (name: string) => resources.find((each) => each.name === name)!.inputs;
        expect(record("eu1-validation")).toMatchObject({
            recordType: "TXT",
            relativeRecordSetName: "_dnsauth.eu1",
            txtRecords: [{ value: ["eu1-wildcard.token"] }],
        });
        expect(record("eu1-alias")).toMatchObject({
            recordType: "CNAME",
            relativeRecordSetName: "*.eu1",
            cnameRecord: { cname: "eu1-endpoint.azurefd.test" },
        });
    });

    it("tells what the owner of a vanity domain must enter", async () => {
        const { resources } = await recordProgram(() => new CellDomains("eu1", domains));

        expect(resources.find(({ name }) => name === "eu1")!.outputs!["vanityValidation"]).toEqual([
            {
                host: "app.acme.test",
                record: "_dnsauth.app.acme.test",
                token: "eu1-app.acme.test.token",
                target: "eu1-endpoint.azurefd.test",
            },
        ]);
    });
});

describe("CellRoutes", () => {
    const { create } = caseOf("edge:CellRoutes");

    it("leads from HTTP to HTTPS, speaks HTTPS to the origin and never answers at Azure's own host name", async () => {
        const routes = (await declared(() => create("eu1"))).filter(({ type }) => type.endsWith(":Route"));

        expect(routes).toHaveLength(2);
        for (const { inputs } of routes) {
            expect(inputs).toMatchObject({
                httpsRedirect: "Enabled",
                forwardingProtocol: "HttpsOnly",
                linkToDefaultDomain: "Disabled",
                ruleSets: expect.arrayContaining([{ id: "headers" }]) as unknown,
            });
        }
    });

    it("waits for an origin before it makes a route, which Azure would refuse", async () => {
        const resources = await declared(() => create("eu1"));

        for (const route of resources.filter(({ type }) => type.endsWith(":Route"))) {
            expect(route.dependencies).toContainEqual(expect.stringMatching(/::eu1-maintenance$/));
        }
    });

    it("keeps the maintenance page behind every origin of the cell, on a private link like them", async () => {
        const resources = await declared(() => [create("eu1"), caseOf("edge:CellOrigin").create("cell")]);

        const priority = (name: string) => resources.find((each) => each.name === name)!.inputs["priority"] as number;
        expect(priority("eu1-maintenance")).toBeGreaterThan(priority("cell-origin"));
        const origins = resources.filter(({ type }) => type.endsWith(":AFDOrigin"));
        expect(origins.map(({ inputs }) => Boolean(inputs["sharedPrivateLinkResource"]))).toEqual([true, true]);
        expect(origins.map(({ inputs }) => inputs["enforceCertificateNameCheck"])).toEqual([true, true]);
    });

    it("passes on the host name the visitor asked a cell for", async () => {
        const [origin] = (await declared(() => caseOf("edge:CellOrigin").create("cell"))).filter(
            ({ custom }) => custom,
        );

        expect(Object.keys(origin!.inputs)).not.toContain("originHostHeader");
    });
});

describe("PublicContent", () => {
    const declare = () => declared(() => new PublicContent("site", content));

    it("answers Front Door's probe, or Front Door would take a lost cell for healthy", async () => {
        const files = (await declare()).filter(({ type }) => type.endsWith(":Blob"));

        const paths = files.map(({ inputs }) => `/${inputs["blobName"] as string}`);
        expect(paths).toContain(healthPaths.cell);
    });

    it("shows the maintenance page at every address", async () => {
        const website = (await declare()).find(({ name }) => name === "site-website")!;

        expect(website.inputs).toMatchObject({ indexDocument: "index.html", error404Document: "index.html" });
    });

    it("has no anonymous container, and says what for it has a public address and a shared key", async () => {
        const account = (await declare()).find(({ name }) => name === "site-account")!;

        expect(account.inputs).toMatchObject({
            allowBlobPublicAccess: false,
            allowCrossTenantReplication: false,
            isLocalUserEnabled: false,
            minimumTlsVersion: "TLS1_2",
            sku: { name: "Standard_ZRS" },
            publicNetworkAccess: "Enabled",
            allowSharedKeyAccess: true,
        });
        expect(Object.keys(account.inputs["tags"] as object).sort()).toEqual([
            "oxygis:public-network",
            "oxygis:shared-key",
            "platform",
        ]);
    });
});

describe("SecurityHeaders", () => {
    const rules = async () =>
        (await declared(() => new SecurityHeaders("headers", { ...edge, ruleSetName: "Headers" })))
            .filter(({ type }) => type.endsWith(":Rule"))
            .map(({ inputs }) => inputs as { order: number; actions: { parameters: Inputs }[] });

    it("never puts more than Azure's five actions into a rule", async () => {
        const sizes = (await rules()).map(({ actions }) => actions.length);

        expect(Math.max(...sizes)).toBeLessThanOrEqual(5);
        expect((await rules()).map(({ order }) => order)).toEqual(sizes.map((_, index) => index + 1));
    });

    it("sends every header of the promise, in place of what the application sent", async () => {
        const headers = (await rules()).flatMap(({ actions }) => actions.map(({ parameters }) => parameters));

        const values = new Map(headers.map(({ headerName, value }) => [headerName, value as string]));
        expect(headers.map(({ headerAction }) => headerAction)).toEqual(headers.map(() => "Overwrite"));
        const hsts = values.get("Strict-Transport-Security")!;
        expect(Number(/max-age=(\d+)/.exec(hsts)![1])).toBeGreaterThanOrEqual(365 * 24 * 3600);
        expect(hsts).toContain("includeSubDomains");
        expect(values.get("X-Content-Type-Options")).toBe("nosniff");
        expect(values.get("X-Frame-Options")).toBe("DENY");
        expect(values.get("Content-Security-Policy")).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
        expect(values.get("Content-Security-Policy")).not.toMatch(/unsafe/);
        expect(values.has("Referrer-Policy")).toBe(true);
    });
});

describe("WebApplicationFirewall", () => {
    it("blocks what the managed rules find and who asks too often", async () => {
        const resources = await declared(() => caseOf("edge:WebApplicationFirewall").create("waf"));

        const { inputs } = resources.find(({ custom }) => custom)!;
        expect(inputs).toMatchObject({
            policySettings: { mode: "Prevention", enabledState: "Enabled", requestBodyCheck: "Enabled" },
            managedRules: {
                managedRuleSets: [
                    { ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1", ruleSetAction: "Block" },
                    { ruleSetType: "Microsoft_BotManagerRuleSet", ruleSetVersion: "1.1" },
                ],
            },
            customRules: { rules: [{ ruleType: "RateLimitRule", action: "Block", rateLimitThreshold: 600 }] },
        });
    });
});

describe("DisclosureRoute", () => {
    it("leads every host name that security.txt does not name to the first one that it does", async () => {
        const resources = await declared(() => caseOf("edge:DisclosureRoute").create("disclosure"));

        const { inputs } = resources.find(({ name }) => name === "disclosure-redirect")!;
        expect(inputs).toMatchObject({
            conditions: [
                {
                    name: "HostName",
                    parameters: {
                        negateCondition: true,
                        matchValues: ["security.eu1.platform.test", "security.eu2.platform.test"],
                    },
                },
            ],
            actions: [
                {
                    name: "UrlRedirect",
                    parameters: {
                        customHostname: "security.eu1.platform.test",
                        customPath: "/.well-known/security.txt",
                        destinationProtocol: "Https",
                    },
                },
            ],
        });
    });
});
