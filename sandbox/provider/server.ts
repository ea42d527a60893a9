/** Serves a package over the resource provider protocol, one gRPC port for each. */
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService, type IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { AutoNaming } from "../cloud/check";
import { CloudError, type Problem } from "../cloud/model";
import { normaliseProperties, plainProperties, same, secretTexts, type Properties } from "../cloud/values";
import type { Calls } from "./calls";
import type { Diffed, ProviderPackage } from "./package";

/** Told of every Configure: the first of a provider in a run, its repetition is the next run. */
export type OnConfigure = (provider: string, stack: string) => void;

const read = (struct: Struct | undefined): Properties => normaliseProperties(struct?.toJavaScript() ?? {});
const wire = (properties: Properties): Struct => Struct.fromJavaScript(properties);
const nameOf = (urn: string): string => urn.split("::").at(-1) ?? "";
/** `azure-native:sql:Database` of a URN whose qualified type also names the parents. */
const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

/** Takes the texts of secrets out of a message. */
function redact(message: string, texts: readonly string[]): string {
    const longest = texts.filter((text) => text.length >= 3).sort((a, b) => b.length - a.length);
    return longest.reduce((redacted, text) => redacted.replaceAll(text, "[secret]"), message);
}

type Handler<Request, Response> = (request: Request) => Response | Promise<Response>;

/** @param inputs what may hold secrets that an error message must not repeat */
function unary<Request, Response>(
    handle: Handler<Request, Response>,
    inputs: (request: Request) => Struct | undefined = () => undefined,
): grpc.handleUnaryCall<Request, Response> {
    return (call, callback) => {
        Promise.resolve()
            .then(() => handle(call.request))
            .then(
                (response) => {
                    callback(null, response);
                },
                (error: unknown) => {
                    callback({
                        code: grpc.status.UNKNOWN,
                        details: describe(error, secretTexts(read(inputs(call.request)))),
                    });
                },
            );
    };
}

function describe(error: unknown, texts: readonly string[]): string {
    const { message } = error instanceof Error ? error : new Error(String(error));
    return redact(error instanceof CloudError ? `Code="${error.code}" Message="${message}"` : message, texts);
}

function checkResponse(inputs: Properties, failures: Problem[]): pb.CheckResponse {
    const response = new pb.CheckResponse();
    const texts = secretTexts(inputs);
    response.setInputs(wire(inputs));
    response.setFailuresList(
        failures.map(({ property, reason }) => {
            const failure = new pb.CheckFailure();
            failure.setProperty(property);
            failure.setReason(redact(reason, texts));
            return failure;
        }),
    );
    return response;
}

function diffResponse(found: Diffed): pb.DiffResponse {
    const response = new pb.DiffResponse();
    const some = found.detailed.size > 0;
    response.setChanges(some ? pb.DiffResponse.DiffChanges.DIFF_SOME : pb.DiffResponse.DiffChanges.DIFF_NONE);
    response.setDiffsList(found.diffs);
    response.setReplacesList(found.replaces);
    response.setStablesList(found.stables);
    response.setDeletebeforereplace(found.deleteBeforeReplace);
    response.setHasdetaileddiff(true);
    for (const [path, kind] of found.detailed) {
        const change = new pb.PropertyDiff();
        change.setKind(pb.PropertyDiff.Kind[kind]);
        change.setInputdiff(true);
        response.getDetaileddiffMap().set(path, change);
    }
    return response;
}

function autoNamingOf(request: pb.CheckRequest): { autoNaming?: AutoNaming } {
    const options = request.getAutonaming();
    if (options === undefined) return {};
    const modes = ["propose", "enforce", "disable"] as const;
    return { autoNaming: { mode: modes[options.getMode()] ?? "propose", proposed: options.getProposedName() } };
}

/** The calls that concern the provider itself. */
function lifecycle(served: ProviderPackage, onConfigure: OnConfigure): Partial<IResourceProviderServer> {
    return {
        handshake: unary(() => {
            const response = new pb.ProviderHandshakeResponse();
            response.setAcceptSecrets(true);
            response.setAcceptResources(true);
            response.setAcceptOutputs(true);
            response.setSupportsAutonamingConfiguration(served.autoNaming);
            return response;
        }),
        attach: unary(() => new Empty()),
        cancel: unary(() => new Empty()),
        getPluginInfo: unary(() => {
            const response = new plugin.PluginInfo();
            response.setVersion(served.version);
            return response;
        }),
        getSchema: unary(() => {
            const response = new pb.GetSchemaResponse();
            response.setSchema(JSON.stringify({ name: served.name, version: served.version }));
            return response;
        }),
        checkConfig: unary((request: pb.CheckRequest) => checkResponse(read(request.getNews()), [])),
        diffConfig: unary((request: pb.DiffRequest) => {
            const [olds, news] = [read(request.getOldInputs() ?? request.getOlds()), read(request.getNews())];
            const diffs = [...new Set([...Object.keys(olds), ...Object.keys(news)])]
                .filter((name) => !same(olds[name], news[name]))
                .sort();
            const response = new pb.DiffResponse();
            response.setChanges(
                diffs.length > 0 ? pb.DiffResponse.DiffChanges.DIFF_SOME : pb.DiffResponse.DiffChanges.DIFF_NONE,
            );
            response.setDiffsList(diffs);
            return response;
        }),
        configure: unary((request: pb.ConfigureRequest) => {
            const urn = request.getUrn() ?? "";
            const stack = urn.split("::").slice(0, 2).join("::");
            onConfigure(`${stack}|${served.name}|${nameOf(urn)}`, stack);
            const prefix = `${served.name}:config:`;
            served.configure(
                Object.fromEntries(
                    request
                        .getVariablesMap()
                        .toArray()
                        .map(([name, value]) => [name.startsWith(prefix) ? name.slice(prefix.length) : name, value]),
                ),
            );
            const response = new pb.ConfigureResponse();
            response.setAcceptsecrets(true);
            response.setSupportspreview(true);
            response.setAcceptresources(true);
            response.setAcceptoutputs(true);
            response.setSupportsAutonamingConfiguration(served.autoNaming);
            return response;
        }),
    };
}

