import type { Registration } from "../../support/policyMessages";
import { added, setOf } from "../../support/policyMutations";
import type { GoodVariant, Mutant } from "../../support/policyProof";

const setting = (key: string) => (one: Registration) => one.inputs["keyValueName"] === `settings:${key}`;
const passwordType = "random:index/randomPassword:RandomPassword";
const planOf = (plan: string) => (one: Registration) => one.inputs["pricingName"] === plan;
const assignmentOf = (guid: string) => (one: Registration) =>
    `${JSON.stringify(one.inputs["policyDefinitionId"])}`.includes(guid);
const keyValueType = "azure-native:appconfiguration:KeyValue";

const told = (policy: string, rows: readonly { name: string; key: string; value: unknown }[]): Mutant[] =>
    rows.map(({ name, key, value }) => ({
        policy,
        name,
        stack: "prod",
        mutate: setOf(setting(key), "value", value === undefined ? undefined : JSON.stringify(value)),
    }));

export const mutants: Mutant[] = [
    ...told("password-hashing-delivered", [
        { name: "a thousand rounds", key: "password:hash:iterations", value: 1_000 },
        { name: "rounds as text", key: "password:hash:iterations", value: "220000" },
        { name: "SHA-1", key: "password:hash:algorithm", value: "PBKDF2-HMAC-SHA1" },
        { name: "no salt said", key: "password:hash:salt-bytes", value: undefined },
    ]),
    ...told("password-rules-kept", [
        { name: "eight characters", key: "password:length:least", value: 8 },
        { name: "no special character", key: "password:characters:special", value: 0 },
        { name: "a first password that stays", key: "password:first-login:must-change", value: false },
    ]),
    {
        policy: "password-rules-kept",
        name: "generated passwords of eight characters",
        stack: "prod",
        mutate: setOf(passwordType, "length", 8),
    },
    {
        policy: "password-rules-kept",
        name: "special characters allowed, and left to chance",
        stack: "prod",
        mutate: setOf(passwordType, "minSpecial", undefined),
    },
    ...told("application-settings-safe", [
        { name: "a session's cookie over HTTP", key: "cookie:session:secure", value: false },
        { name: "a cookie for every site", key: "cookie:session:same-site", value: "None" },
        { name: "deletions without a token", key: "csrf:methods", value: ["POST", "PUT", "PATCH"] },
        { name: "text messages as a second factor", key: "sign-in:second-factor:methods", value: ["sms"] },
        { name: "links without an end", key: "signed-url:account:lifetime-minutes", value: 1_000_000 },
        { name: "statements of text", key: "data:parametrised-queries-only", value: "true" },
    ]),
    {
        policy: "application-settings-safe",
        name: "one customer's own exception",
        stack: "prod",
        mutate: added(keyValueType, { keyValueName: "settings:cookie:session:secure$some-customer", value: "false" }),
    },
    {
        policy: "production-scanned",
        name: "the free plan for databases",
        stack: "global",
        mutate: setOf(planOf("SqlServers"), "pricingTier", "Free"),
    },
    {
        policy: "production-scanned",
        name: "servers without scans",
        stack: "global",
        mutate: setOf(planOf("VirtualMachines"), "subPlan", "P1"),
    },
    {
        policy: "production-scanned",
        name: "uploads not scanned",
        stack: "global",
        mutate: setOf(planOf("StorageAccounts"), "extensions[0].isEnabled", "False"),
    },
    {
        policy: "production-scanned",
        name: "scans of databases off",
        stack: "prod",
        mutate: setOf("azure-native:sql:SqlVulnerabilityAssessmentsSetting", "state", "Disabled"),
    },
    {
        policy: "production-scanned",
        name: "the classic scans",
        stack: "prod",
        mutate: added("azure-native:sql:ServerVulnerabilityAssessment", { recurringScans: { isEnabled: true } }),
    },
    {
        policy: "resource-in-certified-region",
        name: "a database outside the European Union",
        stack: "prod",
        mutate: setOf("azure-native:sql:Database", "location", "uksouth"),
    },
    {
        policy: "resource-in-certified-region",
        name: "documents in a region without certificates",
        stack: "prod",
        mutate: setOf("azure-native:storage:StorageAccount", "location", "denmarkeast"),
    },
    {
        policy: "resource-in-certified-region",
        name: "a provider of another region",
        stack: "global",
        mutate: added("pulumi:providers:azure-native", { location: "eastus" }),
    },
    {
        policy: "resource-in-certified-region",
        name: "the edge's way in from elsewhere",
        stack: "global",
        mutate: setOf("azure-native:cdn:AFDOrigin", "sharedPrivateLinkResource.privateLinkLocation", "eastus"),
    },
    {
        policy: "azure-policy-enforced",
        name: "a policy that only looks on",
        stack: "global",
        mutate: setOf("azure-native:authorization:PolicyAssignment", "enforcementMode", "DoNotEnforce"),
    },
    {
        policy: "azure-policy-enforced",
        name: "the second factor only reported by Azure",
        stack: "global",
        mutate: setOf(assignmentOf("4e6c27d5"), "parameters.effect.value", "Audit"),
    },
    {
        policy: "azure-policy-enforced",
        name: "a group of resources left out",
        stack: "global",
        mutate: setOf(assignmentOf("6c112d4e"), "notScopes", ["/subscriptions/s/resourceGroups/g"]),
    },
    {
        policy: "azure-policy-enforced",
        name: "an exemption in Azure",
        stack: "global",
        mutate: added("azure-native:authorization:PolicyExemption", { exemptionCategory: "Waiver" }),
    },
];

export const goodVariants: GoodVariant[] = [
    {
        name: "half a million rounds",
        stack: "prod",
        mutate: setOf(setting("password:hash:iterations"), "value", "500000"),
    },
    {
        name: "a customer who wants second factors",
        stack: "prod",
        mutate: added(keyValueType, { keyValueName: "settings:sign-in:second-factor:required$acme", value: "true" }),
    },
    { name: "long generated passwords", stack: "prod", mutate: setOf(passwordType, "length", 64) },
    {
        name: "a region in Azure's own spelling",
        stack: "prod",
        mutate: setOf("azure-native:sql:ElasticPool", "location", "Sweden Central"),
    },
    {
        name: "another plan of Defender",
        stack: "global",
        mutate: added("azure-native:security:Pricing", { pricingName: "Containers", pricingTier: "Standard" }),
    },
];
