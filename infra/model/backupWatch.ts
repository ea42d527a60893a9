/**
 * What the backup watch knows and asks (DR-4, DR-2). A job in each cell posts, for every customer and every kind of backup that the
 * customer is to have, when the newest one was finished; the queries below turn what is late or absent into alerts.
 */

/** How old the newest backup of a kind may be, and how long a new database has time to get its first. All in hours. */
interface Allowance {
    mostHours: number;
    graceHours: number;
    /** Azure's severity of an alert: 1 is an error, 2 a warning. */
    severity: 1 | 2;
}

const day = 24;

/**
 * The kinds of backup of a database. Azure takes full backups weekly, differential ones every 12 hours and the log about every ten
 * minutes ("Automated backups in Azure SQL Database"); a day, an hour and fifty minutes are left to it. The first long-term backup can take a
 * week to appear. `replicated` is the copy in the paired region, for which Azure guarantees no lag at all: 20 hours leave
 * four to act before the promised 24 are over.
 */
export const backupKinds = {
    full: { mostHours: 8 * day, graceHours: day, severity: 1 },
    differential: { mostHours: 25, graceHours: 25, severity: 2 },
    log: { mostHours: 1, graceHours: day, severity: 1 },
    longTerm: { mostHours: 8 * day, graceHours: 8 * day, severity: 2 },
    replicated: { mostHours: 20, graceHours: day, severity: 1 },
} as const satisfies Record<string, Allowance>;

export type BackupKind = keyof typeof backupKinds;

/** What a managed instance tells of its databases from outside; the others are seen in each database alone, where the watch has no job. */
export const watchedOnInstances: BackupKind[] = ["longTerm", "replicated"];

/** The backups a customer is to have: none is replicated of one who keeps every copy in the home region. */
export function watchedBackups(residency: { homeOnly: boolean }): BackupKind[] {
    const kinds = Object.keys(backupKinds) as BackupKind[];
    return kinds.filter((kind) => !(kind === "replicated" && residency.homeOnly));
}

/** The table of the audit workspace that the watch writes, with its columns and their types in Azure Monitor. */
export const backupTable = "BackupAge_CL";
export const backupColumns = [
    { name: "TimeGenerated", type: "datetime" },
    { name: "Cell", type: "string" },
    /** The logical server; a cell that is being rebuilt elsewhere has two. */
    { name: "Server", type: "string" },
    { name: "Customer", type: "string" },
    { name: "Database", type: "string" },
    /** A kind of backup, or `watch` for the sign of life with which each run ends. */
    { name: "Kind", type: "string" },
    /** Empty where no such backup exists. */
    { name: "FinishedAt", type: "datetime" },
    /** When the database was made; empty where there is none. */
    { name: "CreatedAt", type: "datetime" },
] as const;

/** What the collector posts to, by its name in the data collection rule. */
export const backupStream = "Custom-BackupAge";

/** The job reads every database at these times and the collector follows ten minutes later, so that it sees what is new. */
export const watchTimes = { interval: "PT30M", firstRun: "2026-01-01T00:00:00Z", collector: "10,40 * * * *" } as const;

/** An alert rule: every row its query returns is one trouble. */
export interface WatchRule {
    /** Part of the rule's name. */
    label: string;
    /** What is wrong, for the people who read the alert. */
    trouble: string;
    severity: 1 | 2;
    query: string;
    /** How far back the query looks, ISO 8601. */
    window: "PT2H" | "PT3H" | "P2D";
    /** Column whose values each get an alert of their own. */
    per?: "Customer";
}

/** What the watch posted last of each database and kind of backup; who moves home has two databases for a while. */
const newest = (server: string) => `${backupTable}
| where Server == '${server}' and Kind != 'watch'
| summarize arg_max(TimeGenerated, *) by Customer, Database, Kind`;

const troubles: Readonly<Record<BackupKind, string>> = {
    full: "the newest full backup is older than eight days, or a day after its creation there is none",
    differential: "the newest differential backup is older than 25 hours",
    log: "the newest log backup is older than an hour",
    longTerm: "the newest long-term backup is older than eight days",
    replicated: "the newest backup in the paired region is older than 20 hours; 24 are promised (DR-2)",
};

/** Both times are the watch's own clock's: what it posted late is not thereby old. */
function lateRule(server: string, kind: BackupKind): WatchRule {
    const { mostHours, graceHours, severity } = backupKinds[kind];
    return {
        label: `late-${kind.toLowerCase()}`,
        trouble: `A customer's database: ${troubles[kind]}.`,
        severity,
        window: "PT2H",
        per: "Customer",
        query: `${newest(server)}
| where Kind == '${kind}'
| where iff(isnull(FinishedAt),
    isnull(CreatedAt) or TimeGenerated - CreatedAt > ${graceHours}h,
    TimeGenerated - FinishedAt > ${mostHours}h)`,
    };
}

/** Every known customer has rows, since they come from its declaration; this one has no backup in any of them. */
const absentRule = (server: string): WatchRule => ({
    label: "no-backup-at-all",
    trouble: "A known customer has no backup of any kind: its database is gone, or was never backed up.",
    severity: 1,
    window: "PT2H",
    per: "Customer",
    query: `${newest(server)}
| summarize Found = countif(isnotnull(FinishedAt)), CreatedAt = max(CreatedAt), SeenAt = max(TimeGenerated) by Customer, Database
| where Found == 0 and (isnull(CreatedAt) or SeenAt - CreatedAt > ${backupKinds.full.graceHours}h)`,
});

/** The one rule that must fire on nothing: `summarize` without `by` answers one row also where it counts none. */
const silentRule = (server: string): WatchRule => ({
    label: "watch-silent",
    trouble: "The backup watch has not reported for three hours: nobody knows the age of any backup of the cell.",
    severity: 1,
    window: "PT3H",
    query: `${backupTable}
| where Server == '${server}' and Kind == 'watch'
| summarize Reports = count()
| where Reports == 0`,
});

/** What a vault is to back up every day. */
export interface VaultItems {
    label: string;
    /** Number of items, each of which has a backup of its own every day. */
    items: number;
}

/** Daily, and two hours because one day's job may take longer than that of the day before. */
const vaultJobHours = 26;

/**
 * Failed jobs raise alerts of their own; one that was never started raises nothing. The query takes the vault's id, which Azure gives. The
 * empty table stands in for a log that has no row yet, without which the query would fail instead of finding nothing.
 */
export const vaultRule = ({ label, items }: VaultItems) => ({
    label: `no-job-${label}`,
    trouble: `Fewer than ${items} items of the vault had a successful backup in ${vaultJobHours} hours.`,
    severity: 1 as const,
    window: "P2D" as const,
    query: (vaultId: string) => `union isfuzzy=true AddonAzureBackupJobs,
    (datatable(TimeGenerated: datetime, ResourceId: string, JobOperation: string, JobStatus: string, BackupItemUniqueId: string)[])
| where TimeGenerated > ago(${vaultJobHours}h) and ResourceId =~ '${vaultId}'
| where JobOperation == 'Backup' and JobStatus in ('Completed', 'CompletedWithWarnings')
| summarize Items = dcount(BackupItemUniqueId)
| where Items < ${items}`,
});

/** The rules about the databases on one server. */
export function databaseRules(server: string): WatchRule[] {
    const late = (Object.keys(backupKinds) as BackupKind[]).map((kind) => lateRule(server, kind));
    return [...late, absentRule(server), silentRule(server)];
}
