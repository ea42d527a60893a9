import type { Properties, Value } from "../properties";

/** One resource as the deployment format (version 3) has it, except that secrets are in the clear while in memory. */
export interface ResourceState {
    urn: string;
    custom: boolean;
    /** To be deleted at the end of a run: the old half of a replacement. */
    delete?: boolean;
    id?: string;
    type: string;
    inputs?: Properties;
    outputs?: Properties;
    parent?: string;
    protect?: boolean;
    /** Read by the program, not managed. */
    external?: boolean;
    dependencies?: string[];
    initErrors?: string[];
    provider?: string;
    propertyDependencies?: Record<string, string[]>;
    /** Already deleted, to be created again by the next run. */
    pendingReplacement?: boolean;
    additionalSecretOutputs?: string[];
    /** The urn under which the resource was known before this run. Never in a finished checkpoint. */
    aliases?: string[];
    customTimeouts?: Timeouts;
    importID?: string;
    retainOnDelete?: boolean;
    deletedWith?: string;
    replaceWith?: string[];
    created?: string;
    modified?: string;
    ignoreChanges?: string[];
    hideDiff?: string[];
    replaceOnChanges?: string[];
    replacementTrigger?: Value;
}

/** Seconds. */
export interface Timeouts {
    create?: number;
    update?: number;
    delete?: number;
}

export interface PendingOperation {
    resource: ResourceState;
    type: "creating" | "updating" | "deleting" | "reading";
}

export interface SecretsProvider {
    type: string;
    state?: unknown;
}

/** What a program wants of one resource. */
export interface Goal {
    type: string;
    name: string;
    custom: boolean;
    properties: Properties;
    parent: string;
    protect: boolean;
    dependencies: string[];
    provider: string;
    propertyDependencies: Record<string, string[]>;
    deleteBeforeReplace: boolean | undefined;
    ignoreChanges: string[];
    additionalSecretOutputs: string[];
    aliases: Alias[];
    customTimeouts: Timeouts;
    replaceOnChanges: string[];
    retainOnDelete: boolean;
    deletedWith: string;
    replaceWith: string[];
    hideDiff: string[];
    replacementTrigger: Value;
}

export interface Alias {
    urn?: string;
    name?: string;
    type?: string;
    stack?: string;
    project?: string;
    parent?: string;
    noParent?: boolean;
}

const isEmpty = (value: unknown): boolean =>
    value === undefined ||
    value === null ||
    value === "" ||
    value === false ||
    (typeof value === "object" && Object.keys(value).length === 0);

/** Members in the order of Pulumi's own files; empty ones are left out as there. */
const members = [
    "urn",
    "custom",
    "delete",
    "id",
    "type",
    "inputs",
    "outputs",
    "parent",
    "protect",
    "external",
    "dependencies",
    "initErrors",
    "provider",
    "propertyDependencies",
    "pendingReplacement",
    "additionalSecretOutputs",
    "aliases",
    "customTimeouts",
    "importID",
    "retainOnDelete",
    "deletedWith",
    "replaceWith",
    "created",
    "modified",
    "ignoreChanges",
    "hideDiff",
    "replaceOnChanges",
    "replacementTrigger",
] as const satisfies readonly (keyof ResourceState)[];

/** The resource for a file: `seal` encrypts the secrets of its properties. */
export function toFile(state: ResourceState, seal: (properties: Properties) => Properties): Record<string, unknown> {
    const record: Record<string, unknown> = {};
    for (const member of members) {
        const value = state[member];
        if (member === "custom" || !isEmpty(value)) {
            record[member] = member === "inputs" || member === "outputs" ? seal(value as Properties) : value;
        }
    }
    return record;
}

/** All resources that must exist before this one: parent, dependencies, host; the provider is a reference of its own. */
export function dependenciesOf(state: ResourceState): string[] {
    return [
        ...(state.parent ? [state.parent] : []),
        ...(state.dependencies ?? []),
        ...Object.values(state.propertyDependencies ?? {}).flat(),
        ...(state.deletedWith ? [state.deletedWith] : []),
        ...(state.replaceWith ?? []),
    ];
}
