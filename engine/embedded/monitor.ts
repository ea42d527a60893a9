import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import {
    Server,
    ServerCredentials,
    status,
    type sendUnaryData,
    type ServerUnaryCall,
    type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import { CheckFailure } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/resource_pb";
import type { Activity } from "./activity";
import { hashAssets } from "./assets";
import { deploymentInfo, oldFeatures } from "./deploymentInfo";
import { goalOf, readGoalOf } from "./goals";
import type { EngineDiagnostic, RpcEvent } from "./observer";
import { containsUnknown, degrade, received, UnsupportedError, type Properties } from "./properties";
import type { Check, Provider } from "./providerTypes";
import { messageLimits } from "./rpc";
import type { Goal } from "./state/model";
import type { ReadGoal, Registered } from "./stepGenerator";
import { carriedBy, carry, withPlainStructs } from "./structs";
import { isProviderType, packageOf, stackType } from "./urn";
import { withVersion } from "./defaultProviders";

/** What the services need of the run behind them. */
export interface MonitorHost {
    project: string;
    stack: string;
    program: string;
    dryRun: boolean;
    parallel: number;
    activity: Activity;
    /** Resolves when registrations can be dealt with. */
    ready(): Promise<void>;
    register(goal: Goal): Promise<Registered>;
    read(goal: ReadGoal): Promise<Registered>;
    registerOutputs(urn: string, outputs: Properties): void;
    /** A provider reference for a package, and the version that it will have. */
    defaultProvider(name: string, version: string): Promise<string>;
    defaultVersion(name: string, version: string): string;
    provider(reference: string): Promise<Provider> | undefined;
    /** Something was asked for that the engine does not do: the run must end. */
    refuse(error: UnsupportedError): void;
    log(diagnostic: EngineDiagnostic): void;
    onRpc(event: RpcEvent): void;
}

/** As the protocol counts; the SDK has no name for the last. */
const results = { done: messages.Result.SUCCESS, failed: messages.Result.FAIL, skipped: 2 as messages.Result };

type Message = { toObject(): object };
type Handler = (call: ServerUnaryCall<never, unknown>, callback: sendUnaryData<unknown>) => void;

/** The services that a program talks to: it registers resources with one and logs to the other. Both listen at one address. */
export class Monitor {
    private readonly server = new Server(messageLimits);
    private closed = false;
    private readonly pending = new Set<sendUnaryData<unknown>>();
    private root = "";
    private readonly packages = new Map<string, { name: string; version: string }>();
    private readonly goals = new Map<string, Goal>();
    private readonly componentProviders = new Map<string, Map<string, string>>();

    constructor(private readonly host: MonitorHost) {}

    /** @returns the address */
    async start(): Promise<string> {
        this.server.addService(withPlainStructs(ResourceMonitorService), this.monitorService());
        this.server.addService(EngineService, this.engineService());
        const port = await new Promise<number>((resolved, reject) => {
            this.server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
                error ? reject(error) : resolved(bound),
            );
        });
        return `127.0.0.1:${port}`;
    }

    /** Requests that are not answered yet. */
    get open(): number {
        return this.pending.size;
    }

    /** Nothing is registered any more: what waits for an answer learns that there will be none. */
    close(): void {
        this.closed = true;
        for (const callback of this.pending) {
            callback({ code: status.UNAVAILABLE, details: "the run has ended" });
        }
        this.pending.clear();
    }

    stop(): void {
        this.close();
        this.server.forceShutdown();
    }

    private handler<Request extends Message, Response extends Message>(
        method: string,
        handle: (request: Request) => Promise<Response> | Response,
        ready: (request: Request) => Promise<void> = () => this.host.ready(),
    ): Handler {
        return (call, callback) => {
            const request = call.request as unknown as Request;
            this.pending.add(callback);
            this.host.activity.touch();
            const answer = (response: Response): void => {
                if (this.pending.delete(callback)) {
                    this.host.activity.touch();
                    this.host.onRpc({ service: "ResourceMonitor", method, request, response });
                    callback(null, response);
                }
            };
            const fail = (error: unknown): void => {
                const details = error instanceof Error ? error.message : String(error);
                if (error instanceof UnsupportedError) {
                    this.host.refuse(error);
                }
                if (this.pending.delete(callback)) {
                    this.host.activity.touch();
                    this.host.onRpc({ service: "ResourceMonitor", method, request, error: details });
                    callback({ code: this.closed ? status.UNAVAILABLE : status.UNKNOWN, details });
                }
            };
            const begun = this.closed ? Promise.reject(new Error("the run has ended")) : ready(request);
            begun.then(() => handle(request)).then(answer, fail);
        };
    }

    private refusing(what: string): Handler {
        return this.handler(what, () => Promise.reject(new UnsupportedError(what)));
    }

    private monitorService(): UntypedServiceImplementation {
        return {
            getDeploymentInfo: this.handler("GetDeploymentInfo", () => deploymentInfo(this.host), atOnce),
            supportsFeature: this.handler(
                "SupportsFeature",
                (request: messages.SupportsFeatureRequest) =>
                    new messages.SupportsFeatureResponse().setHassupport(oldFeatures.has(request.getId())),
                atOnce,
            ),
            registerResource: this.handler(
                "RegisterResource",
                (request: messages.RegisterResourceRequest) => this.register(request),
                (request) => (request.getType() === stackType ? atOnce() : this.host.ready()),
            ),
            readResource: this.handler("ReadResource", (request: messages.ReadResourceRequest) => this.read(request)),
            registerResourceOutputs: this.handler(
                "RegisterResourceOutputs",
                (request: messages.RegisterResourceOutputsRequest) => {
                    this.host.registerOutputs(
                        request.getUrn(),
                        hashAssets(received(carriedBy(request, "outputs")), this.readFile),
                    );
                    return new Empty();
                },
            ),
            invoke: this.handler("Invoke", (request: messages.ResourceInvokeRequest) => this.invoke(request)),
            registerPackage: this.handler("RegisterPackage", (request: messages.RegisterPackageRequest) =>
                this.registerPackage(request),
            ),
            signalAndWaitForShutdown: this.handler("SignalAndWaitForShutdown", () => new Empty()),
            call: this.refusing("methods of resources"),
            existsResource: this.refusing("asking whether a resource exists"),
            registerStackTransform: this.refusing("transforms"),
            registerStackInvokeTransform: this.refusing("transforms of functions"),
            registerResourceHook: this.refusing("resource hooks"),
            registerErrorHook: this.refusing("error hooks"),
        } as unknown as UntypedServiceImplementation;
    }

    private engineService(): UntypedServiceImplementation {
        const severities: Readonly<Record<number, EngineDiagnostic["severity"]>> = {
            [engine.LogSeverity.INFO]: "info",
            [engine.LogSeverity.WARNING]: "warning",
            [engine.LogSeverity.ERROR]: "error",
        };
        return {
            log: this.handler(
                "Log",
                (request: engine.LogRequest) => {
                    const severity = severities[request.getSeverity()];
                    if (severity !== undefined) {
                        const urn = request.getUrn();
                        this.host.log({ severity, message: request.getMessage(), ...(urn !== "" && { urn }) });
                    }
                    return new Empty();
                },
                atOnce,
            ),
            getRootResource: this.handler(
                "GetRootResource",
                () => new engine.GetRootResourceResponse().setUrn(this.root),
                atOnce,
            ),
            setRootResource: this.handler(
                "SetRootResource",
                (request: engine.SetRootResourceRequest) => {
                    this.root = request.getUrn();
                    return new engine.SetRootResourceResponse();
                },
                atOnce,
            ),
            startDebugging: this.refusing("debuggers"),
            requirePulumiVersion: this.handler("RequirePulumiVersion", () => new engine.RequirePulumiVersionResponse()),
        } as unknown as UntypedServiceImplementation;
    }

    private readonly readFile = (path: string): Buffer => readFileSync(resolve(this.host.program, path));

    private registerPackage(request: messages.RegisterPackageRequest): messages.RegisterPackageResponse {
        if (request.hasParameterization()) {
            throw new UnsupportedError("parameterized packages");
        }
        const reference = `${request.getName()}@${request.getVersion()}`;
        this.packages.set(reference, { name: request.getName(), version: request.getVersion() });
        return new messages.RegisterPackageResponse().setRef(reference);
    }

    /** The provider for a resource or function: its own, its parent's for the package, or the default one. */
    private provider(
        token: string,
        request: { getProvider(): string; getVersion(): string; getPackageref(): string },
        inherited = "",
    ) {
        const own = request.getProvider() || inherited;
        const known = this.packages.get(request.getPackageref());
        return own !== ""
            ? Promise.resolve(own)
            : this.host.defaultProvider(packageOf(token), request.getVersion() || (known?.version ?? ""));
    }

    private async register(request: messages.RegisterResourceRequest): Promise<messages.RegisterResourceResponse> {
        const goal = goalOf(request, this.host.program);
        goal.deletedWith ||= this.goals.get(goal.parent)?.deletedWith ?? "";
        const providers =
            request.getProvidersMap().getLength() > 0
                ? new Map(request.getProvidersMap().getEntryList())
                : new Map<string, string>();
        const inherited = this.componentProviders.get(goal.parent) ?? new Map<string, string>();
        if (!goal.custom) {
            goal.provider = "";
        } else if (isProviderType(goal.type)) {
            goal.properties = withVersion(
                goal.properties,
                this.host.defaultVersion(packageOf(goal.type), request.getVersion()),
            );
        } else {
            const name = packageOf(goal.type);
            goal.provider = await this.provider(goal.type, request, providers.get(name) ?? inherited.get(name));
        }
        const { state, result } = await this.host.register(goal);
        this.goals.set(state.urn, goal);
        if (!goal.custom) {
            this.componentProviders.set(state.urn, new Map([...inherited, ...providers]));
        }
        const accepts = { secrets: request.getAcceptsecrets(), resources: request.getAcceptresources() };
        const response = new messages.RegisterResourceResponse();
        // A component's outputs are only known once the program has registered them.
        const outputs = goal.custom ? (state.outputs ?? {}) : {};
        const known = request.getSupportspartialvalues() ? outputs : withoutUnknowns(outputs);
        return carry(response, { object: degrade(known, accepts) })
            .setUrn(state.urn)
            .setId(state.id ?? "")
            .setResult(results[result]);
    }

    private async read(request: messages.ReadResourceRequest): Promise<messages.ReadResourceResponse> {
        const goal = readGoalOf(request);
        goal.provider = await this.provider(goal.type, request);
        const { state, result } = await this.host.read(goal);
        const accepts = { secrets: request.getAcceptsecrets(), resources: request.getAcceptresources() };
        return carry(new messages.ReadResourceResponse(), { properties: degrade(state.outputs ?? {}, accepts) })
            .setUrn(state.urn)
            .setResult(results[result]);
    }

    private async invoke(request: messages.ResourceInvokeRequest): Promise<messages.ResourceInvokeResponse> {
        const token = request.getTok();
        const args = received(carriedBy(request, "args"));
        const reference = await this.provider(token, request);
        const provider = await this.host.provider(reference);
        if (provider === undefined) {
            throw new Error(`unknown provider '${reference}'`);
        }
        let found: Check;
        try {
            found = await this.host.activity.work(() => provider.invoke(token, args, this.host.dryRun));
        } catch (error) {
            throw error instanceof UnsupportedError
                ? error
                : new Error(`invocation of ${token} returned an error: ${(error as Error).message}`);
        }
        const response = new messages.ResourceInvokeResponse();
        carry(response, { return: degrade(found.inputs, { secrets: true, resources: request.getAcceptresources() }) });
        response.setFailuresList(
            found.failures.map(({ property, reason }) => new CheckFailure().setProperty(property).setReason(reason)),
        );
        return response;
    }
}

/** For what needs neither state nor policies: the program starts while they are still being opened. */
const atOnce = (): Promise<void> => Promise.resolve();

const withoutUnknowns = (outputs: Properties): Properties =>
    Object.fromEntries(Object.entries(outputs).filter(([, value]) => !containsUnknown(value)));
