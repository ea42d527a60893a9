import { type Registration } from "../../support/policyMessages";
import { added, replaced, setOf, theOne, type Which, without, withValue } from "../../support/policyMutations";
import type { GoodVariant, Mutant } from "../../support/policyProof";

type Inputs = Record<string, unknown>;

const accountType = "azure-native:storage:StorageAccount";
const groupType = "azure-native:network:NetworkSecurityGroup";
const subnetType = "azure-native:network:Subnet";
const firewallType = "azure-native:frontdoor:Policy";
const rulesType = "azure-native:network:FirewallPolicyRuleCollectionGroup";

const named =
    (type: string, part: string): Which =>
    (one) =>
        one.type === type && one.name.includes(part);
const documents = named(accountType, "documents-1-account");
const archive = named(accountType, "archive-account");
const applicationGroup = named(groupType, "network-application");
const headers: Which = ({ type, inputs }) =>
    type === "azure-native:cdn:Rule" && JSON.stringify(inputs).includes("Strict-Transport-Security");

const mutant = (policy: string, stack: Mutant["stack"], name: string, mutate: Mutant["mutate"]): Mutant => ({
    policy,
    name,
    stack,
    mutate,
});
const inEach = (changes: readonly Mutant["mutate"][]) => (all: readonly Registration[]) =>
    changes.reduce((changed, change) => change(changed), [...all]);
/** An input made from another resource besides. */
const linked =
    (which: Which, input: string, source: Which): Mutant["mutate"] =>
    (all) => {
        const [one, other] = [theOne(all, which), theOne(all, source)];
        const before = one.propertyDependencies ?? {};
        const after = { ...before, [input]: [...(before[input] ?? []), other.urn] };
        return all.map((each) => (each === one ? { ...one, propertyDependencies: after } : each));
    };
/** A rule more in a network security group. */
const withRule =
    (which: Which, rule: Inputs): Mutant["mutate"] =>
    (all) => {
        const rules = theOne(all, which).inputs["securityRules"] as unknown[];
        return setOf(which, "securityRules", [{ ...inboundHttps, ...rule }, ...rules])(all);
    };
const inboundHttps = {
    name: "more",
    priority: 200,
    direction: "Inbound",
    access: "Allow",
    protocol: "Tcp",
    sourceAddressPrefix: "10.1.0.0/16",
    sourcePortRange: "*",
    destinationAddressPrefix: "*",
    destinationPortRange: "443",
};
const website: Inputs = { publicNetworkAccess: "Enabled", tags: { "oxygis:public-network": "said to be a website" } };

