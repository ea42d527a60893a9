import { join, resolve } from "node:path";
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";

import { UsageError } from "./errors";

/** The repository: program, policy pack and, unless `--root` says otherwise, configuration. */
export const projectRoot = resolve(__dirname, "..");

const common = {
    help: { type: "boolean", short: "h", default: false },
    json: { type: "boolean", default: false },
    root: { type: "string" },
    sandbox: { type: "string" },
    engine: { type: "string", default: "auto" },
} as const satisfies ParseArgsOptionsConfig;

const engineNames = ["auto", "embedded", "pulumi"] as const;
export type EngineName = (typeof engineNames)[number];

/** What every command knows, whatever its own flags. Paths are absolute. */
export interface Common {
    json: boolean;
    help: boolean;
    root: string;
    sandbox: string;
    engine: EngineName;
}

type Own<T extends ParseArgsOptionsConfig> = ReturnType<
    typeof parseArgs<{ options: T; allowPositionals: true }>
>["values"];
interface CommonValues {
    help: boolean;
    json: boolean;
    root?: string;
    sandbox?: string;
    engine: string;
}

/** Reads a command's own flags beside the common ones; a flag nobody knows is wrong use. */
export function readOptions<T extends ParseArgsOptionsConfig>(argv: readonly string[], own: T) {
    const parsed = parse(argv, { ...own, ...common });
    const { help, json, root, sandbox, engine } = parsed.values as unknown as CommonValues;
    if (!engineNames.includes(engine as EngineName)) {
        throw new UsageError(`--engine is "${engine}". Write one of: ${engineNames.join(", ")}.`);
    }
    const options: Common = {
        json,
        help,
        root: resolve(root ?? projectRoot),
        sandbox: resolve(sandbox ?? process.env["OXYGIS_SANDBOX"] ?? join(projectRoot, ".sandbox")),
        engine: engine as EngineName,
    };
    return { options, values: parsed.values as unknown as Own<T>, positionals: parsed.positionals };
}

function parse(argv: readonly string[], options: ParseArgsOptionsConfig) {
    try {
        return parseArgs({ args: [...argv], options, allowPositionals: true, allowNegative: true });
    } catch (error) {
        throw new UsageError((error as Error).message);
    }
}

/** A whole number of at least `least`, or wrong use. */
export function wholeNumber(flag: string, text: string, least: number): number {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least) {
        throw new UsageError(`--${flag} is "${text}". Write a whole number from ${least}.`);
    }
    return number;
}
