"""Compressed bytes as a stream: gz, bz2, xz, zst and zip, each in pieces and within bounds."""

import bz2
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, Protocol, cast

from dataset_tools.exceptions import FileFault
from dataset_tools.files.archive import (
    BROKEN,
    MAX_DICTIONARY,
    MAX_MEMBERS,
    MAX_RATIO,
    RATIO_FROM,
    open_member,
    reason,
)
from dataset_tools.files.paths import unsafe_reason

UNPACKING = "DT511"
TOO_MUCH = "DT512"
PIECE = 16 << 20
"""Plain bytes given at a time."""
IN_MEMORY = 64 << 20
"""A copy of a stored file stays in memory up to this size, and on disk beyond it."""

Unpack = Callable[[Iterator[bytes]], Iterator[bytes]]
"""From the bytes as they are stored to the plain ones; raises FileFault."""


def unpack(compression: str, member: str | None = None) -> Unpack | None:
    """Return how a compression is undone, or None where it is not known here.

    Parameters
    ----------
    compression
        By the name that the model gives it; empty for none.
    member
        The path inside a zip archive; None for the only file in it.
    """
    ways: dict[str, Callable[[Iterator[bytes]], Iterator[bytes]]] = {
        "": iter,
        "gz": partial(_inflate, _Gzip),
        "bz2": partial(_inflate, _Bzip2),
        "xz": partial(_inflate, _Xz),
        "zst": _zstandard,
        "zip": partial(_member, path=member),
    }
    way = ways.get(compression)
    return None if way is None else partial(_bounded, way)


class _Stream(Protocol):
    """One compressed stream; another may follow it."""

    @property
    def ended(self) -> bool: ...

    @property
    def rest(self) -> bytes: ...

    def give(self, data: bytes, most: int) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=31)

    @property
    def ended(self) -> bool:
        return self._stream.eof

    @property
    def rest(self) -> bytes:
        return self._stream.unused_data or self._stream.unconsumed_tail

    def give(self, data: bytes, most: int) -> bytes:
        return self._stream.decompress(data, most)


class _Held:
    """The streams of bz2 and lzma, which keep what they have not read yet."""

    def __init__(self, stream: "bz2.BZ2Decompressor | lzma.LZMADecompressor") -> None:
        self._stream = stream

    @property
    def ended(self) -> bool:
        return self._stream.eof

    @property
    def rest(self) -> bytes:
        return self._stream.unused_data

    def give(self, data: bytes, most: int) -> bytes:
        return self._stream.decompress(data, most)


class _Bzip2(_Held):
    def __init__(self) -> None:
        super().__init__(bz2.BZ2Decompressor())


class _Xz(_Held):
    def __init__(self) -> None:
        super().__init__(lzma.LZMADecompressor(memlimit=MAX_DICTIONARY))


def _inflate(new: Callable[[], _Stream], stored: Iterator[bytes]) -> Iterator[bytes]:
    """Undo streams that follow each other; zeros between them are padding, as gzip takes them."""
    stream: _Stream | None = None
    for piece in stored:
        data = piece
        while data:
            if stream is None:
                data = data.lstrip(b"\0")
                if not data:
                    break
                stream = new()
            plain = stream.give(data, PIECE)
            if plain:
                yield plain
            data = stream.rest
            while not stream.ended and len(plain) == PIECE and not data:
                plain = stream.give(b"", PIECE)
                yield plain
            if stream.ended:
                stream = None
    if stream is not None:
        raise EOFError("it ends before its stream does, as a file does that was cut")


class _Pieces:
    """Pieces as a file that is read once from its start, as far as pyarrow asks."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""
        self._done = False

    @property
    def closed(self) -> bool:
        return self._done

    def close(self) -> None:
        self._done = True

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1, /) -> bytes:
        if not self._held:
            self._held = next(self._pieces, b"")
        taken = self._held if size < 0 else self._held[:size]
        self._held = self._held[len(taken) :]
        return taken


def _zstandard(stored: Iterator[bytes]) -> Iterator[bytes]:
    import pyarrow as pa

    with pa.CompressedInputStream(_Pieces(stored), "zstd") as stream:
        while piece := stream.read(PIECE):
            yield piece


def _member(stored: Iterator[bytes], *, path: str | None) -> Iterator[bytes]:
    """Read one file of a zip archive, from a copy, since its list of files stands at its end."""
    with copied(stored) as copy, zipfile.ZipFile(copy) as archive:
        member = _chosen(archive, path)
        with open_member(archive, member) as file:
            while piece := file.read(PIECE):
                yield piece


def copied(pieces: Iterator[bytes]) -> BinaryIO:
    """Return a copy to seek in: in memory, and on disk where it is large; gone when closed."""
    copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the caller closes it)
    for piece in pieces:
        copy.write(piece)
    copy.seek(0)
    return cast("BinaryIO", copy)


def _chosen(archive: zipfile.ZipFile, path: str | None) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MAX_MEMBERS:
        raise FileFault(TOO_MUCH, "", f"the archive holds {len(members):,} files")
    if path is not None:
        members = [member for member in members if member.filename == path]
    elif len(members) > 1:
        members = [member for member in members if not _is_litter(member.filename)]
    if len(members) != 1:
        raise FileFault(UNPACKING, "", _which(len(members), path))
    if (reason := unsafe_reason(members[0].filename)) is not None:
        raise FileFault(UNPACKING, "", f"the file in the archive is not read: {reason}")
    return members[0]


def _is_litter(path: str) -> bool:
    """Whether a system put the file there beside the user's own."""
    return path.startswith("__MACOSX/") or path.rpartition("/")[2].startswith(".")


def _which(count: int, path: str | None) -> str:
    if path is not None:
        return f'the archive has {count or "no"} file{"s" * (count > 1)} "{path}" (innerpath)'
    return f"the archive holds {count} files; innerpath names the one to read"


def _bounded(way: Unpack, stored: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack, and end where it is a bomb; whatever is wrong with the stream is one FileFault."""
    packed = plain = 0

    def counted() -> Iterator[bytes]:
        nonlocal packed
        for piece in stored:
            packed += len(piece)
            yield piece

    try:
        for piece in way(counted()):
            plain += len(piece)
            if plain > RATIO_FROM and plain > MAX_RATIO * max(packed, 1):
                note = f"it unpacks from {packed:,} to more than {plain:,} bytes, as a bomb would"
                raise FileFault(TOO_MUCH, "", note)
            yield piece
    except BROKEN as error:
        raise FileFault(UNPACKING, "", f"cannot be unpacked: {reason(error)}") from None
