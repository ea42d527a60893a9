import type { Run } from "../../engine/engine";
import { discoverPolicies, policyFiles } from "../../policies/lib/discover";
import type { Common } from "../options";
import { duration, print, styled, table } from "../output";
import { promisesOf } from "./promises";
import { byArea, kinds } from "./summary";

/** What came of one command over its stacks. */
export interface Outcome {
    verb: "preview" | "up" | "destroy";
    engine: string;
    ok: boolean;
    /** Whether the policy pack took part. */
    policies: boolean;
    stacks: { run: Run; virtualSeconds: number; seconds: number }[];
    /** Stacks left alone because one before them failed. */
    notRun: string[];
}

/** Policy name to the promise it asserts, as the pack itself says. Loaded when there is something to say: that takes half a second. */
const promiseOf = (policy: string) => discoverPolicies().find(({ name }) => name === policy)?.framework?.reference;

/** Errors and violations of a run, one line each, for standard error. */
export function describeFailure(run: Run): string {
    const name = (urn: string | undefined) => (urn ? `${urn.split("::").slice(2).join(" ")}: ` : "");
    const diagnostics = run.diagnostics
        .filter(({ severity }) => severity === "error")
        .map(({ urn, message }) => `  ${styled("red", "error", process.stderr)} ${name(urn)}${message}`);
    const violations = run.violations.map(
        ({ policy, level, urn, message }) =>
            `  ${styled(level === "mandatory" ? "red" : "yellow", level, process.stderr)} ${policy} ${name(urn)}${message}`,
    );
    return [...violations, ...diagnostics].join("\n");
}

/** The contract of `--json`, see the command's documentation. */
export function toJson(outcome: Outcome, { root }: Common, customers: number, withSteps: boolean) {
    return {
        ok: outcome.ok,
        engine: outcome.engine,
        root,
        stacks: outcome.stacks.map(({ run, seconds, virtualSeconds }) => ({
            name: run.stack,
            ok: run.ok,
            ...run.changes,
            violations: run.violations.map(({ policy, level, urn, message }) => ({
                policy,
                promise: promiseOf(policy),
                level,
                urn,
                message,
            })),
            errors: run.diagnostics.filter(({ severity }) => severity === "error"),
            ...(withSteps ? { steps: run.steps } : {}),
            seconds: round(seconds),
            virtualSeconds,
        })),
        notRun: outcome.notRun,
        customers,
        promises: promisesOf(outcome.stacks.map(({ run }) => run))
            .filter(({ resources }) => resources > 0)
            .map(({ id }) => id),
        virtualSeconds: total(outcome, "virtualSeconds"),
        seconds: round(total(outcome, "seconds")),
    };
}

const round = (seconds: number) => Math.round(seconds * 10) / 10;
const total = ({ stacks }: Outcome, field: "seconds" | "virtualSeconds") =>
    stacks.reduce((sum, stack) => sum + stack[field], 0);

/** A run that broke off before its end says nothing of the policies that it did not get to. */
function policiesInWords({ policies, ok, stacks }: Outcome): string {
    const violations = stacks.flatMap(({ run }) => run.violations);
    const refused = new Set(violations.filter(({ level }) => level === "mandatory").map(({ policy }) => policy));
    if (!policies) return "not asked";
    if (refused.size > 0) return `${refused.size} of ${policyFiles().length} refused this`;
    return ok ? `${policyFiles().length} of ${policyFiles().length} passed` : "not all asked";
}

/** The outcome for people: resources by stack and area, then policies, promises and durations. */
export function printOutcome(outcome: Outcome, customers: number, withSteps: boolean): void {
    if (withSteps) {
        for (const { run } of outcome.stacks) for (const { op, urn } of run.steps) print(`${op.padEnd(20)} ${urn}`);
        print("");
    }
    const rows = outcome.stacks.flatMap(({ run }) =>
        byArea(run).map(([area, changes]) => [run.stack, area, ...kinds.map((kind) => changes[kind])]),
    );
    const sums = kinds.map((kind) => outcome.stacks.reduce((sum, { run }) => sum + run.changes[kind], 0));
    print(table(["stack", "area", ...kinds], [...rows, ["total", "", ...sums]]));
    print("");
    printPromises(outcome);
    print("");
    print(
        [
            `customers  ${customers}`,
            `policies   ${policiesInWords(outcome)}`,
            `duration   ${duration(total(outcome, "virtualSeconds"))} on the virtual clock, ${duration(total(outcome, "seconds"))} here`,
        ].join("\n"),
    );
    if (outcome.notRun.length > 0) print(`not run    ${outcome.notRun.join(", ")}: a stack before failed`);
}

/** One line for each promise that resources keep, and the rest by name: nothing is claimed for those. */
function printPromises({ stacks }: Outcome): void {
    const all = promisesOf(stacks.map(({ run }) => run));
    const declared = all.filter(({ resources }) => resources > 0);
    if (declared.length > 0) {
        print(
            table(
                ["promise", "resources", "meaning"],
                declared.map(({ id, resources, meaning }) => [id, resources, meaning]),
            ),
        );
    }
    const rest = all.filter(({ resources }) => resources === 0).map(({ id }) => id);
    if (rest.length > 0) print(` kept by none of these resources: ${rest.join(" ")}`);
}
