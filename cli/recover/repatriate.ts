import { readJournal } from "../../recovery/run/journal";
import { repatriate } from "../../recovery/run/repatriate";
import { stateOf } from "../../recovery/run/state";
import { type ExitCode, exitCode } from "../errors";
import { printJson } from "../output";
import { confirm } from "./confirm";
import { answering, commonHelp, readRecover, withRecovery } from "./context";
import { followed } from "./progress";
import { printState, printStopped, stateView } from "./show";

export const recoverRepatriate = {
    help: `Usage: oxygis recover repatriate --cell C

Brings customers home once their region is back, those who pay first: databases follow home while customers work, take over there, are
compared, and the hosts follow. Nothing that was written at the other site is lost; each customer can only read for some minutes. Run it
again after a failure or a kill. Writes the lost stack's file: commit it afterwards, and remove the other site by the runbook.
${commonHelp}`,
    async run(argv: readonly string[]): Promise<ExitCode> {
        const { options, place } = readRecover(argv, {});
        return answering(options, () =>
            withRecovery(options, place, async (job) => {
                const known = stateOf(readJournal(job.directory, job.cell));
                if (known) await confirm(place, known.plan);
                const outcome = await repatriate(followed(job));
                const stopped = outcome.stopped && { stopped: outcome.stopped };
                if (options.json) printJson({ ok: outcome.ok, ...stateView(outcome.state), ...stopped });
                else {
                    printState(outcome.state);
                    printStopped(outcome);
                }
                return outcome.ok ? exitCode.good : exitCode.failed;
            }),
        );
    },
};
