/** A value of an input or output in a form fit for reading. */
export type Readable = string | number | boolean | null | Readable[] | { [key: string]: Readable };

/** The key that marks a special value on the wire, and what its values mean. */
const signature = "4dabf18193072939515e22adb298388d";
const signatures = {
    secret: "1b47061264138c4ac30d75fd1eb44270",
    asset: "c44067f5952c0a294b673a41bacd8c17",
    resource: "5cf8f73096256a8f31e491e813e4eb8e",
};
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Makes wire values readable: secrets become `[secret]` and are returned apart, by path. */
export function readable(wire: Record<string, unknown>): {
    values: Record<string, Readable>;
    secrets: Record<string, unknown>;
} {
    const secrets: Record<string, unknown> = {};
    const read = (value: unknown, path: string): Readable => {
        if (value === unknown) return "[unknown]";
        if (Array.isArray(value)) return value.map((element, index) => read(element, `${path}[${index}]`));
        if (typeof value !== "object" || value === null) return value as Readable;
        const object = value as Record<string, unknown>;
        switch (object[signature]) {
            case signatures.secret:
                secrets[path] = object["value"];
                return "[secret]";
            case signatures.asset:
                return object["text"] as string;
            case signatures.resource:
                return `[resource ${object["urn"] as string}]`;
        }
        return Object.fromEntries(
            Object.keys(object)
                .sort()
                .map((key) => [key, read(object[key], path === "" ? key : `${path}.${key}`)]),
        );
    };
    return { values: read(wire, "") as Record<string, Readable>, secrets };
}
