-- Once by hand in the database master of a managed instance; see docs/runbooks/lose-an-aws-region.md. Resource Manager has no setting for
-- it: statements and sign-ins (STAFF-2) are written down by SQL Server itself, and the log setting of the instance takes them away.
IF NOT EXISTS (SELECT 1 FROM sys.server_audits WHERE name = N'oxygis')
    CREATE SERVER AUDIT [oxygis] TO EXTERNAL_MONITOR
        WHERE server_principal_name <> N'$(application)' AND server_principal_name <> N'$(jobs)';
IF NOT EXISTS (SELECT 1 FROM sys.server_audit_specifications WHERE name = N'oxygis')
    CREATE SERVER AUDIT SPECIFICATION [oxygis] FOR SERVER AUDIT [oxygis]
        ADD (BATCH_COMPLETED_GROUP), ADD (SUCCESSFUL_LOGIN_GROUP), ADD (FAILED_LOGIN_GROUP)
        WITH (STATE = ON);
ALTER SERVER AUDIT [oxygis] WITH (STATE = ON);
GO
