import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { projectRoot } from "../../cli/options";
import { readRecover, withRecovery } from "../../cli/recover/context";
import { recoverStatus } from "../../cli/recover/status";
import { planOptions, wishesOf } from "../../cli/recover/wishes";
import { configurationOf, rehearsalRoot } from "../../cli/sandbox/configuration";
import { openSandbox } from "../../cli/sandbox/world";
import { planRecovery } from "../../recovery/plan/plan";
import { Journal, type JournalEvent } from "../../recovery/run/journal";
import { takeLock } from "../../recovery/run/lock";
import { writeDurably } from "../../recovery/run/stackFile";
import { removeProjects } from "../config/testProject";
import { planInputs, projectWith } from "../recovery/planInputs";
import { temporaryFolder } from "../support/folders";
import { oxygis } from "./command";

afterAll(removeProjects);

/** What a command prints. */
async function printed(run: () => unknown): Promise<string> {
    const written: string[] = [];
    const spy = jest.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
    try {
        await run();
    } finally {
        spy.mockRestore();
    }
    return written.join("");
}

/** A sandbox folder whose journal says this. */
function journalOf(...events: JournalEvent[]): string {
    const directory = temporaryFolder();
    const journal = Journal.open(directory, "eu1");
    for (const event of events) journal.append({ ...event, at: "2026-02-04T03:00:00Z" });
    journal.close();
    return directory;
}

const plan = planRecovery(planInputs(projectWith()));

describe("oxygis recover status", () => {
    const told = journalOf(
        { event: "planned", plan },
        { event: "waveBegun", wave: "platform", run: 1 },
        { event: "waveEnded", wave: "platform" },
        { event: "waveBegun", wave: "paid", run: 1 },
        { event: "restored", slug: "blue", databaseId: "/db" },
        { event: "verified", slug: "blue", databaseId: "/db", because: "all rows" },
        { event: "switched", slug: "blue" },
        { event: "waiting", slug: "amber", because: "the restore failed", offer: plan.customers[0]!.otherSource! },
    );

    it("tells from the journal alone who is back, who waits and what may be tried", async () => {
        const text = await printed(() => recoverStatus.run(["--cell", "eu1", "--sandbox", told]));

        expect(text).toContain("westeurope lost at 2026-02-04 00:00 UTC, stack recovery in northeurope: paid");
        expect(text).toMatch(/blue +paid +paid +1 +switched +geo +1\.0 h +3\.0 h +3\.0 h +3\.0 h/);
        expect(text).toContain("waiting  amber: the restore failed");
        expect(text).toContain("oxygis recover up --cell eu1 --use-backup amber=weekly");
        expect(text).toContain("not restored  echo: keeps every copy in westeurope");
        expect(text).toContain("1 of 4 customers are back");
        expect(text).toContain("No process works on it now.");
    });

    it("says the same in JSON, and whether a process works on it", async () => {
        const unlock = takeLock(told, "eu1");
        const said = JSON.parse(
            await printed(() => recoverStatus.run(["--cell", "eu1", "--sandbox", told, "--json"])),
        ) as object;
        unlock();

        expect(said).toMatchObject({
            ok: true,
            running: true,
            phase: "paid",
            target: "northeurope",
            customers: [
                { slug: "blue", state: "switched", backAfterHours: 3, ageHours: 1 },
                { slug: "amber", state: "waiting", offer: { from: "weekly" } },
                { slug: "dozy", state: "planned" },
                { slug: "copper", state: "planned" },
            ],
        });
    });

    it("says that there was none", async () => {
        const text = await printed(() => recoverStatus.run(["--cell", "eu1", "--sandbox", temporaryFolder()]));

        expect(text).toBe("There has been no recovery of eu1.\n");
    });
});

describe("wrong use of oxygis recover", () => {
    it.each<[string[], string]>([
        [[], "Name the cell: --cell C."],
        [["eu1"], '"eu1" is too much: the cell is named with --cell.'],
        [["--cell", "eu1", "--cloud", "aws"], '--cloud is "aws". Write sandbox or azure.'],
        [["--cell", "eu1", "--use-backup", "amber"], '--use-backup is "amber". Write SLUG=geo or SLUG=weekly.'],
        [["--cell", "eu1", "--lost-at", "noon"], '--lost-at is "noon". Write 2026-01-19T03:10:00Z, -3h or -2d.'],
        [["--cell", "eu1", "--cloud", "azure", "--engine", "embedded"], "The embedded engine knows only the sandbox."],
        [
            ["--cell", "eu1", "--sandbox", "/nowhere/sandbox"],
            "/nowhere/sandbox is no sandbox yet: run `oxygis sandbox up`.",
        ],
    ])("%j", async (words, message) => {
        const use = async () => {
            const { options, values, place } = readRecover(words, planOptions);
            wishesOf(values);
            await withRecovery(options, place, () => Promise.resolve());
        };

        await expect(use()).rejects.toThrow(message);
    });

    it("knows both kinds of backups", () => {
        const words = ["--cell", "eu1", "--use-backup", "amber=geo", "--use-backup", "a-b-1=weekly"];

        expect(wishesOf(readRecover(words, planOptions).values).use).toEqual({ amber: "geo", "a-b-1": "weekly" });
    });
});

describe("a sandbox that loses a region", () => {
    it("is planned for by the command, as a user would, and nothing is written", async () => {
        const root = projectWith();
        const sandbox = join(temporaryFolder(), "world");
        mkdirSync(sandbox);
        openSandbox(sandbox);
        const run = (...words: string[]) =>
            oxygis([...words, "--root", root, "--sandbox", sandbox, "--engine", "embedded"]);

        const lost = await run("sandbox", "lose", "westeurope");
        const planned = await run("recover", "plan", "--cell", "eu1", "--json", "--to", "swedencentral");

        expect(lost.out).toMatch(/^westeurope is lost \(control and data\) since 2026-01-05T/);
        expect(planned.code).toBe(1);
        expect(planned.json()).toMatchObject({
            target: { region: "swedencentral" },
            refusals: [{ what: "swedencentral is the region of the global stack: both would be lost at once" }],
        });
        expect(existsSync(join(root, "Pulumi.recovery.yaml"))).toBe(false);
    });
});

describe("the configuration of a rehearsal", () => {
    const common = { json: false, help: false, engine: "embedded" } as const;

    it("is the project's own by links, so that what a recovery writes stays in the sandbox", () => {
        const sandbox = temporaryFolder();
        const root = rehearsalRoot({ ...common, root: projectRoot, sandbox });
        const prod = readFileSync(join(projectRoot, "Pulumi.prod.yaml"), "utf8");

        writeDurably(join(root, "Pulumi.prod.yaml"), "config: {}\n");

        expect(root).toBe(join(sandbox, "configuration"));
        expect(readFileSync(join(projectRoot, "Pulumi.prod.yaml"), "utf8")).toBe(prod);
        expect(configurationOf({ ...common, root: projectRoot, sandbox })).toBe(root);
        expect(readFileSync(join(root, "Pulumi.prod.yaml"), "utf8")).toBe("config: {}\n");
        expect(readFileSync(join(root, "infra/staff.yaml"), "utf8")).toContain("breakGlass");
    });

    it("is another root itself, and the project's where there was no rehearsal", () => {
        const sandbox = temporaryFolder();

        expect(rehearsalRoot({ ...common, root: "/elsewhere", sandbox })).toBe("/elsewhere");
        expect(configurationOf({ ...common, root: projectRoot, sandbox })).toBe(projectRoot);
    });
});
