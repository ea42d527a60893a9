import type { StackConfig } from "./config";
import { secret, type Properties } from "./properties";
import { internalKey } from "./registry";
import type { Goal, ResourceState } from "./state/model";
import type { Registered } from "./stepGenerator";
import { isProviderType, packageOf } from "./urn";

/** Puts the version of a provider's plugin into its inputs, as the real engine has it in state. */
export const withVersion = (inputs: Properties, version: string): Properties =>
    version === "" ? inputs : { ...inputs, version, [internalKey]: {} };

/** Providers for resources that name none: one for each package and version, made when first asked for. */
export class DefaultProviders {
    private readonly references = new Map<string, Promise<string>>();
    private readonly versions = new Map<string, string>();

    constructor(
        previous: readonly ResourceState[],
        private readonly config: StackConfig,
        private readonly register: (goal: Goal) => Promise<Registered>,
    ) {
        for (const { type, inputs } of previous) {
            const version = inputs?.version;
            if (isProviderType(type) && typeof version === "string") {
                const name = packageOf(type);
                const known = this.versions.get(name);
                if (known === undefined || compare(version, known) > 0) {
                    this.versions.set(name, version);
                }
            }
        }
    }

    /** The version for whoever asks for none: the highest in state. */
    versionOf(name: string, version: string): string {
        return version !== "" ? version : (this.versions.get(name) ?? "");
    }

    /** @returns a provider reference */
    get(name: string, version: string): Promise<string> {
        const wanted = this.versionOf(name, version);
        const key = `${name}@${wanted}`;
        let reference = this.references.get(key);
        if (reference === undefined) {
            reference = this.register(this.goal(name, wanted)).then(({ state, result }) => {
                if (result !== "done") {
                    throw new Error(`there is no default provider for package ${name}`);
                }
                return `${state.urn}::${state.id ?? ""}`;
            });
            this.references.set(key, reference);
        }
        return reference;
    }

    private goal(name: string, version: string): Goal {
        const inputs: Properties = {};
        for (const [key, value] of Object.entries(this.config.values)) {
            if (key.startsWith(`${name}:`)) {
                inputs[key.slice(name.length + 1)] = this.config.secretKeys.includes(key) ? secret(value) : value;
            }
        }
        return {
            type: `pulumi:providers:${name}`,
            name: version === "" ? "default" : `default_${version.replace(/[.+-]/g, "_")}`,
            custom: true,
            properties: withVersion(inputs, version),
            parent: "",
            protect: false,
            dependencies: [],
            provider: "",
            propertyDependencies: {},
            deleteBeforeReplace: undefined,
            ignoreChanges: [],
            additionalSecretOutputs: [],
            aliases: [],
            customTimeouts: {},
            replaceOnChanges: [],
            retainOnDelete: false,
            deletedWith: "",
            replaceWith: [],
            hideDiff: [],
            replacementTrigger: null,
        };
    }
}

function compare(a: string, b: string): number {
    const [left, right] = [a, b].map((version) => version.split(/[.+-]/).map(Number)) as [number[], number[]];
    const at = left.findIndex((part, index) => part !== right[index]);
    return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
