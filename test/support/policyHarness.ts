import * as pulumi from "@pulumi/pulumi";
import type { AnalyzeDiagnostic, AnalyzeResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import type {
    ReadResourceRequest,
    RegisterResourceRequest,
    RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

import type { Exemptions } from "../../policies/lib/exemptions";
import type { OxygisPolicy } from "../../policies/lib/policy";
import { analyzeRequest, analyzeStackRequest, type Registration, signatureKey } from "./policyMessages";
import { policyServer } from "./policyServer";

export interface Finding {
    readonly policy: string;
    readonly level: "advisory" | "mandatory" | "other";
    readonly urn: string;
    readonly message: string;
}

/** At preview the outputs of resources are unknown, at update the provider has answered. */
export type Mode = "preview" | "update";
export const modes: readonly Mode[] = ["preview", "update"];

export interface CapturedProgram {
    readonly registrations: Registration[];
    /** URN-like `type::name` of resources that were read with `.get()`, which no policy ever sees. */
    readonly reads: string[];
}

/**
 * What the pack says of registrations: each by itself, in order, then all together, as the engine asks.
 *
 * Unlike a real preview no provider has checked the inputs before: nothing is filled in or named automatically.
 */
export async function checkRegistrations(
    policies: readonly OxygisPolicy[],
    registrations: readonly Registration[],
    exemptions?: Exemptions,
): Promise<Finding[]> {
    const server = policyServer(policies, exemptions);
    const findings: Finding[] = [];
    for (const resource of registrations) {
        findings.push(...toFindings(await server.analyze(analyzeRequest(resource)), resource.urn));
    }
    findings.push(...toFindings(await server.analyzeStack(analyzeStackRequest(registrations)), ""));
    return findings;
}

/**
 * A pack that has been shown a whole stack and is then asked about changed copies of it: only what differs is shown again, which
 * makes many changes of a large stack affordable.
 */
export class PrimedPack {
    private readonly server;
    private readonly originals: ReadonlyMap<string, Registration>;

    private constructor(policies: readonly OxygisPolicy[], registrations: readonly Registration[]) {
        this.server = policyServer(policies);
        this.originals = new Map(registrations.map((one) => [one.urn, one]));
    }

    static async of(policies: readonly OxygisPolicy[], registrations: readonly Registration[]): Promise<PrimedPack> {
        const pack = new PrimedPack(policies, registrations);
        await pack.show(registrations);
        return pack;
    }

    /** Findings on the registrations that are not those of the start, and on the stack as a whole. */
    async check(registrations: readonly Registration[]): Promise<Finding[]> {
        const changed = registrations.filter((one) => this.originals.get(one.urn) !== one);
        const findings = await this.show(changed);
        findings.push(...toFindings(await this.server.analyzeStack(analyzeStackRequest(registrations)), ""));
        await this.show(changed.flatMap(({ urn }) => this.originals.get(urn) ?? []));
        return findings;
    }

    private async show(registrations: readonly Registration[]): Promise<Finding[]> {
        const findings: Finding[] = [];
        for (const resource of registrations) {
            findings.push(...toFindings(await this.server.analyze(analyzeRequest(resource)), resource.urn));
        }
        return findings;
    }
}

/** What the pack says of a program. */
export async function checkProgram(
    policies: readonly OxygisPolicy[],
    program: () => unknown,
    mode: Mode,
): Promise<Finding[]> {
    const { registrations } = await captureProgram(program, mode);
    return checkRegistrations(policies, registrations);
}

/**
 * Runs a program against a provider that accepts everything, and returns what it registered, in the order of registration.
 *
 * @param mocks what the provider answers. Default: its inputs, and on update a name and an id; invokes fail.
 */
export async function captureProgram(
    program: () => unknown,
    mode: Mode,
    mocks: pulumi.runtime.Mocks = acceptingProvider(mode),
): Promise<CapturedProgram> {
    const captured: CapturedProgram = { registrations: [], reads: [] };
    await pulumi.runtime.setMocks(mocks, "oxygis", "test", mode === "preview");
    // The same once more with a monitor that listens: setMocks itself takes none.
    pulumi.runtime.setMockOptions(new CapturingMonitor(mocks, captured), "oxygis", "test", mode === "preview");
    // The SDK notes where each promise was made; to translate that back to TypeScript takes longer than the program.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
        await pulumi.runtime.runInPulumiStack(() => Promise.resolve(program()));
        await pulumi.runtime.disconnect();
    } finally {
        Error.stackTraceLimit = stackTraceLimit;
    }
    return captured;
}

class CapturingMonitor extends MockMonitor {
    constructor(
        mocks: pulumi.runtime.Mocks,
        private readonly captured: CapturedProgram,
    ) {
        super(mocks);
    }

    override registerResource(request: RegisterResourceRequest, callback: Callback): Promise<void> {
        return super.registerResource(request, (error, response: RegisterResourceResponse) => {
            if (!error) {
                this.captured.registrations.push(toRegistration(request, response));
            }
            callback(error, response);
        });
    }

    override readResource(request: ReadResourceRequest, callback: Callback): Promise<void> {
        this.captured.reads.push(`${request.getType()}::${request.getName()}`);
        return super.readResource(request, callback);
    }
}

type Callback = (error: unknown, response: unknown) => void;

function acceptingProvider(mode: Mode): pulumi.runtime.Mocks {
    return {
        newResource: ({ name, type, inputs }) => ({
            id: mode === "preview" ? undefined : `${name}-id`,
            state: { ...(mode === "update" && { name: azureName(type, name, inputs) }), ...(inputs as object) },
        }),
        call: ({ token }) => {
            throw new Error(`the invoke ${token} is not mocked`);
        },
    };
}

/** azure-native takes a database's name as `databaseName` and answers it as `name`. */
function azureName(type: string, name: string, inputs: unknown): unknown {
    const [first = "", ...rest] = type.slice(type.lastIndexOf(":") + 1);
    return (inputs as Record<string, unknown>)[`${first.toLowerCase()}${rest.join("")}Name`] ?? name;
}

function toRegistration(request: RegisterResourceRequest, response: RegisterResourceResponse): Registration {
    return {
        urn: response.getUrn(),
        type: request.getType(),
        name: request.getName(),
        inputs: asPoliciesSeeIt(request.getObject()?.toJavaScript() ?? {}),
        outputs: asPoliciesSeeIt(response.getObject()?.toJavaScript() ?? {}),
        parent: request.getParent(),
        protect: request.getProtect() ?? false,
        ignoreChanges: request.getIgnorechangesList(),
        ...(request.getDeletebeforereplacedefined() && { deleteBeforeReplace: request.getDeletebeforereplace() }),
        propertyDependencies: Object.fromEntries(
            request
                .getPropertydependenciesMap()
                .toArray()
                .map(([input]) => [input, request.getPropertydependenciesMap().get(input)?.getUrnsList() ?? []]),
        ),
    };
}

/** The engine hands policies a reference to a resource as its id, or as its URN where it has none. */
function asPoliciesSeeIt(properties: Record<string, unknown>): Record<string, unknown> {
    return JSON.parse(JSON.stringify(properties), (_, value: Record<string, unknown> | null) =>
        typeof value === "object" && value?.[signatureKey] === resourceReference ? value["id"] || value["urn"] : value,
    ) as Record<string, unknown>;
}

const resourceReference = "5cf8f73096256a8f31e491e813e4eb8e";

function toFindings(response: AnalyzeResponse, urn: string): Finding[] {
    return response.getDiagnosticsList().map((diagnostic) => toFinding(diagnostic, urn));
}

function toFinding(diagnostic: AnalyzeDiagnostic, urn: string): Finding {
    const level = diagnostic.getEnforcementlevel();
    return {
        policy: diagnostic.getPolicyname(),
        level:
            level === EnforcementLevel.MANDATORY
                ? "mandatory"
                : level === EnforcementLevel.ADVISORY
                  ? "advisory"
                  : "other",
        urn: diagnostic.getUrn() || urn,
        message: diagnostic.getMessage(),
    };
}
