import { type Changes, mistakesOf, removeProjects } from "../testProject";

afterAll(removeProjects);

const one = { name: "one", email: "one@cloud.example" };
const two = { name: "two", email: "two@cloud.example" };

describe("mistakes in what a cell is made of", () => {
    it.each<[string, Changes, string[]]>([
        [
            "protection of an unknown kind",
            { stacks: { prod: { immutability: "Locked" } } },
            [
                'Pulumi.prod.yaml > immutability: "Locked" is not allowed here | did you mean "locked"? write locked in production (nobody can take the protection of backups and logs back, ever), reversible elsewhere',
            ],
        ],
        [
            "protection left open",
            { stacks: { global: { immutability: undefined } } },
            [
                "Pulumi.global.yaml > immutability: is missing | write locked in production (nobody can take the protection of backups and logs back, ever), reversible elsewhere",
            ],
        ],
        [
            "one receiver of alerts",
            { stacks: { global: { alerts: { operations: [one], security: [one, two] } } } },
            [
                "Pulumi.global.yaml > alerts.operations: names fewer than two receivers | write at least two people or mailboxes, each with name and email: one of them may be away",
            ],
        ],
        [
            "one mailbox under two names",
            {
                stacks: {
                    global: {
                        alerts: {
                            operations: [one, { name: "two", email: "ONE@cloud.example" }],
                            security: [one, two],
                        },
                    },
                },
            },
            [
                'Pulumi.global.yaml > alerts.operations[1]: "ONE@cloud.example" stands in the list twice | take one of the two out',
            ],
        ],
        [
            "a receiver without a mailbox",
            {
                stacks: {
                    global: { alerts: { operations: [one, two], security: [one, { name: "two", email: "two" }] } },
                },
            },
            [
                'Pulumi.global.yaml > alerts.security[1].email: "two" is not an e-mail address | write an e-mail address, for example on-call@oxygis-cloud.example',
            ],
        ],
        [
            "a budget of nothing",
            { stacks: { global: { budget: { monthlyEuros: 0 } } } },
            [
                "Pulumi.global.yaml > budget.monthlyEuros: 0 is less than 1 | write a whole number of euros from 1 to 10000000, for example 20000",
            ],
        ],
        [
            "a budget that begins with a day",
            { stacks: { global: { budget: { firstMonth: "2026-12-01" } } } },
            [
                'Pulumi.global.yaml > budget.firstMonth: "2026-12-01" is not a month | write the month of the first deployment between quotes, for example firstMonth: "2026-12"',
            ],
        ],
        [
            "job servers from the latest image",
            { stacks: { prod: { jobs: { imageId: "latest" } } } },
            [
                'Pulumi.prod.yaml > jobs.imageId: "latest" is not the id of one version of a gallery image | write the id of one numbered version: /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Compute/galleries/<gallery>/images/<image>/versions/1.0.0 (latest would differ from one machine to the next)',
            ],
        ],
        [
            "a data disk smaller than Azure sells",
            { stacks: { prod: { jobs: { dataDiskGiB: 1 } } } },
            [
                "Pulumi.prod.yaml > jobs.dataDiskGiB: 1 is less than 4 | write a whole number of GiB from 4 to 32767, for example 128",
            ],
        ],
        [
            "no account for documents",
            { stacks: { prod: { documents: { accounts: 0 } } } },
            [
                "Pulumi.prod.yaml > documents.accounts: 0 is less than 1 | write a whole number from 1 to 50: one for every 100 customers and some to spare",
            ],
        ],
        [
            "the latest image for the watch",
            { stacks: { prod: { watch: { image: "mcr.microsoft.com/azure-powershell:latest" } } } },
            [
                'Pulumi.prod.yaml > watch.image: "mcr.microsoft.com/azure-powershell:latest" is not an image with its version | write a container image with its version or digest, never latest',
            ],
        ],
        [
            "an image for the watch without a version",
            { stacks: { prod: { watch: { image: "mcr.microsoft.com/azure-powershell" } } } },
            [
                'Pulumi.prod.yaml > watch.image: "mcr.microsoft.com/azure-powershell" is not an image with its version | write a container image with its version or digest, never latest',
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });
});
