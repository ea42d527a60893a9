import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checkProject } from "../../infra/config/check";
import { describeMistakes } from "../../infra/config/mistake";
import { customersPerCell } from "../../infra/model/recovery";
import { fleetOf } from "../../recovery/drill/before";
import { holdDrill } from "../../recovery/drill/drill";
import type { DrillFaultDefinition } from "../../recovery/drill/faults/fault";
import { copyProjectFiles, generateCells } from "../../recovery/drill/fleet";
import type { DrillResult } from "../../recovery/drill/result";
import { rootOf } from "../../recovery/drill/world";
import { engineFor } from "../engine";
import { type ExitCode, exitCode, UsageError } from "../errors";
import { type Common, readOptions, wholeNumber } from "../options";
import { print, printError, printJson, table } from "../output";
import { createProgress } from "../progress";
import { openSandbox } from "../sandbox/world";
import { toJson } from "./json";
import { describeDrill } from "./report";

const ownOptions = {
    cell: { type: "string" },
    customers: { type: "string" },
    seed: { type: "string", default: "1" },
    fault: { type: "string" },
    "list-faults": { type: "boolean", default: false },
    lose: { type: "string", default: "region" },
    to: { type: "string" },
    html: { type: "string" },
} as const;

export const drill = {
    help: `Usage: oxygis drill [--customers N] [--seed S] [--lose region|zone] [--to REGION] [--fault NAME] [--html FILE]
       oxygis drill --list-faults

Rehearses the loss of a cell's region in a world of its own: the site comes up, its users work for three weeks, the region is lost, the site
is rebuilt elsewhere, every customer's content is checked, the region returns and everybody goes home. Times are the sandbox's virtual
clock's. No cloud account is needed or reached, and no file of the project is changed. Exit code 1 when a promise is broken.
  --customers N       a generated fleet of so many customers (1 to ${customersPerCell}), instead of the configuration's own
  --cell C            which cell is lost (default: the first)
  --seed S            chooses the moment of the loss and the fleet: the same seed gives the same report (default: 1)
  --lose WHAT         region (default), or zone: one zone, which needs no action
  --to REGION         rebuild there, for example a cell on AWS from its copies on Azure (default: as recover plan chooses)
  --fault NAME        with something broken on purpose
  --list-faults       what can be broken, and what is expected of it
  --html FILE         also writes the result as one self-contained page`,
    async run(argv: readonly string[]): Promise<ExitCode> {
        const { options, values, positionals } = readOptions(argv, ownOptions);
        if (positionals.length > 0) throw new UsageError(`A drill takes no ${positionals[0]!}; see --help.`);
        const { faults } = await import("../../recovery/drill/faults/catalogue");
        if (values["list-faults"]) return listFaults(faults, options);
        const seed = wholeNumber("seed", values.seed, 0);
        if (values.lose !== "region" && values.lose !== "zone") {
            throw new UsageError(`--lose is "${values.lose}". Write region or zone.`);
        }
        if (values.to !== undefined && values.lose === "zone") {
            throw new UsageError(
                "--to names a region to rebuild in, and a lost zone needs no rebuilding: leave it out.",
            );
        }
        const fault = chooseFault(faults, values.fault);
        const customers = values.customers === undefined ? undefined : fleetSize(values.customers);
        const folder = mkdtempSync(join(tmpdir(), "oxygis-drill-"));
        try {
            mkdirSync(rootOf(folder), { recursive: true });
            if (customers === undefined) copyProjectFiles(options.root, rootOf(folder));
            else generateCells(rootOf(folder), { customers, seed });
            const report = checkProject(rootOf(folder));
            if (!report.ok) {
                if (options.json) printJson(report);
                printError(describeMistakes(report.errors));
                return exitCode.wrongUse;
            }
            const { home } = fleetOf(rootOf(folder), values.cell);
            if (home.kind === "awsCell" && ((fault && !fault.onAws) || values.lose === "zone")) {
                throw new UsageError(
                    `${home.cell} is a cell on AWS: only the loss of its region is rehearsed, with these faults: ` +
                        `${faults.flatMap(({ name, onAws }) => (onAws ? name : [])).join(", ")}.`,
                );
            }
            const result = await held(folder, options, {
                seed,
                lose: values.lose,
                ...(values.cell === undefined ? {} : { cell: values.cell }),
                ...(values.to === undefined ? {} : { to: values.to }),
                ...(fault === undefined ? {} : { fault }),
            });
            if (values.html !== undefined) {
                const { renderDrill } = await import("../../recovery/report/html");
                writeFileSync(values.html, renderDrill(result));
            }
            if (options.json) printJson(toJson(result));
            else print(describeDrill(result));
            return result.ok ? exitCode.good : exitCode.failed;
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    },
};

async function held(
    folder: string,
    options: Common,
    wishes: { seed: number; lose: "region" | "zone"; cell?: string; to?: string; fault?: DrillFaultDefinition },
): Promise<DrillResult> {
    const engine = await engineFor(options.engine === "auto" ? "embedded" : options.engine);
    const { passphrase } = openSandbox(join(folder, "world"));
    const progress = createProgress();
    let open = false;
    const result = await holdDrill({
        folder,
        engine,
        passphrase,
        ...wishes,
        onPhase: (title) => {
            if (open) progress.done("done");
            open = true;
            progress.phase(title);
        },
    }).catch((error: unknown) => {
        progress.fail("broke off");
        throw error;
    });
    progress.done("done");
    return result;
}

function fleetSize(text: string): number {
    const customers = wholeNumber("customers", text, 1);
    if (customers > customersPerCell) {
        throw new UsageError(`--customers is ${customers}. A cell has at most ${customersPerCell}.`);
    }
    return customers;
}

function chooseFault(
    faults: readonly DrillFaultDefinition[],
    name: string | undefined,
): DrillFaultDefinition | undefined {
    if (name === undefined) return undefined;
    const fault = faults.find((each) => each.name === name);
    if (fault === undefined) {
        throw new UsageError(
            `There is no fault "${name}". Write one of: ${faults.map((each) => each.name).join(", ")}.`,
        );
    }
    return fault;
}

function listFaults(faults: readonly DrillFaultDefinition[], { json }: Common): ExitCode {
    if (json) printJson(faults.map(({ name, expect, breaks }) => ({ name, expect, breaks })));
    else
        print(
            table(
                ["fault", "expected", "breaks", ""],
                faults.map(({ name, expect, breaks, what }) => [name, expect, breaks.join(" "), what]),
            ),
        );
    return exitCode.good;
}
