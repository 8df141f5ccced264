#!/bin/sh
# A base backup of the server that Lykta's record is in, verified; and apart from it, after it, a copy of the keys.
#
#     PGHOST=db.example PGUSER=replicator LYKTA_DATABASE=postgres://… base_backup.sh /reserv/bas-2026-11-30 /nycklar/2026-11-30
#
# PGHOST is a server, or HAProxy, which leads to the one that writes. The first place is kept with the archived log, the second apart and
# not as long. Neither may be there: a backup is never written over another. LYKTA names the program, if it is not on the path.
set -eu
base=$1 keys=$2
if [ -e "$base" ] || [ -e "$keys" ]; then
    echo "base_backup: $base or $keys is there already" >&2
    exit 1
fi
rm -rf "$base.unfinished" # what an interrupted one left
pg_basebackup --pgdata="$base.unfinished" --wal-method=stream --checkpoint=fast --manifest-checksums=SHA256 --no-password
verify=$(command -v pg_verifybackup || ls /usr/lib/postgresql/*/bin/pg_verifybackup | tail -n 1)
"$verify" --quiet "$base.unfinished"
mv "$base.unfinished" "$base"
"${LYKTA:-lykta}" backup --keyring-to "$keys"
echo "base backup in $base"
