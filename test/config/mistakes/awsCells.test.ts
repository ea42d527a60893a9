import { awsCellStack, type Changes, many, mistakesOf, removeProjects } from "../testProject";

afterAll(removeProjects);

const global = { cells: ["eu1", "aws1"] };
/** The project with a cell on AWS that is changed like this, and customers of that cell. */
const cell = (aws1: object, customers: Changes["customers"] = {}): Changes => ({
    stacks: { global, aws1 },
    customers: Object.fromEntries(
        Object.entries(customers).map(([slug, change]) => [slug, { cell: "aws1", ...(change as object) }]),
    ),
});
const site = (change: object) => cell({ site: change });
const regions = "eu-central-1, eu-west-1, eu-west-3, eu-north-1, eu-south-1, eu-south-2";

describe("mistakes in the site of a cell on AWS", () => {
    it.each<[string, Changes, string[]]>([
        [
            "two zones",
            site({ zones: ["a", "b"] }),
            ["Pulumi.aws1.yaml > site.zones: names fewer than three zones | write zones: [a, b, c]"],
        ],
        [
            "another zone",
            site({ zones: ["a", "b", "d"] }),
            ['Pulumi.aws1.yaml > site.zones[2]: "d" is not "c" | write zones: [a, b, c]'],
        ],
        [
            "no backup site",
            site({ backupSite: undefined }),
            [
                "Pulumi.aws1.yaml > site.backupSite: is missing | write backupSite with the keys region and pairedRegion, a site on Azure: backups lie there, as promised (BKP-2)",
            ],
        ],
        [
            "a backup site on AWS",
            site({ backupSite: { region: "eu-west-3" } }),
            [
                'Pulumi.aws1.yaml > site.backupSite.region: "eu-west-3" is not a region this project knows | write one of westeurope, northeurope, swedencentral, germanywestcentral, francecentral',
            ],
        ],
        [
            "a backup site out of the Union",
            site({ backupSite: { region: "uksouth", pairedRegion: "ukwest" } }),
            [
                'Pulumi.aws1.yaml > site.backupSite.region: "uksouth" lies outside the European Union | write one of westeurope, northeurope, swedencentral, germanywestcentral, francecentral',
            ],
        ],
        [
            "a backup site with another pair",
            site({ backupSite: { pairedRegion: "francecentral" } }),
            [
                'Pulumi.aws1.yaml > site.backupSite.pairedRegion: "francecentral" is not the pair of westeurope | write pairedRegion: northeurope',
            ],
        ],
        [
            "Identity Center in the region that may be lost",
            cell({ aws: { identityCenter: { region: "eu-central-1" } } }),
            [
                'Pulumi.aws1.yaml > aws.identityCenter.region: "eu-central-1" is the region of the site: staff could not sign in when it is lost | have Identity Center in another region, and write that',
            ],
        ],
        [
            "no images for the loss of the region",
            cell({ application: { pairedImageId: undefined }, jobs: { pairedImageId: undefined } }),
            ["application", "jobs"].map(
                (part) =>
                    `Pulumi.aws1.yaml > ${part}.pairedImageId: is missing, and an image has another id in every region | copy it to eu-west-1 (aws ec2 copy-image) and write the id that it has there`,
            ),
        ],
        [
            "a region of another continent",
            site({ region: "us-east-1" }),
            [
                `Pulumi.aws1.yaml > site.region: "us-east-1" is not a region this project knows | did you mean "eu-west-1"? write one of ${regions}`,
            ],
        ],
        [
            "a region out of the Union",
            site({ pairedRegion: "eu-west-2" }),
            [
                `Pulumi.aws1.yaml > site.pairedRegion: "eu-west-2" lies outside the European Union | write another region that holds the near copies, one of ${regions}`,
            ],
        ],
        [
            "copies in the region of the site",
            site({ pairedRegion: "eu-central-1" }),
            [
                'Pulumi.aws1.yaml > site.pairedRegion: "eu-central-1" is the region of the site, and copies must outlive it (DR-2) | write another region of AWS in the European Union',
            ],
        ],
        [
            "another region for the provider",
            { ...cell({}), awsRegion: "eu-west-1" },
            [
                'Pulumi.aws1.yaml > aws:region: "eu-west-1" is not the region of the site, eu-central-1 | write aws:region: eu-central-1 below config, beside oxygis:stack',
            ],
        ],
        [
            "no region for the provider",
            { stacks: { global, aws1: `config:\n  oxygis:stack: ${JSON.stringify(awsCellStack)}\n` } },
            [
                "Pulumi.aws1.yaml > aws:region: is missing | write aws:region: eu-central-1 below config, beside oxygis:stack",
            ],
        ],
        [
            "several of them at once",
            site({ region: "eu-west-2", zones: ["a"], backupSite: undefined }),
            [
                `Pulumi.aws1.yaml > site.region: "eu-west-2" lies outside the European Union | write one of ${regions}`,
                "Pulumi.aws1.yaml > site.zones: names fewer than three zones | write zones: [a, b, c]",
                "Pulumi.aws1.yaml > site.backupSite: is missing | write backupSite with the keys region and pairedRegion, a site on Azure: backups lie there, as promised (BKP-2)",
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });
});

describe("mistakes in what a cell on AWS is made of", () => {
    it.each<[string, Changes, string[]]>([
        [
            "machines without a hypervisor",
            cell({ application: { instanceType: "m7i.metal-24xl" }, jobs: { instanceType: "m5.metal" } }),
            ["application", "jobs"].map(
                (part, index) =>
                    `Pulumi.aws1.yaml > ${part}.instanceType: "${["m7i.metal-24xl", "m5.metal"][index]}" is a bare-metal type, and only virtual servers are used (HOST-1) | write a type of virtual server, for example m7i.large, never one that ends in metal`,
            ),
        ],
        [
            "an image of Azure's",
            cell({ application: { imageId: "/subscriptions/x" } }),
            [
                'Pulumi.aws1.yaml > application.imageId: "/subscriptions/x" is not the id of an image of machines | write the id of one image in the site\'s region, for example ami-0123456789abcdef0',
            ],
        ],
        [
            "a class without a standby",
            cell({ data: { class: "db.t3.medium" } }),
            [
                'Pulumi.aws1.yaml > data.class: "db.t3.medium" is not a class that AWS offers Multi-AZ SQL Server for | write a class of large or more, for example db.m6i.xlarge',
            ],
        ],
        [
            "storage that cannot grow",
            cell({ data: { storageGiB: { least: 400, most: 410 } } }),
            [
                "Pulumi.aws1.yaml > data.storageGiB: leaves less than a tenth to grow | write least and most, for example { least: 200, most: 2000 }",
            ],
        ],
        [
            "an image without a digest",
            cell({ databases: { image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/databases:1.0" } }),
            [
                'Pulumi.aws1.yaml > databases.image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/databases:1.0" is not an image in ECR with its digest | write <account>.dkr.ecr.<region>.amazonaws.com/<repository>@sha256:<digest>, as the build of images/databases prints it: a digest cannot be given to another image',
            ],
        ],
        [
            "an image in another region",
            cell({
                databases: {
                    image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/databases@sha256:${"0".repeat(64)}`,
                },
            }),
            [
                "Pulumi.aws1.yaml > databases.image: lies in eu-west-1, and Lambda takes images of its own region only | copy it to a registry in eu-central-1",
            ],
        ],
        [
            "pools, which are Azure's",
            cell({ pools: { paid: { count: 1, vCores: 2 } } }),
            [
                'Pulumi.aws1.yaml > pools: unknown key "pools" | the keys here are kind, cell, domain, site, tags, globalStack, network, egress, application, jobs, data, databases, watch, immutability, lockedArchives, aws, recovers, restores',
            ],
        ],
        [
            "a group of staff that is missing, and one by name",
            cell({ aws: { identityCenter: { groups: { security: undefined, support: "support" } } } }),
            [
                'Pulumi.aws1.yaml > aws.identityCenter.groups.support: "support" is not an Identity Center id of a group | write the id of the group that Entra ID carries over (aws identitystore list-groups)',
                "Pulumi.aws1.yaml > aws.identityCenter.groups.security: is missing | write the id of the group that Entra ID carries over (aws identitystore list-groups)",
            ],
        ],
        [
            "an account number whose zeros YAML would drop",
            cell({ aws: { accountId: 11122223333 } }),
            [
                'Pulumi.aws1.yaml > aws.accountId: must be a text, but is the number 11122223333 | write the twelve digits of the cell\'s own account between quotes, for example "000000000000"',
            ],
        ],
        [
            "an archive of logs where none is",
            cell({ lockedArchives: ["northeurope"] }),
            [
                'Pulumi.aws1.yaml > lockedArchives[0]: "northeurope" is no region in which this stack keeps an archive of logs | write one of westeurope, or take it out',
            ],
        ],
        [
            "a cell that the edge does not list",
            { stacks: { aws1: {} } },
            ["Pulumi.global.yaml > cells: does not name the cell aws1 of Pulumi.aws1.yaml | write cells: [eu1, aws1]"],
        ],
        [
            "addresses of a cell on Azure, its name, and the account of another cell on AWS",
            {
                stacks: {
                    global,
                    aws1: { network: { addressSpace: "10.20.0.0/18" } },
                    aws2: { cell: "eu1", network: { addressSpace: "10.60.0.0/16" } },
                },
            },
            [
                "Pulumi.aws2.yaml > aws.accountId: is the account of Pulumi.aws1.yaml, and each cell on AWS has one of its own | have another account made in the organization, and write its number",
                "Pulumi.prod.yaml > cell: Pulumi.aws2.yaml declares the cell eu1 already | give the cell another name, or take one of the two files out",
                "Pulumi.prod.yaml > network.addressSpace: 10.20.0.0/16 overlaps 10.20.0.0/18 of Pulumi.aws1.yaml | write a block that no other cell uses: overlapping networks can never be joined",
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });
});

describe("mistakes in customers of a cell on AWS", () => {
    it.each<[string, Changes, string[]]>([
        ...["trial", "education", "freemium"].map((plan): [string, Changes, string[]] => [
            `a ${plan} customer`,
            cell({}, { blue: { plan } }),
            [
                `infra/customers/blue.yaml > plan: "${plan}" is not offered in the cell aws1: on AWS are paid customers only | write plan: paid, or move the customer to a cell on Azure: eu1`,
            ],
        ]),
        [
            "a customer with further copies",
            cell({}, { blue: { replicateTo: ["francecentral"] } }),
            [
                "infra/customers/blue.yaml > replicateTo: is not offered in the cell aws1: its copies lie in eu-west-1 and on Azure | take it out, or move the customer to a cell on Azure: eu1",
            ],
        ],
        [
            "a customer whose copies stay at home",
            cell({}, { blue: { residency: "home", residencyReason: "contract" } }),
            [
                "infra/customers/blue.yaml > residency: is not possible in the cell aws1: its backups lie on Azure too (BKP-2) | take it out, or move the customer to a cell on Azure: eu1",
            ],
        ],
        [
            "a customer in no instance of two, and one in an unknown one",
            cell({ data: { instances: 2 } }, { blue: {}, cyan: { pool: "paid-3" }, dun: { pool: "paid-2" } }),
            [
                "infra/customers/blue.yaml > pool: is missing, and the cell aws1 has 2 instances | write one of paid-1, paid-2: a database does not move by itself",
                'infra/customers/cyan.yaml > pool: there is no pool "paid-3" | write one of paid-1, paid-2',
            ],
        ],
        [
            "more databases than an instance holds",
            cell({}, many(30, {})),
            [
                "Pulumi.aws1.yaml > data: instance paid-1 gets 30 databases, and db.m6i.large holds 30, one of them kept free for a restore | write a larger class or more instances, or move customers to another cell",
            ],
        ],
        [
            "more data than an instance holds",
            cell(
                {},
                { blue: { size: "large" }, cyan: { size: "large" }, dun: { size: "large" }, eel: { size: "small" } },
            ),
            [
                "Pulumi.aws1.yaml > data.storageGiB: instance paid-1 needs 405 GiB with room for a restore, and may grow to 400 | write most: 405, or more instances",
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });

    it.each<[string, Changes]>([
        ["as many databases as an instance holds", cell({}, many(29, {}))],
        ["an erased trial", cell({}, { blue: { plan: "trial", status: "erased" } })],
    ])("accepts %s", (_, changes) => {
        expect(mistakesOf(changes)).toEqual([]);
    });
});

describe("mistakes in the restores and the recovery of a cell on AWS", () => {
    const restore = {
        from: "native",
        source: "aws1/blue/2026-01-19T03:10:00Z/full.bak",
        point: "2026-01-19T03:10:00Z",
        wave: "paid",
        order: 1,
    };
    const sourceOf = (source: string) => cell({ restores: { blue: { ...restore, source } } }, { blue: {} });
    const recovers = { stack: "aws1", region: "eu-central-1", wave: "paid" };
    /** The cell, and a stack in Ireland that stands in for it, changed like this. */
    const standIn = (change: object): Changes => {
        const { stacks, customers } = cell({}, { blue: {} });
        const ireland = {
            site: { region: "eu-west-1", pairedRegion: "eu-central-1" },
            network: { addressSpace: "10.60.0.0/16" },
            databases: { image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/databases@sha256:${"0".repeat(64)}` },
        };
        return { customers: customers!, stacks: { ...stacks, awsAgain: { ...ireland, ...change } } };
    };

    it.each<[string, Changes, string[]]>([
        ...["aws1/cyan/2026/full.bak", "aws1/blue/../cyan/2026/full.bak", "aws1/blue/2026.zip"].map(
            (source): [string, Changes, string[]] => [
                `${source} for the customer blue`,
                sourceOf(source),
                [
                    `Pulumi.aws1.yaml > restores.blue.source: "${source}" is not the key of a backup of blue | write aws1/blue/<time>/full.bak`,
                ],
            ],
        ),
        [
            "a customer of another cell, and a place that is taken",
            cell({ restores: { blue: restore, amber: { ...restore, source: "aws1/amber/1/full.bak" } } }, { blue: {} }),
            [
                'Pulumi.aws1.yaml > restores.amber: there is no customer "amber" in the cell aws1 | write the slug of a customer of the cell, or take it out',
                'Pulumi.aws1.yaml > restores.amber.order: 1 is the place of "blue" in the wave paid already | give each customer of a wave a place of its own, from 1 for the largest database',
            ],
        ],
        [
            "a stand-in where the lost site stood, for a stack that is none of the cell",
            standIn({ recovers: { ...recovers, stack: "prod", region: "eu-west-1", waiting: ["amber"] } }),
            [
                'Pulumi.awsAgain.yaml > site.region: "eu-west-1" is the region that was lost | write another region',
                'Pulumi.awsAgain.yaml > recovers.stack: "prod" is no other stack of the cell aws1 | write the name of the lost stack of the same cell, for example stack: aws1',
                'Pulumi.awsAgain.yaml > recovers.waiting[0]: there is no customer "amber" in the cell aws1 | write the slug of a customer of the cell, or take it out',
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes).filter((line) => !line.includes("declares the cell"))).toEqual(expected);
    });

    it("are none in a stack that stands in for another", () => {
        expect(mistakesOf(standIn({ recovers, restores: { blue: restore } }))).toEqual([]);
    });

    const copies = "https://copies.blob.core.windows.net/backups/aws1";
    /** The cell, and a stack in Azure that stands in for it, changed like this. */
    const across = (change: object, changes: object = {}): Changes => {
        const { stacks, customers } = cell({}, { blue: changes });
        const azure = {
            cell: "aws1",
            network: { addressSpace: "10.70.0.0/16" },
            managedInstances: { count: 1, vCores: 4, storageGiB: 1024 },
            recovers,
            restores: { blue: { ...restore, source: `${copies}/blue/2026-01-19T0900Z/full.bak` } },
            ...change,
        };
        return { customers: customers!, stacks: { ...stacks, recovery: azure } };
    };

    it.each<[string, Changes, string[]]>([
        ["nothing in a cell that was rebuilt on Azure", across({}), []],
        [
            "another customer's backup, and one of Azure",
            across({ restores: { blue: { ...restore, source: `${copies}/amber/2026-01-19T0900Z/full.bak` } } }),
            [
                'Pulumi.recovery.yaml > restores.blue.source: "db-amber" is not a database of blue | write the id of a backup of a cell on AWS of db-blue',
            ],
        ],
        [
            "no instance for what comes from AWS",
            across({ managedInstances: undefined }),
            [
                "Pulumi.recovery.yaml > managedInstances: is missing, and blue would be restored from backups of a cell on AWS | write managedInstances: { count: 1, vCores: 4, storageGiB: 2048 }",
            ],
        ],
        [
            "an instance that is too small, and of a size that Azure has not",
            across({ managedInstances: { count: 1, vCores: 4, storageGiB: 4096 } }),
            [
                "Pulumi.recovery.yaml > managedInstances.storageGiB: 4096 is more than the 2048 GiB of an instance with 4 vCores | write vCores: 8, or less storage",
            ],
        ],
        [
            "sizes that Azure does not have",
            across({ managedInstances: { count: 11, vCores: 5, storageGiB: 100 } }),
            [
                "Pulumi.recovery.yaml > managedInstances.count: 11 is more than 10 | write a whole number from 1 to 10, as the lost stack has instances",
                "Pulumi.recovery.yaml > managedInstances.vCores: 5 is not a size Azure has for an instance | write one of 4, 8, 16, 24, 32, 40, 64, 80",
                "Pulumi.recovery.yaml > managedInstances.storageGiB: 100 is not a multiple of 32 | write a multiple of 32 of at most 16384",
            ],
        ],
        [
            "more data than an instance holds",
            across({ managedInstances: { count: 1, vCores: 4, storageGiB: 64 } }, { size: "large" }),
            [
                "Pulumi.recovery.yaml > managedInstances: instance paid-1 gets 1 databases with 100 GiB, and holds 100 with 64 GiB | write a larger storageGiB, or name another instance in some customers' files (pool)",
            ],
        ],
        [
            "instances in a cell that stands in for none on AWS",
            { stacks: { prod: { managedInstances: { count: 1, vCores: 4, storageGiB: 64 } } } },
            ["Pulumi.prod.yaml > managedInstances: is for a cell only that stands in for one on AWS | take it out"],
        ],
        [
            "a lost region that is not the cell's",
            across({ recovers: { ...recovers, region: "eu-west-1" } }),
            [
                'Pulumi.recovery.yaml > recovers.region: "eu-west-1" is not the region of Pulumi.aws1.yaml | write region: eu-central-1',
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });
});
