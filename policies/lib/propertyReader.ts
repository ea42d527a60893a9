/**
 * What a property turned out to be. `null` counts as unset, and so does a path that runs into something that is no
 * object: in both cases nobody said what the promise needs.
 */
export type Reading =
    | { readonly state: "unset" }
    /** Not known before the update: at preview, an output of a resource that does not exist yet. */
    | { readonly state: "unknown" }
    | { readonly state: "set"; readonly value: unknown };

/** A reading with the path it was found at, list positions included: `storageSettings[1].type`. */
export interface LocatedReading {
    readonly path: string;
    readonly reading: Reading;
}

/** A property or list element met on a walk, with what it is a member of, so that a rule can look at its neighbours. */
export interface WalkedProperty extends LocatedReading {
    readonly key: string;
    readonly owner: PropertyReader;
}

const unset: Reading = { state: "unset" };
const unknown: Reading = { state: "unknown" };

/**
 * The only way a rule reads properties.
 *
 * The SDK throws as soon as a rule touches a value that is unknown at preview, reports one advisory line and drops what the
 * rule had still to say: a mandatory rule that reads properties directly is not mandatory at preview. Here an unknown is
 * an answer like any other, and the rule decides.
 */
export class PropertyReader {
    /** @param seen collects the paths that are read; list positions as `[]` or `[0]` */
    constructor(
        private readonly properties: unknown,
        readonly seen?: Set<string>,
    ) {}

    /** Reads one property by its path, for example `sku.name`. */
    read(path: string): Reading {
        this.seen?.add(path);
        return this.at(path);
    }

    private at(path: string): Reading {
        let current: Reading = { state: "set", value: this.properties };
        for (const key of path.split(".")) {
            if (current.state !== "set") {
                return current;
            }
            current = member(current.value, key);
        }
        return current;
    }

    /**
     * Reads every element of a list, `list[]`, or one property of every element, `list[].type`.
     * An unknown or unset list, an empty list and something that is no list give one reading: of the list itself.
     */
    readEach(path: string): LocatedReading[] {
        this.seen?.add(path);
        const [list = "", rest = ""] = path.split(/\[\]\.?/, 2);
        const reading = this.at(list);
        if (reading.state !== "set" || !Array.isArray(reading.value) || reading.value.length === 0) {
            return [{ path: list, reading: reading.state === "set" ? unset : reading }];
        }
        return Array.from({ length: reading.value.length }, (_, position) => {
            const element = member(reading.value, String(position));
            const at = `${list}[${position}]`;
            return element.state === "set" && rest !== ""
                ? { path: `${at}.${rest}`, reading: new PropertyReader(element.value).read(rest) }
                : { path: at, reading: element };
        });
    }

    /** Visits every property and every list element at every depth; an unknown is visited, not entered. */
    walk(visit: (property: WalkedProperty) => void): void {
        walkObject(this.properties, "", (property) => {
            this.seen?.add(property.path);
            visit(property);
        });
    }
}

function walkObject(owner: unknown, prefix: string, visit: (property: WalkedProperty) => void): void {
    if (typeof owner !== "object" || owner === null) {
        return;
    }
    const list = Array.isArray(owner);
    const reader = new PropertyReader(owner);
    for (const key of Object.keys(owner)) {
        const path = list ? `${prefix}[${key}]` : prefix === "" ? key : `${prefix}.${key}`;
        const reading = member(owner, key);
        visit({ key, path, reading, owner: reader });
        if (reading.state === "set") {
            walkObject(reading.value, path, visit);
        }
    }
}

function member(owner: unknown, key: string): Reading {
    if (typeof owner !== "object" || owner === null || !Object.hasOwn(owner, key)) {
        return unset;
    }
    try {
        const value = (owner as Record<string, unknown>)[key];
        return value === undefined || value === null ? unset : { state: "set", value };
    } catch (error) {
        if (isUnknownValue(error)) {
            return unknown;
        }
        throw error;
    }
}

/** By name: to load the SDK for its class would cost everybody who only lists the policies most of a second. */
const isUnknownValue = (error: unknown) => error instanceof Error && error.constructor.name === "UnknownValueError";
