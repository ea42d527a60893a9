import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { type Promised, promises } from "../../infra/model/promises";
import { reviewedProviders, reviewedTypes } from "../../policies/catalogue/reviewedTypes";
import { discoverPolicies } from "../../policies/lib/discover";
import { normaliseToken } from "../../policies/lib/token";

const root = join(__dirname, "../..");
const policies = discoverPolicies();

describe("the pack", () => {
    it("has a policy for every promise that can be asserted", () => {
        const served = new Set(policies.flatMap(({ tags = [] }) => tags));
        const assertable = Object.entries<Promised>(promises).filter(([, { proof }]) => proof.includes("asserted"));
        expect(assertable.map(([id]) => id).filter((id) => !served.has(id))).toEqual([]);
    });

    it("has no two policies of one name, and fewer than sixteen rules over the stack", () => {
        expect(new Set(policies.map(({ name }) => name)).size).toBe(policies.length);
        expect(policies.filter(({ stack, afterwards }) => stack ?? afterwards).length).toBeLessThan(16);
    });

    it.each(policies.map((policy) => [policy.name, policy] as const))("says all of %s", (name, policy) => {
        expect(policy).toMatchObject({
            enforcementLevel: "mandatory",
            severity: expect.stringMatching(/^(low|medium|high|critical)$/) as string,
            url: expect.stringMatching(/^https:\/\//) as string,
            framework: { name: "Oxygis security page" },
        });
        const promise = promises[policy.framework?.reference as keyof typeof promises];
        expect(policy.framework?.specification).toBe(promise.sentence);
        // That a setting is delivered to the application can be asserted of it; policies on the pack itself serve the report.
        const own = ["exemption-valid", "promise-not-ignored"].includes(name) ? ["declared"] : [];
        expect(promise.proof.some((kind) => ["asserted", "delivered-to-app", ...own].includes(kind))).toBe(true);
        expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
        expect(policy.description).toMatch(/\.$/);
        expect(policy.remediationSteps?.length).toBeGreaterThan(20);
    });

    /** Why a policy looks at Azure only; what it serves is judged on AWS by another one, or not at all. */
    const azureOnly: Readonly<Record<string, string>> = {
        "access-logs-kept":
            "on AWS by control-plane-audited and log-store-kept-a-year: one trail writes all access down",
        "application-gateway-tls-256-bit": "AWS has no such gateway; aws-listener-tls-256-bit judges its balancers",
        "azure-policy-enforced": "a service of Azure",
        "database-weekly-backups-kept-a-year": "on AWS by backup-on-azure and vault-weekly-backups-kept-a-year",
        "edge-tls-256-bit": "one Front Door serves the cells of both clouds",
        "machine-extension-reviewed": "AWS has no extensions: what runs is in the image",
        "network-way-in-named": "on AWS by aws-traffic-named",
        "recovery-in-time": "judges pools, which only Azure has; a drill judges a cell on AWS",
        "role-assignment-narrow": "on AWS by aws-policy-least-privilege",
        "role-least-privilege": "on AWS by aws-policy-least-privilege",
        "role-without-credentials": "on AWS by aws-policy-least-privilege",
        "sql-statements-audited":
            "on AWS the program's own function says in SQL what is audited; its place is judged by companion-declared",
        "staff-just-in-time": "groups of Entra ID serve both clouds; elevation-limited judges the sessions on AWS",
        "web-firewall-blocks": "one Front Door serves the cells of both clouds",
    };

    it("judges on AWS what it judges on Azure, or says why not", () => {
        const looksAt = (cloud: string) => (name: string) => name.startsWith(`${cloud}:`);
        const alone = policies.filter(
            ({ types = [] }) => types.some(looksAt("azure-native")) && !types.some(looksAt("aws")),
        );
        expect(alone.map(({ name }) => name).sort()).toEqual(Object.keys(azureOnly));
    });

    it("imports no provider, no component and no number of the program", () => {
        const files = readdirSync(join(root, "policies"), { recursive: true, encoding: "utf8" });
        const imports = files
            .filter((file) => file.endsWith(".ts"))
            .flatMap((file) => readFileSync(join(root, "policies", file), "utf8").match(/(?<=from ")[^"]+/g) ?? []);
        const outside = new Set(imports.filter((source) => !/^\.\.?\/(?!.*infra)/.test(source)));
        expect([...outside].sort()).toEqual([
            "../../infra/model/promises",
            "@pulumi/policy",
            "node:fs",
            "node:module",
            "node:path",
        ]);
    });
});

describe("the catalogue of reviewed types", () => {
    it("has a reason on every line", () => {
        for (const reason of [...Object.values(reviewedTypes), ...Object.values(reviewedProviders)]) {
            expect(reason.length).toBeGreaterThan(10);
        }
    });

    it.each(Object.keys(reviewedTypes).filter((type) => type.startsWith("azure-native:")))(
        "knows %s as the SDK does, under its older names too",
        (type) => {
            const source = sdkSource(type, ".js");
            expect(source).toContain(`__pulumiType = '${type}'`);
            for (const alias of source.match(/(?<=\{ type: ")[^"]+/g) ?? []) {
                expect(normaliseToken(alias)).toBe(type);
            }
        },
    );

    it("has no transport setting, as the SDK lists them, that nobody weighed", () => {
        const settings = Object.keys(reviewedTypes)
            .filter((type) => type.startsWith("azure-native:"))
            .flatMap((type) =>
                (
                    sdkSource(type, ".d.ts").match(/^ {4}\w*(tls|ssl|https|protocol)\w*(?=\??: pulumi\.Input)/gim) ?? []
                ).map((setting) => `${type} ${setting.trim()}`),
            );
        expect(settings).toEqual([
            "azure-native:cdn:AFDCustomDomain tlsSettings",
            // A port number.
            "azure-native:cdn:AFDOrigin httpsPort",
            "azure-native:cdn:Route forwardingProtocol",
            "azure-native:cdn:Route httpsRedirect",
            "azure-native:cdn:Route supportedProtocols",
            // A kind of DNS record.
            "azure-native:dns:RecordSet tlsaRecords",
            // The PROXY protocol: a header with the caller's address.
            "azure-native:network:PrivateLinkService enableProxyProtocol",
            "azure-native:sql:ManagedInstance minimalTlsVersion",
            "azure-native:sql:Server minimalTlsVersion",
            "azure-native:storage:StorageAccount enableHttpsTrafficOnly",
            "azure-native:storage:StorageAccount minimumTlsVersion",
        ]);
    });
});

/** The SDK's file of a type: `azure-native:sql:Server` is `sql/server.js`. */
function sdkSource(type: string, extension: string): string {
    const [, module = "", name = ""] = type.split(":");
    const directory = join(root, "node_modules/@pulumi/azure-native", module);
    const file = readdirSync(directory).find((one) => one.toLowerCase() === `${name}${extension}`.toLowerCase());
    return readFileSync(join(directory, file ?? `${name} has no file`), "utf8");
}
