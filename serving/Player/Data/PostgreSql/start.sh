#!/bin/sh
# Initialises the data directory if there is none, atomically, then starts PostgreSQL.
set -eu
: "${PASSWORD:?Set PASSWORD, the password of the user emomusic.}"

if [ ! -d /data/databases ]; then
  rm -rf /data/new
  printf '%s' "$PASSWORD" > /tmp/password
  /opt/postgresql/initdb -D /data/new -U emomusic --pwfile=/tmp/password -A scram-sha-256 -E UTF8 --locale=C.UTF-8
  rm /tmp/password
  echo "host all all all scram-sha-256" >> /data/new/pg_hba.conf
  mv /data/new /data/databases
fi

exec /opt/postgresql/postgres -D /data/databases -k /tmp -c listen_addresses='*'
