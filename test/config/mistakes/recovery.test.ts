import { type Changes, many, mistakesOf, removeProjects } from "../testProject";

afterAll(removeProjects);

const subscription = "/subscriptions/00000000-0000-4000-8000-000000000000";
const server = `${subscription}/resourceGroups/rg-data/providers/Microsoft.Sql/servers/sql-eu1`;
const longTerm = `${subscription}/resourceGroups/rg-data/providers/Microsoft.Sql/locations/westeurope/longTermRetentionServers/sql-eu1/longTermRetentionDatabases`;
const point = "2026-01-19T03:10:00Z";

const sources = {
    geo: (database: string) => `${server}/recoverableDatabases/${database}`,
    weekly: (database: string) => `${longTerm}/${database}/longTermRetentionBackups/b0;131`,
    secondary: (database: string) => `${server}/databases/${database}`,
};
const geo = { from: "geo", source: sources.geo("db-amber"), point, wave: "paid", order: 1 };
const recovery = {
    site: { region: "northeurope", pairedRegion: "westeurope" },
    network: { addressSpace: "10.30.0.0/16" },
    documents: { copies: "francecentral" },
    recovers: { stack: "prod", region: "westeurope", wave: "paid" },
    restores: { amber: geo },
};
const recovers = recovery.recovers;

/** A valid recovery with these changes. */
const inRecovery = (change: object, more: Changes = {}): Changes => ({
    ...more,
    stacks: { ...more.stacks, recovery: { ...recovery, ...change } },
});
const restoring = (change: object) => inRecovery({ restores: { amber: { ...geo, ...change } } });

