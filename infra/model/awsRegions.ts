import { regionOf } from "./regions";

/**
 * What is true of the AWS regions near our customers, and what may be done in them. AWS pairs no regions: a cell's file says which
 * one holds its copies.
 *
 * Source: "AWS Regions and Availability Zones", as of November 2026. A region that is not listed here cannot be used; the European
 * Sovereign Cloud (eusc-de-east-1) is a partition of its own, with other accounts and other ARNs.
 */
interface AwsRegion {
    /** AWS's display name and the place, for people. */
    place: string;
    /** Four letters and digits that stand for the region in names. */
    code: string;
    inEuropeanUnion: boolean;
    /** Whether an account must ask for the region before anything can be made there ("Enable or disable AWS Regions"). */
    optIn: boolean;
}

const established = { inEuropeanUnion: true, optIn: false } as const;
const young = { ...established, optIn: true } as const;

const facts: Readonly<Record<string, AwsRegion>> = {
    "eu-central-1": { ...established, place: "Europe (Frankfurt)", code: "euc1" },
    "eu-west-1": { ...established, place: "Europe (Ireland)", code: "euw1" },
    "eu-west-3": { ...established, place: "Europe (Paris)", code: "euw3" },
    "eu-north-1": { ...established, place: "Europe (Stockholm)", code: "eun1" },
    "eu-south-1": { ...young, place: "Europe (Milan)", code: "eus1" },
    "eu-south-2": { ...young, place: "Europe (Spain)", code: "eus2" },
    "eu-west-2": { ...established, place: "Europe (London)", code: "euw2", inEuropeanUnion: false },
    "eu-central-2": { ...young, place: "Europe (Zurich)", code: "euc2", inEuropeanUnion: false },
};

/** Letters that AWS puts behind a region's name for its zones; every region above has these three. */
export const awsZones = ["a", "b", "c"] as const;

export function findAwsRegion(name: string): AwsRegion | undefined {
    return Object.hasOwn(facts, name) ? facts[name] : undefined;
}

/** The region of that name; throws where there is none, which the configuration check has made impossible. */
export function awsRegionOf(name: string): AwsRegion {
    const region = findAwsRegion(name);
    if (!region) {
        throw new Error(`unknown AWS region ${JSON.stringify(name)}`);
    }
    return region;
}

/** The place of a region of either cloud, for people. Throws where there is none of that name. */
export const placeOf = (name: string): string => findAwsRegion(name)?.place ?? regionOf(name).place;

/** Why neither a cell nor a copy of customers' data may lie in a region; undefined where it may. */
export const objectionToAwsRegion = ({ inEuropeanUnion }: AwsRegion): string | undefined =>
    inEuropeanUnion ? undefined : "lies outside the European Union";

export const awsRegionNames: readonly string[] = Object.keys(facts);
export const awsSiteRegions = awsRegionNames.filter((name) => !objectionToAwsRegion(awsRegionOf(name)));
