import { join } from "node:path";

import type { Engine, Run, RunRequest } from "../../engine/engine";
import { checkProject } from "../../infra/config/check";
import { describeMistakes } from "../../infra/config/mistake";
import { workWhereServed } from "../../recovery/workload";
import { type RunningSandbox, startSandbox } from "../../sandbox/start";
import { engineFor } from "../engine";
import { type ExitCode, exitCode } from "../errors";
import { projectRoot, readOptions, wholeNumber } from "../options";
import { printError, printJson } from "../output";
import { createProgress } from "../progress";
import { configurationOf } from "./configuration";
import { type Phase, Phases, type Verb } from "./phases";
import { type Outcome, printOutcome, toJson } from "./report";
import { chooseStacks } from "./stacks";
import { openSandbox } from "./world";

const ownOptions = {
    all: { type: "boolean", default: false },
    policies: { type: "boolean", default: true },
    seed: { type: "string" },
    refresh: { type: "boolean", default: false },
    steps: { type: "boolean", default: false },
    "skip-preview": { type: "boolean", default: false },
    parallel: { type: "string", default: "16" },
} as const;

const help = (verb: Verb) => `Usage: oxygis sandbox ${verb} [STACK...]

Stacks run in order: global ones first, cells after them (default: global, prod). No cloud account is needed or reached.
  --all               every stack of the configuration
  --no-policies       without the policy pack
  --refresh           first take over what changed in the cloud behind the program's back
  --seed N            deterministic passwords and keys instead of cryptographically random ones
  --parallel N        operations under way at once (default: 16)
  --steps             list every step (in the table's place, or in the JSON)${verb === "up" ? "\n  --skip-preview      update at once; policies over whole stacks then come after the fact" : ""}`;

export const runStacks = (verb: Verb) => ({
    help: help(verb),
    async run(argv: readonly string[]): Promise<ExitCode> {
        const { options: asked, values, positionals } = readOptions(argv, ownOptions);
        const options = { ...asked, root: configurationOf(asked) };
        const parallel = wholeNumber("parallel", values.parallel, 1);
        const seed = values.seed === undefined ? undefined : wholeNumber("seed", values.seed, 0);
        const report = checkProject(options.root);
        if (!report.ok) {
            if (options.json) printJson(report);
            printError(describeMistakes(report.errors));
            return exitCode.wrongUse;
        }
        const stacks = chooseStacks(options.root, positionals, values.all);
        const { passphrase } = openSandbox(options.sandbox);
        // Its process starts while this one loads the engine.
        const starting = startSandbox({ directory: options.sandbox, ...(seed === undefined ? {} : { seed }) });
        const request = (providers: RunRequest["providers"]) => (stack: string) => ({
            program: projectRoot,
            root: options.root,
            stack,
            directory: options.sandbox,
            providers,
            passphrase,
            policyPacks: values.policies ? [join(projectRoot, "policies")] : [],
            refresh: values.refresh,
            parallel,
            environment: { OXYGIS_ROOT: options.root },
        });
        try {
            const [engine, sandbox] = await Promise.all([engineFor(options.engine), starting]);
            const requestFor = request(sandbox.providers);
            const phases = new Phases(engine, createProgress(), requestFor);
            const outcome = await runAll({ ...values, verb, engine, sandbox, stacks, requestFor, phases });
            if (verb === "up" && outcome.ok) {
                const { root, sandbox: directory } = options;
                await workWhereServed({
                    engine,
                    requestFor,
                    root,
                    directory,
                    ask: (question, args) => sandbox.ask(question, args),
                });
            }
            if (options.json) printJson(toJson(outcome, options, report.customers, values.steps));
            else printOutcome(outcome, report.customers, values.steps);
            return outcome.ok ? exitCode.good : exitCode.failed;
        } finally {
            await starting.then(
                (sandbox) => sandbox.stop(),
                () => undefined,
            );
        }
    },
});

/** What the command line asked for, with what it takes. */
interface Job {
    verb: Verb;
    engine: Engine;
    sandbox: RunningSandbox;
    stacks: readonly string[];
    requestFor: (stack: string) => RunRequest;
    phases: Phases;
    policies: boolean;
    "skip-preview": boolean;
}

/** Runs the stacks one after another; a stack that fails stops those after it, which may depend on it. */
async function runAll(job: Job): Promise<Outcome> {
    const { verb, engine, sandbox, phases } = job;
    const outcome: Outcome = { verb, engine: engine.name, ok: true, policies: job.policies, stacks: [], notRun: [] };
    const stacks = verb === "destroy" ? [...job.stacks].reverse() : job.stacks;
    try {
        for (const [index, stack] of stacks.entries()) {
            if (!outcome.ok) {
                outcome.notRun.push(stack);
                continue;
            }
            const began = performance.now();
            const clock = await sandbox.clockSeconds();
            const run = await runOne(job, stack, stacks[index + 1]);
            outcome.stacks.push({
                run,
                virtualSeconds: (await sandbox.clockSeconds()) - clock,
                seconds: (performance.now() - began) / 1000,
            });
            outcome.ok &&= run.ok;
        }
    } finally {
        phases.close();
    }
    return outcome;
}

/**
 * One stack. An update is previewed first, as `pulumi up` does: policies over the whole stack can only stop what has not happened yet.
 * A preview that changes nothing needs no update, unless the cloud itself is to be read again.
 */
async function runOne(job: Job, stack: string, nextStack: string | undefined): Promise<Run> {
    const { verb, engine, phases, requestFor } = job;
    if (verb === "destroy") {
        await refuseProtected(engine, requestFor(stack));
        return phases.run({ verb, stack }, undefined);
    }
    const first = verb === "up" && job["skip-preview"] ? "up" : "preview";
    const after: Phase | undefined = nextStack === undefined ? undefined : { verb: first, stack: nextStack };
    if (first === "up") return phases.run({ verb: "up", stack }, after);
    const update: Phase = { verb: "up", stack };
    // Only of a new stack it is certain that its preview finds something to do.
    const isNew = verb === "up" && (await engine.exportStack(requestFor(stack))) === undefined;
    const preview = await phases.run({ verb: "preview", stack }, isNew ? update : after);
    const changes = preview.changes;
    const nothingToDo =
        changes.create + changes.update + changes.replace + changes.delete === 0 && !requestFor(stack).refresh;
    if (verb === "preview" || !preview.ok || nothingToDo) return preview;
    return phases.run(update, after);
}

/** Engines delete what they may before they meet what is protected; half a stack is worth nothing, so nothing is begun. */
async function refuseProtected(engine: Engine, request: RunRequest): Promise<void> {
    const document = await engine.exportStack(request);
    const { resources = [] } = (document?.deployment ?? {}) as { resources?: { urn: string; protect?: boolean }[] };
    const names = resources
        .filter(({ protect }) => protect)
        .map(({ urn }) => `  ${urn.split("::").slice(2).join(" ")}`);
    if (names.length > 0) {
        throw new Error(
            `${request.stack} holds ${names.length} protected resources; nothing was removed:\n${names.join("\n")}\n` +
                "`oxygis sandbox reset` forgets the whole sandbox.",
        );
    }
}
