import { resolve } from "node:path";
import type { RunRequest } from "../engine";
import { sdkScript, typescriptEnvironment, type Children } from "./children";
import type { Project, StackConfig } from "./config";
import type { Deployment } from "./deployment";

/** The exit code of a program whose failure the SDK has reported itself. */
const reported = 32;

export interface ProgramOptions {
    request: RunRequest;
    project: Project;
    config: StackConfig;
    /** Where monitor and engine services listen. */
    address: string;
    dryRun: boolean;
    parallel: number;
    children: Children;
}

/** The environment in which the SDK finds a stack's configuration. */
export function configEnvironment(config: StackConfig): Record<string, string> {
    return {
        PULUMI_CONFIG: JSON.stringify(config.values),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
    };
}

/** Runs the program as Pulumi's language host for nodejs does. True when it came to its end without an error. */
export async function runProgram(
    options: ProgramOptions,
    report: Deployment["report"],
): Promise<{ ok: boolean; message?: string }> {
    const { request, project, config, address, dryRun, parallel, children } = options;
    const args = [
        ...["--monitor", address, "--engine", address, "--organization", "organization"],
        ...["--project", project.name, "--stack", request.stack, "--pwd", request.program],
        ...["--root-directory", request.program, ...(dryRun ? ["--dry-run"] : []), "--query-mode", "false"],
        ...["--parallel", String(parallel), project.main],
    ];
    const code = await children.run(sdkScript("run", request.program), args, {
        cwd: request.program,
        nodeArguments: project.options.nodeargs,
        probed: request.onIdle !== undefined,
        environment: {
            ...request.environment,
            ...configEnvironment(config),
            ...typescriptEnvironment(project.options),
            // A relative path counts from the program, wherever its process may change to.
            ...(project.options.tsconfig && {
                PULUMI_NODEJS_TSCONFIG_PATH: resolve(request.program, project.options.tsconfig),
            }),
        },
        onOutput: (line) => report("info", line),
        onError: (line) => report("info#err", line),
    });
    if (code === 0) {
        return { ok: true };
    }
    if (code === reported) {
        return { ok: false };
    }
    const end = code === null ? "was killed" : `exited with non-zero exit code: ${code}`;
    return { ok: false, message: `an unhandled error occurred: Program ${end}` };
}
