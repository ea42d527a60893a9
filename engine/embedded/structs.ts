import type { ServiceDefinition, MethodDefinition } from "@grpc/grpc-js";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import type { Properties } from "./properties";
import { decodeFields, encodeField } from "./structCodec";

interface Message {
    serializeBinary(): Uint8Array;
}
type MessageClass = { new (): Message; deserializeBinary(bytes: Uint8Array): Message };

/** Messages that carry properties, with the numbers of the fields that do. */
const fields = new Map<unknown, Readonly<Record<string, number>>>([
    [resource.RegisterResourceRequest, { object: 5 }],
    [resource.RegisterResourceResponse, { object: 3 }],
    [resource.ReadResourceRequest, { properties: 5 }],
    [resource.ReadResourceResponse, { properties: 2 }],
    [resource.RegisterResourceOutputsRequest, { outputs: 2 }],
    [resource.ResourceInvokeRequest, { args: 2 }],
    [resource.ResourceInvokeResponse, { return: 1 }],
    [provider.CheckRequest, { olds: 2, news: 3 }],
    [provider.CheckResponse, { inputs: 1 }],
    [provider.DiffRequest, { olds: 3, news: 4, oldInputs: 6 }],
    [provider.ConfigureRequest, { args: 2 }],
    [provider.CreateRequest, { properties: 2 }],
    [provider.CreateResponse, { properties: 2 }],
    [provider.UpdateRequest, { olds: 3, news: 4, oldInputs: 8 }],
    [provider.UpdateResponse, { properties: 1 }],
    [provider.ReadRequest, { properties: 3, inputs: 4 }],
    [provider.ReadResponse, { properties: 2, inputs: 3 }],
    [provider.DeleteRequest, { properties: 3, oldInputs: 5 }],
    [provider.InvokeRequest, { args: 2 }],
    [provider.InvokeResponse, { return: 1 }],
    [analyzer.AnalyzeRequest, { properties: 2 }],
]);

/** The properties of messages on their way. The messages' own fields for them stay empty. */
const carried = new WeakMap<object, Map<number, Properties>>();

function numberOf(message: object, name: string): number {
    const number = fields.get(message.constructor)?.[name];
    if (number === undefined) {
        throw new Error(`no properties "${name}" in ${message.constructor.name}`);
    }
    return number;
}

/** Gives a message its properties, by field. */
export function carry<M extends object>(message: M, structs: Readonly<Record<string, Properties>>): M {
    carried.set(
        message,
        new Map(Object.entries(structs).map(([name, properties]) => [numberOf(message, name), properties])),
    );
    return message;
}

/** Undefined when the message was sent without them. */
export const carriedBy = (message: object, name: string): Properties | undefined =>
    carried.get(message)?.get(numberOf(message, name));

function serialize(message: Message): Buffer {
    const structs = [...(carried.get(message) ?? [])].map(([number, properties]) => encodeField(number, properties));
    return Buffer.concat([message.serializeBinary(), ...structs]);
}

function deserialize(type: MessageClass, numbers: ReadonlySet<number>): (bytes: Buffer) => Message {
    return (bytes) => {
        const { rest, structs } = decodeFields(bytes, numbers);
        const message = type.deserializeBinary(rest);
        carried.set(message, structs);
        return message;
    };
}

/** The service with its properties read and written by this engine's own codec, for use with `carry` and `carriedBy`. */
export function withPlainStructs<Service extends object>(service: Service): Service {
    const methods = Object.entries(service as ServiceDefinition).map(([name, definition]) => {
        const method = definition as MethodDefinition<Message, Message> & {
            requestType: MessageClass;
            responseType: MessageClass;
        };
        const [request, response] = [method.requestType, method.responseType].map(
            (type) => new Set(Object.values(fields.get(type) ?? {})),
        );
        return [
            name,
            {
                ...method,
                ...(request?.size && {
                    requestSerialize: serialize,
                    requestDeserialize: deserialize(method.requestType, request),
                }),
                ...(response?.size && {
                    responseSerialize: serialize,
                    responseDeserialize: deserialize(method.responseType, response),
                }),
            },
        ];
    });
    return Object.fromEntries(methods) as Service;
}
