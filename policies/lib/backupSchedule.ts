import { textOf } from "./customerDatabase";
import { wholeDays } from "./duration";
import { PropertyReader } from "./propertyReader";

/** The objects of a list, unknown and missing ones left out: what cannot be read vouches for nothing. */
export function elements(props: PropertyReader, list: string): PropertyReader[] {
    return props
        .readEach(`${list}[]`)
        .flatMap(({ reading }) => (reading.state === "set" ? [new PropertyReader(reading.value)] : []));
}

/** The value of a property, undefined where it is unset or unknown. */
export function valueOf(props: PropertyReader, path: string): unknown {
    const reading = props.read(path);
    return reading.state === "set" ? reading.value : undefined;
}

/** A number, NaN for what is none: no comparison with it holds. */
export function numberAt(props: PropertyReader, path: string): number {
    const value = valueOf(props, path);
    return typeof value === "number" ? value : NaN;
}

const units: Readonly<Record<string, string>> = { Days: "D", Weeks: "W", Months: "M", Years: "Y" };

/** Days of a retention as recovery services vaults write it, `{count, durationType}`; 0 for what is none. */
export function retentionDays(props: PropertyReader, path: string): number {
    const count = numberAt(props, `${path}.count`);
    const unit = units[textOf(props, `${path}.durationType`) ?? ""];
    return unit ? (wholeDays(`P${count}${unit}`) ?? 0) : 0;
}

/** Days of an ISO 8601 duration in a property; 0 for what is none. */
export function durationDays(props: PropertyReader, path: string): number {
    return wholeDays(textOf(props, path) ?? "") ?? 0;
}

/** Hours between the runs of `R/2026-01-05T02:00:00+00:00/P1D`, as backup vaults write it; infinite for what is none. */
export function hoursOfInterval(text: string): number {
    const [, days, weeks, hours] = /^R\/[^/]+\/P(?:(\d+)D|(\d+)W|T(\d+)H)$/.exec(text) ?? [];
    const sum = 24 * Number(days ?? 0) + 168 * Number(weeks ?? 0) + Number(hours ?? 0);
    return sum > 0 ? sum : Infinity;
}

/** The longest pause of an AWS schedule, `rate(12 hours)` or `cron(0 5 ? * * *)`, in hours; infinite for what may pause over a week. */
export function hoursOfSchedule(text: string | undefined): number {
    const [, count, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(text ?? "") ?? [];
    if (unit) {
        return Number(count) * (unit === "day" ? 24 : 1) || Infinity;
    }
    const [, , , day, month, weekday, year, more] =
        /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)(.*)\)$/.exec(text ?? "") ?? [];
    const always = (field?: string) => field === "*" || field === "?";
    if (more !== "" || !always(month) || !always(year) || !always(day)) {
        return Infinity;
    }
    // `6L` and `MON#1` are days of a month.
    return always(weekday) ? 24 : /^[A-KM-Z1-7,-]+$/i.test(weekday ?? "") ? 168 : Infinity;
}
