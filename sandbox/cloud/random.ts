/** Randomness for the `random` package: cryptographic, or a stream that a seed repeats. */
import { createHmac, randomBytes } from "node:crypto";

/** Gives the next `count` bytes. */
export type ByteSource = (count: number) => Buffer;

export const cryptographic: ByteSource = (count) => randomBytes(count);

/** The same bytes again for the same seed and purpose: HMAC-SHA-256 in counter mode. */
export function seeded(seed: string, ...purpose: string[]): ByteSource {
    const key = createHmac("sha256", seed).update(purpose.join("\n")).digest();
    let block = Buffer.alloc(0);
    let counter = 0;
    return (count) => {
        while (block.length < count)
            block = Buffer.concat([block, createHmac("sha256", key).update(String(counter++)).digest()]);
        const bytes = block.subarray(0, count);
        block = block.subarray(count);
        return bytes;
    };
}

/** A number below `limit` (at most 256), each equally likely: bytes that would favour the low ones are thrown away. */
function below(limit: number, source: ByteSource): number {
    const fair = 256 - (256 % limit);
    for (;;) {
        const byte = source(1)[0] ?? 0;
        if (byte < fair) return byte % limit;
    }
}

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const NUMERIC = "0123456789";
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

export interface PasswordRules {
    length: number;
    lower: boolean;
    upper: boolean;
    numeric: boolean;
    special: boolean;
    minLower: number;
    minUpper: number;
    minNumeric: number;
    minSpecial: number;
    /** Replaces the special characters; "" means the default ones. */
    overrideSpecial: string;
}

/** A password that holds its minimums, in an order that does not give them away. */
export function password(rules: PasswordRules, source: ByteSource): string {
    const special = rules.overrideSpecial === "" ? SPECIAL : rules.overrideSpecial;
    const pick = (from: string): string => from.charAt(below(from.length, source));
    const all = [
        rules.lower ? LOWER : "",
        rules.upper ? LOWER.toUpperCase() : "",
        rules.numeric ? NUMERIC : "",
        rules.special ? special : "",
    ].join("");
    const required: [number, string][] = [
        [rules.minLower, LOWER],
        [rules.minUpper, LOWER.toUpperCase()],
        [rules.minNumeric, NUMERIC],
        [rules.minSpecial, special],
    ];
    const characters = required.flatMap(([count, from]) => Array.from({ length: count }, () => pick(from)));
    while (characters.length < rules.length) characters.push(pick(all));
    return shuffle(characters, source).join("");
}

/** Fisher-Yates; lists longer than 256 draw from two bytes. */
function shuffle(items: string[], source: ByteSource): string[] {
    for (let index = items.length - 1; index > 0; index--) {
        const other = index < 256 ? below(index + 1, source) : source(4).readUInt32BE() % (index + 1);
        [items[index], items[other]] = [items[other] ?? "", items[index] ?? ""];
    }
    return items;
}

/** A version 4 UUID. */
export function uuid(source: ByteSource): string {
    const bytes = Buffer.from(source(16));
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    const hex = bytes.toString("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
