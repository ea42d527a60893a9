import { join } from "node:path";
import { EmbeddedEngine } from "../../engine/embedded";
import type { Run, RunRequest } from "../../engine/engine";
import { fixtures } from "./traces/scenario";
import { World } from "./traces/world";

// What the SDK makes of a failed resource is in the recordings; here the program goes on where the SDK by itself would not.
describe("with continueOnError the embedded engine", () => {
    const engine = new EmbeddedEngine();
    let world: World;
    beforeEach(async () => {
        world = await World.open();
    });
    afterEach(() => world.close());

    const request = (environment: Record<string, string> = {}): RunRequest => ({
        ...world.request({ TRACE_PARALLEL: "1", ...environment }),
        program: join(fixtures, "recovering"),
        continueOnError: true,
    });
    const errors = (run: Run): string[] =>
        run.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
    const names = (urns: readonly string[]): string[] => urns.map((urn) => urn.split("::").pop() ?? "").sort();

    it("leaves out what depends on something failed, and does what does not", async () => {
        world.fail("create", "failing", "no room");
        const run = await engine.up(request());
        expect(run).toMatchObject({ ok: false, outputs: { arn: "none" } });
        expect(errors(run)[0]).toBe("no room");
        expect(names(world.calls("Create"))).toEqual(["apart", "failing"]);
        expect(names(run.steps.map(({ urn }) => urn))).not.toContain("after");

        expect(await engine.up(request())).toMatchObject({ ok: true, changes: { create: 2 } });
    });

    it("answers a registration whose replacement failed in its first half", async () => {
        expect(await engine.up(request())).toMatchObject({ ok: true });
        world.forget();
        world.fail("delete", "failing", "in use");
        const run = await engine.up(request({ SLOT: "second" }));
        expect(errors(run)[0]).toBe("in use");
        expect(names(world.calls("Create"))).toEqual([]);
        expect(await engine.up(request({ SLOT: "second" }))).toMatchObject({ ok: true, changes: { replace: 1 } });
    });
});
