/**
 * What is true of the Azure regions near our customers, and what may be done in them.
 *
 * Sources: Azure regions list and Front Door private-link article of Microsoft's documentation. A region that is not listed here cannot be used.
 */
export interface Region {
    /** Azure's display name and the place, for people. */
    place: string;
    /** Three letters that stand for the region in names, where Azure leaves little room. */
    code: string;
    /** Number of availability zones. */
    zones: 0 | 3;
    /** The region Azure replicates geo-redundant storage to; unset where Azure has paired none. */
    pair?: string;
    /** Whether every subscription can place resources here; some pairs take only what Azure itself replicates. */
    open: boolean;
    inEuropeanUnion: boolean;
    /** Whether the datacenters stand in the ISO 27001 and SOC 2 reports (CERT-1); young regions join in later audits. */
    certified: boolean;
    /** Whether Front Door can reach an origin here by Private Link. */
    frontDoorPrivateLink: boolean;
}

const established = {
    zones: 3,
    open: true,
    inEuropeanUnion: true,
    certified: true,
    frontDoorPrivateLink: true,
} as const;
const young = { ...established, certified: false, frontDoorPrivateLink: false } as const;
const closed = { ...established, zones: 0, open: false, frontDoorPrivateLink: false } as const;

const facts: Readonly<Record<string, Region>> = {
    westeurope: { ...established, place: "West Europe (Netherlands)", code: "weu", pair: "northeurope" },
    northeurope: { ...established, place: "North Europe (Ireland)", code: "neu", pair: "westeurope" },
    swedencentral: { ...established, place: "Sweden Central (Gävle)", code: "sdc", pair: "swedensouth" },
    germanywestcentral: {
        ...established,
        place: "Germany West Central (Frankfurt)",
        code: "gwc",
        pair: "germanynorth",
    },
    francecentral: { ...established, place: "France Central (Paris)", code: "frc", pair: "francesouth" },
    italynorth: { ...established, place: "Italy North (Milan)", code: "itn", frontDoorPrivateLink: false },
    polandcentral: { ...established, place: "Poland Central (Warsaw)", code: "plc", frontDoorPrivateLink: false },
    spaincentral: { ...established, place: "Spain Central (Madrid)", code: "spc", frontDoorPrivateLink: false },
    austriaeast: { ...young, place: "Austria East (Vienna)", code: "ate" },
    belgiumcentral: { ...young, place: "Belgium Central (Brussels)", code: "bec" },
    denmarkeast: { ...young, place: "Denmark East (Copenhagen)", code: "dke" },
    norwayeast: {
        ...established,
        place: "Norway East (Oslo)",
        code: "nwe",
        pair: "norwaywest",
        inEuropeanUnion: false,
    },
    switzerlandnorth: {
        ...established,
        place: "Switzerland North (Zürich)",
        code: "szn",
        pair: "switzerlandwest",
        inEuropeanUnion: false,
        frontDoorPrivateLink: false,
    },
    uksouth: { ...established, place: "UK South (London)", code: "uks", pair: "ukwest", inEuropeanUnion: false },
    ukwest: { ...closed, place: "UK West (Cardiff)", code: "ukw", pair: "uksouth", open: true, inEuropeanUnion: false },
    swedensouth: { ...closed, place: "Sweden South (Malmö)", code: "sds", pair: "swedencentral" },
    germanynorth: { ...closed, place: "Germany North (Berlin)", code: "gno", pair: "germanywestcentral" },
    francesouth: { ...closed, place: "France South (Marseille)", code: "frs", pair: "francecentral" },
    norwaywest: {
        ...closed,
        place: "Norway West (Stavanger)",
        code: "nww",
        pair: "norwayeast",
        inEuropeanUnion: false,
    },
    switzerlandwest: {
        ...closed,
        place: "Switzerland West (Geneva)",
        code: "szw",
        pair: "switzerlandnorth",
        inEuropeanUnion: false,
    },
};

export const regionNames: readonly string[] = Object.keys(facts);

export function findRegion(name: string): Region | undefined {
    return Object.hasOwn(facts, name) ? facts[name] : undefined;
}

/** The region of that name; throws where there is none, which the configuration check has made impossible. */
export function regionOf(name: string): Region {
    const region = findRegion(name);
    if (!region) {
        throw new Error(`unknown region ${JSON.stringify(name)}`);
    }
    return region;
}

/** Why no copy of customers' data may lie in a region; undefined where it may. */
export function objectionToCopies({ zones, open, inEuropeanUnion, certified }: Region): string | undefined {
    const objections = [
        ...(zones < 3 ? ["has no three availability zones (BKP-3)"] : []),
        ...(open ? [] : ["is closed to customers of Azure"]),
        ...(inEuropeanUnion ? [] : ["lies outside the European Union"]),
        ...(certified ? [] : ["is not yet in the ISO 27001 and SOC 2 reports (CERT-1)"]),
    ];
    return objections.length > 0 ? objections.join(" and ") : undefined;
}

/** Why no site may stand in a region; undefined where one may. */
export function objectionToSite(region: Region): string | undefined {
    const objection = objectionToCopies(region);
    if (objection) return objection;
    if (!region.pair) return "has no paired region, so no backup could survive its loss (DR-2)";
    if (!region.frontDoorPrivateLink) return "cannot be reached by Front Door's Private Link (ACC-1)";
    return undefined;
}

export const siteRegions = regionNames.filter((name) => !objectionToSite(regionOf(name)));
export const copyRegions = regionNames.filter((name) => !objectionToCopies(regionOf(name)));
