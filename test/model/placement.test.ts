import fc from "fast-check";

import { placeCustomers, poolFor, type PoolSizing, poolsOf } from "../../infra/model/placement";
import { plans, planClassOf } from "../../infra/model/plans";

// The same cases in every run.
fc.configureGlobal({ seed: 1 });

const sizing: PoolSizing = { paid: { count: 3, vCores: 8 }, other: { count: 2, vCores: 4 } };
const pools = poolsOf(sizing);

const customer = fc.record({ slug: fc.stringMatching(/^[a-z]{3,12}$/), plan: fc.constantFrom(...plans) });
const customers = fc.uniqueArray(customer, { selector: ({ slug }) => slug, maxLength: 60 });
const counts = fc.record({ paid: fc.integer({ min: 1, max: 8 }), other: fc.integer({ min: 1, max: 8 }) });
const sized = ({ paid, other }: { paid: number; other: number }): PoolSizing => ({
    paid: { count: paid, vCores: 8 },
    other: { count: other, vCores: 8 },
});

/** Where each customer is, by slug. */
const whereabouts = (all: { slug: string; plan: (typeof plans)[number] }[], among = pools) =>
    Object.fromEntries(
        [...placeCustomers(all, among)].flatMap(([{ name }, inside]) => inside.map(({ slug }) => [slug, name])),
    );

describe("placement", () => {
    it("names the pools of a cell by plan class", () => {
        expect(pools).toEqual([
            { name: "paid-1", planClass: "paid", vCores: 8 },
            { name: "paid-2", planClass: "paid", vCores: 8 },
            { name: "paid-3", planClass: "paid", vCores: 8 },
            { name: "other-1", planClass: "other", vCores: 4 },
            { name: "other-2", planClass: "other", vCores: 4 },
        ]);
    });

    it("never changes for a customer and a set of pools", () => {
        // Written down on purpose: another answer here would move databases in production.
        const placed = ["amber-otter", "blue-heron", "copper-kettle", "dozy-lighthouse"].map((slug) =>
            poolFor({ slug, plan: "paid" }, pools),
        );

        expect(placed).toEqual(["paid-2", "paid-2", "paid-1", "paid-2"]);
    });

    it("keeps every customer in a pool of its plan class", () => {
        fc.assert(
            fc.property(customers, counts, (all, count) => {
                const placed = placeCustomers(all, poolsOf(sized(count)));
                const strangers = [...placed].flatMap(([pool, inside]) =>
                    inside.filter(({ plan }) => planClassOf(plan) !== pool.planClass),
                );
                expect(strangers).toEqual([]);
                expect([...placed.values()].flat()).toHaveLength(all.length);
            }),
        );
    });

    it("moves nobody when a customer comes or goes, whatever the order of the files", () => {
        fc.assert(
            fc.property(customers, customer, (all, another) => {
                const others = all.filter(({ slug }) => slug !== another.slug);
                const { [another.slug]: placed, ...rest } = whereabouts([another, ...others.toReversed()]);
                expect(rest).toEqual(whereabouts(others));
                expect(placed).toBe(poolFor(another, pools));
            }),
        );
    });

    it("moves customers only into a pool that is added", () => {
        fc.assert(
            fc.property(customers, counts, (all, count) => {
                const before = whereabouts(all, poolsOf(sized(count)));
                const after = whereabouts(all, poolsOf(sized({ ...count, paid: count.paid + 1 })));
                const moved = Object.keys(after).filter((slug) => before[slug] !== after[slug]);
                expect(moved.filter((slug) => after[slug] !== `paid-${count.paid + 1}`)).toEqual([]);
            }),
        );
    });

    it("spreads 300 customers over three pools to within a quarter of an even share", () => {
        const all = Array.from({ length: 300 }, (_, index) => ({ slug: `customer-${index}`, plan: "paid" as const }));
        const filled = [...placeCustomers(all, pools)].slice(0, 3).map(([, inside]) => inside.length);

        expect(Math.min(...filled)).toBeGreaterThan(75);
        expect(Math.max(...filled)).toBeLessThan(125);
    });

    it("obeys a pin", () => {
        expect(
            ["paid-1", "paid-2", "paid-3"].map((pool) => poolFor({ slug: "amber", plan: "paid", pool }, pools)),
        ).toEqual(["paid-1", "paid-2", "paid-3"]);
    });

    it("refuses to place a customer where there is no pool of its class", () => {
        expect(() => poolFor({ slug: "amber", plan: "trial" }, pools.slice(0, 3))).toThrow(
            "there is no pool for plan trial",
        );
    });
});
