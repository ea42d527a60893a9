import { readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { makeGenericClientConstructor } from "@grpc/grpc-js";
import { AnalyzerService, type IAnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { parse } from "yaml";
import { deferred } from "./async";
import { sdkScript, typescriptEnvironment, type Children } from "./children";
import type { StackConfig } from "./config";
import { Bail, type Deployment } from "./deployment";
import type { RpcEvent } from "./observer";
import { configEnvironment } from "./program";
import { toStruct, UnsupportedError, type Properties } from "./properties";
import { analyzeRequest, analyzeStackRequest } from "./analyzerMessages";
import { withoutInternal } from "./registry";
import { call, insecure, messageLimits } from "./rpc";
import { withPlainStructs } from "./structs";
import type { Goal, ResourceState } from "./state/model";
import { isProviderType, makeUrn, stackType } from "./urn";

const { ADVISORY, MANDATORY, DISABLED, REMEDIATE } = messages.EnforcementLevel;
const levels: Readonly<Record<string, messages.EnforcementLevel>> = {
    advisory: ADVISORY,
    mandatory: MANDATORY,
    disabled: DISABLED,
    remediate: REMEDIATE,
};

export interface PackOptions {
    folders: readonly string[];
    /** Configuration files, by position of the pack. */
    configs: readonly string[];
    engineAddress: string;
    project: string;
    stack: string;
    dryRun: boolean;
    config: StackConfig;
    children: Children;
    onOutput: (line: string) => void;
    onRpc: (event: RpcEvent) => void;
}

type AnalyzerClient = IAnalyzerClient & { close(): void };
const Client = makeGenericClientConstructor(withPlainStructs(AnalyzerService), "Analyzer");

/** One policy pack: its process, and which of its policies look at resources and which at the stack. */
class Pack {
    private constructor(
        private readonly client: AnalyzerClient,
        private readonly onRpc: PackOptions["onRpc"],
        readonly name: string,
        readonly resourcePolicies: readonly string[],
        readonly stackPolicies: readonly string[],
    ) {}

    close(): void {
        this.client.close();
    }

    static async start(folder: string, configFile: string | undefined, options: PackOptions): Promise<Pack> {
        const port = await startProcess(folder, options);
        const client = new Client(`127.0.0.1:${port}`, insecure(), messageLimits) as unknown as AnalyzerClient;
        const pack = new Pack(client, options.onRpc, "", [], []);
        const hello = new messages.AnalyzerHandshakeRequest();
        hello.setEngineAddress(options.engineAddress).setRootDirectory(folder).setProgramDirectory(folder);
        try {
            await pack.call("handshake", hello);
        } catch {
            // Packs of the nodejs SDK do not know the handshake, and need nothing of it.
        }
        await pack.call("configureStack", stackRequest(options));
        const info = await pack.call<Empty, messages.AnalyzerInfo>("getAnalyzerInfo", new Empty());
        const request = configureRequest(info, configFile);
        await pack.call("configure", request);
        const enabled = info
            .getPoliciesList()
            .filter((policy) => request.getPolicyconfigMap().get(policy.getName())?.getEnforcementlevel() !== DISABLED);
        const names = (stack: boolean): string[] =>
            enabled
                .filter((policy) => (policy.getPolicyType() === messages.PolicyType.POLICY_TYPE_STACK) === stack)
                .map((policy) => policy.getName())
                .sort();
        return new Pack(client, options.onRpc, info.getName(), names(false), names(true));
    }

    async call<Request extends { toObject(): object }, Response extends { toObject(): object }>(
        rpc: Extract<keyof AnalyzerClient, string>,
        request: Request,
    ): Promise<Response> {
        const method = `${rpc.charAt(0).toUpperCase()}${rpc.slice(1)}`;
        try {
            const response = await call<Request, Response, AnalyzerClient>(this.client, rpc, request);
            this.onRpc({ service: "Analyzer", method, request, response });
            return response;
        } catch (error) {
            this.onRpc({ service: "Analyzer", method, request, error: (error as Error).message });
            throw error;
        }
    }

    analyze(request: messages.AnalyzeRequest): Promise<messages.AnalyzeResponse> {
        return this.call("analyze", request);
    }

    remediate(request: messages.AnalyzeRequest): Promise<messages.RemediateResponse> {
        return this.call("remediate", request);
    }

    analyzeStack(request: messages.AnalyzeStackRequest): Promise<messages.AnalyzeResponse> {
        return this.call("analyzeStack", request);
    }
}

/** @returns the port on which the pack listens: the first line that it prints */
function startProcess(folder: string, options: PackOptions): Promise<number> {
    const port = deferred<number>();
    const manifest = join(folder, "PulumiPolicy.yaml");
    const runtime = existsSync(manifest)
        ? (parse(readFileSync(manifest, "utf8")) as { runtime?: { options?: object } }).runtime
        : undefined;
    const runtimeOptions = { typescript: true, tsconfig: undefined, nodeargs: [], ...runtime?.options };
    const errors: string[] = [];
    let listening = false;
    const exit = options.children.run(sdkScript("run-policy-pack", folder), [options.engineAddress, folder], {
        cwd: folder,
        environment: { ...configEnvironment(options.config), ...typescriptEnvironment(runtimeOptions) },
        onOutput: (line) => {
            if (listening) {
                options.onOutput(line);
            } else if (/^\d+$/.test(line)) {
                listening = true;
                port.resolve(Number(line));
            }
        },
        onError: (line) => errors.push(line),
    });
    exit.then(
        () => port.reject(new Error(`policy pack ${folder} did not start:\n${errors.join("\n")}`)),
        (error: unknown) => port.reject(error),
    );
    return port.promise;
}

type PolicyConfigFile = Record<string, string | { enforcementLevel?: string; [property: string]: unknown }>;

/** Level and values of every policy: its own, as the pack's file of configuration changes them. */
function configureRequest(
    info: messages.AnalyzerInfo,
    configFile: string | undefined,
): messages.ConfigureAnalyzerRequest {
    const request = new messages.ConfigureAnalyzerRequest();
    const set = (name: string, level: messages.EnforcementLevel, properties: Properties): void => {
        const config = new messages.PolicyConfig();
        config.setEnforcementlevel(level).setProperties(toStruct(properties));
        request.getPolicyconfigMap().set(name, config);
        if (level === REMEDIATE) {
            throw new UnsupportedError("policies that remediate");
        }
    };
    const file = configFile === undefined ? {} : (JSON.parse(readFileSync(configFile, "utf8")) as PolicyConfigFile);
    const all =
        file.all === undefined
            ? undefined
            : levels[typeof file.all === "string" ? file.all : (file.all.enforcementLevel ?? "")];
    if (all !== undefined) {
        set("all", all, {});
    }
    for (const policy of info.getPoliciesList()) {
        const entry = file[policy.getName()];
        const { enforcementLevel, ...values } = typeof entry === "string" ? { enforcementLevel: entry } : (entry ?? {});
        const defaults = Object.entries(policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {}).flatMap(
            ([key, schema]) =>
                schema !== null && typeof schema === "object" && "default" in schema
                    ? [[key, schema.default] as const]
                    : [],
        );
        const level = levels[enforcementLevel ?? ""] ?? all ?? policy.getEnforcementlevel();
        set(policy.getName(), level, { ...Object.fromEntries(defaults), ...values } as Properties);
    }
    return request;
}

/** The policy packs of a run. */
export class PolicyPacks {
    private constructor(private readonly packs: readonly Pack[]) {}

    static async start(options: PackOptions): Promise<PolicyPacks> {
        return new PolicyPacks(
            await Promise.all(
                options.folders.map((folder, index) => Pack.start(folder, options.configs[index], options)),
            ),
        );
    }

    close(): void {
        this.packs.forEach((pack) => pack.close());
    }

    /** @throws Bail when a mandatory policy is violated in an update; a preview shows all violations and fails in the end */
    async analyze(
        deployment: Deployment,
        state: ResourceState,
        goal: Goal,
        provider: ResourceState | undefined,
    ): Promise<void> {
        let refused = false;
        for (const pack of this.packs) {
            const inputs = state.inputs ?? {};
            const remediation = pack.remediate(analyzeRequest(state, goal, provider, inputs));
            const analysis = pack.analyze(
                analyzeRequest(state, goal, provider, isProviderType(state.type) ? withoutInternal(inputs) : inputs),
            );
            const [, response] = await Promise.all([remediation, analysis]);
            const { observer } = deployment;
            const { urn } = state;
            const passed = pack.resourcePolicies;
            observer.policy({ kind: "policyRemediateSummary", urn, pack: pack.name, passed: [...passed], failed: [] });
            const failed = this.violations(deployment, pack, response, () => urn);
            refused ||= failed.mandatory;
            const rest = passed.filter((name) => !failed.names.includes(name));
            observer.policy({ kind: "policyAnalyzeSummary", urn, pack: pack.name, passed: rest, failed: failed.names });
        }
        if (refused && !deployment.dryRun) {
            throw new Bail(`resource ${state.urn} is invalid`);
        }
    }

    private violations(
        deployment: Deployment,
        pack: Pack,
        response: messages.AnalyzeResponse,
        urnOf: (diagnostic: messages.AnalyzeDiagnostic) => string,
    ): { names: string[]; mandatory: boolean } {
        const names = new Set<string>();
        let mandatory = false;
        for (const diagnostic of response.getDiagnosticsList()) {
            const level = diagnostic.getEnforcementlevel() === MANDATORY ? "mandatory" : "advisory";
            mandatory ||= level === "mandatory";
            names.add(diagnostic.getPolicyname());
            deployment.observer.policy({
                kind: "violation",
                urn: urnOf(diagnostic),
                pack: diagnostic.getPolicypackname() || pack.name,
                policy: diagnostic.getPolicyname(),
                level,
                message: diagnostic.getMessage(),
            });
        }
        deployment.sawError ||= mandatory;
        return { names: [...names].sort(), mandatory };
    }

    /** Policies over the stack as a whole see what was deployed, with its outputs. */
    async analyzeStack(deployment: Deployment): Promise<void> {
        const { project, stack } = deployment;
        const root = makeUrn(stack, project, "", stackType, `${project}-${stack}`);
        let request: messages.AnalyzeStackRequest | undefined;
        for (const pack of this.packs) {
            // The whole stack is a lot to send to a pack that has no use for it.
            const response =
                pack.stackPolicies.length > 0
                    ? await pack.analyzeStack((request ??= analyzeStackRequest(deployment)))
                    : new messages.AnalyzeResponse();
            const failed = this.violations(deployment, pack, response, (diagnostic) => diagnostic.getUrn() || root);
            deployment.observer.policy({
                kind: "policyAnalyzeStackSummary",
                pack: pack.name,
                passed: pack.stackPolicies.filter((name) => !failed.names.includes(name)),
                failed: failed.names,
            });
        }
    }
}

function stackRequest({ project, stack, dryRun, config }: PackOptions): messages.AnalyzerStackConfigureRequest {
    const request = new messages.AnalyzerStackConfigureRequest();
    request.setProject(project).setStack(stack).setOrganization("organization").setDryRun(dryRun);
    request.setConfigSecretKeysList(config.secretKeys);
    for (const [key, value] of Object.entries(config.values)) {
        request.getConfigMap().set(key, value);
    }
    return request;
}
