import fc from "fast-check";
import { originOf } from "../../sandbox/cloud/data/backups";
import { contentOf, usedGiBOf } from "../../sandbox/cloud/data/content";
import type { DatabaseHistory, Use } from "../../sandbox/cloud/data/history";
import { lostSpans } from "../../sandbox/cloud/data/places";
import { arrivalOf, newestReplicated, obstaclesOf } from "../../sandbox/cloud/data/replication";
import { chainsOf, fullsOf, logsFrom } from "../../sandbox/cloud/data/schedule";
import { DAY, HOUR, MINUTE } from "../../sandbox/cloud/data/spans";
import { history, lost, surroundings } from "./support/histories";

const made = 1000;

/** The database that a restore of `source` to a point makes. */
const restored = (source: DatabaseHistory, point: number, createdAt: number, changes: Partial<DatabaseHistory> = {}) =>
    history("amber-otter", {
        id: "restored",
        databaseId: `${source.serverId}-elsewhere/databases/${source.name}`,
        region: "swedencentral",
        createdAt,
        origin: { history: source.id, point },
        uses: [],
        ...changes,
    });

describe("what a customer writes", () => {
    const own = history("amber-otter");
    const calm = surroundings();

    test("a row every quarter of an hour, numbered by the clock, of that customer only", () => {
        const content = contentOf(own, made + 10 * DAY, calm);
        expect(content).toMatchObject({ readable: true, rows: 960 });
        const [span, ...more] = content.spans;
        expect(more).toEqual([]);
        expect(span).toMatchObject({ customer: "amber-otter" });
        expect((span?.last ?? 0) - (span?.first ?? 0) + 1).toBe(960);
        expect((span?.to ?? 0) - (span?.from ?? 0)).toBe(959 * 15 * MINUTE);
        expect(content.newest).toBe(span?.to);
        expect(made + 10 * DAY - (content.newest ?? 0)).toBeLessThan(15 * MINUTE);
    });

    test("customers write at times of their own", () => {
        const newest = Array.from(
            { length: 50 },
            (_, index) => contentOf(history(`customer-${String(index)}`), DAY, calm).newest,
        );
        expect(new Set(newest).size).toBeGreaterThan(40);
    });

    test("nothing while nobody uses it: the gap shows in the numbers", () => {
        const uses = [
            { customer: "amber-otter", from: made, until: DAY },
            { customer: "amber-otter", from: 2 * DAY },
        ];
        const { spans, rows } = contentOf(history("amber-otter", { uses }), 3 * DAY, calm);
        expect(spans).toHaveLength(2);
        const [before, after] = spans;
        expect((after?.first ?? 0) - (before?.last ?? 0)).toBe(97);
        expect(rows).toBe((after?.last ?? 0) - (before?.first ?? 0) + 1 - 96);
    });

    test("nothing more once the region is lost, also when it is back, until somebody uses it again", () => {
        const around = surroundings({ outages: [lost("westeurope", 5 * DAY, 6 * DAY)] });
        expect(contentOf(own, 5.5 * DAY, around)).toEqual({ readable: false, rows: 0, spans: [], checksum: "" });
        expect(contentOf(own, 7 * DAY, around).newest).toBeLessThanOrEqual(5 * DAY);
        const again = { ...own, uses: [...own.uses, { customer: "amber-otter", from: 6 * DAY }] };
        expect(contentOf(again, 7 * DAY, around).spans).toHaveLength(2);
    });

    test("a lost control plane, or one zone, stops nobody", () => {
        const outages = [
            lost("westeurope", 5 * DAY, undefined, "2"),
            { ...lost("westeurope", 5 * DAY), planes: ["control" as const] },
        ];
        expect(contentOf(own, 7 * DAY, surroundings({ outages }))).toEqual(contentOf(own, 7 * DAY, calm));
    });

    test("does not exist before the database is complete, nor after it was deleted", () => {
        expect(contentOf(own, made - 1, calm).readable).toBe(false);
        expect(contentOf({ ...own, deletedAt: DAY }, DAY, calm).readable).toBe(false);
    });

    test("fills the database slowly, within its size", () => {
        const sizes = Array.from({ length: 200 }, (_, index) =>
            usedGiBOf(history(`customer-${String(index)}`), 30 * DAY, calm),
        );
        expect(Math.min(...sizes)).toBeGreaterThan(0.5);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(19);
        const year = usedGiBOf(own, 365 * DAY, calm) - usedGiBOf(own, DAY, calm);
        expect(year).toBeGreaterThan(0.5);
        expect(year).toBeLessThan(3);
        expect(usedGiBOf({ ...own, uses: [] }, DAY, calm)).toBe(0.05);
    });
});

