import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { LocalWorkspace, type PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { parse } from "yaml";

import type { Engine, Run, RunRequest } from "../../engine/engine";
import { findCommand } from "../../engine/pulumiCli/command";
import { EventLog, plain } from "../../engine/pulumiCli/events";

/**
 * The pulumi CLI as the person who calls it has set it up: their backend, their sign-in, their plugins, and so a real cloud. Besides a
 * recovery with \`--cloud azure\` nothing uses it.
 */
export class CloudEngine implements Engine {
    readonly name = "pulumi";

    private constructor(private readonly command: PulumiCommand) {}

    /** @throws EngineUnavailableError */
    static async find(): Promise<CloudEngine> {
        return new CloudEngine(await findCommand());
    }

    preview(request: RunRequest): Promise<Run> {
        return this.run("preview", request);
    }

    up(request: RunRequest): Promise<Run> {
        return this.run("up", request);
    }

    destroy(): Promise<Run> {
        return Promise.reject(new Error("A recovery removes nothing of a real cloud: see the runbook repatriate."));
    }

    async exportStack(request: RunRequest) {
        const workspace = await this.workspace(request);
        const known = (await workspace.listStacks()).some(({ name }) => name.split("/").at(-1) === request.stack);
        if (!known) return undefined;
        const exported = await workspace.exportStack(request.stack);
        return { version: 3 as const, deployment: exported.deployment as unknown };
    }

    private async run(verb: "preview" | "up", request: RunRequest): Promise<Run> {
        const began = performance.now();
        const log = new EventLog(`${request.stack}`, request.onEvent ?? (() => undefined));
        let ok = true;
        let outputs: Run["outputs"] = {};
        try {
            const stack = await Stack.createOrSelect(request.stack, await this.workspace(request));
            const options = {
                parallel: request.parallel ?? 16,
                refresh: request.refresh ?? false,
                color: "never" as const,
                ...(request.signal && { signal: request.signal }),
                onEvent: log.add,
                onError: log.addErrorOutput,
            };
            if (verb === "up") await stack.up({ ...options, continueOnError: request.continueOnError ?? false });
            else await stack.preview(options);
            outputs = Object.fromEntries(
                Object.entries(await stack.outputs()).map(([name, { value, secret }]) => [
                    name,
                    secret ? "[secret]" : (value as unknown),
                ]),
            );
        } catch (error) {
            ok = false;
            log.fail(plain(log.errorOutput) || (error instanceof Error ? error.message : String(error)));
        }
        const { changes, steps, violations, diagnostics } = log;
        const seconds = (performance.now() - began) / 1000;
        return { stack: request.stack, ok, changes, steps, violations, diagnostics, outputs, seconds };
    }

    private workspace({ root, stack, environment = {} }: RunRequest): Promise<LocalWorkspace> {
        const file = join(root, `Pulumi.${stack}.yaml`);
        const content = existsSync(file)
            ? (parse(readFileSync(file, "utf8")) as { secretsprovider?: string } | null)
            : null;
        return LocalWorkspace.create({
            workDir: root,
            pulumiCommand: this.command,
            envVars: { ...environment },
            ...(content?.secretsprovider && { secretsProvider: content.secretsprovider }),
        });
    }
}
