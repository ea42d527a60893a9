import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

import type { Run, RunRequest } from "../../engine/engine";
import { PulumiCli } from "../../engine/pulumiCli";

/** One command that the fake CLI was asked to run. */
export interface Call {
    argv: string[];
    cwd: string;
    env: Record<string, string>;
    pid: number;
    files: { project: string; stack: string };
}

/** What the fake CLI does when asked to preview, up or destroy. */
interface Operation {
    events?: readonly unknown[];
    state?: unknown;
    exit?: number;
    stderr?: string;
    sleepSeconds?: number;
}

const fixtures = resolve(__dirname, "../fixtures/fakePulumi");

export const urn = (rest: string): string => `urn:pulumi:dev::trace::${rest}`;
export const stackUrn = urn("pulumi:pulumi:Stack::trace-dev");
/** Of the passphrase "trace-passphrase". */
export const salt = "v1:QLRFY5rkUt8=:v1:AQtKZ4KZU+eEGo4d:J8+chWw6PLDhLhsFVFwhZckpvrjGTg==";

const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:AAAA:BBBB" };
const outputs = { open: [1, "x"], token: secret, nested: { key: secret } };
/** A stack's file after an update. */
export const state = {
    version: 3,
    checkpoint: {
        stack: "organization/trace/dev",
        latest: {
            secrets_providers: { type: "passphrase", state: { salt } },
            resources: [{ urn: stackUrn, type: "pulumi:pulumi:Stack", outputs }],
        },
    },
};

/** The fake CLI itself. */
export const fakePulumi = join(fixtures, "pulumi");

/** The event log that the real CLI 3.260 wrote for a scenario, without what the driver does not look at. */
export const recorded = (scenario: string): unknown[] => jsonLines(join(fixtures, "recorded", `${scenario}.jsonl`));

const jsonLines = (path: string): unknown[] =>
    readFileSync(path, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown);

/** A project and a sandbox folder in a temporary folder, and a `pulumi` on the PATH that does as planned. */
export class FakeCli {
    private readonly folder = mkdtempSync(join(tmpdir(), "fake pulumi "));
    private readonly environment = { ...process.env };
    readonly program = join(this.folder, "project");
    readonly directory = join(this.folder, "sandbox");

    constructor() {
        mkdirSync(this.program);
        mkdirSync(join(this.directory, ".pulumi", "stacks", "trace"), { recursive: true });
        process.env["PATH"] = [fixtures, this.environment["PATH"]].join(delimiter);
        this.writeProject(
            "Pulumi.yaml",
            "name: trace\nruntime:\n    name: nodejs\n    options: { nodeargs: --stack-trace-limit=0 }\n",
        );
        this.plan({});
    }

    /** @param operations `init` is what `pulumi stack init` adds to the stack file */
    plan(operations: Partial<Record<"preview" | "up" | "destroy" | "refresh", Operation>> & { init?: string }): void {
        // The CLI ends every event log with a summary.
        const nothing = { events: [{ summaryEvent: { resourceChanges: {} } }] };
        const idle = { preview: nothing, up: nothing, destroy: nothing, refresh: {} };
        writeFileSync(join(this.directory, "plan.json"), JSON.stringify({ project: "trace", ...idle, ...operations }));
    }

    request(more: Partial<RunRequest> = {}): RunRequest {
        const providers = { "azure-native": "127.0.0.1:4711", random: "127.0.0.1:4712" };
        const { program, directory } = this;
        return { program, root: program, stack: "dev", directory, providers, passphrase: "of the sandbox", ...more };
    }

    async run(verb: "preview" | "up" | "destroy", more: Partial<RunRequest> = {}): Promise<Run> {
        return (await PulumiCli.find())[verb](this.request(more));
    }

    writeProject(name: string, text: string): void {
        writeFileSync(join(this.program, name), text);
    }

    writeState(state: unknown): void {
        writeFileSync(join(this.directory, ".pulumi", "stacks", "trace", "dev.json"), JSON.stringify(state));
    }

    /** Puts a shell script in the place of the fake CLI. */
    replaceBy(script: string): void {
        const bin = join(this.folder, "bin");
        mkdirSync(bin);
        writeFileSync(join(bin, "pulumi"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
        process.env["PATH"] = [bin, this.environment["PATH"]].join(delimiter);
    }

    calls(): Call[] {
        const file = join(this.directory, "calls.jsonl");
        return existsSync(file) ? (jsonLines(file) as Call[]) : [];
    }

    /** The call of `pulumi <verb>`. */
    call(verb: string): Call {
        const found = this.calls().find((call) => call.argv[0] === verb);
        if (found === undefined) throw new Error(`pulumi ${verb} was not run`);
        return found;
    }

    remove(): void {
        for (const name of Object.keys(process.env)) if (!(name in this.environment)) delete process.env[name];
        Object.assign(process.env, this.environment);
        rmSync(this.folder, { recursive: true, force: true });
    }
}
