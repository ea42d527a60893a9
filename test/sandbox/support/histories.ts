import type { Fault } from "../../../sandbox/control";
import type {
    ContainerHistory,
    CopyJobHistory,
    DatabaseHistory,
    Surroundings,
} from "../../../sandbox/cloud/data/history";
import type { KnownOutage } from "../../../sandbox/cloud/recovery/outages";

const group = "/subscriptions/00000000-0000-5000-8000-000000000000/resourceGroups/rg-data/providers";

/** A customer's database as the program declares it, in use since it was made. */
export function history(slug: string, changes: Partial<DatabaseHistory> = {}): DatabaseHistory {
    const serverId = `${group}/Microsoft.Sql/servers/sql-home`;
    const createdAt = changes.createdAt ?? 1000;
    return {
        id: `db-${slug}#1`,
        databaseId: `${serverId}/databases/db-${slug}`,
        serverId,
        name: `db-${slug}`,
        region: "westeurope",
        tags: { customer: slug },
        maxSizeBytes: 20 * 1024 ** 3,
        zoneRedundant: true,
        createdAt,
        redundancy: [{ at: createdAt, value: "GeoZone" }],
        shortTerm: [{ at: createdAt + 15, value: { retentionDays: 35, differentialHours: 12 } }],
        weekly: [{ at: createdAt + 15, value: "P53W" }],
        uses: [{ customer: slug, from: createdAt }],
        following: [],
        ...changes,
    };
}

interface Around {
    outages?: KnownOutage[];
    faults?: (Fault & { at?: number })[];
    databases?: DatabaseHistory[];
    containers?: ContainerHistory[];
    jobs?: CopyJobHistory[];
}

export function surroundings({ outages = [], faults = [], databases = [], containers = [], jobs = [] }: Around = {}) {
    return {
        seed: "1",
        subscriptionId: "00000000-0000-5000-8000-000000000000",
        outages,
        faults: faults.map(({ at = 0, ...fault }) => ({ at, fault })),
        database: (id) => databases.find((one) => one.id === id),
        carriers: () => [],
        containers: (host) => containers.filter((one) => one.host === host),
        copiesInto: (host) => jobs.filter(({ settings }) => settings.some(({ value }) => value.target === host)),
    } satisfies Surroundings;
}

export const lost = (region: string, from: number, until?: number, zone?: "1" | "2" | "3"): KnownOutage => ({
    region,
    planes: ["control", "data"],
    from,
    ...(until === undefined ? {} : { until }),
    ...(zone === undefined ? {} : { zone }),
});
