/** What cannot be done to a resource because a region is lost. */
import type { Plane } from "../../control";
import { normalLocation, parentOf } from "../arm";
import { regionOf } from "../aws/templates";
import { CloudError } from "../model";
import type { State } from "../state";
import { virtualDate } from "../timeline";
import { text, type Properties } from "../values";
import { outageOf, type KnownOutage } from "./outages";

/**
 * Where a resource lives and where it is kept: its own location, else that of the nearest thing it is part of, and its resource group's,
 * without which nothing in the group can be written ("Resource group location alignment").
 */
function regionsOf(state: State, id: string, inputs: Properties): Set<string> {
    const regions = new Set<string>();
    let own = text(inputs, "location");
    for (let scope = parentOf(id); scope !== undefined; scope = parentOf(scope)) {
        const location = text(state.find(scope)?.inputs, "location");
        own ??= location;
        if (location !== undefined && /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i.test(scope))
            regions.add(normalLocation(location));
    }
    if (id.startsWith("arn:")) own = regionOf(inputs);
    if (own !== undefined) regions.add(normalLocation(own));
    return regions;
}

export interface Loss {
    /** When it begins. */
    from: number;
    error: CloudError;
}

/** The first of the planes that is lost at some time of `during`, for a resource of these inputs. */
export function lossOf(
    state: State,
    outages: readonly KnownOutage[],
    { id, inputs }: { id: string; inputs: Properties },
    planes: readonly Plane[],
    during: readonly [number, number],
): Loss | undefined {
    if (outages.length === 0) return undefined;
    for (const region of regionsOf(state, id, inputs))
        for (const plane of planes) {
            const outage = outageOf(outages, region, plane, during);
            if (outage === undefined) continue;
            const since = virtualDate(outage.from).toISOString();
            const what =
                plane === "control"
                    ? `${id.startsWith("arn:") ? "AWS" : "Azure Resource Manager"} answers nothing there`
                    : "what lies there cannot be used";
            return {
                from: outage.from,
                error: new CloudError("ServiceUnavailable", `Region '${region}' is lost since ${since}: ${what}.`),
            };
        }
    return undefined;
}
