import * as pulumi from "@pulumi/pulumi";
import type {
    ReadResourceRequest,
    RegisterResourceOutputsRequest,
    RegisterResourceRequest,
    RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

import { speedUpSdk } from "../../infra/sdkSpeed";
import { cloudAnswers } from "./cloudAnswers";
import { readable, type Readable } from "./wireValues";

/** A resource as the program asked the engine to register it. */
export interface RecordedResource {
    urn: string;
    type: string;
    name: string;
    custom: boolean;
    parent: string;
    protect: boolean;
    retainOnDelete: boolean;
    ignoreChanges: string[];
    /** The longest its creation may take; empty for the provider's own limit. */
    createTimeout: string;
    /** Aliases as they travel, without those of type only (see infra/sdkSpeed). */
    aliases: number;
    /** Lines of the program that the engine is told it comes from. */
    stackFrames: number;
    /** Secrets are shown as `[secret]`, unknown values as `[unknown]`, assets as their text. */
    inputs: Record<string, Readable>;
    /** Path of each secret among the inputs to its value in plain text. */
    secrets: Record<string, unknown>;
    /** All URNs the resource waits for. */
    dependencies: string[];
    /** Input name to the URNs it was made from, as policies see it. */
    propertyDependencies: Record<string, string[]>;
    /** What a component registered as its outputs; undefined where it registered none. */
    outputs?: Record<string, Readable>;
}

export interface Recording<T> {
    result: T;
    /** In the order of their URNs; the stack itself is left out. */
    resources: RecordedResource[];
    /** Their names in the order in which the program asked for them. */
    asked: string[];
    /** `type::name` of what was read instead of declared, which no policy ever sees. */
    reads: string[];
    /** Outputs of the stack. */
    stackOutputs: Record<string, Readable>;
}

export interface RecordOptions {
    /** Whether outputs of resources are unknown. @default false */
    preview?: boolean;
    /** Outputs of the stacks that are referred to; a reference to a stack fails without them. */
    stackOutputs?: Record<string, unknown>;
    /** Whether the SDK's type-only aliases stay on. @default false, which is also several times faster */
    sdkDefaults?: boolean;
}

/** Runs a program against clouds that accept everything, and returns every resource it registers. */
export async function recordProgram<T>(program: () => T, options: RecordOptions = {}): Promise<Recording<T>> {
    const { preview = false, stackOutputs, sdkDefaults = false } = options;
    const mocks = cloudAnswers(preview, stackOutputs);
    await pulumi.runtime.setMocks(mocks, "oxygis", "test", preview);
    const monitor = new RecordingMonitor(mocks);
    pulumi.runtime.setMockOptions(monitor, "oxygis", "test", preview);

    let result: T | undefined;
    // The SDK takes a stack trace of every resource; as in Pulumi.yaml, that is most of the time.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
        await pulumi.runtime.runInPulumiStack(() => {
            if (!sdkDefaults) speedUpSdk();
            result = program();
            return Promise.resolve(typeof result === "object" && !pulumi.Resource.isInstance(result) ? result : {});
        });
        await pulumi.runtime.disconnect(); // Drains the queue of registrations that are still under way.
    } finally {
        Error.stackTraceLimit = stackTraceLimit;
    }

    const { outputs: ownOutputs = {} } = monitor.recorded.find(({ type }) => type === stackType) ?? {};
    const resources = monitor.recorded.filter(({ type }) => type !== stackType);
    return {
        result: result as T,
        asked: resources.map(({ name }) => name),
        resources: resources.sort(byUrn),
        reads: monitor.reads,
        stackOutputs: ownOutputs,
    };
}

const stackType = "pulumi:pulumi:Stack";
const byUrn = (one: RecordedResource, other: RecordedResource) => (one.urn < other.urn ? -1 : 1);

type Callback = (error: unknown, response: unknown) => void;

class RecordingMonitor extends MockMonitor {
    readonly recorded: RecordedResource[] = [];
    readonly reads: string[] = [];

    override registerResource(request: RegisterResourceRequest, callback: Callback): Promise<void> {
        return super.registerResource(request, (error, response: RegisterResourceResponse) => {
            if (!error) this.recorded.push(toRecorded(request, response.getUrn()));
            callback(error, response);
        });
    }

    override readResource(request: ReadResourceRequest, callback: Callback): Promise<void> {
        this.reads.push(`${request.getType()}::${request.getName()}`);
        return super.readResource(request, callback);
    }

    override registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: Callback): void {
        const resource = this.recorded.find(({ urn }) => urn === request.getUrn());
        if (resource) resource.outputs = readable(request.getOutputs()?.toJavaScript() ?? {}).values;
        super.registerResourceOutputs(request, callback);
    }
}

function toRecorded(request: RegisterResourceRequest, urn: string): RecordedResource {
    const { values, secrets } = readable(request.getObject()?.toJavaScript() ?? {});
    const dependencies = request.getPropertydependenciesMap();
    return {
        urn,
        type: request.getType(),
        name: request.getName(),
        custom: request.getCustom(),
        parent: request.getParent(),
        protect: request.getProtect() ?? false,
        retainOnDelete: request.getRetainondelete() ?? false,
        ignoreChanges: request.getIgnorechangesList(),
        createTimeout: request.getCustomtimeouts()?.getCreate() ?? "",
        aliases: request.getAliasesList().length,
        stackFrames: request.getStacktrace()?.getFramesList().length ?? 0,
        inputs: values,
        secrets,
        dependencies: request.getDependenciesList().sort(),
        propertyDependencies: Object.fromEntries(
            dependencies
                .toArray()
                .map(([input]): [string, string[]] => [input, dependencies.get(input)?.getUrnsList().sort() ?? []]),
        ),
    };
}
