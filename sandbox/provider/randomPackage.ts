/**
 * The `random` package. It keeps nothing in the world: as with the real provider a value lives in the stack's state alone, so a value
 * whose answer was lost is simply drawn again. `bcryptHash` of RandomPassword is left out: Node has no bcrypt.
 */
import { notModelled } from "../cloud/catalogue";
import { difference } from "../cloud/diff";
import type { Problem } from "../cloud/model";
import { cryptographic, password, seeded, uuid, type ByteSource, type PasswordRules } from "../cloud/random";
import { isUnknown, plainProperties, secret, UNKNOWN, type Properties, type Value } from "../cloud/values";
import type {
    Answer,
    CheckRequest,
    Checked,
    Diffed,
    DiffRequest,
    ProviderPackage,
    ReadRequest,
    UpdateRequest,
    WriteRequest,
} from "./package";

interface RandomType {
    inputs: readonly string[];
    check: (inputs: Properties) => Problem[];
    /** Outputs that are drawn. */
    drawn: readonly string[];
    draw: (inputs: Properties, source: ByteSource) => Answer;
}

const CLASSES = ["lower", "upper", "numeric", "special"] as const;
const MINIMUMS = ["minLower", "minUpper", "minNumeric", "minSpecial"] as const;

function passwordRules(inputs: Properties): PasswordRules {
    const flag = (name: string): boolean => inputs[name] !== false;
    const number = (name: string): number => (typeof inputs[name] === "number" ? inputs[name] : 0);
    return {
        length: number("length"),
        lower: flag("lower"),
        upper: flag("upper"),
        // `number` is the old name of `numeric`.
        numeric: flag("numeric") && flag("number"),
        special: flag("special"),
        minLower: number("minLower"),
        minUpper: number("minUpper"),
        minNumeric: number("minNumeric"),
        minSpecial: number("minSpecial"),
        overrideSpecial: typeof inputs["overrideSpecial"] === "string" ? inputs["overrideSpecial"] : "",
    };
}

function checkLength(inputs: Properties): Problem[] {
    const length = inputs["length"];
    if (length === undefined) return [{ property: "", reason: "missing required property 'length'" }];
    if (isUnknown(length)) return [];
    return Number.isInteger(length) && Number(length) >= 1
        ? []
        : [{ property: "length", reason: `${JSON.stringify(length)} is not a whole number of at least 1` }];
}

function checkPassword(inputs: Properties): Problem[] {
    const problems = checkLength(inputs);
    const rules = passwordRules(inputs);
    const minimum = MINIMUMS.reduce((sum, name) => sum + rules[name], 0);
    if (minimum > rules.length && !isUnknown(inputs["length"]))
        problems.push({
            property: "length",
            reason: `${String(rules.length)} is less than the sum of the minimums, ${String(minimum)}`,
        });
    if (CLASSES.every((name) => !rules[name]) && minimum < rules.length)
        problems.push({ property: "", reason: "at least one of lower, upper, numeric and special must be true" });
    for (const name of MINIMUMS)
        if (!Number.isInteger(rules[name]) || rules[name] < 0)
            problems.push({ property: name, reason: "not a whole number of at least 0" });
    return problems;
}

const TYPES: Readonly<Record<string, RandomType>> = {
    "random:index/randomPassword:RandomPassword": {
        inputs: ["keepers", "length", "number", "overrideSpecial", ...CLASSES, ...MINIMUMS],
        check: checkPassword,
        drawn: ["result"],
        draw: (inputs, source) => {
            const rules = passwordRules(inputs);
            const { overrideSpecial, ...shown } = rules;
            const given: Properties = overrideSpecial === "" ? {} : { overrideSpecial };
            return {
                id: "none",
                outputs: { ...shown, number: rules.numeric, ...given, result: secret(password(rules, source)) },
            };
        },
    },
    "random:index/randomBytes:RandomBytes": {
        inputs: ["keepers", "length"],
        check: checkLength,
        drawn: ["base64", "hex"],
        draw: (inputs, source) => {
            const bytes = source(Number(inputs["length"]));
            return {
                id: "none",
                outputs: { base64: secret(bytes.toString("base64")), hex: secret(bytes.toString("hex")) },
            };
        },
    },
    "random:index/randomUuid:RandomUuid": {
        inputs: ["keepers"],
        check: () => [],
        drawn: ["result"],
        draw: (_, source) => {
            const result = uuid(source);
            return { id: result, outputs: { result } };
        },
    },
};

function randomType(token: string): RandomType {
    const type = TYPES[token];
    if (type === undefined) throw notModelled(token);
    return type;
}

export class RandomPackage implements ProviderPackage {
    readonly name = "random";
    readonly autoNaming = false;

    /** @param seed makes every value a function of seed, URN and inputs; without it values are cryptographically random */
    constructor(
        readonly version: string,
        private readonly seed: string | undefined,
    ) {}

    configure(): void {
        // The package has no configuration.
    }

    check({ type: token, news }: CheckRequest): Checked {
        const type = randomType(token);
        const inputs = plainProperties(news);
        const unknown = Object.keys(news)
            .filter((name) => !type.inputs.includes(name))
            .map((property) => ({ property, reason: `${token} has no property '${property}'` }));
        return { inputs: news, failures: [...unknown, ...type.check(inputs)] };
    }

    diff({ type, state, oldInputs, news }: DiffRequest): Diffed {
        const found = difference(new Set(randomType(type).inputs), oldInputs, news, state);
        return { ...found, deleteBeforeReplace: false, stables: [] };
    }

    create({ type: token, urn, inputs, preview }: WriteRequest): Promise<Answer> {
        const type = randomType(token);
        if (preview) {
            const drawn = Object.fromEntries(type.drawn.map((name): [string, Value] => [name, UNKNOWN]));
            return Promise.resolve({ id: "", outputs: { ...inputs, ...drawn } });
        }
        const plain = plainProperties(inputs);
        const source = this.seed === undefined ? cryptographic : seeded(this.seed, urn, JSON.stringify(sorted(plain)));
        const { id, outputs } = type.draw(plain, source);
        return Promise.resolve({ id, outputs: { ...outputs, ...inputs } });
    }

    update({ inputs, state }: UpdateRequest): Promise<Properties> {
        // Every input replaces; an update only takes over what is no difference to the value (a secret that is plain now).
        return Promise.resolve({ ...state, ...inputs });
    }

    read({ id, known }: ReadRequest): Promise<(Answer & { inputs: Properties }) | undefined> {
        if (known === undefined) throw new Error("The sandbox cannot import values of the random package.");
        return Promise.resolve({ id, outputs: known.state, inputs: known.inputs });
    }

    delete(): Promise<void> {
        return Promise.resolve();
    }

    invoke(token: string): Properties {
        throw notModelled(token);
    }
}

/** Members in the order of their names, so that the drawn value does not depend on how the program wrote them. */
function sorted(value: Value): Value {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.keys(value)
            .sort()
            .map((key) => [key, sorted(value[key] ?? null)]),
    );
}
