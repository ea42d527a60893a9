import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { collectDeclared, type DeclaredResource } from "../engine/declared";
import { startSandbox } from "../sandbox/start";
import { projectRoot } from "./options";
import type { Progress } from "./progress";
import { describeFailure } from "./sandbox/report";

export interface DeclaredStack {
    stack: string;
    resources: DeclaredResource[];
}

/**
 * What the stacks of a configuration root declare. Their programs run against a sandbox that is made for it and thrown away: the
 * stacks that others read are brought up there, the rest is only previewed. No policies: this says what is, not whether it is right.
 *
 * @param root a configuration without mistakes
 * @throws where a program or the cloud refuses, with what they said
 */
export async function declareStacks(
    root: string,
    { read, rest }: { read: readonly string[]; rest: readonly string[] },
    progress: Progress,
): Promise<DeclaredStack[]> {
    const passphrase = randomBytes(24).toString("base64url");
    const directory = await mkdtemp(join(tmpdir(), "oxygis-declared-"));
    try {
        const sandbox = await startSandbox({ directory });
        try {
            const stacks: DeclaredStack[] = [];
            for (const stack of [...read, ...rest]) {
                progress.phase(`${stack}: what it declares`);
                const { run, resources } = await collectDeclared(
                    {
                        program: projectRoot,
                        root,
                        stack,
                        directory,
                        providers: sandbox.providers,
                        passphrase,
                        environment: { OXYGIS_ROOT: root },
                    },
                    !read.includes(stack),
                );
                if (!run.ok) {
                    progress.fail("failed");
                    throw new Error(describeFailure(run));
                }
                progress.done(`${resources.length} resources`);
                stacks.push({ stack, resources });
            }
            return stacks;
        } finally {
            await sandbox.stop();
        }
    } finally {
        await rm(directory, { recursive: true, force: true });
    }
}
