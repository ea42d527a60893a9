import { readFileSync } from "node:fs";
import { join } from "node:path";

import { discoverPolicies } from "../../policies/lib/discover";
import { captureProgram, checkRegistrations } from "../support/policyHarness";
import { collect, type Evasion } from "../support/policyProof";
import { Declared } from "../support/policySample";

const policies = discoverPolicies();
const evasions = collect<Evasion>("evasions", "evasions");

describe("ways around the pack", () => {
    it.each(evasions)("$policy refuses $name", async ({ policy, registrations }) => {
        const findings = await checkRegistrations(policies, registrations);
        expect(findings.filter((finding) => finding.policy === policy)).toContainEqual(
            expect.objectContaining({ level: "mandatory" }),
        );
        expect(findings.every(({ level }) => level === "mandatory")).toBe(true);
    });

    it("are each written once, of policies that exist", () => {
        expect(new Set(evasions.map(({ policy, name }) => `${policy} ${name}`)).size).toBe(evasions.length);
        const names = policies.map(({ name }) => name);
        expect(evasions.filter(({ policy }) => !names.includes(policy))).toEqual([]);
    });
});

describe("a resource that is read instead of declared, which no policy sees", () => {
    it("is noticed by the harness, so that the test of the real program can refuse it", async () => {
        const { reads } = await captureProgram(
            () =>
                new Declared(
                    "azure-native:sql:Server",
                    "server",
                    {},
                    {
                        id: "/subscriptions/s/servers/elsewhere",
                    },
                ),
            "update",
        );
        expect(reads).toEqual(["azure-native:sql:Server::server"]);
    });

    it("is refused by lint", () => {
        const config = readFileSync(join(__dirname, "../../eslint.config.mjs"), "utf8");
        expect(config).toContain("callee.property.name='get'");
    });
});
