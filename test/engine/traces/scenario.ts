import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { EmbeddedEngine } from "../../../engine/embedded";
import type { RunRequest } from "../../../engine/engine";
import { encrypt, openSecrets, passphrase, salt } from "./crypto";
import { runApart, runHere, type Line, type StepRequest } from "./stepRun";

export const fixtures = resolve(__dirname, "../../fixtures/engineTraces");

interface StepSpec {
    name: string;
    command: "up" | "preview" | "destroy" | "refresh";
    flags?: string[];
    env?: Record<string, string>;
    config?: Record<string, unknown>;
    faults?: { kind: string }[];
    cloud?: { op: string; id: string; set?: Record<string, unknown> }[];
    packs?: string[];
    project?: string;
    withPreview?: boolean;
}

interface TraceProvider {
    port: number;
    log: unknown[];
    faults: unknown[];
    cloud: Map<string, { state: Record<string, unknown>; inputs: Record<string, unknown> }>;
    onHang?: () => void;
    stop(): void;
}

/** What the recordings call a step, so far as the comparer looks at it. */
interface TraceStep {
    name: string;
    exit: "ok" | "fail";
    rpcs: { method: string }[];
    diagnostics: { message: string }[];
    [part: string]: unknown;
}

const readTrace = (scenario: string): { steps: TraceStep[] } =>
    JSON.parse(readFileSync(join(fixtures, "scenarios", scenario, "trace.json"), "utf8")) as { steps: TraceStep[] };

export const readSteps = (scenario: string): StepSpec[] =>
    (JSON.parse(readFileSync(join(fixtures, "scenarios", scenario, "steps.json"), "utf8")) as { steps: StepSpec[] })
        .steps;

/** Flags of the CLI to what the engine's interface has for them; undefined where it has nothing. */
export function readFlags(
    flags: readonly string[],
    at: string,
): Partial<RunRequest & StepRequest["options"]> | undefined {
    const options: Partial<RunRequest & StepRequest["options"]> = {};
    for (const [index, flag] of flags.entries()) {
        const [, parallel] = /^--parallel=(\d+)$/.exec(flag) ?? [];
        if (parallel !== undefined) {
            options.parallel = Number(parallel);
        } else if (flag === "--continue-on-error") {
            options.continueOnError = true;
        } else if (flag === "--refresh") {
            options.refresh = true;
        } else if (flag === "--preview-only") {
            options.dryRun = true;
        } else if (flag === "--clear-pending-creates") {
            options.clearPendingCreates = true;
        } else if (flag === "--policy-pack-config") {
            options.policyConfigs = [join(at, flags[index + 1] ?? "")];
        } else if (flags[index - 1] !== "--policy-pack-config") {
            return undefined;
        }
    }
    return options;
}

const knownIds =
    /04da6b54-80e4-46f7-96ec-b56ff0331ba9|1c4a061d-8072-4f0a-a4cb-0ff528b18fe7|3eeb2bf0-c639-47a8-9e75-3b44932eb421|6a19a0b0-7e62-4c92-b797-7f8e31da9cc2|030794c1-ac77-496b-92df-f27374a8bd58|e48ece36-62e2-4504-bad9-02848725956a|dd056dcd-154b-4c76-9bd3-c8f88648b5ff/;

// Most of a scenario's time are the starts of its programs and packs: this saves more than half of each, and no scenario shows a stack.
process.env.NODE_OPTIONS = `--stack-trace-limit=1 --require ${JSON.stringify(join(fixtures, "lean.js"))}`;

/** Runs scenarios of the recordings through the embedded engine, in a world of its own. */
export class ScenarioRunner {
    private readonly directory = mkdtempSync(join(tmpdir(), "engine-traces-"));
    private readonly ids = new Map<string, string>();
    private readonly times: string[] = [];
    private readonly at: string;
    private provider: TraceProvider | undefined;

    constructor(private readonly scenario: string) {
        this.at = join(fixtures, "scenarios", scenario);
    }

    close(): void {
        this.provider?.stop();
        rmSync(this.directory, { recursive: true, force: true });
    }

    /** Runs the first steps and says how they differ from the recording; empty when they do not. */
    async differences(count: number): Promise<string> {
        const steps = await this.runAll(count);
        const golden = readTrace(this.scenario);
        return this.compare({ ...golden, steps: golden.steps.slice(0, count) }, { ...golden, steps });
    }

    async runAll(count = Infinity): Promise<TraceStep[]> {
        const steps: TraceStep[] = [];
        for (const spec of readSteps(this.scenario).slice(0, count)) {
            steps.push(await this.run(spec));
        }
        return steps;
    }

    private async start(): Promise<TraceProvider> {
        const { start } = createRequire(__filename)(join(fixtures, "provider.js")) as {
            start: (options: object) => Promise<TraceProvider>;
        };
        return (this.provider ??= await start({ port: 0 }));
    }

