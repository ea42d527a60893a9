import { checkpointPath, opened, saltOf } from "./state/checkpoint";
import { loadStack } from "./state/snapshot";
import { containsSecret, UnsupportedError, type Properties, type Value } from "./properties";
import { noDiff, UncertainError, type Check, type Diff, type Provided, type Provider } from "./providerTypes";
import { Secrets } from "./secrets";
import type { ResourceState } from "./state/model";
import { stackType, typeOf } from "./urn";

export interface BuiltinOptions {
    directory: string;
    project: string;
    passphrase: string;
    /** A resource that the run has registered or read. */
    find: (urn: string) => ResourceState | undefined;
}

/** The engine's own provider, for the package `pulumi`: references to other stacks, and looking up resources by urn. */
export class Builtins implements Provider {
    constructor(private readonly options: BuiltinOptions) {}

    check(_urn: string, _olds: Properties, news: Properties): Promise<Check> {
        return Promise.resolve({ inputs: news, failures: [] });
    }

    diff(): Promise<Diff> {
        return Promise.resolve(noDiff);
    }

    create(urn: string): Promise<Provided> {
        return Promise.reject(new UnsupportedError(`resources of type ${typeOf(urn)}`));
    }

    update(): Promise<Provided> {
        return Promise.reject(new UnsupportedError("updates of built-in resources"));
    }

    async read(_urn: string, id: string, inputs: Properties): Promise<Provided | undefined> {
        if (typeof inputs.name !== "string") {
            throw new Error("stack reference can not be imported");
        }
        return { id, inputs, outputs: await this.stackReference(inputs.name) };
    }

    delete(): Promise<void> {
        return Promise.resolve();
    }

    invoke(token: string, args: Properties): Promise<Check> {
        return Promise.resolve().then(() => ({ inputs: this.call(token, args), failures: [] }));
    }

    private call(token: string, args: Properties): Properties {
        if (token === "pulumi:pulumi:getResource" && typeof args.urn === "string") {
            const state = this.options.find(args.urn);
            if (state === undefined) {
                throw new Error(`unknown resource ${args.urn}`);
            }
            return { urn: state.urn, id: state.id ?? "", provider: state.provider ?? "", state: state.outputs ?? {} };
        }
        throw new UnsupportedError(`function ${token}`);
    }

    /** Outputs of another stack in the same folder. Names: `stack`, `project/stack` or `organization/project/stack`. */
    private async stackReference(name: string): Promise<Properties> {
        const { directory, passphrase } = this.options;
        const [stack, project = this.options.project] = name.split("/").reverse();
        const loaded = loadStack(checkpointPath(directory, project, stack ?? ""));
        if (loaded === undefined) {
            throw new UncertainError(`unknown stack "${name}"`);
        }
        const root = loaded.deployment?.resources?.find(({ type }) => type === stackType);
        const salt = saltOf(loaded.deployment);
        const outputs =
            root && salt !== undefined ? opened(root, await Secrets.open(passphrase, salt)).outputs : root?.outputs;
        const secretNames = Object.entries(outputs ?? {})
            .filter(([, value]) => containsSecret(value))
            .map(([key]): Value => key);
        return { name, outputs: outputs ?? {}, secretOutputNames: secretNames.sort() };
    }
}
