import fc from "fast-check";
import type { BackupPath } from "../../sandbox/control";
import { backupsOf, originOf } from "../../sandbox/cloud/data/backups";
import type { DatabaseHistory, Surroundings } from "../../sandbox/cloud/data/history";
import { later, longTermCopies } from "../../sandbox/cloud/data/longTerm";
import { DAY, HOUR, MINUTE, NEVER, WEEK } from "../../sandbox/cloud/data/spans";
import { history, lost, surroundings } from "./support/histories";

const made = 1000;
const calm = surroundings();

function path(of: DatabaseHistory, at: number, kind: BackupPath, around: Surroundings = calm) {
    return backupsOf(of, at, around).paths.find((one) => one.path === kind);
}
const newest = (of: DatabaseHistory, at: number, around: Surroundings = calm) => backupsOf(of, at, around).newest;

describe("backups that Azure takes by itself", () => {
    const own = history("amber-otter");

    test("the first full backup is there half an hour after the database, and a point in time after the first log backup", () => {
        expect(newest(own, made + 4 * MINUTE)).toEqual({});
        const first = newest(own, made + 30 * MINUTE).full ?? NEVER;
        expect(first).toBeLessThanOrEqual(made + 30 * MINUTE);
        expect(path(own, first, "pointInTime")).toBeUndefined();
        const point = path(own, first + 12 * MINUTE, "pointInTime");
        expect(point).toMatchObject({ source: own.databaseId, target: own.serverId, reachable: true });
        expect(point?.newest).toBeGreaterThan(point?.oldest ?? NEVER);
    });

    test("a full one a week, a differential one each interval, the log about every ten minutes", () => {
        const at = made + 30 * DAY;
        const { full = 0, differential = 0, log = 0 } = newest(own, at);
        expect(at - full).toBeLessThan(WEEK + 2 * HOUR);
        expect(at - differential).toBeLessThan(13 * HOUR);
        expect(at - log).toBeLessThan(12 * MINUTE);
        const daily = history("amber-otter", {
            shortTerm: [{ at: made, value: { retentionDays: 35, differentialHours: 24 } }],
        });
        const ages = Array.from({ length: 48 }, (_, hour) => at + hour * HOUR).map(
            (time) => time - (newest(daily, time).differential ?? 0),
        );
        expect(Math.max(...ages)).toBeGreaterThan(20 * HOUR);
        expect(Math.max(...ages)).toBeLessThan(25 * HOUR);
    });

    test.each([
        ["Azure's seven days without a policy", [], 7],
        ["the policy's days", [{ at: made, value: { retentionDays: 35, differentialHours: 12 } }], 35],
        [
            "the fewest days that ever held, since longer ones bring nothing back",
            [
                { at: made, value: { retentionDays: 35, differentialHours: 12 } },
                { at: made + 59 * DAY, value: { retentionDays: 1, differentialHours: 12 } },
                { at: made + 60 * DAY, value: { retentionDays: 35, differentialHours: 12 } },
            ],
            1,
        ],
    ])("a point in time goes back %s", (_, shortTerm, days) => {
        const at = made + 60 * DAY;
        expect(path(history("amber-otter", { shortTerm }), at, "pointInTime")?.oldest).toBe(at - days * DAY);
    });

    test("none is taken while its region is lost, and what was lost with it cannot be reached", () => {
        const at = made + 10 * DAY;
        const around = surroundings({ outages: [lost("westeurope", at, at + 10 * DAY)] });
        const then = path(own, at + 9 * DAY, "pointInTime", around);
        expect(then).toMatchObject({ reachable: false });
        expect(then?.newest).toBeLessThan(at);
        const back = path(own, at + 11 * DAY, "pointInTime", around);
        expect(back?.reachable).toBe(true);
        expect(back?.newest).toBeGreaterThan(at + 10 * DAY);
        // The weekly one that was missed is caught up, so that none is older than eight days afterwards.
        expect(newest(own, at + 10 * DAY + HOUR, around).full).toBeGreaterThan(at + 10 * DAY);
    });

    test("a lost zone stops those of a database that is not zone-redundant, and of no other", () => {
        const at = made + 10 * DAY;
        const ages = (["1", "2", "3"] as const).map((zone) => {
            const around = surroundings({ outages: [lost("westeurope", at, undefined, zone)] });
            const log = (zoneRedundant: boolean) =>
                newest(history("amber-otter", { zoneRedundant }), at + DAY, around).log ?? 0;
            return [at + DAY - log(true), at + DAY - log(false)];
        });
        expect(ages.every(([redundant = NEVER]) => redundant < HOUR)).toBe(true);
        expect(ages.filter(([, single = 0]) => single > DAY)).toHaveLength(1);
    });

    test("backups that fail grow old in what the watch reads, and nobody else's do", () => {
        const at = made + 20 * DAY;
        const around = surroundings({ faults: [{ kind: "backupsFail", match: "amber", from: at - 3 * DAY }] });
        const { log = 0, differential = 0 } = newest(own, at, around);
        expect(at - log).toBeGreaterThan(3 * DAY);
        expect(at - differential).toBeGreaterThan(3 * DAY);
        expect(at - (newest(history("blue-heron"), at, around).log ?? 0)).toBeLessThan(HOUR);
    });

    test("a database that was restored gets a first full backup of its own", () => {
        const restored = history("amber-otter", {
            id: "again",
            createdAt: 40 * DAY,
            origin: { history: own.id, point: 39 * DAY },
        });
        const around = surroundings({ databases: [own, restored] });
        expect(path(restored, 40 * DAY + 3 * MINUTE, "geo", around)).toBeUndefined();
        expect(newest(restored, 40 * DAY + 30 * MINUTE, around).full).toBeGreaterThan(40 * DAY);
    });

    test("a geo-secondary has none to restore from, and gets them once it is the primary", () => {
        const secondary = history("amber-otter", {
            id: "second",
            following: [
                { at: made, value: own.id },
                { at: 20 * DAY, value: null },
            ],
        });
        expect(backupsOf(secondary, 20 * DAY, calm).paths).toEqual([]);
        expect(path(secondary, 20 * DAY + 2 * HOUR, "pointInTime")?.oldest).toBeGreaterThan(20 * DAY);
    });
});

