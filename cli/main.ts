import { type ExitCode, exitCode, UsageError } from "./errors";
import { print, printError, printJson } from "./output";

/** One verb of the command: takes what follows it on the command line and answers with the exit code. */
export interface Command {
    help: string;
    run(argv: readonly string[]): ExitCode | Promise<ExitCode>;
}

/** Loaded when asked for: `check` need not wait for the engines. */
const commands: Readonly<Record<string, { summary: string; load: () => Promise<Command> }>> = {
    check: {
        summary: "validates all configuration and customers; needs no cloud",
        load: async () => (await import("./check")).check,
    },
    "customer list": {
        summary: "lists the customers, with the regions of their data and what further ones cost",
        load: async () => (await import("./customer/list")).customerList,
    },
    "customer show": {
        summary: "shows what a customer has, gives up and pays for",
        load: async () => (await import("./customer/show")).customerShow,
    },
    drill: {
        summary: "rehearses the loss of a region, or of a zone, and the way back; needs no cloud",
        load: async () => (await import("./drill/drill")).drill,
    },
    locations: {
        summary: "says which data of which customer lies where, by what is declared",
        load: async () => (await import("./locations/locations")).locations,
    },
    "policies check": {
        summary: "runs the policy pack over what every stack registers; needs no cloud",
        load: async () => (await import("./policies/check")).policiesCheck,
    },
    "recover plan": {
        summary: "plans the recovery of a lost cell: who, from which backup, where to, until when; changes nothing",
        load: async () => (await import("./recover/plan")).recoverPlan,
    },
    "recover up": {
        summary: "recovers a lost cell elsewhere in waves, or goes on with it",
        load: async () => (await import("./recover/up")).recoverUpCommand,
    },
    "recover status": {
        summary: "says how far a recovery is, from its journal alone",
        load: async () => (await import("./recover/status")).recoverStatus,
    },
    "recover cancel": {
        summary: "stops a recovery: who is verified stays, the rest goes home",
        load: async () => (await import("./recover/cancel")).recoverCancel,
    },
    "recover repatriate": {
        summary: "brings customers home once their region is back, without loss",
        load: async () => (await import("./recover/repatriate")).recoverRepatriate,
    },
    "sandbox preview": {
        summary: "shows what an update of the sandbox would do, policies on",
        load: async () => (await import("./sandbox/run")).runStacks("preview"),
    },
    "sandbox up": {
        summary: "brings stacks up in the sandbox: preview with policies, then the update",
        load: async () => (await import("./sandbox/run")).runStacks("up"),
    },
    "sandbox destroy": {
        summary: "removes stacks from the sandbox, last one first",
        load: async () => (await import("./sandbox/run")).runStacks("destroy"),
    },
    "sandbox show": {
        summary: "lists what the sandbox's cloud holds",
        load: async () => (await import("./sandbox/show")).sandboxShow,
    },
    "sandbox export": {
        summary: "writes a stack's deployment (Pulumi format 3, secrets encrypted) to standard output",
        load: async () => (await import("./sandbox/export")).sandboxExport,
    },
    "sandbox lose": {
        summary: "has the simulated cloud lose a region or zone",
        load: async () => (await import("./sandbox/outage")).sandboxLose,
    },
    "sandbox return": {
        summary: "has a lost region or zone come back",
        load: async () => (await import("./sandbox/outage")).sandboxReturn,
    },
    "sandbox wait": {
        summary: "moves the virtual clock on",
        load: async () => (await import("./sandbox/outage")).sandboxWait,
    },
    "sandbox reset": {
        summary: "forgets the sandbox: its cloud, its state and its reports",
        load: async () => (await import("./sandbox/reset")).sandboxReset,
    },
};

const everywhere = `Everywhere:
  --json              the last line of standard output is one JSON object, progress goes to standard error
  --root DIR          another folder with Pulumi.<stack>.yaml files, infra/customers/ and infra/staff.yaml (default: this project)
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
        const { summary, load } = commands[name]!;
        const command = await load();
        const rest = argv.slice(name.split(" ").length);
        if (rest.includes("--help") || rest.includes("-h")) {
            print(`oxygis ${name} - ${summary}\n\n${command.help}\n\n${everywhere}`);
            return exitCode.good;
        }
        return await command.run(rest);
    } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (argv.includes("--json")) printJson({ ok: false, error: message });
        printError(message);
        if (error instanceof UsageError) return exitCode.wrongUse;
        if (process.env["OXYGIS_DEBUG"] && error instanceof Error) printError(error.stack ?? "");
        return exitCode.failed;
    }
}

function withoutCommand(argv: readonly string[], spoken: readonly string[]): ExitCode {
    if (argv.includes("--help") || argv.includes("-h") || argv.length === 0) {
        print(overview());
        return argv.length === 0 ? exitCode.wrongUse : exitCode.good;
    }
    throw new UsageError(`There is no command "${spoken.join(" ")}". \`oxygis --help\` lists them.`);
}
