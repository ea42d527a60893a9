import { stripVTControlCharacters } from "node:util";
import type { RunRequest } from "../engine";
import { Activity } from "./activity";
import { deferred } from "./async";
import { Builtins } from "./builtins";
import { readConfig, readProject, readStackFile, usesSecrets, type Project, type StackConfig } from "./config";
import { DefaultProviders } from "./defaultProviders";
import { runDeletes } from "./deletes";
import { Bail, Deployment } from "./deployment";
import { pendingWarning } from "./pending";
import { IdleCaller } from "./idle";
import { Monitor } from "./monitor";
import type { Observer } from "./observer";
import { Processes } from "./processes";
import { UnsupportedError } from "./properties";
import { refresh } from "./refresh";
import { Registrations } from "./registrations";
import { Registry } from "./registry";
import { addressesOf, defaultParallel, type RunOptions } from "./runOptions";
import { Secrets } from "./secrets";
import { checkpointPath, saltOf } from "./state/checkpoint";
import { lockStack } from "./state/lock";
import type { Goal, ResourceState } from "./state/model";
import { loadStack, openState, Snapshot } from "./state/snapshot";
import { StepExecutor } from "./stepExecutor";
import { StepGenerator, type Registered } from "./stepGenerator";
import { makeUrn, stackType } from "./urn";

/** What of a run is under way before it looks at the stack's resources. */
interface Begun {
    config: StackConfig;
    /** Where the program and the packs find the engine. */
    address: string;
    /** Unset where there is nothing to encrypt or to decrypt. */
    secrets: Promise<Secrets> | undefined;
    packs: Promise<void>;
    /** The end of the program; unset where the run has none. */
    exit: Promise<{ ok: boolean; message?: string }> | undefined;
}

/** One run over one stack. */
export class StackRun {
    executor: StepExecutor | undefined;
    private deployment: Deployment | undefined;
    private generator: StepGenerator | undefined;
    private registrations: Registrations | undefined;
    private registry: Registry | undefined;
    private monitor: Monitor | undefined;
    private defaults: DefaultProviders | undefined;
    private unlock: (() => void) | undefined;
    private readonly processes: Processes;
    private readonly ready = deferred();
    /** The stack as a resource, once it is registered. */
    private stack: Promise<Registered> | undefined;
    private readonly activity = new Activity();
    /** The plan could not be made: a check failed, a policy refused, the program broke. The user knows. */
    private planFailed = false;
    private canceled = false;
    private begun: Promise<Begun> | undefined;

    constructor(
        private readonly request: RunRequest,
        private readonly options: RunOptions,
        private readonly observer: Required<Observer>,
    ) {
        this.processes = new Processes(request, options, observer);
    }

    report(severity: "info" | "warning" | "error", message: string): void {
        this.observer.diagnostic({ severity, message });
    }

    outputs(): Readonly<Record<string, unknown>> {
        const root = [...(this.deployment?.news.values() ?? []), ...(this.deployment?.previous ?? [])];
        return root.find((state) => state.type === "pulumi:pulumi:Stack")?.outputs ?? {};
    }

    close(): void {
        this.request.signal?.removeEventListener("abort", this.cancel);
        this.processes.close();
        this.monitor?.stop();
        this.registry?.close();
        this.unlock?.();
    }

    /**
     * Starts the program and the packs, and has the key derived: all this takes long and needs nothing of the stack's resources, so it
     * can go on while another run is under way. Whatever the program asks for waits for `execute`.
     */
    begin(project: Project, loaded: ReturnType<typeof loadStack>): Promise<Begun> {
        return (this.begun ??= this.start(project, loaded));
    }

