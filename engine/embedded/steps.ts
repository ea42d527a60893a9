import type { Operation } from "../engine";
import type { Deployment } from "./deployment";
import { equal, type Properties } from "./properties";
import type { Diff, Provided, Provider } from "./providerTypes";
import { unknown } from "./properties";
import type { ResourceState } from "./state/model";

/** What becomes of a registration. Skipped: something that it depends on has failed. */
export type Result = "done" | "failed" | "skipped";

export type Settle = (result: Result) => void;

/** What is going to be done to one resource. */
export interface Step {
    op: Operation;
    urn: string;
    old?: ResourceState;
    /** Absent for what deletes. Complete only after the step was applied. */
    new?: ResourceState;
    /** Why it must be replaced, which keys differ, and how. */
    diff?: Pick<Diff, "replaceKeys" | "changedKeys" | "detailedDiff">;
    /** Steps that are part of a greater one (a replacement) do not count by themselves. */
    logical: boolean;
    /** Does it. @throws when it failed and left nothing; a `Provided` with `initErrors` failed and left something. */
    apply(): Promise<void>;
    /** Answers the program: once the step is recorded, or where it will not be done and the run goes on all the same. */
    settle?: Settle;
    /** For refreshes: what the reading led to. */
    outcome?: () => "same" | "update" | "delete";
    /** A delete that is the first half of a replacement: the resource stays in state as pending. */
    pendingReplacement?: boolean;
}

/** A resource that came to be but is not ready. Its state is to be kept. */
export class InitError extends Error {
    constructor(reasons: readonly string[]) {
        const count = reasons.length === 1 ? "1 error" : `${reasons.length} errors`;
        super(`${count} occurred:\n${reasons.map((reason) => `\t* ${reason}`).join("\n")}`);
    }
}

/** The deletion of a protected resource. */
export class ProtectedError extends Error {
    constructor(urn: string) {
        super(
            `resource "${urn}" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the \`protect\` flag ` +
                `from the resource in your Pulumi program and run \`pulumi up\`, or use the command:\n\`pulumi state unprotect '${urn}'\``,
        );
    }
}

const timestamp = (): string => new Date().toISOString();

function checkReady(provided: Provided, state: ResourceState): void {
    if (provided.initErrors !== undefined) {
        state.initErrors = provided.initErrors;
        throw new InitError(provided.initErrors);
    }
}

export function sameStep(old: ResourceState, state: ResourceState, deployment: Deployment, settle: Settle): Step {
    return {
        op: "same",
        urn: state.urn,
        old,
        new: state,
        logical: true,
        settle,
        async apply() {
            state.id = old.id;
            state.outputs = old.outputs;
            if (state.type.startsWith("pulumi:providers:")) {
                // The old inputs: a provider that takes new ones for no change keeps seeing the same.
                await deployment.registry.same({ ...state, inputs: old.inputs });
            }
        },
    };
}

interface CreateOptions {
    state: ResourceState;
    provider: Provider | undefined;
    /** The resource that it replaces. */
    old?: ResourceState;
    diff?: Step["diff"];
    /** The old one stays until the end of the run. */
    pendingDelete?: boolean;
    dryRun: boolean;
    settle: Settle;
}

export function createStep({ state, provider, old, diff, pendingDelete, dryRun, settle }: CreateOptions): Step {
    return {
        op: old ? "create-replacement" : "create",
        urn: state.urn,
        ...(old && { old }),
        new: state,
        ...(diff && { diff }),
        logical: old === undefined,
        settle,
        async apply() {
            const timeout = state.customTimeouts?.create ?? 0;
            const provided = await provider?.create(state.urn, state.inputs ?? {}, { timeout, preview: dryRun });
            if (provided) {
                state.id = provided.id;
                state.outputs = provided.outputs;
            }
            state.created = state.modified = timestamp();
            if (old && pendingDelete) {
                old.delete = true;
            }
            if (provided) {
                checkReady(provided, state);
            }
        },
    };
}

/** The step that stands for a replacement as a whole; what is done is done by those around it. */
export const replaceStep = (old: ResourceState, state: ResourceState, diff?: Step["diff"]): Step => ({
    op: "replace",
    urn: state.urn,
    old,
    new: state,
    ...(diff && { diff }),
    logical: true,
    apply: () => Promise.resolve(),
});

