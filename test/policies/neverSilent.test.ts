import { discoverPolicies } from "../../policies/lib/discover";
import type { OxygisPolicy } from "../../policies/lib/policy";
import { normaliseToken } from "../../policies/lib/token";
import { checkRegistrations, type Finding, PrimedPack } from "../support/policyHarness";
import { type Registration, secretValue, unknownValue } from "../support/policyMessages";
import { withValue } from "../support/policyMutations";
import { captureStack, collect } from "../support/policyProof";
import { type ReadPath, readsOf } from "../support/policyReads";

const secret = "Hunter2-planted";

/** Forms that any property can take, whatever it should be. */
const anyForm: unknown[] = [
    undefined,
    null,
    unknownValue,
    "",
    "x",
    0,
    42,
    true,
    [],
    [null],
    [unknownValue],
    {},
    { x: unknownValue },
    secretValue(secret),
    secretValue(unknownValue),
    [secretValue(secret)],
    { [secret]: secretValue(secret) },
];

/** The same text in other letter cases. */
function wrongCases(value: unknown): string[] {
    return typeof value === "string" ? [value.toUpperCase(), value.toLowerCase()].filter((text) => text !== value) : [];
}

/** Rules that judge types and options, and read no property at all. */
const readNothing = ["resource-declared-openly", "resource-type-reviewed", "exemption-valid", "promise-not-ignored"];

describe("whatever form a property takes that a policy reads", () => {
    let all: Registration[];
    beforeAll(async () => {
        all = collect<Registration>("samples", "samples");
        for (const stack of ["global", "prod"] as const) {
            all.push(...(await captureStack(stack, "preview")).registrations);
        }
    });

    it.each(discoverPolicies().map((policy) => [policy.name, policy] as const))(
        "%s says nothing or a mandatory finding, and neither fails nor tells a secret",
        async (name, policy) => {
            const wrong: string[] = [];
            const { types } = policy;
            // A rule over the stack names every type it looks at; of the others it would only make the stack larger.
            const shown = types ? all.filter(({ type }) => types.includes(normaliseToken(type))) : all;
            const tries = await triesOf(policy, shown);
            for (const { subject, path, judge } of tries) {
                for (const form of [...anyForm, ...wrongCases(valueAt(subject.inputs, path))]) {
                    const changed = { ...subject, inputs: withValue(subject.inputs, path, form) };
                    const bad = (await judge(changed)).filter(isBad);
                    wrong.push(
                        ...bad.map(
                            ({ message }) => `${subject.type} ${path.join(".")} ${JSON.stringify(form)}: ${message}`,
                        ),
                    );
                }
            }
            expect(wrong).toEqual([]);
            expect(tries.length > 0).toBe(!readNothing.includes(name));
        },
    );
});

function isBad({ level, message }: Finding): boolean {
    return level !== "mandatory" || /can't run|the rule itself/i.test(message) || message.includes(secret);
}

interface Try {
    readonly subject: Registration;
    readonly path: ReadPath;
    readonly judge: (changed: Registration) => Promise<Finding[]>;
}

/** Each property that a rule reads, once for each type; list positions after the first are like the first. */
async function triesOf(policy: OxygisPolicy, all: readonly Registration[]): Promise<Try[]> {
    const reads = await readsOf(policy, all);
    const judge = await judgeOf(policy, all);
    const tries = new Map<string, Try>();
    for (const subject of all) {
        for (const path of reads.get(subject.urn) ?? []) {
            const key = [subject.type, ...path.map((step) => (/^\d+$/.test(step) ? "0" : step))].join("\n");
            if (!tries.has(key)) {
                tries.set(key, { subject, path, judge });
            }
        }
    }
    return [...tries.values()];
}

/** A rule on resources needs to see one of them, a rule over the stack all of them. */
async function judgeOf(policy: OxygisPolicy, all: readonly Registration[]): Promise<Try["judge"]> {
    if (!policy.stack && !policy.afterwards) {
        return (changed) => checkRegistrations([policy], [changed]);
    }
    const pack = await PrimedPack.of([policy], all);
    return (changed) => pack.check(all.map((one) => (one.urn === changed.urn ? changed : one)));
}

function valueAt(properties: unknown, path: ReadPath): unknown {
    return path.reduce<unknown>(
        (owner, key) =>
            typeof owner === "object" && owner !== null ? (owner as Record<string, unknown>)[key] : undefined,
        properties,
    );
}
