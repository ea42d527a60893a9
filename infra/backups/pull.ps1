# Brings backups and documents of a cell on AWS to Azure. The managed identity of this job shows AWS a token of Entra ID and gets keys for
# an hour, that can read. Objects go through this job piece by piece; Azure could fetch them by links, but takes none above 2 KiB, which
# a link with a session token and a long name has. Backups are only added: they go by themselves at the end of their time. Documents follow
# the bucket: what is replaced or deleted there is first copied aside, where it stays for the promised year whatever happens on AWS. An
# upload that is not finished is in no list of S3, and a copy that is broken off is no blob.
#
# The whole configuration is in the environment. Tokens, keys, links and names of documents are neither printed nor kept; answers of AWS to
# a request that it refuses repeat what they were asked with, and are not printed either. Only a run without a failure ends with the
# sign of life that the watch waits for.
#
# Kubernetes replaces dollar-parenthesis and double dollars in arguments: this file uses neither.
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$retry = @{ MaximumRetryCount = 4; RetryIntervalSec = 5 }
$culture = [cultureinfo]::InvariantCulture
$utf8 = [System.Text.UTF8Encoding]::new($false)
# A piece is in memory a few times over. Azure takes 50,000 of a blob: 4.7 TiB.
$blockBytes = 100MB
# How long a token is used again, and how long keys for AWS must still be good.
$freshFor = [timespan]::FromMinutes(20)
$tokens = @{}
$keys = @{ Until = [datetimeoffset]::MinValue }

function Get-Token([string] $Resource) {
    $now = [datetimeoffset]::UtcNow
    if (-not $tokens.ContainsKey($Resource) -or $now - $tokens[$Resource].At -gt $freshFor) {
        $query = 'api-version=2019-08-01&resource={0}&client_id={1}' -f [uri]::EscapeDataString($Resource), $env:CLIENT_ID
        $uri = '{0}?{1}' -f $env:IDENTITY_ENDPOINT, $query
        $answer = Invoke-RestMethod -Uri $uri -Headers @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER } @retry
        $tokens[$Resource] = @{ Value = $answer.access_token; At = $now }
    }
    return $tokens[$Resource].Value
}

function Get-Headers {
    return @{ Authorization = 'Bearer {0}' -f (Get-Token 'https://storage.azure.com/'); 'x-ms-version' = '2023-11-03' }
}

# Says no more of a failure than its status.
function Invoke-Aws([hashtable] $Request) {
    try { return Invoke-WebRequest @Request @retry }
    catch [Microsoft.PowerShell.Commands.HttpResponseException] {
        throw 'AWS: {0} answers with status {1}' -f ([uri] $Request.Uri).Host, [int] $_.Exception.Response.StatusCode
    }
    catch { throw 'AWS: {0} does not answer' -f ([uri] $Request.Uri).Host }
}

function Read-Xml($Answer) {
    $Answer.RawContentStream.Position = 0
    $document = [System.Xml.XmlDocument]::new()
    $document.Load($Answer.RawContentStream)
    return , $document
}

function Get-Keys {
    $now = [datetimeoffset]::UtcNow
    if ($keys.Until - $now -gt $freshFor) { return $keys }
    $body = @{
        Action           = 'AssumeRoleWithWebIdentity'
        Version          = '2011-06-15'
        DurationSeconds  = '3600'
        RoleArn          = $env:ROLE_ARN
        RoleSessionName  = 'pull-{0}' -f $env:CELL
        WebIdentityToken = Get-Token $env:AUDIENCE
    }
    $answer = Read-Xml (Invoke-Aws @{ Method = 'Post'; Uri = 'https://sts.{0}.amazonaws.com/' -f $env:REGION; Body = $body })
    $given = @{}
    foreach ($node in $answer.SelectNodes("//*[local-name()='Credentials']/*")) { $given[$node.LocalName] = $node.InnerText }
    $script:keys = @{
        Id     = $given.AccessKeyId
        Secret = $given.SecretAccessKey
        Token  = $given.SessionToken
        Until  = [datetimeoffset]::Parse($given.Expiration, $culture)
    }
    return $script:keys
}

function Get-Hmac([byte[]] $Key, [string] $Text) {
    return , [System.Security.Cryptography.HMACSHA256]::HashData($Key, $utf8.GetBytes($Text))
}

