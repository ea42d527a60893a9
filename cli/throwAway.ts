import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { RunRequest } from "../engine/engine";
import { startSandbox } from "../sandbox/start";
import { projectRoot } from "./options";

/** Does some work against a sandbox that is made for it and thrown away, with the programs and configuration of a root. */
export async function inThrowAwayWorld<T>(
    root: string,
    work: (requestFor: (stack: string) => RunRequest) => Promise<T>,
): Promise<T> {
    const passphrase = randomBytes(24).toString("base64url");
    const directory = await mkdtemp(join(tmpdir(), "oxygis-world-"));
    try {
        const sandbox = await startSandbox({ directory });
        try {
            // A stack that stands in for a lost one names backups that only the real cloud has.
            await sandbox.ask("fault", { kind: "sourcesAssumed" });
            return await work((stack) => ({
                program: projectRoot,
                root,
                stack,
                directory,
                providers: sandbox.providers,
                passphrase,
                environment: { OXYGIS_ROOT: root },
            }));
        } finally {
            await sandbox.stop();
        }
    } finally {
        await rm(directory, { recursive: true, force: true });
    }
}
