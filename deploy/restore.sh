#!/bin/sh
# Reads a copy made by backup.sh into an empty database. Stop every process of the app first.
# usage: restore.sh copy.sql.gz mysql://user:password@host[:port]/database
# Then: npm run admin -- after-restore, and start the app. Sweeps fetch from the shops what happened since the copy was
# made, and everything is looked up in the ledgers before it is written: much of it was booked after the copy.
set -eu
file=$1 url=$2
rest=${url#*://}
credentials=${rest%@*} place=${rest##*@}
user=${credentials%%:*} password=${credentials#*:}
host_port=${place%%/*} database=${place#*/}
host=${host_port%%:*} port=${host_port#*:}
[ "$port" = "$host_port" ] && port=3306
client=$(command -v mariadb || command -v mysql)
gzip -dc "$file" | MYSQL_PWD=$password "$client" --host="$host" --port="$port" --user="$user" \
  --default-character-set=utf8mb4 "$database"
