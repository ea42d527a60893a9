/** How AWS makes ids and ARNs: templates of the tables, filled in. */
import { hashOf } from "../arm";
import type { Facts } from "../model";
import { text, type Properties } from "../values";

/** Where what has no region of its own in its inputs lives: the provider's, put there by Check. */
export const PROVIDER_REGION = "__region";

export const regionOf = (inputs: Properties): string => text(inputs, "region") ?? text(inputs, PROVIDER_REGION) ?? "";

const DIGITS = "0123456789abcdef";
/** Hexadecimal digits as decimal ones. */
const decimal = (hex: string): string => [...hex].map((digit) => String(DIGITS.indexOf(digit) % 10)).join("");

/** An account's number, as a function of the world's seed. */
export const accountOf = (seed: string): string => `1${decimal(hashOf(11, seed, "account"))}`;

/**
 * A template with its placeholders filled in: `{name}`, `{region}`, `{account}`, `{uuid}`, `{hex17}` and `{HEX26}` (so many digits,
 * small or capital), what `more` has, and otherwise the input of that path.
 * @param salt makes the made-up parts; the same salt makes the same
 */
export function fill(
    template: string,
    facts: Facts,
    salt: string,
    more: Readonly<Record<string, string>> = {},
): string {
    const { cloud, inputs } = facts;
    return template.replace(/\{([\w.[\]]+)\}/g, (_, key: string) => {
        if (more[key] !== undefined) return more[key];
        if (key === "name") return facts.name;
        if (key === "region") return regionOf(inputs);
        if (key === "account") return cloud.accountId;
        if (key === "uuid") return cloud.guid(salt, "uuid");
        if (key.startsWith("inputs.")) return text(inputs, key.slice("inputs.".length)) ?? "";
        const [, kind, length] = /^(hex|HEX)(\d+)$/.exec(key) ?? [];
        if (kind === undefined) return text(inputs, key) ?? "";
        const digits = hashOf(Number(length), cloud.guid(salt, "hex"));
        return kind === "hex" ? digits : digits.toUpperCase();
    });
}

/** The part of a filled template that stands where it has `{id}`; undefined where it has none. */
export function idIn(template: string, filled: string): string | undefined {
    if (!template.includes("{id}")) return undefined;
    const literal = template.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
    const pattern = literal.replace("{id}", "(.+)").replace(/\{[^}]+\}/g, "[^:/]*");
    return new RegExp(`^${pattern}$`).exec(filled)?.[1];
}
