/** The ranges that only exist inside a network (RFC 1918), as first address and number of fixed bits. */
const insideRanges = [
    [ipv4("10.0.0.0")!, 8],
    [ipv4("172.16.0.0")!, 12],
    [ipv4("192.168.0.0")!, 16],
] as const;

/** Whether an address or range in CIDR notation lies wholly inside a private network; false for whatever is neither. */
export function isInside(range: string): boolean {
    const { first, bits } = parse(range);
    return (
        first !== undefined &&
        insideRanges.some(([start, fixed]) => bits >= fixed && first >>> (32 - fixed) === start >>> (32 - fixed))
    );
}

/** Whether a text names at most 256 addresses of IPv4: those of one service, not of a provider. */
export function isFewAddresses(range: string): boolean {
    const { first, bits } = parse(range);
    return first !== undefined && bits >= 24;
}

/** Whether a text names at most 65,536 addresses of IPv4: a part of a provider's, as they stand in its published lists. */
export function isPartOfAProvider(range: string): boolean {
    const { first, bits } = parse(range);
    return first !== undefined && bits >= 16;
}

function parse(range: string): { first: number | undefined; bits: number } {
    const [, address = "", mask = "32"] = /^([\d.]+)(?:\/(\d{1,2}))?$/.exec(range) ?? [];
    const bits = Number(mask);
    return { first: bits <= 32 ? ipv4(address) : undefined, bits };
}

function ipv4(address: string): number | undefined {
    const parts = address.split(".").map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
    return parts.length === 4 && parts.every((part) => part < 256)
        ? parts.reduce((sum, part) => sum * 256 + part, 0)
        : undefined;
}
