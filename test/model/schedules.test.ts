import fc from "fast-check";

import { plans } from "../../infra/model/plans";
import { backupSchedule, daysOf } from "../../infra/model/schedules";

// The same cases in every run.
fc.configureGlobal({ seed: 1 });

describe("backup schedules", () => {
    it.each(plans)(
        "keep a weekly backup of a %s customer for a year or more, and a point in time for a week or more",
        (plan) => {
            const { weeklyRetention, pointInTimeDays, differentialHours } = backupSchedule(plan);

            expect(daysOf(weeklyRetention)).toBeGreaterThanOrEqual(365);
            expect(pointInTimeDays).toBe(plan === "trial" ? 7 : 35);
            expect([12, 24]).toContain(differentialHours);
        },
    );
});

describe("ISO 8601 durations", () => {
    it.each([
        ["P52W", 364],
        ["P53W", 371],
        ["P1Y", 365],
        ["P12M", 336],
        ["P1Y2M3W4D", 365 + 56 + 21 + 4],
        ["PT12H", 0.5],
        ["P1DT90M", 1.0625],
        ["PT0S", 0],
    ])("%s is at least %d days", (text, days) => {
        expect(daysOf(text)).toBe(days);
    });

    it.each(["", "P", "PT", "P1DT", "53W", "P53", "P-1D", "p1d", "P1.5D", " P1D", "P1D "])("%j is none", (text) => {
        expect(() => daysOf(text)).toThrow(
            `${JSON.stringify(text)} is no ISO 8601 duration; write for example P53W, P1Y or PT12H`,
        );
    });

    it("of more weeks are never shorter", () => {
        fc.assert(fc.property(fc.nat(520), (weeks) => expect(daysOf(`P${weeks}W`)).toBe(daysOf(`P${weeks * 7}D`))));
    });
});