/** The calls that concern one resource. */
function resources(served: ProviderPackage): Partial<IResourceProviderServer> {
    return {
        check: unary(
            (request: pb.CheckRequest) => {
                const { inputs, failures } = served.check({
                    type: typeOf(request.getUrn()),
                    urn: request.getUrn(),
                    olds: read(request.getOlds()),
                    news: read(request.getNews()),
                    randomSeed: request.getRandomseed_asU8(),
                    ...autoNamingOf(request),
                });
                return checkResponse(inputs, failures);
            },
            (request) => request.getNews(),
        ),
        diff: unary(
            (request: pb.DiffRequest) =>
                diffResponse(
                    served.diff({
                        type: typeOf(request.getUrn()),
                        id: request.getId(),
                        state: read(request.getOlds()),
                        oldInputs: read(request.getOldInputs()),
                        news: read(request.getNews()),
                    }),
                ),
            (request) => request.getNews(),
        ),
        create: unary(
            async (request: pb.CreateRequest) => {
                const { id, outputs } = await served.create({
                    type: typeOf(request.getUrn()),
                    urn: request.getUrn(),
                    inputs: read(request.getProperties()),
                    preview: request.getPreview(),
                });
                const response = new pb.CreateResponse();
                response.setId(id);
                response.setProperties(wire(outputs));
                return response;
            },
            (request) => request.getProperties(),
        ),
        update: unary(
            async (request: pb.UpdateRequest) => {
                const outputs = await served.update({
                    type: typeOf(request.getUrn()),
                    urn: request.getUrn(),
                    id: request.getId(),
                    inputs: read(request.getNews()),
                    state: read(request.getOlds()),
                    preview: request.getPreview(),
                });
                const response = new pb.UpdateResponse();
                response.setProperties(wire(outputs));
                return response;
            },
            (request) => request.getNews(),
        ),
        read: unary(
            async (request: pb.ReadRequest) => {
                const [state, inputs] = [read(request.getProperties()), read(request.getInputs())];
                // A refresh sends the outputs it knows; a read by id alone (.get(), import) knows none.
                const known = Object.keys(state).length > 0 ? { known: { state, inputs } } : {};
                const found = await served.read({ type: typeOf(request.getUrn()), id: request.getId(), ...known });
                const response = new pb.ReadResponse();
                if (found === undefined) return response;
                response.setId(found.id);
                response.setProperties(wire(found.outputs));
                response.setInputs(wire(found.inputs));
                return response;
            },
            (request) => request.getInputs(),
        ),
        delete: unary(async (request: pb.DeleteRequest) => {
            const state = read(request.getProperties());
            await served.delete({ urn: request.getUrn(), id: request.getId(), state });
            return new Empty();
        }),
        invoke: unary((request: pb.InvokeRequest) => {
            const response = new pb.InvokeResponse();
            response.setReturn(wire(served.invoke(request.getTok(), plainProperties(read(request.getArgs())))));
            return response;
        }),
    };
}

export interface RunningServer {
    /** `127.0.0.1:port`. */
    address: string;
    stop(): void;
}

/** Counts a call as under way until it is answered. */
function counted(handle: grpc.UntypedHandleCall, calls: Calls): grpc.UntypedHandleCall {
    const inner = handle as grpc.handleUnaryCall<unknown, unknown>;
    const outer: grpc.handleUnaryCall<unknown, unknown> = (call, callback) => {
        calls.begin();
        inner(call, (...answer) => {
            calls.end();
            callback(...answer);
        });
    };
    return outer as grpc.UntypedHandleCall;
}

/** Starts the service on a free port of the loopback interface. */
export function serve(served: ProviderPackage, onConfigure: OnConfigure, calls?: Calls): Promise<RunningServer> {
    const handlers = { ...lifecycle(served, onConfigure), ...resources(served) } as grpc.UntypedServiceImplementation;
    if (calls !== undefined)
        for (const [method, handle] of Object.entries(handlers)) handlers[method] = counted(handle, calls);
    for (const [method, definition] of Object.entries(ResourceProviderService))
        handlers[method] ??= ((_: unknown, callback?: grpc.sendUnaryData<never>) =>
            callback?.({
                code: grpc.status.UNIMPLEMENTED,
                details: `The sandbox's ${served.name} provider does not implement ${(definition as { path: string }).path}.`,
            })) as grpc.UntypedHandleCall;
    const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
    server.addService(ResourceProviderService, handlers);
    return new Promise((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
            if (error !== null) reject(error);
            else
                resolve({
                    address: `127.0.0.1:${String(port)}`,
                    stop: () => {
                        server.forceShutdown();
                    },
                });
        });
    });
}
