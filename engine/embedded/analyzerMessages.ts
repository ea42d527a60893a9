import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import type { Deployment } from "./deployment";
import { toStruct, type Properties } from "./properties";
import { withoutInternal } from "./registry";
import type { Goal, ResourceState } from "./state/model";
import { carry } from "./structs";
import { nameOf } from "./urn";

function resourceOptions(state: ResourceState, goal: Goal): messages.AnalyzerResourceOptions {
    const options = new messages.AnalyzerResourceOptions();
    const timeouts = new messages.AnalyzerResourceOptions.CustomTimeouts();
    const { create, update, delete: remove } = goal.customTimeouts;
    timeouts
        .setCreate(create ?? 0)
        .setUpdate(update ?? 0)
        .setDelete(remove ?? 0);
    options.setProtect(goal.protect).setIgnorechangesList(goal.ignoreChanges).setParent(goal.parent);
    options.setDeletebeforereplace(goal.deleteBeforeReplace ?? false);
    options.setDeletebeforereplacedefined(goal.deleteBeforeReplace !== undefined);
    options.setAdditionalsecretoutputsList(goal.additionalSecretOutputs).setAliasesList(state.aliases ?? []);
    options.setCustomtimeouts(timeouts);
    return options;
}

function providerResource(provider: ResourceState): messages.AnalyzerProviderResource {
    const message = new messages.AnalyzerProviderResource();
    message.setUrn(provider.urn).setType(provider.type).setName(nameOf(provider.urn));
    message.setProperties(toStruct(withoutInternal(provider.inputs ?? {})));
    return message;
}

/** What a policy gets to see of a resource before anything is done with it. */
export function analyzeRequest(
    state: ResourceState,
    goal: Goal,
    provider: ResourceState | undefined,
    inputs: Properties,
): messages.AnalyzeRequest {
    const request = new messages.AnalyzeRequest();
    request.setUrn(state.urn).setType(state.type).setName(nameOf(state.urn));
    carry(request, { properties: inputs }).setOptions(resourceOptions(state, goal));
    if (provider) {
        request.setProvider(providerResource(provider));
    }
    return request;
}

/** What policies over the stack get to see: every resource as it is now, with what it hangs together with. */
export function analyzeStackRequest({ news, goals }: Deployment): messages.AnalyzeStackRequest {
    const request = new messages.AnalyzeStackRequest();
    for (const state of news.values()) {
        const goal = goals.get(state.urn);
        if (goal) {
            request.addResources(stackResource(state, goal, news));
        }
    }
    return request;
}

function stackResource(
    state: ResourceState,
    goal: Goal,
    news: ReadonlyMap<string, ResourceState>,
): messages.AnalyzerResource {
    const message = new messages.AnalyzerResource();
    message
        .setUrn(state.urn)
        .setType(state.type)
        .setName(nameOf(state.urn))
        .setParent(state.parent ?? "");
    message.setProperties(toStruct(state.outputs ?? {})).setOptions(resourceOptions(state, goal));
    message.setDependenciesList(state.dependencies ?? []);
    for (const [key, urns] of Object.entries(state.propertyDependencies ?? {})) {
        if (urns.length > 0) {
            const dependencies = new messages.AnalyzerPropertyDependencies();
            dependencies.setUrnsList(urns);
            message.getPropertydependenciesMap().set(key, dependencies);
        }
    }
    const provider = news.get((state.provider ?? "").split("::").slice(0, -1).join("::"));
    if (provider) {
        message.setProvider(providerResource(provider));
    }
    return message;
}
