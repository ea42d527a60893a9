/** What needs availability zones and cannot be made where a region offers none. */
import { normalLocation } from "../arm";
import { CloudError, type Facts } from "../model";
import { eachString, text } from "../values";

/** What asks for zones in the inputs of something, in words; nothing where it can do without. */
function wish({ inputs }: Facts): string | undefined {
    if (inputs["zoneRedundant"] === true) return "zoneRedundant";
    const zones = inputs["zones"];
    if (Array.isArray(zones) && zones.length > 0) return "zones";
    const sku = text(inputs, "sku.name") ?? "";
    if (/G?ZRS$/.test(sku)) return `sku ${sku}`;
    let vault: string | undefined;
    eachString(inputs["properties"], (each) => {
        if (each === "ZoneRedundant") vault = "storage redundancy ZoneRedundant";
    });
    return vault;
}

/** @throws CloudError where zones are asked for in a region without */
export function refuseZones(facts: Facts): void {
    const location = text(facts.inputs, "location");
    if (location === undefined || location.toLowerCase() === "global") return;
    const region = normalLocation(location);
    const wanted = facts.cloud.zonesOf(region) > 0 ? undefined : wish(facts);
    if (wanted !== undefined)
        throw new CloudError(
            "AvailabilityZoneNotSupported",
            `'${facts.name}' asks for ${wanted}, which location '${region}' does not support: it offers no availability zones.`,
        );
}
