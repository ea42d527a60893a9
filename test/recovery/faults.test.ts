import { promises } from "../../infra/model/promises";
import { faultResult } from "../../recovery/drill/assemble";
import { faults } from "../../recovery/drill/faults/catalogue";
import type { DrillFaultDefinition } from "../../recovery/drill/faults/fault";
import type { DrillResult } from "../../recovery/drill/result";
import { drillHere, prepareFleet, type PreparedFleet } from "../support/drillHere";

let fleet: PreparedFleet;
beforeAll(async () => {
    fleet = await prepareFleet(6, 3);
}, 60_000);

/** How far a drill must come to show a fault, where that is not to the end of the recovery. */
const until: Readonly<Record<string, "plan" | "home">> = {
    "no-weekly-policy": "plan",
    "backups-failing": "plan",
    "replication-behind": "plan",
    "replication-slow": "plan",
    "one-datacenter": "plan",
    "kept-at-home": "plan",
    "name-held": "plan",
    "quota-zero": "plan",
    "clock-ahead": "home",
    "home-back-midway": "home",
};

const held = new Map<string, Promise<DrillResult>>();

/** Each drill is held once; more than one test may look at it. */
function hold(fault: DrillFaultDefinition): Promise<DrillResult> {
    const far = until[fault.name] ?? "recovery";
    const result = held.get(fault.name) ?? drillHere(fleet, { fault, ...(far === "home" ? {} : { until: far }) });
    held.set(fault.name, result);
    return result;
}

// A machine that dies takes a process of its own: test/cli/drill.test.ts.
const here = faults.filter(({ kill }) => kill === undefined);

describe("the catalogue of faults", () => {
    it("has at least eighteen, ten of which break a promise, each under a name of its own", () => {
        expect(faults.length).toBeGreaterThanOrEqual(18);
        expect(faults.filter(({ expect: expected }) => expected === "broken").length).toBeGreaterThanOrEqual(10);
        expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    });

    it("expects of each what its kind says, in promises that there are", () => {
        for (const { expect: expected, breaks } of faults) {
            expect(breaks.length > 0).toBe(expected === "broken");
            expect(breaks.every((id) => id in promises)).toBe(true);
        }
    });
});

describe("a drill with a fault", () => {
    it.each(here.map((fault) => [fault.name, fault] as const))("%s comes out as expected", async (_, fault) => {
        const result = await hold(fault);

        expect(result.fault!.seen).not.toEqual([]);
        const broken = result.verdicts.filter(({ verdict }) => verdict === "broken").map(({ id }) => id);
        expect(broken.sort()).toEqual([...fault.breaks].sort());
        expect(result).toMatchObject({ ok: fault.expect === "survived", fault: { met: true } });
    });
});

describe("what a fault does is found in the report", () => {
    const named = (name: string) => hold(faults.find((fault) => fault.name === name)!);

    it("says how long before the promise broke the watch had raised an alert", async () => {
        const { alerts } = await named("replication-behind");

        expect(alerts).toMatchObject([{ kind: "replicated" }]);
        expect(alerts[0]!.raisedHours).toBeLessThan(-9);
        expect(alerts[0]!.hoursAhead).toBeGreaterThan(3);
        expect(alerts[0]!.hoursAhead).toBeLessThanOrEqual(4);
    });

    it("tries a failed restore again, and lets it hold up nobody", async () => {
        const { customers, waves } = await named("restore-fails-once");
        const failed = customers.filter(({ failedRestores }) => failedRestores.length > 0);

        expect(failed).toHaveLength(1);
        expect(failed[0]).toMatchObject({ outcome: "back", content: "equal" });
        expect(waves.find(({ wave }) => wave === "paid")!.runs).toBe(2);
        const others = customers.filter((customer) => customer.wave === "paid" && !failed.includes(customer));
        for (const { switchedHours } of others)
            expect(switchedHours!).toBeLessThanOrEqual(failed[0]!.restoreBeginHours!);
    });

    it("serves nobody with another customer's rows", async () => {
        const { customers, lostCustomers, verdicts } = await named("wrong-backup");

        expect(lostCustomers).toHaveLength(1);
        expect(customers.find(({ slug }) => slug === lostCustomers[0])).toMatchObject({
            outcome: "waiting",
            content: "different",
            trouble: "it holds rows of another customer",
        });
        expect(verdicts.find(({ id }) => id === "DB-1")).toMatchObject({ verdict: "kept" });
    });

    it("goes to another region than the usual one where that cannot take the site", async () => {
        expect((await named("target-without-zones")).targetRegion).toBe("germanywestcentral");
    });

    it("leaves everybody where they are served best when home is back in the middle", async () => {
        const { customers, outages } = await named("home-back-midway");
        const back = outages[0]!.endHours!;

        for (const { wave, rtoHours, rowsLost, home } of customers) {
            expect(home).toMatchObject({ equal: true, rowsLost: 0 });
            expect(rtoHours === back).toBe(wave === "rest");
            expect(rowsLost > 0).toBe(wave === "paid");
        }
    });
});

describe("a fault of which nothing is seen", () => {
    const survived = { name: "x", expect: "survived", breaks: [], what: "Nothing." } as const;
    const nothing = { verdicts: [], troubles: [], alerts: [], refusals: [] };

    it("is not met, as little as one that breaks another promise than expected", () => {
        const verdicts = [{ id: "DR-2", verdict: "broken", because: "Too old." }] as const;

        expect(faultResult(survived, nothing)).toMatchObject({ met: false, seen: [] });
        expect(faultResult(survived, { ...nothing, troubles: [{ what: "something" }] })).toMatchObject({ met: true });
        expect(faultResult(survived, { ...nothing, verdicts: [...verdicts] })).toMatchObject({ met: false });
        expect(faultResult({ ...survived, breaks: ["DR-3"] }, { ...nothing, verdicts: [...verdicts] })).toMatchObject({
            met: false,
        });
    });

    it("would be told: a drill without a fault shows nothing of the kind", async () => {
        const { fault } = await hold({ ...survived });

        expect(fault).toMatchObject({ met: false, seen: [] });
    });
});
