import fc from "fast-check";

import {
    type Block,
    cellSubnets,
    formatBlock,
    isPrivate,
    overlap,
    parseBlock,
    sizeOf,
    subnetOf,
} from "../../infra/model/network";

// The same cases in every run.
fc.configureGlobal({ seed: 1 });

const block = fc
    .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
    .map(([address, prefix]): Block => ({ start: address - (address % 2 ** (32 - prefix)), prefix }));
const space = fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 16, max: 20 }), fc.nat(15))
    .map(([second, prefix, index]) =>
        formatBlock(subnetOf(parseBlock(`10.${second}.0.0/16`)!, prefix, index % 2 ** (prefix - 16))),
    );

describe("blocks of addresses", () => {
    it("survive being written and read", () => {
        fc.assert(fc.property(block, (one) => expect(parseBlock(formatBlock(one))).toEqual(one)));
    });

    it.each(["10.0.0.0", "10.0.0.0/33", "10.0.0.256/24", "10.0.0/24", "10.0.0.1/24", "10.0.0.0/24 ", "a.b.c.d/8", ""])(
        "do not read %j",
        (text) => {
            expect(parseBlock(text)).toBeUndefined();
        },
    );

    it("overlap exactly where one holds the other's first address", () => {
        const holds = (outer: Block, { start }: Block) => start >= outer.start && start < outer.start + sizeOf(outer);
        fc.assert(
            fc.property(block, block, (one, other) =>
                expect(overlap(one, other)).toBe(holds(one, other) || holds(other, one)),
            ),
        );
    });

    it.each([
        ["10.0.0.0/16", true],
        ["172.31.0.0/16", true],
        ["192.168.0.0/17", true],
        ["172.32.0.0/16", false],
        ["11.0.0.0/16", false],
        ["10.0.0.0/7", false],
    ])("know whether %s is private: %s", (cidr, expected) => {
        expect(isPrivate(parseBlock(cidr)!)).toBe(expected);
    });

    it("refuse a subnet that lies outside", () => {
        const outer = parseBlock("10.20.0.0/24")!;

        expect(formatBlock(subnetOf(outer, 26, 3))).toBe("10.20.0.192/26");
        expect(() => subnetOf(outer, 26, 4)).toThrow("10.20.0.0/24 has no block 4 of length /26");
        expect(() => subnetOf(outer, 23, 0)).toThrow(RangeError);
        expect(() => subnetOf(outer, 33, 0)).toThrow(RangeError);
        expect(() => subnetOf(outer, 26, -1)).toThrow(RangeError);
    });
});

describe("the subnets of a cell", () => {
    it.each([
        [
            "10.20.0.0/16",
            {
                application: "10.20.0.0/18",
                privateEndpoints: "10.20.64.0/24",
                privateLink: "10.20.65.0/26",
                firewall: "10.20.65.64/26",
                bastion: "10.20.65.128/26",
                watch: "10.20.65.192/26",
                jobs: "10.20.66.0/26",
                managedInstances: "10.20.66.64/26",
            },
        ],
        [
            "192.168.16.0/20",
            {
                application: "192.168.16.0/22",
                privateEndpoints: "192.168.20.0/24",
                privateLink: "192.168.21.0/26",
                firewall: "192.168.21.64/26",
                bastion: "192.168.21.128/26",
                watch: "192.168.21.192/26",
                jobs: "192.168.22.0/26",
                managedInstances: "192.168.22.64/26",
            },
        ],
    ])("of %s are fixed", (addressSpace, expected) => {
        expect(cellSubnets(addressSpace)).toEqual(expected);
    });

    it("lie inside the address space, apart from each other, for every valid one", () => {
        fc.assert(
            fc.property(space, (addressSpace) => {
                const outer = parseBlock(addressSpace)!;
                const subnets = Object.values(cellSubnets(addressSpace)).map((cidr) => parseBlock(cidr)!);
                expect(
                    subnets.filter(
                        ({ start, prefix }) =>
                            start < outer.start || start + 2 ** (32 - prefix) > outer.start + sizeOf(outer),
                    ),
                ).toEqual([]);
                expect(
                    subnets.flatMap((one, index) => subnets.slice(index + 1).filter((other) => overlap(one, other))),
                ).toEqual([]);
            }),
        );
    });

    it("cannot be made of something that is no address space", () => {
        expect(() => cellSubnets("10.20.0.0")).toThrow(
            '"10.20.0.0" is no address space; write for example 10.20.0.0/16',
        );
    });
});
