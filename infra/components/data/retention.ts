import * as sql from "@pulumi/azure-native/sql";
import type * as pulumi from "@pulumi/pulumi";

/** How long the backups of a database are kept. */
export interface Retention {
    /** How long the weekly backups are kept, ISO 8601. */
    weeklyRetention: string;
    /** How far back a point in time can be restored, days. */
    pointInTimeDays: number;
    /** Hours between differential backups, 12 or 24 (Azure allows no other). */
    differentialHours: number;
}

interface RetainedDatabase {
    resourceGroupName: pulumi.Input<string>;
    serverName: pulumi.Input<string>;
    database: sql.Database;
    parent: pulumi.Resource;
}

/** Both retention policies of a database, as children of the component that declares it. */
export function declareRetention(
    name: string,
    { resourceGroupName, serverName, database, parent }: RetainedDatabase,
    { weeklyRetention, pointInTimeDays, differentialHours }: Retention,
): void {
    const policy = { resourceGroupName, serverName, databaseName: database.name, policyName: "default" };
    // A database that stays behind keeps its retention: forgetting it here must not shorten it there.
    const options = { parent, retainOnDelete: true };
    new sql.LongTermRetentionPolicy(
        `${name}-ltr`,
        { ...policy, weeklyRetention, monthlyRetention: "PT0S", yearlyRetention: "PT0S", weekOfYear: 1 },
        options,
    );
    new sql.BackupShortTermRetentionPolicy(
        `${name}-str`,
        { ...policy, retentionDays: pointInTimeDays, diffBackupIntervalInHours: differentialHours },
        options,
    );
}
