/**
 * `npm run bench`: the figures the project wants to reach, each beside a baseline measured in the same run, because seconds alone say
 * more about the machine than about the program. Exit code 1 when a target is missed.
 */
import { cpSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { table } from "../../cli/output";
import { EmbeddedEngine } from "../../engine/embedded";
import { startSandbox } from "../../sandbox/start";
import { generateCells } from "../../recovery/drill/fleet";
import { type Figure, newFolder, oxygis, projectRoot, typeCheckSeconds } from "./measure";
import { measurePolicyPack } from "./policyPack";

/** The program as Pulumi runs it when nobody sets anything: type-checked at every start, stack traces and type-only aliases on. */
function programWithDefaults(): string {
    const folder = newFolder("defaults");
    for (const name of ["infra", "node_modules"]) symlinkSync(join(projectRoot, name), join(folder, name));
    for (const name of ["package.json", "tsconfig.json"]) cpSync(join(projectRoot, name), join(folder, name));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: oxygis\nruntime: nodejs\n");
    return folder;
}

/** What the command sets for the programs it starts, see cli/oxygis.mjs. */
const ourEnvironment = { NODE_COMPILE_CACHE: join(projectRoot, "node_modules/.cache/oxygis-compile") };

/**
 * One cell in a new world, without policies, with global up before it.
 * @returns seconds of the cell's update, and seconds from the start of a preview until the program's first own registration
 */
async function measureCell(program: string, root: string, environment: Record<string, string>) {
    const directory = newFolder("world");
    const sandbox = await startSandbox({ directory, seed: 1 });
    const engine = new EmbeddedEngine();
    const run = async (verb: "preview" | "up", stack: string) => {
        const began = performance.now();
        let firstSeconds = 0;
        const result = await engine[verb]({
            program,
            root,
            stack,
            directory,
            providers: sandbox.providers,
            passphrase: "bench",
            environment: { OXYGIS_ROOT: root, ...environment },
            onEvent: (event) => {
                if (firstSeconds > 0 || event.kind !== "step" || /pulumi:(pulumi:Stack|providers:)/.test(event.urn)) {
                    return;
                }
                firstSeconds = (performance.now() - began) / 1000;
            },
        });
        if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("\n"));
        return { firstSeconds, seconds: (performance.now() - began) / 1000 };
    };
    try {
        await run("up", "global");
        const { firstSeconds } = await run("preview", "prod");
        const { seconds } = await run("up", "prod");
        return { firstSeconds, seconds };
    } finally {
        await sandbox.stop();
        rmSync(directory, { recursive: true });
    }
}

async function measureAll(): Promise<Figure[]> {
    const typeCheck = typeCheckSeconds();
    const typeCheckBaseline = { baseline: "one type-check of the project", baselineValue: typeCheck };

    const samples = newFolder("start");
    const firstStart = await oxygis("sandbox", "up", "--sandbox", samples);
    const secondStart = await oxygis("sandbox", "up", "--sandbox", samples);

    const hundred = newFolder("customers-100");
    generateCells(hundred, { customers: 100 });
    const sample = await measureCell(projectRoot, projectRoot, ourEnvironment);
    const ours = await measureCell(projectRoot, hundred, ourEnvironment);
    const defaults = await measureCell(programWithDefaults(), hundred, { OXYGIS_SDK_DEFAULTS: "1" });

    const fiveHundred = newFolder("customers-500");
    generateCells(fiveHundred, { customers: 500 });
    const world = newFolder("world-500");
    await oxygis("sandbox", "up", "global", "--root", fiveHundred, "--sandbox", world);
    const large = await oxygis("sandbox", "up", "prod", "--root", fiveHundred, "--sandbox", world);

    const drill = await oxygis("drill", "--customers", "300");

    return [
        {
            what: "program start to first registration",
            measured: sample.firstSeconds,
            unit: "s",
            target: 1,
            baseline: "default Pulumi settings",
            baselineValue: defaults.firstSeconds,
        },
        {
            what: "npm start, sample customers",
            measured: firstStart.seconds,
            unit: "s",
            target: 10,
            ...typeCheckBaseline,
        },
        {
            what: "npm start again, nothing to change",
            measured: secondStart.seconds,
            unit: "s",
            target: 6,
            ...typeCheckBaseline,
        },
        {
            what: "500 customers, preview and update",
            measured: large.seconds,
            unit: "s",
            target: 60,
            baseline: "100 customers, update, times five",
            baselineValue: ours.seconds * 5,
        },
        {
            what: "drill of 300 customers",
            measured: drill.seconds,
            unit: "s",
            target: 90,
            baseline: "100 customers, update, times three",
            baselineValue: ours.seconds * 3,
        },
        {
            what: "500 customers, memory of the program",
            measured: large.programMiB,
            unit: "MiB",
            target: 2048,
            baseline: "12 customers",
            baselineValue: firstStart.programMiB,
        },
        {
            what: "100 customers against default settings",
            measured: defaults.seconds / ours.seconds,
            unit: "x",
            target: 5,
            atLeast: true,
            baseline: "default Pulumi settings, seconds",
            baselineValue: defaults.seconds,
        },
        ...(await measurePolicyPack()),
    ];
}

const round = (value: number) => Math.round(value * 100) / 100;

void measureAll().then((figures) => {
    const met = ({ measured, target, atLeast }: Figure) => (atLeast ? measured >= target : measured <= target);
    console.log(
        table(
            ["figure", "measured", "target", "met", "baseline", "its value", "ratio"],
            figures.map((figure) => [
                figure.what,
                `${round(figure.measured)} ${figure.unit}`,
                `${figure.atLeast ? ">=" : "<="} ${figure.target} ${figure.unit}`,
                met(figure) ? "yes" : "NO",
                figure.baseline,
                round(figure.baselineValue),
                round(figure.measured / figure.baselineValue),
            ]),
        ),
    );
    process.exitCode = figures.every(met) ? 0 : 1;
});
