-- Once by hand in the database master of a cell's server; see docs/runbooks/enable-backup-watch.md.
-- Connecting to any database, and reading its state: no data of any customer. Databases in elastic pools show their backups
-- to members of ##MS_ServerStateReader## only.
CREATE LOGIN [$(jobIdentity)] FROM EXTERNAL PROVIDER;
ALTER SERVER ROLE [##MS_DatabaseConnector##] ADD MEMBER [$(jobIdentity)];
ALTER SERVER ROLE [##MS_ServerStateReader##] ADD MEMBER [$(jobIdentity)];
