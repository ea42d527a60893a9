import { type PlannedWave } from "./types";

export interface RestoreTimes {
    baseMinutes: number;
    minutesPerGiB: number;
}

interface ToRestore {
    slug: string;
    pool: string;
    wave: "paid" | "rest";
    order: number;
    usedGiB: number;
}

const lanes = 4;

export function schedule(databases: readonly ToRestore[], times: RestoreTimes, beginHours: number) {
    const platformHours = 1;
    const waves: PlannedWave[] = [{ wave: "platform", customers: 0, beginHours, endHours: beginHours + platformHours }];
    const expected = new Map<string, { lane: number; finishHours: number }>();
    let begin = beginHours + platformHours;
    for (const wave of ["paid", "rest"] as const) {
        const mine = databases.filter((each) => each.wave === wave).sort((a, b) => a.order - b.order);
        const pools = new Map<string, number[]>();
        let end = begin;
        for (const each of mine) {
            const free = pools.get(each.pool) ?? Array.from({ length: lanes }, () => begin);
            pools.set(each.pool, free);
            const lane = free.indexOf(Math.min(...free));
            free[lane]! += (times.baseMinutes + times.minutesPerGiB * each.usedGiB) / 60;
            const finishHours = free[lane]! + (60 + each.usedGiB) / 3600;
            expected.set(each.slug, { lane, finishHours });
            end = Math.max(end, finishHours);
        }
        waves.push({ wave, customers: mine.length, beginHours: begin, endHours: end });
        begin = end;
    }
    return { waves, expected };
}

export const measuredRestoreTimes = (): RestoreTimes => ({ baseMinutes: 12, minutesPerGiB: 0.45 });
