import type { Properties } from "./properties";

/** How a property differs; the names are those of Pulumi's event log. */
export type DiffKind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export interface PropertyDiff {
    diffKind: DiffKind;
    /** The difference is between old and new inputs, not between state and inputs. */
    inputDiff: boolean;
}

export interface Diff {
    changes: "unknown" | "none" | "some";
    replaceKeys: string[];
    changedKeys: string[];
    deleteBeforeReplace: boolean;
    detailedDiff?: Record<string, PropertyDiff>;
}

export const isReplace = (diff: Diff): boolean =>
    diff.replaceKeys.length > 0 ||
    Object.values(diff.detailedDiff ?? {}).some(({ diffKind }) => diffKind.endsWith("replace"));

export const noDiff: Diff = { changes: "none", replaceKeys: [], changedKeys: [], deleteBeforeReplace: false };

export interface Check {
    inputs: Properties;
    failures: { property: string; reason: string }[];
}

/** A resource as a provider left it. `initErrors`: it exists, but is not ready. */
export interface Provided {
    id: string;
    outputs: Properties;
    inputs?: Properties;
    initErrors?: string[];
}

export interface DiffRequest {
    urn: string;
    id: string;
    oldInputs: Properties;
    oldOutputs: Properties;
    news: Properties;
    ignoreChanges: string[];
}

/** The life of resources, as the engine asks for it. Errors are thrown; their messages are for the user. */
export interface Provider {
    check(urn: string, olds: Properties, news: Properties): Promise<Check>;
    diff(request: DiffRequest): Promise<Diff>;
    /** What a change of the provider's own configuration means for what it made. */
    diffConfig?(urn: string, oldInputs: Properties, oldOutputs: Properties, news: Properties): Promise<Diff>;
    create(urn: string, inputs: Properties, options: { timeout: number; preview: boolean }): Promise<Provided>;
    update(request: DiffRequest, options: { timeout: number; preview: boolean }): Promise<Provided>;
    /** Undefined when there is no such resource. */
    read(urn: string, id: string, inputs: Properties, state: Properties): Promise<Provided | undefined>;
    delete(urn: string, id: string, inputs: Properties, outputs: Properties, timeout: number): Promise<void>;
    invoke(token: string, args: Properties, preview: boolean): Promise<Check>;
}

/** A failure after which nobody knows what the cloud holds. */
export class UncertainError extends Error {}
