import type { Deployment } from "./deployment";
import type { ResourceState } from "./state/model";
import type { StepExecutor } from "./stepExecutor";
import type { StepGenerator } from "./stepGenerator";

/** Deletes what the run has left over, layer by layer. What something needs that failed to change or to go stays with it. */
export async function runDeletes(
    deployment: Deployment,
    generator: StepGenerator,
    executor: StepExecutor,
): Promise<void> {
    for (const layer of await generator.deletes()) {
        const needed = new Set(executor.keptBack.flatMap((state) => [...deployment.graph.dependenciesOf(state)]));
        const steps = layer.filter((step) => !needed.has(step.old as ResourceState));
        await Promise.all(steps.map((step) => executor.run([step])));
        if (executor.stopped) {
            return;
        }
    }
}
