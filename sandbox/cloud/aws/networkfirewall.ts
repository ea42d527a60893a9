/** aws:networkfirewall - the filter of what leaves a network. */
import { CloudError, type Facts } from "../model";
import { select, text, texts, type Value } from "../values";
import type { AwsTable } from "./entry";
import { zonesOfSubnets } from "./subnets";
import { regionOf } from "./templates";

const quick = { create: 10, source: "assumed" };
const name = { min: 1, max: 128, pattern: /^[a-z0-9-]+$/i, text: "1-128 letters, digits and hyphens" };
const arn = (kind: string): string => `arn:aws:network-firewall:{region}:{account}:${kind}/{name}`;

/** The endpoint in each subnet's zone, by which routes lead traffic through the firewall. */
function statuses(facts: Facts): Value[] {
    const zones = zonesOfSubnets(facts, "subnetMappings[].subnetId");
    const syncStates = texts(facts.inputs, "subnetMappings[].subnetId").map((subnetId, index) => {
        const endpointId = `vpce-${facts.cloud.guid(facts.id, subnetId).replaceAll("-", "").slice(0, 17)}`;
        return { availabilityZone: zones[index] ?? "", attachments: [{ endpointId, subnetId }] };
    });
    return [{ syncStates, transitGatewayAttachmentSyncStates: [], capacityUsageSummaries: [] }];
}

export const networkfirewall: AwsTable = {
    "networkfirewall/firewall:Firewall": {
        id: "{arn}",
        arn: arn("firewall"),
        inputs: `availabilityZoneChangeProtection availabilityZoneMappings deleteProtection description
            enabledAnalysisTypes encryptionConfiguration firewallPolicyArn firewallPolicyChangeProtection name region
            subnetChangeProtection subnetMappings tags transitGatewayId vpcId`,
        required: "firewallPolicyArn",
        named: "name",
        name,
        createOnly: "name transitGatewayId vpcId",
        quotas: ({ inputs }) => [
            { key: `networkFirewalls|${regionOf(inputs)}`, limit: 5, what: `firewalls in ${regionOf(inputs)}` },
        ],
        refuseDelete: ({ inputs, id }) => {
            if (inputs["deleteProtection"] === true)
                throw new CloudError("InvalidOperationException", `Firewall ${id} is protected from deletion`);
        },
        inUse: "InvalidOperationException",
        outputs: (facts) => ({
            deleteProtection: false,
            ...facts.inputs,
            firewallStatuses: statuses(facts),
            updateToken: facts.cloud.guid(facts.id, "token", String(facts.revision)),
        }),
        seconds: { create: 420, update: 120, delete: 420, source: "assumed" },
    },
    "networkfirewall/firewallPolicy:FirewallPolicy": {
        id: "{arn}",
        arn: arn("firewall-policy"),
        inputs: "description encryptionConfiguration firewallPolicy name region tags",
        required: "firewallPolicy",
        named: "name",
        name,
        createOnly: "name",
        inUse: "InvalidOperationException",
        outputs: ({ id, cloud, revision }) => ({ updateToken: cloud.guid(id, "token", String(revision)) }),
        seconds: quick,
    },
    "networkfirewall/ruleGroup:RuleGroup": {
        id: "{arn}",
        arn: ({ inputs, cloud, name: named }) =>
            `arn:aws:network-firewall:${regionOf(inputs)}:${cloud.accountId}:${(text(inputs, "type") ?? "").toLowerCase()}-rulegroup/${named}`,
        inputs: "capacity description encryptionConfiguration name region ruleGroup rules tags type",
        required: "capacity type",
        named: "name",
        name,
        createOnly: "capacity name type",
        values: { type: ["STATEFUL", "STATELESS"] },
        check: (inputs) => {
            const capacity = inputs["capacity"];
            const targets = select(inputs, "ruleGroup.rulesSource.rulesSourceList.targets[]").length;
            const kinds = select(inputs, "ruleGroup.rulesSource.rulesSourceList.targetTypes[]").length;
            return [
                ...(typeof capacity === "number" && targets * kinds > capacity
                    ? [
                          {
                              property: "capacity",
                              reason: `InvalidRequestException: ${String(targets * kinds)} rules, capacity ${String(capacity)}`,
                          },
                      ]
                    : []),
                ...(typeof capacity === "number" && capacity > 30_000
                    ? [{ property: "capacity", reason: "at most 30000" }]
                    : []),
                ...(inputs["rules"] === undefined && inputs["ruleGroup"] === undefined
                    ? [{ property: "", reason: "one of rules, ruleGroup is given" }]
                    : []),
            ];
        },
        inUse: "InvalidOperationException",
        outputs: ({ id, cloud, revision }) => ({ updateToken: cloud.guid(id, "token", String(revision)) }),
        seconds: quick,
    },
    "networkfirewall/loggingConfiguration:LoggingConfiguration": {
        id: "{firewallArn}",
        inputs: "enableMonitoringDashboard firewallArn loggingConfiguration region",
        required: "firewallArn loggingConfiguration",
        createOnly: "firewallArn",
        values: { "loggingConfiguration.logDestinationConfigs[].logType": ["ALERT", "FLOW", "TLS"] },
        seconds: quick,
    },
};
