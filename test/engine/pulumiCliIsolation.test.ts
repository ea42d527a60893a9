import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { FakeCli, fakePulumi, salt, state } from "./fakeCli";

describe("the pulumi driver keeps the CLI apart", () => {
    let cli: FakeCli;
    beforeEach(() => {
        cli = new FakeCli();
    });
    afterEach(() => cli.remove());

    describe("what the CLI is asked", () => {
        const packs = ["/packs/one", "/packs/two"];
        const eventLog = expect.stringMatching(/^tcp:\/\/127\.0\.0\.1:\d+$/) as unknown;
        const common = ["--exec-kind", "auto.local", "--event-log", eventLog, "--stack", "dev", "--non-interactive"];

        it("previews with packs, refresh and parallelism", async () => {
            await cli.run("preview", {
                policyPacks: packs,
                policyConfigs: ["/packs/one.json"],
                refresh: true,
                parallel: 3,
            });
            const flags = [
                "--refresh",
                "--policy-pack",
                packs[0],
                "--policy-pack",
                packs[1],
                "--policy-pack-config",
                "/packs/one.json",
                "--parallel",
                "3",
                "--color",
                "never",
            ];
            expect(cli.call("preview").argv).toEqual(["preview", ...flags, ...common]);
        });

        it("updates without a preview of the CLI's own", async () => {
            await cli.run("up");
            expect(cli.call("up").argv).toEqual([
                "up",
                "--yes",
                "--skip-preview",
                "--parallel",
                "16",
                "--color",
                "never",
                ...common,
            ]);
        });

        it("destroys without packs, for which destroy has no flag", async () => {
            await cli.run("destroy", { policyPacks: packs, refresh: true });
            const flags = ["--yes", "--skip-preview", "--parallel", "16", "--refresh", "--color", "never"];
            expect(cli.call("destroy").argv).toEqual([
                "destroy",
                ...flags,
                ...["--event-log", eventLog, "--exec-kind", "auto.local", "--stack", "dev", "--non-interactive"],
            ]);
        });

        it("goes on after a failed step where it is told to, in what changes something", async () => {
            for (const verb of ["preview", "up", "destroy"] as const) await cli.run(verb, { continueOnError: true });
            expect(cli.call("up").argv).toContain("--continue-on-error");
            expect(cli.call("destroy").argv).toContain("--continue-on-error");
            expect(cli.call("preview").argv).not.toContain("--continue-on-error");
        });

        it("creates a stack that is missing, and only that", async () => {
            await cli.run("preview");
            await cli.run("preview");
            const verbs = cli.calls().map(({ argv }) =>
                argv
                    .filter((word) => !word.startsWith("-"))
                    .slice(0, 2)
                    .join(" "),
            );
            expect(verbs.filter((verb) => verb === "stack init")).toHaveLength(1);
        });
    });

    describe("what the CLI can reach", () => {
        it("gets no variable of ours but harmless ones, so no credential of a cloud", async () => {
            const names = [
                "ARM_CLIENT_SECRET",
                "AZURE_CLIENT_ID",
                "AWS_PROFILE",
                "GOOGLE_APPLICATION_CREDENTIALS",
                "PULUMI_ACCESS_TOKEN",
            ];
            for (const name of [...names, "PULUMI_CONFIG_PASSPHRASE_FILE", "HTTPS_PROXY", "SOMETHING_UNHEARD_OF"])
                process.env[name] = "leaked";
            await cli.run("up", {
                environment: { OXYGIS_ROOT: "/customers", PULUMI_BACKEND_URL: "https://api.pulumi.com" },
            });
            const { env } = cli.call("up");
            expect(Object.values(env)).not.toContain("leaked");
            const home = join(cli.directory, "pulumi", "home");
            expect(env).toMatchObject({
                OXYGIS_ROOT: "/customers",
                HOME: home,
                PULUMI_HOME: join(home, ".pulumi"),
                PULUMI_BACKEND_URL: pathToFileURL(cli.directory).href,
                PULUMI_CONFIG_PASSPHRASE: "of the sandbox",
                PULUMI_DEBUG_PROVIDERS: "azure-native:4711,random:4712",
                PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
                PULUMI_SKIP_UPDATE_CHECK: "true",
            });
        });

        it("is kept from providers on the PATH, unless its own language host is found only there", async () => {
            await cli.run("up");
            expect(cli.call("up").env).toHaveProperty("PULUMI_IGNORE_AMBIENT_PLUGINS", "true");
            cli.replaceBy(`exec "${fakePulumi}" "$@"`);
            await cli.run("destroy");
            expect(cli.call("destroy").env).not.toHaveProperty("PULUMI_IGNORE_AMBIENT_PLUGINS");
        });

        it("refuses a provider that is not on this machine", async () => {
            const result = await cli.run("up", { providers: { aws: "10.0.0.1:80" } });
            expect(result.ok).toBe(false);
            expect(result.diagnostics[0]!.message).toBe(
                "Provider aws: the address must be 127.0.0.1:<port>, not 10.0.0.1:80",
            );
        });
    });

    describe("the files that the CLI sees", () => {
        it("runs on copies, and leaves the project's own files as they are", async () => {
            const config = "# ours\nconfig:\n  trace:size: 0042 # octal to some\n  trace:list: [ on, 1.0 ]\n";
            cli.writeProject("Pulumi.dev.yaml", config);
            const before = readFileSync(join(cli.program, "Pulumi.yaml"), "utf8");
            await cli.run("up");
            const { cwd, files } = cli.call("up");
            expect(cwd).toBe(join(cli.directory, "pulumi"));
            expect(files.stack).toBe(`${config}# written by the CLI\n`);
            expect(readFileSync(join(cli.program, "Pulumi.dev.yaml"), "utf8")).toBe(config);
            expect(readFileSync(join(cli.program, "Pulumi.yaml"), "utf8")).toBe(before);
            expect(readdirSync(cli.program).sort()).toEqual(["Pulumi.dev.yaml", "Pulumi.yaml"]);
        });

        it("reads stack files from the configuration's root and the project from the program's", async () => {
            const root = join(cli.directory, "elsewhere");
            mkdirSync(root);
            writeFileSync(join(root, "Pulumi.dev.yaml"), "config: { trace:from: root }\n");
            await cli.run("up", { root });
            expect(cli.call("up").files.stack).toContain("trace:from: root");
            expect(readdirSync(root)).toEqual(["Pulumi.dev.yaml"]);
        });

        it("names the program's folder as an absolute main and keeps the runtime's options", async () => {
            await cli.run("up");
            const { project } = cli.call("up").files;
            expect(project).toContain(`main: ${cli.program}\n`);
            expect(project).toContain("nodeargs: --stack-trace-limit=0");
        });

        it("makes a relative main absolute and drops what would lead out of the sandbox", async () => {
            cli.writeProject(
                "Pulumi.yaml",
                "name: trace\nruntime: nodejs\nmain: src/\nbackend: { url: https://api.pulumi.com }\nstackConfigDir: stacks\n",
            );
            await cli.run("up");
            expect(cli.call("up").files.project).toBe(
                `name: trace\nruntime: nodejs\nmain: ${join(cli.program, "src")}\n`,
            );
        });

        it("has no configuration where the project has none", async () => {
            await cli.run("up");
            expect(cli.call("stack").files.stack).toBe("{}\n");
        });

        it("gives the salt of the existing state, so that it is not encrypted anew", async () => {
            cli.writeState(state);
            cli.writeProject(
                "Pulumi.dev.yaml",
                "encryptionsalt: v1:of-another-passphrase\nconfig: { trace:size: 1 }\n",
            );
            await cli.run("up");
            expect(cli.call("up").files.stack).toBe(`config: { trace:size: 1 }\nencryptionsalt: ${salt}\n`);
        });

        it("keeps the salt of the file for values that are encrypted in the file", async () => {
            cli.writeState(state);
            cli.writeProject(
                "Pulumi.dev.yaml",
                "encryptionsalt: v1:of-the-file\nconfig:\n    trace:key:\n        secure: v1:AAAA:BBBB\n",
            );
            await cli.run("up");
            expect(cli.call("up").files.stack).toContain("encryptionsalt: v1:of-the-file");
        });

        it("drops the key vault and the environments of the real stack", async () => {
            const text =
                "secretsprovider: azurekeyvault://x\nencryptedkey: abc\nenvironment: [prod]\nconfig: { trace:size: 1 }\n";
            cli.writeProject("Pulumi.dev.yaml", text);
            await cli.run("up");
            expect(cli.call("up").files.stack).toContain("config: { trace:size: 1 }");
            expect(cli.call("up").files.stack).not.toMatch(/azurekeyvault|encryptedkey|environment/);
        });

        it("refuses configuration that only a key vault can decrypt", async () => {
            cli.writeProject(
                "Pulumi.dev.yaml",
                "secretsprovider: azurekeyvault://x\nconfig:\n    trace:key:\n        secure: v1:AAAA:BBBB\n",
            );
            const result = await cli.run("up");
            expect(result.ok).toBe(false);
            expect(result.diagnostics[0]!.message).toMatch(
                /Pulumi\.dev\.yaml holds values encrypted by azurekeyvault:\/\/x/,
            );
            expect(cli.calls()).toEqual([]);
        });

        it("marks the backend as one of today's layout", async () => {
            await cli.run("preview");
            expect(readFileSync(join(cli.directory, ".pulumi", "meta.yaml"), "utf8")).toBe("version: 1\n");
        });
    });
});
