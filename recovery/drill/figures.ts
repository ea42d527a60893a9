/** What the times of a drill come to: spreads by class, pools against their lower bounds, the measured restore times. Pure. */
import { planClasses } from "../../infra/model/plans";
import { rpoHours, rtoHours } from "../../infra/model/recovery";
import type { ClassFigures, DrilledCustomer, MeasuredRestoreTimes, PoolFigures, Spread, WaveFigures } from "./result";

/**
 * Databases that are restored at a time: of one pool by Azure ("Recovery using backups", January 2026), of one instance by RDS ("Importing
 * and exporting SQL Server databases using native backup and restore"), and, as the sandbox assumes, of one managed instance. Not the
 * plan's numbers, which a drill is to put to the test.
 */
export const lanesIn = { azure: 4, aws: 2, managed: 8 } as const;

/** Hours to four decimals (a third of a second): what a report carries. */
export const rounded = (value: number) => Math.round(value * 10_000) / 10_000;

/** By nearest rank, so that each figure is one that a customer really had. Undefined of nothing. */
export function spreadOf(values: readonly number[]): Spread | undefined {
    const sorted = [...values].sort((a, b) => a - b);
    if (sorted.length === 0) return undefined;
    const rank = (part: number) => rounded(sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]!);
    return { p50: rank(0.5), p95: rank(0.95), max: rank(1) };
}

export function classFigures(customers: readonly DrilledCustomer[]): ClassFigures[] {
    return planClasses.map((planClass) => {
        const own = customers.filter((customer) => customer.planClass === planClass);
        const [rpo, rto] = (["rpoHours", "rtoHours"] as const).map((key) =>
            spreadOf(own.flatMap((customer) => customer[key] ?? [])),
        );
        return {
            planClass,
            customers: own.length,
            back: own.filter(({ outcome }) => outcome === "back").length,
            ...(rpo === undefined ? {} : { rpoHours: rpo }),
            ...(rto === undefined ? {} : { rtoHours: rto }),
            promisedRpoHours: rpoHours,
            promisedRtoHours: rtoHours[planClass],
        };
    });
}

/**
 * The least time in which the lanes of one pool can do work of these durations, whatever the order: the whole of it shared evenly, or, of
 * the 4j+1 longest, some lane has j+1, which are at best the shortest of these. For N equal ones that is ceil(N/lanes) times one.
 */
export function lowerBound(durations: readonly number[], lanes: number): number {
    const longestFirst = [...durations].sort((a, b) => b - a);
    let bound = longestFirst.reduce((sum, each) => sum + each, 0) / lanes;
    for (let top = 1; top <= longestFirst.length; top += lanes) {
        const inOneLane = (top - 1) / lanes + 1;
        const shortest = longestFirst.slice(top - inOneLane, top).reduce((sum, each) => sum + each, 0);
        bound = Math.max(bound, shortest);
    }
    return bound;
}

interface Interval {
    beginHours: number;
    endHours: number;
}

/** Every restore that ran for a customer, the failed ones first. */
export const restoresOf = ({ failedRestores, restoreBeginHours, restoreEndHours }: DrilledCustomer): Interval[] => [
    ...failedRestores,
    ...(restoreBeginHours === undefined || restoreEndHours === undefined
        ? []
        : [{ beginHours: restoreBeginHours, endHours: restoreEndHours }]),
];

/** The most intervals that overlap; one that begins when another ends does not overlap it. */
export function mostAtOnce(intervals: readonly Interval[]): number {
    const events = intervals
        .flatMap(({ beginHours, endHours }) => [[beginHours, 1] as const, [endHours, -1] as const])
        .sort(([a, begins], [b, ends]) => a - b || begins - ends);
    let [now, most] = [0, 0];
    for (const [, change] of events) most = Math.max(most, (now += change));
    return most;
}

/** The pools in the order of their names; one without a restore is left out. */
export function poolFigures(customers: readonly DrilledCustomer[], lanes: number): PoolFigures[] {
    const pools = [...new Set(customers.map(({ pool }) => pool))].sort();
    return pools.flatMap((pool) => {
        const own = customers.filter((customer) => customer.pool === pool);
        const restores = own.flatMap(restoresOf);
        if (restores.length === 0) return [];
        const beginHours = Math.min(...restores.map((each) => each.beginHours));
        const endHours = Math.max(...restores.map((each) => each.endHours));
        const durations = restores.map((each) => each.endHours - each.beginHours);
        const boundHours = lowerBound(durations, lanes);
        return {
            pool,
            planClass: own[0]!.planClass,
            databases: own.length,
            restores: restores.length,
            beginHours: rounded(beginHours),
            endHours: rounded(endHours),
            mostParallel: mostAtOnce(restores),
            boundHours: rounded(boundHours),
            ratio: rounded((endHours - beginHours) / boundHours),
        };
    });
}

