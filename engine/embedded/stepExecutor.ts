import type { Activity } from "./activity";
import { Pool } from "./async";
import type { Deployment } from "./deployment";
import { equal, isSecret, secret, type Properties } from "./properties";
import { UncertainError } from "./providerTypes";
import type { ResourceState } from "./state/model";
import { InitError, ProtectedError, type Step } from "./steps";
import { nameOf, stackType, typeOf } from "./urn";

/** Makes secret what must be: outputs that the program asked for, and outputs that echo a secret input. */
function markSecrets(state: ResourceState, warn: (message: string) => void): void {
    const outputs = state.outputs;
    if (outputs === undefined) {
        return;
    }
    const marked: Properties = {};
    const mark = (key: string): void => {
        const value = outputs[key];
        if (value !== undefined && !isSecret(value)) {
            marked[key] = secret(value);
        }
    };
    for (const key of state.additionalSecretOutputs ?? []) {
        if (key === "id") {
            warn("The 'id' property cannot be made secret. See pulumi/pulumi#2717 for more details.");
        } else {
            mark(key);
        }
    }
    for (const [key, input] of Object.entries(state.inputs ?? {})) {
        if (isSecret(input)) {
            mark(key);
        }
    }
    if (Object.keys(marked).length > 0) {
        state.outputs = { ...outputs, ...marked };
    }
}

/** Providers that nobody wrote into a program do not count as changes. */
const isInternal = (step: Step): boolean =>
    step.op === "remove-pending-replace" ||
    (typeOf(step.urn).startsWith("pulumi:providers:") && /^default(_|$)/.test(nameOf(step.urn)));

/** Applies steps, records what they did, and stops at the first that fails. */
export class StepExecutor {
    /** Steps that may still get their outputs from the program. */
    private readonly pendingNews = new Map<string, Step>();
    private readonly pool: Pool;
    private readonly running = new Set<Promise<unknown>>();
    private stackOutputs: { urn: string; outputs: Properties } | undefined;
    /** Some step failed. */
    errored = false;
    /** No further step may begin. */
    stopped = false;
    /** Urns of what failed while the run went on. */
    readonly failed = new Set<string>();
    /** What those were before: whatever these need must not be deleted. */
    readonly keptBack: ResourceState[] = [];
    /** A failure left it open what the cloud holds. */
    maybeCorrupt = false;
    readonly changes: Record<string, number> = {};

    constructor(
        private readonly deployment: Deployment,
        private readonly activity: Activity,
        private readonly limits: { parallel: number; continueOnError: boolean },
        /** Called when nothing further can happen in this run. */
        private readonly onStop: () => void,
        /** A run of its own, that is a refresh, counts what its readings led to. */
        private readonly refreshOnly = false,
    ) {
        this.pool = new Pool(limits.parallel);
    }

    stop(): void {
        if (!this.stopped) {
            this.stopped = true;
            this.onStop();
        }
    }

    /** Runs the steps after each other; nothing of the chain after a failure. */
    run(chain: readonly Step[]): Promise<void> {
        const task = this.pool.run(() => this.activity.work(() => this.executeChain(chain)));
        this.running.add(task);
        return task.finally(() => this.running.delete(task));
    }

    private async executeChain(chain: readonly Step[]): Promise<void> {
        for (const [index, step] of chain.entries()) {
            if (this.stopped) {
                return;
            }
            if (!(await this.execute(step))) {
                if (!this.stopped) {
                    chain.slice(index).forEach((left) => left.settle?.("failed"));
                }
                return;
            }
        }
    }

    /** Resolves when no step is under way. */
    async settled(): Promise<void> {
        while (this.running.size > 0) {
            await Promise.allSettled(this.running);
        }
    }

    private async execute(step: Step): Promise<boolean> {
        const { observer, snapshot } = this.deployment;
        observer.step("pre", step, step.op);
        try {
            await this.begin(step);
        } catch (error) {
            this.fail(step, error as Error);
            return false;
        }
        let failure: Error | undefined;
        try {
            await step.apply();
        } catch (error) {
            failure = error as Error;
        }
        if (failure === undefined && step.logical && step.new) {
            this.pendingNews.set(step.urn, step);
        }
        if (step.new && step.op !== "replace") {
            this.track(step, step.new);
        }
        if (failure === undefined) {
            this.succeed(step);
        } else {
            this.fail(step, failure);
        }
        if (snapshot) {
            try {
                await this.record(step, failure === undefined || failure instanceof InitError);
            } catch (error) {
                this.deployment.report("error", `cannot record the state of the stack: ${(error as Error).message}`);
                this.errored = true;
                this.stop();
                return false;
            }
        }
        if (failure === undefined) {
            step.settle?.("done");
        }
        return failure === undefined;
    }

