"""The target ``s3``: versions below a prefix of a bucket, by conditional writes.

Each object is written with ``If-None-Match: *`` and its SHA-256, ``latest.json`` is swapped with
``If-Match`` (Amazon S3 API, *Conditional requests*). What a server answers to a lost race differs
(412, 409, and 404 where the object is absent), and all three are looked into.
"""

import base64
import hashlib
import mimetypes
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from dataset_tools.exceptions import TooLarge
from dataset_tools.publish.plan import DESCRIPTOR, Plan, Step
from dataset_tools.publish.publication import PIECE, Content, Publication
from dataset_tools.publish.s3.client import Absent, LostRace, told
from dataset_tools.publish.secret import Secret
from dataset_tools.publish.target import Served
from dataset_tools.publish.versions import POINTER, Pointer, Store, Stored, Versions, VersionState

PART = 16 << 20
"""Bytes of a part; a file up to this size is sent at once."""
MOST_PARTS = 10_000
_HASH = "sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Where objects go: the client, the bucket, and the prefix, empty or ending in a slash."""

    client: Any = field(repr=False)
    name: str
    prefix: str


@dataclass(frozen=True, slots=True)
class S3Store(Store):
    """The objects of a bucket below a prefix."""

    bucket: Bucket

    def stored(self, folder: str, publication: Publication) -> Mapping[str, Stored]:
        """Return every object below a folder, those of the package with their SHA-256."""
        ours = {content.path for content in publication.all_contents}
        start = f"{self.bucket.prefix}{folder}/"
        found = {}
        with told(f"s3://{self.bucket.name}/{start}"):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket.name, Prefix=start
            )
            for page in pages:
                for each in page.get("Contents", ()):
                    path = str(each["Key"]).removeprefix(start)
                    found[path] = Stored(bytes=int(each["Size"]))
        for path in ours & set(found):
            found[path] = self._head(f"{folder}/{path}")
        return found

    def pointer(self, key: str) -> Pointer | None:
        """Read a small object and its ETag."""
        try:
            with told(self.show(key)):
                answer = self._client.get_object(Bucket=self.bucket.name, Key=self._key(key))
                text = answer["Body"].read().decode("utf-8", "replace")
        except Absent:
            return None
        return Pointer(text=text, mark=str(answer["ETag"]))

    def write_once(self, key: str, content: Content, publication: Publication) -> bool:
        """Write an object unless there is one: at once, or in parts where it is large."""
        write = self._put if content.bytes <= PART else self._put_parts
        try:
            with told(self.show(key)):
                write(key, content, publication)
        except LostRace:
            return False
        return True

    def swap(self, key: str, text: str, before: Pointer | None) -> bool:
        """Replace a small object if it is still as it was."""
        condition = {"IfNoneMatch": "*"} if before is None else {"IfMatch": before.mark}
        data = text.encode("utf-8")
        try:
            with told(self.show(key)):
                self._client.put_object(
                    Bucket=self.bucket.name,
                    Key=self._key(key),
                    Body=data,
                    ContentType="application/json",
                    CacheControl="no-cache",
                    **condition,
                )
        except (LostRace, Absent):
            return False
        return True

    def read(self, key: str) -> Iterator[bytes]:
        """Yield the bytes of an object."""
        with told(self.show(key)):
            answer = self._client.get_object(Bucket=self.bucket.name, Key=self._key(key))
            yield from answer["Body"].iter_chunks(PIECE)

    def show(self, key: str) -> str:
        """Return the URI of an object."""
        return f"s3://{self.bucket.name}/{self._key(key)}"

    def version_id(self, key: str) -> str:
        """Return the id of an object's version, empty where the bucket keeps none."""
        try:
            with told(self.show(key)):
                head = self._client.head_object(Bucket=self.bucket.name, Key=self._key(key))
        except Absent:
            return ""
        found = str(head.get("VersionId") or "")
        return "" if found == "null" else found

    @property
    def _client(self) -> Any:
        return self.bucket.client

    def _key(self, key: str) -> str:
        return f"{self.bucket.prefix}{key}"

    def _head(self, key: str) -> Stored:
        """Return length and SHA-256, which the server computed, else what was written with it."""
        with told(self.show(key)):
            head = self._client.head_object(
                Bucket=self.bucket.name, Key=self._key(key), ChecksumMode="ENABLED"
            )
        checksum = str(head.get("ChecksumSHA256") or "")
        digest = str(head.get("Metadata", {}).get(_HASH) or "")
        if checksum and "-" not in checksum:
            digest = base64.b64decode(checksum).hex()
        if not digest:
            digest = self._downloaded(key)
        return Stored(bytes=int(head["ContentLength"]), sha256=digest)

    def _downloaded(self, key: str) -> str:
        digest = hashlib.sha256()
        for piece in self.read(key):
            digest.update(piece)
        return digest.hexdigest()

    def _put(self, key: str, content: Content, publication: Publication) -> None:
        checksum = base64.b64encode(bytes.fromhex(content.sha256)).decode("ascii")
        self._client.put_object(
            Bucket=self.bucket.name,
            Key=self._key(key),
            Body=b"".join(publication.pieces(content)),
            ContentType=media_type(content.path),
            Metadata={_HASH: content.sha256},
            ChecksumSHA256=checksum,
            IfNoneMatch="*",
        )

    def _put_parts(self, key: str, content: Content, publication: Publication) -> None:
        """Send parts, one at a time in memory; nothing is seen until they are joined."""
        where = {"Bucket": self.bucket.name, "Key": self._key(key)}
        begun = self._client.create_multipart_upload(
            **where,
            ContentType=media_type(content.path),
            Metadata={_HASH: content.sha256},
            ChecksumAlgorithm="SHA256",
        )
        upload = {**where, "UploadId": begun["UploadId"]}
        try:
            parts = []
            for number, data in enumerate(_parts(content, publication), start=1):
                sent = self._client.upload_part(
                    **upload, PartNumber=number, Body=data, ChecksumAlgorithm="SHA256"
                )
                part = {"PartNumber": number, "ETag": sent["ETag"]}
                if "ChecksumSHA256" in sent:
                    part["ChecksumSHA256"] = sent["ChecksumSHA256"]
                parts.append(part)
            self._client.complete_multipart_upload(
                **upload, MultipartUpload={"Parts": parts}, IfNoneMatch="*"
            )
        except BaseException:
            with suppress(Exception):
                self._client.abort_multipart_upload(**upload)
            raise


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Target:
    """Publishes below a prefix of a bucket; ``connect`` makes the client at its first use."""

    bucket: str
    prefix: str
    connect: Callable[[], Any]
    secrets: tuple[Secret, ...] = ()
    name: str = "s3"
    _made: list[Versions] = field(default_factory=list, repr=False)

    @property
    def versions(self) -> Versions:
        """The versions that the bucket keeps."""
        if not self._made:
            place = Bucket(client=self.connect(), name=self.bucket, prefix=self.prefix)
            self._made.append(Versions(store=S3Store(place)))
        return self._made[0]

    def place(self, publication: Publication) -> str:
        """Return the URI of the version's descriptor."""
        return f"s3://{self.bucket}/{self._key(publication, publication.version, DESCRIPTOR)}"

    def survey(self, publication: Publication) -> VersionState:
        """Read what is there."""
        state = self.versions.survey(publication)
        store = self.versions.store
        if DESCRIPTOR not in state.files or not isinstance(store, S3Store):
            return state
        key = f"{self.versions.folder(publication)}/{DESCRIPTOR}"
        return replace(state, version_id=store.version_id(key))

    def plan(self, publication: Publication, state: VersionState) -> Plan:
        """Return the objects that are left to write."""
        plan = self.versions.plan(publication, state)
        for content in publication.all_contents:
            if content.bytes > PART * MOST_PARTS:
                raise TooLarge(f"{content.path} has {content.bytes:,} bytes, more than S3 takes")
        return plan

    def carry_out(self, step: Step, publication: Publication, state: VersionState) -> VersionState:
        """Write an object."""
        return self.versions.carry_out(step, publication, state)

    def ids(self, publication: Publication, state: VersionState) -> Mapping[str, object]:
        """Return the bucket and the keys of the pointer and of the descriptor."""
        ids = {"bucket": self.bucket}
        if state.latest is not None:
            ids["latest"] = self._key(publication, POINTER)
        if DESCRIPTOR in state.files:
            ids["descriptor"] = self._key(publication, publication.version, DESCRIPTOR)
        if state.version_id:
            ids["version_id"] = state.version_id
        return ids

    def files(self, publication: Publication, state: VersionState) -> Mapping[str, str]:
        """Return what is there of the package."""
        return self.versions.files(publication, state)

    def served(self, publication: Publication, *, metadata_only: bool) -> Served:
        """Read the objects of the version."""
        return self.versions.served(publication, metadata_only=metadata_only)

    def hidden(self, text: str) -> str:
        """Return a text without the keys."""
        for secret in self.secrets:
            text = secret.hidden_in(text)
        return text

    def _key(self, publication: Publication, *parts: str) -> str:
        return f"{self.prefix}{'/'.join((publication.name, *parts))}"


def _parts(content: Content, publication: Publication) -> Iterator[bytes]:
    size = PART
    held = bytearray()
    for piece in publication.pieces(content):
        held += piece
        while len(held) > size:
            yield bytes(held[:size])
            del held[:size]
    yield bytes(held)


def media_type(path: str) -> str:
    """Return the media type that a browser is told.

    Examples
    --------
    >>> media_type("data/a.csv"), media_type("data/a.unknown")
    ('text/csv', 'application/octet-stream')
    """
    return mimetypes.guess_type(path)[0] or "application/octet-stream"
