import { randomBytes } from "node:crypto";
import { status } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { containsUnknown, degrade, fromStruct, reveal, toStruct, withoutContents, type Properties } from "./properties";
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

type Struct = ReturnType<typeof toStruct>;

const kinds: Readonly<Record<number, DiffKind>> = {
    [messages.PropertyDiff.Kind.ADD]: "add",
    [messages.PropertyDiff.Kind.ADD_REPLACE]: "add-replace",
    [messages.PropertyDiff.Kind.DELETE]: "delete",
    [messages.PropertyDiff.Kind.DELETE_REPLACE]: "delete-replace",
    [messages.PropertyDiff.Kind.UPDATE]: "update",
    [messages.PropertyDiff.Kind.UPDATE_REPLACE]: "update-replace",
};

/** One connection to a resource provider that listens already, configured once. */
export class Plugin implements Provider {
    private accepts = { secrets: true, resources: true };
    private supportsPreview = true;
    /** False while its configuration is not known yet, which only happens in previews. */
    private known = true;

    private constructor(
        private readonly client: ResourceProviderClient,
        readonly version: string,
    ) {}

    /** @throws when nothing answers at the address, or when it is no resource provider */
    static async attach(address: string, engine: string): Promise<Plugin> {
        const client = new ResourceProviderClient(address, insecure(), messageLimits);
        const hello = new messages.ProviderHandshakeRequest();
        hello.setEngineAddress(engine);
        hello.setConfigureWithUrn(true);
        hello.setInvokeWithPreview(true);
        try {
            await call<messages.ProviderHandshakeRequest, messages.ProviderHandshakeResponse, ResourceProviderClient>(
                client,
                "handshake",
                hello,
            );
        } catch (error) {
            if (!(error instanceof RpcError) || error.code !== Number(status.UNIMPLEMENTED)) {
                throw error;
            }
        }
        const info = await call<Empty, PluginInfo, ResourceProviderClient>(client, "getPluginInfo", new Empty());
        return new Plugin(client, info.getVersion());
    }

    private call<Request, Response>(method: keyof ResourceProviderClient, request: Request): Promise<Response> {
        return call(this.client, method, request);
    }

    close(): void {
        this.client.close();
    }

    /** Provider configuration is plain here: providers get its secrets marked in `configure` only. */
    async checkConfig(urn: string, olds: Properties, news: Properties): Promise<Check> {
        const request = new messages.CheckRequest();
        request.setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
        request.setOlds(toStruct(reveal(olds) as Properties)).setNews(toStruct(reveal(news) as Properties));
        return fromCheck(await this.call("checkConfig", request));
    }

    async diffConfig(urn: string, oldInputs: Properties, oldOutputs: Properties, news: Properties): Promise<Diff> {
        const request = new messages.DiffRequest();
        request.setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
        request
            .setOldInputs(toStruct(reveal(oldInputs) as Properties))
            .setOlds(toStruct(reveal(oldOutputs) as Properties));
        request.setNews(toStruct(reveal(news) as Properties));
        return fromDiff(await this.call("diffConfig", request));
    }

    async configure(urn: string, id: string, inputs: Properties): Promise<void> {
        this.known = !containsUnknown(inputs);
        if (!this.known) {
            return;
        }
        const request = new messages.ConfigureRequest();
        request.setUrn(urn).setId(id).setName(nameOf(urn)).setType(typeOf(urn));
        request.setArgs(toStruct(inputs)).setAcceptsecrets(true).setAcceptresources(true);
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

    private struct(properties: Properties): Struct {
        return toStruct(degrade(properties, this.accepts));
    }

    async check(urn: string, olds: Properties, news: Properties): Promise<Check> {
        if (!this.known) {
            return { inputs: news, failures: [] };
        }
        const request = new messages.CheckRequest();
        request.setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
        request.setOlds(this.struct(olds)).setNews(this.struct(news)).setRandomseed(randomBytes(32));
        return fromCheck(await this.call("check", request));
    }

    async diff({ urn, id, oldInputs, oldOutputs, news, ignoreChanges }: DiffRequest): Promise<Diff> {
        if (!this.known) {
            return { ...noDiff, changes: "some" };
        }
        const request = new messages.DiffRequest();
        request.setUrn(urn).setId(id).setName(nameOf(urn)).setType(typeOf(urn)).setIgnorechangesList(ignoreChanges);
        request.setOldInputs(this.struct(withoutContents(oldInputs))).setOlds(this.struct(withoutContents(oldOutputs)));
        request.setNews(this.struct(withoutContents(news)));
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
        request.setProperties(this.struct(inputs)).setTimeout(timeout).setPreview(preview);
        try {
            const response = await this.call<messages.CreateRequest, messages.CreateResponse>("create", request);
            if (!preview && response.getId() === "") {
                throw new Error("provider did not return an ID from Create");
            }
            return { id: response.getId(), outputs: fromStruct(response.getProperties()) };
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
        request.setOldInputs(this.struct(withoutContents(oldInputs))).setOlds(this.struct(withoutContents(oldOutputs)));
        request.setNews(this.struct(news)).setTimeout(timeout).setPreview(preview);
        try {
            const response = await this.call<messages.UpdateRequest, messages.UpdateResponse>("update", request);
            return { id, outputs: fromStruct(response.getProperties()) };
        } catch (error) {
            return halfDone(error, uncertain);
        }
    }

    async read(urn: string, id: string, inputs: Properties, state: Properties): Promise<Provided | undefined> {
        const request = new messages.ReadRequest();
        request.setUrn(urn).setId(id).setName(nameOf(urn)).setType(typeOf(urn));
        request.setInputs(this.struct(inputs)).setProperties(this.struct(state));
        try {
            const response = await this.call<messages.ReadRequest, messages.ReadResponse>("read", request);
            if (response.getId() === "") {
                return undefined;
            }
            const read = { id: response.getId(), outputs: fromStruct(response.getProperties()) };
            return response.hasInputs() ? { ...read, inputs: fromStruct(response.getInputs()) } : read;
        } catch (error) {
            return halfDone(error, uncertain);
        }
    }

    async delete(urn: string, id: string, inputs: Properties, outputs: Properties, timeout: number): Promise<void> {
        const request = new messages.DeleteRequest();
        request.setUrn(urn).setId(id).setName(nameOf(urn)).setType(typeOf(urn)).setTimeout(timeout);
        request.setProperties(this.struct(outputs)).setOldInputs(this.struct(inputs));
        try {
            await this.call("delete", request);
        } catch (error) {
            throw uncertain(error);
        }
    }

    async invoke(token: string, args: Properties, preview: boolean): Promise<Check> {
        const request = new messages.InvokeRequest();
        // Functions have no notion of secrets; the SDK marks what comes of them.
        request.setTok(token).setPreview(preview);
        request.setArgs(toStruct(degrade(args, { secrets: false, resources: this.accepts.resources })));
        const response = await this.call<messages.InvokeRequest, messages.InvokeResponse>("invoke", request);
        return { inputs: fromStruct(response.getReturn()), failures: failures(response.getFailuresList()) };
    }
}

const failures = (list: messages.CheckFailure[]): Check["failures"] =>
    list.map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));

const fromCheck = (response: messages.CheckResponse): Check => ({
    inputs: fromStruct(response.getInputs()),
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