    private track(step: Step, state: ResourceState): void {
        markSecrets(state, (message) => this.deployment.report("warning", message, step.urn));
        if (step.op === "read" || step.op === "read-replacement") {
            this.deployment.reads.set(state.urn, state);
        } else if (step.op !== "refresh") {
            this.deployment.news.set(state.urn, state);
        }
    }

    private async begin(step: Step): Promise<void> {
        const snapshot = this.deployment.snapshot;
        const { op, old } = step;
        if (snapshot === undefined) {
            return;
        }
        if (op === "create" || op === "create-replacement") {
            await snapshot.begin("creating", step.new as ResourceState, old);
        } else if (op === "update") {
            await snapshot.begin("updating", step.new as ResourceState, old);
        } else if (op === "read" || op === "read-replacement") {
            await snapshot.begin("reading", step.new as ResourceState, old);
        } else if (/^(delete|discard|read-discard)/.test(op)) {
            await snapshot.begin("deleting", old as ResourceState);
        }
    }

    private async record(step: Step, made: boolean): Promise<void> {
        const snapshot = this.deployment.snapshot;
        const { op, old } = step;
        const state = step.new ?? old;
        if (snapshot === undefined || state === undefined || op === "replace" || op === "refresh") {
            return;
        }
        if (!made) {
            return op === "same" ? undefined : snapshot.end(state);
        }
        if (op === "same") {
            return snapshot.keep(state, old as ResourceState);
        }
        if (step.new === undefined) {
            if (!step.pendingReplacement) {
                return snapshot.remove(state);
            }
            snapshot.patch(state, "pendingReplacement");
            return snapshot.end(state);
        }
        if ((op === "create-replacement" || op === "read-replacement") && old?.delete) {
            snapshot.patch(old, "delete");
            return snapshot.add(state);
        }
        return snapshot.add(state, old);
    }

    private succeed(step: Step): void {
        const { observer, dryRun } = this.deployment;
        observer.step("done", step, step.op);
        const op = this.refreshOnly && step.outcome ? step.outcome() : step.op;
        const counts =
            step.op === "read" ? readChanged(step) : step.logical || (this.refreshOnly && step.op === "refresh");
        if (counts && !isInternal(step)) {
            this.changes[op] = (this.changes[op] ?? 0) + 1;
        }
        // Components report when the program has registered their outputs.
        const custom = (step.new ?? step.old)?.custom === true;
        if (dryRun || custom || step.op === "refresh" || step.op === "delete") {
            observer.step("outputs", step, op);
        }
    }

    private fail(step: Step, error: Error): void {
        const { observer, dryRun } = this.deployment;
        this.errored = true;
        this.maybeCorrupt ||= error instanceof UncertainError && !dryRun;
        const urn = isInternal(step) ? undefined : step.urn;
        this.deployment.report("error", dryRun ? `Preview failed: ${error.message}` : error.message, urn);
        if (!dryRun) {
            observer.step("failed", step, step.op);
        }
        if (step.op === "refresh") {
            return;
        }
        // A refused delete has changed nothing and nobody waits for it: the others may go on.
        if (this.limits.continueOnError || (error instanceof ProtectedError && !dryRun)) {
            this.failed.add(step.urn);
            this.keptBack.push(...(step.old ? [step.old] : []));
        } else {
            this.stop();
        }
    }

    /** The program tells the outputs of a component, or of the stack: those are put in place at the end of the run. */
    registerOutputs(urn: string, outputs: Properties): void {
        if (typeOf(urn) === stackType) {
            this.stackOutputs = { urn, outputs };
        } else {
            this.setOutputs(urn, outputs);
        }
    }

    /** After a failure the outputs that the program did not come to keep their old values. */
    finishStackOutputs(failed: boolean): void {
        if (this.stackOutputs !== undefined && this.pendingNews.has(this.stackOutputs.urn)) {
            const { urn, outputs } = this.stackOutputs;
            this.setOutputs(urn, failed ? { ...this.deployment.olds.get(urn)?.outputs, ...outputs } : outputs);
        }
    }

    private setOutputs(urn: string, outputs: Properties): void {
        const step = this.pendingNews.get(urn);
        if (step?.new === undefined) {
            throw new Error(`cannot complete a resource '${urn}' whose registration isn't pending`);
        }
        this.pendingNews.delete(urn);
        step.new.outputs = outputs;
        this.deployment.snapshot?.patch(step.new, "outputs");
        this.deployment.observer.step("outputs", step, step.op);
    }
}

/** Reading the same as before is no change. */
const readChanged = (step: Step): boolean =>
    step.old?.outputs !== undefined && !equal(step.old.outputs, step.new?.outputs);
