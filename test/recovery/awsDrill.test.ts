import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { parse, stringify } from "yaml";

import { holdDrill, prepareDrill } from "../../recovery/drill/drill";
import { faults } from "../../recovery/drill/faults/catalogue";
import { copyProjectFiles } from "../../recovery/drill/fleet";
import type { DrillResult } from "../../recovery/drill/result";
import { rootOf } from "../../recovery/drill/world";
import { repatriate } from "../../recovery/run/repatriate";
import { temporaryFolder } from "../support/folders";
import { drillHere, here, type PreparedFleet } from "../support/drillHere";

const folder = temporaryFolder();
const root = rootOf(folder);
let result: DrillResult;

type StackFile = { config: Record<string, unknown> };
const read = (folderOfIt: string, file: string) => parse(readFileSync(join(folderOfIt, file), "utf8")) as StackFile;

/** Writes the project's own cell on AWS, with more customers than RDS restores at a time, and one on Azure that has none. */
function writeCell(root: string): void {
    copyProjectFiles(resolve(__dirname, "../.."), root);
    const customers = join(root, "infra/customers");
    for (const file of readdirSync(customers)) {
        const { cell } = parse(readFileSync(join(customers, file), "utf8")) as { cell: string };
        if (cell !== "aws1") rmSync(join(customers, file));
    }
    for (const [number, size] of ["small", "large", "medium"].entries()) {
        const customer = { name: `Drilled ${number}`, plan: "paid", cell: "aws1", size, status: "active" };
        writeFileSync(join(customers, `drilled-${number}.yaml`), stringify(customer));
    }
}
const fleetSlugs = ["drilled-0", "drilled-1", "drilled-2", "mellow-narwhal", "nimble-tortoise"];

beforeAll(async () => {
    mkdirSync(root, { recursive: true });
    writeCell(root);
    result = await holdDrill({ ...here, folder, seed: 3, cell: "aws1" });
}, 120_000);

describe("a drill of a cell on AWS", () => {
    it("keeps every promise in the region of its copies, and shows every property but the way home", () => {
        expect(result.verdicts.filter(({ verdict }) => verdict === "broken")).toEqual([]);
        expect(result.properties.filter(({ holds }) => !holds)).toEqual([]);
        expect(result.properties.map(({ name }) => name)).toEqual([
            "capacityFirst",
            "mirrorsLostSite",
            "cancellable",
            "newCustomersMeanwhile",
            "paidFirst",
            "parallelToTheLimit",
            "resumable",
        ]);
        expect(result).toMatchObject({ ok: true, targetRegion: "eu-west-1", reached: "rest", lostCustomers: [] });
    });

    it("says that the way home was not rehearsed", () => {
        expect(result.troubles.map(({ what }) => what)).toEqual([
            "the way home was not rehearsed: a cell on AWS goes home by hand (runbook lose-an-aws-region)",
        ]);
    });

    it("brings every row up to the copied backup back, and measures what is lost after it", () => {
        expect(result.customers).toHaveLength(5);
        for (const customer of result.customers) {
            expect(customer).toMatchObject({ outcome: "back", content: "equal", source: { from: "native" } });
            expect(customer.rowsLost).toBeGreaterThan(0);
            expect(customer.rpoHours! * 4).toBeGreaterThanOrEqual(customer.rowsLost - 1);
            expect(customer.rpoHours! * 4).toBeLessThan(customer.rowsLost + 1.01);
            expect(customer.documentsRpoHours).toBeLessThan(1);
        }
    });

    it("restores two databases of an instance at a time, the largest first", () => {
        expect(result.pools).toMatchObject([{ pool: "paid-1", restores: 5, mostParallel: 2 }]);
        const sizes = [...result.customers].sort((a, b) => a.order - b.order).map(({ usedGiB }) => usedGiB);
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    });

    it("takes what the plan had estimated, give or take a tenth", () => {
        for (const { plannedHours, tookHours } of result.estimate) {
            expect(Math.abs(plannedHours - tookHours) / tookHours).toBeLessThan(0.1);
        }
        expect(result.estimate).toHaveLength(1);
    });

    it("writes a file for a stack that meets nothing of the lost one", () => {
        const [file, lost] = [read(root, "Pulumi.recovery.yaml"), read(root, "Pulumi.aws1.yaml")];
        const stack = file.config["oxygis:stack"] as Record<string, Record<string, unknown>>;
        const before = lost.config["oxygis:stack"] as typeof stack;

        expect(file.config["aws:region"]).toBe("eu-west-1");
        expect(stack["site"]).toMatchObject({ region: "eu-west-1", pairedRegion: "eu-west-3" });
        expect(stack["network"]!["addressSpace"]).not.toBe(before["network"]!["addressSpace"]);
        expect(stack["network"]!["landingAddressSpace"]).not.toBe(before["network"]!["landingAddressSpace"]);
        expect(stack["databases"]!["image"]).toContain(".ecr.eu-west-1.");
        for (const part of ["application", "jobs"]) {
            expect(stack[part]!["imageId"]).toBe(before[part]!["pairedImageId"]);
            expect(stack[part]).not.toHaveProperty("pairedImageId");
        }
        expect(stack["recovers"]).toMatchObject({ stack: "aws1", region: "eu-central-1", wave: "rest", waiting: [] });
        expect(stack["restores"]!["drilled-1"]).toMatchObject({ from: "native", wave: "paid", verified: true });
        expect((stack["restores"]!["drilled-1"] as { source: string }).source).toMatch(
            /^aws1\/drilled-1\/2026-\d\d-\d\dT\d{4}Z\/full\.bak$/,
        );
    });

    it("is not followed by a way home that loses something", async () => {
        const job = { directory: join(folder, "world"), cell: "aws1", root } as Parameters<typeof repatriate>[0];
        await expect(repatriate(job)).rejects.toThrow(
            "No command brings a cell on AWS home: the customers of aws1 stay at recovery in eu-west-1.",
        );
    });
});

