import { elementsOf } from "./requirement";
import { textOf } from "./customerDatabase";
import type { StackReport } from "./policy";
import type { PropertyReader } from "./propertyReader";
import { madeFrom, sourcesOf } from "./relations";
import type { IndexedResource, StackIndex } from "./stackIndex";

/** Headers without which a browser protects nobody. */
const headers = ["strict-transport-security", "content-security-policy", "x-content-type-options"];

const names = {
    domain: "azure-native:cdn:AFDCustomDomain",
    originGroup: "azure-native:cdn:AFDOriginGroup",
    route: "azure-native:cdn:Route",
    rule: "azure-native:cdn:Rule",
    ruleSet: "azure-native:cdn:RuleSet",
    binding: "azure-native:cdn:SecurityPolicy",
    firewall: "azure-native:frontdoor:Policy",
    awsBalancer: "aws:lb/loadBalancer:LoadBalancer",
    awsListener: "aws:lb/listener:Listener",
    awsListenerRule: "aws:lb/listenerRule:ListenerRule",
    awsDistribution: "aws:cloudfront/distribution:Distribution",
    awsBinding: "aws:wafv2/webAclAssociation:WebAclAssociation",
};
export const guardedEdgeTypes = Object.values(names);

/** Reports what answers the Internet without a web application firewall in front, without security headers, or from nobody knows where. */
export function requireGuardedEdge(stack: StackIndex, report: StackReport): void {
    const bindings = stack
        .ofType(names.binding)
        .filter(
            (binding) => madeFrom(stack, binding, "parameters", [names.firewall]).length > 0 && isComplete(binding),
        );
    const guarded = sourcesOf(bindings, "parameters");
    for (const { urn } of stack.ofType(names.domain)) {
        if (!guarded.has(urn)) {
            report(
                "No web application firewall stands before this domain: name it in a cdn.SecurityPolicy, for /*.",
                urn,
            );
        }
    }
    for (const route of stack.ofType(names.route)) {
        const sets = madeFrom(stack, route, "ruleSets", [names.ruleSet]);
        const sent = new Set(sets.flatMap((set) => headersOf(set, stack)));
        const missing = headers.filter((header) => !sent.has(header));
        if (missing.length > 0) {
            report(`No rule set of this route sets ${missing.join(", ")} for every answer.`, route.urn);
        }
    }
    for (const rule of stack.ofType(names.rule)) {
        const overrides = elementsOf(rule.props, "actions", () => undefined).some(
            ({ props }) => props.read("parameters.originGroupOverride").state !== "unset",
        );
        if (overrides && madeFrom(stack, rule, "actions", [names.originGroup]).length === 0) {
            report(
                "This rule sends requests to an origin group that is not of this stack: nobody can tell whose.",
                rule.urn,
            );
        }
    }
    requireGuardedAws(stack, report);
}

/** Whether a binding covers every path of its domains. */
function isComplete({ props }: IndexedResource): boolean {
    const parts = elementsOf(props, "parameters.associations", () => undefined);
    return (
        textOf(props, "parameters.type") === "WebApplicationFirewall" &&
        parts.length > 0 &&
        parts.every(({ props: part }) => part.readEach("patternsToMatch[]").some(({ reading }) => is(reading, "/*")))
    );
}

/** The headers that a rule set sets without conditions, in lower case. */
function headersOf(set: IndexedResource, stack: StackIndex): string[] {
    return stack
        .ofType(names.rule)
        .filter((rule) => madeFrom(stack, rule, "ruleSetName", [names.ruleSet]).includes(set))
        .filter(({ props }) => props.readEach("conditions[]").every(({ reading }) => reading.state === "unset"))
        .flatMap(({ props }) => elementsOf(props, "actions", () => undefined))
        .filter(({ props: action }) => sets(action))
        .map(({ props: action }) => textOf(action, "parameters.headerName")?.toLowerCase() ?? "");
}

function sets(action: PropertyReader): boolean {
    return (
        textOf(action, "name") === "ModifyResponseHeader" && textOf(action, "parameters.headerAction") === "Overwrite"
    );
}

function requireGuardedAws(stack: StackIndex, report: StackReport): void {
    const guarded = sourcesOf(stack.ofType(names.awsBinding), "resourceArn");
    for (const { urn, props } of stack.ofType(names.awsBalancer)) {
        if (!is(props.read("internal"), true) && !guarded.has(urn)) {
            report("This load balancer is public, and no web ACL stands before it.", urn);
        }
    }
    for (const { urn, props } of stack.ofType(names.awsDistribution)) {
        if (props.read("webAclId").state === "unset") {
            report("webAclId is not set: no web ACL stands before this distribution.", urn);
        }
    }
    for (const rule of stack.ofType(names.awsListenerRule)) {
        const listeners = madeFrom(stack, rule, "listenerArn", [names.awsListener]);
        const plain = listeners.length !== 1 || listeners.some(({ props }) => !is(props.read("protocol"), "HTTPS"));
        const actions = elementsOf(rule.props, "actions", () => undefined);
        if (plain && actions.some(({ props: action }) => textOf(action, "type") !== "redirect")) {
            report("This rule answers by HTTP, or nobody can tell that its listener speaks HTTPS.", rule.urn);
        }
    }
}

function is(reading: ReturnType<PropertyReader["read"]>, value: unknown): boolean {
    return reading.state === "set" && reading.value === value;
}
