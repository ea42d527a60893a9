import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { digestOf } from "../../engine/embedded/state/checkpoint";
import type { EngineEvent } from "../../engine/engine";
import { PulumiCli } from "../../engine/pulumiCli";
import { FakeCli, recorded, salt, stackUrn, state, urn } from "./fakeCli";

describe("the pulumi driver tells of a run", () => {
    let cli: FakeCli;
    beforeEach(() => {
        cli = new FakeCli();
    });
    afterEach(() => cli.remove());

    describe("what comes of the events", () => {
        it("counts a replacement once and lists its steps in order", async () => {
            cli.plan({ up: { events: recorded("replace"), state } });
            const seen: EngineEvent[] = [];
            const result = await cli.run("up", { onEvent: (event) => seen.push(event) });
            expect(result).toMatchObject({ ok: true, stack: "dev", violations: [], diagnostics: [] });
            expect(result.changes).toEqual({ create: 0, update: 2, replace: 1, delete: 0, same: 2 });
            expect(result.steps).toEqual([
                { op: "same", urn: stackUrn },
                { op: "same", urn: urn("pulumi:providers:trace::default_1_2_3") },
                { op: "create-replacement", urn: urn("trace:index:Thing::a") },
                { op: "replace", urn: urn("trace:index:Thing::a") },
                { op: "same", urn: urn("trace:index:Thing::c") },
                { op: "update", urn: urn("trace:index:Thing::b") },
                { op: "update", urn: urn("trace:index:Thing::d") },
                { op: "delete-replaced", urn: urn("trace:index:Thing::a") },
            ]);
            expect(seen.filter((event) => event.kind === "step" && event.phase === "finished")).toHaveLength(8);
        });

        it("reports a step's end once, though a preview tells of the stack's twice", async () => {
            cli.plan({ preview: { events: recorded("mandatoryViolation"), exit: 255 } });
            const seen: EngineEvent[] = [];
            await cli.run("preview", { onEvent: (event) => seen.push(event) });
            expect(
                seen.filter((event) => event.kind === "step" && event.phase === "finished" && event.urn === stackUrn),
            ).toHaveLength(1);
        });

        it("reports violations without colours, and a mandatory one as a failed run", async () => {
            cli.plan({
                preview: { events: recorded("mandatoryViolation"), exit: 255, stderr: "error: preview failed" },
            });
            const result = await cli.run("preview");
            expect(result.ok).toBe(false);
            const violation = { pack: "trace-pack", level: "mandatory", urn: urn("trace:index:Thing::a") };
            expect(result.violations).toEqual([
                { ...violation, policy: "small", message: "size must be small\ntoo big: 99" },
                { ...violation, policy: "whole", message: "second mandatory\nfar too big" },
            ]);
            expect(result.diagnostics).toEqual([{ severity: "error", message: "preview failed" }]);
            expect(result.changes.create).toBe(3);
        });

        it("lets an advisory violation of the stack pass", async () => {
            cli.plan({ up: { events: recorded("advisoryViolation") } });
            const result = await cli.run("up");
            expect(result.ok).toBe(true);
            const violation = {
                policy: "count",
                pack: "trace-pack",
                level: "advisory",
                message: "advisory count\nresources: 4",
            };
            expect(result.violations).toEqual([{ ...violation, urn: stackUrn }]);
        });

        it("gives a violation that names no resource to the stack", async () => {
            const policyEvent = {
                message: "m",
                color: "raw",
                policyName: "p",
                policyPackName: "k",
                enforcementLevel: "mandatory",
            };
            cli.plan({ up: { events: [{ policyEvent }], exit: 255 } });
            expect((await cli.run("up")).violations).toEqual([
                { policy: "p", pack: "k", level: "mandatory", urn: stackUrn, message: "m" },
            ]);
        });

        it("names the step that failed and why", async () => {
            cli.plan({ up: { events: recorded("refusedDelete"), exit: 255, stderr: "error: update failed" } });
            const seen: EngineEvent[] = [];
            const result = await cli.run("up", { onEvent: (event) => seen.push(event) });
            const refused = urn("trace:index:Thing::p");
            expect(result.ok).toBe(false);
            expect(result.changes).toEqual({ create: 0, update: 0, replace: 0, delete: 1, same: 2 });
            expect(result.diagnostics).toEqual([
                { severity: "error", urn: refused, message: `resource "${refused}" cannot be deleted` },
                { severity: "error", message: "update failed" },
            ]);
            expect(seen).toContainEqual({ kind: "step", phase: "failed", op: "delete", urn: refused });
        });

        it("counts only what the update does, not what the refresh before it read", async () => {
            cli.plan({ up: { events: recorded("refresh") } });
            const result = await cli.run("up", { refresh: true });
            expect(result.changes).toEqual({ create: 1, update: 2, replace: 0, delete: 0, same: 1 });
            expect(result.steps.filter((step) => step.op === "refresh")).toHaveLength(5);
        });

        it("passes a program's messages on; an error message alone fails nothing", async () => {
            cli.plan({ up: { events: recorded("messages") } });
            const result = await cli.run("up");
            const about = { urn: urn("trace:index:Thing::a") };
            expect(result.ok).toBe(true);
            expect(result.diagnostics).toEqual([
                { severity: "info", message: "to stdout" },
                { severity: "info", message: "to stderr" },
                { severity: "info", message: "an info" },
                { severity: "warning", ...about, message: "a warning" },
                { severity: "error", ...about, message: "an error" },
            ]);
        });

        it("leaves out debug messages and a provider's progress", async () => {
            const diagnosticEvent = { message: "<{%fg 1%}>\u001b[31mred<{%reset%}>\n", color: "raw", severity: "info" };
            const events = [
                { ...diagnosticEvent, ephemeral: true },
                { ...diagnosticEvent, severity: "debug" },
                diagnosticEvent,
            ];
            cli.plan({ up: { events: events.map((event) => ({ diagnosticEvent: event })) } });
            expect((await cli.run("up")).diagnostics).toEqual([{ severity: "info", message: "red" }]);
        });

        it("names a discarded read as the interface does", async () => {
            const metadata = {
                op: "discard",
                urn: urn("trace:index:Thing::r"),
                type: "trace:index:Thing",
                provider: "",
            };
            cli.plan({ up: { events: [{ resourcePreEvent: { metadata } }] } });
            expect((await cli.run("up")).steps).toEqual([{ op: "read-discard", urn: metadata.urn }]);
        });
    });

    describe("state", () => {
        it("shows outputs with every secret masked, at any depth", async () => {
            cli.plan({ up: { state } });
            expect((await cli.run("up")).outputs).toEqual({
                open: [1, "x"],
                token: "[secret]",
                nested: { key: "[secret]" },
            });
        });

        it("exports the state as it lies there, secrets encrypted, without starting the CLI", async () => {
            cli.writeState(state);
            const engine = await PulumiCli.find();
            expect(await engine.exportStack(cli.request())).toEqual({
                version: 3,
                deployment: state.checkpoint.latest,
            });
            expect(cli.calls()).toEqual([]);
        });

        it("exports nothing for a stack that is unknown, or was only previewed", async () => {
            const engine = await PulumiCli.find();
            expect(await engine.exportStack(cli.request())).toBeUndefined();
            await cli.run("preview");
            expect(await engine.exportStack(cli.request())).toBeUndefined();
        });

        it("hands the CLI what a killed run of the embedded engine had got to", async () => {
            const secretsProvider = { type: "passphrase", state: { salt } };
            const resource = {
                urn: stackUrn,
                custom: false,
                type: "pulumi:pulumi:Stack",
                outputs: { reached: "this" },
            };
            const latest = { manifest: {}, secrets_providers: secretsProvider };
            cli.writeState({ version: 3, checkpoint: { stack: "organization/trace/dev", latest } });
            const folder = join(cli.directory, ".pulumi", "stacks", "trace");
            const entries = [{ start: digestOf(readFileSync(join(folder, "dev.json"))) }, { add: 0, state: resource }];
            writeFileSync(join(folder, "dev.journal"), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
            const result = await cli.run("up", { passphrase: "trace-passphrase" });
            expect(result).toMatchObject({ ok: true, outputs: { reached: "this" } });
            expect(readdirSync(folder)).toEqual(["dev.json"]);
            expect(readFileSync(join(folder, "dev.json"), "utf8")).toContain('"reached":"this"');
        });
    });
});
