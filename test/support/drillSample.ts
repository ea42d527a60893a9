import type { Plan } from "../../infra/model/plans";
import { planClassOf } from "../../infra/model/plans";
import {
    boundOf,
    classFigures,
    criticalPath,
    measuredTimes,
    poolFigures,
    rounded,
    spreadOf,
} from "../../recovery/drill/figures";
import {
    type DrilledCustomer,
    type DrillResult,
    propertyNames,
    propertyTitles,
    type WaveFigures,
} from "../../recovery/drill/result";

const mix: Plan[] = ["paid", "paid", "trial", "paid", "education", "paid", "freemium", "paid", "paid", "trial"];

/** A number from 0 to 1 that depends on its place alone. */
const scattered = (index: number, salt: number) => {
    const value = Math.sin(index * 12.9898 + salt * 78.233) * 43758.5453;
    return value - Math.floor(value);
};

/**
 * A drill's result made by hand, of a plausible shape: for tests of reports, without a drill. With `trouble` one restore failed twice,
 * one customer has nothing to restore and some come late, so that promises are broken.
 */
export function sampleDrill(count: number, { trouble = false }: { trouble?: boolean } = {}): DrillResult {
    const customers = Array.from({ length: count }, (_, index): DrilledCustomer => {
        const plan = mix[index % mix.length]!;
        const planClass = planClassOf(plan);
        const skew = scattered(index, 1);
        const pools = Math.max(1, Math.ceil(count / 120));
        return {
            slug: `customer-${String(index + 1).padStart(5, "0")}`,
            plan,
            planClass,
            pool: `${planClass}-${1 + Math.floor(scattered(index, 2) * pools)}`,
            wave: planClass === "paid" ? "paid" : "rest",
            order: 0,
            usedGiB: rounded(
                skew < 0.75 ? 1 + skew * 5 : skew < 0.95 ? 5 + (skew - 0.75) * 75 : 20 + (skew - 0.95) * 1600,
            ),
            outcome: "back",
            failedRestores: [],
            rowsAtLoss: 2016 + (index % 7),
            rowsLost: 4 + (index % 5),
            content: "equal",
        };
    });
    const decidedHours = 0.75;
    const waves: WaveFigures[] = [
        { wave: "platform", customers: 0, beginHours: decidedHours, endHours: decidedHours + 0.9, runs: 1 },
    ];
    for (const wave of ["paid", "rest"] as const) {
        const beginHours = waves.at(-1)!.endHours;
        const own = customers.filter((customer) => customer.wave === wave).sort((a, b) => b.usedGiB - a.usedGiB);
        const lanes = new Map<string, number[]>();
        for (const [index, customer] of own.entries()) {
            const ends = lanes.get(customer.pool) ?? [beginHours + 0.05, 0, 0, 0].map(() => beginHours + 0.05);
            lanes.set(customer.pool, ends);
            const lane = ends.indexOf(Math.min(...ends));
            const hours = ((12 + 0.45 * customer.usedGiB) * (0.95 + scattered(index, 3) * 0.1)) / 60;
            const end = ends[lane]! + hours;
            const pointHours = -rounded(0.5 + scattered(index, 4) * 2);
            const verified = end + 1 / 60 + customer.usedGiB / 3600;
            Object.assign(customer, {
                order: index + 1,
                source: { from: "geo", pointHours },
                lane,
                submittedHours: rounded(beginHours + 0.05),
                restoreBeginHours: rounded(ends[lane]!),
                restoreEndHours: rounded(end),
                verifiedHours: rounded(verified),
                switchedHours: rounded(verified + 0.02),
                rpoHours: -pointHours,
                rtoHours: rounded(verified + 0.02),
                documentsRpoHours: 0.25,
            } satisfies Partial<DrilledCustomer>);
            ends[lane] = end;
        }
        const endHours = Math.max(beginHours, ...own.map(({ switchedHours }) => switchedHours!)) + 0.05;
        waves.push({ wave, customers: own.length, beginHours, endHours: rounded(endHours), runs: 1 });
    }
    const backHours = waves.at(-1)!.endHours + 20;
    for (const [index, customer] of customers.entries()) {
        customer.home = {
            switchedHours: rounded(backHours + (customer.wave === "paid" ? 4 : 8)),
            downtimeMinutes: 2.5,
            rowsWrittenElsewhere: 80 + (index % 11),
            rowsLost: 0,
            equal: true,
        };
    }
    if (trouble) spoil(customers);
    const pools = poolFigures(customers, 4);
    const broken = trouble ? (["DR-2", "DR-3"] as const) : ([] as const);
    const measured = measuredTimes(customers);
    return {
        ok: !trouble,
        lose: "region",
        seed: 1,
        cell: "eu1",
        engine: "embedded",
        lanes: 4,
        lostRegion: "westeurope",
        targetRegion: "northeurope",
        lostAt: "2026-01-27T03:12:00.000Z",
        reached: "home",
        outages: [{ region: "westeurope", planes: ["control", "data"], beginHours: 0, endHours: rounded(backHours) }],
        detectedHours: 0.25,
        decidedHours,
        customers,
        lostCustomers: customers.filter(({ outcome }) => outcome === "waiting").map(({ slug }) => slug),
        newCustomer: {
            slug: "newcomer",
            addedHours: rounded(waves[1]!.beginHours),
            servedHours: rounded(waves[1]!.beginHours + 0.2),
        },
        classes: classFigures(customers),
        pools,
        waves,
        homeWaves: [
            { wave: "paid", beginHours: rounded(backHours + 1), endHours: rounded(backHours + 4.2) },
            { wave: "rest", beginHours: rounded(backHours + 4.2), endHours: rounded(backHours + 8.2) },
        ],
        bound: boundOf(pools),
        documents: {
            customers: customers.length,
            rpoHours: spreadOf(customers.flatMap(({ documentsRpoHours }) => documentsRpoHours ?? [])) ?? {
                p50: 0,
                p95: 0,
                max: 0,
            },
        },
        criticalPath: criticalPath(customers, waves, { detectedHours: 0.25, decidedHours }),
        estimate: [
            { planClass: "paid", plannedHours: 4, tookHours: 4.1 },
            { planClass: "other", plannedHours: 7, tookHours: 6.8 },
        ],
        ...(measured === undefined ? {} : { measured }),
        alerts: trouble
            ? [{ kind: "replicated", customers: [customers[0]!.slug], raisedHours: -30, hoursAhead: 4 }]
            : [],
        refusals: trouble
            ? [
                  {
                      customer: customers[2]!.slug,
                      what: "every copy lies in the lost region",
                      remedy: "wait until it is back",
                  },
              ]
            : [],
        troubles: trouble
            ? [
                  {
                      atHours: 2.5,
                      customer: customers[0]!.slug,
                      what: "the restore failed: InternalServerError; tried again",
                  },
                  { customer: customers[2]!.slug, what: "nothing can be restored elsewhere" },
              ]
            : [],
        verdicts: (["BKP-1", "BKP-3", "DB-1", "DR-2", "DR-3", "DR-4", "DR-5", "DR-6"] as const).map((id) => ({
            id,
            verdict: (broken as readonly string[]).includes(id) ? ("broken" as const) : ("kept" as const),
            because: "by this sample.",
        })),
        properties: propertyNames.map((name) => ({
            name,
            holds: true,
            evidence: `${propertyTitles[name]}: seen in this sample.`,
        })),
        ...(trouble
            ? {
                  fault: {
                      name: "replication-behind",
                      expect: "broken" as const,
                      breaks: ["DR-2" as const],
                      what: "Replication to the paired region stands still from 30 hours before the loss.",
                      seen: ["the newest restorable point of 1 customer is 30 h old"],
                      met: true,
                  },
              }
            : {}),
        realSeconds: 42,
    };
}

/** The first customer's restore fails twice and comes late, the third has nothing to restore. */
function spoil(customers: DrilledCustomer[]): void {
    const [first, , third] = customers;
    if (first?.restoreBeginHours !== undefined) {
        const begin = first.restoreBeginHours;
        Object.assign(first, {
            failedRestores: [{ beginHours: begin, endHours: begin + 0.4, because: "InternalServerError" }],
            restoreBeginHours: 26,
            restoreEndHours: 26.4,
            verifiedHours: 26.45,
            switchedHours: 26.5,
            rtoHours: 26.5,
            rpoHours: 30,
            trouble: "its restore failed once",
        } satisfies Partial<DrilledCustomer>);
    }
    if (third === undefined) return;
    const { slug, plan, planClass, pool, wave, order, usedGiB, rowsAtLoss } = third;
    for (const key of Object.keys(third)) delete (third as unknown as Record<string, unknown>)[key];
    Object.assign(third, {
        ...{ slug, plan, planClass, pool, wave, order, usedGiB, rowsAtLoss },
        outcome: "waiting",
        failedRestores: [],
        rowsLost: rowsAtLoss,
        content: "unknown",
        trouble: "every copy lies in the lost region",
    } satisfies DrilledCustomer);
}
