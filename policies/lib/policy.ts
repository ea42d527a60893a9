import type { ResourceValidationPolicy, Severity } from "@pulumi/policy";

import { promises, type PromiseId } from "../../infra/model/promises";
import type { PropertyReader } from "./propertyReader";
import type { StackIndex } from "./stackIndex";

/** A resource as a rule sees it, before it is created or changed. */
export interface CheckedResource {
    readonly urn: string;
    /** Type as written in the program; use it in messages. */
    readonly type: string;
    /** Normalised type; use it in comparisons. */
    readonly token: string;
    readonly props: PropertyReader;
    /** Whether the engine refuses to delete the resource. */
    readonly protect: boolean;
    /** Property paths whose changes in the program the engine disregards; `*` is all. */
    readonly ignoreChanges: readonly string[];
    /** Whether a replacement begins with the deletion of what is there. */
    readonly deleteBeforeReplace: boolean;
}

export type Report = (message: string) => void;
export type StackReport = (message: string, urn: string) => void;

export interface PolicyDefinition {
    /** `<resource>-<obligation>` in kebab case. */
    readonly name: string;
    readonly promise: PromiseId;
    /** Further promises that rest on the same condition. */
    readonly also?: readonly PromiseId[];
    readonly severity: Severity;
    /** What the policy requires, as a sentence. */
    readonly description: string;
    /** What to do about a violation. */
    readonly remedy: string;
    /** Where the cloud's maker documents what the rule relies on. */
    readonly url: string;
    /** Built-in Azure Policies, CIS controls and scanner rules that ask for the same or something near it. @default none found */
    readonly counterparts?: readonly string[];
    /** Normalised types the rule looks at, alone or in a stack. Default: every type. */
    readonly types?: readonly string[];
    /** A finding of it can never be exempted: to live with one for 90 days may be to lose what the promises protect. */
    readonly neverExempt?: boolean;
    /** Judges one resource by what the program declares for it. Must not be asynchronous. */
    readonly resource?: (resource: CheckedResource, report: Report) => void;
    /** Judges resources together, when all are known. Runs after the update too, so previews are where it protects. */
    readonly stack?: (stack: StackIndex, report: StackReport) => void;
    /** The same, after all other rules: then it is known which properties they have read. */
    readonly afterwards?: (stack: StackIndex, report: StackReport) => void;
}

/** A rule with what CrossGuard lists of it. `packOf` makes policies of rules: one alone would check nothing. */
export interface OxygisPolicy
    extends
        PolicyDefinition,
        Pick<ResourceValidationPolicy, "enforcementLevel" | "framework" | "tags" | "remediationSteps"> {}

/** The page's own date is unknown; this is the day its text was taken into the register of promises. */
const securityPage = { name: "Oxygis security page", version: "2026-11-23" };

/** Completes a rule: it is of level `mandatory` and cites the promise it serves. */
export function definePolicy(definition: PolicyDefinition): OxygisPolicy {
    const { promise, also = [], remedy } = definition;
    return {
        ...definition,
        enforcementLevel: "mandatory",
        framework: { ...securityPage, reference: promise, specification: promises[promise].sentence },
        tags: [promise, ...also],
        remediationSteps: remedy,
    };
}
