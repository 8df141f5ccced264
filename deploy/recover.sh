#!/bin/sh
# Brings a server back from a base backup and the archived log, to the end of the log or to a moment, on a server that nobody reaches:
# it listens at no address, only at a socket in its own directory, and lets in nobody but the user that it runs as. As that user:
#
#     recover.sh /reserv/bas-2026-11-30 /reserv/wal /var/lib/postgresql/ny ["2026-11-30 14:25:00+01"]
#
# It prints the address for `lykta restore --recovered`. Only when that is done may the server listen: settle.sh stops it and takes out what
# stands below "recovered" in postgresql.auto.conf. A copy that listens before that is the same record twice.
#
# A log with a hole in it is refused: where a segment is missing and a later one is there, what came after would be lost without a word.
set -eu
base=$1 archive=$2 place=$3 until=${4:-}
if [ -e "$place/data" ]; then
    echo "recover: $place/data is there already" >&2
    exit 1
fi
tool() { command -v "$1" || ls /usr/lib/postgresql/*/bin/"$1" | tail -n 1; }
pg_ctl=$(tool pg_ctl) pg_isready=$(tool pg_isready) verify=$(tool pg_verifybackup)
"$verify" --quiet "$base"
mkdir -p "$place"
cp -a "$base" "$place/data"
chmod 700 "$place/data"
cat >"$place/fetch_wal.sh" <<'FETCH'
archive=$1 name=$2 to=$3
[ -e "$archive/$name" ] && exec cp "$archive/$name" "$to"
case $name in *.*) exit 1 ;; esac     # a history that there is none of
[ ! -e "pg_wal/$name" ] || exit 1     # it came with the base backup
for later in "$archive/${name%????????????????}"????????????????; do
    [ "${later##*/}" \> "$name" ] && [ -e "$later" ] || continue
    echo "recover: the log has a hole: $name is missing, and ${later##*/} is there" >&2
    exit 200 # more than 125: the server gives up instead of taking this for the end
done
exit 1
FETCH
# Where the configuration lies elsewhere, as on Debian, nothing is enough to recover with. Patroni's names places that may not be here.
[ -e "$place/data/postgresql.conf" ] || : >"$place/data/postgresql.conf"
[ -e "$place/hba.conf" ] || echo 'local all all peer' >"$place/hba.conf" # who else may call it is said before
: >"$place/ident.conf"
{
    echo "# recovered"
    echo "listen_addresses = ''"
    echo "port = 5432"
    echo "unix_socket_directories = '$place'"
    echo "hba_file = '$place/hba.conf'"
    echo "ident_file = '$place/ident.conf'"
    echo "ssl = off"
    echo "archive_mode = off"
    echo "hot_standby = off"
    echo "primary_conninfo = ''"
    echo "primary_slot_name = ''"
    echo "synchronous_standby_names = ''"
    echo "restore_command = 'sh $place/fetch_wal.sh $archive \"%f\" \"%p\"'"
    [ -z "$until" ] || echo "recovery_target_time = '$until'"
    echo "recovery_target_action = 'promote'"
    echo "# end of recovered"
} >>"$place/data/postgresql.auto.conf"
rm -f "$place/data/standby.signal" # of a base backup that was taken from a standby
touch "$place/data/recovery.signal"
"$pg_ctl" --pgdata="$place/data" --log="$place/log" --no-wait start >&2
# It answers when all of the log has been read, and nobody before that. If it ends instead, its log says why.
sleep 1
while ! "$pg_isready" -q -h "$place" -p 5432; do
    "$pg_ctl" --pgdata="$place/data" status >/dev/null || { tail -n 8 "$place/log" >&2; exit 1; }
    sleep 0.2
done
echo "postgres://$(id -un)@/lykta?host=$place"
