"""Files where a cluster's data lie, on S3 and HDFS: of each, those bytes that a task asks for."""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, BinaryIO, cast

from dataset_tools.exceptions import FileFault
from dataset_tools.files.paths import MISSING, is_url, safe_path

_LEAST, _MOST = 256 << 10, 16 << 20
"""So many bytes are asked for at once: at first, and where a file is read on and on."""
S3A = "fs.s3a."
_OWN_PROVIDERS = ("SimpleAWSCredentialsProvider", "TemporaryAWSCredentialsProvider")
_CENTRAL = "s3.amazonaws.com"
_REASON = re.compile(r"AWS Error (\w+)")


@dataclass(frozen=True, slots=True)
class Storage:
    """The files below a URL of S3 or HDFS; without one, files by their own URLs.

    ``settings`` are Hadoop's, with what gives access; they go to the tasks within the task.
    """

    base: str
    settings: Mapping[str, str] = field(repr=False)

    @property
    def place(self) -> str:
        """The URL of the folder."""
        return self.base

    def open(self, path: str) -> BinaryIO:
        """Open a file, of which just those bytes are fetched that are read."""
        system, key = self._reached(path)
        with _faults(path):
            return cast("BinaryIO", _Fetched(system.open_input_file(key)))

    def size(self, path: str) -> int:
        """Return the length of a file in bytes."""
        from pyarrow.fs import FileType

        found = self.seen(path)
        if found.is_file:
            return int(found.size)
        is_missing = found.type == FileType.NotFound
        raise FileFault(MISSING, path, "is missing" if is_missing else "is a folder, not a file")

    def seen(self, path: str) -> Any:
        """Return what pyarrow says of a path; raise FileFault if it may not or cannot be asked."""
        system, key = self._reached(path)
        with _faults(path):
            return system.get_file_info(key)

    def show(self, path: str) -> str:
        """Return the URL of a path."""
        return path if is_url(path) else f"{self.base}{path}"

    def _reached(self, path: str) -> tuple[Any, str]:
        """Return the file system of a path, and the path in it."""
        url = f"{self.base}{safe_path(path)}" if self.base else path
        scheme, _, rest = url.partition("://")
        store, _, key = rest.partition("/")
        if scheme.lower() == "hdfs":
            with _faults(path):
                return _hdfs(store), f"/{key}"
        options = s3_options(self.settings, store)
        return _s3(tuple(options.items())), f"{store}/{key}"


class _Fetched(io.RawIOBase):
    """A file of which more is fetched at once the longer it is read on: each request takes time."""

    def __init__(self, file: Any) -> None:
        super().__init__()
        self._file = file
        self._size = int(file.size())
        self._at = self._begin = 0
        self._held = b""
        self._step = _LEAST

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        end = self._size if size is None or size < 0 else min(self._at + size, self._size)
        if end <= self._at:
            return b""
        if self._at < self._begin or end > self._begin + len(self._held):
            self._fetch(end)
        data = self._held[self._at - self._begin : end - self._begin]
        self._at = end
        return data

    def _fetch(self, end: int) -> None:
        goes_on = self._begin <= self._at <= self._begin + len(self._held)
        rest = self._held[self._at - self._begin :] if goes_on else b""
        start = self._at + len(rest)
        self._step = min(2 * self._step, _MOST) if goes_on else _LEAST
        self._step = max(self._step, min(end - start, _MOST))
        self._file.seek(start)
        self._held = rest + self._file.read(max(self._step, end - start))
        self._begin = self._at

    def readinto(self, buffer: Any, /) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


@contextmanager
def _faults(path: str) -> Iterator[None]:
    """Say of a file why it cannot be opened, in few words: messages tell of the whole request."""
    try:
        yield
    except FileNotFoundError:
        raise FileFault(MISSING, path, "is missing") from None
    except OSError as error:
        reason = _REASON.search(str(error))
        note = f"S3 says {reason[1]}" if reason else str(error).strip().partition("\n")[0]
        raise FileFault(MISSING, path, f"cannot be read: {note}") from None


def s3_options(settings: Mapping[str, str], bucket: str) -> dict[str, Any]:
    """Return what reaches a bucket, from settings of Hadoop's S3A, those of the bucket first.

    Without keys it is the chain of AWS on the machine that reads: environment, files, instance.

    Examples
    --------
    >>> s3_options({"fs.s3a.endpoint": "http://localhost:9000",
    ...             "fs.s3a.path.style.access": "true"}, "data")["endpoint_override"]
    'localhost:9000'
    """

    def value(name: str) -> str:
        own = settings.get(f"{S3A}bucket.{bucket}.{name}", "").strip()
        return own or settings.get(S3A + name, "").strip()

    found: dict[str, Any] = {}
    providers = value("aws.credentials.provider")
    if "Anonymous" in providers:
        found["anonymous"] = True
    elif value("access.key") and (
        not providers or any(each in providers for each in _OWN_PROVIDERS)
    ):
        found["access_key"], found["secret_key"] = value("access.key"), value("secret.key")
        found["session_token"] = value("session.token") or None
    scheme, _, endpoint = value("endpoint").rpartition("://")
    region = value("endpoint.region")
    if endpoint and endpoint != _CENTRAL:
        plain = value("connection.ssl.enabled").lower() == "false"
        found["scheme"] = scheme or ("http" if plain else "https")
        found["endpoint_override"] = endpoint.rstrip("/")
        found["force_virtual_addressing"] = value("path.style.access").lower() != "true"
        region = region or "us-east-1"
    if region:
        found["region"] = region
    return found


@lru_cache(maxsize=16)
def _s3(options: tuple[tuple[str, Any], ...]) -> Any:
    from pyarrow.fs import S3FileSystem

    return S3FileSystem(**dict(options))


@lru_cache(maxsize=16)
def _hdfs(store: str) -> Any:
    """Connect by the library and the settings of the Hadoop that the machine has."""
    from pyarrow.fs import HadoopFileSystem

    host, _, port = store.partition(":")
    try:
        return HadoopFileSystem(host or "default", int(port or 0))
    except (OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise OSError(f"{reason}; JAVA_HOME, HADOOP_HOME and CLASSPATH say where it is") from None
