import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describeDrill } from "../../cli/drill/report";
import { promises } from "../../infra/model/promises";
import { faults } from "../../recovery/drill/faults/catalogue";
import { propertyNames } from "../../recovery/drill/result";
import { headline } from "../../recovery/report/words";
import { sampleDrill } from "../support/drillSample";
import { temporaryFolder } from "../support/folders";
import { oxygis, oxygisHere, type Said } from "./command";

// Of a terminal only, which there is none here; and an ES module, which jest does not load.
jest.mock("@clack/prompts", () => ({}));

describe("oxygis drill", () => {
    it.each([
        ["a fault nobody knows", ["--fault", "gremlins"], "no-weekly-policy"],
        ["a loss of something else", ["--lose", "patience"], "region or zone"],
        ["a zone of a cell on AWS", ["--cell", "aws1", "--lose", "zone"], "aws1 is a cell on AWS"],
        [
            "a fault of a cell on AWS",
            ["--cell", "aws1", "--fault", "quota-zero"],
            "with these faults: backups-failing, ",
        ],
        ["a fleet of nobody", ["--customers", "0"], "whole number from 1"],
        ["a fleet larger than a cell", ["--customers", "501"], "at most 500"],
        ["a lost zone to rebuild", ["--lose", "zone", "--to", "westeurope"], "leave it out"],
        ["a word too many", ["prod"], "takes no prod"],
    ])("answers %s with exit code 2 and what to write instead", async (_, words, message) => {
        const said = await oxygisHere(["drill", ...words]);

        expect(said).toMatchObject({ code: 2, out: "" });
        expect(said.err).toContain(message);
    });

    it("lists its faults for people and for programs", async () => {
        const plain = await oxygisHere(["drill", "--list-faults"]);
        const json = await oxygisHere(["drill", "--list-faults", "--json"]);

        for (const { name } of faults) expect(plain.out).toContain(name);
        expect(JSON.parse(json.out)).toEqual(
            faults.map(({ name, expect: expected, breaks }) => ({ name, expect: expected, breaks })),
        );
    });
});

describe("the report of a drill at a terminal", () => {
    const result = sampleDrill(40, { trouble: true });
    const reasons = {
        ...result,
        verdicts: result.verdicts.map((each) => ({ ...each, because: `${each.id} for a reason` })),
    };
    const lines = describeDrill(reasons).split("\n");
    const place = (text: string | RegExp) => lines.findIndex((line) => line.search(text) >= 0);

    it("begins with the page's headline", () => {
        expect(lines[0]).toBe(headline(result).replaceAll("\u00a0", " "));
    });

    it("has broken promises with their reason before kept ones and before all figures", () => {
        const order = ["DR-2 +NO +DR-2 for a reason", "DR-3 +NO", "BKP-1 +yes", "What went wrong", "^ class"];
        const places = order.map((each) => place(new RegExp(each)));
        expect(places).not.toContain(-1);
        expect(places).toEqual([...places].sort((a, b) => a - b));
    });

    it("ends with what is broken, why, and what was promised", () => {
        expect(lines.slice(-4)).toEqual([
            "Broken: DR-2 and DR-3.",
            `  DR-2: DR-2 for a reason. Promised: ${promises["DR-2"].meaning}`,
            `  DR-3: DR-3 for a reason. Promised: ${promises["DR-3"].meaning}`,
            "Seed 1, 42.0 s of real time.",
        ]);
    });

    it("names the last ones back in the order of time, those who are not back first", () => {
        const begin = place(/^ last ones back/) + 1;
        const slugs = lines.slice(begin, begin + 10).map((line) => line.trim().split(" ")[0]);
        const time = (slug: string | undefined) =>
            result.customers.find((customer) => customer.slug === slug)!.rtoHours ?? Infinity;
        const times = slugs.map(time);
        expect(slugs[0]).toBe("customer-00003");
        expect(times).toEqual([...times].sort((a, b) => (a === b ? 0 : b - a)));
        expect(times.at(-1)).toBeGreaterThanOrEqual(
            Math.max(...result.customers.filter(({ slug }) => !slugs.includes(slug)).map(({ slug }) => time(slug))),
        );
    });

    it("names the lane of each step that had to wait for one, in minutes below an hour", () => {
        const steps = { what: "restore", customer: "amber", pool: "paid-1", lane: 2, beginHours: 0.75, endHours: 1.5 };
        expect(describeDrill({ ...result, criticalPath: [steps] })).toMatch(
            /45 min +1\.50 h +restore of amber \(paid-1, lane 3\)/,
        );
    });

    it("says what happened to many once, and cuts a long list", () => {
        const many = describeDrill({
            ...result,
            refusals: result.customers.map(({ slug }) => ({ customer: slug, what: "no copy", remedy: "wait" })),
            troubles: Array.from({ length: 20 }, (_, index) => ({ atHours: index, what: `trouble ${index}` })),
        });
        expect(many).toMatch(
            /refused +customer-00001, customer-00002, customer-00003 and 37 more: no copy\. Instead: wait\./,
        );
        expect(many).toContain("15 more (--json has all)");
    });

    it("tells of a lost zone and of nobody's restore", () => {
        const zone = { zone: "2", services: [{ what: "databases", total: 40, serving: 40 }], operations: 1 };
        const text = describeDrill({ ...sampleDrill(40), lose: "zone", pools: [], criticalPath: [], zone });
        expect(text).toContain("Zone 2 of westeurope lost, everything went on serving; all promises kept");
        expect(text).toContain("1 operation was run.");
        expect(text).not.toContain("last ones back");
    });
});

