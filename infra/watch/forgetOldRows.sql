-- Runs in the job database: what was observed more than a week ago is in the audit workspace.
DELETE FROM watch.DatabaseBackups WHERE ObservedAt < DATEADD(DAY, -7, SYSUTCDATETIME());
