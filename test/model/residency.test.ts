import { givenUp, residencyOf } from "../../infra/model/residency";

describe("residency", () => {
    it("lets copies go to the paired region where the customer says nothing", () => {
        expect(residencyOf({})).toEqual({ homeOnly: false });
        expect(givenUp({ plan: "paid" })).toEqual([]);
    });

    it("keeps everything at home for a reason", () => {
        expect(residencyOf({ residency: "home", residencyReason: "law" })).toEqual({ homeOnly: true, reason: "law" });
    });

    it("is nothing without a reason", () => {
        expect(() => residencyOf({ residency: "home" })).toThrow("residency: home without a reason");
    });

    it.each([
        { plan: "paid", hours: 24 },
        { plan: "trial", hours: 48 },
    ] as const)("names what a customer of plan $plan gives up for it", ({ plan, hours }) => {
        const exceptions = givenUp({ plan, residency: "home", residencyReason: "law" });

        expect(exceptions.map(({ promise }) => promise)).toEqual(["DR-2", "DR-3", "DR-6"]);
        expect(exceptions[1]!.sentence).toContain(`not within ${hours} hours`);
    });
});
