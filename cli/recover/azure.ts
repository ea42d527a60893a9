import { existsSync } from "node:fs";
import { join } from "node:path";

import { homeOf, readConfiguration, type RecoveryJob } from "../../recovery/run/job";
import { engineFor } from "../engine";
import { UsageError } from "../errors";
import type { Common } from "../options";
import { projectRoot } from "../options";
import { printError } from "../output";

/** The real cloud: the pulumi CLI and `az`, as the person who calls this has signed in to both. @throws UsageError */
export async function openAzure(options: Common, cell: string, directory: string): Promise<RecoveryJob> {
    if (options.engine === "embedded") {
        throw new UsageError("The embedded engine knows only the sandbox. With --cloud azure leave --engine out.");
    }
    if (!existsSync(join(options.root, "Pulumi.yaml"))) {
        throw new UsageError(
            `${options.root} holds no Pulumi.yaml: with --cloud azure the root must be the project itself.`,
        );
    }
    const configuration = readConfiguration(options.root);
    const home = homeOf(configuration, cell);
    if (!home) throw new UsageError(`There is no cell "${cell}".`);
    if (home.kind === "awsCell") {
        throw new UsageError(
            `${cell} is a cell on AWS, which is recovered in the sandbox only so far: leave --cloud out.`,
        );
    }
    const { AzureSite, azureSettings } = await import("../../recovery/azureSite");
    const engine = await engineFor("pulumi");
    const machineSizes = [home.application.vmSize, home.jobs.vmSize];
    const site = await AzureSite.open(
        { cell, domain: home.domain, globalRegion: configuration.global.site.region, machineSizes },
        azureSettings(process.env),
        printError,
    );
    return {
        engine,
        site,
        root: options.root,
        directory,
        cell,
        requestFor: (stack) => ({
            program: projectRoot,
            root: options.root,
            stack,
            directory,
            providers: "real" as const,
            passphrase: "",
            environment: { OXYGIS_ROOT: options.root },
        }),
    };
}
