#!/usr/bin/env bash
# stop_invenio.sh DIR [--delete] - end exactly what start_invenio.sh DIR started (pid + start time are checked).
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: $0 DIR [--delete]" >&2; exit 2; }
HERE=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
[ -d "$1/run" ] || exit 0
DIR=$(cd "$1" && pwd -P); RUN=$DIR/run; LOG=$DIR/log
. "$HERE/processes.sh"
exec 9>"$DIR/.lock"; flock 9
stop_all gunicorn index redis
if [ "${2:-}" = --delete ]; then
  where=$(pgdata); case $where in "$DIR"/*|/var/tmp/invenio-pg-*) rm -rf "$where" ;; esac
  rm -rf "$DIR"
fi
