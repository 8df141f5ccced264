#!/bin/sh
# PostgreSQL's archive_command: archive_command = '/opt/lykta/deploy/archive_wal.sh "%p" "%f" /reserv/wal'
#
# The server may throw a segment away when this ends with 0. So it does only when the segment lies there whole and flushed, and it
# never writes one over another. Several servers of one cluster archive to one place (archive_mode = always), also at the same moment:
# each writes a file of its own, and the name is given once. Servers of two clusters there are a mistake that must be seen.
set -eu
from=$1 name=$2 to=$3
mine=$to/.$name.$(hostname).$$
trap 'rm -f "$mine"' EXIT
same() {
    [ -e "$to/$name" ] || { echo "archive_wal: $to must be able to give a file a second name (ln)" >&2; return 1; }
    [ -r "$to/$name" ] || { echo "archive_wal: $to/$name is another user's, who does not let it be read" >&2; return 1; }
    cmp -s "$from" "$to/$name" && return # archived before, by another or by this one that was not told so
    echo "archive_wal: $to/$name is there already, and another" >&2
    return 1
}
if [ -e "$to/$name" ]; then
    same
else
    cp "$from" "$mine"
    chmod 640 "$mine" # the place's group may read, for whoever copies it on
    sync "$mine"
    ln "$mine" "$to/$name" 2>/dev/null || same
    sync "$to"
fi
