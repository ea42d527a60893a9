import { readWorld } from "../../sandbox/inspect";
import { type ExitCode, exitCode, UsageError } from "../errors";
import { readOptions } from "../options";
import { print, printJson, table } from "../output";
import { isSandbox } from "./world";

export const sandboxShow = {
    help: "Usage: oxygis sandbox show\n\nThe resources of the simulated cloud by type, and its virtual clock. Secret values are never shown.",
    run(argv: readonly string[]): ExitCode {
        const { options } = readOptions(argv, {});
        if (!isSandbox(options.sandbox))
            throw new UsageError(`${options.sandbox} is no sandbox yet: run \`oxygis sandbox up\`.`);
        const world = readWorld(options.sandbox);
        if (options.json) {
            printJson({ ok: true, ...world });
            return exitCode.good;
        }
        const types = new Map<string, string[]>();
        for (const { type, name } of world.resources) types.set(type, [...(types.get(type) ?? []), name]);
        const rows = [...types]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([type, names]) => [
                type,
                names.length,
                names.length > 4 ? `${names.slice(0, 3).join(", ")}, ...` : names.join(", "),
            ]);
        print(table(["type", "count", "names"], rows));
        return exitCode.good;
    },
};
