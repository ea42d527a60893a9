import { isFewAddresses, isInside } from "../../lib/addresses";
import { textsAt } from "../../lib/elements";
import { mustBeKnown, requireOneOf } from "../../lib/literal";
import { filteredTypes, isHttpsAnywhere, requireFilteredWayOut } from "../../lib/filteredWayOut";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { elementsOf } from "../../lib/requirement";

type Check = (props: PropertyReader, report: Report) => void;

const inLists = ["cidrBlocks[]", "ipv6CidrBlocks[]"];
const alone = ["cidrIpv4", "cidrIpv6"];

const group: Check = (props, report) => {
    for (const { path, props: rule } of elementsOf(props, "ingress", report)) {
        judgeIngress(rule, "protocol", inLists, (message) => report(`In ${path}: ${message}`));
    }
    for (const { path, props: rule } of elementsOf(props, "egress", report)) {
        judgeEgress(rule, inLists, (message) => report(`In ${path}: ${message}`));
    }
};

const checks: Readonly<Record<string, Check>> = {
    "aws:ec2/securityGroup:SecurityGroup": group,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": group,
    "aws:ec2/securityGroupRule:SecurityGroupRule": (props, report) => {
        requireOneOf(props, "type", ["ingress", "egress"], report);
        const type = props.read("type");
        if (type.state === "set" && type.value === "egress") {
            judgeEgress(props, inLists, report);
        } else {
            judgeIngress(props, "protocol", inLists, report);
        }
    },
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (props, report) =>
        judgeIngress(props, "ipProtocol", alone, report),
    // To everywhere by HTTPS is a matter of what the subnets route through, and so is a list of addresses: both are judged with the stack.
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": (props, report) =>
        isHttpsAnywhere(props) ? undefined : judgeEgress(props, alone, report),
};

export const policy = definePolicy({
    name: "aws-traffic-named",
    promise: "ACC-1",
    severity: "critical",
    description: "Security groups of AWS let the Internet in by HTTPS only, and nothing out to the whole Internet.",
    remedy:
        "Name private ranges or other security groups. From elsewhere tcp 443, and 80 where a listener redirects. Outwards single " +
        "addresses, or ranges of 256 at most; all by HTTPS only where every subnet's way out is a network firewall of the stack.",
    url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
    counterparts: ["CIS AWS 5.2-5.4", "CKV_AWS_24/25/260/382"],
    types: [...Object.keys(checks), ...filteredTypes],
    resource: ({ token, props }, report) => checks[token]?.(props, report),
    stack: requireFilteredWayOut,
});

function judgeIngress(rule: PropertyReader, protocol: string, ranges: readonly string[], report: Report): void {
    const lists = ["prefixListId", "prefixListIds"].some((path) => rule.read(path).state !== "unset");
    if (!lists && textsAt(rule, ranges, report).every(isInside)) {
        return;
    }
    requireOneOf(rule, protocol, ["tcp"], report);
    for (const port of ["fromPort", "toPort"]) {
        const reading = rule.read(port);
        if (reading.state === "unknown") {
            report(mustBeKnown(port));
        } else if (reading.state === "unset" || (reading.value !== 443 && reading.value !== 80)) {
            report(`${port} opens another port than 443, or 80 for redirects, to the Internet.`);
        }
    }
    const [from, to] = [rule.read("fromPort"), rule.read("toPort")];
    if (from.state === "set" && to.state === "set" && from.value !== to.value) {
        report("fromPort and toPort open a range of ports to the Internet.");
    }
}

function judgeEgress(rule: PropertyReader, ranges: readonly string[], report: Report): void {
    if (!textsAt(rule, ranges, report).every((one) => isInside(one) || isFewAddresses(one))) {
        report("lets traffic out to the whole Internet: name the destination.");
    }
}
