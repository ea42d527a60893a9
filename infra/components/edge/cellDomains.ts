import * as cdn from "@pulumi/azure-native/cdn";
import * as dns from "@pulumi/azure-native/dns";
import * as pulumi from "@pulumi/pulumi";

import type { EdgeProfile } from "./edgeProfile";

export interface CellDomainsArgs extends EdgeProfile {
    endpointName: string;
    tags: Record<string, string>;
    /** All of the cell below the platform's own domain, for example `*.eu1.oxygis-cloud.example`. */
    wildcardHost: string;
    /** Host names of customers' own. */
    vanityHosts: string[];
    zone: { id: pulumi.Input<string>; name: pulumi.Input<string>; domain: string };
    wafPolicyId: pulumi.Input<string>;
    names: { customDomain: (host: string) => string; securityPolicy: (number: number) => string };
}

/** What the owner of a host name enters in their DNS before Front Door may serve it. */
export interface ValidationRecord {
    host: string;
    /** Name of a TXT record. */
    record: string;
    token: pulumi.Output<string>;
    /** Where a CNAME record of the host name must lead. */
    target: pulumi.Output<string>;
}

/** Azure lets one security policy cover this many domains ("Front Door limits"). */
const domainsPerSecurityPolicy = 225;

/** Every preset of Azure's contains AES-128; the page promises 256 bits. */
const tlsSettings = {
    certificateType: cdn.AfdCertificateType.ManagedCertificate,
    minimumTlsVersion: cdn.AfdMinimumTlsVersion.TLS12,
    cipherSuiteSetType: cdn.AfdCipherSuiteSetType.Customized,
    customizedCipherSuiteSet: {
        cipherSuiteSetForTls12: [cdn.AfdCustomizedCipherSuiteForTls12.ECDHE_RSA_AES256_GCM_SHA384],
        cipherSuiteSetForTls13: [cdn.AfdCustomizedCipherSuiteForTls13.TLS_AES_256_GCM_SHA384],
    },
};

/**
 * The host names of one cell, each with a managed certificate, strong ciphers and the firewall in front.
 *
 * Keeps: COM-1 (256-bit HTTPS), PWD-3 (credentials by HTTPS only), SW-3, SW-4 and SW-6 (firewall on every host name).
 */
export class CellDomains extends pulumi.ComponentResource {
    public readonly endpointName: pulumi.Output<string>;
    public readonly endpointHost: pulumi.Output<string>;
    public readonly domainIds: pulumi.Output<string>[];
    public readonly vanityValidation: ValidationRecord[];

    constructor(name: string, args: CellDomainsArgs, opts?: pulumi.ComponentResourceOptions) {
        const { names, ...inputs } = args;
        super("oxygis:edge:CellDomains", name, inputs, opts);

        const { resourceGroupName, profileName, wildcardHost, zone } = args;
        const endpoint = new cdn.AFDEndpoint(
            `${name}-endpoint`,
            {
                resourceGroupName,
                profileName,
                endpointName: args.endpointName,
                tags: args.tags,
                location: "Global",
                enabledState: cdn.EnabledState.Enabled,
            },
            { parent: this },
        );

        const domain = (suffix: string, hostName: string, azureDnsZone?: { id: pulumi.Input<string> }) =>
            new cdn.AFDCustomDomain(
                `${name}-${suffix}`,
                {
                    resourceGroupName,
                    profileName,
                    customDomainName: names.customDomain(hostName),
                    hostName,
                    tlsSettings,
                    azureDnsZone,
                },
                { parent: this },
            );
        const wildcard = domain("wildcard", wildcardHost, { id: zone.id });
        const vanity = args.vanityHosts.map((host) => ({ host, domain: domain(host, host) }));

        const relative = wildcardHost.slice("*.".length, -`.${zone.domain}`.length);
        const record = (suffix: string, inputs: Partial<dns.RecordSetArgs> & { recordType: string }) =>
            new dns.RecordSet(
                `${name}-${suffix}`,
                { resourceGroupName, zoneName: zone.name, ttl: 3600, ...inputs },
                { parent: this },
            );
        record("validation", {
            recordType: "TXT",
            relativeRecordSetName: `_dnsauth.${relative}`,
            txtRecords: [{ value: [validationToken(wildcard)] }],
        });
        record("alias", {
            recordType: "CNAME",
            relativeRecordSetName: `*.${relative}`,
            cnameRecord: { cname: endpoint.hostName },
        });

        const domains = [wildcard, ...vanity.map((each) => each.domain)];
        for (let first = 0; first < domains.length; first += domainsPerSecurityPolicy) {
            const number = first / domainsPerSecurityPolicy + 1;
            new cdn.SecurityPolicy(
                `${name}-waf-${number}`,
                {
                    resourceGroupName,
                    profileName,
                    securityPolicyName: names.securityPolicy(number),
                    parameters: {
                        type: "WebApplicationFirewall",
                        wafPolicy: { id: args.wafPolicyId },
                        associations: [
                            {
                                domains: domains
                                    .slice(first, first + domainsPerSecurityPolicy)
                                    .map(({ id }) => ({ id })),
                                patternsToMatch: ["/*"],
                            },
                        ],
                    },
                },
                { parent: this },
            );
        }

        this.endpointName = endpoint.name;
        this.endpointHost = endpoint.hostName;
        this.domainIds = domains.map(({ id }) => id);
        this.vanityValidation = vanity.map(({ host, domain }) => ({
            host,
            record: `_dnsauth.${host}`,
            token: validationToken(domain),
            target: endpoint.hostName,
        }));
        this.registerOutputs({ endpointHost: this.endpointHost, vanityValidation: this.vanityValidation });
    }
}

const validationToken = (domain: cdn.AFDCustomDomain) =>
    domain.validationProperties.apply(({ validationToken }) => validationToken);
