import { readJournal } from "../../recovery/run/journal";
import { holderOf } from "../../recovery/run/lock";
import { stateOf } from "../../recovery/run/state";
import { type ExitCode, exitCode } from "../errors";
import { print, printJson } from "../output";
import { commonHelp, directoryOf, readRecover } from "./context";
import { printState, stateView } from "./show";

export const recoverStatus = {
    help: `Usage: oxygis recover status --cell C

How far the latest recovery of a cell is, customer by customer: from its journal alone, while it runs or long after, without any cloud.
${commonHelp}`,
    run(argv: readonly string[]): ExitCode {
        const { options, cell, place } = readRecover(argv, {});
        const directory = directoryOf(options, place);
        const state = stateOf(readJournal(directory, cell));
        const running = holderOf(directory, cell) !== undefined;
        if (options.json)
            printJson({ ok: true, running, ...(state ? stateView(state) : { cell, phase: "none", customers: [] }) });
        else if (!state) print(`There has been no recovery of ${cell}.`);
        else {
            printState(state);
            print(running ? "A process works on it now." : "No process works on it now.");
        }
        return exitCode.good;
    },
};
