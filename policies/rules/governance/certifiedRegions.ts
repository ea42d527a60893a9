import { mustBeKnown } from "../../lib/literal";
import { definePolicy } from "../../lib/policy";
import type { LocatedReading } from "../../lib/propertyReader";

/**
 * Regions of the European Union with three availability zones whose datacenters stand in the ISO 27001 and SOC 2 reports. Restated; a
 * younger region joins when the reports do. Sources: Azure's and AWS's lists of regions and of compliance offerings.
 */
const certified = [
    "westeurope",
    "northeurope",
    "swedencentral",
    "germanywestcentral",
    "francecentral",
    "italynorth",
    "polandcentral",
    "spaincentral",
    // AWS: Ireland, Frankfurt, Paris, Stockholm, Milan, Spain.
    "eu-west-1",
    "eu-central-1",
    "eu-west-3",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
];
/** What belongs to no region holds no data: names, rules, the edge. */
const nowhere = "global";

/** Where a type names further regions than its own. */
const further: Readonly<Record<string, readonly string[]>> = {
    "azure-native:apimanagement:ApiManagementService": ["additionalLocations[].location"],
    "azure-native:cdn:AFDOrigin": ["sharedPrivateLinkResource.privateLinkLocation"],
    "azure-native:compute:GalleryImageVersion": ["publishingProfile.targetRegions[].name"],
    "azure-native:cosmosdb:DatabaseAccount": ["locations[].locationName"],
    "azure-native:dataprotection:BackupVault": ["properties.replicatedRegions[]"],
    "azure-native:eventhub:Namespace": ["geoDataReplication.locations[].locationName"],
    "azure-native:servicebus:Namespace": ["geoDataReplication.locations[].locationName"],
    "aws:dynamodb/table:Table": ["replicas[].regionName"],
    "aws:secretsmanager/secret:Secret": ["replicas[].region"],
};
const awsProvider = "pulumi:providers:aws";
/** A program's components pass on what is judged on the resources inside. */
const notOfACloud = /^(?:oxygis|random|azuread):|^pulumi:(?!providers:)/;

export const policy = definePolicy({
    name: "resource-in-certified-region",
    promise: "CERT-1",
    also: ["BKP-3"],
    severity: "critical",
    description: "Everything lies in regions of the European Union that hold the ISO 27001 and SOC 2 certificates.",
    remedy: "Write a region of the list in policies/rules/governance/certifiedRegions.ts, known at preview; or global where Azure knows no region.",
    url: "https://learn.microsoft.com/azure/reliability/regions-list",
    counterparts: ["Azure Policy e56962a6", "Azure Policy e765b5de", "AZR-000167"],
    resource: ({ type, token, props }, report) => {
        if (notOfACloud.test(token)) {
            return;
        }
        const own = ["location", "region"].map((path): LocatedReading => ({ path, reading: props.read(path) }));
        const more = (further[token] ?? []).flatMap((path) =>
            path.includes("[]") ? props.readEach(path) : [{ path, reading: props.read(path) }],
        );
        for (const { path, reading } of [...own, ...more]) {
            if (reading.state === "unknown") {
                report(mustBeKnown(path));
            } else if (reading.state === "set" && !isCertified(reading.value)) {
                report(`${path} is no certified region of the European Union.`);
            }
        }
        // Otherwise it comes from whoever runs the program. Azure's resources and groups say theirs themselves.
        if (token === awsProvider && props.read("region").state === "unset") {
            report(`${type} does not say its region.`);
        }
    },
});

/** `West Europe` and `westeurope` are the same to Azure. */
function isCertified(region: unknown): boolean {
    const name = typeof region === "string" ? region.toLowerCase().replaceAll(" ", "") : "";
    return name === nowhere || certified.includes(name);
}
