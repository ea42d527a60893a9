import { checkProject } from "../infra/config/check";
import { describeMistakes } from "../infra/config/mistake";
import { exitCode } from "./errors";
import { readOptions } from "./options";
import { print, printError, printJson } from "./output";

export const check = {
    help: "Usage: oxygis check\n\nReads every Pulumi.<stack>.yaml, infra/customers/*.yaml and infra/staff.yaml, and reports all mistakes at once.\nNothing is created or changed.",
    run(argv: readonly string[]) {
        const { options } = readOptions(argv, {});
        const report = checkProject(options.root);
        if (options.json) printJson(report);
        else if (report.ok) {
            const stacks = `${report.stacks.length} stacks (${report.stacks.join(", ")})`;
            print(`${stacks} and ${report.customers} customers are valid.`);
        } else printError(describeMistakes(report.errors));
        return report.ok ? exitCode.good : exitCode.wrongUse;
    },
};
