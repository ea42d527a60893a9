import { isInside } from "./addresses";
import { textsAt } from "./elements";
import type { Report } from "./policy";
import type { PropertyReader } from "./propertyReader";

/** Azure's names for what is inside or is Azure's own; every other name, AzureCloud too, means machines of anybody. */
const ownSources = ["VirtualNetwork", "AzureLoadBalancer", "GatewayManager"];

/**
 * Whether a rule of a network security group lets in somebody from outside the network.
 *
 * @param report is told of sources that are unknown at preview
 */
export function letsInternetIn(rule: PropertyReader, report: Report = () => undefined): boolean {
    if (is(rule, "direction", "Outbound") || is(rule, "access", "Deny")) {
        return false;
    }
    const sources = textsAt(rule, ["sourceAddressPrefix", "sourceAddressPrefixes[]"], report);
    const groups = rule.readEach("sourceApplicationSecurityGroups[]").some(({ reading }) => reading.state !== "unset");
    return sources.length > 0 ? !sources.every((one) => ownSources.includes(one) || isInside(one)) : !groups;
}

function is(rule: PropertyReader, path: string, value: string): boolean {
    const reading = rule.read(path);
    return reading.state === "set" && reading.value === value;
}
