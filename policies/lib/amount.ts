import { mustBeKnown } from "./literal";
import type { Report } from "./policy";
import type { PropertyReader } from "./propertyReader";

interface Range {
    readonly least?: number;
    readonly most?: number;
    /** What is counted, for messages: `days`. */
    readonly unit: string;
}

/**
 * Reports unless a property is a number within a range. These are numbers that people type, so one that is unknown at preview is a
 * violation. A number written as text is none: services differ in what they make of it.
 */
export function requireAmount(props: PropertyReader, path: string, range: Range, report: Report): void {
    const { least = 0, most = Infinity, unit } = range;
    const wanted = most === Infinity ? `at least ${least} ${unit}` : `${least} to ${most} ${unit}`;
    const reading = props.read(path);
    switch (reading.state) {
        case "unset":
            return report(`${path} is not set: write ${wanted}, as a number.`);
        case "unknown":
            return report(mustBeKnown(path));
        case "set": {
            const { value } = reading;
            if (typeof value !== "number" || !(value >= least && value <= most)) {
                report(`${path} is not ${wanted}.`);
            }
        }
    }
}
