import { cellNames, globalNames } from "../../infra/model/naming";
import { bytesPerGiB } from "../../infra/model/sizes";
import type { DatabaseBackups, RestorePath } from "../../sandbox/control";
import type { AzureCell } from "../azureSite";
import { secondsOf } from "../time";
import type { Az } from "./az";
import { unlessUnreachable } from "./health";

/** A database as Resource Graph remembers it. */
interface Remembered {
    id: string;
    name: string;
    tags: Record<string, string> | null;
    created: string | null;
    maxSizeBytes: number | null;
    redundancy: string | null;
}

interface Recoverable {
    id: string;
    name: string;
    properties: { lastAvailableBackupDate?: string };
}

interface LongTermBackup {
    id: string;
    properties: {
        databaseName: string;
        backupTime: string;
        databaseDeletionTime?: string | null;
        backupStorageRedundancy?: string;
    };
}

interface Dropped {
    id: string;
    properties: { databaseName: string; creationDate: string; deletionDate: string; earliestRestoreDate?: string };
}

interface SizeMetrics {
    value: {
        timeseries: { metadatavalues: { value: string }[]; data: { maximum?: number }[] }[];
    }[];
}

interface LogAnswer {
    tables: { columns: { name: string }[]; rows: (string | null)[][] }[];
}

/** What is learnt of one database, by its name. */
interface Found {
    remembered?: Remembered;
    deletedAt?: number;
    paths: RestorePath[];
    newest: DatabaseBackups["newest"];
}

const sqlApi = "2023-08-01";

/**
 * The databases of a cell's server with every way to get them back in another region.
 *
 * What they are comes from Resource Graph, which is global and remembers what a region no longer says. How to get them back is asked of
 * Azure SQL: the geo-replicated backup of each (`recoverableDatabases`) and the newest weekly one. Microsoft documents geo-restore for the
 * time of an outage, but not from where these two lists are served then. So where the first does not answer, the backup watch's last
 * hour in the audit workspace (another region) takes its place: the id of a geo-replicated backup follows from the database's name. Ids of
 * weekly backups do not; without their list there is no weekly path, and `note` says so.
 *
 * Point-in-time restores of living databases are left out: they stay on the lost server.
 */
export async function inventoryOf(
    az: Az,
    cell: AzureCell,
    region: string,
    homeServes: boolean,
    note: (text: string) => void,
): Promise<DatabaseBackups[]> {
    const names = cellNames({ cell: cell.cell, domain: cell.domain, region });
    const group = `/subscriptions/${az.subscriptionId}/resourceGroups/${names.resourceGroups.data}`;
    const serverId = `${group}/providers/Microsoft.Sql/servers/${names.sqlServer}`;
    const server = `/resourceGroups/${names.resourceGroups.data}/providers/Microsoft.Sql`;
    const [remembered, recoverable, longTerm, dropped, sizes] = await Promise.all([
        unlessUnreachable(rememberedDatabases(az, serverId)),
        unlessUnreachable(
            az.list<Recoverable>(
                az.url(`${server}/servers/${names.sqlServer}/recoverableDatabases`, { "api-version": sqlApi }),
            ),
        ),
        unlessUnreachable(
            az.list<LongTermBackup>(
                az.url(
                    `${server}/locations/${region}/longTermRetentionServers/${names.sqlServer}/longTermRetentionBackups`,
                    { onlyLatestPerDatabase: "true", databaseState: "All", "api-version": sqlApi },
                ),
            ),
        ),
        unlessUnreachable(
            az.list<Dropped>(
                az.url(`${server}/servers/${names.sqlServer}/restorableDroppedDatabases`, { "api-version": sqlApi }),
            ),
        ),
        unlessUnreachable(usedSizes(az, region)),
    ]);
    const geo = recoverable ?? (await watchedReplicas(az, cell, names.sqlServer, serverId));
    if (geo === undefined && longTerm === undefined) {
        throw new Error(
            `Neither Azure SQL nor the backup watch says what ${names.sqlServer} can be restored from. Try again in some minutes; ` +
                `meanwhile https://azure.status.microsoft, and a support case of severity A for the subscription ${az.subscriptionId}.`,
        );
    }
    if (recoverable === undefined && geo !== undefined) {
        note(
            "Azure SQL does not list the geo-replicated backups: their ages are what the backup watch saw in its last hour.",
        );
    }
    if (longTerm === undefined) note("Azure SQL does not list the weekly backups: none of them is in this plan.");
    if (remembered === undefined) note("Resource Graph does not answer: databases are known by their backups only.");
    if (sizes === undefined) note("Metrics do not answer: every database counts with the size it may grow to.");

    const found = new Map<string, Found>();
    const at = (name: string): Found => {
        const key = name.toLowerCase();
        const entry = found.get(key) ?? { paths: [], newest: {} };
        found.set(key, entry);
        return entry;
    };
    for (const each of remembered ?? []) at(each.name).remembered = each;
    for (const { id, name, properties } of geo ?? []) {
        if (properties.lastAvailableBackupDate === undefined) continue;
        const newest = secondsOf(properties.lastAvailableBackupDate);
        at(name).newest.replicated = newest;
        at(name).paths.push({ path: "geo", source: id, newest, oldest: newest, target: "anywhere", reachable: true });
    }
    for (const { id, properties } of longTerm ?? []) {
        const entry = at(properties.databaseName);
        const newest = secondsOf(properties.backupTime);
        // Of a name that was given twice the list has a backup each.
        entry.newest.longTerm = Math.max(newest, entry.newest.longTerm ?? newest);
        if (properties.databaseDeletionTime) entry.deletedAt = secondsOf(properties.databaseDeletionTime);
        const reachable = homeServes || /^geo/i.test(properties.backupStorageRedundancy ?? "");
        entry.paths.push({ path: "weekly", source: id, newest, oldest: newest, target: "anywhere", reachable });
    }
    for (const { id, properties } of dropped ?? []) {
        const entry = at(properties.databaseName);
        const newest = secondsOf(properties.deletionDate);
        if (entry.remembered === undefined) entry.deletedAt = newest;
        const oldest = secondsOf(properties.earliestRestoreDate ?? properties.deletionDate);
        entry.paths.push({ path: "deleted", source: id, newest, oldest, target: serverId, reachable: homeServes });
    }
    return [...found]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, entry]) => describe(name, entry, { serverId, region, sizes: sizes ?? new Map<string, number>() }));
}

