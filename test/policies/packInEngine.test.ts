import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { EmbeddedEngine } from "../../engine/embedded";
import { startSandbox } from "../../sandbox/start";

const repository = resolve(__dirname, "../..");

/** Nothing is wrong with what this declares. */
const program = `
const { CustomResource } = require("@pulumi/pulumi");
new CustomResource("azure-native:resources:ResourceGroup", "group", { resourceGroupName: "rg", location: "westeurope" });
`;

describe("the pack in our own engine", () => {
    const folder = mkdtempSync(join(tmpdir(), "pack-in-engine-"));
    const project = join(folder, "project");

    beforeAll(() => {
        mkdirSync(project);
        symlinkSync(join(repository, "node_modules"), join(project, "node_modules"));
        writeFileSync(join(project, "package.json"), JSON.stringify({ main: "index.js" }));
        writeFileSync(join(project, "Pulumi.yaml"), "name: oxygis\nruntime: nodejs\n");
        writeFileSync(join(project, "index.js"), program);
    });

    afterAll(() => {
        delete process.env["OXYGIS_TODAY"];
        rmSync(folder, { recursive: true });
    });

    const violations = async () => {
        const directory = mkdtempSync(join(folder, "world-"));
        const sandbox = await startSandbox({ directory, seed: 1 });
        try {
            const run = await new EmbeddedEngine().preview({
                program: project,
                root: project,
                stack: "test",
                directory,
                providers: sandbox.providers,
                passphrase: "of a test",
                environment: {},
                policyPacks: [join(repository, "policies")],
            });
            return { ok: run.ok, found: run.violations.map(({ policy, level }) => `${policy} ${level}`) };
        } finally {
            await sandbox.stop();
        }
    };

    it("is asked about the stack as a whole too, where nothing is wrong with a resource", async () => {
        expect(await violations()).toEqual({ ok: true, found: [] });
        // The only thing that goes wrong at the stack's end alone whatever the rules are.
        process.env["OXYGIS_TODAY"] = "no date";
        expect(await violations()).toEqual({ ok: false, found: ["exemption-valid mandatory"] });
    });
});
