/** Which places are lost when: pure arithmetic over the outages that were declared. */
import type { Outage, Plane } from "../../control";

/** An outage with its beginning, virtual seconds. */
export type KnownOutage = Outage & { from: number };

const endOf = ({ until }: Outage): number => until ?? Number.POSITIVE_INFINITY;

/** The first outage of a whole region's plane in [from, to]; a moment when both are the same. */
export function outageOf(
    outages: readonly KnownOutage[],
    region: string,
    plane: Plane,
    [from, to]: readonly [number, number],
): KnownOutage | undefined {
    return outages.find(
        (outage) =>
            outage.region === region &&
            outage.zone === undefined &&
            outage.planes.includes(plane) &&
            outage.from <= to &&
            from < endOf(outage),
    );
}

/** The outages once a place is back at `at`: those that lasted longer end there, those that had not begun never happen. */
export function ended(
    outages: readonly KnownOutage[],
    place: { region: string; zone?: string },
    at: number,
): KnownOutage[] {
    return outages.flatMap((outage) => {
        const meant = outage.region === place.region && (place.zone === undefined || outage.zone === place.zone);
        if (!meant || endOf(outage) <= at) return [outage];
        return outage.from >= at ? [] : [{ ...outage, until: at }];
    });
}
