# Makes one account of copies the same as the documents it copies: copies what is new or changed, and deletes what is gone at
# home (versions, soft delete and the vault keep it for as long as everywhere). With a MODE it brings documents to an account that people
# work in, and takes nothing away: with "missing" what is not there, with "newer" also what is older there. The whole configuration is
# in the environment; every sign-in is with the job's managed identity, whose token is neither printed nor kept. Names of documents may
# say something about people and are not printed either. Only a run without a failure ends with the line that the watch waits for.
#
# Kubernetes replaces dollar-parenthesis and double dollars in arguments: this file uses neither.
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# What changed this short before it was copied may have changed while it was copied, and is copied once more by the next run.
$settled = [timespan]::FromHours(1)
$retry = @{ MaximumRetryCount = 4; RetryIntervalSec = 5 }

function Get-Headers {
    $query = 'api-version=2019-08-01&resource={0}&client_id={1}' -f [uri]::EscapeDataString('https://storage.azure.com/'), $env:CLIENT_ID
    $uri = '{0}?{1}' -f $env:IDENTITY_ENDPOINT, $query
    $answer = Invoke-RestMethod -Uri $uri -Headers @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER } @retry
    return @{ Authorization = 'Bearer {0}' -f $answer.access_token; 'x-ms-version' = '2023-11-03' }
}

# All entries of a list, which comes in pages of XML.
function Get-Listed([string] $Uri, [string] $Entry, [hashtable] $Headers) {
    $marker = ''
    do {
        $from = if ($marker) { '{0}&marker={1}' -f $Uri, [uri]::EscapeDataString($marker) } else { $Uri }
        $answer = Invoke-WebRequest -Uri $from -Headers $Headers @retry
        $answer.RawContentStream.Position = 0
        $page = [System.Xml.XmlDocument]::new()
        $page.Load($answer.RawContentStream)
        foreach ($node in $page.SelectNodes($Entry)) { $node }
        $next = $page.SelectSingleNode('/EnumerationResults/NextMarker')
        $marker = if ($null -eq $next) { '' } else { $next.InnerText }
    } while ($marker)
}

function Get-Containers([string] $Account, [hashtable] $Headers) {
    foreach ($node in Get-Listed ('https://{0}/?comp=list' -f $Account) '//Containers/Container/Name' $Headers) { $node.InnerText }
}

# Name to state of every document of a container, or of a folder in it. Names differ in upper and lower case: no hashtable, which does not
# tell them apart.
function Get-Documents([string] $Account, [string] $Container, [hashtable] $Headers, [string] $Folder = '') {
    $found = [System.Collections.Generic.Dictionary[string, object]]::new([System.StringComparer]::Ordinal)
    $uri = 'https://{0}/{1}?restype=container&comp=list&prefix={2}' -f $Account, $Container, [uri]::EscapeDataString($Folder)
    foreach ($node in Get-Listed $uri '//Blobs/Blob' $Headers) {
        $name = $node.SelectSingleNode('Name')
        $key = if ($name.GetAttribute('Encoded') -eq 'true') { [uri]::UnescapeDataString($name.InnerText) } else { $name.InnerText }
        $modified = $node.SelectSingleNode('Properties/Last-Modified').InnerText
        $found[$key.Substring($Folder.Length)] = @{
            Modified = [datetimeoffset]::Parse($modified, [cultureinfo]::InvariantCulture)
            ETag     = $node.SelectSingleNode('Properties/Etag').InnerText
        }
    }
    return , $found
}

# True where it was done, false where the document is no longer what the list said: the next run sees it as it is then.
function Send-Request([string] $Method, [string] $Uri, [hashtable] $Headers, [int[]] $Changed = @(404, 412)) {
    try {
        Invoke-WebRequest -Method $Method -Uri $Uri -Headers $Headers -Body ([byte[]]::new(0)) -MaximumRetryCount 2 -RetryIntervalSec 2 | Out-Null
        return $true
    }
    catch [Microsoft.PowerShell.Commands.HttpResponseException] {
        if ([int] $_.Exception.Response.StatusCode -in $Changed) { return $false }
        '{0} in {1}: status {2}' -f $Method, ([uri] $Uri).Host, [int] $_.Exception.Response.StatusCode | Out-Host
        $script:failed++
        return $false
    }
}

function Copy-Document([string] $Path, [string] $Source, [string] $ETag, [hashtable] $Headers, [hashtable] $Conditions) {
    $request = $Headers + $Conditions + @{
        'x-ms-blob-type'                 = 'BlockBlob'
        'x-ms-copy-source'               = 'https://{0}' -f $Source
        'x-ms-copy-source-authorization' = $Headers.Authorization
        'x-ms-source-if-match'           = $ETag
    }
    # 409: somebody has put a document of that name there meanwhile, where there must be none.
    $changed = if ($Conditions.Count -gt 0) { 404, 409, 412 } else { 404, 412 }
    return Send-Request 'Put' ('https://{0}/{1}' -f $env:TARGET, $Path) $request $changed
}

