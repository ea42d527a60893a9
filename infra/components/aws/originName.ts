import * as dns from "@pulumi/azure-native/dns";
import * as pulumi from "@pulumi/pulumi";

import { type PlatformZoneRef, relativeName } from "./originCertificate";

export interface OriginNameArgs {
    hostName: string;
    zone: PlatformZoneRef;
    /** Where AWS answers for the balancer. */
    balancerHost: pulumi.Input<string>;
}

/**
 * The public name by which Front Door finds the balancer.
 *
 * Keeps: COM-1 (the name in the certificate is the name that is called), DR-5 (a rebuilt cell brings its origin).
 */
export class OriginName extends pulumi.ComponentResource {
    /** Known once the name leads to the balancer. */
    public readonly hostName: pulumi.Output<string>;

    constructor(name: string, args: OriginNameArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:OriginName", name, args, opts);

        const { hostName, zone } = args;
        const record = new dns.RecordSet(
            `${name}-record`,
            {
                resourceGroupName: zone.resourceGroupName,
                zoneName: zone.domain,
                relativeRecordSetName: relativeName(hostName, zone.domain),
                recordType: "CNAME",
                // Short, because the balancer of a cell that was rebuilt has another name.
                ttl: 300,
                cnameRecord: { cname: args.balancerHost },
            },
            { parent: this },
        );

        this.hostName = record.id.apply(() => hostName);
        this.registerOutputs({ hostName: this.hostName });
    }
}
