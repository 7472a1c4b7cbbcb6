"""A file's bytes in pieces of UTF-8, hashed and counted as they pass."""

import codecs
import hashlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from dataset_tools.exceptions import FileFault
from dataset_tools.files.unpack import Unpack

PIECE = 5 << 20
"""Bytes read at a time: large enough for the columns to be worth it, small enough to stay flat."""

FIRST_PIECE = 64 << 10
"""Bytes of the first read: most files have no more, and their header stands in it."""


class UndecodableBytes(Exception):
    """Bytes that are not of the file's encoding; ``offset`` counts from the start of the file."""

    def __init__(self, offset: int, encoding: str, reason: str) -> None:
        super().__init__(f"byte {offset} is not {encoding}: {reason}")
        self.offset = offset


@dataclass(slots=True)
class Pieces:
    """The pieces of one file; after the last one ``length`` and ``digests`` are the file's.

    Those are of the bytes as they are stored; ``unpack`` makes plain ones of them.
    """

    file: BinaryIO
    encoding: str
    algorithms: tuple[str, ...] = ("sha256",)
    unpack: Unpack = iter
    length: int = 0
    digests: dict[str, str] = field(default_factory=dict)
    _hashes: list["hashlib._Hash"] = field(init=False)

    def __post_init__(self) -> None:
        self._hashes = [hashlib.new(name, usedforsecurity=False) for name in self.algorithms]

    def raw(self) -> Iterator[bytes]:
        """Yield the bytes as they are stored, and finish the counts."""
        size = first = min(FIRST_PIECE, PIECE)
        while piece := self.file.read(size):
            size = PIECE if len(piece) == size else first
            self.length += len(piece)
            for digest in self._hashes:
                digest.update(piece)
            yield piece
        self.digests = {digest.name: digest.hexdigest() for digest in self._hashes}

    def plain(self) -> Iterator[bytes]:
        """Yield the bytes unpacked; raise FileFault where that cannot be done."""
        return self.unpack(self.raw())

    def utf8(self) -> Generator[bytes]:
        """Yield pieces of UTF-8 without a byte order mark.

        Raises
        ------
        UndecodableBytes
            The bytes are not of the encoding; pieces before were given.
        """
        if codecs.lookup(self.encoding).name == "utf-8":
            yield from self._checked_utf8()
        else:
            yield from self._recoded()

    def drain(self) -> None:
        """Read what is left, so that the counts are the whole file's."""
        for _ in self.raw():
            pass

    def _checked_utf8(self) -> Iterator[bytes]:
        start: bytes | None = b""
        for piece in self.plain():
            if start is None:
                yield piece
                continue
            start += piece
            if len(start) >= len(codecs.BOM_UTF8):
                yield start.removeprefix(codecs.BOM_UTF8)
                start = None
        if start:
            yield start

    def _recoded(self) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(self.encoding)()
        done, first = 0, True
        for piece in self.plain():
            before = decoder.getstate()
            try:
                text = decoder.decode(piece)
            except UnicodeError as error:
                start = error.start if isinstance(error, UnicodeDecodeError) else 0
                start = max(0, start - len(before[0]))
                good = _decoded(decoder, before, piece[:start])
                yield (good.removeprefix("\ufeff") if first else good).encode("utf-8")
                raise UndecodableBytes(done + start, self.encoding, _reason(error)) from None
            done += len(piece)
            yield (text.removeprefix("\ufeff") if first else text).encode("utf-8")
            first = first and not text
        try:
            rest = decoder.decode(b"", final=True)
        except UnicodeError as error:
            raise UndecodableBytes(done, self.encoding, _reason(error)) from None
        if rest:
            yield rest.encode("utf-8")


def _decoded(decoder: codecs.IncrementalDecoder, state: tuple[bytes, int], data: bytes) -> str:
    """Decode from a state on, as far as that can be done."""
    try:
        decoder.setstate(state)
        return decoder.decode(data)
    except UnicodeError:
        return ""


def with_last(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each piece and whether it is the last; an empty file is one empty piece."""
    held = next(pieces, b"")
    try:
        for piece in pieces:
            yield held, False
            held = piece
    except (UndecodableBytes, FileFault):
        yield held, False
        raise
    yield held, True


def whole_characters(data: bytes) -> int:
    """Return the length of UTF-8 text without a character that its end cuts in two."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte < 0x80:  # noqa: PLR2004 (ASCII)
            return len(data)
        if byte >= 0xC0:  # noqa: PLR2004 (the first byte of a character)
            length = 2 + (byte >= 0xE0) + (byte >= 0xF0)  # noqa: PLR2004 (of three, of four bytes)
            return len(data) if back >= length else len(data) - back
    return len(data)


def first_bad_byte(data: bytes) -> tuple[int, str] | None:
    """Return where bytes are no UTF-8, and why, or None where they are."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start, error.reason
    return None


def _reason(error: UnicodeError) -> str:
    return error.reason if isinstance(error, UnicodeDecodeError) else str(error)


def is_text_encoding(name: str) -> bool:
    """Whether an encoding turns bytes into text here (``base64`` and the like do not)."""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return False
    return codec._is_text_encoding and codec.name not in _NO_ENCODINGS  # noqa: SLF001 (Python's test)


_NO_ENCODINGS = frozenset({"undefined", "idna", "punycode", "unicode_escape", "raw_unicode_escape"})