export const mutants: Mutant[] = [
    mutant(
        "browser-returns-by-https",
        "global",
        "an hour only",
        setOf(headers, "actions[0].parameters.value", "max-age=3600"),
    ),
    mutant(
        "browser-returns-by-https",
        "global",
        "the header deleted",
        setOf(headers, "actions[0].parameters.headerAction", "Delete"),
    ),

    mutant("web-firewall-blocks", "global", "detection", setOf(firewallType, "policySettings.mode", "Detection")),
    mutant(
        "web-firewall-blocks",
        "global",
        "no core rules",
        setOf(firewallType, "managedRules.managedRuleSets[0]", undefined),
    ),
    mutant(
        "web-firewall-blocks",
        "global",
        "SQL injection rules only logged",
        setOf(firewallType, "managedRules.managedRuleSets[0].ruleGroupOverrides", [
            { ruleGroupName: "SQLI", rules: [{ ruleId: "942100", enabledState: "Enabled", action: "Log" }] },
        ]),
    ),
    mutant(
        "web-firewall-blocks",
        "global",
        "a custom rule that lets everything through",
        setOf(firewallType, "customRules.rules[0].action", "Allow"),
    ),

    mutant(
        "service-not-public",
        "prod",
        "an open server",
        setOf("azure-native:sql:Server", "publicNetworkAccess", "Enabled"),
    ),
    mutant(
        "service-not-public",
        "prod",
        "an open key vault",
        setOf("azure-native:keyvault:Vault", "properties.publicNetworkAccess", undefined),
    ),
    mutant(
        "service-not-public",
        "prod",
        "a firewall rule for all of Azure",
        added("azure-native:sql:FirewallRule", { startIpAddress: "0.0.0.0", endIpAddress: "0.0.0.0" }),
    ),
    mutant(
        "service-not-public",
        "prod",
        "an origin without private link",
        setOf("azure-native:cdn:AFDOrigin", "sharedPrivateLinkResource", undefined),
    ),
    mutant(
        "service-not-public",
        "prod",
        "connections nobody approves",
        setOf("azure-native:network:PrivateLinkService", "autoApproval.subscriptions", ["*"]),
    ),

    mutant("storage-not-public", "prod", "anonymous reading", setOf(documents, "allowBlobPublicAccess", true)),
    mutant(
        "storage-not-public",
        "prod",
        "a public container",
        setOf("azure-native:storage:BlobContainer", "publicAccess", "Blob"),
    ),
    mutant("storage-not-public", "prod", "shared keys", setOf(documents, "allowSharedKeyAccess", undefined)),
    mutant(
        "storage-not-public",
        "prod",
        "replication to other tenants for no reason",
        setOf(archive, "allowCrossTenantReplication", true),
    ),

    mutant(
        "network-way-in-named",
        "prod",
        "remote desktop from the Internet",
        withRule(applicationGroup, { sourceAddressPrefix: "Internet", destinationPortRange: "3389" }),
    ),
    mutant(
        "network-way-in-named",
        "prod",
        "everything from half the Internet",
        withRule(applicationGroup, {
            sourceAddressPrefix: null,
            sourceAddressPrefixes: ["0.0.0.0/1"],
            protocol: "*",
            destinationPortRange: "*",
        }),
    ),
    mutant("network-way-in-named", "prod", "no last rule", setOf(applicationGroup, "securityRules[2]", undefined)),
    mutant(
        "network-way-in-named",
        "prod",
        "a subnet without filter",
        setOf(named(subnetType, "network-application"), "networkSecurityGroup", undefined),
    ),

    mutant(
        "network-way-out-named",
        "prod",
        "a way out for every machine",
        setOf(subnetType, "defaultOutboundAccess", true),
    ),
    mutant(
        "network-way-out-named",
        "prod",
        "every host",
        setOf(rulesType, "ruleCollections[0].rules[0].targetFqdns", ["*"]),
    ),
    mutant(
        "network-way-out-named",
        "prod",
        "anybody's storage",
        setOf(rulesType, "ruleCollections[0].rules[0].targetFqdns", [
            "login.microsoftonline.com",
            "*.blob.core.windows.net",
        ]),
    ),
    mutant(
        "network-way-out-named",
        "prod",
        "a route past the firewall",
        setOf("azure-native:network:RouteTable", "routes[0].nextHopType", "Internet"),
    ),
    mutant(
        "network-way-out-named",
        "prod",
        "a server that may call any host",
        setOf("azure-native:sql:Server", "restrictOutboundNetworkAccess", "Disabled"),
    ),

    mutant(
        "machine-no-public-address",
        "prod",
        "a load balancer with an address",
        setOf("azure-native:network:LoadBalancer", "frontendIPConfigurations[0].publicIPAddress", { id: "id" }),
    ),
    mutant(
        "machine-no-public-address",
        "prod",
        "machines with addresses of their own",
        setOf(
            "azure-native:compute:VirtualMachineScaleSet",
            "virtualMachineProfile.networkProfile.networkInterfaceConfigurations[0].ipConfigurations[0].publicIPAddressConfiguration",
            { name: "public" },
        ),
    ),

    mutant(
        "internet-surface-guarded",
        "global",
        "domains without a firewall",
        without("azure-native:cdn:SecurityPolicy"),
    ),
    mutant(
        "internet-surface-guarded",
        "global",
        "a firewall for some paths only",
        setOf("azure-native:cdn:SecurityPolicy", "parameters.associations[0].patternsToMatch", ["/login/*"]),
    ),
    mutant("internet-surface-guarded", "global", "a route without headers", (all) =>
        all.map((one) =>
            one === theOne(all, "azure-native:cdn:Route")
                ? { ...one, propertyDependencies: { ...one.propertyDependencies, ruleSets: [] } }
                : one,
        ),
    ),
    mutant(
        "internet-surface-guarded",
        "recovery",
        "hosts sent to a group of somebody else",
        replaced(
            ({ name }) => name === "eu1-hosts-paid-1",
            (one) => ({ ...one, propertyDependencies: { ...one.propertyDependencies, actions: [] } }),
        ),
    ),
    mutant(
        "internet-surface-guarded",
        "global",
        "no security.txt",
        without(
            ({ type, inputs }) =>
                type === "azure-native:storage:Blob" && inputs["blobName"] === ".well-known/security.txt",
        ),
    ),
    mutant("internet-surface-guarded", "prod", "an open account with a reason that is not true", (all) => {
        const account = theOne(all, documents);
        const tags = { ...(account.inputs["tags"] as Inputs), ...(website["tags"] as Inputs) };
        return inEach([setOf(documents, "publicNetworkAccess", "Enabled"), setOf(documents, "tags", tags)])(all);
    }),
    mutant(
        "internet-surface-guarded",
        "prod",
        "HTTPS from the Internet to the application",
        withRule(applicationGroup, { sourceAddressPrefix: "Internet" }),
    ),

    mutant(
        "database-one-per-customer",
        "prod",
        "a secret made from another customer's password",
        linked(
            (one) => one.type === "azure-native:keyvault:Secret" && JSON.stringify(one.inputs).includes("blue-heron"),
            "properties",
            (one) => one.type.startsWith("random:index/randomPassword") && one.name.includes("amber-otter"),
        ),
    ),
    mutant(
        "database-one-per-customer",
        "prod",
        "a catalogue entry with another customer's database",
        linked(
            (one) => one.type === "azure-native:appconfiguration:KeyValue" && one.name.includes("blue-heron"),
            "value",
            (one) => one.type === "azure-native:sql:Database" && one.name.includes("amber-otter"),
        ),
    ),
    mutant(
        "database-one-per-customer",
        "prod",
        "a container of nobody beside customers' ones",
        setOf(
            (one) => one.type === "azure-native:storage:BlobContainer" && one.name.includes("documents-1-amber-otter"),
            "metadata",
            undefined,
        ),
    ),
    mutant(
        "database-one-per-customer",
        "prod",
        "replication to other tenants without a backup",
        without("azure-native:dataprotection:BackupInstance"),
    ),

    mutant(
        "data-encrypted-at-rest",
        "prod",
        "a host that sees plain text",
        setOf(
            "azure-native:compute:VirtualMachineScaleSet",
            "virtualMachineProfile.securityProfile.encryptionAtHost",
            false,
        ),
    ),
    mutant(
        "data-encrypted-at-rest",
        "prod",
        "a database's encryption switched off",
        added("azure-native:sql:TransparentDataEncryption", { state: "Disabled" }),
    ),

    mutant("signing-key-strong", "prod", "a short key", setOf("random:index/randomBytes:RandomBytes", "length", 32)),
    mutant(
        "signing-key-strong",
        "prod",
        "a key for ever",
        setOf("random:index/randomBytes:RandomBytes", "keepers", undefined),
    ),

    // Not in the program: the mistake is to add them like this.
    mutant(
        "application-gateway-tls-256-bit",
        "prod",
        "a gateway of Azure's default ciphers",
        added("azure-native:network:ApplicationGateway", { sku: { tier: "WAF_v2" } }),
    ),
    mutant(
        "application-gateway-tls-256-bit",
        "prod",
        "a gateway that answers by HTTP",
        added("azure-native:network:ApplicationGateway", gatewayByHttp()),
    ),
    mutant(
        "aws-listener-tls-256-bit",
        "prod",
        "a listener of AWS's default ciphers",
        added("aws:lb/listener:Listener", { protocol: "HTTPS", port: 443 }),
    ),
    mutant(
        "aws-listener-tls-256-bit",
        "prod",
        "a listener that answers by HTTP",
        added("aws:alb/listener:Listener", { protocol: "HTTP", defaultActions: [{ type: "forward" }] }),
    ),
    mutant(
        "aws-traffic-named",
        "prod",
        "SSH from the Internet",
        added("aws:ec2/securityGroup:SecurityGroup", {
            ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
        }),
    ),
    mutant(
        "aws-traffic-named",
        "prod",
        "everything out",
        added("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" }),
    ),
];

