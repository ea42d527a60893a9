import { writeFileSync } from "node:fs";
import { resolve } from "node:path";

import { EmbeddedEngine } from "../../engine/embedded";
import { checkProject } from "../../infra/config/check";
import { describeMistakes } from "../../infra/config/mistake";
import { discoverPolicies } from "../../policies/lib/discover";
import type { OxygisPolicy } from "../../policies/lib/policy";
import { type ExitCode, exitCode } from "../errors";
import { readOptions } from "../options";
import { print, printError, printJson, styled, table } from "../output";
import { createProgress } from "../progress";
import { chooseStacks, withNeeded } from "../sandbox/stacks";
import { inThrowAwayWorld } from "../throwAway";
import { evaluatePolicies, type Finding } from "./evaluate";
import { toJunit } from "./junit";
import { toSarif } from "./sarif";

const ownOptions = { sarif: { type: "string" }, junit: { type: "string" } } as const;

const help = `Usage: oxygis policies check [STACK...]

Runs the policy pack over what the stacks (default: all) register, as a preview and as an update show it, in a sandbox that is thrown
away. No credentials, no pulumi CLI. A mandatory finding is exit code 1; what policies/exemptions.json lets pass is listed.
  --sarif FILE        also writes the findings in SARIF 2.1.0, for the code host
  --junit FILE        also writes them as a JUnit report, for the CI server`;

export const policiesCheck = {
    help,
    async run(argv: readonly string[]): Promise<ExitCode> {
        const { options, values, positionals } = readOptions(argv, ownOptions);
        const report = checkProject(options.root);
        if (!report.ok) {
            if (options.json) printJson(report);
            printError(describeMistakes(report.errors));
            return exitCode.wrongUse;
        }
        const chosen = chooseStacks(options.root, positionals, positionals.length === 0);
        // What a cell registers depends on what others answer.
        const stacks = withNeeded(options.root, chosen);
        const policies = discoverPolicies();
        const descriptions = new Map(policies.map(({ name, description }) => [name, description]));
        const evaluation = await inThrowAwayWorld(options.root, (requestFor) =>
            evaluatePolicies(new EmbeddedEngine(), requestFor, stacks, descriptions, createProgress()),
        );
        const { resources } = evaluation;
        const findings = evaluation.findings.filter(({ stack }) => chosen.includes(stack));
        if (values.sarif !== undefined) {
            writeFileSync(resolve(values.sarif), `${JSON.stringify(toSarif(policies, findings), undefined, 2)}\n`);
        }
        if (values.junit !== undefined) writeFileSync(resolve(values.junit), toJunit(policies, chosen, findings));

        const violations = findings.filter(({ level }) => level === "mandatory");
        const exemptions = findings.filter(({ level }) => level === "advisory");
        if (options.json) {
            printJson({
                ok: violations.length === 0,
                stacks: chosen,
                policies: policies.length,
                resources,
                violations: violations.map((finding) => withPolicy(finding, policies)),
                exemptions: exemptions.map((finding) => withPolicy(finding, policies)),
            });
        } else {
            printFindings(policies, violations, exemptions);
            print(`${policies.length} policies over ${resources} resources of ${chosen.join(", ")}`);
        }
        return violations.length === 0 ? exitCode.good : exitCode.failed;
    },
};

function withPolicy({ policy, level, stack, urn, message }: Finding, policies: readonly OxygisPolicy[]) {
    const of = policies.find(({ name }) => name === policy);
    return { policy, promise: of?.framework?.reference, severity: of?.severity, level, stack, urn, message };
}

function printFindings(
    policies: readonly OxygisPolicy[],
    violations: readonly Finding[],
    exemptions: readonly Finding[],
): void {
    const resourceOf = (urn: string) => urn.split("::").slice(2).join(" ").split("$").at(-1)!;
    const rows = [...violations, ...exemptions].map((finding) => {
        const { promise, severity } = withPolicy(finding, policies);
        const verdict = finding.level === "mandatory" ? "refused" : "exempt";
        return [verdict, finding.policy, promise ?? "", severity ?? "", finding.stack, resourceOf(finding.urn)];
    });
    if (rows.length === 0) {
        print("nothing to object to");
        return;
    }
    print(table(["verdict", "policy", "promise", "severity", "stack", "resource"], rows));
    for (const name of new Set([...violations, ...exemptions].map(({ policy }) => policy))) {
        const of = policies.find((policy) => policy.name === name);
        const messages = [...violations, ...exemptions]
            .filter(({ policy }) => policy === name)
            .map(({ urn, message }) => `  ${resourceOf(urn)}: ${message.replaceAll("\n", " ")}`);
        print(`\n${styled("bold", name)}: ${of?.description ?? ""}`);
        print([...messages, `  What to do: ${of?.remediationSteps ?? ""}`, `  ${of?.url ?? ""}`].join("\n"));
    }
    print("");
}
