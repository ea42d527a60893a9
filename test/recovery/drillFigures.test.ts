import * as fc from "fast-check";

import {
    classFigures,
    criticalPath,
    lowerBound,
    measuredTimes,
    mostAtOnce,
    spreadOf,
} from "../../recovery/drill/figures";
import { sampleDrill } from "../support/drillSample";

/** The shortest time that four lanes need, by trying every distribution. */
function shortest(durations: readonly number[]): number {
    const lanes = [0, 0, 0, 0];
    let best = Infinity;
    const place = (index: number) => {
        if (index === durations.length) {
            best = Math.min(best, Math.max(...lanes));
            return;
        }
        for (let lane = 0; lane < 4; lane++) {
            lanes[lane]! += durations[index]!;
            if (lanes[lane]! < best) place(index + 1);
            lanes[lane]! -= durations[index]!;
        }
    };
    place(0);
    return best;
}

describe("the lower bound of a pool", () => {
    it.each([
        [[], 0],
        [[3], 3],
        [[2, 2, 2, 2], 2],
        [[2, 2, 2, 2, 2], 4],
        [Array.from({ length: 100 }, () => 0.5), 12.5],
        [Array.from({ length: 101 }, () => 0.5), 13],
        [[10, 1, 1, 1, 1], 10],
    ])("of restores that take %j hours is %d hours", (durations, bound) => {
        expect(lowerBound(durations, 4)).toBe(bound);
    });

    it("is never above what the best order takes", () => {
        fc.assert(
            fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 7 }), (durations) => {
                expect(lowerBound(durations, 4)).toBeLessThanOrEqual(shortest(durations));
            }),
            { seed: 1, numRuns: 200 },
        );
    });
});

describe("the figures of a drill", () => {
    it("are values that a customer really had", () => {
        expect(spreadOf([])).toBeUndefined();
        expect(spreadOf([7])).toEqual({ p50: 7, p95: 7, max: 7 });
        expect(spreadOf(Array.from({ length: 100 }, (_, index) => 100 - index))).toEqual({
            p50: 50,
            p95: 95,
            max: 100,
        });
    });

    it("keep the classes and their promises apart", () => {
        const [paid, other] = classFigures(sampleDrill(300).customers);

        expect(paid).toMatchObject({ planClass: "paid", customers: 180, back: 180, promisedRtoHours: 24 });
        expect(other).toMatchObject({ planClass: "other", customers: 120, back: 120, promisedRtoHours: 48 });
        expect(other!.rtoHours!.max).toBeGreaterThan(paid!.rtoHours!.max);
    });

    it("count restores that overlap, and not one that begins when another ends", () => {
        const at = (beginHours: number, endHours: number) => ({ beginHours, endHours });

        expect(mostAtOnce([])).toBe(0);
        expect(mostAtOnce([at(0, 1), at(1, 2)])).toBe(1);
        expect(mostAtOnce([at(0, 3), at(1, 2), at(1, 4), at(3, 5)])).toBe(3);
    });

    it("give back the times that restores were made of", () => {
        const measured = measuredTimes(sampleDrill(300).customers)!;

        expect(measured.restores).toBe(300);
        expect(measured.baseMinutes).toBeCloseTo(12, 0);
        expect(measured.minutesPerGiB).toBeCloseTo(0.45, 1);
        expect(measured.worstDeviation).toBeLessThan(0.06);
    });

    it("name what the last customer waited for, without a gap", () => {
        const { customers, waves, criticalPath: path, detectedHours, decidedHours } = sampleDrill(300);
        const last = Math.max(...customers.map(({ switchedHours }) => switchedHours!));

        expect(path).toEqual(criticalPath(customers, waves, { detectedHours, decidedHours }));
        expect(path[0]).toMatchObject({ what: "outage seen", beginHours: 0 });
        expect(path.at(-1)).toMatchObject({ what: "switched over", endHours: last });
        for (const [index, step] of path.slice(1).entries()) {
            expect(step.beginHours).toBeCloseTo(path[index]!.endHours, 3);
        }
    });
});
