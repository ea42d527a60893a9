import * as acm from "@pulumi/aws/acm";
import * as dns from "@pulumi/azure-native/dns";
import * as pulumi from "@pulumi/pulumi";

import type { RegionalArgs } from "./regionalArgs";

export interface OriginCertificateArgs extends RegionalArgs {
    /** Host name of the origin, below the platform's domain. */
    hostName: string;
    /** The platform's own zone, in Azure's public DNS. */
    zone: PlatformZoneRef;
}

/** Where the platform's own names are. */
export interface PlatformZoneRef {
    resourceGroupName: pulumi.Input<string>;
    /** The zone's name. */
    domain: string;
}

/**
 * The certificate that the balancer presents to Front Door, proven by a DNS record that stays, so that AWS renews it without a person.
 * RSA, because all of Front Door's suites of TLS 1.2 are.
 *
 * Keeps: COM-1 (a valid certificate at all times).
 */
export class OriginCertificate extends pulumi.ComponentResource {
    /** Known once AWS has issued the certificate. */
    public readonly certificateArn: pulumi.Output<string>;

    constructor(name: string, args: OriginCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:OriginCertificate", name, args, opts);

        const { region, tags, hostName, zone } = args;
        const certificate = new acm.Certificate(
            `${name}-certificate`,
            { region, tags, domainName: hostName, validationMethod: "DNS", keyAlgorithm: "RSA_2048" },
            { parent: this },
        );
        const proof = certificate.domainValidationOptions.apply(([option]) => option!);
        const record = new dns.RecordSet(
            `${name}-proof`,
            {
                resourceGroupName: zone.resourceGroupName,
                zoneName: zone.domain,
                relativeRecordSetName: proof.resourceRecordName.apply((record) => relativeName(record, zone.domain)),
                recordType: "CNAME",
                ttl: 3600,
                cnameRecord: { cname: proof.resourceRecordValue },
            },
            { parent: this },
        );
        const issued = new acm.CertificateValidation(
            `${name}-issued`,
            {
                region,
                certificateArn: certificate.arn,
                validationRecordFqdns: [proof.resourceRecordName],
            },
            { parent: this, dependsOn: record },
        );

        this.certificateArn = issued.certificateArn;
        this.registerOutputs({ certificateArn: this.certificateArn });
    }
}

/** Name of a record as its zone knows it; throws where it is not below the domain. A dot may end it, as AWS writes it. */
export function relativeName(record: string, domain: string): string {
    const host = record.replace(/\.$/, "");
    if (!host.endsWith(`.${domain}`)) {
        throw new Error(`${record} is no name below ${domain}`);
    }
    return host.slice(0, -`.${domain}`.length);
}
