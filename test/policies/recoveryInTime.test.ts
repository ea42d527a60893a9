import { policy } from "../../policies/rules/recovery/recoveryInTime";
import { checkRegistrations } from "../support/policyHarness";
import { registration } from "../support/policyMessages";

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
const check = (...all: ReturnType<typeof databases>[]) => checkRegistrations([policy], [pool, ...all.flat()]);

describe("a pool can be back in time", () => {
    it.each([
        ["100 paid customers of 45 minutes, four at a time: 18.75 of 19.2 hours", [databases(100, "paid")]],
        ["200 others: 37.5 of 38.4 hours", [databases(200, "trial")]],
        ["paid customers first, the others behind them", [databases(60, "paid"), databases(140, "education")]],
        ["replicas, which are not restored", [databases(300, "paid", 5, { createMode: "Secondary" })]],
        ["few customers with much data", [databases(4, "paid", 2000)]],
    ])("%s", async (_, all) => {
        expect(await check(...all)).toEqual([]);
    });

    it.each([
        ["103 paid customers", [databases(103, "paid")], "19.5 hours, where 19.2 of 24", "2 pools"],
        ["205 others", [databases(205, "freemium")], "39 hours, where 38.4 of 48", "2 pools"],
        [
            "others behind too many paid ones",
            [databases(100, "paid"), databases(110, "trial")],
            "39.8 hours",
            "2 pools",
        ],
        ["plans nobody knows, held to the stricter promise", [databases(150, "premium")], "28.5 hours", "2 pools"],
        ["36 paid customers with 500 GiB each", [databases(36, "paid", 500)], "36 hours", "2 pools"],
        ["12 with more than anybody measured", [databases(12, "paid", 513)], "36 hours", "2 pools"],
    ])("but not with %s", async (_, all, hours, pools) => {
        const findings = (await check(...all)).filter(({ urn }) => urn === pool.urn);
        expect(findings).toMatchObject([{ policy: policy.name, level: "mandatory" }]);
        expect(findings[0]?.message).toContain(hours);
        expect(findings[0]?.message).toContain(pools);
    });

    it("nor outside pools, where thirty are restored at a time", async () => {
        const single = (count: number) => databases(count, "paid").map((one) => ({ ...one, propertyDependencies: {} }));
        expect(await check(single(750))).toEqual([]);
        expect((await check(single(760)))[0]?.message).toContain("30 at a time");
    });

    it("by more pools, as the finding says", async () => {
        const second = registration("azure-native:sql:ElasticPool", "second", {});
        const moved = databases(103, "paid").map((one, index) =>
            index % 2 ? one : { ...one, propertyDependencies: { elasticPoolId: [second.urn] } },
        );
        expect(await checkRegistrations([policy], [pool, second, ...moved])).toEqual([]);
    });
});

it("a customer's plan must be known, to know what was promised", async () => {
    for (const tags of [{ "oxygis:customer": "acme" }, { "oxygis:customer": "acme", "oxygis:plan": "Paid" }]) {
        expect(await check([registration(databaseType, "acme", { tags, maxSizeBytes: 1 })])).toMatchObject([
            { policy: policy.name, level: "mandatory" },
        ]);
    }
});
