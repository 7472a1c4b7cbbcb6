"""A strict S3 in this process: one bucket, conditional writes, parts, and faults at will.

AWS and others differ in what they answer to a lost race: ``lost_race`` and ``absent_race`` say it.
"""

import base64
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.publish.loopback import Handler, serving

BUCKET = "bucket"
WORDS = {404: "NoSuchKey", 409: "ConditionalRequestConflict", 412: "PreconditionFailed"}


@dataclass
class Fault:
    """What happens to the writes whose key ends so: an answer, or none though it was done."""

    ends: str
    status: int = 500
    lost: bool = False
    times: int = 1


@dataclass
class FakeS3:
    """The objects, the writes that were tried, and the faults to come."""

    url: str = ""
    objects: dict[str, tuple[bytes, dict[str, str]]] = field(default_factory=dict)
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    writes: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    lost_race: int = 412
    absent_race: int = 412
    lock: threading.RLock = field(default_factory=threading.RLock)

    def fault(self, key: str) -> Fault | None:
        for each in self.faults:
            if each.times > 0 and key.endswith(each.ends):
                each.times -= 1
                return each
        return None


class _Handler(Handler):
    @property
    def fake(self) -> FakeS3:
        found: FakeS3 = self.server.fake
        return found

    def _parts(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        assert bucket == BUCKET
        query = parse_qs(parts.query, keep_blank_values=True)
        return key, {name: values[0] for name, values in query.items()}

    def handle_expect_100(self) -> bool:
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def get(self) -> None:
        key, query = self._parts()
        if "list-type" in query:
            self._list(query["prefix"])
        elif key in self.fake.objects:
            data, headers = self.fake.objects[key]
            self.send(200, data, {**headers, "ETag": _etag(data)})
        else:
            self._refuse(404)

    def head(self) -> None:
        self.get()

    def _list(self, prefix: str) -> None:
        items = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(data)}</Size></Contents>"
            for key, (data, _) in sorted(self.fake.objects.items())
            if key.startswith(prefix)
        )
        self.send(200, f"<ListBucketResult>{items}</ListBucketResult>".encode(), {})

    def put(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        key, query = self._parts()
        with self.fake.lock:
            if "partNumber" in query:
                self.fake.uploads[query["uploadId"]][int(query["partNumber"])] = data
                self.send(200, b"", {"ETag": _etag(data)})
                return
            checksum = self.headers["x-amz-checksum-sha256"]
            if checksum is not None:
                assert base64.b64decode(checksum) == hashlib.sha256(data).digest()
            self._write(key, data)

    def post(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        key, query = self._parts()
        with self.fake.lock:
            if "uploads" in query:
                number = f"upload-{len(self.fake.uploads)}"
                self.fake.uploads[number] = {}
                answer = f"<R><UploadId>{number}</UploadId></R>".encode()
                self.send(200, answer, {})
                return
            parts = self.fake.uploads[query["uploadId"]]
            assert list(parts) == list(range(1, len(parts) + 1))
            self._write(key, b"".join(parts.values()))

    def delete(self) -> None:
        self.send(204, b"", {})

    def _write(self, key: str, data: bytes) -> None:
        self.fake.writes.append(key)
        fault = self.fake.fault(key)
        if fault is not None and not fault.lost:
            self._refuse(fault.status)
            return
        there = self.fake.objects.get(key)
        if self.headers["If-None-Match"] == "*" and there is not None:
            self._refuse(self.fake.lost_race)
            return
        wanted = self.headers["If-Match"]
        if wanted is not None and (there is None or _etag(there[0]) != wanted):
            self._refuse(self.fake.absent_race if there is None else self.fake.lost_race)
            return
        kept = {k: v for k, v in self.headers.items() if k.lower().startswith("x-amz-meta-")}
        self.fake.objects[key] = data, kept
        if fault is not None:
            self.close_connection = True
            self.connection.close()
            return
        self.send(200, b"<R><ETag>x</ETag></R>", {"ETag": _etag(data)})

    def _refuse(self, status: int) -> None:
        code = WORDS.get(status, "InternalError")
        body = f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()
        self.send(status, body, {})


def _etag(data: bytes) -> str:
    return f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'


@contextmanager
def fake_s3() -> Iterator[FakeS3]:
    """Serve a bucket on a loopback port."""
    with serving(_Handler) as (server, url):
        server.fake = FakeS3(url=url)
        yield server.fake
