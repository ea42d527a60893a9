-- Runs in the job database: what was observed last of each database.
SELECT DatabaseName, FullFinishedAt, DifferentialFinishedAt, LogFinishedAt
FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY DatabaseName ORDER BY ObservedAt DESC) AS Position
    FROM watch.DatabaseBackups
) AS Observed
WHERE Position = 1;
