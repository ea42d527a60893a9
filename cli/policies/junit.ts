import type { OxygisPolicy } from "../../policies/lib/policy";
import type { Finding } from "./evaluate";

/** Findings as a JUnit report: a suite for each stack, a test case for each policy, which fails once for each resource it refuses. */
export function toJunit(
    policies: readonly OxygisPolicy[],
    stacks: readonly string[],
    findings: readonly Finding[],
): string {
    const refusals = findings.filter(({ level }) => level === "mandatory");
    const suites = stacks.map((stack) => {
        const own = refusals.filter((finding) => finding.stack === stack);
        const cases = policies.map(({ name, description }) => {
            const failures = own
                .filter(({ policy }) => policy === name)
                .map(({ urn, message }) => `<failure message="${escape(urn)}">${escape(message)}</failure>`);
            const head = `<testcase classname="${escape(stack)}" name="${escape(`${name}: ${description}`)}"`;
            return failures.length === 0 ? `${head}/>` : `${head}>${failures.join("")}</testcase>`;
        });
        const failed = new Set(own.map(({ policy }) => policy)).size;
        const head = `<testsuite name="${escape(stack)}" tests="${policies.length}" failures="${failed}">`;
        return [head, ...cases, "</testsuite>"].join("\n");
    });
    return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...suites, "</testsuites>", ""].join("\n");
}

const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\n": "&#10;",
};

const escape = (text: string) => text.replaceAll(/[&<>"\n]/g, (character) => entities[character]!);
