import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { carriedBy, carry, withPlainStructs } from "../../engine/embedded/structs";
import { decodeFields, encodeField } from "../../engine/embedded/structCodec";
import type { Properties } from "../../engine/embedded/properties";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { DiffRequest } from "@pulumi/pulumi/proto/provider_pb";

// The same cases in every run.
fc.configureGlobal({ seed: 1 });

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.constant(null),
        fc.boolean(),
        fc.double({ noNaN: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
        fc.string({ unit: "grapheme" }),
        fc.array(tie("value")),
        fc.dictionary(fc.string({ unit: "grapheme" }), tie("value"), { noNullPrototype: true }),
    ),
}));
const properties = fc
    .dictionary(fc.string(), value, { noNullPrototype: true })
    .filter((bag) => !JSON.stringify(bag).includes("__proto__")) as fc.Arbitrary<Properties>;

describe("the codec for properties", () => {
    it("writes what the general library reads", () => {
        fc.assert(
            fc.property(properties, (bag) => {
                const [, ...rest] = encodeField(1, bag);
                // The length before the content is of one byte up to 127, of more beyond.
                const start = rest.findIndex((byte) => byte < 128) + 1;
                expect(Struct.deserializeBinary(Uint8Array.from(rest.slice(start))).toJavaScript()).toEqual(bag);
            }),
        );
    });

    it("reads what the general library writes, beside the message's other fields", () => {
        fc.assert(
            fc.property(properties, properties, fc.string({ minLength: 1 }), (olds, news, urn) => {
                const request = new DiffRequest().setUrn(urn).setIgnorechangesList(["a", urn]);
                request.setOlds(Struct.fromJavaScript(olds)).setNews(Struct.fromJavaScript(news));
                const { rest, structs } = decodeFields(Buffer.from(request.serializeBinary()), new Set([3, 4, 6]));
                expect(structs).toEqual(
                    new Map([
                        [3, olds],
                        [4, news],
                    ]),
                );
                expect(DiffRequest.deserializeBinary(rest).toObject()).toEqual(
                    new DiffRequest().setUrn(urn).setIgnorechangesList(["a", urn]).toObject(),
                );
            }),
        );
    });

    it("goes through a service's own methods and back", () => {
        const { diff } = withPlainStructs(ResourceProviderService);
        const request = carry(new DiffRequest().setId("x"), { olds: { a: [1, null] }, news: {} });
        const received = diff.requestDeserialize(Buffer.from(diff.requestSerialize(request)));
        expect(received.getId()).toBe("x");
        expect(carriedBy(received, "olds")).toEqual({ a: [1, null] });
        expect(carriedBy(received, "news")).toEqual({});
        expect(carriedBy(received, "oldInputs")).toBeUndefined();
    });

    it("refuses to carry properties in a field that a message does not have", () => {
        expect(() => carry(new DiffRequest(), { inputs: {} })).toThrow('no properties "inputs" in');
    });
});
