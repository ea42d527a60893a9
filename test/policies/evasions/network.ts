import { registration, unknownValue } from "../../support/policyMessages";
import { type Evasion, families } from "../../support/policyProof";

const evasion = (policy: string, name: string, type: string, inputs: Record<string, unknown> = {}): Evasion => ({
    name,
    policy,
    registrations: [registration(type, "evasion", inputs)],
});

const groupType = "azure-native:network:NetworkSecurityGroup";
const rest = ["Inbound", "Outbound"].map((direction) => ({
    direction,
    access: "Deny",
    protocol: "*",
    sourceAddressPrefix: "*",
    sourcePortRange: "*",
    destinationAddressPrefix: "*",
    destinationPortRange: "*",
}));
/** A group that is good but for one rule. */
const groupWith = (rule: Record<string, unknown>) => ({
    securityRules: [
        { direction: "Inbound", access: "Allow", protocol: "Tcp", destinationPortRange: "22", ...rule },
        ...rest,
    ],
});
const ways: [string, Record<string, unknown>][] = [
    ["a range that is all of IPv6", { sourceAddressPrefix: "::/0" }],
    ["two halves of the Internet", { sourceAddressPrefixes: ["0.0.0.0/1", "128.0.0.0/1"] }],
    ["a service tag of everybody's machines", { sourceAddressPrefix: "AzureCloud" }],
    ["a private range that is too wide", { sourceAddressPrefix: "10.0.0.0/7" }],
    ["no source at all", {}],
    ["a good source and a bad one", { sourceAddressPrefixes: ["10.0.0.0/8", "8.8.8.8"] }],
    ["a lookalike of no access", { sourceAddressPrefix: "*", access: "deny" }],
    ["a lookalike direction", { sourceAddressPrefix: "*", direction: "outbound" }],
    [
        "a good port and a bad one",
        { sourceAddressPrefix: "*", destinationPortRange: null, destinationPortRanges: ["443", "1433"] },
    ],
    ["a range of ports around the good one", { sourceAddressPrefix: "*", destinationPortRange: "443-1433" }],
    ["a source that is unknown", { sourceAddressPrefix: unknownValue }],
];

