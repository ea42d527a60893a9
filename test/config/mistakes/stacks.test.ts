import { type Changes, globalStack, mistakesOf, removeProjects } from "../testProject";

afterAll(removeProjects);

describe("mistakes in stacks beside each other", () => {
    it.each<[string, Changes, string[]]>([
        [
            "no global stack",
            { without: ["Pulumi.global.yaml"] },
            [
                "Pulumi.global.yaml > there is no global stack, and cells cannot be reached without one | write a stack file with kind: global",
            ],
        ],
        [
            "two global stacks",
            { stacks: { edge: `config:\n  oxygis:stack: ${JSON.stringify(globalStack)}\n` } },
            [
                "Pulumi.global.yaml > kind: a second global stack, besides Pulumi.edge.yaml | keep one of the two: a custom domain can stand in one Front Door profile only",
            ],
        ],
        [
            "two stacks of one cell",
            { stacks: { second: { network: { addressSpace: "10.30.0.0/16" } } } },
            [
                "Pulumi.second.yaml > cell: Pulumi.prod.yaml declares the cell eu1 already | give the cell another name, or take one of the two files out",
            ],
        ],
        [
            "a cell named twice",
            { stacks: { global: { cells: ["eu1", "eu1"] } } },
            ['Pulumi.global.yaml > cells[1]: "eu1" stands in the list twice | take one of the two out'],
        ],
        [
            "a cell without a stack",
            { stacks: { global: { cells: ["eu1", "eu2"] } } },
            [
                "Pulumi.global.yaml > cells[1]: no stack file declares the cell eu2 | write a stack file with kind: cell and cell: eu2, or take the name out",
            ],
        ],
        [
            "a cell the edge does not serve",
            { stacks: { second: { cell: "eu2", network: { addressSpace: "10.30.0.0/16" } } } },
            ["Pulumi.global.yaml > cells: does not name the cell eu2 of Pulumi.second.yaml | write cells: [eu1, eu2]"],
        ],
        [
            "overlapping networks",
            {
                stacks: {
                    global: { cells: ["eu1", "eu2"] },
                    second: { cell: "eu2", network: { addressSpace: "10.20.128.0/17" } },
                },
            },
            [
                "Pulumi.second.yaml > network.addressSpace: 10.20.128.0/17 overlaps 10.20.0.0/16 of Pulumi.prod.yaml | write a block that no other cell uses: overlapping networks can never be joined",
            ],
        ],
        [
            "a domain of its own",
            { stacks: { prod: { domain: "clouds.example" } } },
            [
                'Pulumi.prod.yaml > domain: "clouds.example" is not the domain of Pulumi.global.yaml | write domain: cloud.example',
            ],
        ],
        [
            "the name of another global stack",
            { stacks: { prod: { globalStack: "organization/oxygis/globl" } } },
            [
                'Pulumi.prod.yaml > globalStack: "globl" is not the name of the global stack | write globalStack: organization/oxygis/global',
            ],
        ],
        [
            "a global stack without organization",
            { stacks: { prod: { globalStack: "global" } } },
            [
                'Pulumi.prod.yaml > globalStack: "global" is not organization/project/stack | write organization, project and name of the global stack, for example organization/oxygis/global',
            ],
        ],
        [
            "a domain too long for the certificates below it",
            {
                stacks: {
                    global: { domain: `${"a".repeat(52)}.example` },
                    prod: { domain: `${"a".repeat(52)}.example` },
                },
            },
            [
                'Pulumi.prod.yaml > domain: "weu.origin.eu1.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example" is longer than the 64 characters a certificate allows | write a shorter domain or a shorter name of the cell',
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });
});
