import { type Changes, mistakesOf, removeProjects } from "../testProject";

afterAll(removeProjects);

describe("mistakes in stack files as a whole", () => {
    it.each<[string, Changes, string[]]>([
        [
            "no oxygis:stack",
            { stacks: { prod: "config:\n  azure-native:location: westeurope\n" } },
            [
                "Pulumi.prod.yaml > oxygis:stack: is missing | write config: and below it oxygis:stack:, with the stack's own keys below that",
            ],
        ],
        [
            "another key of ours",
            { stacks: { prod: "config:\n  oxygis:stak:\n    kind: cell\n" } },
            [
                'Pulumi.prod.yaml > oxygis:stak: unknown key "oxygis:stak" | did you mean "oxygis:stack"? everything of ours stands in oxygis:stack',
                "Pulumi.prod.yaml > oxygis:stack: is missing | write config: and below it oxygis:stack:, with the stack's own keys below that",
            ],
        ],
        [
            "oxygis:stack outside config",
            { stacks: { prod: "oxygis:stack:\n  kind: cell\n" } },
            [
                "Pulumi.prod.yaml > oxygis:stack: stands outside config | write config: and below it oxygis:stack:, with the stack's own keys below that",
            ],
        ],
        [
            "an encrypted oxygis:stack",
            { stacks: { prod: "config:\n  oxygis:stack:\n    secure: v1:abc\n" } },
            [
                "Pulumi.prod.yaml > oxygis:stack: is encrypted, so nobody can review it | write it in plain text: no secret belongs in it",
            ],
        ],
        [
            "a text for oxygis:stack",
            { stacks: { prod: "config:\n  oxygis:stack: prod\n" } },
            [
                'Pulumi.prod.yaml > oxygis:stack: must be a set of keys, but is "prod" | write one object below config and oxygis:stack, beginning with kind: global or kind: cell',
            ],
        ],
        [
            "an unknown kind",
            { stacks: { prod: { kind: "cel" } } },
            [
                'Pulumi.prod.yaml > kind: "cel" is not allowed here | did you mean "cell"? write kind: global for the stack of the edge, or kind: cell for a hosting site',
            ],
        ],
        [
            "no kind",
            { stacks: { global: { kind: undefined, waf: { requestsPerMinute: 1 } } } },
            [
                "Pulumi.global.yaml > kind: is missing | write kind: global for the stack of the edge, or kind: cell for a hosting site",
                "Pulumi.global.yaml > waf.requestsPerMinute: 1 is less than 10 | write a whole number from 10 to 1000000, for example 600",
            ],
        ],
        [
            "an unknown key inside a key",
            { stacks: { prod: { site: { regions: "westeurope" } } } },
            [
                'Pulumi.prod.yaml > site.regions: unknown key "regions" | did you mean "region"? the keys here are cloud, region, zones, pairedRegion',
            ],
        ],
        [
            "an unknown key beside a mistake that another file shows",
            { stacks: { global: { site: { regions: "x", region: "northeurope", pairedRegion: "westeurope" } } } },
            [
                'Pulumi.global.yaml > site.regions: unknown key "regions" | did you mean "region"? the keys here are cloud, region, zones, pairedRegion',
                'Pulumi.global.yaml > site.region: "northeurope" is the region of a cell or its pair (Pulumi.prod.yaml), so both would be lost at once | write a region that no cell uses, nor any cell\'s pair',
            ],
        ],
        [
            "customers in a stack file",
            { stacks: { prod: { customers: [] } } },
            [
                'Pulumi.prod.yaml > customers: unknown key "customers" | leave it out: each customer has a file in infra/customers',
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });
});
