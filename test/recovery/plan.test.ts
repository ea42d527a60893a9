import { cellNames } from "../../infra/model/naming";
import type { PlanInputs } from "../../recovery/plan/inputs";
import { planRecovery } from "../../recovery/plan/plan";
import { placesFor } from "../../recovery/plan/places";
import { isoTime } from "../../recovery/time";
import type { Capacity } from "../../sandbox/control";
import { removeProjects } from "../config/testProject";
import { capacityOf, database, inventory, lost, lostSecond, planInputs, projectWith } from "./planInputs";

afterAll(removeProjects);

const root = projectWith();
const plan = (changes: Partial<PlanInputs> = {}) => planRecovery(planInputs(root, changes));
const verdicts = (changes: Partial<PlanInputs> = {}) =>
    Object.fromEntries(plan(changes).verdicts.map(({ id, verdict }) => [id, verdict]));
const because = (id: string, changes: Partial<PlanInputs>) =>
    plan(changes).verdicts.find((verdict) => verdict.id === id)!.because;
const customer = (slug: string, changes: Partial<PlanInputs> = {}) =>
    plan(changes).customers.find((each) => each.slug === slug)!;
/** The inventory with one database as it says. */
const having = (slug: string, changes: Parameters<typeof database>[1]) => ({
    inventory: [...inventory().filter(({ name }) => name !== `db-${slug}`), database(slug, changes)],
});
/** The candidates with one region as it says. */
const offering = (region: string, changes: Partial<Capacity>, health = { control: true, data: true }) => ({
    candidates: [
        ...planInputs(root).candidates.filter((each) => each.region !== region),
        { region, health, capacity: capacityOf(region, changes) },
    ],
});

describe("a plan", () => {
    it("restores those who pay first and the largest first, each in a lane of its pool", () => {
        const { customers } = plan();

        expect(customers.map(({ slug, wave, order, pool }) => [slug, wave, order, pool])).toEqual([
            ["blue", "paid", 1, "paid-1"],
            ["amber", "paid", 2, "paid-1"],
            ["dozy", "rest", 1, "other-1"],
            ["copper", "rest", 2, "other-1"],
        ]);
        expect(customers.map(({ lane }) => lane)).toEqual([0, 1, 0, 1]);
    });

    it("says when everybody is back, counted from the loss", () => {
        const { waves, customers } = plan();

        // 45 minutes until somebody has decided, an hour for the platform, 12 + 0.6 * 15 minutes for the restore, 75 s for the check, 1 min.
        expect(customers[0]!.finishHours).toBeCloseTo(0.75 + 1 + 21 / 60 + 75 / 3600 + 1 / 60, 6);
        expect(waves.map(({ wave, customers: count, beginHours }) => [wave, count, beginHours > 0])).toEqual([
            ["platform", 0, true],
            ["paid", 2, true],
            ["rest", 2, true],
        ]);
        expect(waves[2]!.beginHours).toBe(waves[1]!.endHours);
    });

    it("ends late when it is made late", () => {
        const now = isoTime(lostSecond + 5 * 3600);

        expect(customer("amber", { now }).finishHours - customer("amber").finishHours).toBeCloseTo(4.25, 6);
    });

    it("is the same for customers and databases in another order", () => {
        expect(plan({ inventory: inventory().reverse() })).toEqual(plan());
    });

    it("takes a name for its stack that nobody has", () => {
        expect(plan().stack).toBe("recovery");
        expect(plan({ stacksTaken: ["recovery"] }).stack).toBe("recovery-eu1");
        expect(plan({ stacksTaken: ["recovery", "recovery-eu1"] }).stack).toBe("recovery-eu1-neu");
    });
});