const hosts: [string, unknown][] = [
    ["a whole domain", ["*.com"]],
    ["every host among named ones", ["login.microsoftonline.com", "*"]],
    ["everybody's websites", ["*.AzureWebsites.net"]],
    ["a host that is unknown", ["login.microsoftonline.com", unknownValue]],
    ["no host", []],
];
const collection = (rule: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
    ruleCollections: [
        { ruleCollectionType: "FirewallPolicyFilterRuleCollection", action: { type: "Allow" }, rules: [rule], ...more },
    ],
});
const byHost = (targetFqdns: unknown) => ({
    ruleType: "ApplicationRule",
    targetFqdns,
    protocols: [{ protocolType: "Https", port: 443 }],
});
const collectionType = "azure-native:network:FirewallPolicyRuleCollectionGroup";
const firewallType = "azure-native:frontdoor:Policy";
const firewall = (managedRules: unknown) => ({
    sku: { name: "Premium_AzureFrontDoor" },
    policySettings: { enabledState: "Enabled", mode: "Prevention", requestBodyCheck: "Enabled" },
    managedRules,
});
const core = { ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1", ruleSetAction: "Block" };

export const evasions: Evasion[] = [
    ...ways.map(([name, rule]) => evasion("network-way-in-named", name, groupType, groupWith(rule))),
    ...families("azure-native:network:SecurityRule").map((token) =>
        evasion(
            "network-way-in-named",
            `a rule by itself as ${token}`,
            token,
            groupWith({ sourceAddressPrefix: "*" }).securityRules[0],
        ),
    ),
    evasion("network-way-in-named", "a subnet inside its network", "azure-native:network:VirtualNetwork", {
        subnets: [{ name: "open" }],
    }),
    ...hosts.map(([name, fqdns]) => evasion("network-way-out-named", name, collectionType, collection(byHost(fqdns)))),
    evasion(
        "network-way-out-named",
        "every address by number",
        collectionType,
        collection({
            ruleType: "NetworkRule",
            destinationAddresses: ["0.0.0.0/1", "128.0.0.0/1"],
            destinationPorts: ["443"],
        }),
    ),
    evasion(
        "network-way-out-named",
        "a second collection that translates addresses",
        collectionType,
        collection(byHost(["login.microsoftonline.com"]), { ruleCollectionType: "FirewallPolicyNatRuleCollection" }),
    ),
    ...families("azure-native:network:AzureFirewall").map((token) =>
        evasion("network-way-out-named", `rules in ${token} itself`, token, {
            firewallPolicy: { id: unknownValue },
            networkRuleCollections: [{ name: "all" }],
        }),
    ),
    evasion("network-way-out-named", "a policy that inherits its rules", "azure-native:network:FirewallPolicy", {
        threatIntelMode: "Deny",
        basePolicy: { id: "elsewhere" },
    }),
    evasion("network-way-out-named", "a subnet with another gateway", "azure-native:network:Subnet", {
        defaultOutboundAccess: false,
        natGateway: { id: unknownValue },
    }),
    evasion("network-way-out-named", "a gateway of its own", "azure-native:network/v20240501:NatGateway"),
    ...families("azure-native:network:NetworkInterface").map((token) =>
        evasion("machine-no-public-address", `an address on ${token}`, token, {
            ipConfigurations: [{ name: "a" }, { name: "b", publicIPAddress: { id: unknownValue } }],
        }),
    ),
    evasion("machine-no-public-address", "interfaces that are unknown", "azure-native:compute:VirtualMachine", {
        networkProfile: unknownValue,
    }),
    evasion("machine-no-public-address", "a machine of AWS whose subnet gives addresses", "aws:ec2/subnet:Subnet", {
        mapPublicIpOnLaunch: "true",
    }),
    evasion(
        "web-firewall-blocks",
        "core rules twice, once only logged",
        firewallType,
        firewall({ managedRuleSets: [core, { ...core, ruleSetAction: "Log" }] }),
    ),
    evasion(
        "web-firewall-blocks",
        "a group of rules switched off",
        firewallType,
        firewall({ managedRuleSets: [{ ...core, ruleGroupOverrides: [{ ruleGroupName: "SQLI" }] }] }),
    ),
    evasion(
        "web-firewall-blocks",
        "an exclusion deep inside",
        firewallType,
        firewall({
            managedRuleSets: [
                {
                    ...core,
                    ruleGroupOverrides: [
                        {
                            ruleGroupName: "SQLI",
                            rules: [
                                {
                                    ruleId: "942100",
                                    enabledState: "Enabled",
                                    action: "Block",
                                    exclusions: [{ selector: "*" }],
                                },
                            ],
                        },
                    ],
                },
            ],
        }),
    ),
    evasion("web-firewall-blocks", "a lookalike mode", firewallType, {
        ...firewall({ managedRuleSets: [core] }),
        policySettings: { enabledState: "Enabled", mode: "prevention", requestBodyCheck: "Enabled" },
    }),
    ...families("azure-native:sql:FirewallRule").map((token) =>
        evasion("service-not-public", `an opening as ${token}`, token),
    ),
    ...families("azure-native:keyvault:Vault").map((token) =>
        evasion("service-not-public", `an address let into ${token}`, token, {
            properties: {
                publicNetworkAccess: "Disabled",
                networkAcls: { defaultAction: "Deny", ipRules: [{ value: "8.8.8.8" }] },
            },
        }),
    ),
    ...["false", 0, "No"].map((value) =>
        evasion(
            "storage-not-public",
            `${JSON.stringify(value)} for no anonymous reading`,
            "azure-native:storage:StorageAccount",
            {
                allowBlobPublicAccess: value,
            },
        ),
    ),
    evasion("storage-not-public", "a reason that is empty", "azure-native:storage:StorageAccount", {
        allowSharedKeyAccess: true,
        tags: { "oxygis:shared-key": "" },
    }),
    evasion(
        "internet-surface-guarded",
        "a reason for keys on an account that is no website",
        "azure-native:storage:StorageAccount",
        {
            allowSharedKeyAccess: true,
            tags: { "oxygis:shared-key": "we need it" },
        },
    ),
    evasion(
        "internet-surface-guarded",
        "a public load balancer of AWS under its other name",
        "aws:alb/loadBalancer:LoadBalancer",
        {},
    ),
    evasion("aws-listener-tls-256-bit", "HTTP under the other name of a listener", "aws:alb/listener:Listener", {
        protocol: "HTTP",
        defaultActions: [{ type: "redirect", redirect: { protocol: "#{protocol}", statusCode: "HTTP_301" } }],
    }),
    evasion("aws-listener-tls-256-bit", "one behaviour that takes both", "aws:cloudfront/distribution:Distribution", {
        defaultCacheBehavior: { viewerProtocolPolicy: "https-only" },
        orderedCacheBehaviors: [{ viewerProtocolPolicy: "https-only" }, { viewerProtocolPolicy: "allow-all" }],
        viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021" },
    }),
    evasion("storage-not-public", "a public bucket of the second version", "aws:s3/bucketAclV2:BucketAclV2", {
        acl: "public-read",
    }),
    evasion("data-encrypted-at-rest", "the second disk in plain text", "aws:ec2/launchTemplate:LaunchTemplate", {
        blockDeviceMappings: [{ ebs: { encrypted: "true" } }, { ebs: {} }],
    }),
    evasion("browser-returns-by-https", "a time that looks long", "azure-native:cdn:Rule", {
        actions: [
            {
                name: "ModifyResponseHeader",
                parameters: {
                    headerAction: "Overwrite",
                    headerName: "strict-transport-SECURITY",
                    value: "max-age=0; 63072000",
                },
            },
        ],
    }),
    evasion("signing-key-strong", "a length as text", "random:index/randomBytes:RandomBytes", {
        length: "64",
        keepers: { rotation: "1" },
    }),
];
