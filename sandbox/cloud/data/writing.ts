/**
 * What customers write: a row every fifteen minutes into a database, a document every six hours into a container, at a phase of the
 * customer's own. Numbers come from the clock of the region, so that a gap in them is time in which nothing was written, and the same
 * number twice is a clock that was set back or two places that wrote at once.
 */
import { createHash } from "node:crypto";
import type { Content, WrittenSpan } from "../../control";
import type { Surroundings, Use } from "./history";
import { skews } from "./places";
import { between } from "./spread";
import { HOUR, MINUTE, NEVER, type Span } from "./spans";

/** Seconds from one row, or document, to the next. */
const rhythms = { rows: 15 * MINUTE, documents: 6 * HOUR } as const;
type Rhythm = keyof typeof rhythms;

/** Rows with consecutive numbers that one customer wrote into one place. */
export interface Run {
    /** History of the place they were written to: two places that write the same numbers write different rows. */
    writer: string;
    customer: string;
    first: number;
    last: number;
}

const phaseOf = (customer: string, rhythm: Rhythm): number => between(0, rhythms[rhythm], "phase", rhythm, customer);

/** What a region's clock says when a row of this number is written. */
const stampOfRow = (customer: string, rhythm: Rhythm, number: number): number =>
    phaseOf(customer, rhythm) + number * rhythms[rhythm];

/** A place that is written to: which history, where, and when it takes writes at all. */
interface Writable {
    id: string;
    region: string;
    uses: readonly Use[];
    open: readonly Span[];
    lost: readonly Span[];
}

/** Everything written to a place up to and including `at`, in order. */
export function writtenTo(
    { id, region, uses, open, lost }: Writable,
    rhythm: Rhythm,
    at: number,
    around: Surroundings,
): Run[] {
    const step = rhythms[rhythm];
    return uses.flatMap(({ customer, from, until = NEVER }) => {
        // Who loses the place has to be told where to go on: the use has ended.
        const end = Math.min(until, lost.find((span) => span.to > from)?.from ?? NEVER);
        const phase = phaseOf(customer, rhythm);
        return open.flatMap((span) =>
            skews(around, region, { from: Math.max(from, span.from), to: Math.min(end, span.to) }).flatMap((piece) => {
                const numberFrom = (time: number) => Math.ceil((time + piece.value - phase) / step);
                const first = numberFrom(piece.from);
                const last = Math.min(numberFrom(piece.to) - 1, Math.floor((at + piece.value - phase) / step));
                return first <= last ? [{ writer: id, customer, first, last }] : [];
            }),
        );
    });
}

/** Runs as one, where one goes on from the other. */
function joined(runs: readonly Run[], same: (one: Run, other: Run) => boolean): Run[] {
    const result: Run[] = [];
    for (const run of runs) {
        const before = result.at(-1);
        if (before !== undefined && before.last + 1 === run.first && same(before, run)) before.last = run.last;
        else result.push({ ...run });
    }
    return result;
}

/**
 * Content as it is answered. A row is what customer, number and place of writing say (the payload is a hash of the three), so a hash
 * over runs is a hash over rows.
 */
export function contentOfRuns(runs: readonly Run[], rhythm: Rhythm): Content {
    const sameCustomer = (one: Run, other: Run) => one.customer === other.customer;
    const exact = joined(runs, (one, other) => sameCustomer(one, other) && one.writer === other.writer);
    const spans = joined(exact, sameCustomer).map(({ customer, first, last }): WrittenSpan => ({
        customer,
        first,
        last,
        from: stampOfRow(customer, rhythm, first),
        to: stampOfRow(customer, rhythm, last),
    }));
    const newest = spans.length === 0 ? {} : { newest: Math.max(...spans.map(({ to }) => to)) };
    const checksum = createHash("sha256");
    for (const { writer, customer, first, last } of exact)
        checksum.update(`${JSON.stringify([writer, customer, first, last])}\n`);
    return { readable: true, rows: rowsIn(runs), ...newest, spans, checksum: checksum.digest("hex") };
}

export const rowsIn = (runs: readonly Run[]): number =>
    runs.reduce((sum, { first, last }) => sum + last - first + 1, 0);

/** What somebody learns who asks a place that does not answer. */
export const unreadable: Content = { readable: false, rows: 0, spans: [], checksum: "" };

/** The runs of two places together, each row once; what both hold comes from the first. */
export function united(runs: readonly Run[], more: readonly Run[]): Run[] {
    const missing = more.flatMap((run) =>
        runs
            .filter(({ writer, customer }) => writer === run.writer && customer === run.customer)
            .reduce<Run[]>((left, { first, last }) => left.flatMap((piece) => without(piece, first, last)), [run]),
    );
    return [...runs, ...missing];
}

const without = (run: Run, first: number, last: number): Run[] =>
    [
        { ...run, last: Math.min(run.last, first - 1) },
        { ...run, first: Math.max(run.first, last + 1) },
    ].filter((piece) => piece.first <= piece.last);
