#!/bin/sh
# What has been written since the newest backup of a record in a directory, and then the keys that it is sealed under: each new matter and
# each new person has one, so a tail without today's keys brings nothing back. Every five minutes: lykta.cron. Runs beside the program and
# needs no key to open anything.
set -eu
register=${LYKTA_REGISTER:-/var/lib/lykta/register}
tails=${LYKTA_TAILS:-/reserv}
keys=${LYKTA_KEYS:-/nycklar}

# Each authority has a tail of its own: name them all, as in LYKTA_AUTHORITIES='1 2'. None is taken for granted.
for authority in ${LYKTA_AUTHORITIES:?name them all}; do
    lykta export --data "$register" --authority "$authority" --after "$tails/senaste" -o "$tails/svans-$authority.lykta"
done
# To one of two places in turn: the other is whole until this one is.
case "$(readlink "$keys/senaste" || true)" in
svans-a) new=svans-b ;;
*) new=svans-a ;;
esac
rm -rf "${keys:?}/$new"
lykta backup --data "$register" --keyring-to "$keys/$new"
ln -sfn "$new" "$keys/senaste"
