import { type Changes, many, mistakesOf, removeProjects } from "../testProject";

afterAll(removeProjects);

describe("mistakes in where documents lie", () => {
    const accounts = (count: number) => ({ prod: { documents: { accounts: count } } });
    const pools = { paid: { count: 3, vCores: 8 } };

    it.each<[string, Changes, string[]]>([
        [
            "more customers than a vault protects of an account",
            { customers: many(99, {}), stacks: { prod: { documents: { accounts: 1 }, pools } } },
            [
                "Pulumi.prod.yaml > documents.accounts: documents account 1 gets 100 customers, and a backup vault protects 99 of one account | write accounts: 2 before the cell's first deployment; later take new customers into a new cell, because documents do not move between accounts",
            ],
        ],
        [
            "more customers who stay at home than an account takes",
            {
                customers: many(100, { residency: "home", residencyReason: "contract" }),
                stacks: { prod: { pools } },
            },
            [
                "Pulumi.prod.yaml > documents.accounts: 100 customers have residency: home, and a backup vault protects 99 of one account | take new customers into a new cell",
            ],
        ],
        [
            "more customers who want one further region than an account takes",
            { customers: many(100, { replicateTo: ["germanywestcentral"] }), stacks: { prod: { pools } } },
            [
                "Pulumi.prod.yaml > documents.accounts: 100 customers want copies in germanywestcentral, and a backup vault protects 99 of one account | take new customers into a new cell",
            ],
        ],
    ])("reports %s", (_, changes, expected) => {
        expect(mistakesOf(changes)).toEqual(expected);
    });

    it.each<[string, Changes]>([
        [
            "as many customers as one account takes",
            { customers: many(98, {}), stacks: { prod: { ...accounts(1).prod, pools } } },
        ],
        ["the number it asks for", { customers: many(99, {}), stacks: { prod: { ...accounts(2).prod, pools } } }],
        [
            "erased customers, whose documents are gone, in any number",
            { customers: many(120, { status: "erased" }), stacks: accounts(1) },
        ],
    ])("accepts %s", (_, changes) => {
        expect(mistakesOf(changes)).toEqual([]);
    });
});
