import { readRestoreTimes } from "../../infra/config/restoreTimes";
import { restoreTimes } from "../../policies/catalogue/restoreTimes";
import { type Finish, finishesOf } from "../../policies/lib/restoreSchedule";
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
const pools = [1, 2, 3, 4].map((number) => registration("azure-native:sql:ElasticPool", `pool-${number}`, {}));
/** Second databases, which have taken over from a recovery's. */
const cameHome = (count: number, plan: string, sizeGiB = 5) =>
    databases(count, plan, sizeGiB).map(({ name, inputs, ...one }) => {
        const tags = { ...(inputs["tags"] as object), "oxygis:restored-from": "secondary" };
        const second = registration(databaseType, `${name}--2`, { ...inputs, createMode: "Secondary", tags });
        return { ...second, propertyDependencies: one.propertyDependencies ?? {} };
    });
const check = (...all: ReturnType<typeof databases>[]) => checkRegistrations([policy], [pool, ...all.flat()]);

/** Figures like those of a drill, so that the next drill's change no case here. */
const times = {
    measured: "2026-11-23",
    where: "azure" as "azure" | "sandbox",
    baseMinutes: 10,
    minutesPerGiB: 1,
    spread: 0,
    platformHours: 1.25,
    verificationSeconds: { base: 60, perGiB: 0 },
    detectMinutes: 15,
    decideMinutes: 30,
    switchMinutes: 1,
};
const all = (count: number, gibibytes: number, paid: boolean, group = "one") =>
    Array.from({ length: count }, () => ({ group, paid, gibibytes }));
/** Two hours before the first restore, two minutes behind the last. */
const after = (hours: number) => 2 + hours + 2 / 60;

describe("the hours until the last of a pool is served", () => {
    const finishes = (databases: ReturnType<typeof all>, change = {}) => finishesOf(databases, { ...times, ...change });

    it.each([
        ["four at a time", all(8, 20, true), [{ group: "one", databases: 8, lanes: 4, paid: after(1), other: 0 }]],
        [
            "thirty outside pools",
            all(60, 20, true, ""),
            [{ group: "", databases: 60, lanes: 30, paid: after(1), other: 0 }],
        ],
        ["the largest first", [...all(3, 20, true), ...all(1, 80, true)], [{ paid: after(1.5) }]],
        [
            "up to Azure's most, where nobody says how large",
            all(1, Infinity, true),
            [{ paid: after((10 + 4096) / 60) }],
        ],
        [
            "the others once the last paid customer of all pools is served",
            [...all(8, 20, true), ...all(4, 20, false, "two")],
            [
                { group: "one", paid: after(1), other: 0 },
                { group: "two", paid: 0, other: after(1) + 0.5 + 2 / 60 },
            ],
        ],
        ["nothing for nobody", [], []],
    ])("are those of restores %s", (_, databases, expected) => {
        const found = finishes(databases);
        expect(found).toHaveLength(expected.length);
        for (const [index, { paid, other = found[index]!.other, ...rest }] of (
            expected as Partial<Finish>[]
        ).entries()) {
            expect(found[index]).toMatchObject(rest);
            expect(found[index]!.paid).toBeCloseTo(paid!);
            expect(found[index]!.other).toBeCloseTo(other);
        }
    });

    it("count twice what was not measured in Azure, and the slowest of what was measured", () => {
        expect(finishes(all(4, 20, true), { where: "sandbox" })[0]!.paid).toBeCloseTo(0.75 + 2 * 1.25 + 1 + 2 / 60);
        expect(finishes(all(4, 20, true), { spread: 0.1 })[0]!.paid).toBeCloseTo(after(0.55));
    });
});

describe("a pool can be back in time", () => {
    it.each([
        ["as many customers as pools are filled with", [databases(100, "paid"), databases(200, "education")]],
        ["replicas, which are not restored", [databases(50, "paid", 500, { createMode: "Secondary" })]],
        ["few customers with much data", [databases(4, "paid", 500)]],
        ["who came home, once", [databases(100, "paid"), cameHome(100, "paid")]],
    ])("with %s", async (_, every) => {
        expect(await check(...every)).toEqual([]);
    });

    it.each([
        ["too much data", [databases(40, "paid", 500)], "the paid plans", 24],
        ["too much data of others", [databases(60, "freemium", 500)], "the other plans", 48],
        [
            "others behind too many paid ones",
            [databases(16, "paid", 300), databases(52, "trial", 300)],
            "the other plans",
            48,
        ],
        ["plans nobody knows, held to the stricter promise", [databases(40, "premium", 500)], "the paid plans", 24],
        ["one of whose size nothing is said", [databases(1, "paid", 5, { maxSizeBytes: null })], "the paid plans", 24],
        ["too much data of who came home", [cameHome(40, "paid", 500)], "the paid plans", 24],
    ])("but not with %s", async (_, every, plans, promised) => {
        const findings = (await check(...every)).filter(({ urn }) => urn === pool.urn);
        expect(findings).toMatchObject([{ policy: policy.name, level: "mandatory" }]);
        const { message } = findings[0]!;
        expect(message).toContain(`measured ${restoreTimes.measured} (${restoreTimes.where})`);
        const [, hours] = new RegExp(`${plans} is back after ([\\d.]+) hours, and ${promised} are promised`).exec(
            message,
        )!;
        expect(Number(hours)).toBeGreaterThan(promised);
    });

    it("by more pools, as the finding says", async () => {
        const every = databases(16, "paid", 500);
        expect(await check(every)).not.toEqual([]);
        const moved = every.map((one, index) =>
            registration(databaseType, one.name, one.inputs, {
                propertyDependencies: { elasticPoolId: [pools[index % 4]!.urn] },
            }),
        );
        expect(await checkRegistrations([policy], [...pools, ...moved])).toEqual([]);
    });
});

it("restates the newest measurement, whose file is what people compute with", () => {
    // The policy judges pools, which only Azure has.
    const { note, aws: _aws, managed: _managed, ...measured } = readRestoreTimes();
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