describe("what a restore brings back", () => {
    const own = history("amber-otter");

    test("exactly what was there at the point, and then what is written into it", () => {
        fc.assert(
            fc.property(
                fc.integer({ min: made, max: 30 * DAY }),
                fc.integer({ min: 0, max: 10 * DAY }),
                (point, more) => {
                    const around = surroundings({ databases: [own] });
                    const back = contentOf(restored(own, point, 31 * DAY), 31 * DAY + more, around);
                    expect(back).toEqual(contentOf(own, point, around));
                    const used = restored(own, point, 31 * DAY, {
                        uses: [{ customer: "amber-otter", from: 31 * DAY }],
                    });
                    const after = contentOf(used, 31 * DAY + more, around);
                    expect(after.rows - back.rows).toBeGreaterThanOrEqual(Math.floor(more / (15 * MINUTE)));
                    expect(after.checksum === back.checksum).toBe(after.rows === back.rows);
                },
            ),
            { seed: 6, numRuns: 200 },
        );
    });

    test("the point does not move when the source goes on, is deleted or lost", () => {
        const back = restored(own, 5 * DAY, 6 * DAY);
        const expected = contentOf(own, 5 * DAY, surroundings());
        const deleted = surroundings({ databases: [{ ...own, deletedAt: 6 * DAY }] });
        const gone = surroundings({ databases: [own], outages: [lost("westeurope", 5.5 * DAY)] });
        for (const around of [deleted, gone]) expect(contentOf(back, 20 * DAY, around)).toEqual(expected);
    });

    test("a restore of a restored database brings back both lives", () => {
        const second = restored(own, 5 * DAY, 6 * DAY, {
            uses: [{ customer: "amber-otter", from: 6 * DAY, until: 8 * DAY }],
        });
        const third = history("amber-otter", {
            id: "third",
            createdAt: 9 * DAY,
            uses: [],
            origin: { history: second.id, point: 8 * DAY },
        });
        const around = surroundings({ databases: [own, second] });
        expect(contentOf(third, 10 * DAY, around)).toEqual(contentOf(second, 8 * DAY, around));
        expect(contentOf(third, 10 * DAY, around).spans).toHaveLength(2);
    });

    test("another customer's backup shows by the customer of its rows", () => {
        const other = history("blue-heron");
        const around = surroundings({
            databases: [own, other],
            faults: [{ kind: "wrongBackup", match: "amber", instead: "heron" }],
        });
        const swapped = { ...restored(own, 0, 6 * DAY), origin: originOf(own, 5 * DAY, around, [own, other]) };
        expect(contentOf(swapped, 6 * DAY, around).spans.map(({ customer }) => customer)).toEqual(["blue-heron"]);
    });

    test("a clock that runs ahead shows by rows that are newer than the point", () => {
        const around = surroundings({
            databases: [own],
            faults: [{ kind: "clockSkew", region: "westeurope", seconds: 2 * HOUR, at: 4 * DAY }],
        });
        const { newest = 0, spans } = contentOf(restored(own, 5 * DAY, 6 * DAY), 6 * DAY, around);
        expect(newest).toBeGreaterThan(5 * DAY + HOUR);
        expect(spans).toHaveLength(2);
    });

    test("the same numbers written in two places are not the same rows", () => {
        const twice = (at: number) => contentOf(history("amber-otter", { id: String(at) }), 5 * DAY, surroundings());
        expect(twice(1).spans).toEqual(twice(2).spans);
        expect(twice(1).checksum).not.toBe(twice(2).checksum);
    });
});

