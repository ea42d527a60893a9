import { readdirSync } from "node:fs";
import { join } from "node:path";

import { declarePlatform } from "../../infra/program";
import { speedUpSdk } from "../../infra/sdkSpeed";
import { cloudAnswers } from "./cloudAnswers";
import {
    acrossStack,
    awsRecoveryStack,
    awsStack,
    globalOutputs,
    globalStack,
    prodStack,
    recoveryStack,
    repatriatedStack,
} from "./fixtures";
import { captureProgram, type CapturedProgram, type Mode } from "./policyHarness";
import { type Registration, registration } from "./policyMessages";

/** The stacks of the repository's own configuration, `prod` rebuilt elsewhere, and `prod` when its customers have come home. */
const stacks = {
    global: globalStack(),
    prod: prodStack(),
    aws1: awsStack(),
    awsRecovery: awsRecoveryStack(),
    across: acrossStack(),
    recovery: recoveryStack(),
    home: repatriatedStack(),
};
export type StackName = keyof typeof stacks;
export const stackNames = Object.keys(stacks) as StackName[];

type Change = (all: readonly Registration[]) => Registration[];

/** What somebody might change in the real program, and the policy that must notice. */
export interface Mutant {
    readonly policy: string;
    /** What was changed, in a few words; once only for each policy. */
    readonly name: string;
    readonly stack: StackName;
    readonly mutate: Change;
}

/** A change of the real program that is unusual but keeps every promise: no policy may object. */
export interface GoodVariant {
    readonly name: string;
    readonly stack: StackName;
    readonly mutate: Change;
}

/** A way around the pack, by which something forbidden gets no policy's attention. */
export interface Evasion {
    readonly name: string;
    /** The policy that must refuse it all the same. */
    readonly policy: string;
    /** What the program registers, which is then judged by itself. */
    readonly registrations: readonly Registration[];
}

/** The tokens under which one type of azure-native can be declared: as it is, with a pinned API version, from local packages. */
export function families(type: string): string[] {
    const [, module = "", name = ""] = type.split(":");
    return [
        type,
        `azure-native:${module}/v20230801:${name}`,
        `azure-native:${module}/v20240501preview:${name}`,
        `azure-native_${module}_v20240501preview:${module}:${name}`,
    ];
}

/** Everything the files of a folder below test/policies export under a name, in the order of the file names. */
export function collect<T>(folder: "mutants" | "evasions" | "samples", name: string): T[] {
    const path = join(__dirname, "../policies", folder);
    return readdirSync(path)
        .filter((file) => file.endsWith(".ts"))
        .sort()
        .flatMap((file) => jest.requireActual<Record<string, T[] | undefined>>(join(path, file))[name] ?? []);
}

/** Runs the real program of a stack against clouds that accept everything. */
export async function captureStack(stack: StackName, mode: Mode): Promise<CapturedProgram> {
    const program = () => {
        speedUpSdk();
        return declarePlatform(stacks[stack]);
    };
    const { registrations, reads } = await captureProgram(
        program,
        mode,
        cloudAnswers(mode === "preview", globalOutputs),
    );
    return { registrations: [...registrations, ...defaultProviders(registrations)], reads };
}

/** The engine registers a provider for each package of the program, and shows it to policies too. */
function defaultProviders(all: readonly Registration[]): Registration[] {
    const packages = new Set(all.map(({ type }) => type.split(":")[0] ?? "").filter((name) => name !== "oxygis"));
    // As the stack's configuration says.
    const inputs = (name: string) => (name === "aws" ? { region: "eu-central-1" } : {});
    return [...packages].map((name) => registration(`pulumi:providers:${name}`, "default", inputs(name)));
}
