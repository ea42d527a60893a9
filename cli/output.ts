import { styleText } from "node:util";

import Table from "cli-table3";

type Style = Parameters<typeof styleText>[0];

/** Text in a style, or as it is where the stream is no terminal or NO_COLOR is set. */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
    return styleText(style, text, { stream });
}

/** A table for people: plain lines between head and body, right-aligned numbers, no colour of its own. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
    const numeric = head.map((_, column) => rows.length > 0 && rows.every((row) => isNumeric(row[column])));
    const drawn = new Table({
        head: [...head],
        colAligns: numeric.map((right) => (right ? "right" : "left")),
        style: { head: [], border: [], compact: true },
        chars: {
            top: "",
            "top-mid": "",
            "top-left": "",
            "top-right": "",
            bottom: "",
            "bottom-mid": "",
            "bottom-left": "",
            "bottom-right": "",
            left: "",
            "left-mid": "",
            mid: "",
            "mid-mid": "",
            right: "",
            "right-mid": "",
            middle: " ",
        },
    });
    drawn.push(...rows.map((row) => row.map(String)));
    return drawn
        .toString()
        .split("\n")
        .map((line) => line.trimEnd())
        .join("\n");
}

const isNumeric = (cell: string | number | undefined) =>
    typeof cell === "number" || /^[\d.,]+( ?[a-z%]+)?$/.test(cell ?? "");

/** `3 min 20 s`, `2 h 5 min`, `4.2 s`: a duration in seconds for people. */
export function duration(seconds: number): string {
    if (seconds < 60) return `${Math.round(seconds * 10) / 10} s`;
    const minutes = Math.round(seconds / 60);
    if (minutes < 60) return `${minutes} min`;
    return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export const print = (text: string) => process.stdout.write(`${text}\n`);
export const printError = (text: string) => process.stderr.write(`${text}\n`);

/** With `--json` standard output carries exactly this one line. */
export const printJson = (value: unknown) => print(JSON.stringify(value));