describe("backups of what was deleted", () => {
    const deletedAt = 30 * DAY;
    const own = history("amber-otter", { deletedAt });

    test("a deleted database can be restored as it was at its deletion, while its retention lasts", () => {
        expect(path(own, deletedAt, "pointInTime")).toBeUndefined();
        expect(path(own, deletedAt, "geo")).toBeUndefined();
        const deleted = path(own, deletedAt + 34 * DAY, "deleted");
        expect(deleted).toMatchObject({ newest: deletedAt, target: own.serverId, reachable: true });
        expect(deleted?.source).toMatch(/\/servers\/sql-home\/restorableDroppedDatabases\/db-amber-otter,134\d{15}$/);
        expect(path(own, deletedAt + 35 * DAY + 1, "deleted")).toBeUndefined();
    });

    test("with its server everything but the long-term backups is gone", () => {
        const gone = { ...own, serverDeletedAt: deletedAt + HOUR };
        expect(backupsOf(gone, deletedAt + 2 * HOUR, calm).paths.map((one) => one.path)).toEqual([
            "weekly",
            "weekly",
            "weekly",
            "weekly",
        ]);
    });
});

describe("long-term backups", () => {
    const at = made + 400 * DAY;

    test.each([
        ["P53W", 371],
        ["P52W", 364],
        ["P1Y", 365],
    ])("each one is kept for %s: %i days", (weekly, days) => {
        const [first] = longTermCopies(
            history("amber-otter", { weekly: [{ at: made, value: weekly }] }),
            calm,
            made + 8 * DAY,
        );
        expect((first?.until ?? 0) - (first?.point ?? 0)).toBe(days * DAY);
    });

    test("P53W keeps at least 52 of a year and loses none within 365 days; P52W loses one a day early", () => {
        const kept = (weekly: string) =>
            longTermCopies(history("amber-otter", { weekly: [{ at: made, value: weekly }] }), calm, at);
        // Everything that was taken in the year before `at` (BKP-1).
        const taken = kept("P10Y").filter(({ point }) => point > at - 365 * DAY);
        expect(taken.length).toBeGreaterThanOrEqual(52);
        const points = kept("P53W").map(({ point }) => point);
        expect(taken.filter(({ point }) => !points.includes(point))).toEqual([]);
        const [oldest] = taken;
        const dayBefore = (oldest?.point ?? 0) + 364.5 * DAY;
        const still = (weekly: string) =>
            longTermCopies(history("amber-otter", { weekly: [{ at: made, value: weekly }] }), calm, dayBefore).some(
                ({ point }) => point === oldest?.point,
            );
        expect([still("P53W"), still("P52W")]).toEqual([true, false]);
    });

    test("the first appears within about a week, and none without a policy, with PT0S or before it was set", () => {
        expect(path(history("amber-otter"), made + DAY, "weekly")).toBeUndefined();
        expect(path(history("amber-otter"), made + 7 * DAY, "weekly")).toBeDefined();
        expect(path(history("amber-otter", { weekly: [] }), at, "weekly")).toBeUndefined();
        expect(path(history("amber-otter", { weekly: [{ at: made, value: "PT0S" }] }), at, "weekly")).toBeUndefined();
        const late = history("amber-otter", { weekly: [{ at: made + 100 * DAY, value: "P53W" }] });
        expect(Math.min(...longTermCopies(late, calm, at).map(({ point }) => point))).toBeGreaterThan(made + 100 * DAY);
    });

    test("they outlive their policy, their database and their server", () => {
        const own = history("amber-otter", {
            weekly: [
                { at: made, value: "P53W" },
                { at: made + 20 * DAY, value: "PT0S" },
            ],
            deletedAt: made + 30 * DAY,
            serverDeletedAt: made + 31 * DAY,
        });
        const paths = backupsOf(own, made + 300 * DAY, calm).paths;
        expect(paths.map((one) => [one.path, one.target, one.reachable])).toEqual(
            Array(3).fill(["weekly", "anywhere", true]),
        );
        expect(paths[0]?.source).toMatch(
            /\/resourceGroups\/rg-data\/providers\/Microsoft\.Sql\/locations\/westeurope\/longTermRetentionServers\/sql-home\/longTermRetentionDatabases\/db-amber-otter\/longTermRetentionBackups\/[0-9a-f-]{36};134\d{15}$/,
        );
        expect(backupsOf(own, made + 30 * DAY + 371 * DAY, calm).paths).toEqual([]);
    });

    test.each([
        ["GeoZone", true],
        ["Geo", true],
        ["Zone", false],
        ["Local", false],
    ] as const)("those of a lost region on %s storage are reachable: %s", (redundancy, reachable) => {
        const own = history("amber-otter", { redundancy: [{ at: made, value: redundancy }] });
        const around = surroundings({ outages: [lost("westeurope", made + 20 * DAY)] });
        expect(path(own, made + 21 * DAY, "weekly", around)).toMatchObject({ reachable });
    });

    test("years and months are the calendar's", () => {
        expect(later(0, "P1M")).toBe(31 * DAY);
        expect(later(0, "P3Y")).toBe((3 * 365 + 1) * DAY);
        expect(later(0, "P0W")).toBeUndefined();
    });
});

