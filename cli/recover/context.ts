import { isAbsolute, join } from "node:path";
import type { ParseArgsOptionsConfig } from "node:util";

import { ConfigurationError, readConfiguration, type RecoveryJob } from "../../recovery/run/job";
import { RecoveryRunningError, refuseWhileRunning } from "../../recovery/run/lock";
import { RefusedError } from "../../recovery/run/up";
import { SandboxSite } from "../../recovery/sandboxSite";
import { workWhereServed } from "../../recovery/workload";
import { startSandbox } from "../../sandbox/start";
import { engineFor } from "../engine";
import { type ExitCode, exitCode, UsageError } from "../errors";
import { type Common, projectRoot, readOptions } from "../options";
import { printError, printJson } from "../output";
import { rehearsalRoot } from "../sandbox/configuration";
import { isSandbox, openSandbox } from "../sandbox/world";
import { openAzure } from "./azure";

const common = {
    cell: { type: "string" },
    cloud: { type: "string", default: "sandbox" },
    state: { type: "string" },
    yes: { type: "boolean", default: false },
} as const satisfies ParseArgsOptionsConfig;

export const commonHelp = `  --cell C            the cell, for example eu1
  --cloud NAME        sandbox (default), or azure: the real one, by the pulumi CLI and az, both signed in
  --state DIR         with azure: where the progress is kept (default: .recovery below the configuration); keep it as safe as the state
  --yes               with azure: do not ask
In the sandbox, stack files are written to <sandbox>/configuration, beside links to the project's own; with --root DIR to DIR itself.`;

/** Seconds without a call after which the sandbox lets restores begin, for an engine that cannot say when it waits. */
const settleSeconds = 2;

export interface RecoverValues {
    cell?: string | undefined;
    cloud: string;
    state?: string | undefined;
    yes: boolean;
}

/** Reads a command line of \`recover\`; the cell must be named, so that nobody moves the wrong one. */
export function readRecover<T extends ParseArgsOptionsConfig>(argv: readonly string[], own: T) {
    const { options, values, positionals } = readOptions(argv, { ...common, ...own });
    const mine = values as unknown as RecoverValues;
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is too much: the cell is named with --cell.`);
    if (mine.cell === undefined) throw new UsageError("Name the cell: --cell C.");
    if (mine.cloud !== "sandbox" && mine.cloud !== "azure") {
        throw new UsageError(`--cloud is "${mine.cloud}". Write sandbox or azure.`);
    }
    return { options, values, cell: mine.cell, place: { ...mine, cell: mine.cell } };
}

/** Where the journal lies; it can be read without any engine or cloud. */
export function directoryOf(options: Common, { cloud, state }: RecoverValues): string {
    if (cloud === "sandbox") return options.sandbox;
    if (state === undefined) return join(options.root, ".recovery");
    return isAbsolute(state) ? state : join(process.cwd(), state);
}

/** Opens the cloud, does something there, and closes it again. */
export async function withRecovery<T>(
    options: Common,
    values: RecoverValues & { cell: string },
    act: (job: RecoveryJob) => Promise<T>,
): Promise<T> {
    const directory = directoryOf(options, values);
    refuseWhileRunning(directory, values.cell);
    if (values.cloud === "azure") return act(await openAzure(options, values.cell, directory));
    if (!isSandbox(directory)) throw new UsageError(`${directory} is no sandbox yet: run \`oxygis sandbox up\`.`);
    const root = rehearsalRoot(options);
    readConfiguration(root);
    const { passphrase } = openSandbox(directory);
    const engine = await engineFor(options.engine);
    const sandbox = await startSandbox({ directory, ...(engine.name === "pulumi" && { settleSeconds }) });
    const { providers } = sandbox;
    const ask: typeof sandbox.ask = (question, args) => sandbox.ask(question, args);
    const requestFor = (stack: string) => ({
        program: projectRoot,
        root,
        stack,
        directory,
        providers,
        passphrase,
        environment: { OXYGIS_ROOT: root },
    });
    try {
        const site = new SandboxSite(directory, ask);
        const onIdle = (underWay: number) => ask("idle", { underWay });
        const answer = await act({ engine, site, root, directory, cell: values.cell, onIdle, requestFor });
        // Whoever was moved goes on working where they are served now.
        await workWhereServed({ engine, requestFor, root, directory, ask });
        return answer;
    } finally {
        await sandbox.stop();
    }
}

/** What a person can mend is a message, not a stack trace. */
export async function answering(options: Common, act: () => Promise<ExitCode>): Promise<ExitCode> {
    try {
        return await act();
    } catch (error) {
        const known = [ConfigurationError, RefusedError, RecoveryRunningError].find((kind) => error instanceof kind);
        if (!known) throw error;
        const { message } = error as Error;
        if (options.json) printJson({ ok: false, error: message });
        printError(message);
        return known === ConfigurationError ? exitCode.wrongUse : exitCode.failed;
    }
}
