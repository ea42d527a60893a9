import { resolve } from "node:path";
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

export const engineNames = ["auto", "embedded", "pulumi"] as const;
export type EngineName = (typeof engineNames)[number];

/** What every command knows, whatever its own flags. Paths are absolute. */
export interface Common {
    json: boolean;
    help: boolean;
    root: string;
    sandbox: string;
    engine: EngineName;
}

/** Reads a command's own flags beside the common ones; a flag nobody knows is wrong use. */
export function readOptions<T extends ParseArgsOptionsConfig>(argv: readonly string[], own: T) {
    const { values, positionals } = parse(argv, { ...own, ...common });
    const { root, sandbox, engine } = values as { root?: string; sandbox?: string; engine: string };
    if (!engineNames.includes(engine as EngineName)) {
        throw new UsageError(`--engine is "${engine}". Write one of: ${engineNames.join(", ")}.`);
    }
    const options: Common = {
        json: values.json === true,
        help: values.help === true,
        root: resolve(root ?? projectRoot),
        sandbox: resolve(sandbox ?? process.env["OXYGIS_SANDBOX"] ?? resolve(projectRoot, ".sandbox")),
        engine: engine as EngineName,
    };
    return { options, values, positionals };
}

function parse<T extends ParseArgsOptionsConfig>(argv: readonly string[], options: T) {
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
