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

/** What a database can be made from: the copy in another region, a weekly backup, a file of a cell on AWS, or a live database that it follows. */
export const origins = ["geo", "weekly", "native", "secondary"] as const;
export type OriginKind = (typeof origins)[number];

interface Source {
    inWords: string;
    /** The Azure id, or address; the group `database` is the name of the database whose data it holds, or `customer` the slug. */
    pattern: RegExp;
    example: (slug: string) => string;
}

const group = "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Sql";
const idOf = (rest: string) => new RegExp(`^/subscriptions/[0-9a-f-]{36}${rest}$`, "i");
const inServer = "/resourceGroups/[\\w.()-]+/providers/Microsoft\\.Sql/servers/[a-z0-9-]+";

/** How Azure names the things that a database is made from. */
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
    native: {
        inWords: "a backup of a cell on AWS",
        pattern:
            /^https:\/\/[a-z0-9]{3,24}\.blob\.core\.windows\.net\/backups\/[a-z0-9]+\/(?<customer>[a-z0-9-]+)\/[^/]+\/full\.bak$/,
        example: (slug) => `https://<account>.blob.core.windows.net/backups/<cell>/${slug}/<time>/full.bak`,
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