const redundancies = ["Local", "Zone", "Geo", "GeoZone"] as const;

function describe(
    name: string,
    { remembered, deletedAt, paths, newest }: Found,
    { serverId, region, sizes }: { serverId: string; region: string; sizes: ReadonlyMap<string, number> },
): DatabaseBackups {
    const databaseId = `${serverId}/databases/${name}`;
    const slug = /^db-(.+?)(--\d+)?$/.exec(name)?.[1];
    const usedBytes = sizes.get(databaseId.toLowerCase()) ?? remembered?.maxSizeBytes ?? 0;
    return {
        databaseId,
        serverId,
        name,
        region,
        // A name says whose database it is where nobody remembers its tags.
        tags: { ...(slug === undefined ? {} : { "oxygis:customer": slug }), ...remembered?.tags },
        createdAt: remembered?.created ? secondsOf(remembered.created) : 0,
        ...(deletedAt === undefined ? {} : { deletedAt }),
        usedGiB: Math.round((usedBytes / bytesPerGiB) * 100) / 100,
        redundancy:
            redundancies.find((each) => each === remembered?.redundancy) ??
            (paths.some(({ path }) => path === "geo") ? "GeoZone" : "Zone"),
        paths,
        newest,
    };
}

async function rememberedDatabases(az: Az, serverId: string): Promise<Remembered[]> {
    const query =
        "resources | where type =~ 'microsoft.sql/servers/databases' and name != 'master' " +
        `| where id startswith '${serverId}/' ` +
        "| project id, name, tags, created = properties.creationDate, maxSizeBytes = properties.maxSizeBytes, " +
        "redundancy = properties.currentBackupStorageRedundancy | order by id asc";
    const all: Remembered[] = [];
    let $skipToken: string | undefined;
    do {
        const options = {
            $top: 1000,
            resultFormat: "objectArray",
            ...($skipToken === undefined ? {} : { $skipToken }),
        };
        const page = await az.ask<{ data: Remembered[]; $skipToken?: string }>(
            "https://management.azure.com/providers/Microsoft.ResourceGraph/resources?api-version=2021-03-01",
            { subscriptions: [az.subscriptionId], query, options },
        );
        all.push(...page.data);
        $skipToken = page.$skipToken;
    } while ($skipToken !== undefined);
    return all;
}

/** Data in each database of the region, bytes by id in lower case: the most of the last day that metrics know of. */
async function usedSizes(az: Az, region: string): Promise<ReadonlyMap<string, number>> {
    const answer = await az.get<SizeMetrics>(
        az.url("/providers/Microsoft.Insights/metrics", {
            region,
            metricnamespace: "Microsoft.Sql/servers/databases",
            metricnames: "storage",
            aggregation: "Maximum",
            timespan: "P1D",
            interval: "PT1H",
            $filter: "Microsoft.ResourceId eq '*'",
            top: "1000",
            "api-version": "2023-10-01",
        }),
    );
    const series = answer.value.flatMap(({ timeseries }) => timeseries);
    return new Map(
        series.flatMap(({ metadatavalues, data }) => {
            const id = metadatavalues[0]?.value;
            const most = Math.max(...data.map(({ maximum }) => maximum ?? 0), 0);
            return id === undefined || most === 0 ? [] : [[id.toLowerCase(), most] as const];
        }),
    );
}

/** The newest geo-replicated backups that the backup watch has seen, as Azure SQL would list them. */
async function watchedReplicas(
    az: Az,
    { domain, globalRegion }: AzureCell,
    server: string,
    serverId: string,
): Promise<Recoverable[] | undefined> {
    const global = globalNames({ domain, region: globalRegion });
    const workspace =
        `/subscriptions/${az.subscriptionId}/resourceGroups/${global.resourceGroups.audit}` +
        `/providers/Microsoft.OperationalInsights/workspaces/${global.workspace}`;
    const found = await unlessUnreachable(az.resource<{ properties: { customerId: string } }>(workspace, "2023-09-01"));
    if (found === undefined) return undefined;
    const query =
        `BackupAge_CL | where Server == '${server}' and Kind == 'replicated' and isnotempty(FinishedAt) ` +
        "| summarize arg_max(TimeGenerated, FinishedAt) by Database | project Database, FinishedAt | order by Database asc";
    const answer = await unlessUnreachable(
        az.ask<LogAnswer>(
            `https://api.loganalytics.io/v1/workspaces/${found.properties.customerId}/query`,
            { query, timespan: "P7D" },
            "https://api.loganalytics.io",
        ),
    );
    const rows = answer?.tables[0]?.rows ?? [];
    if (rows.length === 0) return undefined;
    return rows.flatMap(([name, finishedAt]) =>
        name && finishedAt
            ? [
                  {
                      id: `${serverId}/recoverableDatabases/${name}`,
                      name,
                      properties: { lastAvailableBackupDate: finishedAt },
                  },
              ]
            : [],
    );
}
