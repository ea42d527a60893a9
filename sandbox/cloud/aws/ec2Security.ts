/** aws:ec2 and aws:vpc - security groups and their rules. */
import { CloudError, type Facts, type Problem, type Quota } from "../model";
import { select, text, type Properties } from "../values";
import type { AwsTable } from "./entry";
import { regionOf } from "./templates";

const quick = { create: 3, source: "assumed" };

/**
 * Rules of one direction and family in a group: a prefix list takes as many as it may have entries. The limit is what AWS raises it to at
 * most, with one group at an interface (default 60, "Inbound or outbound rules per security group", L-0EA8095F).
 */
const ruleQuota =
    (direction: "inbound" | "outbound") =>
    ({ inputs, cloud }: Facts): Quota[] => {
        const group = text(inputs, "securityGroupId") ?? "";
        const list = cloud.named(
            "aws:ec2/managedPrefixList:ManagedPrefixList",
            regionOf(inputs),
            text(inputs, "prefixListId") ?? "",
        );
        const family =
            inputs["cidrIpv6"] !== undefined || text(list?.inputs, "addressFamily") === "IPv6" ? "IPv6" : "IPv4";
        const entries = list?.outputs["maxEntries"];
        const what = `${direction} ${family} rules of ${group}`;
        return [
            {
                key: `rules|${group}|${direction}|${family}`,
                limit: 1000,
                amount: typeof entries === "number" ? entries : 1,
                what,
            },
        ];
    };

/** A rule names exactly one other end, and ports where its protocol has them. */
function wrongRule(inputs: Properties): Problem[] {
    const ends = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];
    const protocol = text(inputs, "ipProtocol");
    const ports = inputs["fromPort"] !== undefined && inputs["toPort"] !== undefined;
    return [
        ...(ends.filter((name) => inputs[name] !== undefined).length === 1
            ? []
            : [{ property: "", reason: `exactly one of ${ends.join(", ")} must be configured` }]),
        ...((protocol === "tcp" || protocol === "udp") && !ports
            ? [{ property: "fromPort", reason: `MissingParameter: protocol ${protocol} needs fromPort and toPort` }]
            : []),
    ];
}

/** The same rule twice is refused. */
function refuseTwin(direction: string) {
    return ({ id, inputs, cloud }: Facts): void => {
        const group = cloud.named(
            "aws:ec2/securityGroup:SecurityGroup",
            regionOf(inputs),
            text(inputs, "securityGroupId") ?? "",
        );
        const what = (rule: Properties): string =>
            ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId", "ipProtocol", "fromPort", "toPort"]
                .map((name) => JSON.stringify(rule[name] ?? null))
                .join();
        for (const other of group === undefined ? [] : cloud.users(group.id, direction))
            if (
                other.id.toLowerCase() !== id.toLowerCase() &&
                text(other.inputs, "securityGroupId") === text(inputs, "securityGroupId") &&
                what(other.inputs) === what(inputs)
            )
                throw new CloudError("InvalidPermission.Duplicate", "the specified rule already exists");
    };
}

const ruleOutputs = ({ id }: Facts): Properties => ({ securityGroupRuleId: id.split("/").at(-1) ?? "" });

const rule = (direction: "inbound" | "outbound", token: string) =>
    ({
        id: "sgr-{hex17}",
        arn: "arn:aws:ec2:{region}:{account}:security-group-rule/{id}",
        createOnly: "securityGroupId",
        check: wrongRule,
        quotas: ruleQuota(direction),
        refuse: refuseTwin(`aws:${token}`),
        outputs: ruleOutputs,
        seconds: quick,
    }) as const;

export const ec2Security: AwsTable = {
    "ec2/securityGroup:SecurityGroup": {
        id: "sg-{hex17}",
        arn: "arn:aws:ec2:{region}:{account}:security-group/{id}",
        inputs: "description egress ingress name namePrefix region revokeRulesOnDelete tags vpcId",
        named: "name",
        unique: "vpcId",
        createOnly: "description name namePrefix vpcId",
        name: { min: 1, max: 255, pattern: /^(?!sg-)/, text: "at most 255 characters, not beginning with sg-" },
        inUse: "DependencyViolation",
        outputs: ({ inputs, cloud }) => ({
            description: "Managed by Pulumi",
            ingress: [],
            egress: [],
            ...inputs,
            ownerId: cloud.accountId,
        }),
        seconds: { create: 5, source: "assumed" },
    },
    "ec2/defaultSecurityGroup:DefaultSecurityGroup": {
        // It comes with the network; this takes it over.
        id: ({ id }) => id.split("/").at(-1) ?? "",
        arn: ({ inputs, cloud }) => {
            const vpc = cloud.named("aws:ec2/vpc:Vpc", regionOf(inputs), text(inputs, "vpcId") ?? "");
            const group = text(vpc?.outputs, "defaultSecurityGroupId") ?? "";
            return `arn:aws:ec2:${regionOf(inputs)}:${cloud.accountId}:security-group/${group}`;
        },
        inputs: "egress ingress region revokeRulesOnDelete tags vpcId",
        createOnly: "vpcId",
        outputs: ({ inputs, cloud }) => ({
            ingress: [],
            egress: [],
            ...inputs,
            name: "default",
            description: "default VPC security group",
            ownerId: cloud.accountId,
        }),
        seconds: quick,
    },
    "vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
        ...rule("inbound", "vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
        inputs: `cidrIpv4 cidrIpv6 description fromPort ipProtocol prefixListId referencedSecurityGroupId region
            securityGroupId tags toPort`,
        required: "ipProtocol securityGroupId",
    },
    "vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
        ...rule("outbound", "vpc/securityGroupEgressRule:SecurityGroupEgressRule"),
        inputs: `cidrIpv4 cidrIpv6 description fromPort ipProtocol prefixListId referencedSecurityGroupId region
            securityGroupId tags toPort`,
        required: "ipProtocol securityGroupId",
    },
    "ec2/securityGroupRule:SecurityGroupRule": {
        id: "sgrule-{hex10}",
        inputs: `cidrBlocks description fromPort ipv6CidrBlocks prefixListIds protocol region securityGroupId self
            sourceSecurityGroupId toPort type`,
        required: "fromPort protocol securityGroupId toPort type",
        createOnly: `cidrBlocks fromPort ipv6CidrBlocks prefixListIds protocol securityGroupId self sourceSecurityGroupId toPort
            type`,
        values: { type: ["ingress", "egress"] },
        check: (inputs) =>
            select(inputs, "cidrBlocks[]").length +
                select(inputs, "ipv6CidrBlocks[]").length +
                select(inputs, "prefixListIds[]").length +
                (inputs["self"] === true ? 1 : 0) +
                (inputs["sourceSecurityGroupId"] === undefined ? 0 : 1) >
            0
                ? []
                : [
                      {
                          property: "",
                          reason: "one of cidrBlocks, ipv6CidrBlocks, prefixListIds, self, sourceSecurityGroupId is given",
                      },
                  ],
        seconds: quick,
    },
};
