import { textsAt } from "../../lib/elements";
import { requireEachOneOf, requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import { PropertyReader } from "../../lib/propertyReader";
import { elementsOf } from "../../lib/requirement";

/** The suites of Azure's list that encrypt with 256 bits, authenticate what they encrypt and forget their keys. */
const suites256 = [
    "TLS_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
];

export const policy = definePolicy({
    name: "application-gateway-tls-256-bit",
    promise: "COM-1",
    severity: "critical",
    description: "An application gateway speaks HTTPS with 256-bit suites only; by HTTP it says where HTTPS is.",
    remedy:
        "sslPolicy and each sslProfiles[].sslPolicy: policyType CustomV2, minProtocolVersion TLSv1_2 or TLSv1_3 and AES_256_GCM suites " +
        "only. Every rule of an HTTP listener needs a redirect of redirectType Permanent to a listener of HTTPS, and no backend.",
    url: "https://learn.microsoft.com/azure/application-gateway/application-gateway-ssl-policy-overview",
    counterparts: ["CKV_AZURE_217/218", "Azure.AppGw.SSLPolicy AZR-000064", "Azure.AppGw.UseHTTPS AZR-000059"],
    types: ["azure-native:network:ApplicationGateway"],
    resource: ({ props }, report) => {
        requireSuites(props, "sslPolicy", report);
        for (const { path, props: profile } of elementsOf(props, "sslProfiles", report)) {
            requireSuites(profile, "sslPolicy", (message) => report(`In ${path}: ${message}`));
        }
        for (const { path, props: settings } of elementsOf(props, "backendHttpSettingsCollection", report)) {
            requireOneOf(settings, "protocol", ["Https"], (message) => report(`In ${path}: ${message}`));
        }
        requireRedirects(props, report);
    },
});

function requireSuites(props: PropertyReader, path: string, report: Report): void {
    requireOneOf(props, `${path}.policyType`, ["Custom", "CustomV2"], report);
    requireOneOf(props, `${path}.minProtocolVersion`, ["TLSv1_2", "TLSv1_3"], report);
    requireEachOneOf(props, `${path}.cipherSuites[]`, suites256, report);
}

function requireRedirects(gateway: PropertyReader, report: Report): void {
    const secure = new Set<string>();
    for (const { path, props } of elementsOf(gateway, "httpListeners", report)) {
        const [name = ""] = textsAt(props, ["name"], report);
        const plain = props.read("protocol");
        if (plain.state === "set" && plain.value === "Http") {
            continue;
        }
        secure.add(name);
        requireOneOf(props, "protocol", ["Https", "Http"], (message) => report(`In ${path}: ${message}`));
    }
    const redirects = new Set<string>();
    for (const { props } of elementsOf(gateway, "redirectConfigurations", report)) {
        const [target = ""] = textsAt(props, ["targetListener.id"], report);
        const [kind] = textsAt(props, ["redirectType"], report);
        if (kind === "Permanent" && secure.has(lastOf(target)) && props.read("targetUrl").state === "unset") {
            redirects.add(textsAt(props, ["name"], report)[0] ?? "");
        }
    }
    for (const { path, props } of elementsOf(gateway, "requestRoutingRules", report)) {
        const [listener = ""] = textsAt(props, ["httpListener.id"], report);
        const [redirect = ""] = textsAt(props, ["redirectConfiguration.id"], report);
        const serves = ["backendAddressPool", "urlPathMap"].some((other) => props.read(other).state !== "unset");
        if (!secure.has(lastOf(listener)) && (serves || !redirects.has(lastOf(redirect)))) {
            report(`${path} answers by HTTP with something else than a permanent redirect to a listener of HTTPS.`);
        }
    }
}

/** The name at the end of an id; ids within a gateway are written out by whoever declares it. */
const lastOf = (id: string) => id.slice(id.lastIndexOf("/") + 1);
