import { isDeepStrictEqual } from "node:util";

import { discoverPolicies } from "../../policies/lib/discover";
import { PrimedPack, checkRegistrations, modes } from "../support/policyHarness";
import type { Registration } from "../support/policyMessages";
import {
    captureStack,
    collect,
    type GoodVariant,
    type Mutant,
    type StackName,
    stackNames,
} from "../support/policyProof";

const policies = discoverPolicies();
const mutants = collect<Mutant>("mutants", "mutants");
const goodVariants = collect<GoodVariant>("mutants", "goodVariants");
/** What has no mutant here has its own proof: an exemption is no part of a program. */
const provedElsewhere = ["exemption-valid"];

describe.each(modes)("the real program at %s", (mode) => {
    const registrations = new Map<StackName, Registration[]>();
    const packs = new Map<StackName, PrimedPack>();
    const reads: string[] = [];
    const killed: string[] = [];

    const findingsOf = async ({ stack, mutate }: Pick<Mutant, "stack" | "mutate">) => {
        const original = registrations.get(stack)!;
        const changed = mutate(original);
        // A mutant that changes nothing proves nothing.
        expect(isDeepStrictEqual(changed, original)).toBe(false);
        return packs.get(stack)!.check(changed);
    };

    beforeAll(async () => {
        for (const stack of stackNames) {
            const captured = await captureStack(stack, mode);
            registrations.set(stack, captured.registrations);
            packs.set(stack, await PrimedPack.of(policies, captured.registrations));
            reads.push(...captured.reads);
        }
    });

    it.each(stackNames)("passes every policy: %s", async (stack) => {
        const all = registrations.get(stack)!;
        expect(all.length).toBeGreaterThan(40);
        expect(await checkRegistrations(policies, all)).toEqual([]);
    });

    it("reads nothing but another stack's outputs: a policy never sees what is read", () => {
        expect(new Set(reads)).toEqual(new Set(["pulumi:pulumi:StackReference::global"]));
    });

    it.each(goodVariants)("still passes with $name ($stack)", async (variant) => {
        expect(await findingsOf(variant)).toEqual([]);
    });

    it.each(mutants)("$policy refuses $name ($stack)", async (mutant) => {
        const findings = await findingsOf(mutant);
        expect(findings.every(({ level }) => level === "mandatory")).toBe(true);
        // That another policy notices too does not count: it may be changed for its own reasons.
        expect(findings.map(({ policy }) => policy)).toContain(mutant.policy);
        killed.push(`${mutant.policy} ${mutant.name}`);
    });

    it("loses every mutant, at least two of each policy", () => {
        const score = policies
            .filter(({ name }) => !provedElsewhere.includes(name))
            .map(({ name }) => {
                const own = mutants.filter(({ policy }) => policy === name);
                const dead = own.filter((mutant) => killed.includes(`${name} ${mutant.name}`));
                return { name, killed: dead.length, total: own.length };
            });
        process.stdout.write(score.map((one) => `${mode.padEnd(8)} ${one.killed}/${one.total} ${one.name}\n`).join(""));
        const sum = (field: "killed" | "total") => score.reduce((all, one) => all + one[field], 0);
        process.stdout.write(`${mode.padEnd(8)} ${sum("killed")}/${sum("total")} mutants killed\n`);
        expect(score.filter((one) => one.total < 2 || one.killed < one.total)).toEqual([]);
        expect(new Set(mutants.map(({ policy, name }) => `${policy} ${name}`)).size).toBe(mutants.length);
    });
});

it("has mutants of policies that exist", () => {
    const names = new Set(policies.map(({ name }) => name));
    expect(mutants.filter(({ policy }) => !names.has(policy))).toEqual([]);
});
