import * as dns from "@pulumi/azure-native/dns";
import * as pulumi from "@pulumi/pulumi";

export interface PlatformZoneArgs {
    resourceGroupName: pulumi.Input<string>;
    /** The platform's own domain. */
    domain: string;
    tags: Record<string, string>;
}

/**
 * Public DNS of the platform's own domain, in which certificates are proven and renewed without a person.
 *
 * Keeps: COM-1 (a valid certificate at all times).
 */
export class PlatformZone extends pulumi.ComponentResource {
    public readonly zoneId: pulumi.Output<string>;
    public readonly zoneName: pulumi.Output<string>;
    /** To be entered at the registrar of the domain, once. */
    public readonly nameServers: pulumi.Output<string[]>;

    constructor(name: string, args: PlatformZoneArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:edge:PlatformZone", name, args, opts);

        const zone = new dns.Zone(
            `${name}-zone`,
            {
                resourceGroupName: args.resourceGroupName,
                zoneName: args.domain,
                location: "Global",
                tags: args.tags,
                zoneType: dns.ZoneType.Public,
            },
            // A new zone gets other name servers, and the domain would be gone until the registrar knows them.
            { parent: this, protect: true, retainOnDelete: true },
        );

        this.zoneId = zone.id;
        this.zoneName = zone.name;
        this.nameServers = zone.nameServers;
        this.registerOutputs({ zoneId: this.zoneId, zoneName: this.zoneName, nameServers: this.nameServers });
    }
}
