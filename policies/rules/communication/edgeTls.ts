import { classicEdgeTypes } from "../../catalogue/refusedTypes";
import { mustBeKnown, requireEachOneOf, requireOneOf } from "../../lib/literal";
import { type CheckedResource, definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { elementsOf } from "../../lib/requirement";

type Check = (resource: CheckedResource, report: Report) => void;

const cipherSuites = "tlsSettings.customizedCipherSuiteSet";

const checks: Readonly<Record<string, Check>> = {
    "azure-native:cdn:AFDCustomDomain": ({ props }, report) => {
        requireOneOf(props, "tlsSettings.minimumTlsVersion", ["TLS12", "TLS13"], report);
        // Every preset of Front Door contains AES-128 suites; of the 256-bit ones these two remain in service.
        requireOneOf(props, "tlsSettings.cipherSuiteSetType", ["Customized"], report);
        requireEachOneOf(props, `${cipherSuites}.cipherSuiteSetForTls12[]`, ["ECDHE_RSA_AES256_GCM_SHA384"], report);
        requireEachOneOf(props, `${cipherSuites}.cipherSuiteSetForTls13[]`, ["TLS_AES_256_GCM_SHA384"], report);
    },
    "azure-native:cdn:Route": ({ props }, report) => {
        requireOneOf(props, "httpsRedirect", ["Enabled"], report);
        requireOneOf(props, "forwardingProtocol", ["HttpsOnly"], report);
        // The default domain (*.azurefd.net) is outside the cipher settings of the custom domains.
        requireOneOf(props, "linkToDefaultDomain", ["Disabled"], report);
        requireEachOneOf(props, "supportedProtocols[]", ["Http", "Https"], report);
    },
    // Encryption to whoever answers protects nothing: the origin must prove its name.
    "azure-native:cdn:AFDOrigin": ({ props }, report) =>
        requireOneOf(props, "enforceCertificateNameCheck", [true], report),
    "azure-native:cdn:Rule": ({ props }, report) => requireHttpsActions(props, report),
    // Front Door (classic) and the CDN products share this type with Front Door; their domains take no cipher settings.
    "azure-native:cdn:Profile": ({ props }, report) =>
        requireOneOf(props, "sku.name", ["Premium_AzureFrontDoor", "Standard_AzureFrontDoor"], report),
    ...Object.fromEntries(
        classicEdgeTypes.map((token): [string, Check] => [
            token,
            ({ type }, report) => report(`${type} belongs to Front Door or CDN (classic): use Front Door Premium.`),
        ]),
    ),
};

export const policy = definePolicy({
    name: "edge-tls-256-bit",
    promise: "COM-1",
    also: ["PWD-3"],
    severity: "critical",
    description: "The public edge speaks HTTPS only, with TLS 1.2 or newer and 256-bit cipher suites.",
    remedy:
        "Custom domains: minimumTlsVersion TLS12, cipherSuiteSetType Customized with exactly ECDHE_RSA_AES256_GCM_SHA384 and " +
        "TLS_AES_256_GCM_SHA384. Routes: httpsRedirect Enabled, forwardingProtocol HttpsOnly, linkToDefaultDomain Disabled. " +
        "Origins: enforceCertificateNameCheck true. Rules: redirects and overrides to HTTPS only. Front Door Standard or Premium, never classic.",
    url: "https://learn.microsoft.com/azure/frontdoor/standard-premium/tls-policy",
    types: Object.keys(checks),
    resource: (resource, report) => checks[resource.token]?.(resource, report),
});

/** The two settings with which a rule can lead a request off HTTPS. */
const ruleProtocols: ReadonlyMap<string, string> = new Map([
    ["destinationProtocol", "Https"],
    ["forwardingProtocol", "HttpsOnly"],
]);
/** Where in a rule they can stand; while one of these is unknown, nobody can tell. */
const actionParts = /^actions(\[\d+\](\.parameters(\.originGroupOverride)?)?)?$/;

function requireHttpsActions(props: PropertyReader, report: Report): void {
    // Left out, the protocol of an override is that of the request.
    for (const { path, props: action } of elementsOf(props, "actions", () => undefined)) {
        const override = "parameters.originGroupOverride";
        if (action.read(override).state === "set" && action.read(`${override}.forwardingProtocol`).state === "unset") {
            report(`${path}.${override}.forwardingProtocol must be HttpsOnly.`);
        }
    }
    props.walk(({ key, path, reading, owner }) => {
        const required = ruleProtocols.get(key);
        if (reading.state === "unknown" && actionParts.test(path)) {
            report(mustBeKnown(path));
        } else if (reading.state !== "unset" && required !== undefined) {
            requireOneOf(owner, key, [required], (message) => report(`In ${path}: ${message}`));
        }
    });
}
