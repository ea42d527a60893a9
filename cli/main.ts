import { check } from "./check";
import { type ExitCode, exitCode, UsageError } from "./errors";
import { print, printError, printJson } from "./output";
import { sandboxExport } from "./sandbox/export";
import { sandboxReset } from "./sandbox/reset";
import { runStacks } from "./sandbox/run";
import { sandboxShow } from "./sandbox/show";

/** One verb of the command: takes what follows it on the command line and answers with the exit code. */
interface Command {
    summary: string;
    help: string;
    run(argv: readonly string[]): ExitCode | Promise<ExitCode>;
}

const commands: Readonly<Record<string, Command>> = {
    check,
    "sandbox preview": runStacks("preview"),
    "sandbox up": runStacks("up"),
    "sandbox destroy": runStacks("destroy"),
    "sandbox show": sandboxShow,
    "sandbox export": sandboxExport,
    "sandbox reset": sandboxReset,
};

const everywhere = `Everywhere:
  --json              the last line of standard output is one JSON object, progress goes to standard error
  --root DIR          another folder with Pulumi.<stack>.yaml files and infra/customers/ (default: this project)
  --sandbox DIR       where the sandbox keeps its cloud and its state (default: $OXYGIS_SANDBOX, else .sandbox)
  --engine NAME       auto, embedded or pulumi; auto takes the pulumi CLI where it is installed (default: auto)
  --help              this text, or that of a command
Exit codes: 0 good; 1 a promise, policy or check failed or an operation did not complete; 2 wrong use or invalid configuration.`;

function overview(): string {
    const width = Math.max(...Object.keys(commands).map((name) => name.length));
    const rows = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
    return `oxygis - runs, checks and rehearses the Oxygis Cloud\n\nUsage: npm run oxygis -- <command> [options]\n\n${rows.join("\n")}\n\n${everywhere}`;
}

/** Runs the command line and answers with the exit code; never throws for what a user can get wrong. */
export async function main(argv: readonly string[]): Promise<number> {
    const words = argv.findIndex((word) => word.startsWith("-"));
    const spoken = words < 0 ? argv : argv.slice(0, words);
    const name = [spoken.slice(0, 2).join(" "), spoken[0] ?? ""].find((candidate) => candidate in commands);
    try {
        if (name === undefined) return withoutCommand(argv, spoken);
        const command = commands[name]!;
        const rest = argv.slice(name.split(" ").length);
        if (rest.includes("--help") || rest.includes("-h")) {
            print(`oxygis ${name} - ${command.summary}\n\n${command.help}\n\n${everywhere}`);
            return exitCode.good;
        }
        return await command.run(rest);
    } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        if (argv.includes("--json")) printJson({ ok: false, error: error.message });
        printError(error.message);
        return exitCode.wrongUse;
    }
}

function withoutCommand(argv: readonly string[], spoken: readonly string[]): ExitCode {
    if (argv.includes("--help") || argv.includes("-h") || argv.length === 0) {
        print(overview());
        return argv.length === 0 ? exitCode.wrongUse : exitCode.good;
    }
    throw new UsageError(`There is no command "${spoken.join(" ")}". \`oxygis --help\` lists them.`);
}
