import { gather } from "../../recovery/plan/gather";
import { planRecovery } from "../../recovery/plan/plan";
import { readJournal } from "../../recovery/run/journal";
import { stateOf } from "../../recovery/run/state";
import { type ExitCode, exitCode } from "../errors";
import { printJson } from "../output";
import { createProgress } from "../progress";
import { answering, commonHelp, readRecover, withRecovery } from "./context";
import { printPlan } from "./show";
import { planHelp, planOptions, wishesOf } from "./wishes";

export const recoverPlan = {
    help: `Usage: oxygis recover plan --cell C [--to REGION]

Which customers, from which backup and how old, in which order and lane, when each is expected back, whether the target can take the site,
and a verdict per promise. Nothing is changed. A refusal, or a promise that would be broken, is exit code 1.
${planHelp}
${commonHelp}`,
    async run(argv: readonly string[]): Promise<ExitCode> {
        const { options, values, place } = readRecover(argv, planOptions);
        const wishes = wishesOf(values);
        return answering(options, () =>
            withRecovery(options, place, async (job) => {
                const progress = createProgress();
                progress.phase(`${place.cell}: asking the cloud`);
                const plan = planRecovery(await gather(job, wishes));
                const going = stateOf(readJournal(job.directory, job.cell));
                if (going && going.repatriatedAt === undefined) {
                    const { stack, target } = going.plan;
                    plan.warnings.push(
                        `a recovery of ${job.cell} to ${target.region} (stack ${stack}) is known already: see recover status`,
                    );
                }
                progress.done(`${plan.customers.length} customers can be restored`);
                const ok = plan.refusals.length === 0 && plan.verdicts.every(({ verdict }) => verdict === "kept");
                if (options.json) printJson({ ok, ...plan });
                else printPlan(plan);
                return ok ? exitCode.good : exitCode.failed;
            }),
        );
    },
};
