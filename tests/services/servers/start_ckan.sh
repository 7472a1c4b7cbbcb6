#!/usr/bin/env bash
# start_ckan.sh DIR PORT - start a real CKAN on http://127.0.0.1:PORT, everything it needs kept in DIR.
#
# Idempotent: installs/initialises only what is missing; when this DIR's CKAN already answers it only
# prints the lines. stdout holds only CKAN_URL=, CKAN_API_TOKEN=, CKAN_ORG= ... lines; progress is on stderr.
#   eval "$(./start_ckan.sh /var/tmp/ckan 5123)"
# Environment: CKAN_VERSION (2.12.0), CKAN_PLUGINS ("activity datastore"), CKAN_EXTRA_PIP (more pip
# requirements), CKAN_MAX_RESOURCE_SIZE (MB, 10), CKAN_EXTRA_INI (file of "key = value" lines), PYTHON (python3).
set -Eeuo pipefail
[ $# -eq 2 ] || { echo "usage: $0 DIR PORT" >&2; exit 2; }
HERE=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
mkdir -p "$1"; DIR=$(cd "$1" && pwd -P); PORT=$2
: "${CKAN_VERSION:=2.12.0}" "${CKAN_PLUGINS:=activity datastore}" "${CKAN_EXTRA_PIP:=}" "${PYTHON:=python3}"
: "${CKAN_MAX_RESOURCE_SIZE:=10}" "${CKAN_EXTRA_INI:=}" "${CKAN_WORKERS:=2}"
RUN=$DIR/run; LOG=$DIR/log; INI=$DIR/ckan.ini; VENV=$DIR/venv
mkdir -p "$RUN" "$LOG" "$DIR/storage" "$DIR/redis"; chmod 755 "$DIR"
T0=$(date +%s.%N)
say() { printf '[%6.1fs] %s\n' "$(echo "$(date +%s.%N) - $T0" | bc 2>/dev/null || awk "BEGIN{print $(date +%s.%N)-$T0}")" "$*" >&2; }
die() { echo "start_ckan: $*" >&2; exit 1; }
. "$HERE/processes.sh"
trap 'echo "start_ckan: failed at line $LINENO (logs in $LOG)" >&2' ERR
trap 'rc=$?; [ $rc -eq 0 ] || stop_all gunicorn solr redis; exit $rc' EXIT      # a half start leaves nothing running

exec 9>"$DIR/.lock"; flock 9          # one start/stop at a time; children close fd 9

print_lines() {
  echo "CKAN_URL=http://127.0.0.1:$PORT"
  echo "CKAN_API_TOKEN=$(cat "$DIR/token")"
  echo "CKAN_EDITOR_TOKEN=$(cat "$DIR/token.editor")"
  echo "CKAN_OUTSIDER_TOKEN=$(cat "$DIR/token.outsider")"
  echo "CKAN_ORG=test-org"
}
answers() { curl -fsS -m 20 "http://127.0.0.1:$PORT/api/3/action/status_show" >/dev/null 2>&1; }

WANT="$CKAN_VERSION|$CKAN_PLUGINS|$CKAN_EXTRA_PIP|$CKAN_MAX_RESOURCE_SIZE|$CKAN_EXTRA_INI|$PORT"
if alive gunicorn && [ "$(cat "$RUN/want" 2>/dev/null)" = "$WANT" ] && alive solr && alive redis && pg_alive && answers; then
  say "already running"; print_lines; exit 0
fi
stop_all gunicorn solr redis                                # leftovers of a half start, other settings, or a dead child

# ---------------------------------------------------------------- 1. system packages
need=()
command -v redis-server >/dev/null || need+=(redis-server)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need+=(postgresql)
command -v curl >/dev/null || need+=(curl)
if [ ! -x "$VENV/bin/gunicorn" ]; then
  command -v gcc >/dev/null || need+=(gcc libc6-dev)
  command -v pg_config >/dev/null || need+=(libpq-dev)
  ldconfig -p | grep libmagic.so.1 >/dev/null || need+=(libmagic1)
  "$PYTHON" -c 'import ensurepip' 2>/dev/null || need+=(python3-venv)
  "$PYTHON" -c 'import sysconfig,os,sys; sys.exit(not os.path.exists(os.path.join(sysconfig.get_paths()["include"],"Python.h")))' || need+=(python3-dev)
fi
if [ ${#need[@]} -gt 0 ]; then
  [ "$(id -u)" = 0 ] || die "missing ${need[*]}, and only root can apt-get install them"
  say "apt-get install ${need[*]}"
  made_policy=
  if [ ! -e /usr/sbin/policy-rc.d ]; then   # keep Debian from starting its own servers
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d; made_policy=1
  fi
  if [[ " ${need[*]} " == *" postgresql "* ]]; then   # nor make a 'main' cluster
    mkdir -p /etc/postgresql-common; [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  fi
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${need[@]}"; } >"$LOG/apt.log" 2>&1 9>&- \
    || { [ -z "$made_policy" ] || rm -f /usr/sbin/policy-rc.d; tail -5 "$LOG/apt.log" >&2; die "apt-get failed"; }
  [ -z "$made_policy" ] || rm -f /usr/sbin/policy-rc.d
fi
PGBIN=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)

# ---------------------------------------------------------------- 2. Python packages
PIPWANT="$CKAN_VERSION|$CKAN_EXTRA_PIP|$("$PYTHON" -V 2>&1)"
if [ "$(cat "$VENV/.want" 2>/dev/null)" != "$PIPWANT" ]; then
  say "pip install ckan==$CKAN_VERSION"
  [ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV"
  reqs="ckan[requirements]==$CKAN_VERSION"
  # shellcheck disable=SC2086
  "$VENV/bin/python" -m pip install -q --disable-pip-version-check "$reqs" "gunicorn>=23,<28" "setuptools<81" $CKAN_EXTRA_PIP \
     >"$LOG/pip.log" 2>&1 9>&- || { grep -v WARNING "$LOG/pip.log" | tail -15 >&2; die "pip failed"; }
  echo "$PIPWANT" >"$VENV/.want"
fi
PY=$VENV/bin/python
CKANPKG=$("$PY" -c 'import importlib.util as u; print(u.find_spec("ckan").submodule_search_locations[0])')

# ---------------------------------------------------------------- 3. ports and secrets
ports_free() { "$PY" - "$@" <<'P'
import socket, sys
for p in sys.argv[1:]:
    s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", int(p))); s.close()
P
}
ports_free "$PORT" 2>/dev/null || die "port $PORT is taken by another process"
[ -f "$DIR/ports.env" ] && . "$DIR/ports.env"
if [ -z "${PG_PORT:-}" ] || ! ports_free "$PG_PORT" "$REDIS_PORT" "$SOLR_PORT" 2>/dev/null; then
  read -r PG_PORT REDIS_PORT SOLR_PORT < <("$PY" -c '
import socket
ss=[socket.socket() for _ in range(3)]
[s.bind(("127.0.0.1",0)) for s in ss]
print(*[s.getsockname()[1] for s in ss])')
  printf 'PG_PORT=%s\nREDIS_PORT=%s\nSOLR_PORT=%s\n' "$PG_PORT" "$REDIS_PORT" "$SOLR_PORT" >"$DIR/ports.env"
fi
[ -s "$DIR/secret" ] || (umask 077; "$PY" -c 'import secrets; print(secrets.token_hex(16))' >"$DIR/secret")
PW=$(cat "$DIR/secret")

# ---------------------------------------------------------------- 4. PostgreSQL (never as root)
if [ -f "$DIR/pgdata.path" ]; then PGDATA=$(cat "$DIR/pgdata.path"); else
  PGDATA=$DIR/pg
  # a DIR below a 0700 folder (/root, pytest's tmp) cannot be reached by the postgres user
  if [ "$(id -u)" = 0 ] && ! runuser -u postgres -- test -x "$DIR"; then
    PGDATA=/var/tmp/ckan-pg-$(printf %s "$DIR" | sha1sum | cut -c1-10); say "postgres cannot reach $DIR: cluster in $PGDATA"
  fi
  echo "$PGDATA" >"$DIR/pgdata.path"
fi
if [ ! -f "$PGDATA/.ready" ]; then
  say "initdb $PGDATA"
  rm -rf "$PGDATA"; mkdir -p "$PGDATA"; [ "$(id -u)" != 0 ] || chown postgres "$PGDATA"; chmod 700 "$PGDATA"
  pwf=$(mktemp); echo "$PW" >"$pwf"; chmod 600 "$pwf"; [ "$(id -u)" != 0 ] || chown postgres "$pwf"
  as_pg "$PGBIN/initdb" -D "$PGDATA" -U postgres -A scram-sha-256 --pwfile="$pwf" -E UTF8 --locale=C.UTF-8 --no-sync >"$LOG/initdb.log" 2>&1 9>&-
  rm -f "$pwf"
fi
as_pg "$PGBIN/pg_ctl" -D "$PGDATA" -w -t 60 -l "$PGDATA/server.log" -o "-p $PG_PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories='' \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60" start >"$LOG/pg_ctl.log" 2>&1 9>&- </dev/null
export PGPASSWORD=$PW
psql_() { "$PGBIN/psql" -qAtX -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$PG_PORT" -U postgres "$@"; }
if ! as_pg test -f "$PGDATA/.ready"; then
  psql_ -d postgres >/dev/null <<SQL
CREATE ROLE ckan_default LOGIN PASSWORD '$PW';
CREATE ROLE datastore_default LOGIN PASSWORD '$PW';
CREATE DATABASE ckan_default OWNER ckan_default ENCODING 'utf-8';
CREATE DATABASE datastore_default OWNER ckan_default ENCODING 'utf-8';
SQL
  "$PY" - "$CKANPKG/../ckanext/datastore/set_permissions.sql" >"$RUN/perm.sql" <<'P'
import sys     # what 'ckan datastore set-permissions' prints, without starting CKAN for it
q = lambda s: '"%s"' % s
print(open(sys.argv[1]).read().format(maindb=q("ckan_default"), datastoredb=q("datastore_default"), mainuser=q("ckan_default"),
      writeuser=q("ckan_default"), readuser=q("datastore_default")))
P
  psql_ -d postgres -f "$RUN/perm.sql" >"$LOG/set-permissions.log" 2>&1
  as_pg touch "$PGDATA/.ready"
fi
say "postgresql up on $PG_PORT"

# ---------------------------------------------------------------- 5. Redis and the search index
spawn redis "$DIR" redis-server --port "$REDIS_PORT" --bind 127.0.0.1 --dir "$DIR/redis" --save '' --appendonly no --daemonize no
spawn solr "$DIR" "$PY" "$HERE/ckan_index.py" "$SOLR_PORT" "$CKANPKG/config/solr/schema.xml"
wait_for() { for _ in $(seq 150); do if "${@:2}" >/dev/null 2>&1; then return 0; fi; sleep 0.1; done; die "$1 did not come up, see $LOG/$1.log"; }
wait_for redis redis-cli -p "$REDIS_PORT" ping
wait_for solr curl -fsS "http://127.0.0.1:$SOLR_PORT/solr/ckan/admin/ping"

# ---------------------------------------------------------------- 6. CKAN's configuration
export CKAN_INI=$INI
if [ ! -s "$INI" ]; then "$VENV/bin/ckan" generate config "$INI" >"$LOG/generate.log" 2>&1 9>&-; chmod 600 "$INI"; fi
DB="postgresql://ckan_default:$PW@127.0.0.1:$PG_PORT"
"$PY" "$HERE/ckan_ini.py" "$INI" "$CKAN_EXTRA_INI" <<CFG
sqlalchemy.url = $DB/ckan_default
ckan.datastore.write_url = $DB/datastore_default
ckan.datastore.read_url = postgresql://datastore_default:$PW@127.0.0.1:$PG_PORT/datastore_default
ckan.redis.url = redis://127.0.0.1:$REDIS_PORT/0
solr_url = http://127.0.0.1:$SOLR_PORT/solr/ckan
ckan.site_url = http://127.0.0.1:$PORT
ckan.site_id = default
ckan.storage_path = $DIR/storage
ckan.plugins = $CKAN_PLUGINS
ckan.max_resource_size = $CKAN_MAX_RESOURCE_SIZE
ckan.auth.create_unowned_dataset = false
ckan.datastore.sqlsearch.enabled = true
ckan.upload.user.types = image
ckan.upload.group.types = image
CFG
say "search index and redis up; database, users, organisation"

# ---------------------------------------------------------------- 7. tables, users, tokens, organisation
BOOT="$CKAN_VERSION|$CKAN_PLUGINS|$CKAN_EXTRA_PIP|$(sha1sum <"$HERE/ckan_bootstrap.py")"
if [ "$(cat "$DIR/.boot" 2>/dev/null)" != "$BOOT" ] || [ ! -s "$DIR/token" ]; then
  "$PY" "$HERE/ckan_bootstrap.py" "$INI" "$DIR" >"$LOG/bootstrap.log" 2>&1 9>&- || { tail -20 "$LOG/bootstrap.log" >&2; die "bootstrap failed"; }
  echo "$BOOT" >"$DIR/.boot"
fi

# ---------------------------------------------------------------- 8. the server
cat >"$DIR/wsgi.py" <<'P'
import os
from logging.config import fileConfig
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
ini = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ckan.ini")
fileConfig(ini)
application = make_app(CKANConfigLoader(ini).get_config())
P
spawn gunicorn "$DIR" "$VENV/bin/gunicorn" --bind "127.0.0.1:$PORT" --workers "$CKAN_WORKERS" --threads 4 --timeout 120 --graceful-timeout 5 \
   --worker-tmp-dir /dev/shm --chdir "$DIR" wsgi:application
for _ in $(seq 240); do
  answers && break
  alive gunicorn || { tail -20 "$LOG/gunicorn.log" >&2; die "gunicorn ended"; }
  sleep 0.25
done
answers || { tail -20 "$LOG/gunicorn.log" >&2; die "CKAN did not answer"; }
echo "$WANT" >"$RUN/want"
say "CKAN $CKAN_VERSION answers on http://127.0.0.1:$PORT"
print_lines