    private async start(project: Project, loaded: ReturnType<typeof loadStack>): Promise<Begun> {
        const { request } = this;
        addressesOf(request);
        const { kind, dryRun } = this.options;
        const stackFile = readStackFile(request.root, request.stack);
        const salt = stackFile.salt ?? saltOf(loaded?.deployment);
        // The preview of a new stack has nothing to open and writes nothing.
        const keyless = dryRun && loaded === undefined && salt === undefined && !usesSecrets(stackFile);
        const secrets = keyless ? undefined : Secrets.open(request.passphrase, salt);
        // Awaited later; whatever fails before must not leave its failure to nobody. The same goes for the others below.
        secrets?.catch(() => undefined);
        // The key takes most of a second to derive; the program can start meanwhile, unless its configuration needs it.
        const decrypter = usesSecrets(stackFile) ? await secrets : undefined;
        const config = readConfig(stackFile, project.name, (text) => decrypter?.decrypt(text) ?? text);

        this.monitor = new Monitor(this.host(project));
        const address = await this.monitor.start();
        const setting = { project, config, address };
        const exit = kind === "up" ? this.processes.runProgram(setting) : undefined;
        exit?.catch(() => undefined);
        const packs = kind === "up" ? this.processes.startPacks(setting) : Promise.resolve();
        packs.catch(() => undefined);
        return { config, address, secrets, packs, exit };
    }

    /** @returns whether all went well */
    async execute(): Promise<boolean> {
        const { request } = this;
        const { kind, dryRun } = this.options;
        const project = readProject(request.program);
        const path = checkpointPath(request.directory, project.name, request.stack);
        if (!dryRun) {
            this.unlock = lockStack(request.directory, project.name, request.stack);
        }
        const loaded = loadStack(path);
        if (loaded?.orphaned) {
            this.report(
                "warning",
                `an interrupted run left a journal beside ${path}, but the checkpoint has changed since: it is ignored`,
            );
        }
        const { config, address, secrets, packs, exit } = await this.begin(project, loaded);
        const opening = secrets?.then(async (opened) => ({
            secrets: opened,
            state: await openState(loaded, request.passphrase, opened),
        }));
        const [opened] = await Promise.all([opening, packs]);
        const state = opened?.state ?? { resources: [], pending: [] };
        const pending = this.options.clearPendingCreates ? [] : state.pending;
        const snapshot =
            dryRun || opened === undefined
                ? undefined
                : await Snapshot.open(path, `organization/${project.name}/${request.stack}`, loaded, opened.secrets, {
                      ...state,
                      pending,
                  });
        const deployment = this.prepare(project, config, address, state.resources, snapshot);
        if (!dryRun && kind !== "refresh" && !request.refresh && pending.length > 0) {
            this.report("warning", pendingWarning(pending));
        }
        const idle = dryRun ? undefined : this.watchIdle();
        try {
            return await this.deploy(deployment, exit);
        } finally {
            await idle?.stop();
            await snapshot?.finish();
        }
    }

    private prepare(
        project: Project,
        config: StackConfig,
        engineAddress: string,
        resources: ResourceState[],
        snapshot: Snapshot | undefined,
    ): Deployment {
        const { request, options } = this;
        const builtins = new Builtins({
            directory: request.directory,
            project: project.name,
            passphrase: request.passphrase,
            find: (urn) => this.deployment?.news.get(urn) ?? this.deployment?.reads.get(urn),
        });
        const warn = (message: string): void => this.report("warning", message);
        this.registry = new Registry({
            addresses: addressesOf(request),
            engineAddress,
            builtins,
            warn,
            activity: this.activity,
        });
        const deployment = new Deployment(
            project.name,
            request.stack,
            options.dryRun,
            resources,
            this.registry,
            snapshot,
            this.observer,
        );
        this.deployment = deployment;
        this.executor = new StepExecutor(
            deployment,
            this.activity,
            { parallel: request.parallel ?? defaultParallel, continueOnError: request.continueOnError ?? false },
            () => {
                this.monitor?.close();
                this.processes.killProgram();
            },
            options.kind === "refresh",
        );
        this.generator = new StepGenerator(deployment, this.processes.packs);
        this.registrations = new Registrations(deployment, this.generator, this.executor, this.activity, (error, urn) =>
            this.fail(error, urn),
        );
        this.defaults = new DefaultProviders(resources, config, (goal) => this.register(goal));
        request.signal?.addEventListener("abort", this.cancel);
        if (request.signal?.aborted) {
            this.cancel();
        }
        return deployment;
    }

