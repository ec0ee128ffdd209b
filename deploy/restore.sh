#!/bin/sh
# Reads a copy made by backup.sh into an empty database. Stop every process of the app first.
# usage: restore.sh copy.sql.gz mysql://user:password@host[:port]/database
# Afterwards start the app: sweeps fetch from the shops what happened since the copy was made, and each document is
# looked up in the ledger before it is written, because restored orders may have been booked after the copy.
set -eu
file=$1 url=$2
rest=${url#*://}
credentials=${rest%@*} place=${rest##*@}
user=${credentials%%:*} password=${credentials#*:}
host_port=${place%%/*} database=${place#*/}
host=${host_port%%:*} port=${host_port#*:}
[ "$port" = "$host_port" ] && port=3306
gzip -dc "$file" | MYSQL_PWD=$password mysql --host="$host" --port="$port" --user="$user" \
  --default-character-set=utf8mb4 "$database"
