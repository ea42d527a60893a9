/**
 * Hours to places on a drawing's width. Places are percentages, not pixels: bars grow with the window while text keeps its size, so that
 * one drawing serves a wide screen, a phone and paper.
 */
export interface Scale {
    from: number;
    to: number;
    /** Place of an hour, in per cent of the width with three decimals. */
    at: (hour: number) => string;
    /** Width of a time from one hour to another. */
    wide: (begin: number, end: number) => string;
    /** Marks of the axis, at most nine. */
    ticks: number[];
}

const hourSteps = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 96, 168];

export function scale(from: number, to: number, steps: readonly number[] = hourSteps): Scale {
    const length = to - from;
    const step = steps.find((each) => length / each <= 9) ?? Math.ceil(length / 9);
    const first = Math.ceil(from / step);
    return {
        from,
        to,
        at: (hour) => `${(((hour - from) / length) * 100).toFixed(3)}%`,
        wide: (begin, end) => `${(Math.max(0, (end - begin) / length) * 100).toFixed(3)}%`,
        ticks: Array.from({ length: Math.floor(to / step) - first + 1 }, (_, index) => (first + index) * step),
    };
}

/** Widths of a drawing, in pixels, from which on a label is shown in its bar. */
const widths = [320, 680, 1080] as const;
const pixelsPerCharacter = 6.7;

/** Class of a label in a bar of this length: `fits-1080` is shown where the drawing is that wide. Undefined where it has room nowhere. */
export function fits(label: string, begin: number, end: number, { from, to }: Scale): string | undefined {
    const needed = (label.length * pixelsPerCharacter + 8) / ((end - begin) / (to - from));
    const width = widths.find((each) => each >= needed);
    return width === undefined ? undefined : `fits-${width}`;
}
