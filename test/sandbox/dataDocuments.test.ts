import { timesOfDay } from "../../sandbox/cloud/data/cron";
import { COPY_SECONDS, documentsOf } from "../../sandbox/cloud/data/documents";
import type { ContainerHistory, CopyJobHistory, CopySettings } from "../../sandbox/cloud/data/history";
import { DAY, HOUR, MINUTE } from "../../sandbox/cloud/data/spans";
import { lost, surroundings } from "./support/histories";

const made = 1000;

const container = (host: string, region: string, changes: Partial<ContainerHistory> = {}): ContainerHistory => ({
    id: `${host}/amber-otter#1`,
    containerId: `/accounts/${host}/amber-otter`,
    host,
    name: "amber-otter",
    region,
    createdAt: made,
    uses: [],
    ...changes,
});
const job = (settings: Partial<CopySettings>, changes: Partial<CopyJobHistory> = {}): CopyJobHistory => ({
    id: "job#1",
    region: "westeurope",
    createdAt: made,
    settings: [
        {
            at: made,
            value: {
                cronExpression: "20 */4 * * *",
                sources: ["home"],
                target: "copies",
                systemContainer: "0-system",
                mode: "mirror",
                ...settings,
            },
        },
    ],
    ...changes,
});

const home = container("home", "westeurope", { uses: [{ customer: "amber-otter", from: made }] });
const copies = container("copies", "northeurope");
const mirror = job({});
const runAt = 10 * DAY + 4 * HOUR + 20 * MINUTE;

describe("documents of a customer", () => {
    test("one every six hours", () => {
        const content = documentsOf(home, made + 30 * DAY, surroundings({ containers: [home] }));
        expect(content).toMatchObject({ readable: true, rows: 120 });
        expect(content.spans).toHaveLength(1);
    });

    test("cannot be read in a lost region", () => {
        expect(documentsOf(home, DAY, surroundings({ outages: [lost("westeurope", 0)] })).readable).toBe(false);
    });
});

describe("a job that copies documents to another region", () => {
    const around = surroundings({ containers: [home, copies], jobs: [mirror] });

    test("brings what was there when it began, once it is through", () => {
        const before = documentsOf(copies, runAt + COPY_SECONDS - 1, around);
        expect(before).toEqual(documentsOf(home, runAt - 4 * HOUR, around));
        expect(documentsOf(copies, runAt + COPY_SECONDS, around)).toEqual(documentsOf(home, runAt, around));
    });

    test("does nothing while one of the regions is lost; what it brought before stays and can be read", () => {
        for (const region of ["westeurope", "northeurope"]) {
            const outages = [lost(region, runAt + 5 * MINUTE, runAt + 2 * DAY)];
            const without = surroundings({ containers: [home, copies], jobs: [mirror], outages });
            const asked = region === "westeurope" ? runAt + DAY : runAt + 2 * DAY;
            expect(documentsOf(copies, asked, without)).toEqual(documentsOf(home, runAt - 4 * HOUR, around));
        }
    });

    test.each<[string, CopyJobHistory[], ContainerHistory[]]>([
        ["there is no job", [], [home, copies]],
        ["the job was deleted", [{ ...mirror, deletedAt: made + HOUR }], [home, copies]],
        ["it copies from elsewhere", [job({ sources: ["other"] })], [home, copies]],
        ["it copies to elsewhere", [job({ target: "other" })], [home, copies]],
        [
            "two accounts have a container of that name",
            [job({ sources: ["home", "other"] })],
            [home, copies, container("other", "westeurope")],
        ],
    ])("nothing is copied where %s", (_, jobs, containers) => {
        expect(documentsOf(copies, runAt, surroundings({ containers, jobs })).rows).toBe(0);
    });

    test("leaves what was deleted at home no longer than its next run", () => {
        const gone = { ...home, deletedAt: runAt + HOUR };
        const emptied = container("home", "westeurope", { id: "again", createdAt: runAt + HOUR });
        const after = surroundings({ containers: [gone, emptied, copies], jobs: [mirror] });
        expect(documentsOf(copies, runAt + 3 * HOUR, after).rows).toBeGreaterThan(0);
        expect(documentsOf(copies, runAt + 5 * HOUR, after).rows).toBe(0);
    });
});

describe("documents of a lost region", () => {
    const lostAt = 10 * DAY;
    const restoredAt = lostAt + 5 * HOUR;
    const rebuilt = container("rebuilt", "swedencentral", {
        createdAt: restoredAt,
        uses: [{ customer: "amber-otter", from: restoredAt }],
    });
    const seed = job(
        { cronExpression: "5 * * * *", sources: ["copies"], target: "rebuilt", mode: "fill" },
        { id: "seed#1", region: "swedencentral", createdAt: restoredAt },
    );
    const around = surroundings({
        containers: [home, copies, rebuilt],
        jobs: [mirror, seed],
        outages: [lost("westeurope", lostAt)],
    });

    test("are in the new account after the seed ran, as old as the last copy", () => {
        expect(documentsOf(rebuilt, restoredAt + 4 * MINUTE, around).rows).toBe(0);
        const seeded = documentsOf(rebuilt, restoredAt + HOUR + COPY_SECONDS, around);
        const before = surroundings({ containers: [home] });
        const copied = documentsOf(home, lostAt - 4 * HOUR + 20 * MINUTE, before);
        expect(seeded.spans[0]).toEqual(copied.spans[0]);
        expect(lostAt - (copied.newest ?? 0)).toBeLessThan(24 * HOUR);
    });

    test("lie beside what has been written since, and later runs of the seed take nothing away", () => {
        const late = documentsOf(rebuilt, lostAt + 5 * DAY, around);
        expect(late.spans).toHaveLength(2);
        expect(late.newest).toBeGreaterThan(lostAt + 4.7 * DAY);
    });
});

describe("the times of a job", () => {
    test.each([
        ["20 */4 * * *", 6, 20 * MINUTE],
        ["10,40 * * * *", 48, 10 * MINUTE],
        ["5 3 * * *", 1, 3 * HOUR + 5 * MINUTE],
    ])("%s is %i times a day", (expression, count, first) => {
        const times = timesOfDay(expression);
        expect([times.length, times[0]]).toEqual([count, first]);
    });

    test.each(["0 0 * * 1", "0-5 * * * *"])("a cron expression that is not modelled is refused: %s", (expression) => {
        expect(() => timesOfDay(expression)).toThrow("does not model");
    });
});
