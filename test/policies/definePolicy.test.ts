import { definePolicy, type PolicyDefinition } from "../../policies/lib/policy";
import type { StackIndex } from "../../policies/lib/stackIndex";
import { checkRegistrations } from "../support/policyHarness";
import { analyzeStackRequest, registration, secretValue, unknownValue } from "../support/policyMessages";
import { policyServer } from "../support/policyServer";

const definition: PolicyDefinition = {
    name: "thing-kept",
    promise: "DB-1",
    severity: "high",
    description: "Things are kept.",
    remedy: "Keep it.",
    url: "https://example.com",
};
const thing = registration("a:b:Thing", "thing", { password: secretValue("hunter2"), open: unknownValue });

describe("a rule that fails", () => {
    const broken = definePolicy({
        ...definition,
        resource: ({ props }) => {
            const { value } = props.read("password") as { value: string };
            throw new TypeError(`cannot use ${value}`);
        },
        stack: () => {
            throw new RangeError("hunter2");
        },
    });

    it("is a mandatory finding that quotes nothing, and the other policies still speak", async () => {
        const fine = definePolicy({ ...definition, name: "thing-other", resource: (_, report) => report("refused") });
        const findings = await checkRegistrations([broken, fine], [thing]);
        expect(findings).toEqual([
            expect.objectContaining({ policy: "thing-kept", level: "mandatory", urn: thing.urn }),
            expect.objectContaining({ policy: "thing-other", level: "mandatory", urn: thing.urn }),
            expect.objectContaining({ policy: "thing-kept", level: "mandatory" }),
        ]);
        expect(findings[0]?.message).toContain("TypeError");
        expect(findings[2]?.message).toContain("RangeError");
        expect(JSON.stringify(findings)).not.toContain("hunter2");
    });

    it("also when what it throws is no error", async () => {
        const throwing = definePolicy({
            ...definition,
            resource: () => {
                const generator = (function* () {})();
                generator.throw("hunter2");
            },
        });
        const findings = await checkRegistrations([throwing], [thing]);
        expect(findings).toMatchObject([
            { level: "mandatory", message: expect.stringContaining("(string)") as string },
        ]);
    });
});

describe("what a rule reads", () => {
    const read = async (path: string, inputs: Record<string, unknown>) => {
        let seen: unknown;
        const policy = definePolicy({
            ...definition,
            resource: ({ props }) => {
                seen = path.includes("[]") ? props.readEach(path) : props.read(path);
            },
        });
        expect(await checkRegistrations([policy], [registration("a:b:Thing", "thing", inputs)])).toEqual([]);
        return seen;
    };
    const unset = { state: "unset" };
    const unknown = { state: "unknown" };

    it.each([
        ["a", { a: "x" }, { state: "set", value: "x" }],
        ["a", { a: false }, { state: "set", value: false }],
        ["a", { a: secretValue("x") }, { state: "set", value: "x" }],
        ["a", {}, unset],
        ["a", { a: null }, unset],
        ["a", { a: unknownValue }, unknown],
        ["a", { a: secretValue(unknownValue) }, unknown],
        ["a.b.c", { a: { b: { c: 1 } } }, { state: "set", value: 1 }],
        ["a.b.c", { a: { b: unknownValue } }, unknown],
        ["a.b.c", { a: { b: "text" } }, unset],
        ["a.b.c", { a: null }, unset],
        ["a.length", { a: "text" }, unset],
        ["toString", {}, unset],
        ["tags.oxygis:customer", { tags: { "oxygis:customer": "acme" } }, { state: "set", value: "acme" }],
        [
            "l[]",
            { l: [1, unknownValue] },
            [
                { path: "l[0]", reading: { state: "set", value: 1 } },
                { path: "l[1]", reading: unknown },
            ],
        ],
        [
            "l[].t",
            { l: [{ t: 1 }, {}] },
            [
                { path: "l[0].t", reading: { state: "set", value: 1 } },
                { path: "l[1].t", reading: unset },
            ],
        ],
        [
            "l[].t",
            { l: [null, unknownValue] },
            [
                { path: "l[0]", reading: unset },
                { path: "l[1]", reading: unknown },
            ],
        ],
        ["l[].t", { l: [] }, [{ path: "l", reading: unset }]],
        ["l[].t", { l: "text" }, [{ path: "l", reading: unset }]],
        ["l[].t", { l: unknownValue }, [{ path: "l", reading: unknown }]],
        ["l[].t", {}, [{ path: "l", reading: unset }]],
    ])("%s of %j", async (path, inputs, expected) => {
        expect(await read(path, inputs)).toEqual(expected);
    });
});

describe("stack rules", () => {
    it("share one index within a request, and never across requests", async () => {
        const seen: StackIndex[] = [];
        const remember = (name: string) =>
            definePolicy({ ...definition, name, stack: (stack) => void seen.push(stack) });
        const pack = [remember("one"), remember("two")];
        await checkRegistrations(pack, [thing]);
        await checkRegistrations(pack, [thing]);
        expect(seen).toHaveLength(4);
        expect(seen[1]).toBe(seen[0]);
        expect(seen[3]).toBe(seen[2]);
        expect(seen[2]).not.toBe(seen[0]);
    });

    it("see what was declared, and what the provider answered where nothing was shown to them before", async () => {
        const read: unknown[] = [];
        const policy = definePolicy({
            ...definition,
            types: ["a:b:Thing"],
            stack: (stack) => {
                read.push(...stack.ofType("a:b:Thing").map(({ props }) => props.read("mode")));
            },
        });
        const declared = registration("a:b:Thing", "declared", { mode: "in" }, { outputs: { mode: "out" } });
        await checkRegistrations([policy], [declared]);
        const untouched = registration("a:b:Thing", "untouched", { mode: "in" }, { outputs: { mode: "out" } });
        await policyServer([policy]).analyzeStack(analyzeStackRequest([untouched]));
        expect(read).toEqual([
            { state: "set", value: "in" },
            { state: "set", value: "out" },
        ]);
    });
});
