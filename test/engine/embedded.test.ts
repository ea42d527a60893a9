import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EmbeddedEngine } from "../../engine/embedded";
import type { EngineEvent, Run } from "../../engine/engine";
import { flagged, refused, scenarios } from "./traces/catalogue";
import { World } from "./traces/world";

const engine = new EmbeddedEngine();
const errors = (run: Run): string[] =>
    run.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);

describe("the embedded engine's interface", () => {
    let world: World;
    beforeEach(async () => {
        world = await World.open();
    });
    afterEach(() => world.close());

    it("previews without writing, updates, finds nothing to do, exports and destroys", async () => {
        const small = world.request({ KEEP: "1" });
        const preview = await engine.preview(small);
        expect(preview).toMatchObject({ ok: true, changes: { create: 5, same: 0 } });
        expect(existsSync(join(world.directory, ".pulumi"))).toBe(false);
        expect(await engine.exportStack(small)).toBeUndefined();

        const events: EngineEvent[] = [];
        const up = await engine.up({ ...small, onEvent: (event) => events.push(event) });
        expect(up).toMatchObject({ ok: true, stack: "dev", changes: { create: 5 }, diagnostics: [] });
        expect(up.outputs).toEqual({ last: "arn:g0-b-1", secret: "[secret]" });
        expect(up.steps.map(({ op, urn }) => ({ op, urn }))).toEqual(preview.steps);
        const phases = (phase: string): string[] =>
            events.flatMap((event) => (event.kind === "step" && event.phase === phase ? [event.urn] : []));
        expect(phases("finished").sort()).toEqual(phases("started").sort());

        const text = world.text;
        expect(await engine.up(small)).toMatchObject({ ok: true, changes: { create: 0, update: 0, same: 5 } });
        // Ciphertexts are random: that all are as before means that they were kept.
        const withoutTime = (checkpoint: string): string => checkpoint.replace(/"manifest":\{"time":"[^"]*"/, "");
        expect(withoutTime(world.text)).toBe(withoutTime(text));
        expect(text).not.toMatch(/pw0|kept/);
        expect(await engine.exportStack(small)).toEqual({
            version: 3,
            deployment: (JSON.parse(world.text) as { checkpoint: { latest: unknown } }).checkpoint.latest,
        });

        expect(await engine.destroy(small)).toMatchObject({ ok: true, changes: { delete: 5 } });
        expect(world.calls("Delete")).toHaveLength(3);
        expect((await engine.exportStack(small))?.deployment).not.toHaveProperty("resources");
    });

    it("runs what it has prepared, as if it had not", async () => {
        const request = world.request({ KEEP: "1" });
        const [preview, update] = [engine.prepare("preview", request), engine.prepare("up", request)];

        expect(await preview.run()).toMatchObject({ ok: true, changes: { create: 5 } });
        expect(existsSync(join(world.directory, ".pulumi"))).toBe(false);
        expect(await update.run()).toMatchObject({ ok: true, changes: { create: 5 }, diagnostics: [] });
        expect(await engine.up(request)).toMatchObject({ ok: true, changes: { create: 0, same: 5 } });
    });

    it("leaves nothing of what it prepared for nothing, however early it is told", async () => {
        /** Servers and processes that stay; those of runs before take a moment to go. */
        const handles = async () => {
            await new Promise((resolve) => setTimeout(resolve, 1500));
            return process.getActiveResourcesInfo().filter((name) => /^(Process|TCPServer)Wrap$/.test(name));
        };
        const before = await handles();
        engine.prepare("up", world.request({ KEEP: "1" })).discard();

        expect(await handles()).toEqual(before);
        expect(existsSync(join(world.directory, ".pulumi"))).toBe(false);
    });

    it("keeps its state as the CLI's file backend does", async () => {
        await engine.up(world.request({ KEEP: "1" }));
        const { version, checkpoint } = JSON.parse(world.text) as {
            version: number;
            checkpoint: { stack: string; latest: object };
        };
        expect({ version, stack: checkpoint.stack }).toEqual({ version: 3, stack: "organization/many/dev" });
        expect(Object.keys(checkpoint.latest)).toEqual(["manifest", "secrets_providers", "resources", "metadata"]);
        expect(readFileSync(join(world.directory, ".pulumi", "meta.yaml"), "utf8")).toBe("version: 1\n");
        expect(readdirSync(join(world.directory, ".pulumi", "stacks", "many"))).toEqual(["dev.json"]);
        expect(readdirSync(join(world.directory, ".pulumi", "locks", "organization", "many", "dev"))).toEqual([]);
    });

    it("refuses a wrong passphrase and leaves everything as it was", async () => {
        await engine.up(world.request({ KEEP: "1" }));
        const text = world.text;
        const run = await engine.up({ ...world.request({ KEEP: "1" }), passphrase: "another" });
        expect(run.ok).toBe(false);
        expect(errors(run)).toEqual(["incorrect passphrase"]);
        expect(world.text).toBe(text);
    });

    it("names the package for which no provider is attached", async () => {
        const run = await engine.up({ ...world.request({ KEEP: "1" }), providers: { random: "127.0.0.1:1" } });
        expect(run.ok).toBe(false);
        expect(errors(run)).toEqual([
            'no resource provider for package "trace": the embedded engine starts no plugins (attached: random)',
        ]);
    });

    it("says so when nothing answers at a provider's address", async () => {
        const run = await engine.up({ ...world.request({ KEEP: "1" }), providers: { trace: "127.0.0.1:1" } });
        expect(run.ok).toBe(false);
        expect(errors(run).join()).toMatch(/ECONNREFUSED 127\.0\.0\.1:1/);
    });

    it("does not work on a stack that another run has, and takes over from one that has died", async () => {
        const folder = join(world.directory, ".pulumi", "locks", "organization", "many", "dev");
        mkdirSync(folder, { recursive: true });
        const lock = join(folder, "other.json");
        writeFileSync(lock, JSON.stringify({ pid: process.ppid }));
        const run = await engine.up(world.request({ KEEP: "1" }));
        expect(errors(run)).toEqual([
            `the stack many/dev is in use by process ${process.ppid}; wait for it, or remove ${lock}`,
        ]);
        expect(existsSync(world.checkpoint)).toBe(false);

        // No process has a number beyond the kernel's greatest.
        writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 + 1 }));
        expect((await engine.up(world.request({ KEEP: "1" }))).ok).toBe(true);
        expect(existsSync(lock)).toBe(false);
    });

    it("does not let two runs of one process share a stack", async () => {
        const runs = await Promise.all([
            engine.up(world.request({ KEEP: "1" })),
            engine.up(world.request({ KEEP: "1" })),
        ]);
        expect(runs.map(({ ok }) => ok).sort()).toEqual([false, true]);
    });

    it("ends cleanly when told to: what was begun is recorded, the next run goes on", async () => {
        const controller = new AbortController();
        world.when("Create", 5, () => controller.abort());
        const run = await engine.up({ ...world.request(), signal: controller.signal });
        expect(run.ok).toBe(false);
        expect(errors(run)).toEqual(["update canceled"]);
        expect(JSON.parse(world.text)).not.toHaveProperty("checkpoint.latest.pending_operations");
        world.forget();
        expect((await engine.up(world.request())).ok).toBe(true);
        expect(world.calls("Create")).toHaveLength(13);
    });

    it("says when an interrupted run's journal does not belong to the checkpoint any more", async () => {
        await engine.up(world.request({ KEEP: "1" }));
        writeFileSync(world.journal, `${JSON.stringify({ start: "another" })}\n`);
        const run = await engine.up(world.request({ KEEP: "1" }));
        expect(run.ok).toBe(true);
        expect(run.diagnostics).toEqual([
            { severity: "warning", message: expect.stringContaining("left a journal") as string },
        ]);
    });

    it("takes no offence at a journal that was folded already when the engine was killed", async () => {
        await engine.up(world.request({ KEEP: "1" }));
        const digest = createHash("sha256").update(world.text).digest("hex");
        writeFileSync(world.journal, `{"start":"before"}\n{"add":3,"st\n{"folded":"${digest}"}\n`);
        expect(await engine.up(world.request({ KEEP: "1" }))).toMatchObject({ ok: true, diagnostics: [] });
        expect(existsSync(world.journal)).toBe(false);
    });

    it("does not guess what a damaged journal held", async () => {
        await engine.up(world.request({ KEEP: "1" }));
        writeFileSync(world.journal, '{"start":"x"}\n{"add":3,"st\n{"remove":2}\n');
        const run = await engine.up(world.request({ KEEP: "1" }));
        expect(errors(run)).toEqual([`${world.journal} is damaged in line 2`]);
    });

    it("reports a program folder without Pulumi.yaml instead of throwing", async () => {
        const run = await engine.up({ ...world.request(), program: world.directory });
        expect(run.ok).toBe(false);
        expect(errors(run).join()).toContain("Pulumi.yaml");
    });
});

describe("engine/README.md", () => {
    const table = readFileSync(join(__dirname, "../../engine/README.md"), "utf8");
    const rows = [...table.matchAll(/^\| `([a-z-]+)`  *\| (yes|in part|refused) *\|/gm)].map(
        ([, name, verdict]) => `${name}: ${verdict}`,
    );

    it("says of every recorded scenario what the tests hold the engine to", () => {
        const verdict = (name: string): string => (name in refused ? "refused" : name in flagged ? "in part" : "yes");
        expect(rows).toEqual(scenarios.map((name) => `${name}: ${verdict(name)}`));
    });
});
