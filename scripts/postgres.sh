# A PostgreSQL server for the tests alone: in a temporary folder, in memory where there is room, reached through a Unix socket only, gone at the end.
# Sourced by ./test after tools.sh.

postgres_bin= postgres_home=

# Sets postgres_bin to the folder that holds initdb and postgres: from PATH, or the newest of Debian's.
find_postgres() {
  local initdb folder
  for initdb in $(type -ap initdb) $(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -rV); do
    # A link leads to the folder in which all the programs stand.
    folder=$(dirname "$(readlink -f "$initdb")")
    if [ -x "$folder/postgres" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/createdb" ]; then
      postgres_bin=$folder
      return 0
    fi
  done
  return 1
}

# PostgreSQL refuses to run as root, so root lends it the user nobody.
as_unprivileged() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$postgres_home" "$@"
  else
    "$@"
  fi
}

# Each test makes and drops some hundred files and waits for its commits: in memory that takes half the time.
postgres_folder() {
  local free
  free=$(df --output=avail --block-size=M /dev/shm 2>/dev/null | tail -n 1 | tr -dc 0-9)
  if [ -w /dev/shm ] && [ "${free:-0}" -gt 6000 ]; then echo /dev/shm; else echo /tmp; fi
}

# Starts the server and exports COTERIE_TEST_POSTGRES, its address.
start_postgres() {
  # A socket's path has room for about 100 letters, so not below a long TMPDIR.
  postgres_home=$(mktemp -d "$(postgres_folder)/coterie-postgres.XXXXXX") || return 1
  [ "$(id -u)" != 0 ] || chown nobody:nogroup "$postgres_home"
  local port=$((20000 + RANDOM % 20000)) log=$postgres_home/log
  # It waits for the disk like a real one: Coterie refuses a server that does not. In memory that wait is short.
  local settings="-k $postgres_home -p $port -c listen_addresses= -c max_connections=200 -c timezone=UTC"
  settings+=" -c wal_level=minimal -c max_wal_senders=0 -c checkpoint_timeout=1h -c max_wal_size=4GB"
  (
    cd "$postgres_home" &&
      as_unprivileged "$postgres_bin/initdb" --pgdata=data --username=coterie --auth=trust \
        --encoding=UTF8 --locale=C --no-sync &&
      as_unprivileged "$postgres_bin/pg_ctl" start --wait --pgdata=data --options="$settings" --log="$log" &&
      as_unprivileged "$postgres_bin/createdb" --host="$postgres_home" --port=$port --username=coterie coterie
  ) >"$postgres_home.start" 2>&1 || {
    cat "$postgres_home.start" "$log" 2>/dev/null
    return 1
  }
  export COTERIE_TEST_POSTGRES="postgres://coterie@/coterie?host=$postgres_home&port=$port"
  say "PostgreSQL from $postgres_bin runs in $postgres_home."
}

# Stops the server if it was started, and removes its folder. Safe to call at any time.
stop_postgres() {
  [ -n "$postgres_home" ] || return 0
  [ ! -e "$postgres_home/data/postmaster.pid" ] ||
    (cd "$postgres_home" && as_unprivileged "$postgres_bin/pg_ctl" stop --mode=immediate --pgdata=data) >/dev/null
  rm -rf "$postgres_home" "$postgres_home.start"
  postgres_home=
}
