import { looksSecret } from "./secrets";

/** One thing that is wrong with the configuration, and what to write instead. */
export interface Mistake {
    /** Relative to the project's root. */
    file: string;
    /** Where in the file, for example `site.zones[1]`; empty where the file as a whole is meant. */
    path: string;
    message: string;
    remedy: string;
}

export type Path = readonly PropertyKey[];

export function formatPath(path: Path): string {
    return path
        .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
        .join("")
        .replace(/^\./, "");
}

/** How a value is named in a message: shortened, and never shown where it may be a secret. */
export function show(value: unknown): string {
    if (value === null) return "nothing";
    if (Array.isArray(value)) return "a list";
    if (typeof value === "object") return "a set of keys";
    if (typeof value !== "string") return JSON.stringify(value);
    if (looksSecret(value)) return "the text (not shown, it looks like a secret)";
    return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
}

/** The allowed word that was probably meant: one that is only begun, or near enough to be a slip of the hand. */
function nearest(written: string, allowed: readonly string[]): string | undefined {
    const simple = (word: string) => word.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
    const begun = allowed.filter((word) => simple(written) !== "" && simple(word).startsWith(simple(written)));
    const [best] = (begun.length === 1 ? begun : allowed)
        .map((word) => ({ word, distance: begun.length === 1 ? 0 : editDistance(simple(written), simple(word)) }))
        .sort((a, b) => a.distance - b.distance);
    return best && best.distance <= Math.ceil(best.word.length / 3) ? best.word : undefined;
}

/** `did you mean "paid"?` in front of the sentence, where a word is near enough. */
export function withGuess(written: unknown, allowed: readonly string[], sentence: string): string {
    const guess = typeof written === "string" ? nearest(written, allowed) : undefined;
    return guess === undefined ? sentence : `did you mean "${guess}"? ${sentence}`;
}

/** Letters to insert, delete or change to get from one word to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
    let row = Array.from({ length: to.length + 1 }, (_, index) => index);
    for (const [i, letter] of [...from].entries()) {
        const next = [i + 1];
        for (const [j, other] of [...to].entries()) {
            next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (letter === other ? 0 : 1)));
        }
        row = next;
    }
    return row.at(-1)!;
}

/** The report a person reads: every mistake with its remedy, grouped by file. */
export function describeMistakes(mistakes: readonly Mistake[]): string {
    const files = [...new Set(mistakes.map(({ file }) => file))];
    const blocks = files.map((file) => {
        const lines = mistakes
            .filter((mistake) => mistake.file === file)
            .map(({ path, message, remedy }) => `  ${path ? `${path}: ` : ""}${message}\n    ${remedy}`);
        return `${file}\n${lines.join("\n")}`;
    });
    const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
    return `The configuration has ${count}; nothing was created.\n\n${blocks.join("\n\n")}`;
}
