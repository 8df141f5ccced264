#!/bin/sh
# Certificates for servers that call each other: an authority of your own, made the first time, and one certificate for each server.
#
#     certificates.sh /root/lykta-ca db1 10.0.0.11 db1.example db.example
#
# makes db1.pem and db1.key beside ca.pem, valid for db1 and for every name and address that follows. A server carries its own names and
# *the name that it is called by*: where HAProxy stands in between, HAProxy's. Keep ca.key where no server is. Certificates last two years;
# run this again for new ones.
set -eu
[ $# -ge 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
dir=$1 name=$2
shift 2
curve='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
umask 077
mkdir -p "$dir"
if [ ! -e "$dir/ca.key" ]; then
    # shellcheck disable=SC2086 # words
    openssl req -x509 $curve -days 3650 -subj '/CN=Lykta databases' -addext 'keyUsage=critical,keyCertSign,cRLSign' \
        -keyout "$dir/ca.key" -out "$dir/ca.pem" 2>/dev/null
fi
names="DNS:$name"
for word; do
    case $word in
    *[!0-9.]*) names="$names,DNS:$word" ;;
    *) names="$names,IP:$word" ;;
    esac
done
{
    echo "subjectAltName=$names"
    echo 'extendedKeyUsage=serverAuth,clientAuth'
    echo 'basicConstraints=critical,CA:FALSE'
} >"$dir/$name.names"
# shellcheck disable=SC2086
openssl req -new $curve -subj "/CN=$name" -keyout "$dir/$name.key" -out "$dir/$name.csr" 2>/dev/null
openssl x509 -req -in "$dir/$name.csr" -CA "$dir/ca.pem" -CAkey "$dir/ca.key" -set_serial "0x$(openssl rand -hex 16)" \
    -days 730 -extfile "$dir/$name.names" -out "$dir/$name.pem" 2>/dev/null
rm "$dir/$name.csr" "$dir/$name.names"
chmod 644 "$dir/ca.pem" "$dir/$name.pem"
echo "$dir/$name.pem is valid for $names"
