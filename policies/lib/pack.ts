import type {
    Policies,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
} from "@pulumi/policy";

import { policy as exemptionValid } from "../rules/meta/exemptionValid";
import { policy as promiseNotIgnored } from "../rules/meta/promiseNotIgnored";
import type { Exemptions } from "./exemptions";
import type { OxygisPolicy } from "./policy";
import { PropertyReader } from "./propertyReader";
import { type Declared, StackIndex } from "./stackIndex";
import { normaliseToken } from "./token";

/**
 * Makes the policies of a CrossGuard pack out of rules.
 *
 * The SDK deserialises a resource once for every validator, and the whole stack once for every stack validator: with one for each
 * of forty rules that would be most of the pack's time. So there is one of each kind, which runs every rule, and each finding bears
 * the name of its rule. They belong to the two policies that need to see it all: what the rules read, and what they found. The other
 * rules are listed beside these without validators, for the engine to know them. (Two, because the SDK lists a policy with
 * validators of both kinds as one on resources only, and an engine need not send the stack to a pack without one on stacks.)
 *
 * It follows that a `--policy-pack-config` cannot disable a single rule.
 */
export function packOf(rules: readonly OxygisPolicy[], exemptions: Exemptions): Policies {
    const judge = new Judge(rules, exemptions);
    const runners = [promiseNotIgnored, exemptionValid];
    return [
        { ...listing(promiseNotIgnored), validateResource: (args, report) => judge.resource(args, report) },
        { ...listing(exemptionValid), validateStack: (args, report) => judge.stack(args, report) },
        ...rules
            .filter((rule) => !runners.includes(rule))
            .map((rule): ResourceValidationPolicy => ({ ...listing(rule), validateResource: [] })),
    ];
}

/** What the engine is told of a rule. */
function listing(rule: OxygisPolicy): Omit<ResourceValidationPolicy, "validateResource"> {
    const { name, description, enforcementLevel, severity, framework, tags, remediationSteps, url } = rule;
    return { name, description, enforcementLevel, severity, framework, tags, remediationSteps, url };
}

class Judge {
    private readonly rulesByToken = new Map<string, readonly OxygisPolicy[]>();
    /**
     * What the resource rules saw declared, by URN. The engine hands stack rules the *outputs* of resources, and those of
     * azure-native lack what is only ever sent: `databaseName` and `serverName` of a retention policy, `createMode` and
     * `sourceDatabaseId` of a database. The same process was shown the inputs of every resource before, so they are kept.
     */
    private readonly declared: Declared = new Map();

    constructor(
        private readonly rules: readonly OxygisPolicy[],
        private readonly exemptions: Exemptions,
    ) {}

    resource({ type, urn, opts, props: properties }: ResourceValidationArgs, reportViolation: ReportViolation): void {
        const token = normaliseToken(type);
        const rules = this.rulesFor(token);
        const ignoresChanges = opts.ignoreChanges.length > 0;
        const props = new PropertyReader(properties, ignoresChanges ? new Set() : undefined);
        if (ignoresChanges || rules.some(({ stack }) => stack)) {
            this.declared.set(urn, props);
        }
        const { protect, ignoreChanges, deleteBeforeReplace = false } = opts;
        const checked = { urn, type, token, props, protect, ignoreChanges, deleteBeforeReplace };
        for (const rule of rules) {
            const report = (message: string) => this.find(rule, message, urn, reportViolation);
            guarded(rule, urn, reportViolation, () => rule.resource?.(checked, report));
        }
    }

    stack({ resources }: StackValidationArgs, reportViolation: ReportViolation): void {
        const index = new StackIndex(resources, this.declared);
        for (const part of ["stack", "afterwards"] as const) {
            for (const rule of this.rules) {
                const report = (message: string, urn: string) => this.find(rule, message, urn, reportViolation);
                guarded(rule, undefined, reportViolation, () => rule[part]?.(index, report));
            }
        }
        for (const problem of this.exemptions.problemsOf(resources.map(({ urn }) => urn))) {
            say(exemptionValid, `${exemptionValid.description}\n${problem}`, "mandatory", undefined, reportViolation);
        }
        this.exemptions.startAgain();
    }

    private rulesFor(token: string): readonly OxygisPolicy[] {
        let rules = this.rulesByToken.get(token);
        if (!rules) {
            rules = this.rules.filter(({ types }) => !types || types.includes(token));
            this.rulesByToken.set(token, rules);
        }
        return rules;
    }

    private find(rule: OxygisPolicy, message: string, urn: string, reportViolation: ReportViolation): void {
        const exempt = rule.neverExempt ? undefined : this.exemptions.use(rule.name, urn);
        const text = `${rule.description}\n${message}`;
        say(rule, exempt ? `${exempt}\n${text}` : text, exempt ? "advisory" : "mandatory", urn, reportViolation);
    }
}

/**
 * A rule that throws would abort the whole preview and lose every other finding: here it becomes a finding itself, and one that
 * no exemption covers. Its error message is left out, because policies receive secrets in plain text and a message may quote one.
 */
function guarded(rule: OxygisPolicy, urn: string | undefined, reportViolation: ReportViolation, run: () => void): void {
    try {
        run();
    } catch (error) {
        const kind = error instanceof Error ? error.constructor.name : typeof error;
        const message = `The rule itself failed here (${kind}), so it cannot vouch for this: correct the rule.`;
        say(rule, `${rule.description}\n${message}`, "mandatory", urn, reportViolation);
    }
}

/**
 * The SDK's server takes a whole diagnostic in place of a message; its type declarations only show the message. With it a finding
 * says itself whose it is, and that it is mandatory: a `--policy-pack-config` that lowers policies to advisory lowers nothing.
 */
function say(
    { name, description, severity }: OxygisPolicy,
    message: string,
    enforcementLevel: "advisory" | "mandatory",
    urn: string | undefined,
    reportViolation: ReportViolation,
): void {
    reportViolation({ name, description, severity, message, enforcementLevel, urn } as unknown as string);
}
