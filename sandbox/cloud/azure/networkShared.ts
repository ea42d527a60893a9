/** What the entries of azure-native:network share. */
import { hashOf } from "../arm";
import { addressOf, rangeOf, type Range } from "../cidr";
import { nameRule, type CloudView } from "../model";
import { select, type Properties } from "../values";

/** Computed outputs that most of them have. */
export const USUAL = "name type provisioningState etag";
export const NETWORK_NAME = nameRule(
    1,
    80,
    /^[a-z0-9]([\w.-]*\w)?$/i,
    "1-80 letters, digits, underscores, periods and hyphens, beginning with a letter or digit and not ending with . or -",
);
/** The address ranges of a subnet, as written. */
export const prefixes = (inputs: Properties): string[] =>
    [...select(inputs, "addressPrefix"), ...select(inputs, "addressPrefixes[]")].flatMap(([, value]) =>
        typeof value === "string" ? [value] : [],
    );
export const ranges = (list: string[]): Range[] => list.flatMap((cidr) => rangeOf(cidr) ?? []);

/**
 * A private address in a subnet for something that asks for none: behind the five that Azure keeps, always the same for the same
 * asker. Two askers may get the same one; the sandbox sends no packets.
 */
export function privateAddress(cloud: CloudView, subnet: string | undefined, asker: string): Properties {
    const found = subnet === undefined ? undefined : cloud.find(subnet);
    const range = found === undefined ? undefined : ranges(prefixes(found.inputs))[0];
    if (range === undefined) return {};
    const room = range.end - range.first - 5;
    return room < 1 ? {} : { privateIPAddress: addressOf(range.first + 4 + (parseInt(hashOf(8, asker), 16) % room)) };
}
