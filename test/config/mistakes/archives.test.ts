import { type Changes, mistakesOf, removeProjects } from "../testProject";

afterAll(removeProjects);

describe("mistakes in the archives of logs that are locked", () => {
    it.each<[string, Changes, string[]]>([
        [
            "an unknown region",
            { stacks: { prod: { lockedArchives: ["westeurop"] } } },
            [
                'Pulumi.prod.yaml > lockedArchives[0]: "westeurop" is not a region this project knows | did you mean "westeurope"? write one of westeurope, northeurope, swedencentral, germanywestcentral, francecentral, italynorth, polandcentral, spaincentral',
            ],
        ],
        [
            "a region in which nothing of a cell stands",
            { stacks: { prod: { lockedArchives: ["westeurope", "francecentral"] } } },
            [
                'Pulumi.prod.yaml > lockedArchives[1]: "francecentral" is no region in which this stack keeps an archive of logs | write one of northeurope, westeurope, or take it out',
            ],
        ],
        [
            "a cell's region in the file of the edge",
            { stacks: { global: { lockedArchives: ["westeurope"] } } },
            [
                'Pulumi.global.yaml > lockedArchives[0]: "westeurope" is no region in which this stack keeps an archive of logs | write one of swedencentral, or take it out',
            ],
        ],
        [
            "a region twice",
            { stacks: { prod: { lockedArchives: ["westeurope", "westeurope"] } } },
            ['Pulumi.prod.yaml > lockedArchives[1]: "westeurope" stands in the list twice | take one of the two out'],
        ],
    ])("%s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });

    it("are none where a customer has its data replicated to", () => {
        const changes: Changes = {
            stacks: { prod: { lockedArchives: ["germanywestcentral"] } },
            customers: { blue: { replicateTo: ["germanywestcentral"] } },
        };
        expect(mistakesOf(changes)).toEqual([]);
    });
});