describe("a drill with the product's own engine", () => {
    const page = join(temporaryFolder(), "drill.html");
    let said: Said;
    beforeAll(async () => {
        const words = ["--customers", "2", "--seed", "7", "--fault", "killed-in-each-wave", "--html", page, "--json"];
        said = await oxygis(["drill", ...words]);
    }, 300_000);

    it("survives that the machine which runs the recovery is killed in each wave", () => {
        expect(said.code).toBe(0);
        const { details, ...contract } = said.json() as {
            details: { troubles: { what: string }[]; customers: object[] };
        };

        expect(contract).toMatchObject({
            ok: true,
            customers: 2,
            lostCustomers: [],
            verdicts: { "DR-2": "kept", "DR-3": "kept", "DR-5": "kept", "DR-6": "kept", "DB-1": "kept" },
            fault: { name: "killed-in-each-wave", expect: "survived", met: true },
        });
        expect(details.troubles.map(({ what }) => what)).toEqual(
            ["platform", "paid", "rest"].map((wave) => expect.stringContaining(`died in wave ${wave}`) as string),
        );
        for (const customer of details.customers) {
            expect(customer).toMatchObject({
                content: "equal",
                failedRestores: [],
                home: { equal: true, rowsLost: 0 },
            });
        }
    });

    it("keeps to the contract of its JSON", () => {
        const json = said.json();
        const spread = {
            p50: expect.any(Number) as number,
            p95: expect.any(Number) as number,
            max: expect.any(Number) as number,
        };

        expect(json["rpoHours"]).toEqual({ paid: spread, other: spread });
        expect(json["rtoHours"]).toEqual({ paid: spread, other: spread });
        expect(json["boundRatio"]).toBeGreaterThanOrEqual(1);
        expect(json["realSeconds"]).toBeGreaterThan(0);
        const properties = json["properties"] as Record<string, boolean>;
        expect(propertyNames).toEqual(expect.arrayContaining(Object.keys(properties)));
        expect(Object.values(properties)).not.toContain(false);
    });

    it("writes one page", () => {
        expect(existsSync(page)).toBe(true);
        expect(readFileSync(page, "utf8")).toContain("killed-in-each-wave");
    });
});

it("a drill that breaks a promise ends with exit code 1", async () => {
    const said = await oxygis(["drill", "--customers", "1", "--fault", "state-in-lost-region"]);

    expect(said.code).toBe(1);
    expect(said.out).toContain("the state of all stacks lies in westeurope");
    expect(said.out).toMatch(/Broken: .*DR-3/);
}, 120_000);
