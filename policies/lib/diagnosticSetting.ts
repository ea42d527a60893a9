import { PropertyReader, type Reading } from "./propertyReader";

/** Stands for every category of the resource, also those Azure adds later. */
const everything = "allLogs";

/**
 * Which of the needed log categories a diagnostic setting does not turn on. `enabled` must be written out: one that is unset or
 * unknown is off.
 */
export function categoriesMissing(settings: readonly PropertyReader[], needed: readonly string[]): string[] {
    const on = new Set(
        settings.flatMap((props) => props.readEach("logs[]").flatMap(({ reading }) => turnedOn(reading))),
    );
    return on.has(everything) ? [] : needed.filter((category) => !on.has(category));
}

function turnedOn(log: Reading): string[] {
    const props = new PropertyReader(log.state === "set" ? log.value : undefined);
    const enabled = props.read("enabled");
    const names = ["category", "categoryGroup"].map((name) => props.read(name));
    return enabled.state === "set" && enabled.value === true
        ? names.flatMap((name) => (name.state === "set" && typeof name.value === "string" ? [name.value] : []))
        : [];
}
