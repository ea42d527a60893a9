import { join } from "node:path";

import { main } from "../../cli/main";
import { rootWith } from "../cli/rootWith";
import { temporaryFolder } from "../support/folders";
import type * as inProcess from "../support/inProcessEngine";
import { blocks, ours } from "./runbookText";

// Of a terminal only, which there is none here; and an ES module, which jest does not load.
jest.mock("@clack/prompts", () => ({}));

// What is tried is the commands; the engine and its processes are tried elsewhere.
const engine = () => jest.requireActual<typeof inProcess>("../support/inProcessEngine");
jest.mock("../../cli/engine", () => ({ engineFor: () => Promise.resolve(engine().inProcessEngine) }));
jest.mock("../../sandbox/start", () => ({
    startSandbox: (options: Parameters<typeof inProcess.openSandboxHere>[0]) => engine().openSandboxHere(options),
}));

const heard: string[] = [];

describe("the runbook of a lost AWS region", () => {
    beforeAll(() => {
        const hear = (chunk: string | Uint8Array) => heard.push(chunk.toString()) > 0;
        for (const stream of [process.stdout, process.stderr]) jest.spyOn(stream, "write").mockImplementation(hear);
    });
    afterAll(() => {
        jest.restoreAllMocks();
    });

    /** Runs a line as the shell would, and hears what it says. */
    async function paste(world: string, root: string, line: string): Promise<string> {
        const from = heard.length;
        const code = await main([...ours([line])[0]!, "--root", root, "--sandbox", world]);
        const said = heard.slice(from).join("");
        expect(`${line}: ${code}\n${code === 0 ? "" : said}`).toBe(`${line}: 0\n`);
        return said;
    }
    const [lose, plan, up, status] = blocks("lose-an-aws-region", "sh");
    const [across] = blocks("lose-an-aws-region", "bash");

    it("works line by line: lose the region, plan, recover, look", async () => {
        const root = rootWith("mellow-narwhal", "nimble-tortoise");
        const world = join(temporaryFolder(), "world");
        for (const line of lose!) await paste(world, root, line);

        expect(await paste(world, root, plan![0]!)).toMatch(/to eu-west-1 \(pair eu-west-3\)/);
        expect(await paste(world, root, across![0]!)).toMatch(/to westeurope \(pair northeurope\)/);
        expect(await paste(world, root, up![0]!)).toMatch(/2 of 2 customers are back/);
        expect(await paste(world, root, status![0]!)).toMatch(/: finished/);
        expect(await main(["recover", "repatriate", "--cell", "aws1", "--root", root, "--sandbox", world])).toBe(1);
        expect(heard.join("")).toMatch(/No command brings a cell on AWS home/);
    });
});
