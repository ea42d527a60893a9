import { engineFor } from "../engine";
import { type ExitCode, exitCode, UsageError } from "../errors";
import { projectRoot, readOptions } from "../options";
import { print, printJson } from "../output";
import { configurationOf } from "./configuration";
import { chooseStacks } from "./stacks";
import { isSandbox, openSandbox } from "./world";

export const sandboxExport = {
    help: `Usage: oxygis sandbox export STACK > state.json

The document is what \`pulumi stack export\` writes. Its secrets are encrypted with the sandbox's own passphrase, which lies in the
sandbox folder: PULUMI_CONFIG_PASSPHRASE_FILE=.sandbox/passphrase pulumi stack import --file state.json`,
    async run(argv: readonly string[]): Promise<ExitCode> {
        const { options, positionals } = readOptions(argv, {});
        if (positionals.length !== 1) throw new UsageError("Name one stack: oxygis sandbox export STACK");
        const [stack] = chooseStacks(configurationOf(options), positionals, false);
        if (!isSandbox(options.sandbox))
            throw new UsageError(`${options.sandbox} is no sandbox yet: run \`oxygis sandbox up\`.`);
        const { passphrase } = openSandbox(options.sandbox);
        const engine = await engineFor(options.engine);
        const document = await engine.exportStack({
            program: projectRoot,
            root: options.root,
            stack: stack!,
            directory: options.sandbox,
            providers: {},
            passphrase,
        });
        if (document === undefined)
            throw new UsageError(`The sandbox holds no stack "${stack}": run \`oxygis sandbox up ${stack}\`.`);
        if (options.json) printJson(document);
        else print(JSON.stringify(document, null, 4));
        return exitCode.good;
    },
};
