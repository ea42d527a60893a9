import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { EmbeddedEngine } from "../../engine/embedded";
import type { Run, RunRequest } from "../../engine/engine";
import { fixtures } from "./traces/scenario";
import { World } from "./traces/world";
import { WaitingCloud } from "./waitingCloud";

describe("a run that cannot go on by itself", () => {
    const engine = new EmbeddedEngine();
    let world: World;
    let cloud: WaitingCloud;
    let slow: Server;
    let load: ChildProcess[] = [];
    beforeEach(async () => {
        world = await World.open();
        cloud = await WaitingCloud.open();
        slow = createServer((_, response) => setTimeout(() => response.end("late"), 100)).listen(0, "127.0.0.1");
        await once(slow, "listening");
    });
    afterEach(() => {
        world.close();
        cloud.close();
        slow.closeAllConnections();
        slow.close();
        load.forEach((child) => child.kill("SIGKILL"));
        load = [];
    });

    const errors = (run: Run): string[] =>
        run.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
    const request = (more: Partial<RunRequest>, environment: Record<string, string> = {}): RunRequest => {
        const { port } = slow.address() as AddressInfo;
        const plain = world.request({
            TRACE_PARALLEL: "1",
            SLOW_URL: `http://127.0.0.1:${port}`,
            MODE: "slowly",
            ...environment,
        });
        const program = join(fixtures, "waiting");
        return { ...plain, program, providers: { trace: cloud.address }, parallel: 64, ...more };
    };

    it("says so only when the program has nothing left to do either, under any load, and then at once", async () => {
        load = [1, 2].map(() => spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }));
        let atOnce = 0;
        let most = 0;
        const run = await engine.up(
            request({
                onIdle: async (underWay) => {
                    most = Math.max(most, ++atOnce);
                    await cloud.idle(underWay);
                    atOnce--;
                },
            }),
        );
        expect(most).toBe(1);
        expect(run).toMatchObject({ ok: true, diagnostics: [{ message: "said" }] });
        const ways = [
            ...["atOnce", "computing", "promises", "turns", "timer", "files", "request", "process", "lookups", "log"],
            ...["chain", "big", "slowCheck"],
        ];
        expect(cloud.waves).toEqual(ways.map((way) => [`w-${way}`, `w-${way}-after`]));
    });

    it("has a whole wave under way at once, begun in the order of the program", async () => {
        const onIdle = (underWay: number): Promise<void> => cloud.idle(underWay);
        const run = await engine.up(request({ parallel: 1024, onIdle }, { MODE: "many", COUNT: "400" }));
        expect(run).toMatchObject({ ok: true, changes: { create: 401 } });
        const names = Array.from({ length: 400 }, (_, i) => `w-${"x".repeat(i % 5)}${i}`);
        expect(cloud.waves).toEqual([names]);
    });

    it("says so too of what waits when the run is told to end: it is recorded, and nothing new begins", async () => {
        const controller = new AbortController();
        let told = 0;
        const onIdle = async (underWay: number): Promise<void> => {
            controller.abort();
            // Long enough for anything that would begin.
            await (++told > 5 ? cloud.idle(underWay) : Promise.resolve());
        };
        const more = { parallel: 4, onIdle, signal: controller.signal };
        const run = await engine.up(request(more, { MODE: "many", COUNT: "10" }));
        expect(run).toMatchObject({ ok: false, diagnostics: [{ message: "update canceled" }] });
        expect(cloud.waves).toEqual([["w-0", "w-x1", "w-xx2", "w-xxx3"]]);
        expect(world.stored("waiting")).toEqual(["w-0", "w-x1", "w-xx2", "w-xxx3"]);
    });

    it("does not wait for a program that is gone", async () => {
        const run = await engine.up(request({ onIdle: (underWay) => cloud.idle(underWay) }, { MODE: "leave" }));
        expect(errors(run)).toEqual(["an unhandled error occurred: Program exited with non-zero exit code: 1"]);
        expect(cloud.waves).toEqual([["w-left"]]);
        expect(world.stored("waiting")).toEqual(["w-left", "x-last"]);
    });

    it("fails with what was said to it instead of going on asking", async () => {
        const onIdle = (): Promise<void> => {
            setTimeout(() => cloud.release(), 50);
            return Promise.reject(new Error("the clock is broken"));
        };
        const run = await engine.up(request({ onIdle }, { MODE: "many", COUNT: "2" }));
        expect(run.ok).toBe(false);
        expect(errors(run)).toEqual(["the clock is broken"]);
    });

    it("is not asked for in a preview, where nothing waits for a cloud", async () => {
        const onIdle = jest.fn(() => Promise.resolve());
        await engine.preview(request({ onIdle }, { MODE: "leave" }));
        expect(onIdle).not.toHaveBeenCalled();
    });
});
