/** A resource provider client as an engine would use it, in plain objects. */
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../../../sandbox/cloud/values";

const wire = (properties: Properties) => Struct.fromJavaScript(properties);
const read = (struct: Struct | undefined): Properties => struct?.toJavaScript() ?? {};

export const urnOf = (type: string, name: string, stack = "dev") =>
    `urn:pulumi:${stack}::oxygis-cloud::${type}::${name}`;

export interface Made {
    id: string;
    urn: string;
    inputs: Properties;
    outputs: Properties;
}

export class Client {
    private readonly client: ResourceProviderClient;

    constructor(address: string) {
        this.client = new ResourceProviderClient(address, grpc.credentials.createInsecure());
    }

    close(): void {
        this.client.close();
    }

    /** Makes a call; rejects with the status' text. */
    call<Response>(
        send: (
            done: (error: grpc.ServiceError | null, response: Response) => void,
            client: ResourceProviderClient,
        ) => unknown,
    ): Promise<Response> {
        return new Promise((resolve, reject) => {
            send((error, response) => {
                if (error === null) resolve(response);
                else reject(new Error(error.details));
            }, this.client);
        });
    }

    async configure(urn: string, variables: Record<string, string> = {}): Promise<pb.ConfigureResponse> {
        const request = new pb.ConfigureRequest();
        request.setUrn(urn);
        request.setSendsOldInputs(true);
        for (const [name, value] of Object.entries(variables)) request.getVariablesMap().set(name, value);
        return this.call<pb.ConfigureResponse>((done) => this.client.configure(request, done));
    }

    async checkAll(urn: string, news: Properties, olds: Properties = {}) {
        const request = new pb.CheckRequest();
        request.setUrn(urn);
        request.setNews(wire(news));
        request.setOlds(wire(olds));
        request.setRandomseed(new Uint8Array(32).fill(7));
        const response = await this.call<pb.CheckResponse>((done) => this.client.check(request, done));
        return {
            inputs: read(response.getInputs()),
            failures: response.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`),
        };
    }

    /** The checked inputs; a failure is an error. */
    async check(urn: string, news: Properties, olds: Properties = {}): Promise<Properties> {
        const { inputs, failures } = await this.checkAll(urn, news, olds);
        if (failures.length > 0) throw new Error(failures.join("\n"));
        return inputs;
    }

    async diff(made: Made, news: Properties) {
        const request = new pb.DiffRequest();
        request.setUrn(made.urn);
        request.setId(made.id);
        request.setOlds(wire(made.outputs));
        request.setOldInputs(wire(made.inputs));
        request.setNews(wire(news));
        const response = await this.call<pb.DiffResponse>((done) => this.client.diff(request, done));
        const kinds = Object.entries(pb.PropertyDiff.Kind);
        const detailed: Record<string, string | undefined> = {};
        response.getDetaileddiffMap().forEach((change, path) => {
            const kind = kinds.find(([, number]) => number === change.getKind())?.[0];
            detailed[path] = change.getInputdiff() ? kind : "not of inputs";
        });
        return {
            changes: response.getChanges() === pb.DiffResponse.DiffChanges.DIFF_SOME,
            diffs: response.getDiffsList(),
            replaces: response.getReplacesList(),
            deleteBeforeReplace: response.getDeletebeforereplace(),
            stables: response.getStablesList(),
            detailed,
        };
    }

    /** Creates from checked inputs; `preview` answers without an id. */
    async create(urn: string, inputs: Properties, preview = false): Promise<Made> {
        const request = new pb.CreateRequest();
        request.setUrn(urn);
        request.setProperties(wire(inputs));
        request.setPreview(preview);
        const response = await this.call<pb.CreateResponse>((done) => this.client.create(request, done));
        return { id: response.getId(), urn, inputs, outputs: read(response.getProperties()) };
    }

    /** Check and create, as an engine does for a new resource. */
    async make(type: string, name: string, news: Properties): Promise<Made> {
        const urn = urnOf(type, name);
        return this.create(urn, await this.check(urn, news));
    }

    async update(made: Made, inputs: Properties, preview = false): Promise<Made> {
        const request = new pb.UpdateRequest();
        request.setUrn(made.urn);
        request.setId(made.id);
        request.setOlds(wire(made.outputs));
        request.setOldInputs(wire(made.inputs));
        request.setNews(wire(inputs));
        request.setPreview(preview);
        const response = await this.call<pb.UpdateResponse>((done) => this.client.update(request, done));
        return { ...made, inputs, outputs: read(response.getProperties()) };
    }

    /** A refresh of what is known, or with an id and URN alone a read as `.get()` does it. Undefined when it is gone. */
    async read(known: {
        id: string;
        urn: string;
        inputs?: Properties;
        outputs?: Properties;
    }): Promise<Made | undefined> {
        const request = new pb.ReadRequest();
        request.setUrn(known.urn);
        request.setId(known.id);
        if (known.outputs !== undefined) request.setProperties(wire(known.outputs));
        if (known.inputs !== undefined) request.setInputs(wire(known.inputs));
        const response = await this.call<pb.ReadResponse>((done) => this.client.read(request, done));
        if (response.getId() === "") return undefined;
        return {
            id: response.getId(),
            urn: known.urn,
            inputs: read(response.getInputs()),
            outputs: read(response.getProperties()),
        };
    }

    async delete(made: { id: string; urn: string }): Promise<void> {
        const request = new pb.DeleteRequest();
        request.setUrn(made.urn);
        request.setId(made.id);
        await this.call<Empty>((done) => this.client.delete(request, done));
    }

    async invoke(token: string, args: Properties = {}): Promise<Properties> {
        const request = new pb.InvokeRequest();
        request.setTok(token);
        request.setArgs(wire(args));
        const response = await this.call<pb.InvokeResponse>((done) => this.client.invoke(request, done));
        return read(response.getReturn());
    }
}
