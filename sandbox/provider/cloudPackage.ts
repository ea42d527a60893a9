/** A package served from the world: azure-native, azuread and aws, each with the types `sandbox/cloud` models. */
import { cloudInvoke, cloudType } from "../cloud/catalogue";
import { CREATE_BEFORE_DELETE, problems, withDefaults } from "../cloud/check";
import { carryOver, difference } from "../cloud/diff";
import type { Properties } from "../cloud/values";
import type { World } from "../cloud/world";
import type {
    Answer,
    CheckRequest,
    Checked,
    Diffed,
    DiffRequest,
    ProviderPackage,
    ReadRequest,
    UpdateRequest,
    WriteRequest,
} from "./package";

export class CloudPackage implements ProviderPackage {
    private location: string | undefined;

    constructor(
        readonly name: string,
        readonly version: string,
        private readonly world: World,
    ) {}

    get autoNaming(): boolean {
        return this.name === "azure-native";
    }

    configure(configuration: Readonly<Record<string, string>>): void {
        this.location = configuration["location"];
    }

    check({ type: token, urn, olds, news, randomSeed, autoNaming }: CheckRequest): Checked {
        const type = cloudType(token);
        const inputs = withDefaults(type, olds, news, {
            urn,
            randomSeed,
            cloud: this.world.view,
            ...(autoNaming === undefined ? {} : { autoNaming }),
            ...(this.location === undefined ? {} : { location: this.location }),
        });
        return { inputs, failures: problems(type, inputs) };
    }

    diff({ type: token, id, state, oldInputs, news }: DiffRequest): Diffed {
        this.world.markKnown(id);
        const type = cloudType(token);
        const found = difference(type.replacing, oldInputs, news, state);
        // azure-native: what was named by hand keeps its name when replaced, so the old one has to go first.
        const named = this.name === "azure-native" && oldInputs[CREATE_BEFORE_DELETE] !== true;
        return {
            ...found,
            deleteBeforeReplace: found.replaces.length > 0 && named,
            stables: ["name", "type", "location"].filter((name) => name in state),
        };
    }

    async create({ type, urn, inputs, preview }: WriteRequest): Promise<Answer> {
        if (preview) return { id: "", outputs: this.world.preview(cloudType(type), urn, inputs, "") };
        const { id, outputs } = await this.world.create(cloudType(type), urn, inputs);
        return { id, outputs };
    }

    async update({ type, urn, id, inputs, state, preview }: UpdateRequest): Promise<Properties> {
        if (!preview) return (await this.world.update(cloudType(type), urn, id, inputs)).outputs;
        const outputs = this.world.preview(cloudType(type), urn, inputs, id);
        // As azure-native: what cannot change in an update stays known, so that dependents do not seem to be replaced.
        for (const name of ["name", "location"]) if (state[name] !== undefined) outputs[name] = state[name];
        return outputs;
    }

    async read({ type, id, known }: ReadRequest): Promise<(Answer & { inputs: Properties }) | undefined> {
        const stored = await this.world.read(type, id);
        if (stored === undefined) return undefined;
        const { outputs } = stored;
        const inputs =
            known === undefined
                ? stored.inputs
                : carryOver(known.inputs, known.state, outputs, new Set(cloudType(type).inputNames));
        return { id: stored.id, outputs, inputs };
    }

    delete({ urn, id }: { urn: string; id: string }): Promise<void> {
        return this.world.delete(urn, id);
    }

    invoke(token: string, args: Properties): Properties {
        const invoke = cloudInvoke(token);
        return invoke?.(args, this.world.view) ?? {};
    }
}
