import { backupTable, type WatchRule } from "./backupWatch";

/**
 * When the databases of a cell on AWS are backed up, how long that is kept and how old it may get (decisions 024 and 025). Each
 * customer's newest copy on Azure must stay within the promised 24 hours (DR-2): a backup every 12 hours, some hours in which all of
 * them are written two at a time, and at most two runs of the pull.
 */
export const awsBackups = {
    /** Twice a day, UTC, hours away from the instance's own snapshot, which would cancel a backup ("Limitations and recommendations", RDS User Guide). */
    schedule: "cron(0 9,21 * * ? *)",
    hoursBetween: 12,
    /** How often the function says how old the oldest customer's newest backup is. */
    report: "rate(30 minutes)",
    /** UTC; neither meets the backups above. */
    snapshotWindow: "02:00-03:00",
    maintenanceWindow: "sun:04:00-sun:05:00",
    /** Days back to which an instance can be restored, in both regions; the most RDS allows. */
    pointInTimeDays: 35,
    /** Days that every backup stays on AWS and on Azure: a year, with room for the week in which it was taken. */
    keptDays: 371,
    /** Days after which a backup moves to storage that costs less and is read as quickly. */
    coolAfterDays: 30,
    /** Days in which nobody can delete a copy on Azure: more than 365, fewer than those after which it goes by itself. */
    immutableDays: 366,
    /** When AWS Backup takes its own copy of the instances, UTC. */
    nearSchedule: "cron(0 5 * * ? *)",
} as const;

/** When backups and documents are pulled to Azure. A run ends before the next one begins, and the next one goes on where it stopped. */
export const pullTimes = {
    cronExpression: "35 */2 * * *",
    hoursBetween: 2,
    /** Seconds: an hour and three quarters. */
    mostSeconds: 6300,
} as const;

/** Containers on Azure: of backups, of documents as they are, and of what documents were before they were replaced or deleted. */
export const azureContainers = { backups: "backups", documents: "documents", replaced: "documents-replaced" } as const;

/** Hosts that the pull calls on AWS; Azure itself fetches what is copied. */
export const pullHosts = (region: string, buckets: string[]): string[] => [
    `sts.${region}.amazonaws.com`,
    ...buckets.map((bucket) => `${bucket}.s3.${region}.amazonaws.com`),
];

/** What the function reports to CloudWatch; an alarm takes silence for trouble. Hours. */
export const backupMetric = { namespace: "Oxygis/Backups", name: "OldestBackupHours", mostHours: 18 } as const;

/** Hours at which a copy on Azure is an alert, so that some are left before the promised 24 are over. */
export const mostHoursOnAzure = 20;

/** A kind of row in the backup log beside those of `backupKinds`. */
const azureCopyKind = "azureCopy";

/** Folder of one customer's backups within the bucket, and on Azure within the container. */
export const backupFolder = (cell: string, slug: string): string => `${cell}/${slug}/`;

/** The alert rules about what has been pulled to Azure. In the log a cell on AWS is its own "server". */
export function pullRules(cell: string): WatchRule[] {
    const rows = (kind: string) => `${backupTable}
| where Server == '${cell}' and Kind == '${kind}'`;
    return [
        {
            label: "late-azure-copy",
            trouble: `A customer's newest backup on Azure is older than ${mostHoursOnAzure} hours, or there is none; 24 are promised (BKP-2, DR-2).`,
            severity: 1,
            window: "PT3H",
            per: "Customer",
            query: `${rows(azureCopyKind)}
| summarize arg_max(TimeGenerated, *) by Customer
| where isnull(FinishedAt) or TimeGenerated - FinishedAt > ${mostHoursOnAzure}h`,
        },
        {
            label: "pull-silent",
            trouble:
                "No run of the pull has ended without a failure for a day: backups and documents stay on AWS alone (BKP-2).",
            severity: 1,
            window: "P2D",
            query: `${rows("watch")}
| where TimeGenerated > ago(24h)
| summarize Reports = count()
| where Reports == 0`,
        },
    ];
}
