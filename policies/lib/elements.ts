import { mustBeKnown } from "./literal";
import type { Report } from "./policy";
import type { PropertyReader } from "./propertyReader";

/** The texts that stand under some paths, alone (`port`) or in lists (`ports[]`). An unknown one is reported. */
export function textsAt(props: PropertyReader, paths: readonly string[], report: Report): string[] {
    return paths
        .flatMap((path) => (path.endsWith("[]") ? props.readEach(path) : [{ path, reading: props.read(path) }]))
        .flatMap(({ path, reading }) => {
            if (reading.state === "unknown") {
                report(mustBeKnown(path));
            }
            return reading.state === "set" ? [textOf(reading.value)] : [];
        });
}

/** Ports and the like may be written as numbers; what is no text at all is judged as an empty one. */
function textOf(value: unknown): string {
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
