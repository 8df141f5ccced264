#!/bin/sh
# PostgreSQL's archive_command: archive_command = '/opt/lykta/deploy/archive_wal.sh "%p" "%f" /reserv/wal'
#
# The server may throw a segment away when this ends with 0. So it does only when the segment lies there whole and flushed, and it
# never writes one over another: two servers that archive to one place are a mistake that must be seen.
set -eu
from=$1 name=$2 to=$3
if [ -e "$to/$name" ]; then
    cmp -s "$from" "$to/$name" && exit 0 # archived before; the server was not told so
    echo "archive_wal: $to/$name is there already, and another" >&2
    exit 1
fi
cp "$from" "$to/$name.unfinished"
sync "$to/$name.unfinished"
mv "$to/$name.unfinished" "$to/$name"
sync "$to"
