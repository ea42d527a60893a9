import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from "@grpc/grpc-js";
import { messageLimits } from "../../engine/embedded/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";

type Call<Request> = ServerUnaryCall<Request, unknown>;
type Callback = sendUnaryData<unknown>;

const nameOf = (urn: string): string => urn.split("::").pop() ?? "";

/** A provider whose resources named `w...` are only made when it is told to; others take a moment. */
export class WaitingCloud {
    /** Names of each wave that was let through, in the order in which the creates arrived. */
    readonly waves: string[][] = [];
    private waiting: { name: string; answer: () => void }[] = [];
    private underWay = 0;
    private readonly server = new Server(messageLimits);
    address = "";

    static async open(): Promise<WaitingCloud> {
        const cloud = new WaitingCloud();
        cloud.server.addService(ResourceProviderService, {
            getPluginInfo: (_: unknown, callback: Callback) => callback(null, new PluginInfo().setVersion("1.2.3")),
            checkConfig: ({ request }: Call<messages.CheckRequest>, callback: Callback) =>
                callback(null, new messages.CheckResponse().setInputs(request.getNews())),
            configure: (_: unknown, callback: Callback) =>
                callback(null, new messages.ConfigureResponse().setSupportspreview(true)),
            // Answers come in another order than questions.
            check: ({ request }: Call<messages.CheckRequest>, callback: Callback) =>
                setTimeout(
                    () => callback(null, new messages.CheckResponse().setInputs(request.getNews())),
                    request.getUrn().endsWith("slowCheck-after") ? 100 : request.getUrn().length % 7,
                ),
            create: ({ request }: Call<messages.CreateRequest>, callback: Callback) => cloud.create(request, callback),
            invoke: (_: unknown, callback: Callback) =>
                setTimeout(
                    () => callback(null, new messages.InvokeResponse().setReturn(Struct.fromJavaScript({ value: 1 }))),
                    20,
                ),
        });
        const port = await new Promise<number>((resolve, reject) => {
            cloud.server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
                error ? reject(error) : resolve(bound),
            );
        });
        cloud.address = `127.0.0.1:${port}`;
        return cloud;
    }

    close(): void {
        this.server.forceShutdown();
    }

    private create(request: messages.CreateRequest, callback: Callback): void {
        const name = nameOf(request.getUrn());
        if (request.getPreview()) {
            setTimeout(() => callback(null, new messages.CreateResponse().setProperties(request.getProperties())), 30);
            return;
        }
        this.underWay++;
        const answer = (): void => {
            this.underWay--;
            const state = Struct.fromJavaScript({ arn: `arn:${name}`, generation: 1 });
            callback(null, new messages.CreateResponse().setId(name).setProperties(state));
        };
        if (name.startsWith("w")) {
            this.waiting.push({ name, answer });
        } else {
            setTimeout(answer, 30);
        }
    }

    /** Lets all through that wait, unless something else is under way here or on its way. */
    idle(underWay: number): Promise<void> {
        if (underWay === this.underWay && this.underWay === this.waiting.length) {
            this.release();
        }
        return Promise.resolve();
    }

    release(): void {
        const through = this.waiting;
        this.waiting = [];
        this.waves.push(through.map(({ name }) => name));
        through.forEach(({ answer }) => answer());
    }
}
