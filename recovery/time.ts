/** The sandbox counts virtual seconds from here, and backups are listed in them for every site. */
const epoch = Date.UTC(2026, 0, 5);

/** Seconds since 2026-01-05T00:00:00Z as ISO 8601, whole seconds. */
export const isoTime = (seconds: number): string =>
    new Date(epoch + Math.round(seconds) * 1000).toISOString().replace(".000Z", "Z");

/** ISO 8601 as seconds since 2026-01-05T00:00:00Z. */
export const secondsOf = (iso: string): number => (Date.parse(iso) - epoch) / 1000;

export const hoursBetween = (from: string, to: string): number => (secondsOf(to) - secondsOf(from)) / 3600;
