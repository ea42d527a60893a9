import { awsRegionNames } from "../../infra/model/awsRegions";
import { regionNames } from "../../infra/model/regions";
import { isoTime } from "../../recovery/time";
import { workWhereServed } from "../../recovery/workload";
import type { Outage } from "../../sandbox/control";
import { engineFor } from "../engine";
import { type ExitCode, exitCode, UsageError } from "../errors";
import { projectRoot, readOptions } from "../options";
import { print, printJson } from "../output";
import { configurationOf } from "./configuration";
import { withSandbox } from "./live";

const regions = [...regionNames, ...awsRegionNames];
const planes = ["control", "data"] as const;
const zones = ["1", "2", "3"] as const;

function regionIn(positionals: readonly string[], usage: string): string {
    const [region] = positionals;
    if (region === undefined || positionals.length > 1) throw new UsageError(`Name one region: ${usage}`);
    if (!regions.includes(region)) {
        throw new UsageError(`"${region}" is not a region this project knows. Known: ${regions.join(", ")}.`);
    }
    return region;
}

function oneOf<T extends string>(flag: string, text: string | undefined, allowed: readonly T[]): T | undefined {
    if (text === undefined) return undefined;
    const found = allowed.find((each) => each === text);
    if (!found) throw new UsageError(`--${flag} is "${text}". Write one of: ${allowed.join(", ")}.`);
    return found;
}

export const sandboxLose = {
    help: `Usage: oxygis sandbox lose REGION

The simulated cloud loses a region from now on: nothing there answers or runs until \`oxygis sandbox return REGION\`.
  --plane PLANE       only the cloud's own interface there (control), or only what lies and runs there (data)
  --zone N            one availability zone instead of the region (1, 2 or 3)`,
    async run(argv: readonly string[]): Promise<ExitCode> {
        const { options, values, positionals } = readOptions(argv, {
            plane: { type: "string" },
            zone: { type: "string" },
        });
        const region = regionIn(positionals, "oxygis sandbox lose REGION");
        const plane = oneOf("plane", values.plane, planes);
        const zone = oneOf("zone", values.zone, zones);
        const outage: Outage = { region, planes: plane ? [plane] : [...planes], ...(zone && { zone }) };
        const { now } = await withSandbox(options, (sandbox) => sandbox.ask("lose", outage));
        if (options.json) printJson({ ok: true, ...outage, at: isoTime(now) });
        else
            print(
                `${zone ? `Zone ${zone} of ${region}` : region} is lost (${outage.planes.join(" and ")}) since ${isoTime(now)}.`,
            );
        return exitCode.good;
    },
};

export const sandboxReturn = {
    help: `Usage: oxygis sandbox return REGION

The simulated cloud has a region (or with --zone N one zone of it) back, with everything that lay there, and the
users of its customers go on working.`,
    async run(argv: readonly string[]): Promise<ExitCode> {
        const { options, values, positionals } = readOptions(argv, { zone: { type: "string" } });
        const region = regionIn(positionals, "oxygis sandbox return REGION");
        const zone = oneOf("zone", values.zone, zones);
        const root = configurationOf(options);
        const directory = options.sandbox;
        const engine = await engineFor(options.engine);
        const now = await withSandbox(options, async (sandbox) => {
            const { providers } = sandbox;
            const ask: typeof sandbox.ask = (question, args) => sandbox.ask(question, args);
            const back = await ask("bringBack", { region, ...(zone && { zone }) });
            const requestFor = (stack: string) => ({
                program: projectRoot,
                root,
                stack,
                directory,
                providers,
                passphrase: "",
            });
            await workWhereServed({ engine, requestFor, root, directory, ask }, back.now);
            return back.now;
        });
        if (options.json) printJson({ ok: true, region, ...(zone && { zone }), at: isoTime(now) });
        else print(`${zone ? `Zone ${zone} of ${region}` : region} is back since ${isoTime(now)}.`);
        return exitCode.good;
    },
};

const unitSeconds: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, w: 604_800 };

export const sandboxWait = {
    help: `Usage: oxygis sandbox wait DURATION

The virtual clock moves on, for example by 90m, 36h, 7d or 3w; backups are taken and users go on working meanwhile.`,
    async run(argv: readonly string[]): Promise<ExitCode> {
        const { options, positionals } = readOptions(argv, {});
        const [, amount, unit] = /^(\d+)([mhdw])$/.exec(positionals[0] ?? "") ?? [];
        if (!amount || positionals.length > 1)
            throw new UsageError("Write how long: oxygis sandbox wait 90m, 36h, 7d or 3w.");
        const seconds = Number(amount) * unitSeconds[unit!]!;
        const { now } = await withSandbox(options, async (sandbox) =>
            sandbox.ask("advance", { to: (await sandbox.clockSeconds()) + seconds }),
        );
        if (options.json) printJson({ ok: true, clock: isoTime(now), clockSeconds: now });
        else print(`It is ${isoTime(now)} in the sandbox.`);
        return exitCode.good;
    },
};
