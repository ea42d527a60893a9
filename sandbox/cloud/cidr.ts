/** IPv4 address ranges, as far as networks need them. */

export interface Range {
    first: number;
    /** Exclusive. */
    end: number;
}

/** `10.0.0.0/24` as numbers; undefined for anything that is not an IPv4 range on its own boundary. */
export function rangeOf(cidr: string): Range | undefined {
    const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
    if (match === null) return undefined;
    const [a = 0, b = 0, c = 0, d = 0, bits = 0] = match.slice(1).map(Number);
    if ([a, b, c, d].some((byte) => byte > 255) || bits > 32) return undefined;
    const first = ((a * 256 + b) * 256 + c) * 256 + d;
    const size = 2 ** (32 - bits);
    return first % size === 0 ? { first, end: first + size } : undefined;
}

export const contains = (outer: Range, inner: Range): boolean => inner.first >= outer.first && inner.end <= outer.end;
export const overlap = (a: Range, b: Range): boolean => a.first < b.end && b.first < a.end;

export const addressOf = (value: number): string =>
    [24, 16, 8, 0].map((shift) => String(Math.floor(value / 2 ** shift) % 256)).join(".");