describe("a drill of a cell on AWS that goes to Azure", () => {
    let across: DrillResult;
    const folder = temporaryFolder();
    const root = rootOf(folder);
    beforeAll(async () => {
        mkdirSync(root, { recursive: true });
        writeCell(root);
        across = await holdDrill({ ...here, folder, seed: 5, cell: "aws1", to: "westeurope" });
    }, 120_000);

    it("keeps every promise from the copies there, and says what it cannot show", () => {
        expect(across.verdicts.filter(({ verdict }) => verdict === "broken")).toEqual([]);
        expect(across.properties.filter(({ holds }) => !holds)).toEqual([]);
        expect(across.properties.map(({ name }) => name)).toEqual([
            "capacityFirst",
            "cancellable",
            "newCustomersMeanwhile",
            "paidFirst",
            "parallelToTheLimit",
            "resumable",
        ]);
        expect(across).toMatchObject({ ok: true, targetRegion: "westeurope", reached: "rest", lostCustomers: [] });
        expect(across.troubles.map(({ what }) => what)).toEqual([
            "the site was not compared with the lost one: it stands on another cloud",
            "the way home was not rehearsed: a cell on AWS goes home by hand (runbook lose-an-aws-region)",
        ]);
    });

    it("brings every row of the newest pulled backup back, and its documents with the age of their copies", () => {
        expect(across.customers).toHaveLength(5);
        for (const customer of across.customers) {
            expect(customer).toMatchObject({ outcome: "back", content: "equal", source: { from: "native" } });
            expect(customer.rowsLost).toBeGreaterThan(0);
            expect(customer.rpoHours).toBeLessThan(24);
        }
        expect(across.documents).toMatchObject({ customers: 5 });
    });

    it("takes what the plan had estimated, give or take a tenth", () => {
        for (const { plannedHours, tookHours } of across.estimate) {
            expect(Math.abs(plannedHours - tookHours) / tookHours).toBeLessThan(0.1);
        }
        expect(across.estimate).toHaveLength(1);
    });

    it("writes the file of a cell on Azure, made like the one that is there", () => {
        const [file, template] = [read(root, "Pulumi.recovery.yaml"), read(root, "Pulumi.prod.yaml")];
        const stack = file.config["oxygis:stack"] as Record<string, Record<string, unknown>>;
        const like = template.config["oxygis:stack"] as typeof stack;

        expect(file.config).not.toHaveProperty("aws:region");
        expect(stack).toMatchObject({ cell: "aws1", site: like["site"]!, application: like["application"]! });
        expect(stack["network"]!["addressSpace"]).not.toBe(like["network"]!["addressSpace"]);
        expect(stack["managedInstances"]).toEqual({ count: 1, vCores: 4, storageGiB: 2016 });
        expect(stack["recovers"]).toMatchObject({ stack: "aws1", region: "eu-central-1", wave: "rest", waiting: [] });
        expect((stack["restores"]!["drilled-1"] as { source: string }).source).toMatch(
            /^https:\/\/\w+\.blob\.core\.windows\.net\/backups\/aws1\/drilled-1\/2026-\d\d-\d\dT\d{4}Z\/full\.bak$/,
        );
    });
});

