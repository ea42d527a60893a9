/** When what lies in a place is lost, and what its clock says. */
import type { Redundancy, Surroundings } from "./history";
import { between } from "./spread";
import { merged, NEVER, stretches, within, type Span } from "./spans";

type Place = Pick<Surroundings, "outages">;

/** When the data plane of a region is lost, or of one of its zones, whichever it is lost with. */
export function lostSpans({ outages }: Place, region: string, zone?: string): Span[] {
    return merged(
        outages
            .filter((outage) => outage.region === region && outage.planes.includes("data"))
            .filter((outage) => outage.zone === undefined || outage.zone === zone)
            .map(({ from, until }) => ({ from, to: until ?? NEVER })),
    );
}

export const isLost = (around: Place, region: string, at: number, zone?: string): boolean =>
    lostSpans(around, region, zone).some((span) => within(span, at));

/** The zone of something that lies in one zone only. */
export const zoneOf = (id: string): string => String(between(1, 4, "zone", id));

/** The zone that backups of this redundancy lie in at home; none where they lie in all three. */
export const storageZone = (id: string, redundancy: Redundancy): string | undefined =>
    redundancy === "Local" || redundancy === "Geo" ? zoneOf(`${id}/backups`) : undefined;

export const isGeo = (redundancy: Redundancy): boolean => redundancy === "Geo" || redundancy === "GeoZone";

/** Stretches of true time with the seconds that a region's clock is ahead in them. */
export function skews({ faults }: Pick<Surroundings, "faults">, region: string, span: Span) {
    const changes = faults.flatMap(({ at, fault }) =>
        fault.kind === "clockSkew" && fault.region === region ? [{ at, value: fault.seconds }] : [],
    );
    return stretches(changes, 0, span);
}

/** What a region's clock says at a true moment. */
export const stampOf = (around: Pick<Surroundings, "faults">, region: string, at: number): number =>
    at + (skews(around, region, { from: at, to: at + 1 })[0]?.value ?? 0);

/** The last true moment at which a region's clock said at most this. */
export function trueTimeOf(around: Pick<Surroundings, "faults">, region: string, stamp: number): number {
    const candidates = skews(around, region, { from: Number.NEGATIVE_INFINITY, to: NEVER }).flatMap(
        ({ from, to, value }) => (stamp - value < from ? [] : [Math.min(stamp - value, to)]),
    );
    return Math.max(...candidates);
}

/** Stretches in which a fault of this kind acts on the database. */
export const faultSpans = (
    { faults }: Pick<Surroundings, "faults">,
    kind: "backupsFail" | "replicationStops",
    databaseId: string,
): Span[] =>
    merged(
        faults.flatMap(({ fault }) =>
            fault.kind === kind && databaseId.toLowerCase().includes(fault.match.toLowerCase())
                ? [{ from: fault.from, to: fault.until ?? NEVER }]
                : [],
        ),
    );
