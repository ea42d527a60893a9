import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EmbeddedEngine } from "../../engine/embedded";
import type { Run } from "../../engine/engine";
import { runApart } from "./traces/stepRun";
import { comparable, World } from "./traces/world";

const engine = new EmbeddedEngine();
const exported = async (
    world: World,
): Promise<{ resources: { urn: string }[]; pending_operations?: { resource: { urn: string } }[] }> =>
    (await engine.exportStack(world.request()))?.deployment as never;
const messages = (run: Run): string[] => run.diagnostics.map(({ message }) => message);

describe("an engine that is killed goes on where it was", () => {
    let world: World;
    let untouched: unknown;

    beforeAll(async () => {
        const other = await World.open();
        await engine.up(other.request());
        untouched = comparable(await exported(other));
        other.close();
    });
    beforeEach(async () => {
        world = await World.open();
    });
    afterEach(() => world.close());

    /** Kills an `up` in a process of its own when the n-th call of a method arrives at the provider. */
    async function killAt(method: string, count: number, environment: Record<string, string> = {}): Promise<void> {
        const step = { request: world.request(environment), options: { kind: "up" as const, dryRun: false } };
        const lines = await runApart(step, (kill) => world.when(method, count, kill));
        expect(lines.filter(({ part }) => part === "end")).toEqual([]);
    }

    it.each([2, 9, 17])(
        "killed before the check of resource %i, it creates none twice and ends with the same state",
        async (count) => {
            await killAt("Check", count);
            // All that was created is on record, although no checkpoint was written.
            const recorded = (await exported(world)).resources.map(({ urn }) => urn);
            expect(recorded).toEqual(expect.arrayContaining(world.calls("Create")));
            expect(world.calls("Create")).toHaveLength(count - 1);

            const before = world.calls("Create");
            world.forget();
            const run = await engine.up(world.request());
            expect(messages(run)).toEqual([]);
            const created = [...before, ...world.calls("Create")];
            expect(new Set(created).size).toBe(created.length);
            expect(created).toHaveLength(18);
            expect(comparable(await exported(world))).toEqual(untouched);
        },
    );

    it.each([
        ["one", 5, {}],
        ["many", 11, { TRACE_PARALLEL: "1" }],
    ])(
        "killed with %s creates under way, it names those and asks only for them again",
        async (_, count, environment) => {
            await killAt("Create", count, environment);
            const pending = ((await exported(world)).pending_operations ?? []).map(({ resource }) => resource.urn);
            expect(pending.length).toBeGreaterThan(0);

            const before = world.calls("Create");
            world.forget();
            const run = await engine.up(world.request(environment));
            expect(run.ok).toBe(true);
            expect(messages(run).join()).toContain(`with ${pending.length} pending operations`);
            const again = world.calls("Create").filter((urn) => before.includes(urn));
            expect(pending).toEqual(expect.arrayContaining(again));
            expect((await exported(world)).resources.map(({ urn }) => urn).sort()).toEqual(
                (untouched as { urn: string }[]).map(({ urn }) => urn).sort(),
            );
        },
    );

    it("killed in updates and in deletes, it finishes them", async () => {
        await engine.up(world.request());
        await killAt("Update", 7, { SIZE: "2" });
        world.forget();
        expect((await engine.up(world.request({ SIZE: "2" }))).ok).toBe(true);
        // The six that were done are not done again; the one under way is.
        expect(world.calls("Update")).toHaveLength(12);

        await killAt("Delete", 4, { SIZE: "2", KEEP: "2" });
        const left = (await exported(world)).resources.length;
        world.forget();
        const run = await engine.up(world.request({ SIZE: "2", KEEP: "2" }));
        expect(run.ok).toBe(true);
        expect(run.changes.delete).toBe(left - (2 + 2 * 4));
        expect((await exported(world)).resources).toHaveLength(2 + 2 * 4);
    });

    it("does without the last line of its journal when that was cut off", async () => {
        await killAt("Check", 9);
        appendFileSync(world.journal, '{"add":99,"state":{"urn":"urn:pul');
        world.forget();
        expect((await engine.up(world.request())).ok).toBe(true);
        expect(world.calls("Create")).toHaveLength(10);
        expect(existsSync(world.journal)).toBe(false);
    });

    it("leaves no program behind", async () => {
        const file = join(world.directory, "pid");
        await killAt("Check", 4, { PID_FILE: file });
        const pid = Number(readFileSync(file, "utf8"));
        const isAlive = (): boolean => {
            try {
                return process.kill(pid, 0);
            } catch {
                return false;
            }
        };
        for (let tries = 0; tries < 100 && isAlive(); tries++) {
            await sleep(100);
        }
        expect(isAlive()).toBe(false);
    });
});
