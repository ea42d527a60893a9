-- Runs in every customer's database: when the newest backup of each type was finished (UTC), one row a database.
SELECT
    DB_NAME() AS DatabaseName,
    MAX(CASE WHEN backup_type = 'D' THEN backup_finish_date END) AS FullFinishedAt,
    MAX(CASE WHEN backup_type = 'I' THEN backup_finish_date END) AS DifferentialFinishedAt,
    MAX(CASE WHEN backup_type = 'L' THEN backup_finish_date END) AS LogFinishedAt,
    SYSUTCDATETIME() AS ObservedAt
FROM sys.dm_database_backups;