# A link to a bucket, or to an object in it, that holds its own signature ("Authenticating Requests: Using Query Parameters", Amazon S3).
function Get-Link([string] $Bucket, [string] $Key, [hashtable] $Parameters) {
    $given = Get-Keys
    $server = '{0}.s3.{1}.amazonaws.com' -f $Bucket, $env:REGION
    $now = [datetime]::UtcNow
    $time = $now.ToString('yyyyMMdd\THHmmss\Z', $culture)
    $day = $now.ToString('yyyyMMdd', $culture)
    $scope = '{0}/{1}/s3/aws4_request' -f $day, $env:REGION
    $all = [System.Collections.Generic.SortedDictionary[string, string]]::new([System.StringComparer]::Ordinal)
    foreach ($name in $Parameters.Keys) { $all[$name] = [string] $Parameters[$name] }
    $all['X-Amz-Algorithm'] = 'AWS4-HMAC-SHA256'
    $all['X-Amz-Credential'] = '{0}/{1}' -f $given.Id, $scope
    $all['X-Amz-Date'] = $time
    $all['X-Amz-Expires'] = '3600'
    $all['X-Amz-Security-Token'] = $given.Token
    $all['X-Amz-SignedHeaders'] = 'host'
    $pairs = foreach ($entry in $all.GetEnumerator()) {
        '{0}={1}' -f [uri]::EscapeDataString($entry.Key), [uri]::EscapeDataString($entry.Value)
    }
    $query = $pairs -join '&'
    $parts = foreach ($part in $Key.Split('/')) { [uri]::EscapeDataString($part) }
    $path = '/{0}' -f ($parts -join '/')
    $asked = @('GET', $path, $query, ('host:{0}' -f $server), '', 'host', 'UNSIGNED-PAYLOAD') -join "`n"
    $hash = [System.Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData($utf8.GetBytes($asked))).ToLowerInvariant()
    $signed = @('AWS4-HMAC-SHA256', $time, $scope, $hash) -join "`n"
    $hmac = $utf8.GetBytes('AWS4{0}' -f $given.Secret)
    foreach ($text in $day, $env:REGION, 's3', 'aws4_request', $signed) { $hmac = Get-Hmac $hmac $text }
    return 'https://{0}{1}?{2}&X-Amz-Signature={3}' -f $server, $path, $query, [System.Convert]::ToHexString($hmac).ToLowerInvariant()
}

# Name to version of every object that is there now; what is deleted is not. Names differ in upper and lower case.
function Get-Objects([string] $Bucket) {
    $found = [System.Collections.Generic.Dictionary[string, object]]::new([System.StringComparer]::Ordinal)
    $parameters = @{ versions = ''; 'encoding-type' = 'url' }
    do {
        $page = Read-Xml (Invoke-Aws @{ Uri = Get-Link $Bucket '' $parameters })
        foreach ($node in $page.SelectNodes("/*/*[local-name()='Version'][*[local-name()='IsLatest']='true']")) {
            $value = @{}
            foreach ($child in $node.ChildNodes) { $value[$child.LocalName] = $child.InnerText }
            $found[[System.Net.WebUtility]::UrlDecode($value.Key)] = @{
                Version  = $value.VersionId
                Bytes    = [long] $value.Size
                Modified = [datetimeoffset]::Parse($value.LastModified, $culture)
            }
        }
        $more = $page.SelectSingleNode("/*/*[local-name()='IsTruncated']").InnerText -eq 'true'
        if ($more) {
            $name = $page.SelectSingleNode("/*/*[local-name()='NextKeyMarker']").InnerText
            $parameters['key-marker'] = [System.Net.WebUtility]::UrlDecode($name)
            $parameters['version-id-marker'] = $page.SelectSingleNode("/*/*[local-name()='NextVersionIdMarker']").InnerText
        }
    } while ($more)
    return , $found
}