function Copy-Container([string] $Container, [string] $Source) {
    $headers = Get-Headers
    $copies = Get-Documents $env:TARGET $Container $headers
    $documents = Get-Documents $Source $Container $headers

    foreach ($entry in $documents.GetEnumerator()) {
        $document = $entry.Value
        $copy = $null
        if ($copies.TryGetValue($entry.Key, [ref] $copy) -and $copy.Modified - $document.Modified -gt $settled) { continue }
        $path = '{0}/{1}' -f $Container, [uri]::EscapeDataString($entry.Key)
        $from = '{0}/{1}' -f $Source, $path
        if (Copy-Document $path $from $document.ETag $headers @{}) { $script:copied++ }
    }
    foreach ($name in $copies.Keys) {
        if ($documents.ContainsKey($name)) { continue }
        $uri = 'https://{0}/{1}/{2}' -f $env:TARGET, $Container, [uri]::EscapeDataString($name)
        if (Send-Request 'Delete' $uri $headers) { $script:deleted++ }
    }
}

# Whatever was there before the last run that brought everything is not looked at again: it would come back where people have deleted it.
function Add-Documents([string] $Container, [string] $Source) {
    $headers = Get-Headers
    $mark = 'brought/{0}/{1}' -f $Source, $Container
    $brought = $null
    $marked = $marks.TryGetValue($mark, [ref] $brought)
    $present = Get-Documents $env:TARGET $Container $headers
    # In the copies of a cell on AWS each customer's documents are a folder of one container.
    $outer = if ($env:FOLDERS) { $env:FOLDERS } else { $Container }
    $folder = if ($env:FOLDERS) { '{0}/' -f $Container } else { '' }
    $left = 0

    foreach ($entry in (Get-Documents $Source $outer $headers $folder).GetEnumerator()) {
        $document = $entry.Value
        if ($marked -and $brought.Modified - $document.Modified -gt $settled) { continue }
        $own = $null
        $there = $present.TryGetValue($entry.Key, [ref] $own)
        if ($there -and ($env:MODE -eq 'missing' -or $own.Modified -ge $document.Modified)) { continue }
        $path = '{0}/{1}' -f $Container, [uri]::EscapeDataString($entry.Key)
        $condition = if ($there) { @{ 'If-Match' = $own.ETag } } else { @{ 'If-None-Match' = '*' } }
        $from = '{0}/{1}/{2}' -f $Source, $outer, [uri]::EscapeDataString($folder + $entry.Key)
        if (Copy-Document $path $from $document.ETag $headers $condition) { $script:copied++ } else { $left++ }
    }
    if ($left -gt 0) { return }
    $uri = 'https://{0}/{1}/{2}' -f $env:TARGET, $env:SYSTEM_CONTAINER, [uri]::EscapeDataString($mark)
    Send-Request 'Put' $uri ($headers + @{ 'x-ms-blob-type' = 'BlockBlob' }) | Out-Null
}

$copied = 0
$deleted = 0
$failed = 0
$containers = 0
$homes = @{}
foreach ($source in $env:SOURCES -split ' ') {
    $holder = if ($env:FOLDERS) { $env:TARGET } else { $source }
    foreach ($container in Get-Containers $holder (Get-Headers)) {
        if (-not $homes.ContainsKey($container)) { $homes[$container] = [System.Collections.Generic.List[string]]::new() }
        $homes[$container].Add($source)
    }
}
$filling = $env:MODE -in 'missing', 'newer'
$marks = if ($filling) { Get-Documents $env:TARGET $env:SYSTEM_CONTAINER (Get-Headers) } else { $null }
$only = @($env:CONTAINERS -split ' ' | Where-Object { $_ })
# The account of copies decides: one in a further region holds only customers who asked for it.
foreach ($container in Get-Containers $env:TARGET (Get-Headers)) {
    if ($container -eq $env:SYSTEM_CONTAINER) { continue }
    if ($only.Count -gt 0 -and $container -notin $only) { continue }
    # A customer who came later has nothing elsewhere.
    if ($filling -and -not $homes.ContainsKey($container)) { continue }
    if (-not $homes.ContainsKey($container) -or $homes[$container].Count -ne 1) {
        'container {0} is not in exactly one account' -f $container | Out-Host
        $failed++
        continue
    }
    if ($filling) { Add-Documents $container $homes[$container][0] } else { Copy-Container $container $homes[$container][0] }
    $containers++
}
$counts = 'containers={0} copied={1} deleted={2} failed={3}' -f $containers, $copied, $deleted, $failed
if ($failed -gt 0) { throw $counts }
'documents-copied target={0} {1}' -f $env:TARGET, $counts
