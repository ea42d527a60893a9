-- Once by hand in the job database of a cell's server; see docs/runbooks/enable-backup-watch.md.
CREATE SCHEMA watch;
GO
-- The columns of databaseBackups.sql, and the one that the job agent adds to every output.
CREATE TABLE watch.DatabaseBackups (
    DatabaseName nvarchar(128) NOT NULL,
    FullFinishedAt datetime2(7) NULL,
    DifferentialFinishedAt datetime2(7) NULL,
    LogFinishedAt datetime2(7) NULL,
    ObservedAt datetime2(7) NOT NULL,
    internal_execution_id uniqueidentifier NOT NULL
);
CREATE CLUSTERED INDEX ByDatabase ON watch.DatabaseBackups (DatabaseName, ObservedAt);
GO
CREATE USER [$(jobIdentity)] FROM EXTERNAL PROVIDER;
GRANT SELECT, INSERT, DELETE ON watch.DatabaseBackups TO [$(jobIdentity)];
CREATE USER [$(collectorIdentity)] FROM EXTERNAL PROVIDER;
GRANT SELECT ON watch.DatabaseBackups TO [$(collectorIdentity)];
GO
