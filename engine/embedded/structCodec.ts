import { isBag, type Bag, type Properties, type Value } from "./properties";

/**
 * Reads and writes `google.protobuf.Struct` straight from and to plain values. The general library makes four objects of each value,
 * and most of what the engine does is passing such values on: this halves its time and memory.
 */

// Tags of the wire format: field number times eight, plus 0 for a number, 1 for eight bytes, 2 for what has a length.
const nullTag = 0x08;
const numberTag = 0x11;
const stringTag = 0x1a;
const boolTag = 0x20;
const structTag = 0x2a;
const listTag = 0x32;
const first = 0x0a;
const second = 0x12;

/** Writes from the end to the front: so every length is known by the time that it is to be written. */
class BackwardWriter {
    private buffer = Buffer.allocUnsafe(4096);
    private start = this.buffer.length;

    get position(): number {
        return this.buffer.length - this.start;
    }

    private reserve(count: number): void {
        if (this.start < count) {
            const used = this.position;
            const grown = Buffer.allocUnsafe(2 * this.buffer.length + count);
            this.buffer.copy(grown, grown.length - used, this.start);
            this.buffer = grown;
            this.start = grown.length - used;
        }
        this.start -= count;
    }

    byte(value: number): void {
        this.reserve(1);
        this.buffer[this.start] = value;
    }

    varint(value: number): void {
        let count = 1;
        for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
            count++;
        }
        this.reserve(count);
        let rest = value;
        for (let index = 0; index < count; index++) {
            this.buffer[this.start + index] = (rest % 0x80) | (index < count - 1 ? 0x80 : 0);
            rest = Math.floor(rest / 0x80);
        }
    }

    double(value: number): void {
        this.reserve(8);
        this.buffer.writeDoubleLE(value, this.start);
    }

    text(value: string): void {
        const count = Buffer.byteLength(value);
        this.reserve(count);
        this.buffer.write(value, this.start, count, "utf8");
        this.varint(count);
    }

    struct(bag: Bag): void {
        const keys = Object.keys(bag);
        for (let index = keys.length - 1; index >= 0; index--) {
            const key = keys[index] as string;
            const value = bag[key];
            if (value === undefined) {
                continue;
            }
            const entry = this.position;
            const member = this.position;
            this.value(value);
            this.varint(this.position - member);
            this.byte(second);
            this.text(key);
            this.byte(first);
            this.varint(this.position - entry);
            this.byte(first);
        }
    }

    private value(value: Value): void {
        if (typeof value === "string") {
            this.text(value);
            this.byte(stringTag);
        } else if (typeof value === "number") {
            this.double(value);
            this.byte(numberTag);
        } else if (typeof value === "boolean") {
            this.byte(value ? 1 : 0);
            this.byte(boolTag);
        } else if (isBag(value) || Array.isArray(value)) {
            const end = this.position;
            if (Array.isArray(value)) {
                this.list(value);
            } else {
                this.struct(value);
            }
            this.varint(this.position - end);
            this.byte(Array.isArray(value) ? listTag : structTag);
        } else {
            this.byte(0);
            this.byte(nullTag);
        }
    }

    private list(items: Value[]): void {
        for (let index = items.length - 1; index >= 0; index--) {
            const end = this.position;
            this.value(items[index] ?? null);
            this.varint(this.position - end);
            this.byte(first);
        }
    }

    bytes(): Buffer {
        return this.buffer.subarray(this.start);
    }
}

/** A field of a message that holds the properties. */
export function encodeField(number: number, properties: Properties): Buffer {
    const writer = new BackwardWriter();
    writer.struct(properties);
    writer.varint(writer.position);
    writer.varint(number * 8 + 2);
    return writer.bytes();
}

class Reader {
    constructor(
        readonly bytes: Buffer,
        public at: number,
    ) {}

    varint(): number {
        let value = 0;
        for (let scale = 1; ; scale *= 0x80) {
            const byte = this.bytes[this.at++] ?? 0;
            value += (byte & 0x7f) * scale;
            if (byte < 0x80) {
                return value;
            }
        }
    }

    text(): string {
        const end = this.varint() + this.at;
        const value = this.bytes.toString("utf8", this.at, end);
        this.at = end;
        return value;
    }

    /** Goes past a field whose tag was read. */
    skip(tag: number): void {
        const kind = tag & 7;
        if (kind === 0) {
            this.varint();
        } else {
            const length = kind === 1 ? 8 : kind === 5 ? 4 : this.varint();
            this.at += length;
        }
    }

    struct(end: number): Bag {
        const bag: Bag = {};
        while (this.at < end) {
            this.at++;
            const entryEnd = this.varint() + this.at;
            let key = "";
            let value: Value = null;
            while (this.at < entryEnd) {
                if (this.bytes[this.at++] === first) {
                    key = this.text();
                } else {
                    value = this.value(this.varint() + this.at);
                }
            }
            bag[key] = value;
        }
        return bag;
    }

    private value(end: number): Value {
        let value: Value = null;
        while (this.at < end) {
            const tag = this.bytes[this.at++] as number;
            if (tag === stringTag) {
                value = this.text();
            } else if (tag === numberTag) {
                value = this.bytes.readDoubleLE(this.at);
                this.at += 8;
            } else if (tag === boolTag) {
                value = this.varint() === 1;
            } else if (tag === structTag) {
                value = this.struct(this.varint() + this.at);
            } else if (tag === listTag) {
                value = this.list(this.varint() + this.at);
            } else {
                this.skip(tag);
            }
        }
        return value;
    }

    private list(end: number): Value[] {
        const items: Value[] = [];
        while (this.at < end) {
            this.at++;
            items.push(this.value(this.varint() + this.at));
        }
        return items;
    }
}

/** Takes the properties of the given fields out of a message; `rest` is the message without them. */
export function decodeFields(
    message: Buffer,
    numbers: ReadonlySet<number>,
): { rest: Buffer; structs: Map<number, Properties> } {
    const structs = new Map<number, Properties>();
    const kept: Buffer[] = [];
    const reader = new Reader(message, 0);
    while (reader.at < message.length) {
        const start = reader.at;
        const tag = reader.varint();
        if (numbers.has(tag >>> 3)) {
            structs.set(tag >>> 3, reader.struct(reader.varint() + reader.at));
        } else {
            reader.skip(tag);
            kept.push(message.subarray(start, reader.at));
        }
    }
    return { rest: Buffer.concat(kept), structs };
}
