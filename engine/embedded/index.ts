import type { Engine, PreparedRun, Run, RunRequest } from "../engine";
import { readProject } from "./config";
import { addressesOf } from "./runOptions";
import { prepareStack, runStack } from "./runStack";
import { checkpointPath } from "./state/checkpoint";
import { loadStack } from "./state/snapshot";

/** Runs programs against providers that listen already, without the pulumi CLI. See README.md for what it does and does not do. */
export class EmbeddedEngine implements Engine {
    readonly name = "embedded";

    async preview(request: RunRequest): Promise<Run> {
        return (await runStack(request, { kind: "up", dryRun: true })).run;
    }

    async up(request: RunRequest): Promise<Run> {
        return (await runStack(request, { kind: "up", dryRun: false })).run;
    }

    async destroy(request: RunRequest): Promise<Run> {
        return (await runStack(request, { kind: "destroy", dryRun: false })).run;
    }

    prepare(verb: "preview" | "up", request: RunRequest): PreparedRun {
        const prepared = prepareStack(request, { kind: "up", dryRun: verb === "preview" });
        return { run: async () => (await prepared.run()).run, discard: () => prepared.discard() };
    }

    async exportStack(request: RunRequest): Promise<{ version: 3; deployment: unknown } | undefined> {
        addressesOf(request);
        const loaded = loadStack(checkpointPath(request.directory, readProject(request.program).name, request.stack));
        return Promise.resolve(loaded && { version: 3, deployment: loaded.deployment });
    }
}