describe("copies in the paired region", () => {
    const at = made + 20 * DAY;

    test.each([
        ["GeoZone", true],
        ["Geo", true],
        ["Zone", false],
        ["Local", false],
    ] as const)("are made of backups on %s storage: %s", (redundancy, made_) => {
        const own = history("amber-otter", { redundancy: [{ at: made, value: redundancy }] });
        expect(path(own, at, "geo") !== undefined).toBe(made_);
    });

    test("arrive minutes later, and what had not when the region was lost is lost", () => {
        const ages = Array.from({ length: 200 }, (_, index) => {
            const own = history(`customer-${String(index)}`);
            const around = surroundings({ outages: [lost("westeurope", at)] });
            const geo = path(own, at + 2 * DAY, "geo", around);
            expect(geo).toMatchObject({
                reachable: true,
                target: "anywhere",
                source: `${own.serverId}/recoverableDatabases/${own.name}`,
            });
            return at - (geo?.newest ?? 0);
        });
        expect(Math.min(...ages)).toBeGreaterThan(5 * MINUTE);
        expect(Math.max(...ages)).toBeLessThan(2 * HOUR);
        expect(new Set(ages).size).toBeGreaterThan(100);
    });

    test("are out of reach with the paired region, and there are none without one", () => {
        const around = surroundings({ outages: [lost("westeurope", at), lost("northeurope", at + HOUR)] });
        expect(path(history("amber-otter"), at + 2 * HOUR, "geo", around)).toMatchObject({ reachable: false });
        expect(path(history("amber-otter", { region: "polandcentral" }), at, "geo")?.reachable).not.toBe(true);
    });

    test("stand still while a fault says so, and arrive after it", () => {
        const stop = { kind: "replicationStops", match: "amber", from: at - 30 * HOUR } as const;
        const own = history("amber-otter");
        const age = (until: number | undefined, asked: number) => {
            const fault = until === undefined ? stop : { ...stop, until };
            return asked - (newest(own, asked, surroundings({ faults: [fault] })).replicated ?? 0);
        };
        expect(age(undefined, at)).toBeGreaterThanOrEqual(30 * HOUR);
        expect(age(undefined, at)).toBeLessThan(33 * HOUR);
        expect(age(at, at)).toBeGreaterThanOrEqual(30 * HOUR);
        expect(age(at, at + HOUR)).toBeLessThan(3 * HOUR);
    });

    test("a change of redundancy counts for what is taken afterwards", () => {
        const zoned = (changed: number) =>
            history("amber-otter", {
                redundancy: [
                    { at: made, value: "Zone" },
                    { at: changed, value: "GeoZone" },
                ],
            });
        expect(path(zoned(at - HOUR), at, "geo")).toBeUndefined();
        expect(path(zoned(at - 8 * DAY), at, "geo")?.newest).toBeGreaterThan(at - 3 * HOUR);
        const back = history("amber-otter", {
            redundancy: [
                { at: made, value: "GeoZone" },
                { at: at - DAY, value: "Zone" },
            ],
        });
        expect(path(back, at, "geo")?.newest).toBeLessThan(at - DAY);
    });
});

