import { type ExitCode, exitCode } from "../errors";
import { readOptions } from "../options";
import { print, printJson, table } from "../output";
import { readCustomers } from "./read";

export const customerList = {
    help: "Usage: oxygis customer list\n\nEvery customer of the configuration, with the regions its data lies in and what further regions cost it a month.\nReads files only; needs no cloud.",
    run(argv: readonly string[]): ExitCode {
        const { options } = readOptions(argv, {});
        const customers = readCustomers(options.root);
        if (options.json) {
            printJson({ customers });
            return exitCode.good;
        }
        const rows = customers.map(({ slug, plan, cell, size, status, pool, regions, surcharge }) => [
            slug,
            plan,
            cell,
            pool ?? "-",
            size,
            status,
            regions.join(" ") || "-",
            surcharge.total > 0 ? `${surcharge.total.toFixed(2)} ${surcharge.currency}` : "-",
        ]);
        print(table(["slug", "plan", "cell", "pool", "size", "status", "regions", "a month extra"], rows));
        return exitCode.good;
    },
};
