import { setTimeout } from "node:timers/promises";

import { readJournal } from "../../recovery/run/journal";
import { askToCancel, holderOf } from "../../recovery/run/lock";
import { stateOf } from "../../recovery/run/state";
import { cancelRecovery } from "../../recovery/run/up";
import { type ExitCode, exitCode } from "../errors";
import { printJson } from "../output";
import { createProgress } from "../progress";
import { confirm } from "./confirm";
import { answering, commonHelp, directoryOf, readRecover, withRecovery } from "./context";
import { followed } from "./progress";
import { printState, printStopped, stateView } from "./show";

/** Milliseconds between two looks whether the process that was asked has stopped. */
const lookEvery = 250;

export const recoverCancel = {
    help: `Usage: oxygis recover cancel --cell C

Stops a recovery, also one that another process works on: what is under way there is finished first. Customers who are verified stay where
they are, the hosts of all others lead to the home site again. \`oxygis recover up\` goes on with it, \`oxygis recover repatriate\` brings those who are there home.
${commonHelp}`,
    async run(argv: readonly string[]): Promise<ExitCode> {
        const { options, cell, place } = readRecover(argv, {});
        const directory = directoryOf(options, place);
        return answering(options, async () => {
            if (holderOf(directory, cell)) {
                const progress = createProgress();
                progress.phase(`${cell}: waiting for the recovery to stop`);
                askToCancel(directory, cell);
                for (let looks = 0; holderOf(directory, cell); looks++) {
                    await setTimeout(lookEvery);
                    progress.update(`${Math.round((looks * lookEvery) / 1000)} s`);
                }
                progress.done("it has stopped");
                const state = stateOf(readJournal(directory, cell));
                if (!state) return exitCode.failed;
                const ok = state.cancel === "done";
                if (options.json) printJson({ ok, ...stateView(state) });
                else printState(state);
                return ok ? exitCode.good : exitCode.failed;
            }
            return withRecovery(options, place, async (job) => {
                const known = stateOf(readJournal(directory, cell));
                if (known) await confirm(place, known.plan);
                const outcome = await cancelRecovery(followed(job));
                if (options.json) printJson({ ok: outcome.ok, ...stateView(outcome.state) });
                else {
                    printState(outcome.state);
                    printStopped(outcome);
                }
                return outcome.ok ? exitCode.good : exitCode.failed;
            });
        });
    },
};
