# Posts to the audit workspace how old each backup of each known customer is. The whole configuration is in the environment; every
# sign-in is with the job's managed identity, whose tokens are neither printed nor kept. Any failure ends the job with a non-zero
# exit before its last row, the sign of life, is posted: the watch then counts as silent.
#
# Kubernetes replaces dollar-parenthesis and double dollars in arguments: this file uses neither.
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Get-Headers([string] $Resource) {
    $query = 'api-version=2019-08-01&resource={0}&client_id={1}' -f [uri]::EscapeDataString($Resource), $env:CLIENT_ID
    $uri = '{0}?{1}' -f $env:IDENTITY_ENDPOINT, $query
    $answer = Invoke-RestMethod -Uri $uri -Headers @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER } -MaximumRetryCount 5 -RetryIntervalSec 5
    return @{ Authorization = 'Bearer {0}' -f $answer.access_token }
}

# All entries of a list that comes in pages.
function Get-Entries([string] $Uri, [hashtable] $Headers) {
    $next = $Uri
    while ($next) {
        $page = Invoke-RestMethod -Uri $next -Headers $Headers -MaximumRetryCount 5 -RetryIntervalSec 10
        $page.value
        $next = if ($page.PSObject.Properties['nextLink']) { $page.nextLink } else { $null }
    }
}

# The rows of the watch: one for each database of a customer, declared with it.
function Get-Watched {
    $headers = Get-Headers 'https://appconfig.azure.com'
    $next = '/kv?key=watch:*&api-version=2023-11-01'
    while ($next) {
        $page = Invoke-RestMethod -Uri ('{0}{1}' -f $env:CONFIGURATION_ENDPOINT, $next) -Headers $headers -MaximumRetryCount 5 -RetryIntervalSec 10
        foreach ($item in $page.items) { ConvertFrom-Json $item.value }
        $next = if ($page.PSObject.Properties['@nextLink']) { $page.'@nextLink' } else { $null }
    }
}

# What the SQL job observed last, by database.
function Get-Observed {
    $target = 'Server=tcp:{0},1433;Database={1};Encrypt=True;TrustServerCertificate=False;Connect Timeout=60' -f $env:SERVER_HOST, $env:JOB_DATABASE
    $connection = [System.Data.SqlClient.SqlConnection]::new($target)
    $connection.AccessToken = (Get-Headers 'https://database.windows.net/').Authorization.Substring(7)
    $found = @{}
    try {
        $connection.Open()
        $command = $connection.CreateCommand()
        $command.CommandText = $env:NEWEST_ROWS
        $reader = $command.ExecuteReader()
        while ($reader.Read()) {
            $found[$reader['DatabaseName']] = @{
                full         = $reader['FullFinishedAt']
                differential = $reader['DifferentialFinishedAt']
                log          = $reader['LogFinishedAt']
            }
        }
    }
    finally { $connection.Dispose() }
    return $found
}

# ISO 8601 in UTC; null where there is no time. What SQL and Azure answer without a zone is UTC.
function Format-Time($Value) {
    if ($null -eq $Value -or $Value -is [DBNull]) { return $null }
    $culture = [cultureinfo]::InvariantCulture
    $styles = [System.Globalization.DateTimeStyles]'AssumeUniversal, AdjustToUniversal'
    $time = if ($Value -is [datetime]) { $Value } else { [datetime]::Parse($Value, $culture, $styles) }
    if ($time.Kind -eq 'Unspecified') { $time = [datetime]::SpecifyKind($time, 'Utc') }
    return $time.ToUniversalTime().ToString('o', $culture)
}

function Send-Rows([object[]] $Rows) {
    $uri = '{0}/dataCollectionRules/{1}/streams/{2}?api-version=2023-01-01' -f $env:INGESTION_ENDPOINT, $env:RULE_ID, $env:STREAM
    $body = ConvertTo-Json -InputObject $Rows -Compress
    $headers = Get-Headers 'https://monitor.azure.com/'
    Invoke-RestMethod -Method Post -Uri $uri -Headers $headers -ContentType 'application/json; charset=utf-8' -Body $body -MaximumRetryCount 5 -RetryIntervalSec 10 | Out-Null
}

function New-Row([string] $Kind, $Customer, $Database, $FinishedAt, $CreatedAt) {
    return [ordered]@{
        TimeGenerated = $now
        Cell          = $env:CELL
        Server        = $env:SERVER_NAME
        Customer      = $Customer
        Database      = $Database
        Kind          = $Kind
        FinishedAt    = $FinishedAt
        CreatedAt     = $CreatedAt
    }
}

$watched = @(Get-Watched)
$observed = Get-Observed

$azure = Get-Headers 'https://management.azure.com/'
$group = 'https://management.azure.com/subscriptions/{0}/resourceGroups/{1}/providers/Microsoft.Sql' -f $env:SUBSCRIPTION_ID, $env:RESOURCE_GROUP
$server = '{0}/servers/{1}' -f $group, $env:SERVER_NAME
$longTermServer = '{0}/locations/{1}/longTermRetentionServers/{2}' -f $group, $env:LOCATION, $env:SERVER_NAME

# What Azure lists of one server, or managed instance: databases have the names of their customers, which are nowhere else.
$created = @{}
$replicated = @{}
$longTerm = @{}
function Add-Listed([string] $Server, [string] $Backups) {
    foreach ($database in Get-Entries ('{0}/databases?api-version=2023-08-01' -f $Server) $azure) {
        $created[$database.name] = Format-Time $database.properties.creationDate
    }
    foreach ($database in Get-Entries ('{0}/recoverableDatabases?api-version=2023-08-01' -f $Server) $azure) {
        $replicated[$database.name] = Format-Time $database.properties.lastAvailableBackupDate
    }
    $latest = 'onlyLatestPerDatabase=true&databaseState=Live&api-version=2023-08-01'
    foreach ($backup in Get-Entries ('{0}?{1}' -f $Backups, $latest) $azure) {
        $longTerm[$backup.properties.databaseName] = Format-Time $backup.properties.backupTime
    }
}
Add-Listed $server ('{0}/longTermRetentionBackups' -f $longTermServer)
$instances = @($watched | Where-Object { $_.PSObject.Properties['instance'] } | ForEach-Object { $_.instance } | Sort-Object -Unique)
foreach ($instance in $instances) {
    $kept = '{0}/locations/{1}/longTermRetentionManagedInstances/{2}/longTermRetentionManagedInstanceBackups' -f $group, $env:LOCATION, $instance
    Add-Listed ('{0}/managedInstances/{1}' -f $group, $instance) $kept
}

$now = [datetime]::UtcNow.ToString('o', [cultureinfo]::InvariantCulture)
$rows = @(foreach ($customer in $watched) {
    $name = $customer.database
    foreach ($kind in $customer.backups) {
        $finished = switch ($kind) {
            'longTerm' { $longTerm[$name] }
            'replicated' { $replicated[$name] }
            default { if ($observed.ContainsKey($name)) { Format-Time $observed[$name][$kind] } else { $null } }
        }
        New-Row $kind $customer.customer $name $finished $created[$name]
    }
})

# A call takes 1 MB; a row has some 300 bytes.
for ($first = 0; $first -lt $rows.Count; $first += 1000) {
    $last = [Math]::Min($first + 1000, $rows.Count) - 1
    Send-Rows ($rows[$first..$last])
}
Send-Rows @(New-Row 'watch' $null $null $now $null)
'{0} customers, {1} rows' -f $watched.Count, $rows.Count
