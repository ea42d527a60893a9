const iso8601 = /^P(?!$)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/;

/**
 * Whole days of an ISO 8601 duration as Azure writes retentions (`P53W`, `P1Y`, `P12M`, `PT0S`), at the least it can mean:
 * twelve months are a year of 365 days, any rest counts 28 days a month, hours count nothing.
 * Undefined for what is no such duration.
 */
export function wholeDays(duration: string): number | undefined {
    const match = iso8601.exec(duration);
    if (!match) {
        return undefined;
    }
    const [years = 0, months = 0, weeks = 0, days = 0] = match.slice(1).map((part) => Number(part ?? 0));
    return 365 * (years + Math.floor(months / 12)) + 28 * (months % 12) + 7 * weeks + days;
}

const days = /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Hours of an ISO 8601 duration of days and less (`PT4H`, `PT30M`, `P1D`), undefined for what is no such duration. */
export function hours(duration: string): number | undefined {
    const match = days.exec(duration);
    if (!match || duration === "P") {
        return undefined;
    }
    const [day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map((part) => Number(part ?? 0));
    return 24 * day + hour + minute / 60 + second / 3600;
}
