#!/bin/sh
# A recovered server that `lykta restore --recovered` has made the record: it is stopped, and what recover.sh had it started with is taken
# out, so that it can be started like any other, by Debian or by Patroni. As the same user:
#
#     settle.sh /var/lib/postgresql/ny
#
# The data directory is then PLACE/data.
set -eu
place=$1
own=$place/data/postgresql.auto.conf
grep -q '^# recovered$' "$own" || { echo "settle: $place is not one that recover.sh has made" >&2; exit 1; }
if [ -e "$place/data/recovery.signal" ]; then
    echo "settle: $place has not been recovered to its end: see $place/log" >&2
    exit 1
fi
pg_ctl=$(command -v pg_ctl || ls /usr/lib/postgresql/*/bin/pg_ctl | tail -n 1)
if "$pg_ctl" --pgdata="$place/data" status >/dev/null; then
    "$pg_ctl" --pgdata="$place/data" --mode=fast --wait stop >&2
fi
sed -i '/^# recovered$/,/^# end of recovered$/d' "$own"
rm -f "$place/fetch_wal.sh" "$place/hba.conf" "$place/ident.conf"
echo "$place/data is a server like any other"