describe("a stack that stands in for a lost one", () => {
    it.each<[string, Changes]>([
        ["restores from the copy in another region", inRecovery({})],
        ["restores from a weekly backup", restoring({ from: "weekly", source: sources.weekly("db-amber") })],
        ["has the name that home's database has not", restoring({ database: 2 })],
        ["restores what is the second database at home", restoring({ source: sources.geo("db-amber--2") })],
        [
            "reads Azure's names in any letters",
            restoring({ source: geo.source.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions") }),
        ],
        ["leaves customers out", inRecovery({ recovers: { ...recovers, waiting: ["amber"] }, restores: {} })],
        [
            "gives customers and hosts back",
            inRecovery({ recovers: { ...recovers, returned: ["amber"], cancelled: true } }),
        ],
        ["may have been planned with nobody to restore", inRecovery({ restores: undefined })],
        [
            "stands where a customer has a copy",
            inRecovery(
                { site: { region: "germanywestcentral", pairedRegion: "germanynorth" } },
                { customers: { blue: { replicateTo: ["germanywestcentral"] } } },
            ),
        ],
        [
            "leaves out who keeps every copy at home",
            inRecovery(
                { recovers: { ...recovers, waiting: ["blue"] } },
                { customers: { blue: { residency: "home", residencyReason: "by law" } } },
            ),
        ],
        [
            "has the home stack follow its databases on the way back",
            {
                stacks: {
                    prod: {
                        restores: {
                            amber: {
                                from: "secondary",
                                source: sources.secondary("db-amber"),
                                wave: "paid",
                                order: 1,
                                database: 2,
                            },
                        },
                    },
                },
            },
        ],
    ])("%s", (_, changes) => {
        expect(mistakesOf(changes)).toEqual([]);
    });
});

describe("mistakes in recoveries", () => {
    it.each<[string, Changes, string[]]>([
        [
            "a stack nobody has",
            inRecovery({ recovers: { ...recovers, stack: "prd" } }),
            [
                "Pulumi.recovery.yaml > cell: Pulumi.prod.yaml declares the cell eu1 already | give the cell another name, or take one of the two files out",
                'Pulumi.recovery.yaml > recovers.stack: there is no cell\'s stack "prd" | did you mean "prod"? the cells\' stacks are prod',
            ],
        ],
        [
            "itself",
            inRecovery({ recovers: { ...recovers, stack: "recovery" } }),
            [
                "Pulumi.recovery.yaml > cell: Pulumi.prod.yaml declares the cell eu1 already | give the cell another name, or take one of the two files out",
                "Pulumi.recovery.yaml > recovers.stack: names this stack itself | write the name of the lost stack, for example stack: prod",
            ],
        ],
        [
            "a stack that stands in for another itself",
            inRecovery(
                {},
                {
                    stacks: {
                        second: {
                            ...recovery,
                            site: { region: "francecentral", pairedRegion: "francesouth" },
                            network: { addressSpace: "10.40.0.0/16" },
                            documents: { copies: "spaincentral" },
                            recovers: { ...recovers, stack: "recovery", region: "northeurope" },
                        },
                    },
                },
            ),
            [
                "Pulumi.second.yaml > cell: Pulumi.prod.yaml declares the cell eu1 already | give the cell another name, or take one of the two files out",
                "Pulumi.second.yaml > recovers.stack: Pulumi.recovery.yaml stands in for a lost stack itself | write the stack that was lost first: stack: prod",
            ],
        ],
        [
            "another cell's stack",
            inRecovery({ cell: "eu2", restores: {} }, { stacks: { global: { cells: ["eu1", "eu2"] } } }),
            ['Pulumi.recovery.yaml > cell: "eu2" is not the cell of Pulumi.prod.yaml | write cell: eu1'],
        ],
        [
            "another region than the lost one's",
            inRecovery({ recovers: { ...recovers, region: "swedencentral" }, documents: {} }),
            [
                'Pulumi.recovery.yaml > recovers.region: "swedencentral" is not the region of Pulumi.prod.yaml | write region: westeurope',
            ],
        ],
        [
            "the region that was lost, with its network and its name",
            inRecovery({ site: {}, network: {}, domain: "clouds.example" }),
            [
                "Pulumi.recovery.yaml > network.addressSpace: 10.20.0.0/16 overlaps 10.20.0.0/16 of Pulumi.prod.yaml | write a block that no other cell uses: overlapping networks can never be joined",
                'Pulumi.recovery.yaml > domain: "clouds.example" is not the domain of Pulumi.global.yaml | write domain: cloud.example',
                'Pulumi.recovery.yaml > site.region: "westeurope" is the region that was lost | write another region',
            ],
        ],
        [
            "copies of documents in the lost region",
            inRecovery({ documents: {} }),
            [
                'Pulumi.recovery.yaml > documents.copies: the copies of documents would lie in "westeurope", which is the region that was lost | write copies: swedencentral',
            ],
        ],
        [
            "copies of documents in the site's own region",
            inRecovery({ documents: { copies: "northeurope" } }),
            [
                'Pulumi.recovery.yaml > documents.copies: the copies of documents would lie in "northeurope", which is the region of the site, and copies must outlive it | write copies: swedencentral',
            ],
        ],
        [
            "copies of documents where a customer has one",
            inRecovery({}, { customers: { blue: { replicateTo: ["francecentral"] } } }),
            [
                'Pulumi.recovery.yaml > documents.copies: the copies of documents would lie in "francecentral", which is where a customer has a copy anyway (replicateTo) | write copies: swedencentral',
            ],
        ],
        [
            "copies of documents in a pair that is closed",
            inRecovery({ site: { region: "francecentral", pairedRegion: "francesouth" }, documents: {} }),
            [
                'Pulumi.recovery.yaml > documents.copies: the copies of documents would lie in "francesouth", which has no three availability zones (BKP-3) and is closed to customers of Azure | write copies: northeurope',
            ],
        ],
        [
            "people who are no customers of the cell",
            inRecovery(
                {
                    recovers: { ...recovers, waiting: ["ambr", "dun"], returned: ["dun", "dun"] },
                    restores: { dun: { ...geo, source: sources.geo("db-dun") } },
                },
                { customers: { dun: { status: "erased" } } },
            ),
            [
                'Pulumi.recovery.yaml > recovers.waiting[0]: there is no customer "ambr" in the cell eu1 | did you mean "amber"? write the slug of a customer of the cell, or take it out',
                'Pulumi.recovery.yaml > recovers.waiting[1]: "dun" is erased | take it out: nothing of an erased customer is restored',
                'Pulumi.recovery.yaml > recovers.waiting[1]: "dun" stands in restores too | take it out here if its database is to be restored, and there if not',
                'Pulumi.recovery.yaml > recovers.returned[0]: "dun" is erased | take it out: nothing of an erased customer is restored',
                'Pulumi.recovery.yaml > recovers.returned[1]: "dun" is erased | take it out: nothing of an erased customer is restored',
                'Pulumi.recovery.yaml > recovers.returned[1]: "dun" stands in the list twice | take one of the two out',
                'Pulumi.recovery.yaml > restores.dun: "dun" is erased | take it out: nothing of an erased customer is restored',
            ],
        ],
        [
            "a source of another kind",
            restoring({ from: "weekly" }),
            [
                `Pulumi.recovery.yaml > restores.amber.source: "${geo.source.slice(0, 77)}..." is not the id of a weekly backup | write /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Sql/locations/<region>/longTermRetentionServers/<server>/longTermRetentionDatabases/db-amber/longTermRetentionBackups/<backup>`,
            ],
        ],
        [
            "another customer's backup",
            restoring({ source: sources.geo("db-amber-otter") }),
            [
                'Pulumi.recovery.yaml > restores.amber.source: "db-amber-otter" is not a database of amber | write the id of a geo-replicated backup of db-amber',
            ],
        ],
        [
            "two customers in one place",
            inRecovery(
                { restores: { amber: geo, blue: { ...geo, source: sources.geo("db-blue") } } },
                { customers: { blue: {} } },
            ),
            [
                'Pulumi.recovery.yaml > restores.blue.order: 1 is the place of "amber" in the wave paid already | give each customer of a wave a place of its own, from 1 for the largest database',
            ],
        ],
        [
            "a second database from a backup",
            { stacks: { prod: { restores: { amber: { ...geo, database: 2 } } } } },
            [
                "Pulumi.prod.yaml > restores.amber.database: makes a second database, and only one that follows a live database (from: secondary) is made beside another | take database out, or write from: secondary",
            ],
        ],
        [
            "no moment, and words that are none",
            restoring({ point: undefined, wave: "platform", order: 0, verified: "yes", database: 3, fro: "geo" }),
            [
                'Pulumi.recovery.yaml > restores.amber.wave: "platform" is not allowed here | write paid for a customer who pays, rest for all others',
                "Pulumi.recovery.yaml > restores.amber.order: 0 is less than 1 | write the place in the wave, from 1 for the largest database to 9999",
                'Pulumi.recovery.yaml > restores.amber.verified: must be boolean, but is "yes" | write true once the content of the database has been found right, or leave verified out',
                "Pulumi.recovery.yaml > restores.amber.database: 3 is neither 1 nor 2 | write database: 2 to make a database beside the one that is there, or leave database out for the first one",
                'Pulumi.recovery.yaml > restores.amber.fro: unknown key "fro" | did you mean "from"? the keys here are from, source, point, wave, order, verified, database',
                'Pulumi.recovery.yaml > restores.amber.point: is missing | write the moment the backup brings back, in UTC between quotes, for example "2026-01-19T03:10:00Z"',
            ],
        ],
        [
            "what is kept at home, restored elsewhere",
            inRecovery(
                {},
                {
                    customers: {
                        amber: { residency: "home", residencyReason: "by law" },
                        blue: { residency: "home", residencyReason: "by law" },
                    },
                },
            ),
            [
                "Pulumi.recovery.yaml > restores.amber: amber keeps every copy in its home region, so there is no backup elsewhere | take it out, and name the customer in recovers.waiting",
                "Pulumi.recovery.yaml > recovers.waiting: does not name blue, who keeps every copy in the home region and would get an empty database here | write waiting: [blue]",
            ],
        ],
        [
            "more databases than a pool takes, while customers move home",
            {
                customers: many(50, {}),
                stacks: {
                    prod: {
                        restores: Object.fromEntries(
                            Object.keys(many(50, {})).map((slug, index) => [
                                slug,
                                {
                                    from: "secondary",
                                    source: sources.secondary(`db-${slug}`),
                                    wave: "paid",
                                    order: index + 1,
                                    database: 2,
                                },
                            ]),
                        ),
                    },
                },
            },
            [
                "Pulumi.prod.yaml > pools.paid: pool paid-1 gets 51 customers with 101 databases, and 2 vCores hold 100 databases, one of them kept free for a restore | write paid: { count: 1, vCores: 4 }",
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });
});