/** Good but for its only listener. */
function gatewayByHttp(): Inputs {
    return withValue(
        {
            sslPolicy: {
                policyType: "CustomV2",
                minProtocolVersion: "TLSv1_2",
                cipherSuites: ["TLS_AES_256_GCM_SHA384"],
            },
            httpListeners: [{ name: "web", protocol: "Http" }],
            requestRoutingRules: [{ httpListener: { id: "gateway/httpListeners/web" } }],
        },
        "requestRoutingRules[0].backendAddressPool",
        { id: "gateway/backendAddressPools/web" },
    );
}

export const goodVariants: GoodVariant[] = [
    {
        name: "a network security perimeter instead of no network",
        stack: "prod",
        mutate: setOf("azure-native:sql:Server", "publicNetworkAccess", "SecuredByPerimeter"),
    },
    {
        name: "a newer set of firewall rules",
        stack: "global",
        mutate: setOf(firewallType, "managedRules.managedRuleSets[0].ruleSetVersion", "2.2"),
    },
    {
        name: "a host name more",
        stack: "prod",
        mutate: setOf(rulesType, "ruleCollections[0].rules[0].targetFqdns", [
            "*.graph.microsoft.com",
            "api.example.com",
        ]),
    },
    {
        name: "a source of the network more",
        stack: "prod",
        mutate: withRule(applicationGroup, {
            sourceAddressPrefix: null,
            sourceAddressPrefixes: ["10.20.0.0/24", "VirtualNetwork"],
            destinationPortRange: "8080",
            protocol: "*",
        }),
    },
    {
        name: "a longer signing key",
        stack: "prod",
        mutate: setOf("random:index/randomBytes:RandomBytes", "length", 128),
    },
    {
        name: "two years by HTTPS, preloaded",
        stack: "global",
        mutate: setOf(headers, "actions[0].parameters.value", "max-age=63072000; includeSubDomains; preload"),
    },
    {
        name: "HTTPS only at the edge",
        stack: "global",
        mutate: setOf("azure-native:cdn:Route", "supportedProtocols", ["Https"]),
    },
];
