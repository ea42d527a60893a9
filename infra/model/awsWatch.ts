import { backupMetric } from "./awsBackups";

/**
 * What of a cell on AWS is measured, and where a measure becomes an alarm (DR-1, DR-4, DR-2). Names of metrics are AWS's, see "Amazon RDS metrics",
 * "AWS Backup metrics" and "Lambda metrics" in its documentation.
 */

interface Trouble {
    /** Part of the alarm's name. */
    label: string;
    /** What is wrong, for the people who read the alarm. */
    trouble: string;
    metricName: string;
    statistic: "Average" | "Maximum" | "Minimum" | "Sum";
    comparisonOperator: "GreaterThanThreshold" | "LessThanThreshold";
    threshold: number;
    /** Seconds. */
    period: number;
    /** How many periods in a row. */
    evaluationPeriods: number;
}

const bytesPerGiB = 1024 ** 3;
/** Seconds. */
const minutes = (count: number) => count * 60;
const hour = minutes(60);

/** What is measured of a database instance with so much storage. */
export function databaseTroubles(storageGiB: number): Trouble[] {
    const fiveMinutes = { period: minutes(5), evaluationPeriods: 3 };
    return [
        {
            label: "storage",
            trouble: "less than a tenth of its storage is free; storage that runs full stops it.",
            metricName: "FreeStorageSpace",
            statistic: "Minimum",
            comparisonOperator: "LessThanThreshold",
            threshold: (storageGiB / 10) * bytesPerGiB,
            ...fiveMinutes,
        },
        {
            label: "memory",
            trouble: "less than half a GiB of memory is free.",
            metricName: "FreeableMemory",
            statistic: "Average",
            comparisonOperator: "LessThanThreshold",
            threshold: bytesPerGiB / 2,
            ...fiveMinutes,
        },
        {
            label: "processor",
            trouble: "its processors have had no rest for an hour.",
            metricName: "CPUUtilization",
            statistic: "Average",
            comparisonOperator: "GreaterThanThreshold",
            threshold: 90,
            period: minutes(5),
            evaluationPeriods: 12,
        },
    ];
}

/** Events of an instance that people are told of, by the categories of RDS for SQL Server. */
export const watchedDatabaseEvents = [
    "availability",
    "configuration change",
    "deletion",
    "failover",
    "failure",
    "low storage",
    "recovery",
    "restoration",
] as const;

/** Silence for so many hours is a missing backup: a day, and two hours because one day's job may take longer than that of the day before. */
const dailyHours = 26;

interface BackupAlarm<Text> extends Trouble {
    namespace: string;
    dimensions: Record<string, Text>;
    /** Whether silence is trouble too. */
    treatMissingData: "breaching" | "notBreaching";
}

interface BackupSource<Text> {
    cell: string;
    vaultName: Text;
    functionName: Text;
}

/** What is measured of backups: each alarm with the metric it looks at, and what silence means. */
export function backupAlarms<Text>({
    cell,
    vaultName,
    functionName,
}: BackupSource<Text>): BackupAlarm<Text | string>[] {
    const dailyInVault = (label: string, metricName: string, what: string): BackupAlarm<Text | string> => ({
        label,
        trouble: `No ${what} of the cell's database instances has ended well for ${dailyHours} hours.`,
        namespace: "AWS/Backup",
        metricName,
        dimensions: { BackupVaultName: vaultName },
        statistic: "Sum",
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        period: hour,
        evaluationPeriods: dailyHours,
        treatMissingData: "breaching",
    });
    return [
        dailyInVault("no-near-backup", "NumberOfBackupJobsCompleted", "backup"),
        dailyInVault("no-far-copy", "NumberOfCopyJobsCompleted", "copy to the other region"),
        {
            label: "late-backup",
            trouble:
                `A customer's newest backup is older than ${backupMetric.mostHours} hours, or nobody has measured it for two; ` +
                "24 are promised (DR-2).",
            namespace: backupMetric.namespace,
            metricName: backupMetric.name,
            dimensions: { Cell: cell },
            statistic: "Maximum",
            comparisonOperator: "GreaterThanThreshold",
            threshold: backupMetric.mostHours,
            period: hour,
            evaluationPeriods: 2,
            treatMissingData: "breaching",
        },
        {
            label: "function-failed",
            trouble: "The function that makes, backs up and restores databases failed.",
            namespace: "AWS/Lambda",
            metricName: "Errors",
            dimensions: { FunctionName: functionName },
            statistic: "Sum",
            comparisonOperator: "GreaterThanThreshold",
            threshold: 0,
            period: minutes(5),
            evaluationPeriods: 1,
            // It runs a few times an hour; between them there is nothing to fail.
            treatMissingData: "notBreaching",
        },
    ];
}
