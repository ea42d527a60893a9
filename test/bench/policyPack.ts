/** The figures of the policy pack; the baseline writes the same rules as the SDK's examples do, one validator for each. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Policies, validateResourceOfType } from "@pulumi/policy";

import { EmbeddedEngine } from "../../engine/embedded";
import { declarePlatform } from "../../infra/program";
import { speedUpSdk } from "../../infra/sdkSpeed";
import { discoverPolicies } from "../../policies/lib/discover";
import { Exemptions } from "../../policies/lib/exemptions";
import { packOf } from "../../policies/lib/pack";
import type { OxygisPolicy } from "../../policies/lib/policy";
import { PropertyReader } from "../../policies/lib/propertyReader";
import { StackIndex } from "../../policies/lib/stackIndex";
import { normaliseToken } from "../../policies/lib/token";
import { startSandbox } from "../../sandbox/start";
import { cloudAnswers } from "../support/cloudAnswers";
import { globalOutputs, prodStack } from "../support/fixtures";
import { captureProgram } from "../support/policyHarness";
import { analyzeRequest, analyzeStackRequest, type Registration } from "../support/policyMessages";
import { serve } from "../support/policyServer";
import { type Figure, newFolder, projectRoot } from "./measure";

const rules = discoverPolicies();
const leavesPerResource = 130;

/** Resources of the real program over and over, each a customer's own copy, filled up to the size of a web application. */
async function resources(count: number): Promise<Registration[]> {
    const program = () => {
        speedUpSdk();
        return declarePlatform(prodStack());
    };
    const { registrations } = await captureProgram(program, "update", cloudAnswers(false, globalOutputs));
    const real = registrations.filter(({ type }) => !type.startsWith("oxygis:") && !type.startsWith("pulumi:"));
    return Array.from({ length: count }, (_, position) => {
        const one = real[position % real.length]!;
        const copy = `-${Math.floor(position / real.length)}`;
        const text = JSON.stringify({ inputs: one.inputs, outputs: one.outputs, uses: one.propertyDependencies });
        const own = JSON.parse(text.replaceAll(/("oxygis:customer":"[^"]*|"urn:[^"]*)/g, `$1${copy}`)) as {
            inputs: Record<string, unknown>;
            outputs: Record<string, unknown>;
            uses: Record<string, string[]>;
        };
        return {
            ...one,
            urn: one.urn + copy,
            inputs: { ...own.inputs, ...padding(own.inputs) },
            outputs: { ...own.outputs, ...padding(own.inputs) },
            propertyDependencies: own.uses,
        };
    });
}

function padding(inputs: Record<string, unknown>): Record<string, unknown> {
    const missing = Math.max(0, leavesPerResource - (JSON.stringify(inputs).match(/[,{[]/g) ?? []).length);
    const settings = Array.from({ length: Math.ceil(missing / 2) }, (_, at) => ({ name: `setting${at}`, value: "on" }));
    return { padding: { settings } };
}

/** One validator for each type of each rule, and one for each rule over the stack. */
function withoutPack(all: readonly OxygisPolicy[]): Policies {
    return all.flatMap(({ name, description, types, resource, stack }): Policies => {
        const head = { name, description, enforcementLevel: "mandatory" as const };
        const judge = (type: string, urn: string, props: unknown, report: (message: string) => void) =>
            resource?.(
                {
                    urn,
                    type,
                    token: normaliseToken(type),
                    props: new PropertyReader(props),
                    protect: true,
                    ignoreChanges: [],
                    deleteBeforeReplace: false,
                },
                (message) => report(message),
            );
        const typed = (type: string) =>
            validateResourceOfType({ __pulumiType: type } as never, (props: unknown, args, report) =>
                judge(args.type, args.urn, props, report),
            );
        const anyType = types ?? [undefined];
        return [
            ...(resource
                ? anyType.map((type) => ({
                      ...head,
                      validateResource: type
                          ? typed(type)
                          : (args: { type: string; urn: string; props: unknown }, report: (message: string) => void) =>
                                judge(args.type, args.urn, args.props, report),
                  }))
                : []),
            ...(stack
                ? [
                      {
                          ...head,
                          validateStack: (args: { resources: never[] }) =>
                              stack(new StackIndex(args.resources, new Map()), () => undefined),
                      },
                  ]
                : []),
        ] as Policies;
    });
}

/** Seconds for the stack as a whole and resources a second one by one. */
async function measureAnalysis(policies: Policies, stack: readonly Registration[], each: readonly Registration[]) {
    const server = serve(policies);
    const requests = each.map(analyzeRequest);
    for (const request of requests.slice(0, 200)) await server.analyze(request);
    const began = performance.now();
    for (const request of requests) await server.analyze(request);
    const resourcesPerSecond = each.length / ((performance.now() - began) / 1000);

    for (const resource of stack) await server.analyze(analyzeRequest(resource));
    const request = analyzeStackRequest(stack);
    const stackBegan = performance.now();
    await server.analyzeStack(request);
    return { resourcesPerSecond, stackSeconds: (performance.now() - stackBegan) / 1000 };
}

/** Seconds until a pack's process listens, and the most memory it has held by then. */
async function measureBoot(pack: string): Promise<{ seconds: number; mebibytes: number }> {
    const began = performance.now();
    const script = join(projectRoot, "node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js");
    const child: ChildProcess = spawn(process.execPath, [script, "127.0.0.1:1", pack], {
        cwd: pack,
        stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve, reject) => {
        child.stdout?.once("data", resolve);
        child.once("exit", (code) => reject(new Error(`the pack ended with ${code}`)));
    });
    const seconds = (performance.now() - began) / 1000;
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    child.removeAllListeners("exit").kill();
    return { seconds, mebibytes: Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024 };
}

/** A pack as the SDK's examples write one: with the providers, for `validateResourceOfType`. */
function packWithProviders(): string {
    const folder = newFolder("provider-pack");
    symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "p", version: "1.0.0", main: "index.ts" }));
    writeFileSync(
        join(folder, "index.ts"),
        'import * as azure from "@pulumi/azure-native";\nimport * as aws from "@pulumi/aws";\n' +
            'import { PolicyPack, validateResourceOfType } from "@pulumi/policy";\nnew PolicyPack("p", { policies: [\n' +
            '{ name: "a", description: "a", validateResource: validateResourceOfType(azure.sql.Server, () => {}) },\n' +
            '{ name: "b", description: "b", validateResource: validateResourceOfType(aws.lb.Listener, () => {}) },\n] });\n',
    );
    return folder;
}