describe("the source of a customer", () => {
    it("is the newest that can be reached, and the other one is kept for a failure", () => {
        expect(customer("amber")).toMatchObject({
            ageHours: 1,
            source: { from: "geo" },
            otherSource: { from: "weekly" },
        });
        expect(customer("amber", having("amber", { geo: 100 }))).toMatchObject({
            ageHours: 72,
            source: { from: "weekly" },
        });
        expect(customer("amber", having("amber", { geo: 72 })).source.from).toBe("geo");
    });

    it("is a weekly backup where nothing else outlived the region", () => {
        const { source, otherSource, ageHours } = customer("amber", having("amber", { geo: undefined }));

        expect([source.from, otherSource, ageHours]).toEqual(["weekly", undefined, 72]);
    });

    it("never lies in the lost region, and never is one for the same server only", () => {
        const gone = database("amber");
        const elsewhere = gone.paths.map((path, index) =>
            index === 0 ? { ...path, reachable: false } : { ...path, target: gone.serverId },
        );
        const { customers, without } = plan({ inventory: [{ ...gone, paths: elsewhere }] });

        expect(customers.map(({ slug }) => slug)).not.toContain("amber");
        expect(without.find(({ slug }) => slug === "amber")!.why).toBe(
            "its backups are stored GeoZone-redundant, and none can be reached while westeurope is lost",
        );
    });

    it("is the one that a person chose", () => {
        expect(customer("amber", { use: { amber: "weekly" } })).toMatchObject({
            source: { from: "weekly" },
            otherSource: { from: "geo" },
        });
    });
});

describe("a customer without a source", () => {
    it.each<[string, Partial<PlanInputs>, string, string, boolean]>([
        ["wished it", {}, "echo", "keeps every copy in westeurope, as it wished: Our regulator says so.", true],
        [
            "has no backup that was ever finished",
            having("amber", { geo: undefined, weekly: undefined }),
            "amber",
            "no backup of it was ever finished",
            false,
        ],
        [
            "is known to the stack's state only",
            { inventory: inventory().filter(({ name }) => name !== "db-amber") },
            "amber",
            "no backup of it can be found, although westeurope held a database of it",
            false,
        ],
    ])("%s", (_, changes, slug, why, wished) => {
        expect(plan(changes).without.find((each) => each.slug === slug)).toMatchObject({ why, wished });
    });

    it("is none who came after the loss", () => {
        const changes = {
            inventory: inventory().filter(({ name }) => name !== "db-amber"),
            declared: ["blue", "copper", "dozy", "echo"],
        };

        expect(plan(changes).without.map(({ slug }) => slug)).toEqual(["echo"]);
        expect(plan(changes).warnings.join()).toContain("amber: taken on after the loss");
        expect(verdicts(changes)["DR-2"]).toBe("kept");
    });
});

describe("the target", () => {
    it("is preferred in a fixed order: the pair, then the other regions for sites", () => {
        const { lost } = planInputs(root);
        const preference = (region: string) =>
            placesFor({ ...lost, site: { ...lost.site, region } } as typeof lost).preference;
        expect(preference("westeurope")).toEqual([
            "northeurope",
            "swedencentral",
            "germanywestcentral",
            "francecentral",
        ]);
        expect(preference("germanywestcentral")[0]).toBe("westeurope");
    });

    it("is the paired region where that can take the site", () => {
        expect(plan().target).toEqual({
            region: "northeurope",
            pairedRegion: "westeurope",
            why: "the paired region of westeurope, where its backups lie already",
            passedOver: [],
        });
    });

    it("is the next region where it cannot, and says why", () => {
        expect(plan(offering("northeurope", {}, lost)).target).toEqual({
            region: "germanywestcentral",
            pairedRegion: "germanynorth",
            why: "the first region by preference that can take the site",
            passedOver: [
                { region: "northeurope", why: "northeurope does not answer: it is lost too" },
                {
                    region: "swedencentral",
                    why: "swedencentral is the region of the global stack: both would be lost at once",
                },
            ],
        });
    });

    it("is the one that was named", () => {
        expect(plan({ to: "francecentral" })).toMatchObject({
            target: { region: "francecentral", why: "named on the command line" },
            refusals: [],
        });
    });
});

