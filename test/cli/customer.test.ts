import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import { customerList } from "../../cli/customer/list";
import { readCustomers } from "../../cli/customer/read";
import { customerShow, describe as describeCustomer } from "../../cli/customer/show";
import { UsageError } from "../../cli/errors";
import { removeProjects, writeProject } from "../config/testProject";
import { acrossFile } from "../support/fixtures";
import { rootWith } from "./rootWith";

afterAll(removeProjects);

const root = () =>
    writeProject({
        customers: {
            blue: { replicateTo: ["germanywestcentral"] },
            home: { residency: "home", residencyReason: "Our regulator says so." },
            old: { status: "erased" },
        },
    });
const find = (slug: string) => readCustomers(root()).find((customer) => customer.slug === slug)!;

/** What a command prints. */
function printed(run: () => unknown): string {
    const written: string[] = [];
    const spy = jest.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
    try {
        run();
    } finally {
        spy.mockRestore();
    }
    return written.join("");
}

describe("oxygis customer show", () => {
    it("knows a customer's places, pool, database and hosts without a cloud", () => {
        expect(find("amber")).toMatchObject({
            plan: "paid",
            pool: "paid-1",
            regions: ["westeurope", "northeurope"],
            hosts: ["amber.eu1.cloud.example", "app.amber.example"],
            database: { name: "db-amber", maxSizeGiB: 5 },
            documents: { account: expect.stringMatching(/^steu1weu\d/) as string, container: "amber" },
            givenUp: [],
            surcharge: { total: 0 },
        });
    });

    it("knows those of a customer on AWS, with the copies on Azure", () => {
        const customers = readCustomers(join(__dirname, "../.."));
        const narwhal = customers.find(({ slug }) => slug === "mellow-narwhal")!;
        expect(narwhal).toMatchObject({
            pool: "paid-1",
            regions: ["eu-central-1", "eu-west-1", "westeurope"],
            hosts: ["mellow-narwhal.aws1.oxygis-cloud.example"],
            database: { name: "db-mellow-narwhal", server: "oxygis-aws1-euc1-paid-1" },
            backups: { weeklyRetention: "P371D", fullHours: 12 },
        });
        expect(describeCustomer(narwhal)).toMatch(/weekly ones kept 53 weeks.*full ones every 12 h/);
    });

    it("knows those of a customer of a cell on AWS that was rebuilt on Azure", () => {
        const folder = rootWith("mellow-narwhal", "nimble-tortoise");
        writeFileSync(join(folder, "Pulumi.recovery.yaml"), stringify({ config: { "oxygis:stack": acrossFile() } }));
        const narwhal = readCustomers(folder).find(({ slug }) => slug === "mellow-narwhal")!;

        expect(narwhal).toMatchObject({
            regions: ["westeurope", "northeurope"],
            pool: "paid-1",
            database: { name: "db-mellow-narwhal--2", maxSizeGiB: 20 },
            backups: { weeklyRetention: "P53W", pointInTimeDays: 7, differentialHours: 12 },
        });
        expect(narwhal.database!.server).toMatch(/^mi-oxygis-aws1-weu-paid-1-/);
    });

    it("looks for a customer where it is served, while its cell stands in two places", () => {
        const server =
            "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/rg/providers/Microsoft.Sql/servers/sql";
        const geo = (slug: string, wave: string) => ({
            from: "geo",
            source: `${server}/recoverableDatabases/db-${slug}`,
            point: "2026-01-19T03:10:00Z",
            wave,
            order: 1,
        });
        const recovery = {
            site: { region: "northeurope", pairedRegion: "westeurope" },
            network: { addressSpace: "10.30.0.0/16" },
            documents: { copies: "francecentral" },
            recovers: { stack: "prod", region: "westeurope", wave: "paid", waiting: ["cyan"], returned: ["dun"] },
            restores: { amber: geo("amber", "paid"), blue: geo("blue", "rest") },
        };
        const moved = { from: "secondary", source: `${server}/databases/db-dun`, wave: "paid", order: 1, database: 2 };
        const customers = readCustomers(
            writeProject({
                stacks: { prod: { restores: { dun: moved } }, recovery },
                customers: { blue: { plan: "trial" }, cyan: {}, dun: {}, new: {} },
            }),
        );

        const [at, home] = [
            ["northeurope", "westeurope", "francecentral"],
            ["westeurope", "northeurope"],
        ];
        expect(customers.map(({ slug, regions, database }) => [slug, regions, database?.name])).toEqual([
            ["amber", at, "db-amber"],
            ["blue", home, "db-blue"],
            ["cyan", home, "db-cyan"],
            ["dun", home, "db-dun--2"],
            ["new", at, "db-new"],
        ]);
    });

    it("adds up what further regions cost, line by line, and says from when the prices are", () => {
        const customer = find("blue");
        const text = describeCustomer(customer);

        expect(customer.regions).toEqual(["westeurope", "northeurope", "germanywestcentral"]);
        expect(customer.surcharge.total).toBeGreaterThan(0);
        expect(text).toContain("Germany West Central (Frankfurt)");
        expect(text).toContain(`at the prices of ${customer.surcharge.prices}`);
        expect(text).toMatch(/germanywestcentral +documents, 5 GiB +\d+\.\d\d +assumed/);
        expect(text).toContain(`All together: ${customer.surcharge.total.toFixed(2)} USD a month`);
    });

    it("names what a customer gives up who keeps everything at home", () => {
        const text = describeCustomer(find("home"));

        expect(find("home").regions).toEqual(["westeurope"]);
        expect(text).toContain("Our regulator says so.");
        expect(text).toMatch(/Given up:\n {2}DR-2 .*\n {2}DR-3 .*\n {2}DR-6 /);
    });

    it("says of an erased customer that there is nothing", () => {
        expect(find("old")).toMatchObject({ status: "erased", regions: [], hosts: [] });
        expect(describeCustomer(find("old"))).toContain("none: erased");
    });

    it("prints one JSON object", () => {
        const text = printed(() => customerShow.run(["blue", "--json", "--root", root()]));

        expect(JSON.parse(text)).toMatchObject({ customer: { slug: "blue", surcharge: { currency: "USD" } } });
    });

    it.each([[[]], [["amber", "blue"]], [["nobody"]]])("is wrong use with %j", (words) => {
        expect(() => customerShow.run([...words, "--root", root()])).toThrow(UsageError);
    });
});

describe("oxygis customer list", () => {
    it("has every customer, the erased ones too", () => {
        const { customers } = JSON.parse(printed(() => customerList.run(["--json", "--root", root()]))) as {
            customers: { slug: string }[];
        };

        expect(customers.map(({ slug }) => slug)).toEqual(["amber", "blue", "home", "old"]);
    });

    it("shows pool, regions and surcharge of each in a table", () => {
        const lines = printed(() => customerList.run(["--root", root()])).split("\n");

        expect(lines[0]).toMatch(/slug +plan +cell +pool +size +status +regions +a month extra/);
        expect(lines.find((line) => line.includes("blue"))).toMatch(
            /paid-1 +small +active +westeurope northeurope germanywestcentral +[\d.]+ USD/,
        );
        expect(lines.find((line) => line.includes("old"))).toMatch(/old +paid +eu1 +- +small +erased +- +-/);
    });

    it("is refused with every mistake where the configuration has some", () => {
        const broken = writeProject({ customers: { blue: { plan: "gold", size: "S" } } });

        expect(() => customerList.run(["--root", broken])).toThrow(/has 2 mistakes/);
    });
});
