#!/bin/sh
# What OXYGIS_VERIFY_COMMAND may name: says whose a restored database is and how new its newest row.
#   verifyContent.sh CUSTOMER SERVER DATABASE POINT
# Run it where the server is reached privately (a job server of the new cell), signed in by `az login` as a member of the group of database
# administrators: sqlcmd (the Go version, 1.8 or newer) signs in with Entra ID, so that there is no password anywhere.
set -eu
exec sqlcmd -S "$2" -d "$3" -G -b -h -1 -W -l 120 -t 300 -i "$(dirname "$0")/newestRow.sql"
