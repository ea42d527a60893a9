import { relativeName } from "../../infra/components/aws/originCertificate";
import { OriginName } from "../../infra/components/aws/originName";
import { CellOrigin } from "../../infra/components/edge/cellOrigin";
import { type RecordedResource, recordProgram } from "../support/recordProgram";
import { edge } from "./arguments";
import { cases } from "./cases";

const declared = async (component: string, name: string) => {
    const { create } = cases.find((one) => one.component === component)!;
    return (await recordProgram(() => create(name))).resources;
};
const named = (resources: RecordedResource[], name: string) => resources.find((each) => each.name === name)!;
const types = (resources: RecordedResource[], type: string) =>
    resources.filter((each) => each.type.endsWith(`:${type}`));

describe("OriginBalancer", () => {
    it("listens by HTTPS alone, with ciphers of TLS 1.2 and 1.3 that keep their secrets", async () => {
        const listeners = types(await declared("aws:OriginBalancer", "in"), "Listener").map(({ inputs }) => inputs);

        expect(listeners).toMatchObject([
            {
                protocol: "HTTPS",
                port: 443,
                sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
                certificateArn: "certificate",
            },
        ]);
    });

    it("refuses everybody but this Front Door", async () => {
        const resources = await declared("aws:OriginBalancer", "in");

        expect(named(resources, "in-listener").inputs["defaultActions"]).toMatchObject([
            { type: "fixed-response", fixedResponse: { statusCode: "403" } },
        ]);
        const rules = types(resources, "ListenerRule").map(({ inputs }) => inputs);
        expect(rules).toMatchObject([
            {
                conditions: [
                    {
                        httpHeader: {
                            httpHeaderName: "X-Azure-FDID",
                            values: ["00000000-0000-4000-8000-0000000000fd"],
                        },
                    },
                ],
                actions: [{ type: "forward", targetGroupArn: "in-targets.arn" }],
            },
        ]);
    });

    it("passes on the host name the visitor asked for, and waits longer than Front Door does", async () => {
        const { inputs } = named(await declared("aws:OriginBalancer", "in"), "in-balancer");
        const profile = types(await declared("edge:FrontDoor", "edge"), "Profile")[0]!.inputs;

        expect(inputs).toMatchObject({ preserveHostHeader: true, dropInvalidHeaderFields: true });
        expect(inputs["idleTimeout"]).toBeGreaterThan(profile["originResponseTimeoutSeconds"] as number);
    });

    it("stands in three zones, has its accesses logged and cannot be deleted in passing", async () => {
        expect(named(await declared("aws:OriginBalancer", "in"), "in-balancer").inputs).toMatchObject({
            subnets: ["subnet-a", "subnet-b", "subnet-c"],
            securityGroups: ["group"],
            enableDeletionProtection: true,
            enableWafFailOpen: false,
            accessLogs: { enabled: true, bucket: "logs" },
        });
    });

    it("asks after the machine, not after the cell: a lost database must not replace every machine", async () => {
        expect(named(await declared("aws:OriginBalancer", "in"), "in-targets").inputs).toMatchObject({
            protocol: "HTTPS",
            port: 443,
            healthCheck: { protocol: "HTTPS", path: "/livez", matcher: "200" },
        });
    });
});

describe("BalancerFirewall", () => {
    it("blocks what the rules find, and only counts bodies that are long: documents are", async () => {
        const { inputs } = named(await declared("aws:BalancerFirewall", "waf"), "waf-acl");
        const rule = (name: string, counted: string[] = []) => ({
            name,
            overrideAction: { none: {} },
            statement: {
                managedRuleGroupStatement: {
                    vendorName: "AWS",
                    name,
                    ...(counted.length > 0 && {
                        ruleActionOverrides: counted.map((one) => ({ name: one, actionToUse: { count: {} } })),
                    }),
                },
            },
        });

        expect(inputs["rules"]).toEqual(
            [
                rule("AWSManagedRulesCommonRuleSet", ["SizeRestrictions_BODY"]),
                rule("AWSManagedRulesSQLiRuleSet"),
                rule("AWSManagedRulesKnownBadInputsRuleSet"),
            ].map((each) => expect.objectContaining(each) as object),
        );
    });

    it("stands before the balancer", async () => {
        expect(named(await declared("aws:BalancerFirewall", "waf"), "waf-association").inputs).toMatchObject({
            resourceArn: "balancer",
            webAclArn: "waf-acl.arn",
        });
    });

    it("writes down what it blocks, for a year, without what people sign in with", async () => {
        const resources = await declared("aws:BalancerFirewall", "waf");

        expect(named(resources, "waf-log").inputs).toMatchObject({
            name: "aws-waf-logs-oxygis-aws1",
            retentionInDays: 365,
        });
        expect(named(resources, "waf-logging").inputs["redactedFields"]).toEqual([
            { singleHeader: { name: "authorization" } },
            { singleHeader: { name: "cookie" } },
        ]);
    });
});

describe("OriginCertificate", () => {
    it("proves itself in the platform's own zone, by a record that stays for renewals", async () => {
        const resources = await declared("aws:OriginCertificate", "tls");

        expect(named(resources, "tls-certificate").inputs).toMatchObject({
            domainName: "euc1.origin.aws1.platform.test",
            validationMethod: "DNS",
            keyAlgorithm: "RSA_2048",
        });
        expect(named(resources, "tls-proof").inputs).toMatchObject({
            zoneName: "platform.test",
            relativeRecordSetName: "_proof.euc1.origin.aws1",
            recordType: "CNAME",
            cnameRecord: { cname: "tls-certificate.acm.test." },
        });
        expect(named(resources, "tls-issued").dependencies).toContain(named(resources, "tls-proof").urn);
    });

    it.each([
        ["origin.aws1.platform.test", "origin.aws1"],
        ["_proof.origin.aws1.platform.test.", "_proof.origin.aws1"],
    ])("knows %s in its zone as %s", (record, relative) => {
        expect(relativeName(record, "platform.test")).toBe(relative);
    });

    it.each(["origin.elsewhere.test", "notplatform.test", "platform.test"])(
        "refuses %s, which is not below the zone",
        (host) => {
            expect(() => relativeName(host, "platform.test")).toThrow(`${host} is no name below platform.test`);
        },
    );
});

describe("the origin of a cell on AWS", () => {
    it("is called by the name in its certificate, without a private link, and only once that name is there", async () => {
        const { resources } = await recordProgram(() => {
            const { hostName } = new OriginName("name", {
                hostName: "euc1.origin.aws1.platform.test",
                zone: { resourceGroupName: "group", domain: "platform.test" },
                balancerHost: "balancer.test",
            });
            new CellOrigin("cell", { ...edge, originGroupName: "cell-aws1", originName: "aws1", hostName });
        });

        const origin = named(resources, "cell-origin");
        expect(origin.inputs).toMatchObject({
            hostName: "euc1.origin.aws1.platform.test",
            enforceCertificateNameCheck: true,
        });
        expect(origin.inputs).not.toHaveProperty("sharedPrivateLinkResource");
        expect(origin.propertyDependencies["hostName"]).toEqual([named(resources, "name-record").urn]);
        expect(named(resources, "name-record").inputs).toMatchObject({
            relativeRecordSetName: "euc1.origin.aws1",
            cnameRecord: { cname: "balancer.test" },
        });
    });
});
