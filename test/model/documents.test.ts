import fc from "fast-check";

import {
    customersPerAccount,
    documentsAccountOf,
    type DocumentsCustomer,
    documentsLayout,
    systemContainer,
} from "../../infra/model/documents";
import { slugSchema } from "../../infra/config/schema";

// The same cases in every run.
fc.configureGlobal({ seed: 1 });

const slug = fc.stringMatching(/^[a-z]{3,20}$/);
const customer = fc.record({
    slug,
    wish: fc.constantFrom<Omit<DocumentsCustomer, "slug">>(
        {},
        { residency: "home" },
        { replicateTo: ["germanywestcentral"] },
        { replicateTo: ["germanywestcentral", "swedencentral"] },
    ),
});
const customers = fc
    .uniqueArray(customer, { selector: (each) => each.slug, maxLength: 40 })
    .map((all) => all.map(({ slug: name, wish }): DocumentsCustomer => ({ slug: name, ...wish })));
const cell = { accounts: 3, copiesRegion: "northeurope" };
const layout = (all: readonly DocumentsCustomer[]) => documentsLayout(cell, all);

describe("where documents lie", () => {
    it("is one account at home for each customer", () => {
        fc.assert(
            fc.property(customers, (all) => {
                const placed = layout(all).home.flatMap(({ slugs }) => slugs);
                expect([...placed].sort()).toEqual(all.map((each) => each.slug).sort());
            }),
        );
    });

    it("is also the paired region, but for those who want no copy outside the home region", () => {
        fc.assert(
            fc.property(customers, (all) => {
                const copied = layout(all)
                    .copies.filter(({ region }) => region === cell.copiesRegion)
                    .flatMap(({ slugs }) => slugs);
                const wanted = all.filter(({ residency }) => residency !== "home").map((each) => each.slug);
                expect([...copied].sort()).toEqual(wanted.sort());
            }),
        );
    });

    it("is also every region that a customer asks for, and no other", () => {
        fc.assert(
            fc.property(customers, (all) => {
                for (const { slug: name, replicateTo = [] } of all) {
                    const further = layout(all)
                        .copies.filter(({ source, slugs }) => source === undefined && slugs.includes(name))
                        .map(({ region }) => region);
                    expect(further).toEqual([...replicateTo].sort());
                }
            }),
        );
    });

    it("does not depend on who else is there", () => {
        fc.assert(
            fc.property(customers, customer, (all, { slug: added }) => {
                fc.pre(all.every((each) => each.slug !== added));
                const before = new Map(layout(all).home.map(({ label, slugs }) => [label, slugs]));
                for (const { label, slugs } of layout([...all, { slug: added }]).home) {
                    expect(slugs.filter((each) => each !== added)).toEqual(before.get(label) ?? []);
                }
            }),
        );
    });

    it("does not depend on the order in which customers are named", () => {
        fc.assert(
            fc.property(customers, (all) => {
                expect(layout([...all].reverse())).toEqual(layout(all));
            }),
        );
    });

    it("stays the same when a customer asks for copies in further regions, so that no document moves", () => {
        const at = (replicateTo: string[]) => documentsAccountOf({ slug: "acme", replicateTo }, 10);

        expect(at(["germanywestcentral"])).toBe(at([]));
    });

    it("holds a container that is no customer's, for which a vault leaves room", () => {
        expect(slugSchema.safeParse(systemContainer).success).toBe(false);
        expect(customersPerAccount + 1).toBe(100);
    });

    it("is spread well enough that 60 customers an account on average stay below what a vault protects", () => {
        const all = Array.from({ length: 500 }, (_, index) => ({ slug: `customer-${index}` }));
        const { home } = documentsLayout({ accounts: 9, copiesRegion: "northeurope" }, all);

        expect(home.filter(({ replicated }) => replicated)).toHaveLength(9);
        expect(Math.max(...home.map(({ slugs }) => slugs.length))).toBeLessThanOrEqual(customersPerAccount);
    });
});
