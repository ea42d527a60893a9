import { textsAt } from "./elements";
import { isNamed } from "./egressRule";
import { requireEachOneOf, requireOneOf } from "./literal";
import type { Report } from "./policy";
import type { PropertyReader } from "./propertyReader";
import { requireEmpty, requireUnset } from "./requirement";

const drops = ["aws:drop_strict", "aws:drop_established", "aws:drop_established_app_layer"];

/** Reports a policy of AWS's firewall that lets pass what no rule names. */
export function judgeAwsPolicy(props: PropertyReader, report: Report): void {
    const of = (name: string) => `firewallPolicy.${name}`;
    for (const name of ["statelessDefaultActions", "statelessFragmentDefaultActions"]) {
        requireEachOneOf(props, `${of(name)}[]`, ["aws:forward_to_sfe", "aws:drop"], report);
    }
    requireEmpty(props, of("statelessRuleGroupReferences"), "they decide before any host is known.", report);
    requireEmpty(props, of("statelessCustomActions"), "they decide before any host is known.", report);
    requireOneOf(props, of("statefulEngineOptions.ruleOrder"), ["STRICT_ORDER"], report);
    const actions = textsAt(props, [`${of("statefulDefaultActions")}[]`], report);
    if (!actions.some((action) => drops.includes(action))) {
        report(`${of("statefulDefaultActions")} drops nothing: write ${drops.join(" or ")}.`);
    }
}

/** Reports rules of AWS's firewall that let more out than named hosts by HTTPS. */
export function judgeAwsRules(props: PropertyReader, report: Report): void {
    const list = "ruleGroup.rulesSource.rulesSourceList";
    requireOneOf(props, "type", ["STATEFUL"], report);
    requireUnset(props, "rules", "only a list of hosts can be judged.", report);
    for (const other of ["rulesString", "statefulRules", "statelessRulesAndCustomActions"]) {
        requireUnset(props, `ruleGroup.rulesSource.${other}`, "only a list of hosts can be judged.", report);
    }
    requireOneOf(props, `${list}.generatedRulesType`, ["ALLOWLIST", "DENYLIST"], report);
    const kind = props.read(`${list}.generatedRulesType`);
    if (kind.state === "set" && kind.value === "DENYLIST") {
        return;
    }
    requireEachOneOf(props, `${list}.targetTypes[]`, ["TLS_SNI"], report);
    const hosts = textsAt(props, [`${list}.targets[]`], report);
    // AWS writes a wildcard as a dot in front.
    if (hosts.length === 0 || !hosts.every((host) => isNamed(host.replace(/^\./, "*.")))) {
        report(`${list}.targets names no hosts, or by a wildcard that many share.`);
    }
}
