import { join } from "node:path";

import { type PulumiCommand, StackNotFoundError } from "@pulumi/pulumi/automation";

import type { RunRequest } from "../engine";
import type { DeploymentFile } from "../embedded/state/checkpoint";
import { runCommand, type Surroundings } from "./command";
import { sandboxEnvironment, usersEnvironment } from "./environment";
import { readDeployment, settle } from "./state";
import { prepareSandboxWorkspace, prepareUsersWorkspace } from "./workspace";

/** What the CLI is started in: with the sandbox, or with the cloud and the backend of the person who runs it. */
export interface Setting extends Surroundings {
    /** Encrypts the secrets of a stack that is new; unset: the passphrase. */
    secretsProvider?: string;
    /** The stack's deployment with its secrets encrypted; undefined for a stack that is unknown or was never updated. */
    deployment(): Promise<DeploymentFile | undefined>;
    /** What to do where the stack is locked. */
    whenLocked: string;
}

/** Readies files and state. @throws Error that says what is wrong with them */
export async function prepareSetting(request: RunRequest, project: string, command: PulumiCommand): Promise<Setting> {
    const { directory, stack, providers } = request;
    if (providers === "real") {
        const { folder, secretsProvider } = prepareUsersWorkspace(request);
        const environment = usersEnvironment(request);
        return {
            folder,
            environment,
            ...(secretsProvider !== undefined && { secretsProvider }),
            deployment: () => exportDeployment(command, { folder, environment }, stack),
            whenLocked: "Wait for it, or run `pulumi cancel` where it is certain that none is.",
        };
    }
    await settle(request, project);
    const { folder, home } = prepareSandboxWorkspace(request);
    return {
        folder,
        environment: sandboxEnvironment({ ...request, providers }, home),
        deployment: () => Promise.resolve(readDeployment({ directory, project, stack })),
        whenLocked: `Wait for it, or remove ${join(directory, ".pulumi", "locks", "organization", project, stack)}.`,
    };
}

/** By the CLI, wherever the state lies. The Automation API's own export would decrypt every secret. */
async function exportDeployment(
    command: PulumiCommand,
    surroundings: Surroundings,
    stack: string,
): Promise<DeploymentFile | undefined> {
    try {
        const text = await runCommand(command, ["stack", "export", "--stack", stack], surroundings);
        return (JSON.parse(text) as { deployment?: DeploymentFile }).deployment;
    } catch (error) {
        if (error instanceof StackNotFoundError) return undefined;
        throw error;
    }
}
