import type { Deployment } from "./deployment";
import { diffInputs, triggered } from "./diffing";
import { equal } from "./properties";
import { isReplace, noDiff, type Diff, type Provider } from "./providerTypes";
import { withoutInternal } from "./registry";
import type { Goal, ResourceState } from "./state/model";
import { parseReference } from "./urn";

/** `forced`: to be replaced although nothing of it differs. */
export type ForcedDiff = Diff & { forced?: boolean };

/** What has happened in the run so far, as far as it decides about further resources. */
export interface DiffContext {
    deployment: Deployment;
    /** Urns that are replaced. */
    replaced: ReadonlySet<string>;
    /** Old urns to new ones. */
    aliased: ReadonlyMap<string, string>;
    /** Providers that were registered. */
    providers: ReadonlyMap<string, ResourceState>;
}

/** How a resource differs from what the stack has of it, and whether that must be a replacement. */
export async function diffResource(
    context: DiffContext,
    old: ResourceState,
    state: ResourceState,
    goal: Goal,
    provider: Provider | undefined,
): Promise<ForcedDiff> {
    const blame = (key: string): ForcedDiff => ({ ...noDiff, changes: "some", replaceKeys: [key] });
    if (context.replaced.has(goal.deletedWith)) {
        return blame("deletedWith");
    }
    if (goal.replaceWith.some((other) => context.replaced.has(other))) {
        return blame("replaceWith");
    }
    if (triggered(old.replacementTrigger, goal.replacementTrigger)) {
        return { ...noDiff, changes: "some", forced: true };
    }
    if (await providerChanged(context, old, state)) {
        return blame("provider");
    }
    const [oldInputs, news] = [old.inputs ?? {}, state.inputs ?? {}];
    if (provider === undefined) {
        return { ...noDiff, changes: equal(oldInputs, news) ? "none" : "some" };
    }
    const request = {
        urn: state.urn,
        id: old.id ?? "",
        oldInputs,
        oldOutputs: old.outputs ?? {},
        news,
        ignoreChanges: goal.ignoreChanges,
    };
    const diff = await provider.diff(request);
    return diff.changes === "unknown" ? { ...diff, ...diffInputs(oldInputs, news) } : diff;
}

/** A resource moves with its provider when that was replaced, and stays when it only was updated or renamed. */
async function providerChanged(context: DiffContext, old: ResourceState, state: ResourceState): Promise<boolean> {
    const [before, now] = [old.provider ?? "", state.provider ?? ""];
    if (before === now || before === "" || now === "") {
        return before !== now;
    }
    const [oldUrn, newUrn] = [parseReference(before).urn, parseReference(now).urn];
    if (context.aliased.get(oldUrn) === newUrn) {
        return false;
    }
    const [was, is] = [context.deployment.olds.get(oldUrn), context.providers.get(newUrn)];
    const provider = await context.deployment.registry.get(now);
    const diff = await provider?.diffConfig?.(
        newUrn,
        withoutInternal(was?.inputs ?? {}),
        was?.outputs ?? {},
        withoutInternal(is?.inputs ?? {}),
    );
    return diff !== undefined && isReplace(diff);
}