describe("the clock of a region", () => {
    const at = made + 20 * DAY;
    const own = history("amber-otter");

    test("stamps backups, and a restore goes by its stamps", () => {
        const around = surroundings({ faults: [{ kind: "clockSkew", region: "westeurope", seconds: 3 * HOUR }] });
        const geo = path(own, at, "geo", around)?.newest ?? 0;
        expect(geo - (path(own, at, "geo")?.newest ?? 0)).toBe(3 * HOUR);
        expect(originOf(own, geo, around, [])).toEqual({ history: own.id, point: geo - 3 * HOUR });
    });

    test("does not change what was stamped before it was wrong", () => {
        const around = surroundings({ faults: [{ kind: "clockSkew", region: "westeurope", seconds: 3 * HOUR, at }] });
        expect(newest(own, at - HOUR, around)).toEqual(newest(own, at - HOUR));
        expect(originOf(own, at - HOUR, around, []).point).toBe(at - HOUR);
        expect(originOf(own, at + 5 * HOUR, around, []).point).toBe(at + 2 * HOUR);
    });
});

test("a fault can serve another customer's backup", () => {
    const [own, other] = [history("amber-otter"), history("blue-heron")];
    const around = surroundings({ faults: [{ kind: "wrongBackup", match: "amber", instead: "heron" }] });
    expect(originOf(own, 5000, around, [own, other])).toEqual({ history: other.id, point: 5000 });
    expect(originOf(other, 5000, around, [own, other])).toEqual({ history: other.id, point: 5000 });
});

