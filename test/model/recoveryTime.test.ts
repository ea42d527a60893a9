import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";

import { readRestoreTimes } from "../../infra/config/restoreTimes";
import {
    estimateRecovery,
    lowerBound,
    type RecoveryEstimate,
    type RestoredCustomer,
    restoreHours,
    type RestoreTimes,
} from "../../infra/model/recoveryTime";

// The same cases in every run.
fc.configureGlobal({ seed: 1 });

const times: RestoreTimes = {
    measured: "2026-11-23",
    where: "sandbox",
    note: "for tests",
    baseMinutes: 12,
    minutesPerGiB: 0.45,
    spread: 0.05,
    platformHours: 1.25,
    verificationSeconds: { base: 60, perGiB: 1 },
    detectMinutes: 15,
    decideMinutes: 30,
    switchMinutes: 1,
    aws: { baseMinutes: 2, minutesPerGiB: 1, platformHours: 2 },
    managed: { baseMinutes: 2, minutesPerGiB: 1, platformHours: 2 },
};
const [begin, handing] = [2, 2 / 60];

/** Fleets of which few are large, as fleets are. */
const fleet = fc
    .array(
        fc.record({
            wave: fc.constantFrom("paid" as const, "rest" as const),
            pool: fc.constantFrom(1, 2, 3),
            usedGiB: fc.oneof(
                { weight: 9, arbitrary: fc.double({ min: 0, max: 5, noNaN: true }) },
                fc.integer({ min: 5, max: 100 }),
            ),
        }),
        { minLength: 1, maxLength: 500 },
    )
    .map((all) =>
        all.map(({ wave, pool, usedGiB }, index): RestoredCustomer => ({
            slug: `customer-${String(index)}`,
            wave,
            pool: `${wave}-${String(pool)}`,
            usedGiB,
        })),
    );
const property = (check: (customers: RestoredCustomer[], estimate: RecoveryEstimate) => void) =>
    fc.assert(
        fc.property(fleet, (customers) => check(customers, estimateRecovery(customers, times))),
        { numRuns: 60 },
    );

const equal = (count: number, usedGiB: number): RestoredCustomer[] =>
    Array.from({ length: count }, (_, index) => ({
        slug: `c${String(index).padStart(3, "0")}`,
        wave: "paid",
        pool: "paid-1",
        usedGiB,
    }));
const endOf = ({ waves }: RecoveryEstimate) => waves.at(-1)!.endHours;