/** A program of resources that no policy refuses, each of the size of a web application. */
function programOf(count: number): string {
    const folder = newFolder("policy-program");
    symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ main: "index.js" }));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: oxygis\nruntime: nodejs\n");
    writeFileSync(
        join(folder, "index.js"),
        `const { CustomResource } = require("@pulumi/pulumi");
const keepers = Object.fromEntries(Array.from({ length: ${leavesPerResource} }, (_, at) => ["keeper" + at, "on"]));
for (let at = 0; at < ${count}; at++) {
    new CustomResource("random:index/randomUuid:RandomUuid", "uuid-" + at, { keepers, result: undefined });
}
`,
    );
    return folder;
}

/** Seconds of a preview with and without the pack; the lesser of three each. */
async function measurePreview(count: number) {
    const directory = newFolder("policy-world");
    const program = programOf(count);
    const sandbox = await startSandbox({ directory, seed: 1 });
    const engine = new EmbeddedEngine();
    const preview = async (policyPacks: string[]) => {
        const began = performance.now();
        const run = await engine.preview({
            program,
            root: program,
            stack: "bench",
            directory,
            providers: sandbox.providers,
            passphrase: "bench",
            environment: {},
            policyPacks,
        });
        if (!run.ok) throw new Error([...run.diagnostics, ...run.violations].map(({ message }) => message).join("\n"));
        return (performance.now() - began) / 1000;
    };
    try {
        const seconds: { without: number; withPack: number }[] = [];
        for (let turn = 0; turn < 3; turn++) {
            seconds.push({ without: await preview([]), withPack: await preview([join(projectRoot, "policies")]) });
        }
        const least = (of: "without" | "withPack") => Math.min(...seconds.map((one) => one[of]));
        return least("withPack") - least("without");
    } finally {
        await sandbox.stop();
        rmSync(directory, { recursive: true });
        rmSync(program, { recursive: true });
    }
}

export async function measurePolicyPack(): Promise<Figure[]> {
    const [stack, each] = [await resources(5000), await resources(1000)];
    const ours = await measureAnalysis(packOf(rules, new Exemptions([], rules)), stack, each);
    const theirs = await measureAnalysis(withoutPack(rules), stack, each);
    const boot = await measureBoot(join(projectRoot, "policies"));
    const providerBoot = await measureBoot(packWithProviders());
    const previewAdds = await measurePreview(100);
    const baseline = "the same rules, one validator each";
    return [
        {
            what: `policies: resources a second, ${rules.length} rules`,
            measured: ours.resourcesPerSecond,
            unit: "/s",
            target: 600,
            atLeast: true,
            baseline,
            baselineValue: theirs.resourcesPerSecond,
        },
        {
            what: "policies: rules over 5,000 resources",
            measured: ours.stackSeconds,
            unit: "s",
            target: 3,
            baseline,
            baselineValue: theirs.stackSeconds,
        },
        {
            what: "policies: memory at start",
            measured: boot.mebibytes,
            unit: "MiB",
            target: 307,
            baseline: "a pack that imports providers",
            baselineValue: providerBoot.mebibytes,
        },
        {
            what: "policies: added to a preview of 100 resources",
            measured: previewAdds,
            unit: "s",
            target: 1,
            baseline: "start of a pack that imports providers",
            baselineValue: providerBoot.seconds,
        },
    ];
}
