/**
 * The program and the sandbox in one process, without the wire between them: drills that would take minutes take seconds. What the
 * engine of the product does besides (plans, policies, secrets at rest, an own process for the program) is left out.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { runInThisContext } from "node:vm";

import * as pulumi from "@pulumi/pulumi";
import {
    RegisterResourceResponse,
    Result,
    type RegisterResourceOutputsRequest,
    type RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { Diagnostic, Engine, EngineEvent, Run, RunRequest } from "../../engine/engine";
import { readProject } from "../../infra/config/project";
import { declarePlatform } from "../../infra/program";
import { speedUpSdk } from "../../infra/sdkSpeed";
import { answerQuestion } from "../../sandbox/cloud/recovery/questions";
import { normaliseProperties, plainProperties, type Properties } from "../../sandbox/cloud/values";
import { World } from "../../sandbox/cloud/world";
import { CloudPackage } from "../../sandbox/provider/cloudPackage";
import type { ProviderPackage } from "../../sandbox/provider/package";
import { RandomPackage } from "../../sandbox/provider/randomPackage";
import type { RunningSandbox, SandboxOptions } from "../../sandbox/start";

/** Worlds that are open in this process, by their folder. */
const worlds = new Map<string, { world: World; packages: readonly ProviderPackage[] }>();

/** Instead of `startSandbox`. */
export async function openSandboxHere({ directory, seed }: SandboxOptions): Promise<RunningSandbox> {
    const world = await World.open(directory, String(seed ?? ""));
    const cloud = (name: string) => new CloudPackage(name, "0.0.0", world);
    const packages = [
        cloud("azure-native"),
        cloud("azuread"),
        cloud("aws"),
        new RandomPackage("0.0.0", String(seed ?? "")),
    ];
    worlds.set(directory, { world, packages });
    return {
        providers: {},
        ask: (question, args) => answerQuestion(world, question, args),
        clockSeconds: () => Promise.resolve(world.timeline.now),
        async stop() {
            worlds.delete(directory);
            await world.close();
        },
    };
}

/** A resource as the state keeps it. */
interface Kept {
    urn: string;
    type: string;
    custom: boolean;
    id?: string;
    protect: boolean;
    inputs: Properties;
    outputs: Properties;
}

const stateFile = ({ directory, stack }: RunRequest) => join(directory, "inProcess", `${stack}.json`);

function readState(request: RunRequest): Kept[] {
    const file = stateFile(request);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Kept[]) : [];
}

/** The SDK keeps a program's settings for the whole process: one run at a time. */
let last: Promise<unknown> = Promise.resolve();

export const inProcessEngine: Engine = {
    name: "embedded",
    preview: (request) => inTurn(() => new InProcessRun(request, true).run()),
    up: (request) => inTurn(() => new InProcessRun(request, false).run()),
    destroy: () => Promise.reject(new Error("nothing is destroyed here")),
    exportStack(request) {
        const resources = readState(request);
        const found = resources.length === 0 ? undefined : { version: 3 as const, deployment: { resources } };
        return Promise.resolve(found);
    },
};

function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = last.then(act);
    last = turn.catch(() => undefined);
    return turn;
}

/** The process of the test runner, not the copy of it that tests see. */
const realProcess = runInThisContext("process") as NodeJS.Process;

/**
 * Outputs of a resource that the cloud refused reject, and so does all that the program makes of them; the engine has noted it. Nobody
 * else needs to be told until the answer is called.
 */
function deafToRejections(): () => Promise<void> {
    const listeners = realProcess.listeners("unhandledRejection");
    const nothing = () => undefined;
    realProcess.removeAllListeners("unhandledRejection");
    realProcess.on("unhandledRejection", nothing);
    return async () => {
        await setImmediate();
        realProcess.off("unhandledRejection", nothing);
        for (const listener of listeners) realProcess.on("unhandledRejection", listener);
    };
}

const emptyChanges = () => ({ create: 0, update: 0, replace: 0, delete: 0, same: 0 });

class InProcessRun {
    private readonly changes = emptyChanges();
    private readonly steps: Run["steps"][number][] = [];
    private readonly diagnostics: Diagnostic[] = [];
    private readonly old: Map<string, Kept>;
    private readonly news = new Map<string, Kept>();
    private underWay = 0;
    private asked = 0;
    private readonly world: World;
    private readonly packages: readonly ProviderPackage[];

    constructor(
        private readonly request: RunRequest,
        private readonly dryRun: boolean,
    ) {
        const open = worlds.get(request.directory);
        if (open === undefined) throw new Error(`no world is open in ${request.directory}`);
        this.world = open.world;
        this.packages = open.packages;
        this.old = new Map(readState(request).map((kept) => [kept.urn, kept]));
    }

