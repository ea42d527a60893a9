import { alertsBy } from "../../recovery/drill/alerts";
import type { DrilledCustomer } from "../../recovery/drill/result";
import { judgeVerdicts, type Measured } from "../../recovery/drill/verdicts";
import type { DatabaseBackups } from "../../sandbox/control";
import { sampleDrill } from "../support/drillSample";

const hour = 3600;
const day = 24 * hour;
const lostAt = 30 * day;

function database(customer: string, more: Partial<DatabaseBackups> = {}): DatabaseBackups {
    const newest = {
        full: lostAt - 2 * day,
        differential: lostAt - 6 * hour,
        log: lostAt - 300,
        longTerm: lostAt - 2 * day,
        replicated: lostAt - hour,
    };
    return {
        databaseId: `/databases/db-${customer}`,
        serverId: "/servers/sql",
        name: `db-${customer}`,
        region: "westeurope",
        tags: { "oxygis:customer": customer },
        createdAt: hour,
        usedGiB: 1,
        redundancy: "GeoZone",
        paths: [],
        newest,
        ...more,
    };
}

const newestBut = (kind: keyof DatabaseBackups["newest"], at: number | undefined) => {
    const { newest } = database("a");
    const { [kind]: _changed, ...rest } = newest;
    return { newest: at === undefined ? rest : { ...rest, [kind]: at } };
};

const measured = (): Measured => {
    const { customers } = sampleDrill(10);
    return {
        customers,
        backups: customers.map(({ slug }) => database(slug)),
        lostAt,
        homeOnly: new Set(),
        alerts: [],
        mixedUp: [],
        siteHours: 1.6,
        ran: true,
    };
};

function withFirst(change: Partial<DrilledCustomer>, unset: (keyof DrilledCustomer)[] = []): Partial<Measured> {
    const [first, ...others] = measured().customers;
    const changed = { ...first!, ...change };
    for (const key of unset) Reflect.deleteProperty(changed, key);
    return { customers: [changed, ...others] };
}
const firstSlug = sampleDrill(10).customers[0]!.slug;
const backupOfFirst = (more: Partial<DatabaseBackups>): Partial<Measured> => ({
    backups: measured().backups.map((each, index) => (index === 0 ? { ...each, ...more } : each)),
});
const nothingBack = withFirst({ outcome: "waiting", content: "unknown" }, ["rpoHours", "rtoHours"]);

/** What is found, which promises that breaks, and what the first of them says. */
const found: [what: string, found: Partial<Measured>, broken: string[], because: RegExp][] = [
    ["nothing unusual", {}, [], /^$/],
    [
        "a database without a weekly backup",
        backupOfFirst(newestBut("longTerm", undefined)),
        ["BKP-1"],
        /1 of 10 databases/,
    ],
    [
        "a new database without one",
        backupOfFirst({ ...newestBut("longTerm", undefined), createdAt: lostAt - 3 * day }),
        [],
        /^$/,
    ],
    ["backups in one datacenter", backupOfFirst({ redundancy: "Geo" }), ["BKP-3"], /customer-00001/],
    ["another customer's rows", { mixedUp: ["acme"] }, ["DB-1"], /acme/],
    ["24 hours of work lost", withFirst({ rpoHours: 24 }), [], /^$/],
    [
        "more, and no alert",
        withFirst({ rpoHours: 24.1 }),
        ["DR-2", "DR-4", "DR-6"],
        /^Up to 24.1 h of work, documents included, are lost for /,
    ],
    [
        "more, and an alert before",
        { ...withFirst({ rpoHours: 24.1 }), alerts: [{ kind: "replicated", customers: [firstSlug], raisedHours: -5 }] },
        ["DR-2", "DR-6"],
        /24.1 h/,
    ],
    ["documents of two days ago", withFirst({ documentsRpoHours: 48 }), ["DR-2"], /48.0 h/],
    ["a paid customer back after a day", withFirst({ rtoHours: 24.1 }), ["DR-3"], /1 of 10 customers/],
    ["nothing back", nothingBack, ["DR-2", "DR-3", "DR-6"], /^Nothing came back of /],
    ["nothing back of who wished it so", { ...nothingBack, homeOnly: new Set([firstSlug]) }, [], /^$/],
    ["another content than was backed up", withFirst({ content: "different" }), ["DR-6"], /not what was backed up/],
    ["no site", { siteHours: undefined }, ["DR-5"], /never complete/],
    ["what stood in its way", { siteHours: undefined, siteTrouble: "No region is left." }, ["DR-5"], /No region/],
];

describe("what a drill says of the promises", () => {
    it.each(found)("of %s", (_, seen, broken, because) => {
        const verdicts = judgeVerdicts({ ...measured(), ...seen });
        const bad = verdicts.filter(({ verdict }) => verdict === "broken");

        expect(bad.map(({ id }) => id)).toEqual(broken);
        expect(bad[0]?.because ?? "").toMatch(because);
        expect(verdicts.map(({ id }) => id)).toEqual([
            "BKP-1",
            "BKP-3",
            "DB-1",
            "DR-2",
            "DR-3",
            "DR-4",
            "DR-5",
            "DR-6",
        ]);
    });
});

describe("the alerts that the watch had raised", () => {
    const raised = (more: Partial<DatabaseBackups>, homeOnly: string[] = []) =>
        alertsBy([database("a", more)], lostAt, new Set(homeOnly)).map(({ kind, raisedHours }) => [kind, raisedHours]);

    it("are none where every backup is young enough", () => {
        expect(raised({})).toEqual([]);
        expect(raised(newestBut("replicated", lostAt - 20 * hour))).toEqual([]);
    });

    it("are raised at the first look after the time allowed, before the promise is broken", () => {
        const alerts = alertsBy([database("a", newestBut("replicated", lostAt - 30 * hour))], lostAt, new Set());

        // Twenty hours are allowed, the next look is at ten past; four hours later a day is over.
        expect(alerts).toEqual([{ kind: "replicated", customers: ["a"], raisedHours: -9.8333, hoursAhead: 3.8333 }]);
    });

    it("are raised of what never was, once a new database has had its time", () => {
        expect(raised({ ...newestBut("log", undefined), createdAt: lostAt - 20 * hour })).toEqual([]);
        expect(raised({ ...newestBut("log", undefined), createdAt: lostAt - 26 * hour })).toEqual([["log", -1.8333]]);
    });

    it("do not speak of copies elsewhere to who wants none", () => {
        expect(raised(newestBut("replicated", undefined), ["a"])).toEqual([]);
        expect(raised(newestBut("replicated", undefined))).toHaveLength(1);
    });
});
