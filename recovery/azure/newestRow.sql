-- Whose database this is and when its newest row was written, as one line of JSON. `dbo.Company` and `dbo.ChangeLog` stand for the
-- application's own tables: the company that a database belongs to, and the log of its changes (UTC). Put yours here.
SET NOCOUNT ON;
SELECT CONVERT(varchar(400),
    '{"customer":"' + STRING_ESCAPE((SELECT TOP (1) Slug FROM dbo.Company), 'json')
    + '","newestRow":"' + CONVERT(varchar(19), (SELECT MAX(ChangedAt) FROM dbo.ChangeLog), 126) + 'Z"}');
