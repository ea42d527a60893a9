import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { EmbeddedEngine } from "../../engine/embedded";
import { PulumiCli } from "../../engine/pulumiCli";
import { FakeCli, state, urn } from "./fakeCli";

describe("a request for the real cloud", () => {
    let cli: FakeCli;
    beforeEach(() => {
        cli = new FakeCli();
        // The backend of the person who runs it; the fake finds its plan there.
        process.env["PULUMI_BACKEND_URL"] = pathToFileURL(cli.directory).href;
    });
    afterEach(() => cli.remove());

    const real = { providers: "real", passphrase: "" } as const;
    const messages = (run: { diagnostics: readonly { message: string }[] }): string[] =>
        run.diagnostics.map(({ message }) => message);

    it("leaves the CLI its user's backend, sign-in, plugins and secrets, and attaches nothing of ours", async () => {
        const theirs = {
            HOME: "/home/theirs",
            PULUMI_HOME: "/home/theirs/.pulumi",
            ARM_CLIENT_ID: "theirs",
            AZURE_CONFIG_DIR: "/home/theirs/.azure",
            PULUMI_CONFIG_PASSPHRASE_FILE: "/home/theirs/passphrase",
        };
        Object.assign(process.env, theirs, { PULUMI_DEBUG_PROVIDERS: "azure-native:1" });
        const run = await cli.run("up", { ...real, environment: { OXYGIS_ROOT: "/customers" } });
        expect(run).toMatchObject({ ok: true });
        const { env } = cli.call("up");
        const backend = pathToFileURL(cli.directory).href;
        expect(env).toMatchObject({ ...theirs, OXYGIS_ROOT: "/customers", PULUMI_BACKEND_URL: backend });
        const ours = ["PULUMI_DEBUG_PROVIDERS", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_IGNORE_AMBIENT_PLUGINS"];
        for (const name of [...ours, "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"])
            expect(env).not.toHaveProperty(name);
    });

    it("runs on copies all the same, in which backend, secrets provider and environments stand as they are", async () => {
        const project =
            "name: trace\nruntime: nodejs\nmain: src/\nbackend:\n  url: azblob://states\nstackConfigDir: stacks\n";
        const config =
            "secretsprovider: azurekeyvault://keys\nencryptedkey: abc\nenvironment:\n  - prod\nconfig:\n  trace:size: 0042\n";
        cli.writeProject("Pulumi.yaml", project);
        cli.writeProject("Pulumi.dev.yaml", config);
        await cli.run("up", real);
        const { cwd, files } = cli.call("up");
        expect(cwd).toBe(join(cli.directory, "pulumi"));
        expect(files.project).toBe(
            project.replace("src/", join(cli.program, "src")).replace("stackConfigDir: stacks\n", ""),
        );
        expect(files.stack).toBe(`${config}# written by the CLI\n`);
        expect(readFileSync(join(cli.program, "Pulumi.dev.yaml"), "utf8")).toBe(config);
        expect(cli.calls().find(({ argv }) => argv[1] === "init")!.argv).toContain("azurekeyvault://keys");
    });

    it("keeps what the CLI added when it made the stack, and says where it belongs", async () => {
        cli.plan({ init: "encryptionsalt: v1:made\n" });
        cli.writeProject("Pulumi.dev.yaml", "config:\n  trace:size: 1\n");
        const [first, second] = [await cli.run("up", real), await cli.run("up", real)];
        const said = `The stack's secrets need encryptionsalt, which the CLI wrote into ${join(cli.directory, "pulumi", "Pulumi.dev.yaml")}`;
        expect(messages(first)[0]).toContain(`${said}: copy it into ${join(cli.program, "Pulumi.dev.yaml")}.`);
        expect(messages(second)[0]).toContain(said);
        const [, again] = cli.calls().filter(({ argv }) => argv[0] === "up");
        expect(again!.files.stack).toBe("config:\n  trace:size: 1\nencryptionsalt: v1:made\n");

        cli.writeProject("Pulumi.dev.yaml", "secretsprovider: azurekeyvault://keys\nencryptedkey: abc\n");
        expect(messages(await cli.run("up", real))).toEqual([]);
    });

    it("reads outputs and state by the CLI, wherever the state lies, with secrets as they lie there", async () => {
        const engine = await PulumiCli.find();
        expect(await engine.exportStack(cli.request(real))).toBeUndefined();
        cli.plan({ up: { state } });
        const { outputs } = await cli.run("up", real);
        expect(outputs).toEqual({ open: [1, "x"], token: "[secret]", nested: { key: "[secret]" } });
        expect(await engine.exportStack(cli.request(real))).toEqual({
            version: 3,
            deployment: state.checkpoint.latest,
        });
        const exports = cli.calls().filter(({ argv }) => argv[1] === "export");
        expect(exports.flatMap(({ argv }) => argv)).not.toContain("--show-secrets");
    });

    it("says what to do about a lock there", async () => {
        cli.plan({ up: { exit: 255, stderr: "error: [409] Conflict: Another update is currently in progress." } });
        expect(messages(await cli.run("up", real))[0]).toContain("Stack dev is locked: another run is under way");
        expect(messages(await cli.run("up", real))[0]).toContain("`pulumi cancel`");
    });

    it("is refused by the embedded engine", async () => {
        const refusal = "the embedded engine reaches no real cloud: use the pulumi CLI (`--engine pulumi`)";
        for (const verb of ["preview", "up", "destroy"] as const) {
            const run = await new EmbeddedEngine()[verb](cli.request(real));
            expect(run).toMatchObject({ ok: false, diagnostics: [{ severity: "error", message: refusal }] });
        }
        await expect(new EmbeddedEngine().exportStack(cli.request(real))).rejects.toThrow(refusal);
    });
});

describe("creations that a run was killed in", () => {
    let cli: FakeCli;
    beforeEach(() => {
        cli = new FakeCli();
    });
    afterEach(() => cli.remove());

    const restored = urn("trace:index:Thing::restored");
    const ids = (asked: string): string | undefined => (asked === restored ? "/its/id" : undefined);
    const pending = (type: string, name: string): object => ({
        type,
        resource: { urn: urn(`trace:index:Thing::${name}`), custom: true, type: "trace:index:Thing" },
    });
    const stateWith = (...operations: object[]): object => {
        const { latest } = state.checkpoint;
        return { ...state, checkpoint: { ...state.checkpoint, latest: { ...latest, pending_operations: operations } } };
    };

    it("are taken over by a refresh before the update, where their ids are known", async () => {
        cli.writeState(
            stateWith(pending("creating", "restored"), pending("creating", "other"), pending("updating", "a")),
        );
        const run = await cli.run("up", { pendingIds: ids, parallel: 5 });
        const verbs = cli.calls().map(({ argv }) => argv[0]);
        expect(verbs.indexOf("refresh")).toBeLessThan(verbs.indexOf("up"));
        expect(cli.call("refresh").argv).toEqual([
            ...["refresh", "--yes", "--skip-preview", "--parallel", "5", "--color", "never", "--stack", "dev"],
            ...[`--import-pending-creates=${restored}`, "--import-pending-creates=/its/id", "--non-interactive"],
        ]);
        expect(run.diagnostics).toEqual([
            {
                severity: "info",
                urn: restored,
                message: "An earlier run was killed while this was created. It exists as /its/id and is taken over.",
            },
        ]);
        expect(cli.call("refresh").env).toHaveProperty("PULUMI_DEBUG_PROVIDERS", "azure-native:4711,random:4712");
    });

    it("are left to the update where nobody knows of them", async () => {
        cli.writeState(stateWith(pending("creating", "other")));
        await cli.run("up", { pendingIds: ids });
        await cli.run("up");
        await cli.run("preview", { pendingIds: () => "never asked for" });
        expect(cli.calls().map(({ argv }) => argv[0])).not.toContain("refresh");
    });

    it("stop the update when they cannot be read", async () => {
        cli.writeState(stateWith(pending("creating", "restored")));
        cli.plan({ refresh: { exit: 255, stderr: "error: the cloud is silent" } });
        const run = await cli.run("up", { pendingIds: ids });
        expect(run.ok).toBe(false);
        expect(run.diagnostics.at(-1)).toEqual({ severity: "error", message: "error: the cloud is silent" });
        expect(cli.calls().map(({ argv }) => argv[0])).not.toContain("up");
    });

    it("are found in the state of a real cloud as well", async () => {
        process.env["PULUMI_BACKEND_URL"] = pathToFileURL(cli.directory).href;
        cli.writeState(stateWith(pending("creating", "restored")));
        await cli.run("up", { providers: "real", pendingIds: ids });
        expect(cli.call("refresh").argv).toContain(`--import-pending-creates=${restored}`);
    });
});
