import { mustBeKnown } from "./literal";
import type { Report } from "./policy";
import { PropertyReader } from "./propertyReader";

/** Reports a property that has a value, or may turn out to have one. */
export function requireUnset(props: PropertyReader, path: string, why: string, report: Report): void {
    if (props.read(path).state !== "unset") {
        report(`${path} must not be set: ${why}`);
    }
}

/** Reports a list that has elements, or may turn out to have some; an empty one says nothing. */
export function requireEmpty(props: PropertyReader, path: string, why: string, report: Report): void {
    const reading = props.read(path);
    if (reading.state === "unknown" || (reading.state === "set" && !isEmptyList(reading.value))) {
        report(`${path} must be empty: ${why}`);
    }
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

/** An element of a list, with where it stands: `permissions[0]`. */
interface Element {
    readonly path: string;
    readonly props: PropertyReader;
}

/** The elements of a list. One that is unknown, as the whole list may be, is reported; a list that is unset has none. */
export function elementsOf(props: PropertyReader, list: string, report: Report): Element[] {
    return props.readEach(`${list}[]`).flatMap(({ path, reading }) => {
        if (reading.state === "unknown") {
            report(mustBeKnown(path));
        }
        return reading.state === "set" ? [{ path, props: new PropertyReader(reading.value) }] : [];
    });
}
