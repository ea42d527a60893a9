import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { faults } from "../../recovery/drill/faults/catalogue";
import { propertyNames } from "../../recovery/drill/result";
import { temporaryFolder } from "../support/folders";
import { oxygis, type Said } from "./command";

describe("oxygis drill", () => {
    it.each([
        ["a fault nobody knows", ["--fault", "gremlins"], "no-weekly-policy"],
        ["a loss of something else", ["--lose", "patience"], "region or zone"],
        ["a fleet of nobody", ["--customers", "0"], "whole number from 1"],
        ["a fleet larger than a cell", ["--customers", "501"], "at most 500"],
        ["a word too many", ["prod"], "takes no prod"],
    ])("answers %s with exit code 2 and what to write instead", async (_, words, message) => {
        const said = await oxygis(["drill", ...words]);

        expect(said).toMatchObject({ code: 2, out: "" });
        expect(said.err).toContain(message);
    });

    it("lists its faults for people and for programs", async () => {
        const [plain, json] = await Promise.all([
            oxygis(["drill", "--list-faults"]),
            oxygis(["drill", "--list-faults", "--json"]),
        ]);

        for (const { name } of faults) expect(plain.out).toContain(name);
        expect(JSON.parse(json.out)).toEqual(
            faults.map(({ name, expect: expected, breaks }) => ({ name, expect: expected, breaks })),
        );
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
