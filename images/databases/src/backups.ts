import { type Cloud, inSession, instanceOf, type Session } from "./cloud";
import { parseEntry, type Single } from "./request";
import { arnOf, isDone, isPending, tasksOf } from "./tasks";

export interface Backup {
    customer: string;
    database: string;
    key: string;
}

/** The live database of a customer, and how old its newest backup is. */
export interface Age extends Single {
    /** Key of the newest backup of the last days. */
    newest?: string;
    /** Since the newest backup; since the database was made where there is none; a very long time where there is no database. */
    hours: number;
}

const hour = 3_600_000;
/** Older backups are not looked for: this is an alert long before. */
const lookBackDays = 5;
/** Stands for ever in a metric. */
const never = 9999;

/** `2026-11-24T0900Z`: the keys of one customer sort by time. */
const stamp = (at: Date) => at.toISOString().replace(/^(.{13}):(\d\d).*$/, "$1$2Z");

/** Each in a folder of its own: Azure restores all that lies in one (Log Replay Service). */
export const backupKey = (cell: string, customer: string, at: Date): string =>
    `${cell}/${customer}/${stamp(at)}/full.bak`;

/**
 * Asks RDS for a backup of every customer's live database. The name of a backup is the time for which it was due, so that a run that is
 * repeated asks for nothing twice. RDS writes them one after the other; their age is what tells of one that fails.
 *
 * @throws for those that could not be asked for, after all others were.
 */
export async function backUp(cloud: Cloud, at: string, only?: Single) {
    const databases = only ? [only] : await liveDatabases(cloud);
    const started: Backup[] = [];
    const skipped: Backup[] = [];
    const failed: string[] = [];
    for (const [instance, own] of byInstance(databases)) {
        await inSession(cloud, instance, "master", async (session) => {
            const asked = new Set(
                (await tasksOf(session, "BACKUP_DB"))
                    .filter((task) => isPending(task) || isDone(task))
                    .map(({ arn }) => arn),
            );
            for (const { customer, database } of own) {
                const backup = { customer, database, key: backupKey(cloud.cell, customer, new Date(at)) };
                const arn = arnOf(cloud.backupBucket, backup.key);
                if (asked.has(arn)) {
                    skipped.push(backup);
                } else if (await request(session, database, arn)) {
                    started.push(backup);
                } else {
                    failed.push(database);
                }
            }
        });
    }
    if (failed.length > 0) {
        throw new Error(`no backup could be asked for of ${failed.join(", ")}`);
    }
    return { started, skipped };
}

/** False where RDS refuses, for example because the database is gone: the others must not wait for it. */
async function request(session: Session, database: string, arn: string): Promise<boolean> {
    try {
        await session.query(
            "exec msdb.dbo.rds_backup_database @source_db_name = @name, @s3_arn_to_backup_to = @arn, " +
                "@overwrite_s3_backup_file = 0, @type = 'FULL'",
            { name: database, arn },
        );
        return true;
    } catch {
        return false;
    }
}

/** How old the newest backup of every customer is; the oldest of them is reported. */
export async function reportAges(cloud: Cloud, at: string) {
    const databases = await listAges(cloud, at);
    await cloud.reportHours(Math.max(0, ...databases.map(({ hours }) => hours)));
    return { databases };
}

export async function listAges(cloud: Cloud, at: string): Promise<Age[]> {
    const now = new Date(at).getTime();
    const ages: Age[] = [];
    for (const [instance, own] of byInstance(await liveDatabases(cloud))) {
        const made = await inSession(cloud, instance, "master", (session) =>
            // Asked of SQL Server, whose clock is in its own zone.
            session.query("select name, datediff(minute, create_date, getdate()) as minutes from sys.databases"),
        );
        const minutes = new Map(made.map((row) => [String(row["name"]), Number(row["minutes"])]));
        for (const one of own) {
            const folder = `${cloud.cell}/${one.customer}/`;
            const since = backupKey(cloud.cell, one.customer, new Date(now - lookBackDays * 24 * hour));
            const newest = (await cloud.objects(folder, since))
                // What is empty is no backup.
                .filter(({ key, bytes }) => key.endsWith("/full.bak") && bytes > 0)
                .sort((a, b) => a.modified.getTime() - b.modified.getTime())
                .at(-1);
            const age = minutes.get(one.database);
            const hours = age === undefined ? never : newest ? (now - newest.modified.getTime()) / hour : age / 60;
            ages.push({ ...one, ...(newest && { newest: newest.key }), hours: Math.max(0, hours) });
        }
    }
    return ages;
}

async function liveDatabases(cloud: Cloud): Promise<Single[]> {
    return (await cloud.catalogue()).map(parseEntry).map(({ server, ...one }) => ({
        ...one,
        instance: instanceOf(cloud, server).identifier,
    }));
}

function byInstance(databases: Single[]): [string, Single[]][] {
    const found = new Map<string, Single[]>();
    for (const one of databases) {
        found.set(one.instance, [...(found.get(one.instance) ?? []), one]);
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}
