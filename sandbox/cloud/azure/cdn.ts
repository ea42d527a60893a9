/** azure-native:cdn, Front Door Standard and Premium. Limits: "Azure Front Door limits" (2026-07) for Premium. */
import { hashOf, parentOf } from "../arm";
import { cdnRules, deployed, LETTERS, PART_OUTPUTS } from "./cdnRules";
import { assignedIdentity } from "../identity";
import { CloudError, nameRule, type Claim, type Facts, type Problem, type Quota, type TypeTable } from "../model";
import { isObject, isUnknown, select, text, type Properties, type Value } from "../values";

const ENABLED = ["Enabled", "Disabled"];
const SKUS = ["Standard_AzureFrontDoor", "Premium_AzureFrontDoor"];
const HYPHENS = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;
const PART = nameRule(1, 90, HYPHENS, "1-90 letters, digits and hyphens; no hyphen at either end");
const HOST = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/i;
/** Changes reach the points of presence in 3-20 minutes (front-door-faq). */
const ROLLOUT = "Front Door FAQ: 3-20 minutes for routes and origins; middle assumed";

const profileOf = ({ inputs }: Facts): string =>
    `${text(inputs, "resourceGroupName") ?? ""}/${text(inputs, "profileName") ?? ""}`.toLowerCase();
const perProfile =
    (what: string, limit: number) =>
    (facts: Facts): Quota[] => [{ key: `${what}|${profileOf(facts)}`, limit, what: `${what} per Front Door profile` }];
const strings = (found: [string, Value][]): string[] =>
    found.flatMap(([, value]) => (typeof value === "string" ? [value] : []));

/** A custom domain belongs to one profile in all of Azure. */
function domainClaims({ inputs }: Facts): Claim[] {
    const host = text(inputs, "hostName") ?? "";
    return [
        {
            kind: "frontDoorDomain",
            value: host,
            code: "Conflict",
            message: `The domain ${host} is already added to a Front Door profile.`,
        },
    ];
}

function checkDomain(inputs: Properties): Problem[] {
    const problems: Problem[] = [];
    const host = text(inputs, "hostName");
    if (host !== undefined && !isUnknown(host) && !HOST.test(host))
        problems.push({ property: "hostName", reason: `'${host}' is not a host name` });
    const tls = inputs["tlsSettings"];
    if (!isObject(tls)) return problems;
    if (tls["certificateType"] === "ManagedCertificate" && (host ?? "").length > 64)
        problems.push({
            property: "hostName",
            reason: "a managed certificate takes host names of at most 64 characters",
        });
    const suites = (path: string): number => select(tls, `customizedCipherSuiteSet.${path}[]`).length;
    const both = suites("cipherSuiteSetForTls12") > 0 && suites("cipherSuiteSetForTls13") > 0;
    if (tls["cipherSuiteSetType"] === "Customized" && tls["minimumTlsVersion"] !== "TLS13" && !both)
        problems.push({
            property: "tlsSettings.customizedCipherSuiteSet",
            reason: "a customised cipher set needs at least one suite for TLS 1.2 and one for TLS 1.3",
        });
    return problems;
}

function checkRoute(inputs: Properties): Problem[] {
    const problems = strings(select(inputs, "patternsToMatch[]"))
        .filter((pattern) => !isUnknown(pattern) && !pattern.startsWith("/"))
        .map((pattern) => ({ property: "patternsToMatch", reason: `'${pattern}' does not begin with /` }));
    const domains = inputs["customDomains"];
    if (
        inputs["linkToDefaultDomain"] !== "Enabled" &&
        (domains === undefined || select(domains, "[]").length === 0) &&
        !isUnknown(domains)
    )
        problems.push({
            property: "customDomains",
            reason: "a route needs a custom domain unless linkToDefaultDomain is Enabled",
        });
    return problems;
}

/** Domain and path lead to one route only. */
function routeClaims({ inputs }: Facts): Claim[] {
    const patterns = strings(select(inputs, "patternsToMatch[]"));
    return strings(select(inputs, "customDomains[].id")).flatMap((domain) =>
        patterns.map((pattern) => ({
            kind: "frontDoorRoute",
            value: `${domain}|${pattern}`,
            code: "Conflict",
            message: `The domain ${domain} with the path ${pattern} is already routed.`,
        })),
    );
}

function refuseRoute({ inputs, cloud }: Facts): void {
    const group = text(inputs, "originGroup.id") ?? "";
    if (cloud.count(`originsOf|${group.toLowerCase()}`) === 0)
        throw new CloudError(
            "BadRequest",
            `The origin group ${group} has no enabled origin: a route needs at least one.`,
        );
}

