#!/usr/bin/env bash
# start_invenio.sh DIR PORT - start a real InvenioRDM, what Zenodo runs on, on http://127.0.0.1:PORT/api, kept in DIR:
# invenio-app-rdm under gunicorn, on PostgreSQL and Redis. The search index (invenio_index.py) and DataCite stand in.
#
# Installs and sets up only what is missing. stdout holds only INVENIO_URL=, INVENIO_TOKEN=, INVENIO_OUTSIDER_TOKEN=.
# Environment: INVENIO_VERSION (14.0.5), INVENIO_RATELIMIT (none, or for example "5 per minute"), INVENIO_WORKERS (2).
set -Eeuo pipefail
[ $# -eq 2 ] || { echo "usage: $0 DIR PORT" >&2; exit 2; }
HERE=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
mkdir -p "$1"; DIR=$(cd "$1" && pwd -P); PORT=$2
: "${INVENIO_VERSION:=14.0.5}" "${INVENIO_RATELIMIT:=}" "${INVENIO_WORKERS:=2}" "${PYTHON:=python3}"
RUN=$DIR/run; LOG=$DIR/log; VENV=$DIR/venv; PY=$VENV/bin/python
mkdir -p "$RUN" "$LOG" "$DIR/instance" "$DIR/redis"; chmod 755 "$DIR"
SERVERS=(gunicorn index redis)
say() { echo "[${SECONDS}s] $*" >&2; }
die() { echo "start_invenio: $*" >&2; exit 1; }
. "$HERE/processes.sh"
trap 'echo "start_invenio: failed at line $LINENO (logs in $LOG)" >&2' ERR
trap 'rc=$?; [ $rc -eq 0 ] || stop_all "${SERVERS[@]}"; exit $rc' EXIT # a half start leaves nothing running
exec 9>"$DIR/.lock"; flock 9 # one start or stop at a time; children close it
stop_all "${SERVERS[@]}"

# ---------------------------------------------------------------- 1. packages of Debian, then of Python
need=()
command -v redis-server >/dev/null || need+=(redis-server)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need+=(postgresql)
command -v curl >/dev/null || need+=(curl)
"$PYTHON" -c 'import ensurepip' 2>/dev/null || need+=(python3-venv)
if [ ${#need[@]} -gt 0 ]; then
  [ "$(id -u)" = 0 ] || die "missing ${need[*]}, and only root can apt-get install them"
  say "apt-get install ${need[*]}"; policy=/usr/sbin/policy-rc.d; made=
  [ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' >$policy; chmod 755 $policy; made=1; } # no servers of Debian's own
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${need[@]}"; } >"$LOG/apt.log" 2>&1 9>&- \
    || { [ -z "$made" ] || rm -f $policy; tail -5 "$LOG/apt.log" >&2; die "apt-get failed"; }
  [ -z "$made" ] || rm -f $policy
fi
PGBIN=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
WANT="$INVENIO_VERSION|$("$PYTHON" -V)"
if [ "$(cat "$VENV/.want" 2>/dev/null)" != "$WANT" ]; then
  say "pip install invenio-app-rdm==$INVENIO_VERSION (about 2 minutes)"
  [ -x "$PY" ] || "$PYTHON" -m venv "$VENV"
  pins=()
  case "$WANT" in "14.0.5|Python 3.11."*) pins=(-c "$HERE/invenio_constraints.txt") ;; esac # what the tests were made with
  "$PY" -m pip install -q --disable-pip-version-check "invenio-app-rdm[opensearch2]==$INVENIO_VERSION" "gunicorn>=23" ${pins[@]+"${pins[@]}"} \
    >"$LOG/pip.log" 2>&1 9>&- || { grep -v WARNING "$LOG/pip.log" | tail -15 >&2; die "pip failed"; }
  echo "$WANT" >"$VENV/.want"
fi

# ---------------------------------------------------------------- 2. ports and a secret, new at each start
read -r PG_PORT REDIS_PORT INDEX_PORT < <("$PY" -c '
import socket
ss = [socket.socket() for _ in range(3)]
[s.bind(("127.0.0.1", 0)) for s in ss]
print(*[s.getsockname()[1] for s in ss])')
[ -s "$DIR/secret" ] || (umask 077; "$PY" -c 'import secrets; print(secrets.token_hex(16))' >"$DIR/secret")
export PGPASSWORD; PGPASSWORD=$(cat "$DIR/secret")

# ---------------------------------------------------------------- 3. PostgreSQL (never as root), Redis, the index
if [ ! -f "$DIR/pgdata.path" ]; then
  where=$DIR/pg # a folder below a closed one, as root's own is, cannot be reached by the user postgres
  if [ "$(id -u)" = 0 ] && ! runuser -u postgres -- test -x "$DIR"; then where=/var/tmp/invenio-pg-$(printf %s "$DIR" | sha1sum | cut -c1-10); fi
  echo "$where" >"$DIR/pgdata.path"
fi
PGDATA=$(pgdata)
SETUP="$INVENIO_VERSION|$(cat "$HERE/invenio_bootstrap.py" "$HERE/invenio_wsgi.py" | sha1sum)"
[ "$(cat "$DIR/.set-up" 2>/dev/null)" = "$SETUP" ] || rm -rf "$PGDATA" "$DIR/.set-up" # a half set-up is begun anew
if ! as_pg test -f "$PGDATA/.ready"; then
  say "initdb $PGDATA"
  rm -rf "$PGDATA"; mkdir -p "$PGDATA"; [ "$(id -u)" != 0 ] || chown postgres "$PGDATA"; chmod 700 "$PGDATA"
  file=$(mktemp); echo "$PGPASSWORD" >"$file"; chmod 600 "$file"; [ "$(id -u)" != 0 ] || chown postgres "$file"
  as_pg "$PGBIN/initdb" -D "$PGDATA" -U postgres -A scram-sha-256 --pwfile="$file" -E UTF8 --locale=C.UTF-8 --no-sync >"$LOG/initdb.log" 2>&1 9>&-
  rm -f "$file"
fi
as_pg "$PGBIN/pg_ctl" -D "$PGDATA" -w -t 60 -l "$PGDATA/server.log" -o "-p $PG_PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories='' \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60" start >"$LOG/pg_ctl.log" 2>&1 9>&- </dev/null
if ! as_pg test -f "$PGDATA/.ready"; then
  "$PGBIN/psql" -qAtX -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$PG_PORT" -U postgres -d postgres -c "CREATE DATABASE invenio ENCODING 'utf-8'" >/dev/null
  as_pg touch "$PGDATA/.ready"; rm -rf "$DIR/.set-up" "$DIR/index.json" "$DIR/instance"; mkdir "$DIR/instance"
fi
spawn redis "$DIR" redis-server --port "$REDIS_PORT" --bind 127.0.0.1 --dir "$DIR/redis" --save '' --appendonly no --daemonize no
spawn index "$DIR" "$PY" "$HERE/invenio_index.py" "$INDEX_PORT" "$DIR/index.json"
for _ in $(seq 100); do redis-cli -p "$REDIS_PORT" ping >/dev/null 2>&1 && curl -fsS "http://127.0.0.1:$INDEX_PORT/" >/dev/null 2>&1 && break; sleep 0.1; done

# ---------------------------------------------------------------- 4. tables, vocabularies, users; the server
export INV_DIR=$DIR/instance INV_DB="postgresql+psycopg2://postgres:$PGPASSWORD@127.0.0.1:$PG_PORT/invenio" INV_REDIS="redis://127.0.0.1:$REDIS_PORT" \
  INV_SEARCH_PORT="$INDEX_PORT" INV_URL="http://127.0.0.1:$PORT" INV_RATELIMIT="$INVENIO_RATELIMIT" INV_SECRET="$PGPASSWORD" \
  PYTHONPATH="$HERE" PYTHONWARNINGS=ignore PYTHONDONTWRITEBYTECODE=1
if [ ! -s "$DIR/.set-up" ]; then
  say "tables, vocabularies, users"
  (umask 077; "$PY" "$HERE/invenio_bootstrap.py" >"$LOG/bootstrap.log" 2>&1 9>&-) || { grep -v WARNING "$LOG/bootstrap.log" | tail -20 >&2; die "bootstrap failed"; }
  echo "$SETUP" >"$DIR/.set-up"
fi
answers() { curl -fsS -m 20 "http://127.0.0.1:$PORT/api/records" >/dev/null 2>&1; }
spawn gunicorn "$DIR" "$VENV/bin/gunicorn" --bind "127.0.0.1:$PORT" --workers "$INVENIO_WORKERS" --threads 2 --timeout 120 --graceful-timeout 5 \
  --worker-tmp-dir /dev/shm invenio_wsgi:application
for _ in $(seq 240); do answers && break; alive gunicorn || { tail -20 "$LOG/gunicorn.log" >&2; die "gunicorn ended"; }; sleep 0.25; done
answers || { tail -20 "$LOG/gunicorn.log" >&2; die "InvenioRDM did not answer"; }
say "InvenioRDM (invenio-app-rdm $INVENIO_VERSION) answers on http://127.0.0.1:$PORT/api"
echo "INVENIO_URL=http://127.0.0.1:$PORT/api"
"$PY" -c 'import json, sys; t = json.load(open(sys.argv[1])); print("INVENIO_TOKEN=" + t["owner"]); print("INVENIO_OUTSIDER_TOKEN=" + t["outsider"])' "$INV_DIR/tokens.json"
