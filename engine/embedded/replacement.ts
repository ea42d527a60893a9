import type { Deployment } from "./deployment";
import { unknown, type Properties } from "./properties";
import { isReplace } from "./providerTypes";
import { isProviderType, parseReference } from "./urn";
import type { ResourceState } from "./state/model";
import { providerOf } from "./steps";

interface DependentReplacement {
    state: ResourceState;
    keys: string[];
}

/**
 * The resources that must go before `root` can be deleted and made anew: those of its dependents that would be replaced once the
 * inputs that come from it, or from others of them, change to something unknown. In dependency order.
 * @param registered urns seen in this run: these cannot depend on the resource any more
 */
export async function dependentReplacements(
    deployment: Deployment,
    root: ResourceState,
    registered: ReadonlySet<string>,
): Promise<DependentReplacement[]> {
    const condemned = new Set([root.urn]);
    const found: DependentReplacement[] = [];
    for (const state of deployment.graph.dependentsOf(root, registered)) {
        const keys = await replacementKeys(deployment, state, condemned);
        if (keys !== undefined) {
            condemned.add(state.urn);
            found.push({ state, keys });
        }
    }
    return found;
}

/** Why the resource would be replaced; undefined when it would not. */
async function replacementKeys(
    deployment: Deployment,
    state: ResourceState,
    condemned: ReadonlySet<string>,
): Promise<string[] | undefined> {
    if (!state.custom || state.external) {
        return undefined;
    }
    if (state.provider && condemned.has(parseReference(state.provider).urn)) {
        await deployment.ensureProvider(state);
        return [];
    }
    if (state.deletedWith && condemned.has(state.deletedWith)) {
        await deployment.ensureProvider(state);
        return ["deletedWith"];
    }
    const inputs = state.inputs ?? {};
    const affected = (key: string): boolean =>
        (state.propertyDependencies?.[key] ?? []).some((urn) => condemned.has(urn));
    const news: Properties = Object.fromEntries(
        Object.entries(inputs).map(([key, value]) => [key, affected(key) ? unknown : value]),
    );
    if (!Object.keys(inputs).some(affected)) {
        return undefined;
    }
    if (isProviderType(state.type)) {
        await deployment.registry.same(state);
    } else {
        await deployment.ensureProvider(state);
    }
    const provider = await providerOf(state, deployment);
    const diff = await provider.diff({
        urn: state.urn,
        id: state.id ?? "",
        oldInputs: inputs,
        oldOutputs: state.outputs ?? {},
        news,
        ignoreChanges: [],
    });
    return isReplace(diff) ? diff.replaceKeys : undefined;
}
