import { createHash } from "node:crypto";
import {
    closeSync,
    fdatasyncSync,
    mkdirSync,
    openSync,
    readFileSync,
    renameSync,
    writeSync,
    existsSync,
    writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { version } from "@pulumi/pulumi/version";
import { rewriteUrns } from "../aliases";
import type { Properties } from "../properties";
import { Secrets } from "../secrets";
import { toFile, type PendingOperation, type ResourceState, type SecretsProvider } from "./model";

/** A deployment as it stands in a file: version 3, secrets encrypted. */
export interface DeploymentFile {
    manifest: { time: string; magic: string; version: string };
    secrets_providers?: SecretsProvider;
    resources?: ResourceState[];
    pending_operations?: PendingOperation[];
    metadata?: object;
}

export interface CheckpointFile {
    /** Undefined when the stack was made but never had a resource. */
    deployment: DeploymentFile | undefined;
    /** Names this very content; a journal says which content it continues. */
    digest: string;
}

export const checkpointPath = (directory: string, project: string, stack: string): string =>
    join(directory, ".pulumi", "stacks", project, `${stack}.json`);

export const digestOf = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");

/** Undefined for a stack that does not exist. */
export function readCheckpoint(path: string): CheckpointFile | undefined {
    if (!existsSync(path)) {
        return undefined;
    }
    const content = readFileSync(path);
    const file = JSON.parse(content.toString("utf8")) as { version: number; checkpoint: { latest?: DeploymentFile } };
    if (file.version !== 3) {
        throw new Error(`${path} has version ${file.version}; the embedded engine reads version 3`);
    }
    return { deployment: file.checkpoint.latest, digest: digestOf(content) };
}

/** The salt of the passphrase that encrypted the deployment's secrets. */
export function saltOf(deployment: DeploymentFile | undefined): string | undefined {
    const provider = deployment?.secrets_providers;
    if (provider !== undefined && provider.type !== "passphrase") {
        throw new Error(`the stack's secrets are kept by "${provider.type}"; the embedded engine knows "passphrase"`);
    }
    return (provider?.state as { salt?: string } | undefined)?.salt;
}

/** The resource of a file with its secrets in the clear. */
export function opened(state: ResourceState, secrets: Secrets): ResourceState {
    return {
        ...state,
        ...(state.inputs && { inputs: secrets.unseal(state.inputs) }),
        ...(state.outputs && { outputs: secrets.unseal(state.outputs) }),
    };
}

export function makeDeployment(
    resources: readonly ResourceState[],
    pending: readonly PendingOperation[],
    secrets: Secrets,
    time: string,
): DeploymentFile {
    const seal = (properties: Properties): Properties => secrets.seal(properties);
    const renamed = rewriteUrns(resources);
    const release = `v${version}`;
    return {
        manifest: { time, magic: digestOf(release), version: release },
        secrets_providers: { type: "passphrase", state: { salt: secrets.salt } },
        ...(renamed.length > 0 && {
            resources: renamed.map((state) => toFile(state, seal) as unknown as ResourceState),
        }),
        ...(pending.length > 0 && {
            pending_operations: pending.map(({ resource, type }) => ({
                resource: toFile(resource, seal) as unknown as ResourceState,
                type,
            })),
        }),
        metadata: {},
    };
}

/** The text of a checkpoint. */
export const checkpointText = (name: string, deployment: DeploymentFile): string =>
    `${JSON.stringify({ version: 3, checkpoint: { stack: name, latest: deployment } })}\n`;

/** Replaces the checkpoint at once and durably: a new file beside it, flushed, then renamed over it. */
export function writeCheckpoint(path: string, content: string): void {
    prepareBackend(path);
    const draft = `${path}.new`;
    const file = openSync(draft, "w", 0o600);
    try {
        writeSync(file, content);
        fdatasyncSync(file);
    } finally {
        closeSync(file);
    }
    renameSync(draft, path);
    syncFolder(dirname(path));
}

/** The backend's own marks, without which the CLI takes the folder for one of an older layout. */
function prepareBackend(path: string): void {
    const folder = dirname(path);
    mkdirSync(folder, { recursive: true });
    const meta = join(folder, "..", "..", "meta.yaml");
    if (!existsSync(meta)) {
        writeFileSync(meta, "version: 1\n");
    }
}

/** A rename is durable once its folder is. */
function syncFolder(folder: string): void {
    const handle = openSync(folder, "r");
    try {
        fdatasyncSync(handle);
    } finally {
        closeSync(handle);
    }
}
