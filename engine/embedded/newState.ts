import { Bail, type Deployment } from "./deployment";
import type { Properties, Value } from "./properties";
import type { Provider } from "./providerTypes";
import type { Goal, ResourceState } from "./state/model";
import { nameOf } from "./urn";

/** What a resource is to become, as far as that is known before its step. `alias` is the urn that it had. */
export function newState(
    urn: string,
    goal: Goal,
    old: ResourceState | undefined,
    inputs: Properties,
    alias: string | undefined,
): ResourceState {
    return {
        urn,
        custom: goal.custom,
        type: goal.type,
        inputs,
        parent: goal.parent,
        protect: goal.protect,
        dependencies: goal.dependencies,
        provider: goal.provider,
        propertyDependencies: goal.propertyDependencies,
        additionalSecretOutputs: goal.additionalSecretOutputs,
        ...(alias !== undefined && { aliases: [alias] }),
        customTimeouts: goal.customTimeouts,
        retainOnDelete: goal.retainOnDelete,
        deletedWith: goal.deletedWith,
        replaceWith: goal.replaceWith,
        created: old?.created,
        modified: old?.modified,
        ignoreChanges: goal.ignoreChanges,
        hideDiff: goal.hideDiff,
        replaceOnChanges: goal.replaceOnChanges,
        replacementTrigger: goal.replacementTrigger,
    };
}

/** Has the provider check inputs, which may add defaults to them. @throws Bail when it finds fault with them, and says so */
export async function checkInputs(
    deployment: Deployment,
    provider: Provider,
    state: ResourceState,
    olds: Properties,
    news: Properties,
): Promise<Properties> {
    const { inputs, failures } = await provider.check(state.urn, olds, news);
    for (const { property, reason } of failures) {
        const value = property === "" ? "" : `: property ${property} value {${display(news[property])}}`;
        deployment.report(
            "error",
            `${state.type} resource '${nameOf(state.urn)}'${value} has a problem: ${reason}`,
            state.urn,
        );
    }
    if (failures.length > 0) {
        throw new Bail(`resource ${state.urn} is invalid`);
    }
    return inputs;
}

/** A value in a diagnostic; only its kind where it has parts. */
function display(value: Value | undefined): string {
    return value === undefined ? "<nil>" : typeof value === "object" && value !== null ? "…" : String(value);
}
