import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { FakeCli } from "./fakeCli";

describe("the pulumi driver when the CLI fails", () => {
    let cli: FakeCli;
    beforeEach(() => {
        cli = new FakeCli();
    });
    afterEach(() => cli.remove());

    it("says what the CLI printed where no event explains it", async () => {
        cli.plan({ up: { exit: 255, stderr: "\u001b[31merror: \u001b[0mincorrect passphrase" } });
        const result = await cli.run("up");
        expect(result).toMatchObject({
            ok: false,
            diagnostics: [{ severity: "error", message: "error: incorrect passphrase" }],
        });
    });

    it("says so where the stack cannot be made", async () => {
        const script =
            'if [ "$1" = version ]; then echo v3.260.0; else echo "error: no language plugin" >&2; exit 255; fi';
        cli.replaceBy(script);
        const result = await cli.run("up");
        expect(result.ok).toBe(false);
        expect(result.diagnostics[0]!.message).toMatch(/error: no language plugin$/);
    });

    it("names the locks of a stack that the CLI found in use", async () => {
        const stderr =
            "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file";
        cli.plan({ up: { exit: 255, stderr } });
        const [diagnostic] = (await cli.run("up")).diagnostics;
        expect(diagnostic!.message).toMatch(
            /^Stack dev is locked: another run is under way, or one was killed\. Wait for it, or remove .*\/\.pulumi\/locks\/organization\/trace\/dev\.\n/,
        );
    });

    it("refuses a stack that a living process is at work on, and clears the lock of a dead one", async () => {
        const locks = join(cli.directory, ".pulumi", "locks", "organization", "trace", "dev");
        mkdirSync(locks, { recursive: true });
        const lock = join(locks, "00000000-0000-4000-8000-000000000000.json");
        const content = (pid: number) =>
            JSON.stringify({ pid, username: "x", hostname: "y", timestamp: "2026-01-01T00:00:00Z" });
        writeFileSync(lock, content(process.ppid));
        const refused = await cli.run("up");
        expect(refused.diagnostics[0]!.message).toContain(`in use by process ${process.ppid}`);
        expect(cli.calls()).toEqual([]);
        const gone = spawn("true");
        await once(gone, "close");
        writeFileSync(lock, content(gone.pid!));
        expect((await cli.run("up")).ok).toBe(true);
        expect(existsSync(lock)).toBe(false);
    });

    it("ends the run when it is canceled", async () => {
        cli.plan({ up: { sleepSeconds: 30 } });
        const abort = new AbortController();
        const running = cli.run("up", { signal: abort.signal });
        while (!cli.calls().some((call) => call.argv[0] === "up")) await delay(50);
        abort.abort();
        expect(await running).toMatchObject({
            ok: false,
            diagnostics: [{ message: expect.stringContaining("SIGINT") as string }],
        });
        expect(isAlive(cli.call("up").pid)).toBe(false);
        const [late] = (await cli.run("up", { signal: abort.signal })).diagnostics;
        expect(late).toEqual({ severity: "error", message: "canceled before it began" });
    });

    it("takes the CLI along when the process that runs it is ended", async () => {
        cli.plan({ up: { sleepSeconds: 30 } });
        const script = `require("./engine/pulumiCli").PulumiCli.find().then((engine) => engine.up(${JSON.stringify(cli.request())}))`;
        // Said outright, because the environment of a test is a copy that `spawn` does not look into.
        const options = { cwd: resolve(__dirname, "../.."), stdio: "ignore", env: process.env } as const;
        const child = spawn(process.execPath, ["--import", "tsx", "-e", script], options);
        const ended = once(child, "close");
        while (child.exitCode === null && !cli.calls().some((call) => call.argv[0] === "up")) await delay(50);
        const { pid } = cli.call("up");
        child.kill("SIGTERM");
        await ended;
        while (isAlive(pid)) await delay(50);
        expect(isAlive(pid)).toBe(false);
    });
});

function isAlive(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch {
        return false;
    }
}
