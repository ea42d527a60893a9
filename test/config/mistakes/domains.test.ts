import { type Changes, many, mistakesOf, removeProjects } from "../testProject";

afterAll(removeProjects);

describe("mistakes in customers' own domains", () => {
    it.each<[string, Changes, string[]]>([
        [
            "a domain of another customer in upper case",
            { customers: { blue: { domains: ["APP.Amber.example"] } } },
            [
                'infra/customers/blue.yaml > domains[0]: "app.amber.example" is a domain of infra/customers/amber.yaml already | keep it with one customer: a host name leads to one customer only',
            ],
        ],
        [
            "a domain twice with one customer",
            { customers: { amber: { domains: ["app.amber.example", "App.amber.example"] } } },
            [
                'infra/customers/amber.yaml > domains[1]: "app.amber.example" stands in the list twice | keep it with one customer: a host name leads to one customer only',
            ],
        ],
        [
            "a domain below the platform's",
            { customers: { blue: { domains: ["blue.cloud.example"] } } },
            [
                'infra/customers/blue.yaml > domains[0]: "blue.cloud.example" belongs to the platform\'s own domain cloud.example | leave it out: the customer has blue.<cell>.cloud.example already',
            ],
        ],
        [
            "the platform's domain itself",
            { customers: { blue: { domains: ["cloud.example"] } } },
            [
                'infra/customers/blue.yaml > domains[0]: "cloud.example" belongs to the platform\'s own domain cloud.example | leave it out: the customer has blue.<cell>.cloud.example already',
            ],
        ],
        [
            "an address instead of a host name",
            { customers: { blue: { domains: ["https://app.blue.example/"] } } },
            [
                'infra/customers/blue.yaml > domains[0]: "https://app.blue.example/" is not a host name | write a host name without https:// and path, no *, at most 64 characters: Azure issues no certificate for a longer one',
            ],
        ],
        [
            "a wildcard",
            { customers: { blue: { domains: ["*.blue.example"] } } },
            [
                'infra/customers/blue.yaml > domains[0]: "*.blue.example" is not a host name | write a host name without https:// and path, no *, at most 64 characters: Azure issues no certificate for a longer one',
            ],
        ],
        [
            "an IP address",
            { customers: { blue: { domains: ["192.0.2.7"] } } },
            [
                'infra/customers/blue.yaml > domains[0]: "192.0.2.7" is not a host name | write a host name without https:// and path, no *, at most 64 characters: Azure issues no certificate for a longer one',
            ],
        ],
        [
            "a host name of 65 characters",
            { customers: { blue: { domains: [`${"a".repeat(52)}.blue.example`] } } },
            [
                'infra/customers/blue.yaml > domains[0]: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.blue.example" is longer than the 64 characters a certificate allows | write a host name without https:// and path, no *, at most 64 characters: Azure issues no certificate for a longer one',
            ],
        ],
        [
            "more domains than a Front Door profile holds",
            { customers: { blue: { domains: Array.from({ length: 499 }, (_, i) => `a${i}.blue.example`) } } },
            [
                "Pulumi.global.yaml > cells: 1 wildcard domains and 500 domains of customers are more than the 500 a Front Door profile holds | take domains of customers out; each customer is served below its cell's wildcard domain without one",
            ],
        ],
        [
            "more domains than could be sent to another site",
            {
                stacks: { prod: { pools: { paid: { vCores: 8 } } } },
                customers: {
                    ...many(90, {}),
                    blue: { domains: Array.from({ length: 179 }, (_, i) => `a${i}.blue.example`) },
                },
            },
            [
                "Pulumi.global.yaml > cells: sending the hosts of eu1 to another site would take 5430 routes, and a Front Door profile has 5000 (DR-5) | take some of the 180 domains of its customers out, or move customers with domains of their own to another cell",
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });
});