/** Waves come one after another, pools of one wave at the same time: the slowest pool of each, against the best that it could have done. */
export function boundOf(pools: readonly PoolFigures[]): { boundHours: number; tookHours: number; ratio: number } {
    const worst = (hours: (pool: PoolFigures) => number) =>
        planClasses.reduce(
            (sum, planClass) => sum + Math.max(0, ...pools.filter((pool) => pool.planClass === planClass).map(hours)),
            0,
        );
    const boundHours = worst((pool) => pool.boundHours);
    const tookHours = worst(({ beginHours, endHours }) => endHours - beginHours);
    return {
        boundHours: rounded(boundHours),
        tookHours: rounded(tookHours),
        ratio: boundHours === 0 ? 1 : rounded(tookHours / boundHours),
    };
}

/** Least squares over the successful restores: base + perGiB * used data. Undefined of none. */
export function measuredTimes(customers: readonly DrilledCustomer[]): MeasuredRestoreTimes | undefined {
    const points = customers.flatMap(({ usedGiB, restoreBeginHours, restoreEndHours }) =>
        restoreBeginHours === undefined || restoreEndHours === undefined
            ? []
            : [{ size: usedGiB, minutes: (restoreEndHours - restoreBeginHours) * 60 }],
    );
    if (points.length === 0) return undefined;
    const mean = (value: (point: (typeof points)[number]) => number) =>
        points.reduce((sum, point) => sum + value(point), 0) / points.length;
    const [size, minutes] = [mean((point) => point.size), mean((point) => point.minutes)];
    const variance = mean((point) => (point.size - size) ** 2);
    const slope = variance === 0 ? 0 : mean((point) => (point.size - size) * (point.minutes - minutes)) / variance;
    const base = minutes - slope * size;
    const deviations = points.map((point) => Math.abs(point.minutes - base - slope * point.size) / point.minutes);
    return {
        restores: points.length,
        baseMinutes: rounded(base),
        minutesPerGiB: rounded(slope),
        worstDeviation: rounded(Math.max(...deviations)),
    };
}

/** From the loss to the last customer switched: what each next step had to wait for. Empty where nobody came back. */
export function criticalPath(
    customers: readonly DrilledCustomer[],
    waves: readonly WaveFigures[],
    { detectedHours, decidedHours }: { detectedHours: number; decidedHours: number },
) {
    const last = customers
        .filter(({ switchedHours }) => switchedHours !== undefined)
        .sort((a, b) => b.switchedHours! - a.switchedHours! || (a.slug < b.slug ? -1 : 1))[0];
    if (last === undefined) return [];
    const { slug: customer, pool, lane, restoreBeginHours, restoreEndHours, verifiedHours, switchedHours } = last;
    const place = { pool, ...(lane === undefined ? {} : { lane }) };
    const own = waves.find(({ wave }) => wave === last.wave);
    const earlier = waves.filter(({ beginHours }) => own !== undefined && beginHours < own.beginHours);
    const inLane = customers
        .filter((other) => other.pool === pool && other.lane === lane && other.restoreBeginHours! < restoreBeginHours!)
        .sort((a, b) => a.restoreBeginHours! - b.restoreBeginHours!);
    const laneBegins = inLane[0]?.restoreBeginHours ?? restoreBeginHours!;
    const steps = [
        { what: "outage seen", beginHours: 0, endHours: detectedHours },
        { what: "decided to rebuild", beginHours: detectedHours, endHours: decidedHours },
        ...earlier.map(({ wave, beginHours, endHours }) => ({ what: `wave ${wave}`, beginHours, endHours })),
        {
            what: `wave ${last.wave}: up to the first restore`,
            beginHours: own?.beginHours ?? laneBegins,
            endHours: laneBegins,
        },
        ...(inLane.length === 0
            ? []
            : [
                  {
                      what: `${inLane.length} ${inLane.length === 1 ? "restore" : "restores"} before it in its lane`,
                      beginHours: laneBegins,
                      endHours: restoreBeginHours!,
                      ...place,
                  },
              ]),
        { what: "restore", beginHours: restoreBeginHours!, endHours: restoreEndHours!, customer, ...place },
        { what: "content checked", beginHours: restoreEndHours!, endHours: verifiedHours!, customer },
        { what: "switched over", beginHours: verifiedHours!, endHours: switchedHours!, customer },
    ];
    return steps
        .filter(({ beginHours, endHours }) => endHours > beginHours)
        .map((step) => ({ ...step, beginHours: rounded(step.beginHours), endHours: rounded(step.endHours) }));
}
