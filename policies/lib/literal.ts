import type { Report } from "./policy";
import type { PropertyReader, Reading } from "./propertyReader";

type Literal = string | boolean;

/**
 * Reports unless a property is, letter by letter, one of the allowed literals. These are values that people type
 * (versions, modes, redundancies), so one that is unknown at preview is a violation, not a reason to wait.
 * The value found is never shown: policies receive secrets in plain text.
 */
export function requireOneOf(props: PropertyReader, path: string, allowed: readonly Literal[], report: Report): void {
    judge(path, props.read(path), allowed, report);
}

/** The same for every element of a list that must not be empty; paths as in `PropertyReader.readEach`. */
export function requireEachOneOf(
    props: PropertyReader,
    path: string,
    allowed: readonly Literal[],
    report: Report,
): void {
    for (const { path: at, reading } of props.readEach(path)) {
        judge(at, reading, allowed, report);
    }
}

/** What to say of a required literal that is unknown at preview. */
export function mustBeKnown(path: string): string {
    return `${path} must be known at preview: write it as a literal.`;
}

function judge(path: string, reading: Reading, allowed: readonly Literal[], report: Report): void {
    const choice = `${allowed.length > 1 ? "one of " : ""}${allowed.map((value) => JSON.stringify(value)).join(", ")}`;
    switch (reading.state) {
        case "unset":
            return report(`${path} is not set: write ${choice}.`);
        case "unknown":
            return report(mustBeKnown(path));
        case "set":
            if (!allowed.includes(reading.value as Literal)) {
                report(`${path} has another value, letter case included, than ${choice}.`);
            }
    }
}