    private watchIdle(): IdleCaller | undefined {
        const { onIdle } = this.request;
        return (
            onIdle &&
            new IdleCaller({
                activity: this.activity,
                program: () => this.processes.openRequests(),
                requests: () => this.monitor?.open ?? 0,
                onIdle,
                onError: (error) => this.fail(error),
            })
        );
    }

    private readonly cancel = (): void => {
        this.canceled = true;
        this.executor?.stop();
    };

    private host(project: Project): ConstructorParameters<typeof Monitor>[0] {
        const { request, options, observer } = this;
        return {
            project: project.name,
            stack: request.stack,
            program: request.program,
            dryRun: options.dryRun,
            parallel: request.parallel ?? defaultParallel,
            activity: this.activity,
            ready: async () => {
                await this.ready.promise;
                await this.stack;
            },
            register: (goal) => (goal.type === stackType ? this.registerStack(goal, project) : this.register(goal)),
            read: (goal) => (this.registrations as Registrations).read(goal),
            registerOutputs: (urn, outputs) => this.executor?.registerOutputs(urn, outputs),
            defaultProvider: (name, version) => (this.defaults as DefaultProviders).get(name, version),
            defaultVersion: (name, version) => this.defaults?.versionOf(name, version) ?? version,
            provider: (reference) => this.registry?.get(reference),
            refuse: (error) => this.fail(error),
            log: (diagnostic) =>
                observer.diagnostic({ ...diagnostic, message: stripVTControlCharacters(diagnostic.message) }),
            onRpc: observer.rpc,
        };
    }

    private register(goal: Goal): Promise<Registered> {
        return (this.registrations as Registrations).register(goal);
    }

    /**
     * The SDK loads the program once its stack is answered, and that answer is always the same. It is given before policy packs and
     * state are ready, so that the program loads meanwhile; whatever else it asks for waits until the stack is registered.
     */
    private registerStack(goal: Goal, project: Project): Promise<Registered> {
        this.stack = this.ready.promise.then(() => this.register(goal));
        const urn = makeUrn(this.request.stack, project.name, undefined, goal.type, goal.name);
        return Promise.resolve({ state: { urn, custom: false, type: goal.type }, result: "done" });
    }

    private fail(error: Error, urn?: string): void {
        if (this.executor?.stopped) {
            return;
        }
        if (!(error instanceof Bail)) {
            this.deployment?.report("error", error.message, error instanceof UnsupportedError ? undefined : urn);
        }
        this.planFailed = true;
        this.executor?.stop();
    }

    private async deploy(
        deployment: Deployment,
        exit: Promise<{ ok: boolean; message?: string }> | undefined,
    ): Promise<boolean> {
        const executor = this.executor as StepExecutor;
        if (this.options.kind === "refresh" || this.request.refresh) {
            await refresh(deployment, executor);
        }
        if (this.options.kind !== "refresh" && !executor.errored) {
            this.ready.resolve();
            await this.followProgram(exit);
            if (!executor.stopped) {
                await runDeletes(deployment, this.generator as StepGenerator, executor).catch((error: unknown) =>
                    this.fail(error as Error),
                );
            }
            await executor.settled();
            executor.finishStackOutputs(this.planFailed || executor.errored || deployment.sawError || this.canceled);
            if (!this.planFailed && !executor.errored && !this.canceled) {
                await this.processes.packs?.analyzeStack(deployment);
            }
        }
        const verb = this.options.dryRun ? "preview" : "update";
        if (this.planFailed) {
            return false;
        }
        if (executor.errored || deployment.sawError || this.canceled) {
            this.report("error", `${verb} ${executor.errored || deployment.sawError ? "failed" : "canceled"}`);
            return false;
        }
        return true;
    }

    /** Waits for the program's end and for all that it has registered. */
    private async followProgram(exit: Promise<{ ok: boolean; message?: string }> | undefined): Promise<void> {
        const executor = this.executor as StepExecutor;
        const end = await exit;
        if (end !== undefined && !end.ok && !executor.stopped) {
            if (end.message !== undefined) {
                this.report("error", end.message);
            }
            this.planFailed = true;
            executor.stop();
        }
        await this.registrations?.settled();
    }
}