const all = "northeurope, germanywestcentral, francecentral";
const butPair = "germanywestcentral, francecentral";
const holder = "/subscriptions/s/resourceGroups/r/providers/Microsoft.KeyVault/vaults/v";

describe("a refusal says what would work", () => {
    it.each<[string, Partial<PlanInputs>, string, string]>([
        [
            "an unknown region",
            { to: "mars" },
            '"mars" is not a region this project knows',
            `name another region: ${all}`,
        ],
        [
            "the lost region",
            { to: "westeurope" },
            "westeurope is the region that was lost",
            `name another region: ${all}`,
        ],
        [
            "a region without zones",
            { to: "germanynorth" },
            "germanynorth has no three availability zones (BKP-3) and is closed to customers of Azure",
            `name another region: ${all}`,
        ],
        [
            "a region that sites may not stand in",
            { to: "norwayeast" },
            "norwayeast lies outside the European Union",
            `name another region: ${all}`,
        ],
        [
            "the global stack's region",
            { to: "swedencentral" },
            "swedencentral is the region of the global stack: both would be lost at once",
            `name another region: ${all}`,
        ],
        [
            "a region that is lost too",
            { to: "northeurope", ...offering("northeurope", {}, lost) },
            "northeurope does not answer: it is lost too",
            `name another region: ${butPair}; or wait until it answers`,
        ],
        [
            "zones that are not offered",
            { to: "northeurope", ...offering("northeurope", { zones: 0 }) },
            "northeurope offers this subscription no availability zones, and a site needs three (BKP-3, DR-1)",
            `name another region: ${butPair}; or ask Azure for zone access in northeurope`,
        ],
        [
            "a quota that is used up",
            {
                to: "northeurope",
                ...offering("northeurope", {
                    quotas: [{ key: "vCores|northeurope", what: "vCores", limit: 10, used: 8 }],
                }),
            },
            "northeurope has 2 of 10 vCores left, and the site needs 4",
            `ask Azure to raise the quota (vCores, northeurope) to 12; or name another region: ${butPair}`,
        ],
        [
            "a server too many",
            {
                to: "northeurope",
                ...offering("northeurope", {
                    quotas: [{ key: "sqlServers|northeurope", what: "SQL servers", limit: 0, used: 0 }],
                }),
            },
            "northeurope has 0 of 0 SQL servers left, and the site needs 1",
            `ask Azure to raise the quota (SQL servers, northeurope) to 1; or name another region: ${butPair}`,
        ],
        [
            "machines that are not to be had",
            {
                to: "northeurope",
                ...offering("northeurope", {
                    quotas: [
                        { key: "machineCores.standardDSv5Family|northeurope", what: "DSv5 cores", limit: 10, used: 0 },
                    ],
                }),
            },
            // Three machines for the application and one for jobs in each zone, of two cores each.
            "northeurope has 10 of 10 DSv5 cores left, and the site needs 12",
            `ask Azure to raise the quota (DSv5 cores, northeurope) to 12; or name another region: ${butPair}`,
        ],
        [
            "a site that is not lost",
            { home: { control: true, data: true } },
            "westeurope is not lost: it answers, and customers are served",
            "recover nothing; a rehearsal is `oxygis drill`",
        ],
        [
            "a lost control plane only",
            { home: { control: false, data: true } },
            "only the control plane of westeurope is lost: customers are still served, and what they write would be left behind",
            "wait for the control plane; if the site must be left all the same, stop the application there first and repeat this with --force",
        ],
        [
            "a state that is lost with the region",
            { stateRegion: "westeurope" },
            "the state of all stacks lies in westeurope, which is lost",
            "bring the newest copy of the state to another region, `pulumi login` there, and set OXYGIS_STATE_REGION to it",
        ],
        [
            "nothing to restore",
            { inventory: inventory().map((each) => ({ ...each, paths: [] })) },
            "nothing can be restored of any of the 5 customers while westeurope is lost",
            "wait for westeurope: what lies there is the only copy",
        ],
        [
            "a pool that cannot hold the databases",
            having("blue", { usedGiB: 600 }),
            "pool paid-1 would get 2 databases with 604 GiB, and 2 vCores hold 100 with 512 GiB",
            "write more or larger pools below pools.paid in the lost stack's file",
        ],
    ])("%s", (_, changes, what, remedy) => {
        expect(plan(changes).refusals).toEqual([{ what, remedy }]);
        expect(verdicts(changes)["DR-5"]).toBe("broken");
    });

    it("a name that is held, with the time until which it is", () => {
        const { keyVault: name } = cellNames({ cell: "eu1", domain: "cloud.example", region: "northeurope" });
        const heldNames = [{ kind: "key vault", name, id: holder, until: lostSecond + 86_400 }];
        const { refusals } = plan({ to: "northeurope", ...offering("northeurope", { heldNames }) });

        expect(refusals).toHaveLength(1);
        expect(refusals[0]!.what).toMatch(
            /^northeurope: the key vault name kv-eu1-neu-\w+ is held by the deleted .*\/vaults\/v until 2026-02-05T00:00:00Z$/,
        );
    });

    it("and goes on where a person insists on leaving a site that serves", () => {
        expect(plan({ home: { control: true, data: true }, force: true }).refusals).toEqual([]);
    });

    it("lists every region's obstacle where none can take the site", () => {
        const { refusals, target } = plan({ candidates: [] });

        expect(target.region).toBe("");
        expect(refusals[0]!.what).toMatch(/^no region can take the site: northeurope does not answer.*francecentral/);
    });
});

