import { checkProject } from "../infra/config/check";
import { exitCode } from "./errors";
import { readOptions } from "./options";
import { print, printError, printJson, styled } from "./output";

type CheckReport = ReturnType<typeof checkProject>;

export const check = {
    help: "Usage: oxygis check\n\nReads every Pulumi.<stack>.yaml and infra/customers/*.yaml and reports all mistakes at once.\nNothing is created or changed.",
    run(argv: readonly string[]) {
        const { options } = readOptions(argv, {});
        const report = checkProject(options.root);
        if (options.json) printJson(report);
        else if (report.ok) {
            print(
                `${report.stacks.length} stacks (${report.stacks.join(", ")}) and ${report.customers} customers are valid.`,
            );
        } else printError(describeErrors(report));
        return report.ok ? exitCode.good : exitCode.wrongUse;
    },
};

/** Every mistake with its file, path and remedy, grouped by file. */
export function describeErrors({ errors }: CheckReport): string {
    const files = [...new Set(errors.map(({ file }) => file))];
    const blocks = files.map((file) => {
        const lines = errors
            .filter((error) => error.file === file)
            .map(
                ({ path, message, remedy }) =>
                    `  ${path ? `${path}: ` : ""}${message}\n    ${styled("dim", remedy, process.stderr)}`,
            );
        return `${styled("bold", file, process.stderr)}\n${lines.join("\n")}`;
    });
    return `${blocks.join("\n\n")}\n\n${errors.length === 1 ? "1 mistake" : `${errors.length} mistakes`}; nothing was changed.`;
}
