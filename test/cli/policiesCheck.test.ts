import { readFileSync } from "node:fs";
import { join } from "node:path";

import { evaluatePolicies, type Finding } from "../../cli/policies/evaluate";
import { toJunit } from "../../cli/policies/junit";
import { toSarif } from "../../cli/policies/sarif";
import type { Run, RunRequest, Violation } from "../../engine/engine";
import { discoverPolicies } from "../../policies/lib/discover";
import { temporaryFolder } from "../support/folders";
import { oxygis } from "./command";
import { rootWith } from "./rootWith";

const policies = discoverPolicies();
const descriptions = new Map(policies.map(({ name, description }) => [name, description]));
const silent = { phase: () => {}, update: () => {}, done: () => {}, fail: () => {} };

const policy = "data-plane-tls-12";
const urn = "urn:pulumi:prod::oxygis::azure-native:sql:Server::eu1-sql-server";
const violation = (changes: Partial<Violation> = {}): Violation => ({
    policy,
    pack: "oxygis",
    level: "mandatory",
    urn,
    message: `${descriptions.get(policy)}\nminimalTlsVersion is not set.`,
    ...changes,
});

/** An engine that answers previews and updates with these, and remembers whether it was asked with the pack. */
function engine(preview: Partial<Run>, update: Partial<Run>) {
    const asked: string[] = [];
    const answer = (verb: string, run: Partial<Run>) => (request: RunRequest) => {
        asked.push(`${request.stack} ${verb} ${request.policyPacks?.length ?? 0}`);
        const changes = { create: 2, update: 0, replace: 0, delete: 0, same: 1 };
        const empty = { stack: request.stack, ok: true, changes, steps: [], violations: [], diagnostics: [] };
        return Promise.resolve({ ...empty, outputs: {}, seconds: 0, ...run });
    };
    return { asked, preview: answer("preview", preview), up: answer("up", update) };
}
const evaluate = (of: ReturnType<typeof engine>, stacks = ["prod"]) =>
    evaluatePolicies(of, (stack) => ({ stack }) as RunRequest, stacks, descriptions, silent);

describe("the pack over a stack", () => {
    it("is asked at preview and at update", async () => {
        const asked = engine({}, {});

        expect(await evaluate(asked, ["global", "prod"])).toEqual({ resources: 6, findings: [] });
        expect(asked.asked).toEqual(["global preview 1", "global up 1", "prod preview 1", "prod up 1"]);
    });

    it("has what it says twice written once, without its description", async () => {
        const { findings } = await evaluate(engine({ violations: [violation(), violation()] }, {}));

        expect(findings).toEqual([
            { policy, level: "mandatory", stack: "prod", urn, message: "minimalTlsVersion is not set." },
        ]);
    });

    it("that refuses a preview leaves the update to those that read the stack, without the pack", async () => {
        const refusing = engine({ ok: false, violations: [violation()] }, {});
        await evaluate(refusing);

        expect(refusing.asked).toEqual(["prod preview 1", "prod up 0"]);
    });

    it("is told of what only an update shows", async () => {
        const { findings } = await evaluate(engine({}, { ok: false, violations: [violation()] }));

        expect(findings).toHaveLength(1);
    });

    it("says nothing of a program that broke off", async () => {
        const broken = engine({ ok: false, diagnostics: [{ severity: "error", message: "no such region" }] }, {});

        await expect(evaluate(broken)).rejects.toThrow("no such region");
    });
});

describe("findings for machines", () => {
    const finding: Finding = { policy, level: "mandatory", stack: "prod", urn, message: 'a < b & "c"\nd' };

    it("are SARIF results of known rules, with the resource and a stable fingerprint", () => {
        const exempt: Finding = { ...finding, level: "advisory" };
        const { runs } = toSarif(policies, [finding, exempt]) as {
            runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number }[] }[];
        };
        const [{ tool, results }] = runs as [(typeof runs)[0]];

        expect(tool.driver.rules.map(({ id }) => id)).toEqual(policies.map(({ name }) => name));
        expect(tool.driver.rules[results[0]!.ruleIndex]!.id).toBe(policy);
        expect(results).toMatchObject([
            {
                ruleId: policy,
                level: "error",
                locations: [{ logicalLocations: [{ fullyQualifiedName: urn }] }],
                partialFingerprints: { "policyAndUrn/v1": `${policy} ${urn}` },
            },
            { ruleId: policy, level: "note" },
        ]);
    });

    it("are JUnit failures of the stack's suite, escaped; what is exempt does not fail", () => {
        const other = policies.find(({ name }) => name !== policy)!.name;
        const xml = toJunit(policies, ["global", "prod"], [finding, { ...finding, policy: other, level: "advisory" }]);

        expect(xml).toContain(`<testsuite name="global" tests="${policies.length}" failures="0">`);
        expect(xml).toContain(`<testsuite name="prod" tests="${policies.length}" failures="1">`);
        expect(xml).toContain(`<failure message="${urn}">a &lt; b &amp; &quot;c&quot;&#10;d</failure>`);
        expect(xml.match(/<failure /g)).toHaveLength(1);
    });
});

describe("oxygis policies check", () => {
    it("finds nothing in what the real programs register, and writes its reports", async () => {
        const root = rootWith("amber-otter");
        const folder = temporaryFolder();
        const [sarif, junit] = [join(folder, "findings.sarif"), join(folder, "findings.xml")];
        const said = await oxygis(["policies", "check", "--json", "--root", root, "--sarif", sarif, "--junit", junit]);

        expect(said.code).toBe(0);
        const outcome = JSON.parse(said.out.trim().split("\n").at(-1)!) as { resources: number };
        expect(outcome).toMatchObject({ ok: true, policies: policies.length, violations: [], exemptions: [] });
        expect(outcome.resources).toBeGreaterThan(300);
        expect(JSON.parse(readFileSync(sarif, "utf8"))).toMatchObject({ version: "2.1.0", runs: [{ results: [] }] });
        expect(readFileSync(junit, "utf8")).toContain('<testsuite name="prod"');
    }, 120_000);
});