describe("a drill of a cell on AWS in which something is broken", () => {
    let fleet: PreparedFleet;
    beforeAll(async () => {
        const prepared = temporaryFolder();
        mkdirSync(rootOf(prepared), { recursive: true });
        writeCell(rootOf(prepared));
        fleet = { folder: prepared, seed: 3, prepared: await prepareDrill({ ...here, folder: prepared, seed: 3 }) };
    }, 60_000);

    // A plan shows what is wrong with backups.
    const ofBackups = faults.filter(({ name }) => ["backups-failing", "replication-behind"].includes(name));
    it.each(faults.filter(({ onAws }) => onAws).map((fault) => [fault.name, fault] as const))(
        "%s comes out as expected",
        async (_, fault) => {
            const result = await drillHere(fleet, {
                fault,
                ...(ofBackups.includes(fault) && { until: "plan" as const }),
            });
            const broken = result.verdicts.filter(({ verdict }) => verdict === "broken").map(({ id }) => id);

            expect(broken).toEqual([...(typeof fault.onAws === "object" ? fault.onAws : fault).breaks]);
            expect(result.fault).toMatchObject({ met: true });
        },
        60_000,
    );

    it("hears of late copies on Azure before a promise breaks", async () => {
        const behind = faults.find(({ name }) => name === "replication-behind")!;
        const { alerts } = await drillHere(fleet, { fault: behind, until: "plan" });

        expect(alerts).toMatchObject([{ kind: "azureCopy", customers: fleetSlugs }]);
        expect(alerts[0]!.hoursAhead).toBeGreaterThan(3);
    });

    const onAzureToo = ["replication-behind", "restore-fails-for-good", "slow-restores", "wrong-backup"];
    it.each(onAzureToo)("%s comes out as expected on Azure too", async (name) => {
        const fault = faults.find((each) => each.name === name)!;
        const result = await drillHere(fleet, { fault, to: "westeurope" });

        expect(result.verdicts.filter(({ verdict }) => verdict === "broken").map(({ id }) => id)).toEqual([
            ...fault.breaks,
        ]);
        expect(result).toMatchObject({ targetRegion: "westeurope", fault: { met: true } });
    });

    it("refuses a region that holds no copies, and names those that do", async () => {
        const { refusals } = await drillHere(fleet, { to: "francecentral" });

        expect(refusals).toEqual([
            {
                what: "the copies of aws1 on Azure lie in westeurope, and are restored there only",
                remedy: "name another region: eu-west-1, westeurope",
            },
        ]);
    });

    it("refuses what is not rehearsed for such a cell", async () => {
        await expect(drillHere(fleet, { lose: "zone" })).rejects.toThrow("aws1 is a cell on AWS");
    });
});
