import type { PlanInputs } from "../../recovery/plan/inputs";
import { homeOf, readConfiguration } from "../../recovery/run/job";
import { isoTime } from "../../recovery/time";
import type { Capacity, DatabaseBackups, RestorePath } from "../../sandbox/control";
import { writeProject } from "../config/testProject";

const hour = 3600;
const day = 24 * hour;
/** When the region is lost: some weeks after the beginning. */
export const lostSecond = 30 * day;

const subscription = "/subscriptions/00000000-0000-4000-8000-000000000000";
const server = `${subscription}/resourceGroups/rg-oxygis-eu1-weu-data/providers/Microsoft.Sql/servers/sql-oxygis-eu1-weu`;

/** Some customers of each kind, in a configuration without mistakes. */
export const projectWith = (customers: Record<string, object> = {}) =>
    writeProject({
        customers: {
            blue: { size: "medium" },
            copper: { plan: "trial" },
            dozy: { plan: "education" },
            echo: { residency: "home", residencyReason: "Our regulator says so." },
            ...customers,
        },
    });

const path = (slug: string, kind: RestorePath["path"], hoursBefore: number): RestorePath => ({
    path: kind,
    source:
        kind === "geo"
            ? `${server}/recoverableDatabases/db-${slug}`
            : `${subscription}/resourceGroups/rg-oxygis-eu1-weu-data/providers/Microsoft.Sql/locations/westeurope/longTermRetentionServers/sql-oxygis-eu1-weu/longTermRetentionDatabases/db-${slug}/longTermRetentionBackups/b1`,
    newest: lostSecond - hoursBefore * hour,
    oldest: day,
    target: "anywhere",
    reachable: true,
});

/** A database with a geo-replicated backup of an hour before and a weekly one of three days before; undefined takes a path away. */
export function database(
    slug: string,
    changes: Partial<Omit<DatabaseBackups, "paths">> & { geo?: number | undefined; weekly?: number | undefined } = {},
): DatabaseBackups {
    const { geo, weekly, ...rest } = { geo: 1, weekly: 72, ...changes };
    const paths = [
        ...(geo === undefined ? [] : [path(slug, "geo", geo)]),
        ...(weekly === undefined ? [] : [path(slug, "weekly", weekly)]),
    ];
    return {
        databaseId: `${server}/databases/db-${slug}`,
        serverId: server,
        name: `db-${slug}`,
        region: "westeurope",
        tags: { "oxygis:customer": slug },
        createdAt: 0,
        usedGiB: 2,
        redundancy: "GeoZone",
        paths,
        newest: { longTerm: lostSecond - 3 * day },
        ...rest,
    };
}

export const inventory = (): DatabaseBackups[] => [
    database("amber", { usedGiB: 4 }),
    database("blue", { usedGiB: 15 }),
    database("copper"),
    database("dozy", { usedGiB: 3 }),
    database("echo", { redundancy: "Zone", geo: undefined, weekly: undefined }),
];

export const capacityOf = (region: string, changes: Partial<Capacity> = {}): Capacity => ({
    region,
    zones: 3,
    quotas: [
        { key: `sqlServers|${region}`, what: "SQL servers", limit: 20, used: 0 },
        { key: `vCores|${region}`, what: "vCores of SQL databases", limit: 540, used: 0 },
    ],
    heldNames: [],
    ...changes,
});

const well = { control: true, data: true };
export const lost = { control: false, data: false };

/** Inputs of a plan that can be carried out; `changes` replaces some of them. */
export function planInputs(root: string, changes: Partial<PlanInputs> = {}): PlanInputs {
    const configuration = readConfiguration(root);
    const regions = ["northeurope", "germanywestcentral", "francecentral", "swedencentral"];
    return {
        lost: homeOf(configuration, "eu1")!,
        stacksTaken: [],
        globalSite: configuration.global.site,
        inventory: inventory(),
        declared: inventory().map(({ name }) => name.slice("db-".length)),
        candidates: regions.map((region) => ({ region, health: well, capacity: capacityOf(region) })),
        home: lost,
        times: {
            measured: "2026-11-23",
            where: "sandbox",
            note: "for tests",
            baseMinutes: 12,
            minutesPerGiB: 0.6,
            spread: 0,
            platformHours: 1,
            verificationSeconds: { base: 60, perGiB: 1 },
            detectMinutes: 15,
            decideMinutes: 30,
            switchMinutes: 1,
            aws: { baseMinutes: 2, minutesPerGiB: 1, platformHours: 2 },
            managed: { baseMinutes: 2, minutesPerGiB: 1, platformHours: 2 },
        },
        lostAt: isoTime(lostSecond),
        now: isoTime(lostSecond + 45 * 60),
        stateRegion: "here",
        ...changes,
    };
}
