import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";

import { isAlive, startOf } from "../../system/process";

describe("a process", () => {
    it("is alive while it works, and not when it is over", async () => {
        const child = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"]);
        await once(child, "spawn");
        expect(isAlive(child.pid!)).toBe(true);
        child.kill("SIGKILL");
        await once(child, "close");
        expect(isAlive(child.pid!)).toBe(false);
    });

    it("is none where its number is none", () => {
        expect([0, -1, Number.NaN].map((pid) => isAlive(pid))).toEqual([false, false, false]);
    });

    it("is not the one that had its number before", () => {
        expect(isAlive(process.pid, startOf(process.pid))).toBe(true);
        expect(isAlive(process.pid, "1")).toBe(false);
    });
});

// Elsewhere nothing can be seen of it.
const onLinux = process.platform === "linux" ? describe : describe.skip;

onLinux("a process that was killed", () => {
    it("works on nothing when it was killed, though whoever started it has not noticed", () => {
        // The shell starts one, kills it, and becomes a program that waits for nobody.
        const script = `sleep 60 & child=$!; kill -9 $child; exec ${process.execPath} -e "
            const { isAlive } = require('tsx/cjs/api').require('./system/process.ts', process.cwd() + '/any.js');
            const { readFileSync } = require('node:fs');
            const state = () => readFileSync('/proc/' + process.argv[1] + '/stat', 'utf8').split(') ')[1][0];
            while (state() !== 'Z');
            console.log(isAlive(Number(process.argv[1])));
        " $child`;
        const { stdout, stderr } = spawnSync("sh", ["-c", script], { encoding: "utf8" });

        expect([stdout, stderr]).toEqual(["false\n", ""]);
    });
});
