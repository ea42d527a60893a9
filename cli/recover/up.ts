import { gather } from "../../recovery/plan/gather";
import { planRecovery } from "../../recovery/plan/plan";
import type { RecoveryPlan } from "../../recovery/plan/types";
import type { Outcome, RecoveryJob } from "../../recovery/run/job";
import { readJournal } from "../../recovery/run/journal";
import { isBack, type RecoveryState, stateOf } from "../../recovery/run/state";
import { recoverUp } from "../../recovery/run/up";
import { type ExitCode, exitCode, UsageError } from "../errors";
import { printError, printJson } from "../output";
import { answering, commonHelp, readRecover, withRecovery } from "./context";
import { confirm } from "./confirm";
import { followed } from "./progress";
import { printState, printStopped, stateView } from "./show";
import { planHelp, planOptions, wishesOf } from "./wishes";

export const recoverUpCommand = {
    help: `Usage: oxygis recover up --cell C [--to REGION]

Plans the recovery, writes Pulumi.recovery.yaml and runs it in waves: the platform, customers who pay, the rest. Each customer is switched as
soon as its own database is restored and found right. Run it again after a failure or a kill: it goes on where it stopped; on a finished
recovery it changes nothing. Ctrl-C cancels: what is verified stays, all other hosts lead home again (a second Ctrl-C ends at once).
  --continue          go on although the lost region is back
${planHelp}
${commonHelp}`,
    async run(argv: readonly string[]): Promise<ExitCode> {
        const own = { ...planOptions, continue: { type: "boolean", default: false } } as const;
        const { options, values, place } = readRecover(argv, own);
        const all = values as unknown as Parameters<typeof wishesOf>[0] & { continue: boolean };
        const wishes = wishesOf(all);
        return answering(options, () =>
            withRecovery(options, place, async (job) => {
                const plan = await planFor(job, wishes);
                await confirm(place, plan ?? knownPlan(job));
                const outcome = await cancelledByCtrlC((signal) =>
                    recoverUp({
                        ...followed(job),
                        signal,
                        use: wishes.use,
                        goOn: all.continue || wishes.force,
                        ...(plan && { plan }),
                    }),
                );
                return answer(outcome, options.json);
            }),
        );
    },
};

const knownPlan = (job: RecoveryJob): RecoveryPlan => stateOf(readJournal(job.directory, job.cell))!.plan;

/** A plan where one is needed: nothing is under way, or what is has lost its region and another one is named. */
async function planFor(job: RecoveryJob, wishes: ReturnType<typeof wishesOf>): Promise<RecoveryPlan | undefined> {
    const known = stateOf(readJournal(job.directory, job.cell));
    const going = known && known.repatriatedAt === undefined ? known : undefined;
    if (going && wishes.to !== undefined && wishes.to !== going.plan.target.region && !going.targetLost) {
        throw new UsageError(
            `The recovery that is under way goes to ${going.plan.target.region}, which is not known to be lost. ` +
                `Go on without --to, or cancel it.`,
        );
    }
    if (going && (wishes.to === undefined || wishes.to === going.plan.target.region)) return undefined;
    return planRecovery(await gather(job, wishes));
}

/** The first Ctrl-C cancels in good order, the second ends this process at once. */
async function cancelledByCtrlC<T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const onInterrupt = () => {
        if (stop.signal.aborted) process.exit(130);
        printError(
            "Cancelling: what is under way is finished first. Ctrl-C again ends at once; the same command goes on later.",
        );
        stop.abort();
    };
    process.on("SIGINT", onInterrupt);
    process.on("SIGTERM", onInterrupt);
    try {
        return await act(stop.signal);
    } finally {
        process.off("SIGINT", onInterrupt);
        process.off("SIGTERM", onInterrupt);
    }
}

/** Everybody who can be is back, and nobody who wished otherwise is missing. */
const isWhole = ({ customers, plan }: RecoveryState): boolean =>
    [...customers.values()].every(isBack) && plan.without.every(({ wished }) => wished);

export function answer(outcome: Outcome, json: boolean): ExitCode {
    const ok = outcome.ok && isWhole(outcome.state);
    if (json) printJson({ ok, ...stateView(outcome.state), ...(outcome.stopped && { stopped: outcome.stopped }) });
    else {
        printState(outcome.state);
        printStopped(outcome);
    }
    return ok ? exitCode.good : exitCode.failed;
}
