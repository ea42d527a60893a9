import { randomBytes } from "node:crypto";
import { makeGenericClientConstructor, status } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService, type IResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Activity } from "./activity";
import { containsUnknown, degrade, fromStruct, reveal, withoutContents, type Properties } from "./properties";
import { carriedBy, carry, withPlainStructs } from "./structs";
import {
    noDiff,
    UncertainError,
    type Check,
    type Diff,
    type DiffKind,
    type DiffRequest,
    type Provided,
    type Provider,
} from "./providerTypes";
import { call, insecure, messageLimits, RpcError } from "./rpc";
import { nameOf, packageOf, typeOf } from "./urn";

const kinds: Readonly<Record<number, DiffKind>> = {
    [messages.PropertyDiff.Kind.ADD]: "add",
    [messages.PropertyDiff.Kind.ADD_REPLACE]: "add-replace",
    [messages.PropertyDiff.Kind.DELETE]: "delete",
    [messages.PropertyDiff.Kind.DELETE_REPLACE]: "delete-replace",
    [messages.PropertyDiff.Kind.UPDATE]: "update",
    [messages.PropertyDiff.Kind.UPDATE_REPLACE]: "update-replace",
};

type ProviderClient = IResourceProviderClient & { close(): void };
const Client = makeGenericClientConstructor(withPlainStructs(ResourceProviderService), "ResourceProvider");

/** One connection to a resource provider that listens already, configured once. */
export class Plugin implements Provider {
    private accepts = { secrets: true, resources: true };
    private supportsPreview = true;
    /** False while its configuration is not known yet, which only happens in previews. */
    private known = true;

    private constructor(
        private readonly client: ProviderClient,
        readonly version: string,
        private readonly activity: Activity,
    ) {}

    /** @throws when nothing answers at the address, or when it is no resource provider */
    static async attach(address: string, engine: string, activity: Activity): Promise<Plugin> {
        const client = new Client(address, insecure(), messageLimits) as unknown as ProviderClient;
        const hello = new messages.ProviderHandshakeRequest();
        hello.setEngineAddress(engine);
        hello.setConfigureWithUrn(true);
        hello.setInvokeWithPreview(true);
        try {
            await call<messages.ProviderHandshakeRequest, messages.ProviderHandshakeResponse, IResourceProviderClient>(
                client,
                "handshake",
                hello,
            );
        } catch (error) {
            if (!(error instanceof RpcError) || error.code !== Number(status.UNIMPLEMENTED)) {
                throw error;
            }
        }
        const info = await call<Empty, PluginInfo, IResourceProviderClient>(client, "getPluginInfo", new Empty());
        return new Plugin(client, info.getVersion(), activity);
    }

    private call<Request, Response>(method: keyof ProviderClient, request: Request): Promise<Response> {
        return call(this.client, method, request);
    }

    /** A call that changes something: it takes as long as the cloud takes. */
    private change<Request, Response>(method: "create" | "update" | "delete", request: Request): Promise<Response> {
        return this.activity.wait(() => this.call(method, request));
    }

    close(): void {
        this.client.close();
    }

    /** Provider configuration is plain here: providers get its secrets marked in `configure` only. */
    async checkConfig(urn: string, olds: Properties, news: Properties): Promise<Check> {
        const request = new messages.CheckRequest();
        request.setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
        carry(request, { olds: plain(olds), news: plain(news) });
        return fromCheck(await this.call("checkConfig", request));
    }

    async diffConfig(urn: string, oldInputs: Properties, oldOutputs: Properties, news: Properties): Promise<Diff> {
        const request = new messages.DiffRequest();
        request.setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
        carry(request, { oldInputs: plain(oldInputs), olds: plain(oldOutputs), news: plain(news) });
        return fromDiff(await this.call("diffConfig", request));
    }

    async configure(urn: string, id: string, inputs: Properties): Promise<void> {
        this.known = !containsUnknown(inputs);
        if (!this.known) {
            return;
        }
        const request = new messages.ConfigureRequest();
        request.setUrn(urn).setId(id).setName(nameOf(urn)).setType(typeOf(urn));
        carry(request, { args: inputs }).setAcceptsecrets(true).setAcceptresources(true);
        request.setSendsOldInputs(true).setSendsOldInputsToDelete(true);
        for (const [key, value] of Object.entries(reveal(inputs) as Properties)) {
            if (key !== "version") {
                const text = typeof value === "string" ? value : JSON.stringify(value);
                request.getVariablesMap().set(`${packageOf(typeOf(urn))}:config:${key}`, text);
            }
        }
        const response = await this.call<messages.ConfigureRequest, messages.ConfigureResponse>("configure", request);
        this.accepts = { secrets: response.getAcceptsecrets(), resources: response.getAcceptresources() };
        this.supportsPreview = response.getSupportspreview();
    }

    /** Properties in the form that the provider understands. */
    private form(properties: Properties): Properties {
        return degrade(properties, this.accepts);
    }

    /** The same for what is compared only. */
    private bare(properties: Properties): Properties {
        return this.form(withoutContents(properties));
    }

    async check(urn: string, olds: Properties, news: Properties): Promise<Check> {
        if (!this.known) {
            return { inputs: news, failures: [] };
        }
        const request = new messages.CheckRequest();
        request.setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
        carry(request, { olds: this.form(olds), news: this.form(news) }).setRandomseed(randomBytes(32));
        return fromCheck(await this.call("check", request));
    }

    async diff({ urn, id, oldInputs, oldOutputs, news, ignoreChanges }: DiffRequest): Promise<Diff> {
        if (!this.known) {
            return { ...noDiff, changes: "some" };
        }
        const request = new messages.DiffRequest();
        request.setUrn(urn).setId(id).setName(nameOf(urn)).setType(typeOf(urn)).setIgnorechangesList(ignoreChanges);
        carry(request, { oldInputs: this.bare(oldInputs), olds: this.bare(oldOutputs), news: this.bare(news) });
        return fromDiff(await this.call("diff", request));
    }

