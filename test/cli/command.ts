import { spawn } from "node:child_process";
import { join, resolve } from "node:path";

import { main } from "../../cli/main";

const projectRoot = resolve(__dirname, "../..");

export interface Said {
    code: number | null;
    out: string;
    err: string;
    /** The JSON object in the last line of standard output. */
    json(): Record<string, unknown>;
}

/** Runs the command as a user would, without a terminal. `killWhen`, asked every few milliseconds, ends it and its children the hard way. */
export function oxygis(words: readonly string[], killWhen?: () => boolean): Promise<Said> {
    const child = spawn(process.execPath, [join(projectRoot, "cli/oxygis.mjs"), ...words], {
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, FORCE_COLOR: undefined },
        detached: true,
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (err += data.toString()));
    const watch = killWhen && setInterval(() => void (killWhen() && process.kill(-child.pid!, "SIGKILL")), 20);
    return new Promise((done) => {
        child.on("close", (code) => {
            clearInterval(watch);
            done({
                code,
                out,
                err,
                json: () => JSON.parse(out.trim().split("\n").at(-1) ?? "") as Record<string, unknown>,
            });
        });
    });
}

/** The same in this process, for what needs neither an engine nor a world: one at a time. */
export async function oxygisHere(words: readonly string[]): Promise<Pick<Said, "code" | "out" | "err">> {
    const heard = { out: "", err: "" };
    const spies = (["out", "err"] as const).map((name) =>
        jest.spyOn(process[`std${name}`], "write").mockImplementation((chunk) => {
            heard[name] += chunk.toString();
            return true;
        }),
    );
    try {
        return { code: await main(words), ...heard };
    } finally {
        for (const spy of spies) spy.mockRestore();
    }
}
