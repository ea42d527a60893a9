import type { Run, RunRequest } from "./engine";
import { containsUnknown, isSecret, rewrite, type Properties, type Value } from "./embedded/properties";
import { runStack } from "./embedded/runStack";
import type { ResourceState } from "./embedded/state/model";

/** A resource as a program declares it: what it registered, with the provider's defaults. */
export interface DeclaredResource {
    urn: string;
    type: string;
    name: string;
    /** Unset in a preview of something new. */
    id?: string;
    /** Values that are not known before an update are the text `[unknown]`, secret ones `[secret]`. */
    inputs: Readonly<Record<string, unknown>>;
    /** Input to the URNs of the resources its value was made from, also where the value is unknown. */
    propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/**
 * Runs a program and keeps what it declares. A preview is enough, unless another stack is to read the outputs of this one.
 *
 * @returns the run, which may have failed, and what was declared until then, by URN
 */
export async function collectDeclared(
    request: RunRequest,
    dryRun: boolean,
): Promise<{ run: Run; resources: DeclaredResource[] }> {
    const states: ResourceState[] = [];
    const observer = {
        step: (phase: string, step: { new?: ResourceState }) => {
            if (phase === "done" && step.new) states.push(step.new);
        },
    };
    const { run } = await runStack(request, { kind: "up", dryRun, observer });
    return { run, resources: states.map(declared).sort((a, b) => (a.urn < b.urn ? -1 : 1)) };
}

function declared({ urn, type, id, inputs = {}, propertyDependencies = {} }: ResourceState): DeclaredResource {
    return {
        urn,
        type,
        name: urn.split("::").at(-1)!,
        // A preview answers the empty id for what is not there yet.
        ...(id !== undefined && id !== "" && { id }),
        inputs: readable(inputs),
        propertyDependencies,
    };
}

function readable(inputs: Properties): Record<string, unknown> {
    return rewrite(inputs, (part: Value) => {
        if (isSecret(part)) return "[secret]";
        return typeof part === "string" && containsUnknown(part) ? "[unknown]" : undefined;
    }) as Record<string, unknown>;
}
