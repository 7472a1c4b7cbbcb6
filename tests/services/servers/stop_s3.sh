#!/usr/bin/env bash
# stop_s3.sh DIR - end exactly what start_s3.sh DIR started (pid + start time are checked).
set -euo pipefail
HERE=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
[ -d "$1/run" ] || exit 0
DIR=$(cd "$1" && pwd -P); RUN=$DIR/run; LOG=$DIR/log
. "$HERE/processes.sh"
exec 9>"$DIR/.lock"; flock 9
kill_one weed # it takes 17 s to close volumes that nobody needs any more
