import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";

/** A resource as a program asked for it: `inputs` in the form in which they travel, with unknowns and secrets marked. */
export interface Registration {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    /** What the provider answered; stack policies are shown these. @default the inputs */
    readonly outputs?: Readonly<Record<string, unknown>>;
    readonly parent?: string;
    readonly protect?: boolean;
    readonly ignoreChanges?: readonly string[];
    /** Unset: the provider decides. */
    readonly deleteBeforeReplace?: boolean;
    /** Input name to the URNs it was made from. */
    readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** The value that stands for "not known before the update" on the wire. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Marks an object on the wire as something else than it looks: a secret, a reference, an asset. */
export const signatureKey = "4dabf18193072939515e22adb298388d";

/** A secret as it travels. */
export function secretValue(value: unknown): Record<string, unknown> {
    return { [signatureKey]: "1b47061264138c4ac30d75fd1eb44270", value };
}

/** A registration with the URN the engine would give it. */
export function registration(
    type: string,
    name: string,
    inputs: Record<string, unknown>,
    more: Partial<Omit<Registration, "type" | "name" | "inputs">> = {},
): Registration {
    return { urn: `urn:pulumi:test::oxygis::${type}::${name}`, type, name, inputs, ...more };
}

export function analyzeRequest(resource: Registration): proto.AnalyzeRequest {
    return new proto.AnalyzeRequest()
        .setType(resource.type)
        .setUrn(resource.urn)
        .setName(resource.name)
        .setProperties(struct(resource.inputs))
        .setOptions(options(resource));
}

export function analyzeStackRequest(resources: readonly Registration[]): proto.AnalyzeStackRequest {
    return new proto.AnalyzeStackRequest().setResourcesList(resources.map(analyzerResource));
}

/** Changed copies of a stack share most of their resources. */
const analyzerResources = new WeakMap<Registration, proto.AnalyzerResource>();

function analyzerResource(resource: Registration): proto.AnalyzerResource {
    let message = analyzerResources.get(resource);
    if (!message) {
        message = new proto.AnalyzerResource()
            .setType(resource.type)
            .setUrn(resource.urn)
            .setName(resource.name)
            .setProperties(struct(resource.outputs ?? resource.inputs))
            .setOptions(options(resource))
            .setParent(resource.parent ?? "");
        for (const [input, urns] of Object.entries(resource.propertyDependencies ?? {})) {
            const dependencies = new proto.AnalyzerPropertyDependencies().setUrnsList([...urns]);
            message.getPropertydependenciesMap().set(input, dependencies);
        }
        analyzerResources.set(resource, message);
    }
    return message;
}

/**
 * Properties as a part of a message, copied as JSON, and only encoded when the message goes out: the library's own way there and back took
 * most of the time of the policies' tests.
 */
function struct(properties: Readonly<Record<string, unknown>>): Struct {
    const copy = JSON.parse(JSON.stringify(properties)) as ReturnType<Struct["toJavaScript"]>;
    return Object.assign(new Struct(), {
        toJavaScript: () => copy,
        getFieldsMap: () => Struct.fromJavaScript(copy).getFieldsMap(),
    });
}

function options(resource: Registration): proto.AnalyzerResourceOptions {
    return new proto.AnalyzerResourceOptions()
        .setProtect(resource.protect ?? false)
        .setIgnorechangesList([...(resource.ignoreChanges ?? [])])
        .setDeletebeforereplace(resource.deleteBeforeReplace ?? false)
        .setDeletebeforereplacedefined(resource.deleteBeforeReplace !== undefined)
        .setParent(resource.parent ?? "");
}
