import { ConcurrentUpdateError, LocalWorkspace, type PulumiCommand, Stack } from "@pulumi/pulumi/automation";

import type { Engine, Run, RunRequest } from "./engine";
import { findCommand } from "./pulumiCli/command";
import { EventLog, plain } from "./pulumiCli/events";
import { takeOver } from "./pulumiCli/pendingCreates";
import { prepareSetting, type Setting } from "./pulumiCli/setting";
import { outputsOf, readDeployment } from "./pulumiCli/state";
import { addedByCli, projectName } from "./pulumiCli/workspace";

type Verb = "preview" | "up" | "destroy";

/**
 * The real pulumi CLI through the Automation API. Attached to the sandbox's providers it has local state below the sandbox
 * folder, a home folder and a copy of the configuration of its own, and no credentials: it reaches no cloud. With `real`
 * providers it is the user's own, with their backend, plugins and sign-in. It writes no tracked file in either.
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

    /** As `pulumi stack export` does it; the Automation API's own export always decrypts. */
    async exportStack(request: RunRequest): Promise<{ version: 3; deployment: unknown } | undefined> {
        const project = projectName(request.program);
        const deployment =
            request.providers === "real"
                ? await (await prepareSetting(request, project, this.command)).deployment()
                : readDeployment({ ...request, project });
        return deployment && { version: 3, deployment };
    }

    private async run(verb: Verb, request: RunRequest): Promise<Run> {
        const began = performance.now();
        const project = projectName(request.program);
        const stackUrn = `urn:pulumi:${request.stack}::${project}::pulumi:pulumi:Stack::${project}-${request.stack}`;
        const log = new EventLog(stackUrn, request.onEvent ?? (() => undefined));
        let setting: Setting | undefined;
        let ok = true;
        let outputs: Run["outputs"] = {};
        try {
            if (request.signal?.aborted) throw new Error("canceled before it began");
            setting = await prepareSetting(request, project, this.command);
            await this.execute(verb, request, setting, log);
        } catch (error) {
            ok = false;
            log.fail(describe(error, log, request, setting));
        }
        try {
            const added = request.providers === "real" ? addedByCli(request) : undefined;
            if (added !== undefined) log.diagnose({ severity: "warning", message: added });
            outputs = outputsOf(await setting?.deployment());
        } catch (error) {
            ok = false;
            log.fail(describe(error, log, request, setting));
        }
        const { changes, steps, violations, diagnostics } = log;
        const seconds = (performance.now() - began) / 1000;
        return { stack: request.stack, ok, changes, steps, violations, diagnostics, outputs, seconds };
    }

    private async execute(verb: Verb, request: RunRequest, setting: Setting, log: EventLog): Promise<void> {
        const stack = await this.openStack(request, setting);
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
        if (verb === "preview") await stack.preview({ ...options, ...packs });
        else if (verb === "destroy") await stack.destroy(update);
        else {
            await takeOver(request, setting, this.command, log);
            await stack.up({ ...update, ...packs });
        }
    }

    private async openStack(request: RunRequest, { folder, environment, secretsProvider }: Setting): Promise<Stack> {
        const workspace = await LocalWorkspace.create({
            workDir: folder,
            pulumiCommand: this.command,
            ...(secretsProvider !== undefined && { secretsProvider }),
            // The API's type knows no undefined, but this is how a variable of ours is kept from the CLI.
            envVars: environment as Record<string, string>,
        });
        return Stack.createOrSelect(request.stack, workspace);
    }
}

function describe(error: unknown, log: EventLog, request: RunRequest, setting: Setting | undefined): string {
    const message = error instanceof Error ? error.message : String(error);
    // The text of a CommandError wraps what the command printed: "code: ..\n stdout: ..\n stderr: <this>\n err?: ..".
    const printed = plain(log.errorOutput) || plain(/ stderr: (.*?)(\n err\?: |$)/s.exec(message)?.[1] ?? message);
    if (!(error instanceof ConcurrentUpdateError)) return printed;
    return (
        `Stack ${request.stack} is locked: another run is under way, or one was killed. ` +
        `${setting?.whenLocked}\n${printed}`
    );
}