# Name to what was copied, of every blob of a container.
function Get-Copies([string] $Container) {
    $found = [System.Collections.Generic.Dictionary[string, object]]::new([System.StringComparer]::Ordinal)
    $headers = Get-Headers
    $marker = ''
    do {
        $uri = 'https://{0}/{1}?restype=container&comp=list&include=metadata' -f $env:TARGET, $Container
        if ($marker) { $uri = '{0}&marker={1}' -f $uri, [uri]::EscapeDataString($marker) }
        $page = Read-Xml (Invoke-WebRequest -Uri $uri -Headers $headers @retry)
        foreach ($node in $page.SelectNodes('//Blobs/Blob')) {
            $name = $node.SelectSingleNode('Name')
            $key = if ($name.GetAttribute('Encoded') -eq 'true') { [uri]::UnescapeDataString($name.InnerText) } else { $name.InnerText }
            $version = $node.SelectSingleNode('Metadata/s3version')
            $modified = $node.SelectSingleNode('Metadata/s3modified')
            $found[$key] = @{
                Version  = if ($null -eq $version) { '' } else { $version.InnerText }
                Modified = if ($null -eq $modified) { $null } else { [datetimeoffset]::Parse($modified.InnerText, $culture) }
                Bytes    = [long] $node.SelectSingleNode('Properties/Content-Length').InnerText
            }
        }
        $next = $page.SelectSingleNode('/EnumerationResults/NextMarker')
        $marker = if ($null -eq $next) { '' } else { $next.InnerText }
    } while ($marker)
    return , $found
}

function Get-BlobUri([string] $Container, [string] $Key) {
    return 'https://{0}/{1}/{2}' -f $env:TARGET, $Container, [uri]::EscapeDataString($Key)
}

# True where it was done. A failure ends the work on this one object: the next run begins with it again.
function Send-Request([string] $Method, [string] $Uri, [hashtable] $Headers, [byte[]] $Body = [byte[]]::new(0)) {
    try {
        Invoke-WebRequest -Method $Method -Uri $Uri -Headers $Headers -Body $Body -ContentType 'application/octet-stream' -MaximumRetryCount 2 -RetryIntervalSec 5 | Out-Null
        return $true
    }
    catch [Microsoft.PowerShell.Commands.HttpResponseException] {
        '{0} in {1}: status {2}' -f $Method, ([uri] $Uri).Host, [int] $_.Exception.Response.StatusCode | Out-Host
    }
    catch { '{0} in {1}: no answer' -f $Method, ([uri] $Uri).Host | Out-Host }
    $script:failed++
    return $false
}

# Reads piece by piece; only the list of all pieces at the end makes a blob of them.
function Copy-Blocks([string] $Uri, [long] $Bytes, [scriptblock] $Read, [hashtable] $Notes) {
    $blocks = [System.Text.StringBuilder]::new('<?xml version="1.0" encoding="utf-8"?><BlockList>')
    for ([long] $from = 0; $from -lt $Bytes; $from += $blockBytes) {
        $to = [System.Math]::Min($from + $blockBytes, $Bytes) - 1
        try { $piece = & $Read ('bytes={0}-{1}' -f $from, $to) }
        catch { $piece = $null }
        if ($null -eq $piece -or $piece.Length -ne $to - $from + 1) {
            'a piece of an object in {0} could not be read' -f ([uri] $Uri).Segments[1] | Out-Host
            $script:failed++
            return $false
        }
        $id = [System.Convert]::ToBase64String($utf8.GetBytes($from.ToString('d15', $culture)))
        $block = '{0}?comp=block&blockid={1}' -f $Uri, [uri]::EscapeDataString($id)
        if (-not (Send-Request 'Put' $block (Get-Headers) $piece)) { return $false }
        $blocks.Append('<Latest>').Append($id).Append('</Latest>') | Out-Null
    }
    $list = $utf8.GetBytes($blocks.Append('</BlockList>').ToString())
    return Send-Request 'Put' ('{0}?comp=blocklist' -f $Uri) ((Get-Headers) + $Notes) $list
}

function Get-Notes([hashtable] $Object) {
    $notes = @{ 'x-ms-meta-s3version' = $Object.Version }
    if ($null -ne $Object.Modified) { $notes['x-ms-meta-s3modified'] = $Object.Modified.UtcDateTime.ToString('o', $culture) }
    return $notes
}

# One version of an object, whatever becomes of its name meanwhile.
function Copy-Object([string] $Bucket, [string] $Key, [hashtable] $Object, [string] $Container) {
    $read = {
        param($Range)
        $link = Get-Link $Bucket $Key @{ versionId = $Object.Version }
        return , (Invoke-Aws @{ Uri = $link; Headers = @{ Range = $Range } }).RawContentStream.ToArray()
    }
    return Copy-Blocks (Get-BlobUri $Container $Key) $Object.Bytes $read (Get-Notes $Object)
}

