import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

import type { PulumiCommand } from "@pulumi/pulumi/automation";

/** The engine that was asked for cannot be used here; the message says why and what to do. Wrong use, not a failed run. */
export class EngineUnavailableError extends Error {
    override readonly name = "EngineUnavailableError";
}

/** Since 3.206 the CLI sends its events over a connection; older ones write a file, of which polling loses the end. */
const minimumVersion = "3.206.0";
const otherwise = "Install a current one (https://www.pulumi.com/docs/install), or use `--engine embedded`.";

/** The `pulumi` that a shell would start, or undefined where there is none. */
export function findExecutable(): string | undefined {
    const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
    return folders.map((folder) => join(folder, "pulumi")).find(isExecutable);
}

/** @throws EngineUnavailableError when there is no pulumi CLI on the PATH, or one that does not work or is too old. */
export async function findCommand(): Promise<PulumiCommand> {
    const path = findExecutable();
    if (path === undefined) throw new EngineUnavailableError(`There is no pulumi CLI on the PATH. ${otherwise}`);
    // Loading the Automation API takes a second that a machine without the CLI need not spend.
    const { PulumiCommand } = await import("@pulumi/pulumi/automation");
    const command = await PulumiCommand.get().catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        throw new EngineUnavailableError(`The pulumi CLI at ${path} does not work: ${reason.trim()}\n${otherwise}`);
    });
    if (command.version !== null && command.version.compare(minimumVersion) < 0) {
        const { version } = command.version;
        throw new EngineUnavailableError(
            `The pulumi CLI at ${path} is ${version}; at least ${minimumVersion} is needed. ${otherwise}`,
        );
    }
    return command;
}

/** Where a command of the CLI runs, and in what environment; what is undefined there is taken from our own. */
export interface Surroundings {
    folder: string;
    environment: Record<string, string | undefined>;
}

/** The Automation API's way to run the CLI, which its types do not show. */
interface Runner {
    run(
        args: string[],
        folder: string,
        environment: Surroundings["environment"],
        onOutput?: (text: string) => void,
        onError?: (text: string) => void,
        signal?: AbortSignal,
    ): Promise<{ stdout: string }>;
}

/** Runs what the Automation API has no function for. @throws CommandError */
export async function runCommand(
    command: PulumiCommand,
    args: readonly string[],
    { folder, environment }: Surroundings,
    { onError, signal }: { onError?: (text: string) => void; signal?: AbortSignal | undefined } = {},
): Promise<string> {
    const runner = command as unknown as Runner;
    const { stdout } = await runner.run([...args], folder, environment, undefined, onError, signal);
    return stdout;
}

function isExecutable(path: string): boolean {
    try {
        accessSync(path, constants.X_OK);
        return statSync(path).isFile();
    } catch {
        return false;
    }
}