    private async run(spec: StepSpec): Promise<TraceStep> {
        const provider = await this.start();
        const program = spec.project ? join(this.at, spec.project) : this.at;
        this.configure(program, spec);
        this.prepareCloud(provider, spec);
        this.times.push(new Date().toISOString());
        const { dryRun, clearPendingCreates, ...flags } = readFlags(spec.flags ?? [], this.at) ?? {};
        const request: RunRequest = {
            program,
            root: join(this.directory, spec.project ?? "."),
            stack: "dev",
            directory: this.directory,
            providers: Object.fromEntries(
                ["trace", "random", "azure-native"].map((name) => [name, `127.0.0.1:${provider.port}`]),
            ),
            passphrase,
            policyPacks: (spec.packs ?? []).map((pack) => join(this.at, pack)),
            parallel: 1,
            environment: { STEP: spec.name, ...spec.env },
            ...flags,
        };
        const kind = spec.command === "preview" ? "up" : spec.command;
        const preview = dryRun ?? spec.command === "preview";
        const runs = spec.withPreview ? [true, false] : [preview];
        const lines: Line[] = [];
        for (const dry of runs) {
            const step: StepRequest = {
                request,
                options: { kind, dryRun: dry, ...(clearPendingCreates && { clearPendingCreates }) },
            };
            if (spec.faults?.some((fault) => fault.kind === "hang")) {
                // As in the recording: the engine is killed some time after the provider has stopped answering.
                lines.push(...(await runApart(step, (kill) => (provider.onHang = () => setTimeout(kill, 700)))));
            } else {
                // The log of events is begun anew by the second phase; that of calls is not.
                lines.splice(0, lines.length, ...lines.filter(({ part }) => part === "monitor" || part === "analyzer"));
                await runHere(step, (line) => lines.push(line));
            }
        }
        return this.trace(spec, request, lines, provider);
    }

    private configure(program: string, spec: StepSpec): void {
        const [, project = ""] = /name:\s*(\S+)/.exec(readFileSync(join(program, "Pulumi.yaml"), "utf8")) ?? [];
        const config = Object.entries(spec.config ?? {}).map(([key, value]) => [
            key.includes(":") ? key : `${project}:${key}`,
            typeof value === "object" && value !== null && "secret" in value
                ? { secure: encrypt(value.secret as string) }
                : value,
        ]);
        const folder = join(this.directory, spec.project ?? ".");
        mkdirSync(folder, { recursive: true });
        // JSON is YAML.
        writeFileSync(
            join(folder, "Pulumi.dev.yaml"),
            JSON.stringify({ encryptionsalt: salt, config: Object.fromEntries(config) as object }),
        );
    }

    private prepareCloud(provider: TraceProvider, spec: StepSpec): void {
        for (const { op, id, set = {} } of spec.cloud ?? []) {
            const found = provider.cloud.get(id);
            if (op === "vanish") {
                provider.cloud.delete(id);
            } else if (found) {
                Object.assign(found.state, set);
                for (const key of Object.keys(set).filter((name) => name in found.inputs)) {
                    found.inputs[key] = set[key];
                }
            }
        }
        provider.log.length = 0;
        provider.faults.splice(0, provider.faults.length, ...structuredClone(spec.faults ?? []));
    }

    private async trace(
        spec: StepSpec,
        request: RunRequest,
        lines: Line[],
        provider: TraceProvider,
    ): Promise<TraceStep> {
        const parts = (name: Line["part"]): unknown[] =>
            lines.flatMap((line) => (line.part === name && "entry" in line ? [line.entry] : []));
        const ended = lines.filter((line) => line.part === "end");
        const ok = ended.length > 0 && ended.every((line) => line.ok);
        const policies = parts("policies");
        const analyzer = parts("analyzer");
        const summary = parts("summary");
        return this.normalise({
            name: spec.name,
            exit: ok ? "ok" : "fail",
            rpcs: provider.log as TraceStep["rpcs"],
            events: parts("events"),
            diagnostics: parts("diagnostics") as TraceStep["diagnostics"],
            ...(policies.length > 0 && { policies }),
            ...(summary.length > 0 && { summary }),
            monitor: parts("monitor"),
            ...(analyzer.length > 0 && { analyzer }),
            deployment: await this.deployment(request),
        });
    }

    private async deployment(request: RunRequest): Promise<unknown> {
        const found = (await new EmbeddedEngine().exportStack(request))?.deployment;
        const opened = (openSecrets(found) ?? {}) as { resources?: object[]; pending_operations?: object[] };
        const { resources, pending_operations } = opened;
        const rest = { ...(resources && { resources }), ...(pending_operations && { pending_operations }) };
        const dated = (resource: Record<string, unknown>): void => {
            for (const name of ["created", "modified"]) {
                if (typeof resource[name] === "string") {
                    const moment = resource[name];
                    resource[name] = `T${this.times.filter((time) => time <= moment).length}`;
                }
            }
        };
        ((resources ?? []) as Record<string, unknown>[]).forEach(dated);
        ((pending_operations ?? []) as { resource: Record<string, unknown> }[]).forEach(({ resource }) =>
            dated(resource),
        );
        return rest;
    }

    private normalise(step: TraceStep): TraceStep {
        const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
        const text = JSON.stringify(step)
            .replace(uuid, (id) => {
                if (!knownIds.test(id) && !this.ids.has(id)) {
                    this.ids.set(id, `uuid-${this.ids.size + 1}`);
                }
                return this.ids.get(id) ?? id;
            })
            .replaceAll(this.at, "<program>")
            .replace(/127\.0\.0\.1:\d+/g, "<address>");
        return JSON.parse(text) as TraceStep;
    }

    /** The recordings' own comparer. It is not asked about the handshake, which its authors find reasonable to leave out. */
    private compare(golden: { steps: TraceStep[] }, ours: { steps: TraceStep[] }): string {
        const files = [golden, ours].map((trace, index) => {
            const steps = trace.steps.map((step) => ({
                ...step,
                rpcs: step.rpcs.filter(({ method }) => method !== "Handshake"),
            }));
            const file = join(this.directory, `trace-${index}.json`);
            writeFileSync(file, JSON.stringify({ ...trace, steps }));
            return file;
        });
        const { stdout, status } = spawnSync(process.execPath, [join(fixtures, "compare.mjs"), ...files], {
            encoding: "utf8",
        });
        return status === 0 ? "" : stdout;
    }
}