interface UpdateOptions {
    old: ResourceState;
    state: ResourceState;
    provider: Provider | undefined;
    diff: Step["diff"] | undefined;
    ignoreChanges: string[];
    dryRun: boolean;
    settle: Settle;
}

export function updateStep({ old, state, provider, diff, ignoreChanges, dryRun, settle }: UpdateOptions): Step {
    return {
        op: "update",
        urn: state.urn,
        old,
        new: state,
        ...(diff && { diff }),
        logical: true,
        settle,
        async apply() {
            state.id = old.id;
            state.created = old.created;
            state.modified = old.modified;
            if (provider === undefined) {
                return;
            }
            const what = {
                urn: state.urn,
                id: old.id ?? "",
                oldInputs: old.inputs ?? {},
                oldOutputs: old.outputs ?? {},
                news: state.inputs ?? {},
                ignoreChanges,
            };
            const provided = await provider.update(what, {
                timeout: state.customTimeouts?.update ?? 0,
                preview: dryRun,
            });
            state.outputs = provided.outputs;
            state.modified = timestamp();
            if (provided.initErrors !== undefined) {
                // What exists was not made of the new inputs, so the next run must find the difference again.
                state.inputs = { ...old.inputs };
            }
            checkReady(provided, state);
        },
    };
}

interface DeleteOptions {
    old: ResourceState;
    deployment: Deployment;
    /** Urns that go in this run: what lies in one of them needs no call of its own. */
    deleted: ReadonlySet<string>;
    replacing?: "before" | "after";
}

export function deleteStep({ old, deployment, deleted, replacing }: DeleteOptions): Step {
    const plain: Operation = old.external ? "read-discard" : "delete";
    return {
        op: replacing === undefined ? plain : old.external ? "discard-replaced" : "delete-replaced",
        urn: old.urn,
        old,
        logical: replacing === undefined,
        ...(replacing === "before" && { pendingReplacement: true }),
        async apply() {
            if (replacing === undefined && old.protect) {
                throw new ProtectedError(old.urn);
            }
            const goesByItself =
                old.external || old.retainOnDelete || !old.custom || deleted.has(old.deletedWith ?? "");
            if (!deployment.dryRun && !goesByItself) {
                const provider = await providerOf(old, deployment);
                await provider.delete(
                    old.urn,
                    old.id ?? "",
                    old.inputs ?? {},
                    old.outputs ?? {},
                    old.customTimeouts?.delete ?? 0,
                );
            }
            if (replacing === "before") {
                old.pendingReplacement = true;
            }
        },
    };
}

export function providerOf(state: ResourceState, deployment: Deployment): Promise<Provider> {
    if (state.type.startsWith("pulumi:providers:")) {
        return Promise.resolve(deployment.registry);
    }
    const provider = deployment.registry.get(state.provider ?? "");
    return provider ?? Promise.reject(new Error(`unknown provider '${state.provider}' for resource ${state.urn}`));
}

/** Forgets a resource that was deleted in order to be replaced and is not wanted any more. */
export const forgetStep = (old: ResourceState): Step => ({
    op: "remove-pending-replace",
    urn: old.urn,
    old,
    logical: false,
    apply: () => Promise.resolve(),
});

interface ReadOptions {
    state: ResourceState;
    old: ResourceState | undefined;
    /** The old one is managed and must go. */
    replacing: boolean;
    deployment: Deployment;
    settle: Settle;
}

export function readStep({ state, old, replacing, deployment, settle }: ReadOptions): Step {
    return {
        op: replacing ? "read-replacement" : "read",
        urn: state.urn,
        ...(old && { old }),
        new: state,
        logical: !replacing,
        settle,
        async apply() {
            state.outputs = {};
            if (state.id !== unknown) {
                const inputs: Properties = state.inputs ?? {};
                const provider = await providerOf(state, deployment);
                const read = await provider.read(state.urn, state.id ?? "", inputs, inputs);
                if (read === undefined) {
                    throw new Error(`resource '${state.id}' does not exist`);
                }
                state.id = read.id;
                state.outputs = read.outputs;
                checkReady(read, state);
            }
            if (old) {
                old.delete = replacing || old.delete;
                state.created = old.created;
                const changed = !equal(state.inputs, old.inputs) || !equal(state.outputs, old.outputs);
                state.modified = changed ? timestamp() : old.modified;
            }
        },
    };
}
