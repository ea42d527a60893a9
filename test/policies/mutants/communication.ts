import type { Registration } from "../../support/policyMessages";
import { setOf } from "../../support/policyMutations";
import type { GoodVariant, Mutant } from "../../support/policyProof";

const serverType = "azure-native:sql:Server";
const domainType = "azure-native:cdn:AFDCustomDomain";

/** A rule that sends customers to the site that stands in. */
const sends = ({ name }: Registration) => name === "eu1-hosts-paid-1";
const override = "actions[0].parameters.originGroupOverride";

export const mutants: Mutant[] = [
    {
        policy: "data-plane-tls-12",
        name: "an older TLS on the server",
        stack: "prod",
        mutate: setOf(serverType, "minimalTlsVersion", "1.1"),
    },
    {
        policy: "data-plane-tls-12",
        name: "the account's minimum left out",
        stack: "global",
        mutate: setOf("azure-native:storage:StorageAccount", "minimumTlsVersion", undefined),
    },
    {
        policy: "edge-tls-256-bit",
        name: "a preset of ciphers",
        stack: "global",
        mutate: setOf(domainType, "tlsSettings.cipherSuiteSetType", "TLS12_2023"),
    },
    {
        policy: "edge-tls-256-bit",
        name: "a 128-bit suite beside the others",
        stack: "global",
        mutate: setOf(domainType, "tlsSettings.customizedCipherSuiteSet.cipherSuiteSetForTls13", [
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
        ]),
    },
    {
        policy: "edge-tls-256-bit",
        name: "a route by HTTP",
        stack: "global",
        mutate: setOf("azure-native:cdn:Route", "forwardingProtocol", "HttpOnly"),
    },
    {
        policy: "edge-tls-256-bit",
        name: "hosts sent to another site by HTTP",
        stack: "recovery",
        mutate: setOf(sends, `${override}.forwardingProtocol`, "HttpOnly"),
    },
    {
        policy: "edge-tls-256-bit",
        name: "hosts sent to another site by whatever the request was",
        stack: "recovery",
        mutate: setOf(sends, `${override}.forwardingProtocol`, undefined),
    },
];

export const goodVariants: GoodVariant[] = [
    { name: "TLS 1.3 only at the server", stack: "prod", mutate: setOf(serverType, "minimalTlsVersion", "1.3") },
    {
        name: "TLS 1.3 only at a domain",
        stack: "global",
        mutate: setOf(domainType, "tlsSettings.minimumTlsVersion", "TLS13"),
    },
];
