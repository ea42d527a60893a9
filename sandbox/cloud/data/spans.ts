/** Stretches of time, and what holds during them. */
import type { Change } from "./history";

/** From `from` on, and before `to`. */
export interface Span {
    from: number;
    to: number;
}

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;
export const WEEK = 7 * DAY;
export const NEVER = Number.POSITIVE_INFINITY;

export const within = ({ from, to }: Span, at: number): boolean => from <= at && at < to;

/** The first of `spans` that has a moment in common with [from, to]. */
export const meeting = (spans: readonly Span[], from: number, to: number): Span | undefined =>
    spans.find((span) => span.from <= to && from < span.to);

/** In order, without overlaps. */
export function merged(spans: readonly Span[]): Span[] {
    const result: Span[] = [];
    for (const span of [...spans].sort((one, other) => one.from - other.from)) {
        const last = result.at(-1);
        if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
        else if (span.from < span.to) result.push({ ...span });
    }
    return result;
}

/** What holds at a moment. */
export const valueAt = <T>(changes: readonly Change<T>[], at: number): T | undefined =>
    changes.findLast((change) => change.at <= at)?.value;

/** Every stretch between `from` and `to` with what holds in it; what came first holds before it, too. */
export function stretches<T>(changes: readonly Change<T>[], before: T, { from, to }: Span): (Span & { value: T })[] {
    const points = [{ at: Number.NEGATIVE_INFINITY, value: before }, ...changes];
    return points.flatMap(({ at, value }, index) => {
        const span = { from: Math.max(from, at), to: Math.min(to, points[index + 1]?.at ?? NEVER), value };
        return span.from < span.to ? [span] : [];
    });
}
