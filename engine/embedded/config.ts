import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** What `Pulumi.yaml` says about a program. */
export interface Project {
    name: string;
    /** Entry point: `main`, or the folder itself (then `package.json` says). */
    main: string;
    options: { typescript: boolean; tsconfig: string | undefined; nodeargs: string[] };
}

export function readProject(program: string): Project {
    const path = join(program, "Pulumi.yaml");
    const file = parse(readFileSync(path, "utf8")) as {
        name: string;
        main?: string;
        runtime: string | { name: string; options?: { typescript?: boolean; tsconfig?: string; nodeargs?: string } };
        config?: unknown;
    };
    const runtime = typeof file.runtime === "string" ? { name: file.runtime } : file.runtime;
    if (runtime.name !== "nodejs") {
        throw new Error(`${path}: the embedded engine runs programs of runtime "nodejs", not "${runtime.name}"`);
    }
    if (file.config !== undefined) {
        throw new Error(
            `${path}: configuration belongs into the stack files; the embedded engine does not read "config" here`,
        );
    }
    const options = runtime.options ?? {};
    return {
        name: file.name,
        main: file.main ?? ".",
        options: {
            typescript: options.typescript ?? true,
            tsconfig: options.tsconfig,
            nodeargs: options.nodeargs?.split(/\s+/).filter((argument) => argument !== "") ?? [],
        },
    };
}

/** A stack's configuration as the program gets it: every value a text, structured ones as JSON. */
export interface StackConfig {
    values: Record<string, string>;
    secretKeys: string[];
}

type Scalar = string | number | boolean | null;
type Entry = Scalar | Entry[] | { [key: string]: Entry };

/** Contents of `Pulumi.<stack>.yaml`; `salt` belongs to the passphrase that encrypted its secrets. */
export interface StackFile {
    salt: string | undefined;
    config: Record<string, Entry>;
}

export function readStackFile(root: string, stack: string): StackFile {
    const path = join(root, `Pulumi.${stack}.yaml`);
    if (!existsSync(path)) {
        return { salt: undefined, config: {} };
    }
    const file = parse(readFileSync(path, "utf8")) as {
        encryptionsalt?: string;
        config?: Record<string, Entry>;
    } | null;
    return { salt: file?.encryptionsalt, config: file?.config ?? {} };
}

const isObject = (entry: Entry | undefined): entry is { [key: string]: Entry } =>
    typeof entry === "object" && entry !== null && !Array.isArray(entry);

const sealedText = (entry: Entry): string | undefined =>
    isObject(entry) && typeof entry.secure === "string" && Object.keys(entry).length === 1 ? entry.secure : undefined;

function hasSecret(entry: Entry): boolean {
    if (sealedText(entry) !== undefined) {
        return true;
    }
    return Array.isArray(entry) ? entry.some(hasSecret) : isObject(entry) && Object.values(entry).some(hasSecret);
}

export const usesSecrets = (file: StackFile): boolean => Object.values(file.config).some(hasSecret);

/** Keys without a namespace belong to the project. */
export function readConfig(file: StackFile, project: string, decrypt: (text: string) => string): StackConfig {
    const open = (entry: Entry): Entry => {
        const sealed = sealedText(entry);
        if (sealed !== undefined) {
            return decrypt(sealed);
        }
        if (Array.isArray(entry)) {
            return entry.map(open);
        }
        return isObject(entry)
            ? Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, open(value)]))
            : entry;
    };
    const config: StackConfig = { values: {}, secretKeys: [] };
    for (const [name, entry] of Object.entries(file.config)) {
        const key = name.includes(":") ? name : `${project}:${name}`;
        const value = open(entry);
        config.values[key] = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
        if (hasSecret(entry)) {
            config.secretKeys.push(key);
        }
    }
    return config;
}
