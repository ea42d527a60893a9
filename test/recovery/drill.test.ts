import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import { classFigures } from "../../recovery/drill/figures";
import type { DrillResult } from "../../recovery/drill/result";
import { renderDrill } from "../../recovery/report/html";
import { drillHere, prepareFleet, type PreparedFleet, reproducible } from "../support/drillHere";

let fleet: PreparedFleet;
let result: DrillResult;

/** One customer wants a copy in a further region, which is made again at the new site once the customer is verified. */
const replicated = (root: string) => {
    const file = join(root, "infra/customers/customer-00001.yaml");
    const wish = { plan: "paid", replicateTo: ["germanywestcentral"] };
    writeFileSync(file, stringify({ ...parse(readFileSync(file, "utf8")), ...wish }));
};

beforeAll(async () => {
    fleet = await prepareFleet(5, 3, replicated);
    result = await drillHere(fleet);
}, 120_000);

describe("a drill in which nothing is broken", () => {
    it("keeps every promise and shows all eight properties", () => {
        expect(result.verdicts.filter(({ verdict }) => verdict === "broken")).toEqual([]);
        expect(result.properties.filter(({ holds }) => !holds)).toEqual([]);
        expect(result.properties).toHaveLength(8);
        expect(result).toMatchObject({
            ok: true,
            reached: "home",
            lostCustomers: [],
            troubles: [],
            refusals: [],
            alerts: [],
        });
    });

    it("brings every row up to the restored point back, and measures what is lost after it", () => {
        expect(result.customers.filter(({ rowsLost }) => rowsLost > 0).length).toBeGreaterThanOrEqual(3);
        for (const customer of result.customers) {
            expect(customer).toMatchObject({ outcome: "back", content: "equal", source: { from: "geo" } });
            expect(customer.rpoHours! * 4).toBeGreaterThanOrEqual(customer.rowsLost - 1);
            expect(customer.rpoHours! * 4).toBeLessThan(customer.rowsLost + 1.01);
            expect(-customer.source!.pointHours).toBeLessThanOrEqual(customer.rpoHours!);
        }
    });

    it("takes each customer through its steps in order, paid ones first", () => {
        for (const customer of result.customers) {
            const steps = [
                result.decidedHours,
                customer.submittedHours!,
                customer.restoreBeginHours!,
                customer.restoreEndHours!,
                customer.verifiedHours!,
                customer.switchedHours!,
            ];
            expect(steps).toEqual([...steps].sort((a, b) => a - b));
            expect(customer.rtoHours).toBe(customer.switchedHours);
        }
        expect(result.waves.map(({ wave, runs }) => [wave, runs])).toEqual([
            ["platform", 1],
            ["paid", 1],
            ["rest", 1],
        ]);
        expect(result.classes).toEqual(classFigures(result.customers));
    });

    it("brings everybody home with what was written elsewhere", () => {
        for (const { home } of result.customers) {
            expect(home).toMatchObject({ equal: true, rowsLost: 0 });
            expect(home!.rowsWrittenElsewhere).toBeGreaterThan(100);
            expect(home!.downtimeMinutes).toBeLessThan(60);
        }
        expect(result.homeWaves.map(({ wave }) => wave)).toEqual(["paid", "rest"]);
    });

    it("serves a new customer before old ones are back", () => {
        expect(result.newCustomer!.servedHours).toBeLessThan(
            Math.max(...result.customers.map(({ rtoHours }) => rtoHours!)),
        );
    });

    it("comes close to the least time that lanes allow, and to what was planned", () => {
        expect(result.bound.ratio).toBeLessThan(1.15);
        for (const { plannedHours, tookHours } of result.estimate) {
            expect(Math.abs(tookHours / plannedHours - 1)).toBeLessThan(0.1);
        }
    });

    it("measures the sandbox's own restore times", () => {
        expect(result.measured).toMatchObject({ restores: 5 });
        expect(result.measured!.baseMinutes).toBeGreaterThan(11);
        expect(result.measured!.baseMinutes).toBeLessThan(13);
    });

    it("is the same to the byte when it is held again, and so is its page", async () => {
        const again = await drillHere(fleet);

        expect(JSON.stringify(reproducible(again))).toBe(JSON.stringify(reproducible(result)));
        expect(renderDrill(again)).toBe(renderDrill({ ...result, realSeconds: again.realSeconds }));
    }, 60_000);
});

describe("a lost zone", () => {
    it("needs no action: everybody reads and writes on", async () => {
        const zone = await drillHere(fleet, { lose: "zone" });

        expect(zone).toMatchObject({ ok: true, lose: "zone", troubles: [], zone: { operations: 0 } });
        expect(zone.verdicts).toMatchObject([{ id: "DR-1", verdict: "kept" }]);
        const serving = zone.zone!.services.map(({ what, serving: now }) => [what, now]);
        expect(serving).toEqual(
            zone.zone!.services.map(({ what, total }) => [what, what === "job servers" ? total - 1 : total]),
        );
        expect(zone.customers.every(({ rpoHours, rtoHours }) => rpoHours === 0 && rtoHours === 0)).toBe(true);
    });
});
