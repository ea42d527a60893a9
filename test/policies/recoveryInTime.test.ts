import { readRestoreTimes } from "../../infra/config/restoreTimes";
import { restoreTimes } from "../../policies/catalogue/restoreTimes";
import { policy } from "../../policies/rules/recovery/recoveryInTime";
import { checkRegistrations } from "../support/policyHarness";
import { type Registration, registration } from "../support/policyMessages";

const databaseType = "azure-native:sql:Database";
const pool = registration("azure-native:sql:ElasticPool", "pool", {});

/** So many databases of a plan in the pool, with room for so many GiB each. */
function databases(count: number, plan: string, sizeGiB = 5, more: Record<string, unknown> = {}) {
    return Array.from({ length: count }, (_, index) =>
        registration(
            databaseType,
            `${plan}-${sizeGiB}-${index}`,
            {
                maxSizeBytes: sizeGiB * 1024 ** 3,
                tags: { "oxygis:customer": `${plan}-${index}`, "oxygis:plan": plan },
                ...more,
            },
            { propertyDependencies: { elasticPoolId: [pool.urn] } },
        ),
    );
}
const second = registration("azure-native:sql:ElasticPool", "second", {});
const inSecond = (one: Registration) => ({ ...one, propertyDependencies: { elasticPoolId: [second.urn] } });
/** Second databases, which have taken over from a recovery's. */
const cameHome = (count: number, plan: string) =>
    databases(count, plan).map(({ name, inputs, ...one }) => {
        const tags = { ...(inputs["tags"] as object), "oxygis:restored-from": "secondary" };
        const second = registration(databaseType, `${name}--2`, { ...inputs, createMode: "Secondary", tags });
        return { ...second, propertyDependencies: one.propertyDependencies ?? {} };
    });
const check = (...all: ReturnType<typeof databases>[]) => checkRegistrations([policy], [pool, ...all.flat()]);

describe("a pool can be back in time", () => {
    it.each([
        ["176 paid customers with 5 GiB, half an hour each, four at a time", [databases(176, "paid")]],
        ["360 others", [databases(360, "trial")]],
        ["paid customers first, the others behind them", [databases(100, "paid"), databases(200, "education")]],
        ["replicas, which are not restored", [databases(500, "paid", 5, { createMode: "Secondary" })]],
        ["few customers with much data", [databases(4, "paid", 500)]],
        ["who came home, once", [databases(150, "paid"), cameHome(150, "paid")]],
    ])("%s", async (_, all) => {
        expect(await check(...all)).toEqual([]);
    });

    it.each([
        ["180 paid customers", [databases(180, "paid")], "24.2 hours, and 24"],
        ["372 others", [databases(372, "freemium")], "48.2 hours, and 48"],
        ["others behind too many paid ones", [databases(170, "paid"), databases(210, "trial")], "49.7 hours, and 48"],
        ["plans nobody knows, held to the stricter promise", [databases(190, "premium")], "25.7 hours, and 24"],
        ["16 paid customers with 500 GiB each", [databases(16, "paid", 500)], "35.1 hours, and 24"],
        ["one of whose size nothing is said", [databases(1, "paid", 5, { maxSizeBytes: null })], "67.9 hours, and 24"],
        ["too many who came home", [cameHome(180, "paid")], "24.2 hours, and 24"],
    ])("but not with %s", async (_, all, hours) => {
        const findings = (await check(...all)).filter(({ urn }) => urn === pool.urn);
        expect(findings).toMatchObject([{ policy: policy.name, level: "mandatory" }]);
        expect(findings[0]?.message).toContain(hours);
    });

    it("nor outside pools, where thirty are restored at a time", async () => {
        const single = (count: number) => databases(count, "paid").map((one) => ({ ...one, propertyDependencies: {} }));
        expect(await check(single(1320))).toEqual([]);
        expect((await check(single(1350)))[0]?.message).toContain("30 at a time");
    });

    it("by more pools, as the finding says", async () => {
        const moved = databases(190, "paid").map((one, index) => (index % 2 ? one : inSecond(one)));
        expect(await checkRegistrations([policy], [pool, second, ...moved])).toEqual([]);
    });

    it("unless it has to wait for the paid customers of another pool", async () => {
        const paid = databases(170, "paid").map(inSecond);
        const findings = await checkRegistrations([policy], [pool, second, ...paid, ...databases(210, "trial")]);
        expect(findings.map(({ urn }) => urn)).toEqual([pool.urn]);
        expect(await checkRegistrations([policy], [pool, second, ...databases(210, "trial")])).toEqual([]);
    });
});

it("restates the newest measurement, whose file is what people compute with", () => {
    const { note, ...measured } = readRestoreTimes();
    expect(note).not.toBe("");
    expect(restoreTimes).toEqual(measured);
});

it("a customer's plan must be known, to know what was promised", async () => {
    for (const tags of [{ "oxygis:customer": "acme" }, { "oxygis:customer": "acme", "oxygis:plan": "Paid" }]) {
        expect(await check([registration(databaseType, "acme", { tags, maxSizeBytes: 1 })])).toMatchObject([
            { policy: policy.name, level: "mandatory" },
        ]);
    }
});