    async run(): Promise<Run> {
        const { request } = this;
        const project = readProject(request.root);
        const platform = project.platform(request.stack);
        if (project.mistakes.length > 0 || platform === undefined) {
            this.diagnostics.push({
                severity: "error",
                message: project.mistakes.map(({ message }) => message).join("\n"),
            });
            return this.result({});
        }
        const prefix = `urn:pulumi:${request.stack}::oxygis`;
        if (!this.dryRun) this.world.timeline.configure(`${prefix}|azure-native|default`, prefix);
        const monitor = new WorldMonitor(this);
        await pulumi.runtime.setMocks(monitor.mocks, "oxygis", request.stack, this.dryRun);
        pulumi.runtime.setMockOptions(monitor, "oxygis", request.stack, this.dryRun);
        process.env["OXYGIS_VERIFIER"] = request.environment?.["OXYGIS_VERIFIER"] ?? "";
        const listening = deafToRejections();
        const { stackTraceLimit } = Error;
        Error.stackTraceLimit = 0;
        let over = false;
        const idle = this.watchIdle(() => over);
        let outputs: Record<string, unknown> = {};
        try {
            const program = pulumi.runtime.runInPulumiStack(() => {
                speedUpSdk();
                return Promise.resolve(declarePlatform(platform));
            });
            await program.catch((error: unknown) => this.fail(undefined, String(error)));
            await pulumi.runtime.disconnect();
            outputs = monitor.stackOutputs;
        } catch (error) {
            this.fail(undefined, String(error));
        } finally {
            over = true;
            await idle;
            Error.stackTraceLimit = stackTraceLimit;
            await listening();
        }
        await this.removeOthers();
        this.keep();
        return this.result(outputs);
    }

    private result(outputs: Record<string, unknown>): Run {
        const { request, changes, steps, diagnostics } = this;
        const ok = diagnostics.length === 0;
        return { stack: request.stack, ok, changes, steps, violations: [], diagnostics, outputs, seconds: 0 };
    }

    private count(op: "create" | "update" | "delete" | "same", urn: string): void {
        this.changes[op]++;
        this.steps.push({ op, urn });
    }

    private keep(): void {
        if (this.dryRun) return;
        mkdirSync(join(this.request.directory, "inProcess"), { recursive: true });
        writeFileSync(stateFile(this.request), JSON.stringify([...this.news.values()]));
    }

    fail(urn: string | undefined, message: string): void {
        this.diagnostics.push({ severity: "error", message, ...(urn === undefined ? {} : { urn }) });
    }

    /** As the embedded engine does: says when nothing can go on without what waits in the cloud. */
    private async watchIdle(over: () => boolean): Promise<void> {
        for (let quiet = 0, seen = 0; !over();) {
            await setImmediate();
            quiet = this.asked === seen && this.underWay > 0 && this.world.waiting === this.underWay ? quiet + 1 : 0;
            seen = this.asked;
            if (quiet < 50) continue;
            quiet = 0;
            await this.request.onIdle?.(this.underWay);
        }
    }

    private packageOf(type: string): ProviderPackage {
        const found = this.packages.find(({ name }) => type.startsWith(`${name}:`));
        if (found === undefined) throw new Error(`no package serves ${type}`);
        return found;
    }

    invoke(token: string, args: Properties): Properties {
        return this.packageOf(token).invoke(token, args);
    }

    /** Outputs of another stack, by its full name. */
    outputsOf(reference: string): Properties {
        const stack = reference.split("/").at(-1)!;
        const root = readState({ ...this.request, stack }).find(({ type }) => type === "pulumi:pulumi:Stack");
        if (root === undefined) throw new Error(`there is no stack ${stack}`);
        return root.outputs;
    }

    component(urn: string, type: string, inputs: Properties): Properties {
        const before = this.old.get(urn);
        this.count(before === undefined ? "create" : "same", urn);
        this.news.set(urn, { urn, type, custom: false, protect: false, inputs, outputs: before?.outputs ?? {} });
        return inputs;
    }

    noteOutputs(urn: string, outputs: Properties): void {
        const kept = this.news.get(urn);
        if (kept !== undefined) kept.outputs = outputs;
    }

    /** Undefined where the cloud refused it: that is noted, and what does not depend on it goes on. */
    async custom(
        urn: string,
        type: string,
        news: Properties,
        options: { ignore: readonly string[]; protect: boolean },
    ): Promise<{ id: string; outputs: Properties } | undefined> {
        const { request } = this;
        this.asked++;
        this.underWay++;
        const step = (phase: "finished" | "failed", op: "create" | "update" | "same"): void => {
            const event: EngineEvent = { kind: "step", phase, op, urn };
            request.onEvent?.(event);
        };
        const before = this.old.get(urn);
        try {
            const kept = await this.step(urn, type, news, before, options);
            this.count(kept.op, urn);
            this.news.set(urn, { urn, type, custom: true, protect: options.protect, ...kept.state });
            step("finished", kept.op);
            return kept.state;
        } catch (error) {
            const { message, code } = error as Error & { code?: string };
            this.fail(urn, code === undefined ? message : `Code="${code}" Message="${message}"`);
            if (before !== undefined) this.news.set(urn, before);
            step("failed", before === undefined ? "create" : "update");
            return undefined;
        } finally {
            this.underWay--;
            this.asked++;
        }
    }

