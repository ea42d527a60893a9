import { type Changes, mistakesOf, removeProjects } from "../testProject";

afterAll(removeProjects);

describe("mistakes in sites", () => {
    it.each<[string, Changes, string[]]>([
        [
            "a region nobody knows",
            { stacks: { prod: { site: { region: "West Europe" } } } },
            [
                'Pulumi.prod.yaml > site.region: "West Europe" is not a region this project knows | did you mean "westeurope"? write one of westeurope, northeurope, swedencentral, germanywestcentral, francecentral',
            ],
        ],
        [
            "a region without zones",
            { stacks: { prod: { site: { region: "ukwest" } } } },
            [
                'Pulumi.prod.yaml > site.region: "ukwest" has no three availability zones (BKP-3) and lies outside the European Union | write one of westeurope, northeurope, swedencentral, germanywestcentral, francecentral',
            ],
        ],
        [
            "a region out of the Union",
            { stacks: { prod: { site: { region: "uksouth", pairedRegion: "ukwest" } } } },
            [
                'Pulumi.prod.yaml > site.region: "uksouth" lies outside the European Union | write one of westeurope, northeurope, swedencentral, germanywestcentral, francecentral',
            ],
        ],
        [
            "a region that is closed",
            { stacks: { prod: { site: { region: "germanynorth", pairedRegion: "germanywestcentral" } } } },
            [
                'Pulumi.prod.yaml > site.region: "germanynorth" has no three availability zones (BKP-3) and is closed to customers of Azure | write one of westeurope, northeurope, swedencentral, germanywestcentral, francecentral',
            ],
        ],
        [
            "a region without a pair",
            { stacks: { prod: { site: { region: "spaincentral", pairedRegion: "westeurope" } } } },
            [
                'Pulumi.prod.yaml > site.region: "spaincentral" has no paired region, so no backup could survive its loss (DR-2) | write one of westeurope, northeurope, swedencentral, germanywestcentral, francecentral',
            ],
        ],
        [
            "two zones",
            { stacks: { prod: { site: { zones: ["1", "2"] } } } },
            [
                'Pulumi.prod.yaml > site.zones: names fewer than three zones | write zones: ["1", "2", "3"], with the quotes',
            ],
        ],
        [
            "a zone four",
            { stacks: { prod: { site: { zones: ["1", "4", "3"] } } } },
            ['Pulumi.prod.yaml > site.zones[1]: "4" is not "2" | write zones: ["1", "2", "3"], with the quotes'],
        ],
        [
            "zones without quotes",
            { stacks: { prod: { site: { zones: [1, 2, 3] } } } },
            [
                'Pulumi.prod.yaml > site.zones[0]: 1 is not "1" | write zones: ["1", "2", "3"], with the quotes',
                'Pulumi.prod.yaml > site.zones[1]: 2 is not "2" | write zones: ["1", "2", "3"], with the quotes',
                'Pulumi.prod.yaml > site.zones[2]: 3 is not "3" | write zones: ["1", "2", "3"], with the quotes',
            ],
        ],
        [
            "no pair",
            { stacks: { prod: { site: { pairedRegion: undefined } } } },
            [
                "Pulumi.prod.yaml > site.pairedRegion: is missing | write the region Azure has paired with the site's: westeurope: northeurope, northeurope: westeurope, swedencentral: swedensouth, germanywestcentral: germanynorth, francecentral: francesouth",
            ],
        ],
        [
            "a wrong pair",
            { stacks: { prod: { site: { pairedRegion: "swedencentral" } } } },
            [
                'Pulumi.global.yaml > site.region: "swedencentral" is the region of a cell or its pair (Pulumi.prod.yaml), so both would be lost at once | write a region that no cell uses, nor any cell\'s pair',
                'Pulumi.prod.yaml > site.pairedRegion: "swedencentral" is not the pair of westeurope | write pairedRegion: northeurope',
            ],
        ],
        [
            "another cloud",
            { stacks: { prod: { site: { cloud: "gcp" } } } },
            [
                'Pulumi.prod.yaml > site.cloud: "gcp" is not "azure" | write cloud: azure, or cloud: aws for a cell on AWS',
            ],
        ],
        [
            "the global stack in a cell's region",
            { stacks: { global: { site: { region: "westeurope", pairedRegion: "northeurope" } } } },
            [
                'Pulumi.global.yaml > site.region: "westeurope" is the region of a cell or its pair (Pulumi.prod.yaml), so both would be lost at once | write a region that no cell uses, nor any cell\'s pair',
            ],
        ],
        [
            "the global stack in a cell's pair",
            { stacks: { global: { site: { region: "northeurope", pairedRegion: "westeurope" } } } },
            [
                'Pulumi.global.yaml > site.region: "northeurope" is the region of a cell or its pair (Pulumi.prod.yaml), so both would be lost at once | write a region that no cell uses, nor any cell\'s pair',
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });
});
