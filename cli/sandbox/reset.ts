import { existsSync, rmSync } from "node:fs";

import { exitCode, UsageError } from "../errors";
import { readOptions } from "../options";
import { print, printJson } from "../output";
import { isSandbox } from "./world";

export const sandboxReset = {
    help: "Usage: oxygis sandbox reset\n\nRemoves the sandbox folder. A folder that is no sandbox is left alone.",
    run(argv: readonly string[]) {
        const { options } = readOptions(argv, {});
        const { sandbox } = options;
        if (existsSync(sandbox)) {
            if (!isSandbox(sandbox)) throw new UsageError(`${sandbox} is no sandbox: nothing was removed.`);
            rmSync(sandbox, { recursive: true });
        }
        if (options.json) printJson({ ok: true, sandbox });
        else print(`The sandbox ${sandbox} is empty.`);
        return exitCode.good;
    },
};
