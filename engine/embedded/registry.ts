import { randomUUID } from "node:crypto";
import type { Activity } from "./activity";
import { Plugin } from "./plugin";
import { containsSecret, equal, isSecret, reveal, secret, unknown, type Properties, type Value } from "./properties";
import { isReplace, type Check, type Diff, type DiffRequest, type Provided, type Provider } from "./providerTypes";
import type { ResourceState } from "./state/model";
import { packageOf, parseReference, typeOf } from "./urn";

/** Engine's own part of a provider's inputs; it is in state where a version is, and never goes to the provider. */
export const internalKey = "__internal";

export function withoutInternal(inputs: Properties): Properties {
    const rest = { ...inputs };
    delete rest[internalKey];
    return rest;
}

const versionOf = (inputs: Properties): string | undefined =>
    typeof inputs.version === "string" ? inputs.version : undefined;

export interface RegistryOptions {
    addresses: Readonly<Record<string, string>>;
    engineAddress: string;
    builtins: Provider;
    activity: Activity;
    warn: (message: string) => void;
}

/**
 * Provider resources and the connections behind them. A connection is made by Check, configured by Create, Update or Same, and found
 * by its reference (urn and id) from then on. It is itself the provider of resources of the types `pulumi:providers:*`.
 */
export class Registry implements Provider {
    private readonly configured = new Map<string, Promise<Provider>>();
    private readonly unconfigured = new Map<string, Plugin>();
    private readonly attached = new Set<Plugin>();
    /** Old urns of providers that were renamed. */
    readonly aliases = new Map<string, string>();

    constructor(private readonly options: RegistryOptions) {}

    close(): void {
        this.attached.forEach((plugin) => plugin.close());
    }

    /** The provider behind a reference; undefined when it was not registered in this run. */
    get(reference: string): Promise<Provider> | undefined {
        return this.configured.get(reference);
    }

    private async load(urn: string, inputs: Properties): Promise<Plugin> {
        const name = packageOf(typeOf(urn));
        const address = this.options.addresses[name];
        if (address === undefined) {
            const known = Object.keys(this.options.addresses).sort().join(", ") || "none";
            throw new Error(
                `no resource provider for package "${name}": the embedded engine starts no plugins (attached: ${known})`,
            );
        }
        const plugin = await Plugin.attach(address, this.options.engineAddress, this.options.activity);
        this.attached.add(plugin);
        const wanted = versionOf(inputs);
        if (wanted !== undefined && isOlder(plugin.version, wanted)) {
            this.options.warn(
                `resource plugin ${name} is expected to have version >=${wanted}, but has ${plugin.version}; ` +
                    "the wrong version may be on your path, or this may be a bug in the plugin",
            );
        }
        return plugin;
    }

    private isBuiltin(urn: string): boolean {
        return packageOf(typeOf(urn)) === "pulumi";
    }

    private publish(urn: string, id: string, provider: Promise<Provider>): Promise<Provider> {
        this.configured.set(`${urn}::${id}`, provider);
        const alias = this.aliases.get(urn);
        if (alias !== undefined) {
            this.configured.set(`${alias}::${id}`, provider);
        }
        return provider;
    }

    private connect(urn: string, id: string, inputs: Properties): Promise<Provider> {
        if (this.isBuiltin(urn)) {
            return this.publish(urn, id, Promise.resolve(this.options.builtins));
        }
        const ready = this.unconfigured.get(urn);
        this.unconfigured.delete(urn);
        const start = async (): Promise<Provider> => {
            const plugin = ready ?? (await this.load(urn, inputs));
            await plugin.configure(urn, id, withoutInternal(inputs));
            return plugin;
        };
        return this.publish(urn, id, start());
    }

    async check(urn: string, olds: Properties, news: Properties): Promise<Check> {
        if (this.isBuiltin(urn)) {
            return { inputs: news, failures: [] };
        }
        const plugin = await this.load(urn, news);
        const check = await plugin.checkConfig(urn, withoutInternal(olds), withoutInternal(news));
        if (check.failures.length > 0) {
            return check;
        }
        this.unconfigured.set(urn, plugin);
        // Configuration was checked in the clear: what was secret before is so again.
        const inputs = remark(check.inputs, news);
        return {
            inputs: internalKey in news ? { ...inputs, [internalKey]: news[internalKey] ?? {} } : inputs,
            failures: [],
        };
    }

    async diff({ urn, id, oldInputs, oldOutputs, news }: DiffRequest): Promise<Diff> {
        if (this.isBuiltin(urn)) {
            return { changes: "none", replaceKeys: [], changedKeys: [], deleteBeforeReplace: false };
        }
        const plugin = this.unconfigured.get(urn) ?? ((await this.get(`${urn}::${id}`)) as Plugin);
        const [olds, filtered] = [withoutInternal(oldInputs), withoutInternal(news)];
        const diff = await plugin.diffConfig(urn, olds, oldOutputs, filtered);
        if (diff.changes === "unknown") {
            diff.changes = equal(oldOutputs, filtered) ? "none" : "some";
        }
        if (isReplace(diff)) {
            this.unconfigured.delete(urn);
        }
        return diff;
    }

    /** A provider that has not changed, or that is only needed to delete what it made: it is configured from state. */
    same(state: ResourceState): Promise<Provider> {
        const reference = `${state.urn}::${state.id ?? ""}`;
        return this.configured.get(reference) ?? this.connect(state.urn, state.id ?? "", state.inputs ?? {});
    }

    async create(urn: string, inputs: Properties, { preview }: { preview: boolean }): Promise<Provided> {
        const id = preview ? unknown : randomUUID();
        await this.connect(urn, id, inputs);
        return { id, outputs: withoutInternal(inputs) };
    }

    async update({ urn, id, news }: DiffRequest): Promise<Provided> {
        await this.connect(urn, id, news);
        return { id, outputs: withoutInternal(news) };
    }

    read(): Promise<Provided> {
        return Promise.reject(new Error("provider resources may not be read"));
    }

    delete(urn: string, id: string): Promise<void> {
        this.configured.delete(`${urn}::${id}`);
        return Promise.resolve();
    }

    invoke(): Promise<Check> {
        return Promise.reject(new Error("providers have no functions"));
    }

    /** Makes sure that the provider of a resource in state is there; `find` looks it up in the old state. */
    ensure(
        reference: string | undefined,
        find: (urn: string, id: string) => ResourceState | undefined,
    ): Promise<Provider> | undefined {
        if (!reference) {
            return undefined;
        }
        const known = this.get(reference);
        if (known !== undefined) {
            return known;
        }
        const { urn, id } = parseReference(reference);
        const state = find(urn, id);
        return state ? this.same(state) : Promise.reject(new Error(`unknown provider '${reference}'`));
    }
}

/** Values that `pattern` has as secrets become secrets again, wherever the provider has left them as they were. */
function remark(inputs: Properties, pattern: Properties): Properties {
    const marked = (value: Value, was: Value | undefined): Value => {
        if (was === undefined || !containsSecret(was)) {
            return value;
        }
        return isSecret(was) || !equal(reveal(was), value) ? secret(value) : was;
    };
    return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, marked(value, pattern[key])]));
}

function isOlder(version: string, than: string): boolean {
    const parts = (text: string): number[] =>
        text
            .replace(/[-+].*$/, "")
            .split(".")
            .map(Number);
    const [have, want] = [parts(version), parts(than)];
    for (const [index, wanted] of want.entries()) {
        if ((have[index] ?? 0) !== wanted) {
            return (have[index] ?? 0) < wanted;
        }
    }
    return false;
}
