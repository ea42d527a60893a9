import { type Changes, mistakesOf, removeProjects } from "../testProject";

afterAll(removeProjects);

describe("mistakes in customers", () => {
    it.each<[string, Changes, string[]]>([
        [
            "an unknown key",
            { customers: { blue: { pln: "paid" } } },
            [
                'infra/customers/blue.yaml > pln: unknown key "pln" | did you mean "plan"? the keys here are name, plan, cell, size, status, domains, replicateTo, residency, residencyReason, pool',
            ],
        ],
        [
            "an unknown key that resembles none",
            { customers: { blue: { colour: "blue" } } },
            [
                'infra/customers/blue.yaml > colour: unknown key "colour" | the keys here are name, plan, cell, size, status, domains, replicateTo, residency, residencyReason, pool',
            ],
        ],
        [
            "a slug in the file",
            { customers: { blue: { slug: "blue" } } },
            ['infra/customers/blue.yaml > slug: unknown key "slug" | leave it out: the file\'s name is the slug'],
        ],
        [
            "a missing key",
            { customers: { blue: { plan: undefined } } },
            ["infra/customers/blue.yaml > plan: is missing | write one of paid, trial, education, freemium"],
        ],
        [
            "an unknown plan",
            { customers: { blue: { plan: "gold" } } },
            [
                'infra/customers/blue.yaml > plan: "gold" is not allowed here | write one of paid, trial, education, freemium',
            ],
        ],
        [
            "a misspelt plan",
            { customers: { blue: { plan: "Payed" } } },
            [
                'infra/customers/blue.yaml > plan: "Payed" is not allowed here | did you mean "paid"? write one of paid, trial, education, freemium',
            ],
        ],
        [
            "an unknown size",
            { customers: { blue: { size: "S" } } },
            [
                'infra/customers/blue.yaml > size: "S" is not allowed here | did you mean "small"? write one of small, medium, large',
            ],
        ],
        [
            "an unknown status",
            { customers: { blue: { status: "suspend" } } },
            [
                'infra/customers/blue.yaml > status: "suspend" is not allowed here | did you mean "suspended"? write one of active, suspended, leaving, erased',
            ],
        ],
        [
            "a number for a name",
            { customers: { blue: { name: 4711 } } },
            [
                "infra/customers/blue.yaml > name: must be a text, but is the number 4711 | write the customer's name as people know it, at most 100 characters, between quotes if it is a number",
            ],
        ],
        [
            "an empty name",
            { customers: { blue: { name: " " } } },
            [
                'infra/customers/blue.yaml > name: " " is blank | write the customer\'s name as people know it, at most 100 characters, between quotes if it is a number',
            ],
        ],
        [
            "no value behind a key",
            { customers: { blue: "name: Blue\nplan:\ncell: eu1\nsize: small\nstatus: active\n" } },
            ["infra/customers/blue.yaml > plan: holds nothing | write one of paid, trial, education, freemium"],
        ],
        [
            "an unknown cell",
            { customers: { blue: { cell: "eu7" } } },
            ['infra/customers/blue.yaml > cell: there is no cell "eu7" | did you mean "eu1"? the cells are eu1'],
        ],
        [
            "a region that nobody knows",
            { customers: { blue: { replicateTo: ["mars"] } } },
            [
                'infra/customers/blue.yaml > replicateTo[0]: "mars" is not a region this project knows | write one of westeurope, northeurope, swedencentral, germanywestcentral, francecentral, italynorth, polandcentral, spaincentral',
            ],
        ],
        [
            "replication to the home region and its pair",
            { customers: { blue: { replicateTo: ["westeurope", "northeurope"] } } },
            [
                'infra/customers/blue.yaml > replicateTo[0]: "westeurope" is the home region of the cell eu1, where the data lies anyway | write another region, or take it out',
                'infra/customers/blue.yaml > replicateTo[1]: "northeurope" is the paired region of the cell eu1, where the data lies anyway | write another region, or take it out',
            ],
        ],
        [
            "replication out of the Union",
            { customers: { blue: { replicateTo: ["uksouth"] } } },
            [
                'infra/customers/blue.yaml > replicateTo[0]: "uksouth" lies outside the European Union | write one of westeurope, northeurope, swedencentral, germanywestcentral, francecentral, italynorth, polandcentral, spaincentral',
            ],
        ],
        [
            "replication to a region of young datacenters",
            { customers: { blue: { replicateTo: ["austriaeast"] } } },
            [
                'infra/customers/blue.yaml > replicateTo[0]: "austriaeast" is not yet in the ISO 27001 and SOC 2 reports (CERT-1) | write one of westeurope, northeurope, swedencentral, germanywestcentral, francecentral, italynorth, polandcentral, spaincentral',
            ],
        ],
        [
            "replication to one region twice",
            { customers: { blue: { replicateTo: ["germanywestcentral", "germanywestcentral"] } } },
            [
                'infra/customers/blue.yaml > replicateTo[1]: "germanywestcentral" stands in the list twice | take one of the two out',
            ],
        ],
        [
            "replication to more regions than Azure can carry",
            {
                customers: {
                    blue: {
                        replicateTo: [
                            "swedencentral",
                            "germanywestcentral",
                            "francecentral",
                            "italynorth",
                            "spaincentral",
                        ],
                    },
                },
            },
            [
                "infra/customers/blue.yaml > replicateTo: names 5 regions, and Azure replicates a database to at most 4 | write at most 4 regions",
            ],
        ],
        [
            "residency and replication at once",
            { customers: { blue: { residency: "home", residencyReason: "law", replicateTo: ["germanywestcentral"] } } },
            [
                "infra/customers/blue.yaml > residency: contradicts replicateTo: one keeps every copy in the home region, the other asks for copies elsewhere | take one of the two out",
            ],
        ],
        [
            "residency without a reason",
            { customers: { blue: { residency: "home" } } },
            [
                "infra/customers/blue.yaml > residencyReason: is missing | write in a sentence of at most 200 characters why no copy may leave the home region",
            ],
        ],
        [
            "residency for a blank reason",
            { customers: { blue: { residency: "home", residencyReason: "  " } } },
            [
                'infra/customers/blue.yaml > residencyReason: "  " is blank | write in a sentence of at most 200 characters why no copy may leave the home region',
            ],
        ],
        [
            "a reason for no residency",
            { customers: { blue: { residencyReason: "law" } } },
            [
                "infra/customers/blue.yaml > residencyReason: gives a reason for nothing: there is no residency | write residency: home beside it, or take it out",
            ],
        ],
        [
            "a residency that is not at home",
            { customers: { blue: { residency: "germany", residencyReason: "law" } } },
            [
                'infra/customers/blue.yaml > residency: "germany" is not "home" | write residency: home, or leave it out: the data is then also copied to the paired region, which saves it when the home region is lost',
            ],
        ],
        [
            "one region that is no list",
            { customers: { blue: { replicateTo: "germanywestcentral" } } },
            [
                'infra/customers/blue.yaml > replicateTo: must be a list, but is "germanywestcentral" | write a list of regions, for example replicateTo: [germanywestcentral], or leave replicateTo out',
            ],
        ],
        [
            "a pool of the other class",
            { customers: { blue: { pool: "other-1" } } },
            [
                'infra/customers/blue.yaml > pool: "other-1" is a pool for other plans | write one of paid-1, or leave pool out',
            ],
        ],
        [
            "a pool that does not exist",
            { customers: { blue: { pool: "paid-9" } } },
            ['infra/customers/blue.yaml > pool: there is no pool "paid-9" | write one of paid-1, or leave pool out'],
        ],
        [
            "a pool of an invented name",
            { customers: { blue: { pool: "fast" } } },
            [
                'infra/customers/blue.yaml > pool: "fast" is not the name of a pool | write a pool of the customer\'s cell, for example paid-1, or leave pool out',
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });
});