describe("at any moment of any history", () => {
    const moment = fc.integer({ min: made, max: made + 500 * DAY });
    const outage = fc
        .record({
            region: fc.constantFrom("westeurope", "northeurope"),
            from: moment,
            hours: fc.integer({ min: 1, max: 300 }),
        })
        .map(({ region, from, hours }) => lost(region, from, from + hours * HOUR));
    const any = fc.record({
        slug: fc.constantFrom("amber-otter", "blue-heron", "copper-kettle"),
        outages: fc.array(outage, { maxLength: 3 }),
        days: fc.integer({ min: 1, max: 35 }),
        weeks: fc.integer({ min: 0, max: 60 }),
        deletedAt: fc.option(moment, { nil: undefined, freq: 3 }),
        stops: fc.array(fc.record({ from: moment, hours: fc.integer({ min: 1, max: 100 }) }), { maxLength: 2 }),
        at: moment,
        later: fc.integer({ min: 0, max: 3 * DAY }),
    });
    const built = ({
        slug,
        outages,
        days,
        weeks,
        deletedAt,
        stops,
    }: typeof any extends fc.Arbitrary<infer T> ? T : never) => ({
        own: history(slug, {
            shortTerm: [{ at: made, value: { retentionDays: days, differentialHours: 12 } }],
            weekly: [{ at: made, value: `P${String(weeks)}W` }],
            ...(deletedAt === undefined ? {} : { deletedAt }),
        }),
        around: surroundings({
            outages,
            faults: stops.map(({ from, hours }) => ({
                kind: "replicationStops",
                match: slug,
                from,
                until: from + hours * HOUR,
            })),
        }),
    });

    test("nothing lies ahead of time, is older than its retention, or is at the pair before it is at home", () => {
        fc.assert(
            fc.property(any, (given) => {
                const { own, around } = built(given);
                const { paths, newest: ages } = backupsOf(own, given.at, around);
                for (const time of Object.values(ages)) expect(time).toBeLessThanOrEqual(given.at);
                for (const one of paths) {
                    expect(one.oldest).toBeLessThanOrEqual(one.newest);
                    expect(one.newest).toBeLessThanOrEqual(given.at);
                    const days = one.path === "weekly" ? given.weeks * 7 : given.days;
                    expect(one.path === "geo" ? one.newest : one.oldest).toBeGreaterThanOrEqual(given.at - days * DAY);
                }
                expect(ages.replicated ?? 0).toBeLessThanOrEqual(ages.log ?? ages.full ?? 0);
            }),
            { seed: 6, numRuns: 300 },
        );
    });

    test("what has been finished stays finished as time goes by", () => {
        fc.assert(
            fc.property(any, (given) => {
                const { own, around } = built(given);
                const [before, after] = [given.at, given.at + given.later].map(
                    (at) => backupsOf(own, at, around).newest,
                );
                for (const kind of ["full", "differential", "log", "replicated"] as const)
                    expect(after?.[kind] ?? 0).toBeGreaterThanOrEqual(
                        given.deletedAt === undefined ? (before?.[kind] ?? 0) : 0,
                    );
            }),
            { seed: 6, numRuns: 300 },
        );
    });

    test("the same history has the same backups", () => {
        fc.assert(
            fc.property(any, (given) => {
                const [one, other] = [built(given), built(structuredClone(given))];
                expect(backupsOf(one.own, given.at, one.around)).toEqual(backupsOf(other.own, given.at, other.around));
            }),
            { seed: 6, numRuns: 50 },
        );
    });
});
