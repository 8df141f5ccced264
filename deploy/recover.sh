#!/bin/sh
# Brings a server back from a base backup and the archived log, to the end of the log or to a moment, on a server that nobody reaches:
# it listens at no address, only at a socket in its own directory. As the user that the server runs as:
#
#     recover.sh /reserv/bas-2026-11-30 /reserv/wal /var/lib/lykta-ny ["2026-11-30 14:25:00+01"]
#
# It prints the address for `lykta restore --recovered`. Only when that is done may the server listen: take what stands below "recovered"
# out of postgresql.auto.conf, give it the configuration that the old one had, and restart it. A copy that listens before that is the same
# record twice.
set -eu
base=$1 archive=$2 place=$3 until=${4:-}
if [ -e "$place/data" ]; then
    echo "recover: $place/data is there already" >&2
    exit 1
fi
tool() { command -v "$1" || ls /usr/lib/postgresql/*/bin/"$1" | tail -n 1; }
pg_ctl=$(tool pg_ctl) pg_isready=$(tool pg_isready)
mkdir -p "$place"
cp -a "$base" "$place/data"
chmod 700 "$place/data"
# Where the configuration lies elsewhere, as on Debian, this is enough to recover with.
[ -e "$place/data/postgresql.conf" ] || : >"$place/data/postgresql.conf"
[ -e "$place/data/pg_hba.conf" ] || echo 'local all all peer' >"$place/data/pg_hba.conf"
{
    echo "# recovered"
    echo "hot_standby = off"
    echo "restore_command = 'cp $archive/%f \"%p\"'"
    [ -z "$until" ] || echo "recovery_target_time = '$until'"
    echo "recovery_target_action = 'promote'"
    echo "synchronous_standby_names = ''"
    echo "archive_mode = off"
    echo "unix_socket_directories = '$place'"
    echo "listen_addresses = ''"
} >>"$place/data/postgresql.auto.conf"
touch "$place/data/recovery.signal"
"$pg_ctl" --pgdata="$place/data" --log="$place/log" --wait --timeout=600 start >&2
# It answers when all of the log has been read, and nobody before that. If it ends instead, its log says why.
while ! "$pg_isready" -q -h "$place"; do
    "$pg_ctl" --pgdata="$place/data" status >/dev/null || { tail -n 5 "$place/log" >&2; exit 1; }
    sleep 0.2
done
echo "postgres://$(id -un)@/lykta?host=$place"
