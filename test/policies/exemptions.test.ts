import { committedExemptions, Exemptions, today } from "../../policies/lib/exemptions";
import { definePolicy, type PolicyDefinition } from "../../policies/lib/policy";
import { checkRegistrations, type Finding } from "../support/policyHarness";
import { registration } from "../support/policyMessages";

const definition: PolicyDefinition = {
    name: "thing-kept",
    promise: "DB-1",
    severity: "high",
    description: "Things are kept.",
    remedy: "Keep it.",
    url: "https://example.com",
};
const resourceRule = definePolicy({
    ...definition,
    resource: ({ props }, report) => props.read("bad").state === "set" && report("refused"),
});
const stackRule = definePolicy({
    ...definition,
    name: "thing-together",
    types: ["a:b:Thing"],
    stack: (stack, report) => {
        for (const { urn, props } of stack.ofType("a:b:Thing")) {
            if (props.read("alone").state === "set") report("refused", urn);
        }
    },
});
const strictRule = definePolicy({ ...definition, name: "thing-always", neverExempt: true });
const failingRule = definePolicy({
    ...definition,
    name: "thing-failing",
    resource: () => {
        throw new TypeError("x");
    },
});
const rules = [resourceRule, stackRule, strictRule];
const thing = registration("a:b:Thing", "thing", { bad: true, alone: true });
const other = registration("a:b:Thing", "other", {});
const entry = {
    policy: "thing-kept",
    urn: thing.urn,
    reason: "the supplier needs until spring",
    approver: "C. Officer",
    granted: "2026-11-01",
    expires: "2027-01-30",
};
const onStack = { ...entry, policy: "thing-together" };

const check = (raw: unknown, date = "2026-12-01", checked = [thing, other]): Promise<Finding[]> =>
    checkRegistrations(rules, checked, new Exemptions(raw, rules, { date, source: "the clock" }));
const levels = (findings: readonly Finding[]) => findings.map(({ policy, level }) => `${policy} ${level}`);
const stands = ["thing-kept mandatory", "thing-together mandatory"];

describe("an exemption in order", () => {
    it("makes the finding an advisory line that says until when, why and by whom", async () => {
        const findings = await check([entry, onStack]);
        expect(levels(findings)).toEqual(["thing-kept advisory", "thing-together advisory"]);
        expect(findings[0]?.message).toBe(
            "Exempt until 2027-01-30 because the supplier needs until spring (approved by C. Officer).\nThings are kept.\nrefused",
        );
    });

    it("lasts its last day, at most 90 after it was granted", async () => {
        expect(levels(await check([entry, onStack], entry.expires))).toEqual([
            "thing-kept advisory",
            "thing-together advisory",
        ]);
    });

    it("covers one policy at one resource of one stack, and nothing else", async () => {
        const elsewhere = { ...entry, urn: entry.urn.replace(":test::", ":prod::") };
        expect(levels(await check([elsewhere]))).toEqual(stands);
        expect(levels(await check([entry]))).toEqual(["thing-kept advisory", "thing-together mandatory"]);
    });

    it("says where today was taken from when that is not the clock", async () => {
        const exemptions = new Exemptions([entry], rules, { date: "2026-12-01", source: "OXYGIS_TODAY" });
        const [finding] = await checkRegistrations([resourceRule], [thing], exemptions);
        expect(finding?.message).toContain("Today is 2026-12-01 by OXYGIS_TODAY.");
    });

    it("never covers a rule that fails", async () => {
        const covering = { ...entry, policy: failingRule.name };
        const exemptions = new Exemptions([covering], [failingRule], { date: "2026-12-01", source: "the clock" });
        expect(levels(await checkRegistrations([failingRule], [thing], exemptions))).toEqual([
            "thing-failing mandatory",
            "exemption-valid mandatory",
        ]);
    });
});

describe("an exemption that is not in order fails the run, and exempts nothing", () => {
    it.each<[string, unknown]>([
        ["expired", [{ ...entry, expires: "2026-11-30" }]],
        ["longer than 90 days", [{ ...entry, expires: "2027-01-31" }]],
        ["over before it began", [{ ...entry, expires: "2026-10-31" }]],
        ["granted in the future", [{ ...entry, granted: "2026-12-02" }]],
        ["of a policy that does not exist", [{ ...entry, policy: "thing-keptt" }]],
        ["of every policy", [{ ...entry, policy: "*" }]],
        ["of a policy that can never be exempted", [{ ...entry, policy: "thing-always" }]],
        ["for every name", [{ ...entry, urn: "urn:pulumi:test::oxygis::a:b:Thing::*" }]],
        ["for every URN", [{ ...entry, urn: "*" }]],
        ["for a name without its URN", [{ ...entry, urn: "thing" }]],
        ["without an approver", [{ ...entry, approver: " " }]],
        ["without a reason", [{ ...entry, reason: undefined }]],
        ["with a field that means nothing", [{ ...entry, pattern: ".*" }]],
        ["with a date that is none", [{ ...entry, granted: "2026-11-31" }]],
        ["with a date in other words", [{ ...entry, expires: "30 January 2027" }]],
        ["with a number for a text", [{ ...entry, reason: 7 }]],
        ["no object", ["thing-kept"]],
        ["null", [null]],
        ["no list", entry],
        ["no JSON", "[{"],
    ])("%s", async (_, raw) => {
        const findings = await check(raw);
        expect(levels(findings).filter((one) => !one.startsWith("exemption"))).toEqual(stands);
        expect(levels(findings)).toContain("exemption-valid mandatory");
    });

    it("written twice: the second", async () => {
        expect(levels(await check([entry, entry]))).toEqual([
            "thing-kept advisory",
            stands[1],
            "exemption-valid mandatory",
        ]);
    });

    it("unused, at the end of its stack", async () => {
        const findings = await check([{ ...entry, urn: other.urn }]);
        expect(levels(findings)).toEqual([...stands, "exemption-valid mandatory"]);
        expect(findings[2]?.message).toContain(`finds nothing at ${other.urn} any more`);
    });

    it("unused in the update after a preview that needed it", async () => {
        const exemptions = new Exemptions([entry], rules, { date: "2026-12-01", source: "the clock" });
        expect(levels(await checkRegistrations(rules, [thing], exemptions))).toContain("thing-kept advisory");
        const mended = { ...thing, inputs: {} };
        expect(levels(await checkRegistrations(rules, [mended], exemptions))).toEqual(["exemption-valid mandatory"]);
    });

    it("when today is no date", async () => {
        expect(levels(await check([entry], "tomorrow"))).toEqual([...stands, "exemption-valid mandatory"]);
    });
});

describe("today", () => {
    it("is what OXYGIS_TODAY says, else the day of the clock", () => {
        expect(today({ OXYGIS_TODAY: "2027-01-31" })).toEqual({ date: "2027-01-31", source: "OXYGIS_TODAY" });
        expect(today({})).toEqual({ date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string, source: "the clock" });
    });
});

it("nothing is exempt at the moment", () => {
    expect(committedExemptions()).toEqual([]);
});
