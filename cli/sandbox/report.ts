import type { Run } from "../../engine/engine";
import { controls } from "../../infra/model/controls";
import { promises } from "../../infra/model/promises";
import { discoverPolicies } from "../../policies/lib/discover";
import type { Common } from "../options";
import { duration, print, styled, table } from "../output";
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

/** Policy name to the promise it asserts, as the pack itself says. */
const promiseByPolicy = new Map(discoverPolicies().map(({ name, framework }) => [name, framework?.reference ?? ""]));

/** Ids of the promises that the components of these runs keep, in the order of the register. */
function promisesDeclared(runs: readonly Run[]): string[] {
    const types = runs.flatMap(({ steps }) =>
        steps
            .filter(({ op }) => !op.startsWith("delete"))
            .map(({ urn }) => (urn.split("::")[2] ?? "").split("$").at(-1)!),
    );
    const declared = new Set(types.flatMap((type) => controls[type] ?? []));
    return Object.keys(promises).filter((id) => (declared as Set<string>).has(id));
}

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
                promise: promiseByPolicy.get(policy),
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
        promises: promisesDeclared(outcome.stacks.map(({ run }) => run)),
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
    if (refused.size > 0) return `${refused.size} of ${promiseByPolicy.size} refused this`;
    return ok ? `${promiseByPolicy.size} of ${promiseByPolicy.size} passed` : "not all asked";
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
    print(
        [
            `customers  ${customers}`,
            `policies   ${policiesInWords(outcome)}`,
            `promises   ${promisesDeclared(outcome.stacks.map(({ run }) => run)).join(" ")}`,
            `duration   ${duration(total(outcome, "virtualSeconds"))} on the virtual clock, ${duration(total(outcome, "seconds"))} here`,
        ].join("\n"),
    );
    if (outcome.notRun.length > 0) print(`not run    ${outcome.notRun.join(", ")}: a stack before failed`);
}
