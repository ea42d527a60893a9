/** Times of a cron expression, as far as scheduled jobs of containers use it: minutes and hours in UTC, every day. */
import { DAY, HOUR, MINUTE } from "./spans";

/** Values of one field: `*`, `5`, `1,3`, or `*` and a step. @throws for anything else */
function values(field: string, count: number): number[] {
    const all = Array.from({ length: count }, (_, value) => value);
    if (field === "*") return all;
    const step = /^\*\/([1-9]\d?)$/.exec(field)?.[1];
    if (step !== undefined) return all.filter((value) => value % Number(step) === 0);
    if (!/^\d{1,2}(,\d{1,2})*$/.test(field))
        throw new Error(`The sandbox does not model "${field}" in a cron expression.`);
    return field
        .split(",")
        .map(Number)
        .filter((value) => value < count)
        .sort((one, other) => one - other);
}

/** The times of a day, in seconds since its beginning. The virtual clock begins at midnight. */
export function timesOfDay(expression: string): number[] {
    const [minutes = "", hours = "", ...days] = expression.split(/\s+/);
    if (days.length !== 3 || days.some((field) => field !== "*"))
        throw new Error(`The sandbox does not model the cron expression "${expression}": minutes and hours only.`);
    return values(hours, 24).flatMap((hour) => values(minutes, 60).map((minute) => hour * HOUR + minute * MINUTE));
}

/** Times from `to` back to `from`, both included. */
export function* timesBack(expression: string, from: number, to: number): Generator<number> {
    const times = timesOfDay(expression).reverse();
    if (times.length === 0) return;
    for (let day = Math.floor(to / DAY); (day + 1) * DAY > from; day--)
        for (const time of times) {
            const at = day * DAY + time;
            if (at < from) return;
            if (at <= to) yield at;
        }
}
