import { join } from "node:path";

import { ConcurrentUpdateError, LocalWorkspace, type PulumiCommand, Stack } from "@pulumi/pulumi/automation";

import type { Engine, Run, RunRequest } from "./engine";
import { findCommand } from "./pulumiCli/command";
import { cliEnvironment } from "./pulumiCli/environment";
import { EventLog, plain } from "./pulumiCli/events";
import { readDeployment, readOutputs, settle } from "./pulumiCli/state";
import { prepareWorkspace, projectName, type Workspace } from "./pulumiCli/workspace";

type Verb = "preview" | "up" | "destroy";

/**
 * The real pulumi CLI through the Automation API, attached to the sandbox's providers: local state below the sandbox
 * folder, a home folder and a copy of the configuration of its own, no credentials. It reaches no cloud and writes no
 * tracked file.
 *
 * The CLI is a child process and gets SIGTERM when this process ends; it then stops after the operations under way.
 */
export class PulumiCli implements Engine {
    readonly name = "pulumi";

    private constructor(private readonly command: PulumiCommand) {}

    /** @throws EngineUnavailableError where no CLI is on the PATH, or one that does not work or is too old. */
    static async find(): Promise<PulumiCli> {
        return new PulumiCli(await findCommand());
    }

    preview(request: RunRequest): Promise<Run> {
        return this.run("preview", request);
    }

    up(request: RunRequest): Promise<Run> {
        return this.run("up", request);
    }

    destroy(request: RunRequest): Promise<Run> {
        return this.run("destroy", request);
    }

    /** Read from the state, as `pulumi stack export` does it; the Automation API's own export always decrypts. */
    exportStack({ program, directory, stack }: RunRequest): Promise<{ version: 3; deployment: unknown } | undefined> {
        const deployment = readDeployment({ directory, stack, project: projectName(program) });
        return Promise.resolve(deployment && { version: 3, deployment });
    }

    private async run(verb: Verb, request: RunRequest): Promise<Run> {
        const began = performance.now();
        const project = projectName(request.program);
        const stackUrn = `urn:pulumi:${request.stack}::${project}::pulumi:pulumi:Stack::${project}-${request.stack}`;
        const log = new EventLog(stackUrn, request.onEvent ?? (() => undefined));
        let ok = true;
        let outputs: Run["outputs"] = {};
        try {
            await this.execute(verb, request, project, log);
        } catch (error) {
            ok = false;
            log.fail(describe(error, log, request, project));
        }
        try {
            outputs = readOutputs({ directory: request.directory, project, stack: request.stack });
        } catch (error) {
            ok = false;
            log.fail(describe(error, log, request, project));
        }
        const { changes, steps, violations, diagnostics } = log;
        const seconds = (performance.now() - began) / 1000;
        return { stack: request.stack, ok, changes, steps, violations, diagnostics, outputs, seconds };
    }

    private async execute(verb: Verb, request: RunRequest, project: string, log: EventLog): Promise<void> {
        if (request.signal?.aborted) throw new Error("canceled before it began");
        await settle(request, project);
        const stack = await this.openStack(request, prepareWorkspace(request));
        const options = {
            parallel: request.parallel ?? 16,
            refresh: request.refresh ?? false,
            color: "never" as const,
            ...(request.signal && { signal: request.signal }),
            onEvent: log.add,
            onError: log.addErrorOutput,
        };
        const packs = {
            policyPacks: [...(request.policyPacks ?? [])],
            policyPackConfigs: [...(request.policyConfigs ?? [])],
        };
        const update = { ...options, continueOnError: request.continueOnError ?? false };
        if (verb === "destroy") await stack.destroy(update);
        else if (verb === "up") await stack.up({ ...update, ...packs });
        else await stack.preview({ ...options, ...packs });
    }

    private async openStack(request: RunRequest, { folder, home }: Workspace): Promise<Stack> {
        const workspace = await LocalWorkspace.create({
            workDir: folder,
            pulumiCommand: this.command,
            // The API's type knows no undefined, but this is how a variable of ours is kept from the CLI.
            envVars: cliEnvironment(request, home) as Record<string, string>,
        });
        return Stack.createOrSelect(request.stack, workspace);
    }
}

function describe(error: unknown, log: EventLog, request: RunRequest, project: string): string {
    const message = error instanceof Error ? error.message : String(error);
    // The text of a CommandError wraps what the command printed: "code: ..\n stdout: ..\n stderr: <this>\n err?: ..".
    const printed = plain(log.errorOutput) || plain(/ stderr: (.*?)(\n err\?: |$)/s.exec(message)?.[1] ?? message);
    if (!(error instanceof ConcurrentUpdateError)) return printed;
    const locks = join(request.directory, ".pulumi", "locks", "organization", project, request.stack);
    return (
        `Stack ${request.stack} is locked: another run is under way, or one was killed. ` +
        `Wait for it, or remove ${locks}.\n${printed}`
    );
}