# Into a folder of the day. A version that is aside already is written once more, which is a version of the same.
function Copy-Aside([string] $Container, [string] $Key, [hashtable] $Copy) {
    $name = '{0}/{1}/{2}' -f [datetime]::UtcNow.ToString('yyyy-MM-dd', $culture), $Key, $Copy.Version
    $read = {
        param($Range)
        $headers = (Get-Headers) + @{ 'x-ms-range' = $Range }
        return , (Invoke-WebRequest -Uri (Get-BlobUri $Container $Key) -Headers $headers @retry).RawContentStream.ToArray()
    }
    return Copy-Blocks (Get-BlobUri $env:REPLACED $name) $Copy.Bytes $read (Get-Notes $Copy)
}

function Copy-Bucket([string] $Bucket, [string] $Container, [bool] $Follow) {
    # What is there before what is to be there: an object that comes meanwhile is for the next run, and is not taken for a deleted one.
    $copies = Get-Copies $Container
    $objects = Get-Objects $Bucket
    foreach ($entry in $objects.GetEnumerator()) {
        $copy = $null
        $there = $copies.TryGetValue($entry.Key, [ref] $copy)
        if ($there -and $copy.Version -ceq $entry.Value.Version) { continue }
        if ($there -and $Follow -and -not (Copy-Aside $Container $entry.Key $copy)) { continue }
        if (Copy-Object $Bucket $entry.Key $entry.Value $Container) { $script:copied++ }
    }
    if (-not $Follow) { return }
    foreach ($entry in $copies.GetEnumerator()) {
        if ($objects.ContainsKey($entry.Key)) { continue }
        if (-not (Copy-Aside $Container $entry.Key $entry.Value)) { continue }
        if (Send-Request 'Delete' (Get-BlobUri $Container $entry.Key) (Get-Headers)) { $script:deleted++ }
    }
}

function Send-Rows([object[]] $Rows) {
    if ($Rows.Count -eq 0) { return }
    $uri = '{0}/dataCollectionRules/{1}/streams/{2}?api-version=2023-01-01' -f $env:INGESTION_ENDPOINT, $env:RULE_ID, $env:STREAM
    $headers = @{ Authorization = 'Bearer {0}' -f (Get-Token 'https://monitor.azure.com/') }
    $body = ConvertTo-Json -InputObject $Rows -Compress
    Invoke-RestMethod -Method Post -Uri $uri -Headers $headers -ContentType 'application/json; charset=utf-8' -Body $body @retry | Out-Null
}

function New-Row([string] $Kind, $Customer, $FinishedAt) {
    return [ordered]@{
        TimeGenerated = [datetime]::UtcNow.ToString('o', $culture)
        Cell          = $env:CELL
        Server        = $env:CELL
        Customer      = $Customer
        Database      = $null
        Kind          = $Kind
        FinishedAt    = $FinishedAt
        CreatedAt     = $null
    }
}

# Of every customer that is to have one, whether there is one or not. The time is the backup's on AWS, so that both ways count.
function Get-Rows([string] $Container) {
    $newest = @{}
    foreach ($entry in (Get-Copies $Container).GetEnumerator()) {
        $parts = $entry.Key.Split('/')
        if ($parts.Count -ne 4 -or $parts[0] -cne $env:CELL -or $parts[3] -cne 'full.bak' -or $entry.Value.Bytes -eq 0) { continue }
        if ($null -eq $entry.Value.Modified) { continue }
        $known = $newest.ContainsKey($parts[1])
        if (-not $known -or $entry.Value.Modified -gt $newest[$parts[1]]) { $newest[$parts[1]] = $entry.Value.Modified }
    }
    foreach ($customer in $env:CUSTOMERS -split ' ' | Where-Object { $_ }) {
        $time = if ($newest.ContainsKey($customer)) { $newest[$customer].UtcDateTime.ToString('o', $culture) } else { $null }
        New-Row 'azureCopy' $customer $time
    }
}

$copied = 0
$deleted = 0
$failed = 0
$backups = $env:BACKUPS -split ' '
$documents = $env:DOCUMENTS -split ' '
Copy-Bucket $backups[0] $backups[1] $false
Send-Rows @(Get-Rows $backups[1])
Copy-Bucket $documents[0] $documents[1] $true

$counts = 'copied={0} deleted={1} failed={2}' -f $copied, $deleted, $failed
if ($failed -gt 0) { throw $counts }
Send-Rows @(New-Row 'watch' $null $null)
'pulled target={0} {1}' -f $env:TARGET, $counts
