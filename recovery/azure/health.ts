import { cellNames } from "../../infra/model/naming";
import { regionOf } from "../../infra/model/regions";
import type { Health } from "../site";
import { type Az, AzError } from "./az";
import type { AzureCell } from "../azureSite";

interface AvailabilityStatus {
    id: string;
    properties: { availabilityState: string };
}

interface ServiceEvent {
    properties: {
        eventType: string;
        status: string;
        impactStartTime?: string;
        impact?: { impactedService: string; impactedRegions?: { impactedRegion: string }[] }[];
    };
}

/** Asked for at night and of a region that may be gone: no long waits. */
const brief = { attempts: 2, timeoutSeconds: 30 };

const resourceHealth = { "api-version": "2025-05-01" };

/**
 * Whether a region's control plane answers, and whether the cell's data there is served. The first is asked of the region itself, by a
 * list that Azure SQL keeps there; the second of Resource Health, which is global and goes on telling. Where the cell has nothing in
 * the region, the service health of Azure SQL decides.
 */
export async function healthOf(az: Az, { cell, domain }: AzureCell, region: string): Promise<Health> {
    const group = cellNames({ cell, domain, region }).resourceGroups.data;
    const usages = az.url(`/providers/Microsoft.Sql/locations/${region}/usages`, { "api-version": "2023-08-01" });
    const statuses = az.url(
        `/resourceGroups/${group}/providers/Microsoft.ResourceHealth/availabilityStatuses`,
        resourceHealth,
    );
    const events = az.url("/providers/Microsoft.ResourceHealth/events", resourceHealth);
    const [control, states, issue] = await Promise.all([
        unlessUnreachable(az.list(usages, brief)).then((list) => list !== undefined),
        unlessUnreachable(az.list<AvailabilityStatus>(statuses, brief)).then((list) =>
            (list ?? []).flatMap(databaseState),
        ),
        unlessUnreachable(az.list<ServiceEvent>(events, brief)).then((list) =>
            (list ?? []).some((event) => hitsDatabases(event, region)),
        ),
    ]);
    if (states.length === 0) return { control, data: control && !issue };
    const dead = states.filter((state) => state === "Unavailable" || (state === "Unknown" && issue)).length;
    return { control, data: dead * 2 < states.length };
}

/** When Azure says that its trouble with databases of a region began; undefined where it says nothing. */
export async function troubledSince(az: Az, region: string): Promise<string | undefined> {
    const url = az.url("/providers/Microsoft.ResourceHealth/events", resourceHealth);
    const events = (await unlessUnreachable(az.list<ServiceEvent>(url, brief))) ?? [];
    const times = events
        .filter((event) => hitsDatabases(event, region))
        .flatMap(({ properties }) => properties.impactStartTime ?? [])
        .map((time) => new Date(time).toISOString());
    return times.sort()[0];
}

const databaseState = ({ id, properties }: AvailabilityStatus): string[] =>
    /\/servers\/[^/]+\/databases\//i.test(id) ? [properties.availabilityState] : [];

function hitsDatabases({ properties }: ServiceEvent, region: string): boolean {
    const place = plain(regionOf(region).place.replace(/ \(.*/, ""));
    return (
        properties.eventType === "ServiceIssue" &&
        properties.status === "Active" &&
        (properties.impact ?? []).some(
            ({ impactedService, impactedRegions }) =>
                /^(azure )?sql database/i.test(impactedService) &&
                (impactedRegions ?? []).some(({ impactedRegion }) => plain(impactedRegion) === place),
        )
    );
}

/** `West Europe` as `westeurope`. */
const plain = (place: string): string => place.toLowerCase().replaceAll(" ", "");

/** Undefined where nothing answers, or the cell has nothing there; what a person must put right is thrown on. */
export async function unlessUnreachable<T>(answer: Promise<T>): Promise<T | undefined> {
    try {
        return await answer;
    } catch (error) {
        if (error instanceof AzError && ["transient", "notFound"].includes(error.trouble)) return undefined;
        throw error;
    }
}
