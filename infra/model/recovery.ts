import type { PlanClass } from "./plans";

/** The most work a customer may lose, in hours (DR-2). */
export const rpoHours = 24;

/** Hours in which a lost site must be back for its customers (DR-3). */
export const rtoHours: Readonly<Record<PlanClass, number>> = { paid: 24, other: 48 };

/** The steps of a recovery, each taken on top of those before: the site itself, then the customers who pay, then all others. */
export const waves = ["platform", "paid", "rest"] as const;
export type Wave = (typeof waves)[number];

/** Whether a recovery that has come to a wave has taken a step. */
export const hasReached = (wave: Wave, step: Wave): boolean => waves.indexOf(step) <= waves.indexOf(wave);

/** What a database can be made from: the copy in another region, a weekly backup, or a live database that it follows. */
export const origins = ["geo", "weekly", "secondary"] as const;
export type OriginKind = (typeof origins)[number];

interface Source {
    inWords: string;
    /** The Azure id; the group `database` is the name of the database whose data it holds. */
    pattern: RegExp;
    example: (slug: string) => string;
}

const group = "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Sql";
const idOf = (rest: string) => new RegExp(`^/subscriptions/[0-9a-f-]{36}${rest}$`, "i");
const inServer = "/resourceGroups/[\\w.()-]+/providers/Microsoft\\.Sql/servers/[a-z0-9-]+";

/** What Azure names the things that a database is made from. */
export const restoreSources: Readonly<Record<OriginKind, Source>> = {
    geo: {
        inWords: "a geo-replicated backup",
        pattern: idOf(`${inServer}/recoverableDatabases/(?<database>[^/]+)`),
        example: (slug) => `${group}/servers/<server>/recoverableDatabases/db-${slug}`,
    },
    weekly: {
        inWords: "a weekly backup",
        pattern: idOf(
            "(?:/resourceGroups/[\\w.()-]+)?/providers/Microsoft\\.Sql/locations/[a-z0-9]+/longTermRetentionServers/[a-z0-9-]+" +
                "/longTermRetentionDatabases/(?<database>[^/]+)/longTermRetentionBackups/[^/]+",
        ),
        example: (slug) =>
            `${group}/locations/<region>/longTermRetentionServers/<server>/longTermRetentionDatabases/db-${slug}/longTermRetentionBackups/<backup>`,
    },
    secondary: {
        inWords: "a live database",
        pattern: idOf(`${inServer}/databases/(?<database>[^/]+)`),
        example: (slug) => `${group}/servers/<server>/databases/db-${slug}`,
    },
};

/** Azure restores this many databases of one pool at a time ("Recovery using backups", January 2026). */
export const restoreLanesPerPool = 4;

/**
 * The most customers in one pool. Smaller than Azure's own limits on purpose: the size of a pool decides how long its recovery takes.
 */
export const customersPerPool: Readonly<Record<PlanClass, number>> = { paid: 100, other: 200 };

/** The most customers in one cell; growth is a new cell, never a bigger one. */
export const customersPerCell = 500;
