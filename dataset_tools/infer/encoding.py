"""The encoding of a text file, told from all of its bytes."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from dataset_tools.descriptor.format import compression_of
from dataset_tools.files.opened import Files
from dataset_tools.files.unpack import unpack
from dataset_tools.infer.proposal import EncodingDraft, Guess
from dataset_tools.read.pieces import Pieces

_MARKS = (  # the longer first: the mark of UTF-32 begins as that of UTF-16
    (codecs.BOM_UTF8, "utf-8", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
_NOT_IN_1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
_FIRST_BEYOND_ASCII = 0x80


def detect_encoding(files: Files, path: str) -> EncodingDraft:
    """Read a file once and say what its bytes are text in."""
    start = next(_pieces(files, path), b"")[:4]
    for mark, name, shown in _MARKS:
        if start.startswith(mark) and _decodes(files, path, name):
            why = f"it begins with the byte order mark of {shown}"
            return EncodingDraft(name=name, guess=Guess(sure=1.0, why=why))
    if _decodes(files, path, "utf-8"):
        if _decodes(files, path, "ascii"):
            guess = Guess(sure=1.0, why="all bytes are ASCII")
        else:
            guess = Guess(sure=0.99, why="all bytes are valid UTF-8")
        return EncodingDraft(name="utf-8", guess=guess)
    return _one_byte_encoding(files, path)


def _pieces(files: Files, path: str) -> Iterator[bytes]:
    with files.open(path) as file:
        yield from unpacked(file, path, "utf-8").plain()


def unpacked(file: BinaryIO, path: str, encoding: str) -> Pieces:
    """Give the pieces of a file, unpacked as its suffix says."""
    way = unpack(compression_of({"path": path}))
    return Pieces(file, encoding, (), unpack=way or iter)


def _decodes(files: Files, path: str, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for piece in _pieces(files, path):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _one_byte_encoding(files: Files, path: str) -> EncodingDraft:
    """Tell Windows-1252 from ISO 8859-1: the latter has control characters where it differs.

    Any bytes are text in one of the two, so nothing proves them; letters among letters speak
    for them.
    """
    counts = [0] * 256
    beside_letters = 0
    for piece in _pieces(files, path):
        for byte in set(piece):
            counts[byte] += piece.count(byte)
        beside_letters += _letters_among_letters(piece)
    high = sum(counts[_FIRST_BEYOND_ASCII:])
    share = beside_letters / high if high else 0.0
    if any(counts[byte] for byte in _NOT_IN_1252):
        why = "the bytes are no UTF-8, and some of them mean nothing in Windows-1252"
        return EncodingDraft(name="iso-8859-1", guess=Guess(sure=0.4, why=why))
    why = (
        f"the bytes are no UTF-8; {share:.0%} of the {high:,} beyond ASCII are letters beside "
        "letters; other encodings of one byte a character cannot be ruled out"
    )
    return EncodingDraft(
        name="windows-1252", guess=Guess(sure=round(0.4 + 0.4 * share, 2), why=why)
    )


def _letters_among_letters(piece: bytes) -> int:
    text = piece.decode("cp1252", "replace")
    return sum(
        char.isalpha() and not char.isascii() and (before.isalpha() or after.isalpha())
        for before, char, after in zip(" " + text[:-1], text, text[1:] + " ", strict=True)
        if char > "\x7f"
    )