describe("the verdicts", () => {
    it("are kept where everything is in time; who wished to stay at home has given up", () => {
        expect(verdicts()).toEqual({
            "DR-2": "kept",
            "DR-3": "kept",
            "DR-5": "kept",
            "DR-6": "kept",
            "BKP-1": "kept",
            "BKP-3": "kept",
        });
        expect(because("DR-2", {})).toBe(
            "no restorable point is older than 1 h (promised: 24 h); given up by wish: echo",
        );
    });

    it.each<[string, Partial<PlanInputs>, string[], string]>([
        [
            "a point older than a day",
            having("amber", { geo: 30, weekly: 90 }),
            ["DR-2", "DR-6"],
            "the newest restorable point of 1 customer (amber) is up to 30 h old, and 24 h are promised",
        ],
        [
            "nobody's copy elsewhere without a wish",
            having("amber", { geo: undefined, weekly: undefined, redundancy: "Zone" }),
            ["DR-2", "DR-3", "DR-6"],
            "nothing can be restored of 1 customer (amber)",
        ],
        [
            "a customer who pays and is late",
            { now: isoTime(lostSecond + 24 * 3600) },
            ["DR-3"],
            "2 customers (blue, amber) would be late: paid customers after 25.4 h (promised: 24 h), others after 25.7 h (48 h)",
        ],
        [
            "no weekly backup after eight days",
            having("amber", { newest: {} }),
            ["BKP-1"],
            "1 customer (amber) had no weekly backup after 8 days",
        ],
        [
            "backups in one datacenter",
            having("amber", { redundancy: "Geo" }),
            ["BKP-3"],
            "backups of 1 customer (amber) lay in one datacenter of the region",
        ],
    ])("break with %s", (_, changes, broken, sentence) => {
        const all = verdicts(changes);

        expect(Object.keys(all).filter((id) => all[id] === "broken")).toEqual(broken);
        expect(because(broken[0]!, changes)).toBe(sentence);
    });

    it("asks for no weekly backup of a database that is younger than one can be", () => {
        expect(verdicts(having("amber", { newest: {}, createdAt: lostSecond - 5 * 86_400 }))["BKP-1"]).toBe("kept");
    });

    it("warns of a clock that is wrong: a point after the loss is no younger than the loss", () => {
        const changes = having("amber", { geo: -2 });

        expect(customer("amber", changes).ageHours).toBe(0);
        expect(plan(changes).warnings.join()).toContain("restorable points of amber lie after the loss");
    });
});
