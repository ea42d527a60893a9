/** IPv4 address arithmetic for the virtual network of a cell. */
export interface Block {
    /** First address as an unsigned number. */
    start: number;
    /** Prefix length in bits. */
    prefix: number;
}

/** Number of addresses in a block. */
export const sizeOf = ({ prefix }: Block): number => 2 ** (32 - prefix);

/** Reads CIDR notation; undefined where it is none or where the address has bits beyond the prefix. */
export function parseBlock(cidr: string): Block | undefined {
    const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
    const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = match?.slice(1).map(Number) ?? [];
    if (Math.max(a, b, c, d) > 255 || prefix > 32) {
        return undefined;
    }
    const block = { start: ((a * 256 + b) * 256 + c) * 256 + d, prefix };
    return block.start % sizeOf(block) === 0 ? block : undefined;
}

export function formatBlock({ start, prefix }: Block): string {
    const bytes = [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(start / unit) % 256);
    return `${bytes.join(".")}/${prefix}`;
}

export function overlap(one: Block, other: Block): boolean {
    return one.start < other.start + sizeOf(other) && other.start < one.start + sizeOf(one);
}

/** The `index`-th block of length `prefix` inside `block`; throws a RangeError where it would lie outside. */
export function subnetOf(block: Block, prefix: number, index: number): Block {
    const subnet = { start: block.start + index * 2 ** (32 - prefix), prefix };
    if (
        prefix < block.prefix ||
        prefix > 32 ||
        index < 0 ||
        subnet.start + sizeOf(subnet) > block.start + sizeOf(block)
    ) {
        throw new RangeError(`${formatBlock(block)} has no block ${index} of length /${prefix}`);
    }
    return subnet;
}

export const privateBlocks: readonly string[] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** Whether a block lies in the private address ranges of RFC 1918. */
export function isPrivate(block: Block): boolean {
    return privateBlocks.some((cidr) => {
        const outer = parseBlock(cidr)!;
        return outer.prefix <= block.prefix && overlap(outer, block);
    });
}

/** The smallest and the largest address space of a cell, as prefix lengths. */
export const addressSpacePrefix = { smallest: 20, largest: 16 } as const;

/**
 * The subnets of a cell. The first quarter belongs to the application's machines; the others have fixed sizes behind it, and the second
 * half stays free for what a cell may need later.
 */
export function cellSubnets(addressSpace: string) {
    const space = parseBlock(addressSpace);
    if (!space) {
        throw new Error(`${JSON.stringify(addressSpace)} is no address space; write for example 10.20.0.0/16`);
    }
    const quarter = (index: number) => subnetOf(space, space.prefix + 2, index);
    return {
        application: formatBlock(quarter(0)),
        /** One address for each private endpoint; Azure keeps five of every subnet. */
        privateEndpoints: formatBlock(subnetOf(quarter(1), 24, 0)),
        /** Addresses from which Front Door's Private Link reaches the load balancer. */
        privateLink: formatBlock(subnetOf(quarter(1), 26, 4)),
        /** Azure Firewall wants a /26 at the least. */
        firewall: formatBlock(subnetOf(quarter(1), 26, 5)),
        /** Azure Bastion wants a /26 at the least. */
        bastion: formatBlock(subnetOf(quarter(1), 26, 6)),
        /** The container that watches the backups; Azure wants a /27 at the least for an environment of containers. */
        watch: formatBlock(subnetOf(quarter(1), 26, 7)),
        jobs: formatBlock(subnetOf(quarter(1), 26, 8)),
        /** SQL Managed Instances; Azure wants a /27 at the least and counts several addresses for each. Used by few cells. */
        managedInstances: formatBlock(subnetOf(quarter(1), 26, 9)),
    };
}