/** Azure covers a domain by one security policy. */
function firewallClaims({ inputs }: Facts): Claim[] {
    return strings(select(inputs, "parameters.associations[].domains[].id")).map((id) => ({
        kind: "frontDoorFirewall",
        value: id,
        code: "BadRequest",
        message: `The domain ${id} is already associated with a security policy.`,
    }));
}

function checkFirewall(inputs: Properties): Problem[] {
    const domains = select(inputs, "parameters.associations[].domains[]").length;
    if (domains <= 225) return [];
    return [
        {
            property: "parameters.associations",
            reason: `${String(domains)} associations: a security policy takes at most 225`,
        },
    ];
}

export const cdn: TypeTable = {
    Profile: {
        id: "Microsoft.Cdn/profiles/{profileName}",
        apiVersion: "2025-06-01",
        inputs: "identity location logScrubbing originResponseTimeoutSeconds profileName resourceGroupName sku tags",
        required: "sku",
        name: nameRule(1, 260, HYPHENS, "1-260 letters, digits and hyphens; no hyphen at either end"),
        location: "global",
        usual: PART_OUTPUTS,
        values: { "sku.name": SKUS },
        quotas: ({ cloud }) => [
            {
                key: `frontDoorProfiles|${cloud.subscriptionId}`,
                limit: 500,
                what: "Front Door profiles per subscription",
            },
        ],
        refuse: ({ inputs, before }) => {
            if (
                text(before, "sku.name") === "Premium_AzureFrontDoor" &&
                text(inputs, "sku.name") !== "Premium_AzureFrontDoor"
            )
                throw new CloudError("BadRequest", "Downgrading a profile from Premium to Standard is not supported.");
        },
        outputs: (facts) => ({
            originResponseTimeoutSeconds: 30,
            ...facts.inputs,
            ...assignedIdentity(facts),
            frontDoorId: facts.cloud.guid(facts.id, "frontDoor"),
            kind: "frontdoor",
            resourceState: "Active",
        }),
        seconds: { create: 60, update: 30, delete: 60, source: "assumed" },
    },
    AFDEndpoint: {
        id: "Microsoft.Cdn/profiles/{profileName}/afdEndpoints/{endpointName}",
        apiVersion: "2025-06-01",
        inputs: "autoGeneratedDomainNameLabelScope enabledState endpointName location profileName resourceGroupName tags",
        name: nameRule(2, 46, HYPHENS, "2-46 letters, digits and hyphens; no hyphen at either end"),
        createOnly: "autoGeneratedDomainNameLabelScope",
        location: "global",
        usual: PART_OUTPUTS,
        values: { enabledState: ENABLED },
        // Within a tenant the same name gets the same host name (scope TenantReuse, the default), so it can exist once.
        claims: ({ name }) => [{ kind: "frontDoorEndpoint", value: name }],
        quotas: perProfile("endpoints", 25),
        outputs: ({ name, inputs, cloud }) => ({
            enabledState: "Enabled",
            ...inputs,
            ...deployed(),
            hostName: `${name}-${hashOf(16, cloud.tenantId, name)}.z01.azurefd.net`,
        }),
        seconds: { create: 60, delete: 60, source: "assumed" },
    },
    AFDOriginGroup: {
        id: "Microsoft.Cdn/profiles/{profileName}/originGroups/{originGroupName}",
        apiVersion: "2025-06-01",
        inputs: `authentication healthProbeSettings loadBalancingSettings originGroupName profileName resourceGroupName
            sessionAffinityState trafficRestorationTimeToHealedOrNewEndpointsInMinutes`,
        name: PART,
        usual: PART_OUTPUTS,
        inUse: "Conflict",
        values: {
            sessionAffinityState: ENABLED,
            "healthProbeSettings.probeProtocol": ["NotSet", "Http", "Https"],
            "healthProbeSettings.probeRequestType": ["NotSet", "GET", "HEAD"],
        },
        quotas: perProfile("originGroups", 200),
        outputs: deployed,
        seconds: { create: 180, source: ROLLOUT },
    },
    AFDOrigin: {
        id: "Microsoft.Cdn/profiles/{profileName}/originGroups/{originGroupName}/origins/{originName}",
        apiVersion: "2025-06-01",
        inputs: `azureOrigin enabledState enforceCertificateNameCheck hostName httpPort httpsPort originGroupName originHostHeader
            originName priority profileName resourceGroupName sharedPrivateLinkResource weight`,
        required: "hostName",
        writeOnly: "profileName",
        name: PART,
        usual: PART_OUTPUTS,
        values: { enabledState: ENABLED },
        check: ({ priority, weight }) => [...range("priority", priority, 1, 5), ...range("weight", weight, 1, 1000)],
        quotas: (facts) => [
            ...perProfile("origins", 200)(facts),
            {
                key: `originsOf|${parentOf(facts.id)?.toLowerCase() ?? ""}`,
                limit: 50,
                what: "origins per origin group",
            },
        ],
        outputs: ({ inputs }) => ({ enabledState: "Enabled", ...inputs, ...deployed() }),
        seconds: { create: 300, delete: 180, source: ROLLOUT },
    },
    AFDCustomDomain: {
        id: "Microsoft.Cdn/profiles/{profileName}/customDomains/{customDomainName}",
        apiVersion: "2025-06-01",
        inputs: `azureDnsZone customDomainName extendedProperties hostName preValidatedCustomDomainResourceId profileName
            resourceGroupName tlsSettings`,
        required: "hostName",
        createOnly: "hostName",
        unchecked: "preValidatedCustomDomainResourceId",
        name: nameRule(1, 260, HYPHENS, "1-260 letters, digits and hyphens; no hyphen at either end"),
        usual: PART_OUTPUTS,
        inUse: "Conflict",
        values: {
            "tlsSettings.certificateType": [
                "CustomerCertificate",
                "ManagedCertificate",
                "AzureFirstPartyManagedCertificate",
            ],
            // TLS 1.0 and 1.1 ended on 1 March 2025, although the SDK still lists TLS10.
            "tlsSettings.minimumTlsVersion": ["TLS12", "TLS13"],
            "tlsSettings.cipherSuiteSetType": ["Customized", "TLS10_2019", "TLS12_2022", "TLS12_2023"],
        },
        check: checkDomain,
        claims: domainClaims,
        quotas: perProfile("customDomains", 500),
        outputs: ({ id, inputs, now, before, cloud }) => ({
            ...inputs,
            ...deployed(),
            domainValidationState: "Pending",
            validationProperties: before?.["validationProperties"] ?? {
                validationToken: `_${hashOf(31, cloud.guid(id, "token"))}`,
                // The token can be used for seven days (articles/frontdoor/domain.md).
                expirationDate: new Date(now.getTime() + 7 * 86_400_000).toISOString(),
            },
        }),
        seconds: { create: 300, update: 300, delete: 120, source: ROLLOUT },
    },
    Route: {
        id: "Microsoft.Cdn/profiles/{profileName}/afdEndpoints/{endpointName}/routes/{routeName}",
        apiVersion: "2025-06-01",
        inputs: `cacheConfiguration customDomains enabledState endpointName forwardingProtocol httpsRedirect linkToDefaultDomain
            originGroup originPath patternsToMatch profileName resourceGroupName routeName ruleSets supportedProtocols`,
        required: "originGroup",
        writeOnly: "profileName",
        name: PART,
        usual: PART_OUTPUTS,
        values: {
            enabledState: ENABLED,
            httpsRedirect: ENABLED,
            linkToDefaultDomain: ENABLED,
            forwardingProtocol: ["HttpOnly", "HttpsOnly", "MatchRequest"],
            "supportedProtocols[]": ["Http", "Https"],
        },
        check: checkRoute,
        claims: routeClaims,
        quotas: perProfile("routes", 200),
        refuse: refuseRoute,
        outputs: ({ inputs }) => ({ enabledState: "Enabled", ...inputs, ...deployed() }),
        seconds: { create: 600, delete: 180, source: ROLLOUT },
    },
    RuleSet: {
        id: "Microsoft.Cdn/profiles/{profileName}/ruleSets/{ruleSetName}",
        apiVersion: "2025-06-01",
        inputs: "profileName resourceGroupName ruleSetName",
        name: nameRule(1, 60, LETTERS, "1-60 letters and digits, beginning with a letter"),
        usual: PART_OUTPUTS,
        inUse: "Conflict",
        quotas: perProfile("ruleSets", 200),
        outputs: deployed,
        seconds: { create: 10, source: "assumed" },
    },
    ...cdnRules,
    SecurityPolicy: {
        id: "Microsoft.Cdn/profiles/{profileName}/securityPolicies/{securityPolicyName}",
        apiVersion: "2025-06-01",
        inputs: "parameters profileName resourceGroupName securityPolicyName",
        name: nameRule(1, 260, HYPHENS, "1-260 letters, digits and hyphens; no hyphen at either end"),
        usual: PART_OUTPUTS,
        values: { "parameters.type": ["WebApplicationFirewall"] },
        check: checkFirewall,
        claims: firewallClaims,
        quotas: perProfile("securityPolicies", 200),
        outputs: deployed,
        seconds: { create: 300, delete: 120, source: ROLLOUT },
    },
};

function range(property: string, value: Value | undefined, low: number, high: number): Problem[] {
    return typeof value === "number" && (value < low || value > high)
        ? [{ property, reason: `${String(value)} is not between ${String(low)} and ${String(high)}` }]
        : [];
}
