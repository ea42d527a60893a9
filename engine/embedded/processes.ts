import type { RunRequest } from "../engine";
import { PolicyPacks } from "./analyzer";
import { Children } from "./children";
import type { Project, StackConfig } from "./config";
import type { Observer } from "./observer";
import { runProgram } from "./program";
import { defaultParallel, type RunOptions } from "./runOptions";

/** What the processes of a run are started with. */
export interface ProcessSetting {
    project: Project;
    config: StackConfig;
    /** Where they find the engine. */
    address: string;
}

/** The program of a run, and its policy packs, each in processes of their own. */
export class Processes {
    /** Set once the packs are ready. */
    packs: PolicyPacks | undefined;
    private readonly program = new Children();
    private readonly packProcesses = new Children();
    private muted = false;

    constructor(
        private readonly request: RunRequest,
        private readonly options: RunOptions,
        private readonly observer: Required<Observer>,
    ) {}

    close(): void {
        this.program.killAll();
        this.packProcesses.killAll();
        this.packs?.close();
    }

    /** Nothing that the program could still say is of interest. */
    killProgram(): void {
        this.muted = true;
        this.program.killAll();
    }

    /** The program's own count of its open requests, once it does nothing but wait for their answers; undefined while it does more. */
    openRequests(): Promise<number | "ended" | undefined> {
        return this.program.openRequests();
    }

    /** Resolves when the packs are ready. */
    async startPacks({ project, config, address }: ProcessSetting): Promise<void> {
        const { request, options, observer } = this;
        this.packs = await PolicyPacks.start({
            folders: request.policyPacks ?? [],
            configs: request.policyConfigs ?? [],
            engineAddress: address,
            project: project.name,
            stack: request.stack,
            dryRun: options.dryRun,
            config,
            children: this.packProcesses,
            onOutput: (line) => observer.diagnostic({ severity: "info", message: line }),
            onRpc: observer.rpc,
        });
    }

    /** Resolves at the program's end. */
    runProgram(setting: ProcessSetting): Promise<{ ok: boolean; message?: string }> {
        const { request, options, program } = this;
        const parallel = request.parallel ?? defaultParallel;
        return runProgram(
            { request, ...setting, dryRun: options.dryRun, parallel, children: program },
            (severity, message) => {
                if (!this.muted) {
                    this.observer.diagnostic({ severity, message });
                }
            },
        );
    }
}
