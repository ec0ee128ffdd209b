#!/bin/sh
# Writes one consistent copy of the database to the file named, while the app runs. Redis needs none.
# usage: backup.sh mysql://user:password@host[:port]/database copy.sql.gz
# Keep ENCRYPTION_KEYS apart from the copy: together they open every secret, alone neither does.
set -eu
url=$1 file=$2
rest=${url#*://}
credentials=${rest%@*} place=${rest##*@}
user=${credentials%%:*} password=${credentials#*:}
host_port=${place%%/*} database=${place#*/}
host=${host_port%%:*} port=${host_port#*:}
[ "$port" = "$host_port" ] && port=3306
# MariaDB renamed the program; MySQL has only the old name.
dump=$(command -v mariadb-dump || command -v mysqldump)
# The password goes by the environment: arguments are visible to everybody on the machine.
MYSQL_PWD=$password "$dump" --host="$host" --port="$port" --user="$user" \
  --single-transaction --quick --no-tablespaces --default-character-set=utf8mb4 "$database" > "$file.part"
gzip -c "$file.part" > "$file.part.gz"
rm "$file.part"
mv "$file.part.gz" "$file"
