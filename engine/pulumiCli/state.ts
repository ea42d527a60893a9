import type { RunRequest } from "../engine";
import { isSecret, rewrite } from "../embedded/properties";
import { Secrets } from "../embedded/secrets";
import { checkpointPath, type DeploymentFile, saltOf } from "../embedded/state/checkpoint";
import { lockStack } from "../embedded/state/lock";
import { loadStack, openState, Snapshot } from "../embedded/state/snapshot";

/** A stack of a project in the file backend below the sandbox folder, which both engines share. */
export interface StackAddress {
    directory: string;
    project: string;
    stack: string;
}

/** The stack's deployment; undefined for a stack that is unknown or was never updated. */
export function readDeployment({ directory, project, stack }: StackAddress): DeploymentFile | undefined {
    // A stack that the CLI has only made has the value null here.
    return loadStack(checkpointPath(directory, project, stack))?.deployment ?? undefined;
}

/** The salt with which the stack's secrets are encrypted. */
export const readSalt = (address: StackAddress): string | undefined => saltOf(readDeployment(address));

/** A stack's outputs with `[secret]` in the place of every secret, at any depth. */
export function outputsOf(deployment: DeploymentFile | undefined): Record<string, unknown> {
    const outputs = deployment?.resources?.find((resource) => resource.type === "pulumi:pulumi:Stack")?.outputs ?? {};
    return rewrite(outputs, (part) => (isSecret(part) ? "[secret]" : undefined)) as Record<string, unknown>;
}

/**
 * Makes the state ready for the CLI, which reads checkpoints only: folds in the journal of an embedded run that was
 * killed, and removes the locks of processes that are gone, which older CLIs leave to the user.
 *
 * @throws Error that names the process that is at work on the stack
 */
export async function settle(request: RunRequest, project: string): Promise<void> {
    const { directory, stack, passphrase } = request;
    const unlock = lockStack(directory, project, stack);
    try {
        const path = checkpointPath(directory, project, stack);
        const loaded = loadStack(path);
        if (!loaded?.interrupted) return;
        const secrets = await Secrets.open(passphrase, saltOf(loaded.deployment));
        const state = await openState(loaded, passphrase, secrets);
        await Snapshot.open(path, `organization/${project}/${stack}`, loaded, secrets, state);
    } finally {
        unlock();
    }
}