    private async step(
        urn: string,
        type: string,
        news: Properties,
        before: Kept | undefined,
        { ignore }: { ignore: readonly string[] },
    ) {
        const served = this.packageOf(type);
        const given: Properties = { ...news };
        for (const name of before === undefined ? [] : ignore) {
            const old = before?.inputs[name];
            if (old === undefined) delete given[name];
            else given[name] = old;
        }
        const olds = before?.inputs ?? {};
        const { inputs, failures } = served.check({ type, urn, olds, news: given, randomSeed: new Uint8Array(32) });
        if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
        if (before?.id === undefined) {
            const { id, outputs } = await served.create({ type, urn, inputs, preview: this.dryRun });
            return { op: "create" as const, state: { id, inputs, outputs } };
        }
        const { id, outputs: state } = before;
        const found = served.diff({ type, id, state, oldInputs: before.inputs, news: inputs });
        if (found.replaces.length > 0) throw new Error(`would be replaced: ${found.replaces.join(", ")}`);
        if (found.diffs.length === 0)
            return { op: "same" as const, state: { id, inputs: before.inputs, outputs: state } };
        const outputs = await served.update({ type, urn, id, inputs, state, preview: this.dryRun });
        return { op: "update" as const, state: { id, inputs, outputs } };
    }

    /** What the program does not declare any more goes, unless it failed or the resource is protected. */
    private async removeOthers(): Promise<void> {
        const others = [...this.old.values()].filter(({ urn }) => !this.news.has(urn)).reverse();
        const failed = this.diagnostics.length > 0;
        for (const kept of others) {
            if (failed || kept.protect) this.news.set(kept.urn, kept);
            else if (kept.custom && kept.id !== undefined) {
                this.count("delete", kept.urn);
                if (!this.dryRun) await this.packageOf(kept.type).delete({ urn: kept.urn, id: kept.id });
            }
        }
    }
}

type Callback = (error: unknown, response: unknown) => void;

/** What the program talks to instead of an engine. */
class WorldMonitor extends MockMonitor {
    stackOutputs: Record<string, unknown> = {};

    constructor(private readonly owner: InProcessRun) {
        super({
            newResource: ({ id, inputs }) => ({ id, state: { ...(inputs as object), ...referred(owner, id) } }),
            call: ({ token, inputs }) => owner.invoke(token, inputs as Properties),
        });
    }

    override registerResource(request: RegisterResourceRequest, callback: Callback): Promise<void> {
        const type = request.getType();
        const urn = urnFor(request);
        const inputs = normaliseProperties(request.getObject()?.toJavaScript() ?? {});
        const answer = (outputs: Properties, id?: string): void => {
            const response = new RegisterResourceResponse();
            response.setUrn(urn);
            if (id !== undefined) response.setId(id);
            response.setObject(Struct.fromJavaScript(outputs));
            callback(null, response);
        };
        if (!request.getCustom()) {
            answer(this.owner.component(urn, type, inputs));
            return Promise.resolve();
        }
        const options = { ignore: request.getIgnorechangesList(), protect: request.getProtect() ?? false };
        return this.owner.custom(urn, type, inputs, options).then((made) => {
            if (made !== undefined) {
                answer(made.outputs, made.id);
                return;
            }
            const response = new RegisterResourceResponse();
            response.setUrn(urn);
            response.setObject(new Struct());
            response.setResult(Result.FAIL);
            callback(null, response);
        });
    }

    override registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: Callback): void {
        const outputs = normaliseProperties(request.getOutputs()?.toJavaScript() ?? {});
        if (request.getUrn().includes("::pulumi:pulumi:Stack::")) this.stackOutputs = plainProperties(outputs);
        this.owner.noteOutputs(request.getUrn(), outputs);
        callback(null, {});
    }
}

const referred = (owner: InProcessRun, reference: string | undefined) =>
    reference === undefined || reference === ""
        ? {}
        : { name: reference, outputs: plainProperties(owner.outputsOf(reference)), secretOutputNames: [] };

/** As Pulumi builds it: the types of the parents but for the stack's stand before the own one. */
function urnFor(request: RegisterResourceRequest): string {
    const parent = request.getParent().split("::")[2] ?? "pulumi:pulumi:Stack";
    const type = parent === "pulumi:pulumi:Stack" ? request.getType() : `${parent}$${request.getType()}`;
    return ["urn:pulumi:" + pulumi.getStack(), "oxygis", type, request.getName()].join("::");
}
