import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A property of a type's inputs, with its path: `sku.name`, `storageSettings[].type`. */
interface Property {
    readonly name: string;
    readonly path: string;
}

type Interface = readonly { name: string; type: string }[];

const sdk = dirname(require.resolve("@pulumi/azure-native/package.json"));
/** Settings lie at most this deep; deeper than that the SDK describes rules and schemas of data. */
const levels = 4;

/** Every resource type of azure-native with the inputs whose names match, as the SDK declares them. */
export function typesWithInputs(wanted: RegExp): Map<string, string[]> {
    const nested = interfacesIn(readFileSync(join(sdk, "types/input.d.ts"), "utf8"));
    const found = new Map<string, string[]>();
    for (const module of readdirSync(sdk, { withFileTypes: true })) {
        if (!module.isDirectory() || module.name === "types") {
            continue;
        }
        for (const file of readdirSync(join(sdk, module.name)).sort()) {
            const text = file.endsWith(".d.ts") ? readFileSync(join(sdk, module.name, file), "utf8") : "";
            const [, name] = /export declare class (\w+) extends pulumi\.CustomResource/.exec(text) ?? [];
            if (name) {
                const own = interfacesIn(text).get(`.${name}Args`) ?? [];
                const paths = properties(own, nested, levels)
                    .filter((property) => wanted.test(property.name))
                    .map(({ path }) => path);
                if (paths.length > 0) {
                    found.set(`azure-native:${module.name}:${name}`, paths);
                }
            }
        }
    }
    return found;
}

function properties(own: Interface, nested: ReadonlyMap<string, Interface>, depth: number): Property[] {
    return own.flatMap(({ name, type }) => {
        const list = type.includes("[]") ? "[]" : "";
        const inner = depth === 1 ? [] : [...type.matchAll(/inputs\.([\w.]+?)\.(\w+)/g)];
        const below = inner.flatMap(([, space, its]) =>
            properties(nested.get(`${space}.${its}`) ?? [], nested, depth - 1).map((property) => ({
                name: property.name,
                path: `${name}${list}.${property.path}`,
            })),
        );
        return [{ name, path: `${name}${list}` }, ...below];
    });
}

/** The interfaces of a declaration file by `<namespace>.<name>`. */
function interfacesIn(text: string): Map<string, Interface> {
    const interfaces = new Map<string, { name: string; type: string }[]>();
    let space = "";
    let current: { name: string; type: string }[] = [];
    for (const line of text.split("\n")) {
        const [, namespace] = /^export declare namespace ([\w.]+) \{/.exec(line) ?? [];
        const [, name] = /^ *(?:export )?interface (\w+) \{/.exec(line) ?? [];
        const [, property, type] = /^ +(\w+)\??: (.+);$/.exec(line) ?? [];
        if (namespace) {
            space = namespace;
        } else if (name) {
            current = [];
            interfaces.set(`${space}.${name}`, current);
        } else if (property && type) {
            current.push({ name: property, type });
        }
    }
    return interfaces;
}
