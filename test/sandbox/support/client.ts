/** A resource provider client as an engine would use it, in plain objects. */
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../../../sandbox/cloud/values";

const wire = (properties: Properties) =>
    Struct.fromJavaScript(properties as unknown as Record<string, JavaScriptValue>);
const read = (struct: Struct | undefined): Properties => (struct?.toJavaScript() ?? {}) as unknown as Properties;

export const urnOf = (type: string, name: string, stack = "dev") =>
    `urn:pulumi:${stack}::oxygis-cloud::${type}::${name}`;

export interface Made {
    id: string;
    urn: string;
    inputs: Properties;
    outputs: Properties;
}

type Call<Request, Response> = (
    request: Request,
    done: (error: grpc.ServiceError | null, response: Response) => void,
) => unknown;

export class Client {
    private readonly client: ResourceProviderClient;

    constructor(address: string) {
        this.client = new ResourceProviderClient(address, grpc.credentials.createInsecure());
    }

    close(): void {
        this.client.close();
    }

    /** Makes a call; rejects with the status' text. */
    async call<Request, Response>(method: Call<Request, Response>, request: Request): Promise<Response> {
        return new Promise((resolve, reject) => {
            method.call(this.client, request, (error, response) => {
                if (error === null) resolve(response);
                else reject(new Error(error.details));
            });
        });
    }

    async configure(urn: string, variables: Record<string, string> = {}): Promise<pb.ConfigureResponse> {
        const request = new pb.ConfigureRequest();
        request.setUrn(urn);
        request.setSendsOldInputs(true);
        for (const [name, value] of Object.entries(variables)) request.getVariablesMap().set(name, value);
        return this.call(
            this.client.configure.bind(this.client) as Call<pb.ConfigureRequest, pb.ConfigureResponse>,
            request,
        );
    }

    async checkAll(urn: string, news: Properties, olds: Properties = {}) {
        const request = new pb.CheckRequest();
        request.setUrn(urn);
        request.setNews(wire(news));
        request.setOlds(wire(olds));
        request.setRandomseed(new Uint8Array(32).fill(7));
        const response = await this.call(
            this.client.check.bind(this.client) as Call<pb.CheckRequest, pb.CheckResponse>,
            request,
        );
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
        const response = await this.call(
            this.client.diff.bind(this.client) as Call<pb.DiffRequest, pb.DiffResponse>,
            request,
        );
        const kinds = Object.entries(pb.PropertyDiff.Kind);
        return {
            changes: response.getChanges() === pb.DiffResponse.DiffChanges.DIFF_SOME,
            diffs: response.getDiffsList(),
            replaces: response.getReplacesList(),
            deleteBeforeReplace: response.getDeletebeforereplace(),
            stables: response.getStablesList(),
            detailed: Object.fromEntries(
                response
                    .getDetaileddiffMap()
                    .toArray()
                    .map(([path, change]: [string, pb.PropertyDiff.AsObject | pb.PropertyDiff]) => {
                        const kind = change instanceof pb.PropertyDiff ? change.getKind() : change.kind;
                        return [path, kinds.find(([, number]) => number === kind)?.[0]];
                    }),
            ),
        };
    }

    /** Creates from checked inputs; `preview` answers without an id. */
    async create(urn: string, inputs: Properties, preview = false): Promise<Made> {
        const request = new pb.CreateRequest();
        request.setUrn(urn);
        request.setProperties(wire(inputs));
        request.setPreview(preview);
        const response = await this.call(
            this.client.create.bind(this.client) as Call<pb.CreateRequest, pb.CreateResponse>,
            request,
        );
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
        const response = await this.call(
            this.client.update.bind(this.client) as Call<pb.UpdateRequest, pb.UpdateResponse>,
            request,
        );
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
        const response = await this.call(
            this.client.read.bind(this.client) as Call<pb.ReadRequest, pb.ReadResponse>,
            request,
        );
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
        await this.call(this.client.delete.bind(this.client) as Call<pb.DeleteRequest, Empty>, request);
    }

    async invoke(token: string, args: Properties = {}): Promise<Properties> {
        const request = new pb.InvokeRequest();
        request.setTok(token);
        request.setArgs(wire(args));
        const response = await this.call(
            this.client.invoke.bind(this.client) as Call<pb.InvokeRequest, pb.InvokeResponse>,
            request,
        );
        return read(response.getReturn());
    }
}
