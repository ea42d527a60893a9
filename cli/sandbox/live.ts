import type { RunningSandbox } from "../../sandbox/start";
import { startSandbox } from "../../sandbox/start";
import { UsageError } from "../errors";
import type { Common } from "../options";
import { isSandbox } from "./world";

/** Opens a sandbox that exists, asks it something, and closes it again. */
export async function withSandbox<T>(
    { sandbox: directory }: Common,
    act: (sandbox: RunningSandbox) => Promise<T>,
): Promise<T> {
    if (!isSandbox(directory)) throw new UsageError(`${directory} is no sandbox yet: run \`oxygis sandbox up\`.`);
    const sandbox = await startSandbox({ directory });
    try {
        return await act(sandbox);
    } finally {
        await sandbox.stop();
    }
}
