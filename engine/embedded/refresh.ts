import type { Deployment } from "./deployment";
import { diffInputs, invert } from "./diffing";
import { equal } from "./properties";
import type { Diff } from "./providerTypes";
import type { StepExecutor } from "./stepExecutor";
import { dependenciesOf, type ResourceState } from "./state/model";
import { providerOf, type Step } from "./steps";
import { isProviderType } from "./urn";

/** Reads every resource from its provider and takes what is there for the stack's state. */
export async function refresh(deployment: Deployment, executor: StepExecutor): Promise<void> {
    const steps = new Map<ResourceState, Step>();
    for (const state of deployment.previous) {
        await deployment.ensureProvider(state);
        steps.set(state, refreshStep(state, deployment));
    }
    await Promise.all([...steps.values()].map((step) => executor.run([step])));
    deployment.rebase(repaired(deployment.previous.flatMap((state) => steps.get(state)?.new ?? [])));
    await deployment.snapshot?.rebase(deployment.previous);
}

function refreshStep(old: ResourceState, deployment: Deployment): Step {
    let diff: Diff | undefined;
    const step: Step = {
        op: "refresh",
        urn: old.urn,
        old,
        new: old,
        logical: false,
        outcome: () => {
            if (step.new === undefined) {
                return "delete";
            }
            const unchanged = old.external ? equal(old.outputs, step.new.outputs) : diff?.changes === "none";
            return step.new === old || unchanged ? "same" : "update";
        },
        async apply() {
            if (!old.custom || isProviderType(old.type) || old.pendingReplacement) {
                return;
            }
            const provider = await providerOf(old, deployment);
            const read = await provider.read(old.urn, old.id ?? "", old.inputs ?? {}, old.outputs ?? {});
            if (read === undefined) {
                delete step.new;
                return;
            }
            if (read.initErrors) {
                const list = read.initErrors.join("\n* ");
                deployment.report("warning", `Refreshed resource is in an unhealthy state:\n* ${list}`, old.urn);
            }
            const inputs = read.inputs ?? old.inputs ?? {};
            const state: ResourceState = {
                ...old,
                id: read.id,
                inputs,
                outputs: read.outputs,
                initErrors: read.initErrors,
            };
            if (!equal(inputs, old.inputs) || !equal(read.outputs, old.outputs)) {
                state.modified = new Date().toISOString();
            }
            if (!old.external) {
                // What the program would have to do to get back to where it was; turned round, what the cloud did.
                const request = {
                    urn: old.urn,
                    id: read.id,
                    oldInputs: inputs,
                    oldOutputs: read.outputs,
                    news: old.inputs ?? {},
                    ignoreChanges: old.ignoreChanges ?? [],
                };
                const found = await provider.diff(request);
                diff = invert(
                    found.changes === "unknown" ? { ...found, ...diffInputs(inputs, old.inputs ?? {}) } : found,
                );
                step.diff = { ...diff, replaceKeys: [] };
            }
            step.new = state;
        },
    };
    return step;
}

/** Takes out what points to resources that are gone: their children move up to the parent's parent, dependencies vanish. */
function repaired(resources: readonly ResourceState[]): ResourceState[] {
    const seen = new Set<string>();
    const parents = new Map<string, string | undefined>();
    const present = new Set(resources.filter((state) => !state.delete).map((state) => state.urn));
    return resources.map((state) => {
        const next: ResourceState = { ...state };
        if (dependenciesOf({ ...state, parent: undefined }).length > 0 || state.propertyDependencies) {
            next.dependencies = state.dependencies?.filter((urn) => seen.has(urn));
            next.propertyDependencies = Object.fromEntries(
                Object.entries(state.propertyDependencies ?? {})
                    .map(([key, urns]): [string, string[]] => [key, urns.filter((urn) => seen.has(urn))])
                    .filter(([, urns]) => urns.length > 0),
            );
            if (state.deletedWith && !seen.has(state.deletedWith)) {
                next.deletedWith = "";
            }
        }
        if (state.parent && !present.has(state.parent)) {
            next.parent = parents.get(state.parent);
        }
        parents.set(state.urn, next.parent);
        seen.add(state.urn);
        return next;
    });
}
