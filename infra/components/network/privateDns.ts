import * as privatedns from "@pulumi/azure-native/privatedns";
import * as pulumi from "@pulumi/pulumi";

export interface PrivateDnsArgs<Service extends string> {
    resourceGroupName: pulumi.Input<string>;
    tags: Record<string, string>;
    virtualNetworkId: pulumi.Input<string>;
    /** Service, for example `sql`, to the zone Azure resolves its private endpoints in. */
    zones: Record<Service, string>;
}

/** The zones Azure prescribes for private endpoints ("Private endpoint DNS configuration"). */
export const privateLinkZones = {
    blob: "privatelink.blob.core.windows.net",
    sql: "privatelink.database.windows.net",
    keyVault: "privatelink.vaultcore.azure.net",
    appConfiguration: "privatelink.azconfig.io",
} as const;

/**
 * Private name resolution of a cell: inside its network the services' usual names lead to their private endpoints.
 *
 * Keeps: ACC-1 (no public path to production).
 */
export class PrivateDns<Service extends string> extends pulumi.ComponentResource {
    /** Service to the id of its zone. */
    public readonly zoneIds: Readonly<Record<Service, pulumi.Output<string>>>;

    constructor(name: string, args: PrivateDnsArgs<Service>, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:network:PrivateDns", name, args, opts);

        const { resourceGroupName, tags, virtualNetworkId } = args;
        const services = Object.entries(args.zones) as [Service, string][];
        const zones = services.map(([service, privateZoneName]) => {
            const zone = new privatedns.PrivateZone(
                `${name}-${service}`,
                { resourceGroupName, tags, location: "Global", privateZoneName },
                { parent: this },
            );
            new privatedns.VirtualNetworkLink(
                `${name}-${service}-link`,
                {
                    resourceGroupName,
                    tags,
                    location: "Global",
                    privateZoneName: zone.name,
                    virtualNetworkLinkName: "cell",
                    virtualNetwork: { id: virtualNetworkId },
                    registrationEnabled: false,
                },
                { parent: this },
            );
            return [service, zone.id] as const;
        });

        this.zoneIds = Object.fromEntries(zones) as Record<Service, pulumi.Output<string>>;
        this.registerOutputs({ zoneIds: this.zoneIds });
    }
}
