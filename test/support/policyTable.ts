import type { OxygisPolicy } from "../../policies/lib/policy";
import { checkRegistrations } from "./policyHarness";
import { type Registration, unknownValue } from "./policyMessages";
import { setOf } from "./policyMutations";

/** A property of a resource that a policy judges. */
export interface Row {
    /** Name of the resource among the good registrations. */
    readonly resource: string;
    /** Path of the property, list positions included. */
    readonly path: string;
    /** At least one, unless nothing but leaving it out is good. */
    readonly good: readonly unknown[];
    /** Values somebody might write instead, besides none, null, an empty one, one of another case or type and an unknown one. */
    readonly bad: readonly unknown[];
    /** Whether to leave it out is good too. @default false */
    readonly mayBeUnset?: true;
}

/** Good registrations of what a policy judges, and their properties in all forms. */
export interface Table {
    readonly policy: OxygisPolicy;
    readonly good: readonly Registration[];
    readonly rows: readonly Row[];
}

interface Case extends Row {
    readonly title: string;
    readonly value: unknown;
    readonly outcome: "accepted" | "refused";
}

export function casesOf({ rows }: Table): Case[] {
    return rows.flatMap((row) => {
        const make = (outcome: Case["outcome"]) => (value: unknown) => ({
            ...row,
            value,
            outcome,
            title: `${row.resource} with ${row.path} ${label(value)} is ${outcome}`,
        });
        return [...row.good.map(make("accepted")), ...[...formsOf(row), ...row.bad].map(make("refused"))];
    });
}

/** @throws Error when a finding is not mandatory, or not on the resource that was changed */
export async function outcomeOf({ policy, good }: Table, { resource, path, value }: Case): Promise<Case["outcome"]> {
    const changed = setOf(({ name }: Registration) => name === resource, path, value)(good);
    const findings = await checkRegistrations([policy], changed);
    const urn = changed.find(({ name }) => name === resource)?.urn;
    const wrong = findings.filter((one) => one.level !== "mandatory" || one.urn !== urn || one.policy !== policy.name);
    if (wrong.length > 0) {
        throw new Error(`unexpected findings: ${JSON.stringify(wrong)}`);
    }
    return findings.length > 0 ? "refused" : "accepted";
}

function formsOf({ good: [first], mayBeUnset }: Row): unknown[] {
    return [
        ...(mayBeUnset ? [] : [undefined, null, ""]),
        unknownValue,
        ...(typeof first === "boolean" ? [!first, String(first)] : []),
        ...(typeof first === "number" ? [String(first), -first - 2] : []),
        ...(typeof first === "string" && otherCase(first) !== first ? [otherCase(first), [first]] : []),
    ];
}

function otherCase(text: string): string {
    return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
}

function label(value: unknown): string {
    return value === undefined ? "unset" : value === unknownValue ? "unknown" : JSON.stringify(value);
}