    async create(
        urn: string,
        inputs: Properties,
        { timeout, preview }: { timeout: number; preview: boolean },
    ): Promise<Provided> {
        if (preview && !(this.known && this.supportsPreview)) {
            return { id: "", outputs: inputs };
        }
        const request = new messages.CreateRequest();
        request.setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
        carry(request, { properties: this.form(inputs) })
            .setTimeout(timeout)
            .setPreview(preview);
        try {
            const response = await this.change<messages.CreateRequest, messages.CreateResponse>("create", request);
            if (!preview && response.getId() === "") {
                throw new Error("provider did not return an ID from Create");
            }
            return { id: response.getId(), outputs: properties(response, "properties") };
        } catch (error) {
            return halfDone(error, (other) => other);
        }
    }

    async update(what: DiffRequest, { timeout, preview }: { timeout: number; preview: boolean }): Promise<Provided> {
        const { urn, id, oldInputs, oldOutputs, news, ignoreChanges } = what;
        if (preview && !(this.known && this.supportsPreview)) {
            return { id, outputs: news };
        }
        const request = new messages.UpdateRequest();
        request.setUrn(urn).setId(id).setName(nameOf(urn)).setType(typeOf(urn)).setIgnorechangesList(ignoreChanges);
        carry(request, { oldInputs: this.bare(oldInputs), olds: this.bare(oldOutputs), news: this.form(news) });
        request.setTimeout(timeout).setPreview(preview);
        try {
            const response = await this.change<messages.UpdateRequest, messages.UpdateResponse>("update", request);
            return { id, outputs: properties(response, "properties") };
        } catch (error) {
            return halfDone(error, uncertain);
        }
    }

    async read(urn: string, id: string, inputs: Properties, state: Properties): Promise<Provided | undefined> {
        const request = new messages.ReadRequest();
        request.setUrn(urn).setId(id).setName(nameOf(urn)).setType(typeOf(urn));
        carry(request, { inputs: this.form(inputs), properties: this.form(state) });
        try {
            const response = await this.call<messages.ReadRequest, messages.ReadResponse>("read", request);
            if (response.getId() === "") {
                return undefined;
            }
            const read = { id: response.getId(), outputs: properties(response, "properties") };
            const inputsRead = carriedBy(response, "inputs");
            return inputsRead ? { ...read, inputs: inputsRead } : read;
        } catch (error) {
            return halfDone(error, uncertain);
        }
    }

    async delete(urn: string, id: string, inputs: Properties, outputs: Properties, timeout: number): Promise<void> {
        const request = new messages.DeleteRequest();
        request.setUrn(urn).setId(id).setName(nameOf(urn)).setType(typeOf(urn)).setTimeout(timeout);
        carry(request, { properties: this.form(outputs), oldInputs: this.form(inputs) });
        try {
            await this.change("delete", request);
        } catch (error) {
            throw uncertain(error);
        }
    }

    async invoke(token: string, args: Properties, preview: boolean): Promise<Check> {
        const request = new messages.InvokeRequest();
        // Functions have no notion of secrets; the SDK marks what comes of them.
        request.setTok(token).setPreview(preview);
        carry(request, { args: degrade(args, { secrets: false, resources: this.accepts.resources }) });
        const response = await this.call<messages.InvokeRequest, messages.InvokeResponse>("invoke", request);
        return { inputs: properties(response, "return"), failures: failures(response.getFailuresList()) };
    }
}

const plain = (configuration: Properties): Properties => reveal(configuration) as Properties;

const properties = (message: object, name: string): Properties => carriedBy(message, name) ?? {};

const failures = (list: messages.CheckFailure[]): Check["failures"] =>
    list.map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));

const fromCheck = (response: messages.CheckResponse): Check => ({
    inputs: properties(response, "inputs"),
    failures: failures(response.getFailuresList()),
});

function fromDiff(response: messages.DiffResponse): Diff {
    const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
    const changes = response.getChanges();
    const diff: Diff = {
        changes: changes === DIFF_NONE ? "none" : changes === DIFF_SOME ? "some" : "unknown",
        replaceKeys: response.getReplacesList(),
        changedKeys: response.getDiffsList(),
        deleteBeforeReplace: response.getDeletebeforereplace(),
    };
    if (response.getHasdetaileddiff()) {
        diff.detailedDiff = {};
        for (const [path, property] of response.getDetaileddiffMap().entries() as unknown as Iterable<
            [string, messages.PropertyDiff]
        >) {
            diff.detailedDiff[path] = {
                diffKind: kinds[property.getKind()] ?? "update",
                inputDiff: property.getInputdiff(),
            };
        }
    }
    return diff;
}

const uncertain = (error: unknown): Error => new UncertainError(error instanceof Error ? error.message : String(error));

/** A resource that exists but is not ready comes as the details of an error; any other error is thrown on. */
function halfDone(error: unknown, other: (error: Error) => Error): Provided {
    if (error instanceof RpcError) {
        for (const bytes of error.metadata.get("grpc-status-details-bin")) {
            for (const detail of Status.deserializeBinary(bytes as Buffer).getDetailsList()) {
                if (detail.getTypeName() === "pulumirpc.ErrorResourceInitFailed") {
                    const failed = messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
                    return {
                        id: failed.getId(),
                        outputs: fromStruct(failed.getProperties()),
                        initErrors: failed.getReasonsList(),
                        ...(failed.hasInputs() && { inputs: fromStruct(failed.getInputs()) }),
                    };
                }
            }
        }
    }
    throw other(error as Error);
}