describe("the estimate of a recovery", () => {
    it.each([
        [0, 0],
        [1, 1],
        [4, 1],
        [5, 2],
        [100, 25],
        [500, 125],
    ])("restores %d databases of equal size in %d rounds, as fast as can be", (count, rounds) => {
        const estimate = estimateRecovery(equal(count, 0), times);
        const [pool] = estimate.pools;

        expect(pool?.hours ?? 0).toBeCloseTo(rounds * 0.2);
        expect(pool?.boundHours ?? 0).toBeCloseTo(rounds * 0.2);
        expect(endOf(estimate)).toBeCloseTo(count === 0 ? begin : begin + rounds * 0.2 + handing);
    });

    it("says of each customer when, and in which lane", () => {
        const customer = (slug: string, wave: "paid" | "rest", usedGiB: number) => ({
            slug,
            wave,
            pool: `${wave}-1`,
            usedGiB,
        });
        const { customers, waves, phases } = estimateRecovery(
            [customer("small", "paid", 0), customer("trial", "rest", 20), customer("large", "paid", 40)],
            times,
        );

        expect(customers.map(({ slug, wave, order, lane }) => [slug, wave, order, lane])).toEqual([
            ["large", "paid", 1, 0],
            ["small", "paid", 2, 1],
            ["trial", "rest", 1, 0],
        ]);
        const [large, small, trial] = customers;
        expect([large!.startHours, small!.startHours]).toEqual([2, 2]);
        expect(large!.finishHours).toBeCloseTo(2 + 30 / 60 + 100 / 3600 + 1 / 60);
        expect(trial!.startHours).toBeCloseTo(large!.finishHours);
        expect(waves.map(({ wave, customers: count }) => [wave, count])).toEqual([
            ["platform", 0],
            ["paid", 2],
            ["rest", 1],
        ]);
        expect(phases).toEqual({ detect: 0.25, decide: 0.5, platform: 1.25, verify: 100 / 3600, switch: 1 / 60 });
    });

    it("is never better than what is possible, and never worse than that and the longest restore", () => {
        property((_, { pools, customers }) => {
            for (const { wave, pool, hours, boundHours } of pools) {
                const mine = customers.filter((each) => each.wave === wave && each.pool === pool);
                const longest = Math.max(...mine.map(({ usedGiB }) => restoreHours(times, usedGiB)));
                expect(hours).toBeGreaterThanOrEqual(boundHours - 1e-9);
                expect(hours).toBeLessThanOrEqual(boundHours + longest + 1e-9);
            }
        });
    });

    it("has the last paid customer back before the first other one is begun", () => {
        property((_, { customers }) => {
            const of = (wave: string) => customers.filter((each) => each.wave === wave);
            const lastPaid = Math.max(0, ...of("paid").map(({ finishHours }) => finishHours));
            expect(Math.min(Infinity, ...of("rest").map(({ startHours }) => startHours))).toBeGreaterThanOrEqual(
                lastPaid,
            );
        });
    });

    it("never has more than four restores of a pool at a time, and two in a lane never", () => {
        property((_, { customers }) => {
            const lanes = new Map<string, { startHours: number; usedGiB: number }[]>();
            for (const each of customers) {
                expect([0, 1, 2, 3]).toContain(each.lane);
                const key = `${each.pool}/${String(each.lane)}`;
                lanes.set(key, [...(lanes.get(key) ?? []), each]);
            }
            for (const lane of lanes.values()) {
                for (const [index, { startHours }] of lane.entries()) {
                    const before = lane[index - 1];
                    const free = before ? before.startHours + restoreHours(times, before.usedGiB) : begin;
                    expect(startHours).toBeGreaterThanOrEqual(free - 1e-9);
                }
            }
        });
    });

    it("is the same in whatever order the customers are named", () => {
        property((customers, estimate) => {
            expect(estimateRecovery([...customers].reverse(), times)).toEqual(estimate);
        });
    });

    it("takes longer with one more, whom nobody else notices", () => {
        property((customers, estimate) => {
            for (const wave of ["paid", "rest"] as const) {
                const more = estimateRecovery(
                    [...customers, { slug: "zz", wave, pool: `${wave}-1`, usedGiB: 0 }],
                    times,
                );
                expect(endOf(more)).toBeGreaterThanOrEqual(endOf(estimate) - 1e-9);
                const paid = (of: RecoveryEstimate) =>
                    of.customers.filter((each) => each.wave === "paid" && each.slug !== "zz");
                expect(paid(more)).toEqual(paid(estimate));
            }
        });
    });

    it("has a bound that grows with every restore", () => {
        fc.assert(
            fc.property(
                fc.array(fc.double({ min: 0.1, max: 12, noNaN: true }), { maxLength: 50 }),
                fc.double({ min: 0.1, max: 12, noNaN: true }),
                (all, one) => expect(lowerBound([...all, one])).toBeGreaterThanOrEqual(lowerBound(all) * 0.999_999),
            ),
        );
    });
});

describe("measured restore times", () => {
    const folders: string[] = [];
    afterAll(() => {
        for (const folder of folders) rmSync(folder, { recursive: true });
    });
    const own = readFileSync(join(__dirname, "../../infra/restoreTimes/2026-11.yaml"), "utf8");
    const folderWith = (files: Record<string, string>): string => {
        const folder = mkdtempSync(join(tmpdir(), "oxygis-times-"));
        folders.push(folder);
        mkdirSync(folder, { recursive: true });
        for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
        return folder;
    };

    it("are those of the newest file, and say where they were measured", () => {
        const newer = own.replace("2026-11-23", "2026-12-01").replace("where: sandbox", "where: azure");

        expect(readRestoreTimes(folderWith({ "2026-11.yaml": own, "2026-12.yaml": newer }))).toEqual({
            ...readRestoreTimes(),
            measured: "2026-12-01",
            where: "azure",
        });
        expect(["sandbox", "azure"]).toContain(readRestoreTimes().where);
    });

    it.each([
        ["no files", {}, "there is no measurement"],
        ["another month than the file's", { "2026-10.yaml": own }, "says measured: 2026-11-23"],
        ["an unknown key", { "2026-11.yaml": `${own}more: 1\n` }, "Unrecognized key"],
        ["a time of nothing", { "2026-11.yaml": own.replace("baseMinutes: 12", "baseMinutes: 0") }, "baseMinutes"],
    ])("are refused with %s", (_, files, message) => {
        expect(() => readRestoreTimes(folderWith(files))).toThrow(message);
    });
});
