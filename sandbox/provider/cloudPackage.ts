/** A package served from the world: azure-native, azuread and aws, each with the types `sandbox/cloud` models. */
import { cloudInvoke, cloudType, type CloudType } from "../cloud/catalogue";
import { CREATE_BEFORE_DELETE, problems, withDefaults } from "../cloud/check";
import { carryOver, difference } from "../cloud/diff";
import { CloudError } from "../cloud/model";
import { plainProperties, same, text, type Properties } from "../cloud/values";
import type { World } from "../cloud/world";
import type {
    Answer,
    CheckRequest,
    Checked,
    DeleteRequest,
    Diffed,
    DiffRequest,
    ProviderPackage,
    ReadRequest,
    UpdateRequest,
    WriteRequest,
} from "./package";

export class CloudPackage implements ProviderPackage {
    private location: string | undefined;
    private region: string | undefined;

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
        this.region = configuration["region"];
    }

    check({ type: token, urn, olds, news, randomSeed, autoNaming }: CheckRequest): Checked {
        const type = cloudType(token);
        const inputs = withDefaults(type, olds, news, {
            urn,
            randomSeed,
            cloud: this.world.view,
            ...(autoNaming === undefined ? {} : { autoNaming }),
            ...(this.location === undefined ? {} : { location: this.location }),
            ...(this.region === undefined ? {} : { region: this.region }),
        });
        return { inputs, failures: problems(type, inputs) };
    }

    diff({ type: token, id, state, oldInputs, news }: DiffRequest): Diffed {
        const type = cloudType(token);
        this.world.markKnown(this.keptAs(type, id, state) ?? id);
        const more = type.replacesWhen?.(plainProperties(news)) ?? [];
        const replacing = more.length === 0 ? type.replacing : new Set([...type.replacing, ...more]);
        const found = difference(replacing, oldInputs, news, state);
        return {
            ...found,
            deleteBeforeReplace: found.replaces.length > 0 && this.holdsName(type, oldInputs, news),
            stables: ["name", "type", "location"].filter((name) => name in state),
        };
    }

    /** Whether what is replaced has to go first, because it holds the name that its successor wants: one that was given by hand. */
    private holdsName({ aws, nameInput = "" }: CloudType, oldInputs: Properties, news: Properties): boolean {
        if (oldInputs[CREATE_BEFORE_DELETE] === true) return false;
        if (aws === undefined) return this.name === "azure-native";
        return news[nameInput] !== undefined && same(oldInputs[nameInput], news[nameInput]);
    }

    /** The world's id of what Pulumi knows by `id`; undefined when it is gone. */
    private keptAs(type: CloudType, id: string, properties: Properties = {}): string | undefined {
        // An import may say where: `id@region`.
        const [, imported, elsewhere] = /^(.+)@([a-z]{2}-[a-z]+-\d)$/.exec(id) ?? [];
        const region = text(properties, "region") ?? elsewhere ?? this.region ?? "";
        return this.world.shownAs(type, region, imported ?? id);
    }

    async create({ type: token, urn, inputs, preview }: WriteRequest): Promise<Answer> {
        const type = cloudType(token);
        if (preview) return { id: "", outputs: this.world.preview(type, urn, inputs, "") };
        const { id, outputs } = await this.world.create(type, urn, inputs);
        return { id: shown(type, id, outputs), outputs };
    }

    async update({ type: token, urn, id, inputs, state, preview }: UpdateRequest): Promise<Properties> {
        const type = cloudType(token);
        const kept = this.keptAs(type, id, state);
        if (!preview) {
            if (kept === undefined) throw new CloudError("ResourceNotFoundException", `${id} does not exist.`);
            return (await this.world.update(type, urn, kept, inputs)).outputs;
        }
        const outputs = this.world.preview(type, urn, inputs, kept ?? "");
        // What cannot change in an update stays known, so that dependents do not seem to be replaced: with azure-native name and
        // location, with aws whatever it computed at the create.
        const stay =
            type.aws === undefined
                ? ["name", "location"]
                : Object.keys(state).filter((name) => !type.inputNames.has(name));
        for (const name of stay) if (state[name] !== undefined) outputs[name] = state[name];
        return outputs;
    }

    async read({ type: token, id, known }: ReadRequest): Promise<(Answer & { inputs: Properties }) | undefined> {
        const type = cloudType(token);
        const stored = await this.world.read(token, this.keptAs(type, id, known?.state) ?? id);
        if (stored === undefined) return undefined;
        const { outputs } = stored;
        const inputs =
            known === undefined
                ? stored.inputs
                : carryOver(known.inputs, known.state, outputs, new Set(type.inputNames));
        return { id: shown(type, stored.id, outputs), outputs, inputs };
    }

    async delete({ urn, id, state }: DeleteRequest): Promise<void> {
        const token = urn.split("::").at(-2)?.split("$").at(-1) ?? "";
        const kept = this.name === "aws" ? this.keptAs(cloudType(token), id, state) : id;
        await this.world.delete(urn, kept ?? id);
    }

    invoke(token: string, args: Properties): Properties {
        const invoke = cloudInvoke(token);
        return (
            invoke?.({ ...(this.region === undefined ? {} : { region: this.region }), ...args }, this.world.view) ?? {}
        );
    }
}

/** The id that the provider shows: AWS' are shorter than those the world keeps. */
const shown = ({ aws }: CloudType, id: string, outputs: Properties): string =>
    aws === undefined ? id : (text(outputs, "id") ?? id);
