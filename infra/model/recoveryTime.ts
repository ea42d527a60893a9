import { restoreLanesPerPool, type Wave } from "./recovery";

/** How long the parts of a recovery take, as the last drill has measured them (infra/restoreTimes). */
export interface RestoreTimes {
    /** The day of the drill, for example `2026-11-23`. */
    measured: string;
    /** The drill's cloud: only one in Azure tells how long Azure takes. */
    where: "sandbox" | "azure";
    /** What the figures come from, and what was assumed. */
    note: string;
    /** A restore takes this long however little it restores, */
    baseMinutes: number;
    /** and this much more for each GiB of used data, */
    minutesPerGiB: number;
    /** more or less by up to this share. */
    spread: number;
    /** From the decision until the first restore can begin. */
    platformHours: number;
    /** Comparing the content of a restored database. */
    verificationSeconds: { base: number; perGiB: number };
    /** Until the loss is known, and until somebody has decided. */
    detectMinutes: number;
    decideMinutes: number;
    /** From the verdict on a database until its customer is served from it. */
    switchMinutes: number;
    /** What is otherwise on AWS. */
    aws: Pick<RestoreTimes, "baseMinutes" | "minutesPerGiB" | "platformHours">;
    /** What is otherwise on managed instances of Azure, to which a cell on AWS can go. */
    managed: RestoreTimes["aws"];
}

/** The times of one way to recover. */
export const timesIn = (cloud: "azure" | "aws" | "managed", times: RestoreTimes): RestoreTimes =>
    cloud === "azure" ? times : { ...times, ...times[cloud] };

export interface RestoredCustomer {
    slug: string;
    wave: Exclude<Wave, "platform">;
    /** Name of the elastic pool: each has lanes of its own. */
    pool: string;
    /** Data in the database, GiB. */
    usedGiB: number;
}

/** Where a restore is expected to run; hours since the loss. */
interface ScheduledCustomer extends RestoredCustomer {
    /** Place in the wave, from 1 for the largest. */
    order: number;
    /** From 0, of the pool's. */
    lane: number;
    startHours: number;
    /** When the customer is served again: restored, found right and switched over. */
    finishHours: number;
}

/** The restores of one pool in one wave. */
interface PoolWork {
    wave: Wave;
    pool: string;
    databases: number;
    /** From the wave's beginning to the end of the last restore. */
    hours: number;
    /** No schedule is faster: all lanes busy all the time, or the longest restore alone. */
    boundHours: number;
}

export interface RecoveryEstimate {
    customers: ScheduledCustomer[];
    pools: PoolWork[];
    waves: { wave: Wave; customers: number; beginHours: number; endHours: number }[];
    /** Hours of what is not a restore; the last two are those of the customer who waits longest for them. */
    phases: { detect: number; decide: number; platform: number; verify: number; switch: number };
}

/** Hours that the restore of a database is expected to take. */
export const restoreHours = ({ baseMinutes, minutesPerGiB }: RestoreTimes, usedGiB: number): number =>
    (baseMinutes + minutesPerGiB * usedGiB) / 60;

/** Hours that the check of a restored database is expected to take. */
const verificationHours = ({ verificationSeconds: { base, perGiB } }: RestoreTimes, usedGiB: number): number =>
    (base + perGiB * usedGiB) / 3600;

/**
 * When each customer is expected back after the loss of a region. The waves come one after the other; in a wave all restores are asked for
 * at once, the largest first, and each pool's lanes take the next one as they become free (list scheduling).
 */
export function estimateRecovery(
    customers: readonly RestoredCustomer[],
    times: RestoreTimes,
    lanes = restoreLanesPerPool,
): RecoveryEstimate {
    const switchHours = times.switchMinutes / 60;
    const decided = (times.detectMinutes + times.decideMinutes) / 60;
    const begun = decided + times.platformHours;
    const estimate: RecoveryEstimate = {
        customers: [],
        pools: [],
        waves: [{ wave: "platform", customers: 0, beginHours: decided, endHours: begun }],
        phases: {
            detect: times.detectMinutes / 60,
            decide: times.decideMinutes / 60,
            platform: times.platformHours,
            verify: Math.max(0, ...customers.map(({ usedGiB }) => verificationHours(times, usedGiB))),
            switch: switchHours,
        },
    };
    let begin = begun;
    for (const wave of ["paid", "rest"] as const) {
        const scheduled = scheduleWave(
            customers.filter((customer) => customer.wave === wave),
            begin,
            times,
            lanes,
        );
        const end = Math.max(begin, ...scheduled.map(({ finishHours }) => finishHours));
        estimate.customers.push(...scheduled);
        estimate.pools.push(...workOf(wave, scheduled, begin, times, lanes));
        estimate.waves.push({ wave, customers: scheduled.length, beginHours: begin, endHours: end });
        begin = end;
    }
    return estimate;
}

function scheduleWave(
    customers: readonly RestoredCustomer[],
    begin: number,
    times: RestoreTimes,
    count: number,
): ScheduledCustomer[] {
    const lanesOf = new Map(customers.map(({ pool }) => [pool, Array.from({ length: count }, () => begin)]));
    return [...customers]
        .sort((one, other) => other.usedGiB - one.usedGiB || (one.slug < other.slug ? -1 : 1))
        .map((customer, index) => {
            const { usedGiB } = customer;
            const lanes = lanesOf.get(customer.pool)!;
            const startHours = Math.min(...lanes);
            const lane = lanes.indexOf(startHours);
            const restored = (lanes[lane] = startHours + restoreHours(times, usedGiB));
            const finishHours = restored + verificationHours(times, usedGiB) + times.switchMinutes / 60;
            return { ...customer, order: index + 1, lane, startHours, finishHours };
        });
}

function workOf(
    wave: Wave,
    customers: readonly ScheduledCustomer[],
    begin: number,
    times: RestoreTimes,
    lanes: number,
): PoolWork[] {
    const pools = [...new Set(customers.map(({ pool }) => pool))].sort();
    return pools.map((pool) => {
        const mine = customers.filter((customer) => customer.pool === pool);
        const restores = mine.map(({ usedGiB }) => restoreHours(times, usedGiB));
        return {
            wave,
            pool,
            databases: mine.length,
            hours:
                Math.max(...mine.map(({ startHours, usedGiB }) => startHours + restoreHours(times, usedGiB))) - begin,
            boundHours: lowerBound(restores, lanes),
        };
    });
}

/**
 * Hours below which no schedule of a pool's restores can come: the busiest lane has at least its part of the work, the longest restore
 * runs in one lane, and of restores of equal length some lane has `ceil(N / lanes)`.
 */
export function lowerBound(restores: readonly number[], lanes = restoreLanesPerPool): number {
    const sum = restores.reduce((total, hours) => total + hours, 0);
    const shortest = Math.min(...restores);
    return restores.length === 0
        ? 0
        : Math.max(sum / lanes, Math.max(...restores), Math.ceil(restores.length / lanes) * shortest);
}
