-- Once by hand in the database master of a managed instance, after its databases were restored; see docs/runbooks/lose-an-aws-region.md.
-- What the application may do in each customer's database, as images/databases gives it on AWS, where its user has a password: here it
-- signs in with its managed identity, and the user that came with the backup is left without a login.
DECLARE @name sysname = N'$(identity)';
DECLARE @sql nvarchar(max) = N'';
DECLARE @login nvarchar(max) = N'CREATE LOGIN ' + QUOTENAME(@name) + N' FROM EXTERNAL PROVIDER';
IF SUSER_ID(@name) IS NULL EXEC (@login);
SELECT @sql += N'USE ' + QUOTENAME(name) + N';
IF USER_ID(N''' + REPLACE(@name, N'''', N'''''') + N''') IS NULL CREATE USER ' + QUOTENAME(@name) + N' FOR LOGIN ' + QUOTENAME(@name) + N';
ALTER ROLE db_datareader ADD MEMBER ' + QUOTENAME(@name) + N';
ALTER ROLE db_datawriter ADD MEMBER ' + QUOTENAME(@name) + N';
ALTER ROLE db_ddladmin ADD MEMBER ' + QUOTENAME(@name) + N';
GRANT EXECUTE TO ' + QUOTENAME(@name) + N';
'
FROM sys.databases
WHERE name LIKE N'db-%' AND state_desc = N'ONLINE';
EXEC (@sql);
GO
