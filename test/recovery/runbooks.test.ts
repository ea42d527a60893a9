import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { parse } from "yaml";

import { main } from "../../cli/main";
import { journalFile } from "../../recovery/run/journal";
import { rootWith } from "../cli/rootWith";
import { temporaryFolder } from "../support/folders";
import { blocks, folder, ours, prefix, text } from "./runbookText";

// Of a terminal only, which there is none here; and an ES module, which jest does not load.
jest.mock("@clack/prompts", () => ({}));

const names = [
    "lose-a-zone",
    "lose-a-region",
    "lose-an-aws-region",
    "cancel-a-recovery",
    "repatriate",
    "rehearse-for-real",
] as const;

/** What commands have said; two may run at once, and then each hears the other. */
const heard: string[] = [];

/** Runs the command within this process, as the shell would on `npm run oxygis -- <words>`. */
async function oxygis(...words: string[]): Promise<{ code: number; said: string }> {
    const from = heard.length;
    const code = await main(words);
    return { code, said: heard.slice(from).join("") };
}

describe("the runbooks of a recovery", () => {
    beforeAll(() => {
        const hear = (chunk: string | Uint8Array) => heard.push(chunk.toString()) > 0;
        for (const stream of [process.stdout, process.stderr]) jest.spyOn(stream, "write").mockImplementation(hear);
    });
    afterAll(() => {
        jest.restoreAllMocks();
    });

    it("are all of one form", () => {
        for (const name of names) {
            const headings = [...text(name).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
            expect({ name, headings }).toEqual({
                name,
                headings: expect.arrayContaining(["Steps", "Check", "If it fails"]) as string[],
            });
            expect(text(name)).toMatch(/\*\*When\*\*: /);
            expect(text(name)).toMatch(/Before you start/);
            expect(text(name)).toMatch(/Promises?\s+served:\s/);
        }
    });

    it("link to what exists", () => {
        const links = names.flatMap((name) => [...text(name).matchAll(/\]\(([^)#]+)\)/g)].map(([, to]) => to!));
        expect(links.filter((to) => !to.startsWith("http") && !existsSync(join(folder, to)))).toEqual([]);
        const decisions = readdirSync(join(folder, "../decisions"));
        const named = names.flatMap((name) =>
            [...text(name).matchAll(/decision (\d{3})/gi)].map(([, number]) => number!),
        );
        expect(named.filter((number) => !decisions.some((file) => file.startsWith(number)))).toEqual([]);
    });

    it("have nothing but commands of ours to paste where no cloud is", () => {
        const strange = names.flatMap((name) =>
            blocks(name, "sh")
                .flat()
                .filter((line) => !line.startsWith(prefix)),
        );
        expect(strange).toEqual([]);
        expect(names.filter((name) => blocks(name, "sh").length === 0)).toEqual([]);
    });

    it("name commands and flags that there are", async () => {
        const inline = (name: string) =>
            [...text(name).matchAll(/`((?:recover|drill|sandbox) [^`]*)`/g)].map(([, words]) => `${prefix}${words}`);
        const lines = names.flatMap((name) => [
            ...ours([...blocks(name, "sh"), ...blocks(name, "sh azure")].flat()),
            ...ours(inline(name)),
        ]);
        const unknown: string[] = [];
        for (const line of new Set(lines.map((words) => words.join(" ")))) {
            const words = line.split(" ");
            const flag = words.findIndex((word) => word.startsWith("-"));
            const { code, said } = await oxygis(...words.slice(0, flag < 0 ? words.length : flag), "--help");
            const flags = words.filter((word) => word.startsWith("--"));
            if (code !== 0 || flags.some((each) => !new RegExp(`${each}\\b`).test(said))) unknown.push(line);
        }
        expect(lines.length).toBeGreaterThan(15);
        expect(unknown).toEqual([]);
    });

    it("reckon a rehearsal's cost by the price file", () => {
        const file = readFileSync(resolve(__dirname, "../../infra/prices/2026-11.yaml"), "utf8");
        const { prices } = parse(file) as { prices: Record<string, { amount: number }> };
        const price = (key: string) => prices[key]!.amount;
        const vCore = price("computePerVCoreHour") + price("zoneRedundancyPerVCoreHour") + price("licencePerVCoreHour");
        const documents = 2 * price("documentStoragePerGiB") + 2 * price("vaultStoragePerGiB");
        const rows = [
            6 * 96 * vCore,
            (1268 * price("databaseStoragePerGiB") * 96) / 730,
            292 * 2 * price("transferPerGiB"),
            (100 * documents * 168) / 730,
        ].map((amount) => Math.round(amount * 100) / 100);
        const said = [...text("rehearse-for-real").matchAll(/\| +(\d+\.\d\d) +\|$/gm)].map(([, amount]) =>
            Number(amount),
        );
        expect(said).toEqual([...rows, Math.round(rows.reduce((sum, row) => sum + row, 0) * 100) / 100]);
    });

    it("work when their lines are pasted one after another: lose a zone, lose the region, cancel, go on, come home", async () => {
        const root = rootWith("amber-otter", "echo-valley-school", "jolly-walrus");
        const world = join(temporaryFolder(), "world");
        const paste = (line: string) => oxygis(...ours([line])[0]!, "--root", root, "--sandbox", world);
        /** Pastes a block line by line; every line must end well and say this. */
        const pasteAll = async (lines: readonly string[], says = /./) => {
            for (const line of lines) {
                const { code, said } = await paste(line);
                expect(`${line}: ${code}\n${code === 0 ? "" : said}`).toBe(`${line}: 0\n`);
                expect(said).toMatch(says);
            }
        };
        const [zone] = blocks("lose-a-zone", "sh");
        const [lose, plan, up, status] = blocks("lose-a-region", "sh");
        const [cancel, cancelled, goOn] = blocks("cancel-a-recovery", "sh");
        const [back, home, athome] = blocks("repatriate", "sh");

        await pasteAll(zone!);
        // What the one runbook has made the other one finds.
        await pasteAll(lose!.filter((line) => !zone!.includes(line)));
        await pasteAll(plan!, /to northeurope/);
        const running = paste(up![0]!);
        while (!(
            existsSync(journalFile(world, "eu1")) &&
            readFileSync(journalFile(world, "eu1"), "utf8").includes('"paid","run"')
        ))
            await new Promise((done) => setTimeout(done, 20));
        await pasteAll(cancel!);
        expect((await running).code).toBe(1);
        await pasteAll(cancelled!, /: cancelled/);
        await pasteAll(goOn!, /3 of 3 customers are back/);
        await pasteAll(status!, /: finished/);
        await pasteAll(back!);
        await pasteAll(home!);
        await pasteAll(athome!, /: home/);
        expect(existsSync(join(root, "Pulumi.recovery.yaml"))).toBe(true);
    }, 120_000);
});
