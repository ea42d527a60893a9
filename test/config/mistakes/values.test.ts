import { type Changes, mistakesOf, removeProjects } from "../testProject";

afterAll(removeProjects);

describe("mistakes in values of a stack", () => {
    it.each<[string, Changes, string[]]>([
        [
            "a long name of a cell",
            {
                stacks: { prod: { cell: "europe-one" }, global: { cells: ["europe-one"] } },
                customers: { amber: { cell: "europe-one" } },
            },
            [
                'Pulumi.global.yaml > cells[0]: "europe-one" is not 2 to 8 characters a-z and 0-9 that begin with a letter | write 2 to 8 characters a-z and 0-9 that begin with a letter, for example eu1: the name is part of a key vault\'s, which Azure limits to 24',
                'Pulumi.prod.yaml > cell: "europe-one" is not 2 to 8 characters a-z and 0-9 that begin with a letter | write 2 to 8 characters a-z and 0-9 that begin with a letter, for example eu1: the name is part of a key vault\'s, which Azure limits to 24',
                'infra/customers/amber.yaml > cell: "europe-one" is not 2 to 8 characters a-z and 0-9 that begin with a letter | write the name of the cell that hosts the customer, for example eu1',
            ],
        ],
        [
            "an address space too small",
            { stacks: { prod: { network: { addressSpace: "10.20.0.0/24" } } } },
            [
                'Pulumi.prod.yaml > network.addressSpace: "10.20.0.0/24" is smaller than /20 | write a private block from /16 to /20 that begins at a multiple of its size, for example 10.20.0.0/16',
            ],
        ],
        [
            "an address space too large",
            { stacks: { prod: { network: { addressSpace: "10.0.0.0/8" } } } },
            [
                'Pulumi.prod.yaml > network.addressSpace: "10.0.0.0/8" is larger than /16 | write a private block from /16 to /20 that begins at a multiple of its size, for example 10.20.0.0/16',
            ],
        ],
        [
            "an address space that begins between two blocks",
            { stacks: { prod: { network: { addressSpace: "10.20.1.0/16" } } } },
            [
                'Pulumi.prod.yaml > network.addressSpace: "10.20.1.0/16" is not a block of addresses | write a private block from /16 to /20 that begins at a multiple of its size, for example 10.20.0.0/16',
            ],
        ],
        [
            "public addresses",
            { stacks: { prod: { network: { addressSpace: "20.20.0.0/16" } } } },
            [
                'Pulumi.prod.yaml > network.addressSpace: "20.20.0.0/16" is not a private block of addresses | write a private block from /16 to /20 that begins at a multiple of its size, for example 10.20.0.0/16',
            ],
        ],
        [
            "a host with a scheme",
            { stacks: { prod: { egress: { allowedHosts: ["https://api.example"] } } } },
            [
                'Pulumi.prod.yaml > egress.allowedHosts[0]: "https://api.example" is not a host name in lower case | write a host name without https:// and path, for example login.microsoftonline.com or *.contoso.example',
            ],
        ],
        [
            "any host",
            { stacks: { prod: { egress: { allowedHosts: ["*"] } } } },
            [
                'Pulumi.prod.yaml > egress.allowedHosts[0]: "*" is not a host name in lower case | write a host name without https:// and path, for example login.microsoftonline.com or *.contoso.example',
            ],
        ],
        [
            "an image that is not pinned",
            {
                stacks: {
                    prod: {
                        application: {
                            imageId:
                                "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/rg/providers/Microsoft.Compute/galleries/g/images/i/versions/latest",
                        },
                    },
                },
            },
            [
                'Pulumi.prod.yaml > application.imageId: "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/rg/provide..." is not the id of one version of a gallery image | write the id of one numbered version: /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Compute/galleries/<gallery>/images/<image>/versions/1.0.0 (latest would differ from one machine to the next)',
            ],
        ],
        [
            "two machines",
            { stacks: { prod: { application: { instances: 2 } } } },
            [
                "Pulumi.prod.yaml > application.instances: 2 is less than 3 | write a whole number from 3 (one machine in each zone, DR-1) to 1000",
            ],
        ],
        [
            "half a machine",
            { stacks: { prod: { application: { instances: 3.5 } } } },
            [
                "Pulumi.prod.yaml > application.instances: must be a whole number, but is the number 3.5 | write a whole number from 3 (one machine in each zone, DR-1) to 1000",
            ],
        ],
        [
            "a size without its version",
            { stacks: { prod: { application: { vmSize: "D2s" } } } },
            [
                'Pulumi.prod.yaml > application.vmSize: "D2s" is not the name of a virtual machine size | write a size with its version, for example Standard_D2s_v5',
            ],
        ],
        [
            "administrators, where they stood before",
            { stacks: { prod: { administrators: ["00000000-0000-4000-8000-0000000000a1"] } } },
            [
                'Pulumi.prod.yaml > administrators: unknown key "administrators" | leave it out: who administers databases stands in infra/staff.yaml, below databaseAdministration',
            ],
        ],
        [
            "an expiry that is no time",
            { stacks: { global: { disclosure: { expires: "31-10-2027" } } } },
            [
                'Pulumi.global.yaml > disclosure.expires: "31-10-2027" is not an ISO 8601 time in UTC | write a time in UTC between quotes, for example expires: "2027-10-31T00:00:00Z"',
            ],
        ],
        [
            "a contact without a scheme",
            { stacks: { global: { disclosure: { contact: ["security@cloud.example"] } } } },
            [
                'Pulumi.global.yaml > disclosure.contact[0]: "security@cloud.example" is neither a mailto: nor an https: address | write an address that begins with mailto: or https:',
            ],
        ],
        [
            "logs kept less than a year",
            { stacks: { global: { audit: { retentionDays: 90 } } } },
            [
                "Pulumi.global.yaml > audit.retentionDays: 90 is less than 365 | write a whole number from 365 (a year is promised, ACC-2) to 730 (Azure's most), for example 400",
            ],
        ],
        [
            "a limit of requests as text",
            { stacks: { global: { waf: { requestsPerMinute: "600" } } } },
            [
                'Pulumi.global.yaml > waf.requestsPerMinute: must be a number, but is "600" | write a whole number from 10 to 1000000, for example 600',
            ],
        ],
        [
            "a tag that is a number",
            { stacks: { prod: { tags: { costCentre: 4711 } } } },
            [
                "Pulumi.prod.yaml > tags.costCentre: must be a text, but is the number 4711 | write at most 20 lines of the form name: text, with names of 1 to 128 characters without < > % & \\ ? / and texts up to 256, numbers between quotes",
            ],
        ],
        [
            "a tag name that Azure refuses",
            { stacks: { prod: { tags: { "cost/centre": "4711" } } } },
            [
                'Pulumi.prod.yaml > tags.cost/centre: "4711" stands under a name Azure does not allow for a tag | write at most 20 lines of the form name: text, with names of 1 to 128 characters without < > % & \\ ? / and texts up to 256, numbers between quotes',
            ],
        ],
        [
            "tags that differ in case",
            { stacks: { prod: { tags: { owner: "a", Owner: "b" } } } },
            [
                'Pulumi.prod.yaml > tags.Owner: "Owner" stands there twice: Azure does not tell upper from lower case in tags | take one of the two out',
            ],
        ],
        [
            "too many tags",
            { stacks: { prod: { tags: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`tag${i}`, "x"])) } } },
            [
                "Pulumi.prod.yaml > tags: holds more than 20 tags | write at most 20 lines of the form name: text, with names of 1 to 128 characters without < > % & \\ ? / and texts up to 256, numbers between quotes",
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });
});
