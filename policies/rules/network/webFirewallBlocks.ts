import { requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { elementsOf, requireEmpty } from "../../lib/requirement";

type Check = (props: PropertyReader, report: Report) => void;

/** The versions of Microsoft's own rules that block SQL injection, cross-site scripting and file inclusion. */
const coreRules = { type: "Microsoft_DefaultRuleSet", versions: ["2.1", "2.2"] };
/** The same by OWASP, which only application gateways know. */
const owaspRules = { type: "OWASP", versions: ["3.2"] };

/** What a custom rule may do; a request that one allows is never shown to the managed rules. */
const customActions = ["Block", "Log", "Redirect", "AnomalyScoring", "JSChallenge", "CAPTCHA"];
const out = "it takes requests out of the rules.";

const checks: Readonly<Record<string, Check>> = {
    "azure-native:frontdoor:Policy": (props, report) => {
        // Front Door Standard leaves managed rules out.
        requireOneOf(props, "sku.name", ["Premium_AzureFrontDoor"], report);
        requireOneOf(props, "policySettings.enabledState", ["Enabled"], report);
        requireOneOf(props, "policySettings.mode", ["Prevention"], report);
        requireOneOf(props, "policySettings.requestBodyCheck", ["Enabled"], report);
        requireCoreRules(props, [coreRules], true, report);
        refuseExceptions(props, "managedRules.exclusions", "customRules.rules", report);
    },
    "azure-native:network:WebApplicationFirewallPolicy": (props, report) => {
        requireOneOf(props, "policySettings.state", ["Enabled"], report);
        requireOneOf(props, "policySettings.mode", ["Prevention"], report);
        requireOneOf(props, "policySettings.requestBodyCheck", [true], report);
        requireCoreRules(props, [coreRules, owaspRules], false, report);
        refuseExceptions(props, "managedRules.exclusions", "customRules", report);
    },
    // The firewall that a gateway carries itself is retired; a policy is attached instead.
    "azure-native:network:ApplicationGateway": (props, report) => {
        requireOneOf(props, "sku.tier", ["WAF_v2"], report);
        if (props.read("firewallPolicy.id").state === "unset") {
            report("firewallPolicy.id is not set: without a policy nothing is blocked.");
        }
    },
};

export const policy = definePolicy({
    name: "web-firewall-blocks",
    promise: "SW-3",
    also: ["SW-4", "SW-6"],
    severity: "high",
    description:
        "Web application firewalls block what the managed rules find, SQL injection above all; they do not merely report it.",
    remedy:
        "Front Door Premium policy: enabledState Enabled, mode Prevention, requestBodyCheck Enabled, Microsoft_DefaultRuleSet 2.1 or 2.2 with " +
        "ruleSetAction Block, no rule disabled or logged only, no exclusions, no custom rule that allows.",
    url: "https://learn.microsoft.com/azure/web-application-firewall/afds/afds-overview",
    counterparts: [
        "Azure Policy 564feb30, 12430be1, 055aa869, 425bea59",
        "CKV_AZURE_120/121/122/123",
        "AZR-000302/306",
    ],
    types: Object.keys(checks),
    resource: ({ token, props }, report) => checks[token]?.(props, report),
});

function requireCoreRules(
    props: PropertyReader,
    wanted: readonly { type: string; versions: readonly string[] }[],
    namesAction: boolean,
    report: Report,
): void {
    let found = false;
    for (const { path, props: set } of elementsOf(props, "managedRules.managedRuleSets", report)) {
        const inSet: Report = (message) => report(`In ${path}: ${message}`);
        const type = set.read("ruleSetType");
        const core = wanted.find((one) => type.state === "set" && type.value === one.type);
        if (core) {
            found = true;
            requireOneOf(set, "ruleSetVersion", core.versions, inSet);
            if (namesAction) {
                requireOneOf(set, "ruleSetAction", ["Block"], inSet);
            }
        }
        requireEmpty(set, "exclusions", out, inSet);
        judgeOverrides(set, namesAction, inSet);
    }
    if (!found) {
        report(`managedRules.managedRuleSets has no ${wanted.map(({ type }) => type).join(" or ")}.`);
    }
}

function judgeOverrides(set: PropertyReader, namesAction: boolean, report: Report): void {
    for (const { path, props: group } of elementsOf(set, "ruleGroupOverrides", report)) {
        const inGroup: Report = (message) => report(`in ${path}: ${message}`);
        requireEmpty(group, "exclusions", out, inGroup);
        if (group.readEach("rules[]").some(({ reading }) => reading.state === "unset")) {
            inGroup("an override without rules switches its whole group off.");
        }
        for (const { path: at, props: rule } of elementsOf(group, "rules", inGroup)) {
            const inRule: Report = (message) => inGroup(`in ${at}: ${message}`);
            requireOneOf(rule, namesAction ? "enabledState" : "state", ["Enabled"], inRule);
            requireOneOf(rule, "action", ["Block", "AnomalyScoring"], inRule);
            requireEmpty(rule, "exclusions", out, inRule);
        }
    }
}

function refuseExceptions(props: PropertyReader, exclusions: string, rules: string, report: Report): void {
    requireEmpty(props, exclusions, out, report);
    for (const { path, props: rule } of elementsOf(props, rules, report)) {
        requireOneOf(rule, "action", customActions, (message) => report(`In ${path}: ${message}`));
    }
}