describe("a geo-secondary", () => {
    const [home, away] = ["home", "away"];
    const seeded = 10 * DAY;
    const failover = 12 * DAY;
    const uses = (from: number, until?: number): Use[] => [
        { customer: "amber-otter", from, ...(until === undefined ? {} : { until }) },
    ];
    const primary = history("amber-otter", {
        id: away,
        region: "swedencentral",
        uses: uses(made),
        following: [{ at: failover, value: home }],
    });
    const secondary = history("amber-otter", {
        id: home,
        createdAt: seeded,
        uses: uses(failover),
        following: [
            { at: seeded, value: away },
            { at: failover, value: null },
        ],
    });
    const around = surroundings({ databases: [primary, secondary] });

    test("holds what its primary holds", () => {
        expect(contentOf(secondary, 11 * DAY, around)).toEqual(contentOf(primary, 11 * DAY, around));
    });

    test("loses nothing by a planned failover, after which the other one follows", () => {
        const content = contentOf(secondary, 14 * DAY, around);
        expect(content.spans).toHaveLength(1);
        expect(content.rows).toBe(contentOf(history("amber-otter"), 14 * DAY, surroundings()).rows);
        expect(contentOf(primary, 14 * DAY, around)).toEqual(content);
        expect(contentOf(primary, failover, around).rows).toBeLessThan(content.rows);
    });
});

describe("the short way to the newest replicated backup", () => {
    test("finds the same as going through all of them", () => {
        const moment = fc.integer({ min: made, max: 6 * DAY });
        const stretch = fc.record({ from: moment, minutes: fc.integer({ min: 1, max: 3000 }) });
        fc.assert(
            fc.property(
                moment,
                fc.array(stretch, { maxLength: 2 }),
                fc.array(stretch, { maxLength: 2 }),
                fc.array(stretch, { maxLength: 2 }),
                (at, homes, pairs, stops) => {
                    const own = history("amber-otter");
                    const around = surroundings({
                        outages: [
                            ...homes.map(({ from, minutes }) => lost("westeurope", from, from + minutes * MINUTE)),
                            ...pairs.map(({ from, minutes }) => lost("northeurope", from, from + minutes * MINUTE)),
                        ],
                        faults: stops.map(({ from, minutes }) => ({
                            kind: "replicationStops" as const,
                            match: "amber",
                            from,
                            until: from + minutes * MINUTE,
                        })),
                    });
                    const [chain] = chainsOf(own, around);
                    const first = chain && fullsOf(chain, at)[0];
                    if (chain === undefined || first === undefined) return;
                    const obstacles = obstaclesOf(own, around);
                    const arrives = (kind: string, finished: number, key: number) =>
                        arrivalOf(finished, `${chain.id}/${kind}/${String(key)}`, obstacles) <= at;
                    const all = [
                        { point: first.point, here: arrives("full", first.finished, first.point) },
                        ...logsFrom(chain, first, { from: 0, to: at }, 2000).map((log) => ({
                            point: log.point,
                            here: arrives("log", log.finished, log.number),
                        })),
                    ];
                    const missing = all.findIndex(({ here }) => !here);
                    const expected = missing < 0 ? all.at(-1) : all[missing - 1];
                    expect(newestReplicated(chain, own, around, at)).toBe(expected?.point);
                    expect(
                        lostSpans(around, "westeurope").some(
                            ({ from, to }) => from <= (expected?.point ?? 0) && (expected?.point ?? 0) < to,
                        ),
                    ).toBe(false);
                },
            ),
            { seed: 6, numRuns: 150 },
        );
    });
});
