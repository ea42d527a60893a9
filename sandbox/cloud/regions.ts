/**
 * Azure's public regions, and those without a pair, where geo-redundant storage does not exist.
 * Source: "Azure regions list" (learn.microsoft.com/azure/reliability/regions-list), 2025-03, and the regions opened since.
 */
import { words } from "./model";

export const REGIONS: ReadonlySet<string> = new Set(
    words(`australiacentral australiaeast australiasoutheast austriaeast belgiumcentral brazilsouth brazilsoutheast canadacentral
        canadaeast centralindia centralus chilecentral denmarkeast eastasia eastus eastus2 francecentral francesouth germanynorth
        germanywestcentral indonesiacentral israelcentral italynorth japaneast japanwest koreacentral koreasouth malaysiawest
        mexicocentral newzealandnorth northcentralus northeurope norwayeast norwaywest polandcentral qatarcentral southafricanorth
        southafricawest southcentralus southindia southeastasia spaincentral swedencentral swedensouth switzerlandnorth
        switzerlandwest uaecentral uaenorth uksouth ukwest westcentralus westeurope westindia westus westus2 westus3`),
);

/** Regions with three availability zones (the same list; "Azure regions with availability zone support"). */
export const ZONED_REGIONS: ReadonlySet<string> = new Set(
    words(`australiaeast austriaeast belgiumcentral brazilsouth canadacentral centralindia centralus chilecentral denmarkeast
        eastasia eastus eastus2 francecentral germanywestcentral indonesiacentral israelcentral italynorth japaneast japanwest
        koreacentral malaysiawest mexicocentral newzealandnorth northeurope norwayeast polandcentral qatarcentral southafricanorth
        southcentralus southeastasia spaincentral swedencentral switzerlandnorth uaenorth uksouth westeurope westus2 westus3`),
);

export const UNPAIRED_REGIONS: ReadonlySet<string> = new Set(
    words(`austriaeast belgiumcentral chilecentral denmarkeast indonesiacentral israelcentral italynorth malaysiawest mexicocentral
        newzealandnorth polandcentral qatarcentral spaincentral`),
);

/**
 * Where Azure replicates geo-redundant storage to, of the regions near Oxygis' customers and some more.
 * Source: "Azure cross-region replication pairings".
 */
const PAIRS: readonly (readonly [string, string])[] = [
    ["westeurope", "northeurope"],
    ["swedencentral", "swedensouth"],
    ["germanywestcentral", "germanynorth"],
    ["francecentral", "francesouth"],
    ["norwayeast", "norwaywest"],
    ["switzerlandnorth", "switzerlandwest"],
    ["uksouth", "ukwest"],
    ["eastus", "westus"],
    ["eastus2", "centralus"],
];

/** The region's pair; undefined where it has none. */
export const pairOf = (region: string): string | undefined =>
    PAIRS.flatMap(([one, other]) => (one === region ? [other] : other === region ? [one] : []))[0];
