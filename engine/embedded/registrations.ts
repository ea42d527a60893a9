import type { Activity } from "./activity";
import { deferred } from "./async";
import type { Deployment } from "./deployment";
import { dependenciesOf, type Goal, type ResourceState } from "./state/model";
import type { StepExecutor } from "./stepExecutor";
import type { Answer, ReadGoal, Registered, StepGenerator } from "./stepGenerator";
import type { Step } from "./steps";
import { parseReference } from "./urn";

/** Deals with what the program registers: has steps made for it and runs them, but for those that build on something failed. */
export class Registrations {
    /** Those that are being dealt with. */
    private readonly tasks = new Set<Promise<void>>();
    /** Resolves when the steps of all so far have begun, or wait for nothing but a free place. */
    private begun: Promise<void> = Promise.resolve();
    /** Urns of what was left out because something that it depends on has failed. */
    private readonly skipped = new Set<string>();

    constructor(
        private readonly deployment: Deployment,
        private readonly generator: StepGenerator,
        private readonly executor: StepExecutor,
        private readonly activity: Activity,
        private readonly onFailure: (error: Error, urn?: string) => void,
    ) {}

    register(goal: Goal): Promise<Registered> {
        return this.plan(goal, (answer) => this.generator.register(goal, answer));
    }

    read(goal: ReadGoal): Promise<Registered> {
        return this.plan(undefined, (answer) => Promise.resolve(this.generator.read(goal, answer)));
    }

    async settled(): Promise<void> {
        while (this.tasks.size > 0) {
            await Promise.allSettled(this.tasks);
        }
    }

    /**
     * Resolves with the answer; never, when there is none. Steps are made for several registrations at once, but they begin in the order
     * in which the registrations came, as in the real engine: a cloud that deals with calls in their order sees the same in every run.
     */
    private plan(goal: Goal | undefined, generate: (answer: Answer) => Promise<Step[]>): Promise<Registered> {
        const answer = deferred<Registered>();
        const before = this.begun;
        const begun = deferred();
        this.begun = begun.promise;
        const work = async (): Promise<void> => {
            try {
                const steps = await this.activity.work(() => generate(answer.resolve)).finally(() => before);
                const run = this.executor.run(this.withoutSkipped(steps));
                begun.resolve();
                await run;
            } catch (error) {
                this.onFailure(error as Error, goal && this.deployment.urnOf(goal));
            } finally {
                begun.resolve();
            }
        };
        const task = work();
        this.tasks.add(task);
        void task.finally(() => this.tasks.delete(task));
        return answer.promise;
    }

    private withoutSkipped(steps: readonly Step[]): Step[] {
        return steps.filter((step) => {
            const skip = this.dependsOnFailed(step.new ?? step.old);
            if (skip) {
                this.skipped.add(step.urn);
                step.settle?.("skipped");
            }
            return !skip;
        });
    }

    private dependsOnFailed(state: ResourceState | undefined): boolean {
        const { failed } = this.executor;
        if (state === undefined || failed.size + this.skipped.size === 0) {
            return false;
        }
        const needed = [...dependenciesOf(state), ...(state.provider ? [parseReference(state.provider).urn] : [])];
        return needed.some((urn) => failed.has(urn) || this.skipped.has(urn));
    }
}
