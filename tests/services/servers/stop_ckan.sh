#!/usr/bin/env bash
# stop_ckan.sh DIR [--delete] - end exactly what start_ckan.sh DIR started (pid + start time are checked).
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: $0 DIR [--delete]" >&2; exit 2; }
HERE=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
[ -d "$1" ] || exit 0
DIR=$(cd "$1" && pwd -P); RUN=$DIR/run; LOG=$DIR/log
[ -d "$RUN" ] || exit 0
. "$HERE/processes.sh"
exec 9>"$DIR/.lock"; flock 9
stop_all gunicorn solr redis
if [ "${2:-}" = --delete ]; then
  p=$(pgdata); case $p in "$DIR"/*|/var/tmp/ckan-pg-*) rm -rf "$p";; esac
  rm -rf "$DIR"
fi
