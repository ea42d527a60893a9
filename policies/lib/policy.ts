import type {
    ReportViolation,
    ResourceValidationPolicy,
    ResourceValidationArgs,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
} from "@pulumi/policy";

import { promises, type PromiseId } from "../../infra/model/promises";
import { PropertyReader } from "./propertyReader";
import { rememberInputs, type StackIndex, stackIndexOf } from "./stackIndex";
import { normaliseToken } from "./token";

/** A resource as a rule sees it, before it is created or changed. */
export interface CheckedResource {
    /** Type as written in the program; use it in messages. */
    readonly type: string;
    /** Normalised type; use it in comparisons. */
    readonly token: string;
    readonly props: PropertyReader;
}

export type Report = (message: string) => void;
export type StackReport = (message: string, urn: string) => void;

export interface PolicyDefinition {
    /** `<resource>-<obligation>` in kebab case. */
    readonly name: string;
    readonly promise: PromiseId;
    readonly severity: Severity;
    /** What the policy requires, as a sentence. */
    readonly description: string;
    /** What to do about a violation. */
    readonly remedy: string;
    /** Where the cloud's maker documents what the rule relies on. */
    readonly url: string;
    /** Normalised types the rule looks at, alone or in a stack. Default: every type. */
    readonly types?: readonly string[];
    /** Judges one resource by what the program declares for it. Must not be asynchronous. */
    readonly resource?: (resource: CheckedResource, report: Report) => void;
    /** Judges resources together, when all are known. Runs after the update too, so previews are where it protects. */
    readonly stack?: (stack: StackIndex, report: StackReport) => void;
}

export type OxygisPolicy = ResourceValidationPolicy & Partial<Pick<StackValidationPolicy, "validateStack">>;

/** The page's own date is unknown; this is the day its text was taken into the register of promises. */
const securityPage = { name: "Oxygis security page", version: "2026-11-23" };

/**
 * Turns a rule into a CrossGuard policy of level `mandatory`.
 *
 * A rule that throws would abort the whole preview and lose every other finding: here it becomes a finding itself. Its error
 * message is left out, because policies receive secrets in plain text and a message may quote one.
 */
export function definePolicy(definition: PolicyDefinition): OxygisPolicy {
    const { name, promise, description, resource: checkResource, stack: checkStack } = definition;
    const types = definition.types && new Set(definition.types);
    const mandatory = (report: ReportViolation) => (message: string, urn?: string) =>
        report(asMandatory(`${description}\n${message}`, urn));

    const validateResource = (args: ResourceValidationArgs, reportViolation: ReportViolation): void => {
        const token = normaliseToken(args.type);
        if (types && !types.has(token)) {
            return;
        }
        const report = mandatory(reportViolation);
        const props = new PropertyReader(args.props);
        if (checkStack) {
            rememberInputs(args.urn, props);
        }
        guarded(report, () => checkResource?.({ type: args.type, token, props }, report));
    };
    const validateStack = (args: StackValidationArgs, reportViolation: ReportViolation): void => {
        const report = mandatory(reportViolation);
        guarded(report, () => checkStack?.(stackIndexOf(args.resources), report));
    };

    return {
        name,
        description,
        enforcementLevel: "mandatory",
        severity: definition.severity,
        framework: { ...securityPage, reference: promise, specification: promises[promise].sentence },
        tags: [promise],
        remediationSteps: definition.remedy,
        url: definition.url,
        validateResource,
        ...(checkStack && { validateStack }),
    };
}

function guarded(report: Report, rule: () => void): void {
    try {
        rule();
    } catch (error) {
        const kind = error instanceof Error ? error.constructor.name : typeof error;
        report(`The rule itself failed here (${kind}), so it cannot vouch for this: correct the rule.`);
    }
}

/**
 * The SDK's server takes a whole diagnostic in place of a message; its type declarations only show the message.
 * With it a `--policy-pack-config` that lowers a policy to advisory lowers nothing: each finding says mandatory itself.
 */
function asMandatory(message: string, urn: string | undefined): string {
    return { message, urn, enforcementLevel: "mandatory" } as unknown as string;
}
