import { type Changes, many, mistakesOf, removeProjects } from "../testProject";

afterAll(removeProjects);

describe("mistakes in pools and how full they get", () => {
    it.each<[string, Changes, string[]]>([
        [
            "more paid customers than a pool may hold",
            { customers: many(100, {}), stacks: { prod: { pools: { paid: { count: 1, vCores: 8 } } } } },
            [
                "Pulumi.prod.yaml > pools.paid: pool paid-1 gets 101 customers, and more than 100 could not be restored in time (DR-3) | write paid: { count: 2, vCores: 8 }",
            ],
        ],
        [
            "more databases than the vCores allow",
            { customers: many(99, {}) },
            [
                "Pulumi.prod.yaml > pools.paid: pool paid-1 gets 100 customers, and 2 vCores hold 100 databases, one of them kept free for a restore | write paid: { count: 1, vCores: 4 }",
            ],
        ],
        [
            "more data than the vCores allow",
            { customers: many(5, { size: "large" }) },
            [
                "Pulumi.prod.yaml > pools.paid: pool paid-1 needs 605 GiB with room for a restore, and 2 vCores hold 512 | write paid: { count: 1, vCores: 4 }",
            ],
        ],
        [
            "more other customers than a pool may hold",
            {
                customers: many(201, { plan: "trial" }),
                stacks: { prod: { pools: { other: { count: 1, vCores: 8 } } } },
            },
            [
                "Pulumi.prod.yaml > pools.other: pool other-1 gets 201 customers, and more than 200 could not be restored in time (DR-3) | write other: { count: 2, vCores: 8 }",
            ],
        ],
        [
            "a size Azure does not have",
            { stacks: { prod: { pools: { paid: { vCores: 3 } } } } },
            [
                "Pulumi.prod.yaml > pools.paid.vCores: 3 is not a size Azure has for a pool | write one of 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 32, 40, 80",
            ],
        ],
        [
            "no pool",
            { stacks: { prod: { pools: { other: { count: 0 } } } } },
            ["Pulumi.prod.yaml > pools.other.count: 0 is less than 1 | write a whole number from 1 to 50"],
        ],
        [
            "more vCores than a server has",
            { stacks: { prod: { pools: { paid: { count: 7, vCores: 80 } } } } },
            [
                "Pulumi.prod.yaml > pools: the pools have 562 vCores together, and a SQL server has 540 | write fewer or smaller pools, or move customers to a new cell",
            ],
        ],
        [
            "more pinned customers than the pool may hold",
            {
                customers: many(101, { pool: "paid-1" }),
                stacks: { prod: { pools: { paid: { count: 2, vCores: 8 } } } },
            },
            [
                "Pulumi.prod.yaml > pools.paid: pool paid-1 gets 101 customers, and more than 100 could not be restored in time (DR-3) | take the key pool out of some customers' files, or move customers to a new cell",
            ],
        ],
        [
            "more customers than a cell may hold",
            { customers: many(500, {}), stacks: { prod: { pools: { paid: { count: 10, vCores: 8 } } } } },
            [
                "Pulumi.prod.yaml > cell: eu1 has 501 customers, and a cell holds at most 500 | write the stack file of a new cell, and name that cell in the files of some customers",
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });
});
