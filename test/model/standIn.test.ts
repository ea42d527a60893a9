import fc from "fast-check";

import type { Plan } from "../../infra/model/plans";
import { type Wave, waves } from "../../infra/model/recovery";
import { databasesOf, hostRules, hostsPerRule, preparedCustomers } from "../../infra/model/standIn";

// The same cases in every run.
fc.configureGlobal({ seed: 1 });

const plans = { paid: "paid", rest: "trial" } as const;
const customer = (slug: string, plan: Plan = "paid", more: { residency?: "home" } = {}) => ({ slug, plan, ...more });
const restore = (wave: "paid" | "rest", order: number, more: { verified?: boolean; database?: 1 | 2 } = {}) => ({
    wave,
    order,
    verified: false,
    database: 1 as 1 | 2,
    ...more,
});
const recovers = (change: Partial<{ wave: Wave; waiting: string[]; returned: string[]; cancelled: boolean }> = {}) => ({
    wave: "rest" as Wave,
    waiting: [],
    returned: [],
    cancelled: false,
    ...change,
});
const hosts = ({ slug }: { slug: string }) => [`${slug}.test`];

/** Cells with restored, waiting and new customers, some with several hosts, up to the most that a cell has. */
const cells = fc
    .array(
        fc.record({
            kind: fc.constantFrom("paid", "rest", "new", "waiting"),
            verified: fc.boolean(),
            returned: fc.boolean(),
            hosts: fc.integer({ min: 1, max: 4 }),
        }),
        { maxLength: 500 },
    )
    .map((all) => {
        const slugs = all.map((_, index) => `c${String(index).padStart(3, "0")}`);
        const named = (kind: string) => slugs.filter((_, index) => all[index]!.kind === kind);
        return {
            customers: slugs.map((slug, index) =>
                customer(slug, all[index]!.kind === "rest" ? plans.rest : plans.paid),
            ),
            restores: Object.fromEntries(
                slugs.flatMap((slug, index) => {
                    const { kind, verified } = all[index]!;
                    return kind === "paid" || kind === "rest" ? [[slug, restore(kind, index + 1, { verified })]] : [];
                }),
            ),
            waiting: named("waiting"),
            returned: slugs.filter((_, index) => all[index]!.returned),
            hostsOf: ({ slug }: { slug: string }) =>
                Array.from({ length: all[slugs.indexOf(slug)]!.hosts }, (_, index) => `h${String(index)}.${slug}.test`),
        };
    });
const property = (check: (cell: typeof cells extends fc.Arbitrary<infer Cell> ? Cell : never) => void) =>
    fc.assert(fc.property(cells, check), { numRuns: 50 });

describe("the databases of a stack that stands in for another", () => {
    const stack = {
        customers: [customer("amber"), customer("blue"), customer("cyan", "trial"), customer("dun"), customer("new")],
        restores: { amber: restore("paid", 2), blue: restore("paid", 1, { verified: true }), cyan: restore("rest", 1) },
    };
    const at = (wave: Wave) =>
        databasesOf({ ...stack, recovers: recovers({ wave, waiting: ["dun"] }) }).map(({ customer: { slug } }) => slug);

    it("come when their wave has come, the largest first, behind those of new customers", () => {
        expect(waves.map(at)).toEqual([["new"], ["new", "blue", "amber"], ["new", "blue", "amber", "cyan"]]);
    });

    it("are live when they are new or verified", () => {
        const all = databasesOf({ ...stack, recovers: recovers({ waiting: ["dun"] }) });
        expect(all.map(({ customer: { slug }, live, serves }) => [slug, live, serves])).toEqual([
            ["new", true, true],
            ["blue", true, true],
            ["amber", false, true],
            ["cyan", false, true],
        ]);
    });

    it("stand beside the first ones of those who come home, and serve in their place", () => {
        const restores = { amber: restore("paid", 1, { database: 2 }) };
        const all = databasesOf({ customers: [customer("amber"), customer("blue")], restores });
        expect(all.map(({ customer: { slug }, generation, serves, live }) => [slug, generation, serves, live])).toEqual(
            [
                ["amber", 1, false, true],
                ["blue", 1, true, true],
                ["amber", 2, true, false],
            ],
        );
    });

    it("only ever become more from wave to wave", () => {
        property(({ customers, restores, waiting }) => {
            const [platform, paid, rest] = waves.map((wave) =>
                databasesOf({ customers, restores, recovers: recovers({ wave, waiting }) }),
            );
            expect(paid!.slice(0, platform!.length)).toEqual(platform);
            expect(rest!.slice(0, paid!.length)).toEqual(paid);
            expect(rest).toHaveLength(customers.length - waiting.length);
        });
    });

    it("leave documents and secrets to all but those who keep every copy at home", () => {
        const customers = [customer("amber"), customer("hermit", "paid", { residency: "home" })];
        expect(preparedCustomers({ customers })).toEqual(customers);
        expect(preparedCustomers({ customers, recovers: recovers({ waiting: ["amber", "hermit"] }) })).toEqual([
            customers[0],
        ]);
    });
});

describe("the hosts that are sent to a site", () => {
    it("are each in one rule, with no more values or rules than Front Door takes", () => {
        property(({ customers, restores, waiting, returned, hostsOf }) => {
            const rules = hostRules({ customers, restores, recovers: recovers({ waiting, returned }) }, hostsOf);
            const all = rules.flatMap((rule) => rule.hosts);
            const sent = customers.filter(({ slug }) => !waiting.includes(slug) && !returned.includes(slug));

            expect([...all].sort()).toEqual(sent.flatMap(hostsOf).sort());
            expect(rules.filter((rule) => rule.hosts.length > hostsPerRule || rule.hosts.length === 0)).toEqual([]);
            expect(rules.length).toBeLessThanOrEqual(99);
        });
    });

    it("stay in their rule from wave to wave, and when others are given back", () => {
        property(({ customers, restores, waiting, returned, hostsOf }) => {
            const ruleOf = (change: Parameters<typeof recovers>[0]) =>
                new Map(
                    hostRules({ customers, restores, recovers: recovers({ waiting, ...change }) }, hostsOf).flatMap(
                        ({ group, number, hosts }) => hosts.map((host) => [host, `${group} ${String(number)}`]),
                    ),
                );
            const end = ruleOf({});
            for (const earlier of [ruleOf({ wave: "platform" }), ruleOf({ wave: "paid" }), ruleOf({ returned })]) {
                for (const [host, rule] of earlier) expect(end.get(host)).toBe(rule);
            }
        });
    });

    it("are given back when the recovery is cancelled, unless their data has been found right", () => {
        const stack = {
            customers: [customer("amber"), customer("blue"), customer("new")],
            restores: { amber: restore("paid", 1, { verified: true }), blue: restore("paid", 2) },
            recovers: recovers({ cancelled: true }),
        };
        expect(hostRules(stack, hosts)).toEqual([
            { group: "new", number: 1, hosts: ["new.test"] },
            { group: "paid", number: 1, hosts: ["amber.test"] },
        ]);
    });
});
