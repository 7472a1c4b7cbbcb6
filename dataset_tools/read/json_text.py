"""A JSON text that is read value by value as it comes in."""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from json.scanner import make_scanner
from typing import NoReturn

from dataset_tools.read.cell_text import DEEPEST, Number
from dataset_tools.read.native_table import Unreadable
from dataset_tools.read.pieces import Pieces, UndecodableBytes

SYNTAX = "DT513"
TOO_LONG = "DT510"
LONGEST = 16 << 20
"""The longest value in characters that is read at once: a row, or what stands beside the rows."""
_PIECE = 1 << 20
_INK = re.compile(r"[^ \t\n\r]")
_NEARLY = 16
"""An error so near the end of what has come in may be one of the cut alone."""


class _Refused(ValueError):
    """A word like NaN, which is not JSON."""


def _refuse(word: str) -> NoReturn:
    raise _Refused(f"{word} is not JSON")


scan: Callable[[str, int], tuple[object, int]] = make_scanner(
    json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=_refuse)  # type: ignore[arg-type]
)
"""Reads one value from a position on: the value and where it ends; numbers keep their text."""


def texts(pieces: Pieces) -> Iterator[str]:
    """Yield a file's text in pieces; what stands before a bad byte is given first."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    done = 0
    for piece in _with_end(pieces.utf8()):
        try:
            yield decoder.decode(piece or b"", final=piece is None)
        except UnicodeDecodeError as error:
            yield error.object[: error.start].decode("utf-8")
            held = len(error.object) - len(piece or b"")
            offset = done - held + error.start
            raise UndecodableBytes(offset, pieces.encoding, error.reason) from None
        done += len(piece or b"")


def _with_end(pieces: Iterator[bytes]) -> Iterator[bytes | None]:
    """Yield pieces small enough for the values that are made of them, and None at the end."""
    for piece in pieces:
        for start in range(0, len(piece), _PIECE):
            yield piece[start : start + _PIECE]
    yield None


def syntax_error(error: Exception) -> str:
    """Say in a few words what is wrong with a text."""
    if isinstance(error, json.JSONDecodeError):
        return error.msg[:1].lower() + error.msg[1:]
    if isinstance(error, RecursionError):
        return f"a value is nested deeper than {DEEPEST} levels"
    return str(error) if isinstance(error, _Refused) else "a value is missing or is none"


def error_position(error: Exception, start: int) -> int:
    """Return where an error of the scanner stands."""
    if isinstance(error, json.JSONDecodeError):
        return error.pos
    return int(error.value) if isinstance(error, StopIteration) else start


class JsonText:
    """A position in a JSON text of which only a part is held."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._text = ""
        self._at = 0
        self._ended = False
        self._line = 1
        self._line_start = 0
        self._counted = 0

    @property
    def line(self) -> int:
        """The line of the position, from 1."""
        self._count(self._at)
        return self._line

    def peek(self) -> str:
        """Return the next character that is no blank, empty at the end."""
        while True:
            found = _INK.search(self._text, self._at)
            self._at = len(self._text) if found is None else found.start()
            if found is not None:
                return found[0]
            if not self._fill():
                return ""

    def take(self, mark: str) -> bool:
        """Pass over a mark if it comes next."""
        if self.peek() != mark:
            return False
        self._at += 1
        return True

    def expect(self, mark: str, where: str) -> None:
        """Pass over a mark that must come next."""
        if not self.take(mark):
            self.fail(f'"{mark}" is missing {where}')

    def value(self) -> object:
        """Read the next value."""
        self.peek()
        while True:
            try:
                value, end = scan(self._text, self._at)
            except (StopIteration, ValueError, RecursionError) as error:
                if self._is_final(error) or not self._fill():
                    self.fail(syntax_error(error), error_position(error, self._at))
            else:
                if end < len(self._text) or not self._fill():
                    self._bound(end - self._at)
                    self._at = end
                    return value

    def _is_final(self, error: Exception) -> bool:
        """Whether more text would not mend it."""
        if isinstance(error, _Refused | RecursionError):
            return True
        if isinstance(error, json.JSONDecodeError) and error.msg.startswith("Unterminated"):
            return False
        return error_position(error, self._at) < len(self._text) - _NEARLY

    def fail(self, note: str, at: int | None = None) -> NoReturn:
        """Raise what is wrong at a position, told by line and column."""
        place = self._at if at is None else at
        self._count(place)
        column = place - self._line_start + 1
        raise Unreadable(SYNTAX, f"line {self._line}, column {column}: {note}", self._line)

    def _count(self, upto: int) -> None:
        feeds = self._text.count("\n", self._counted, upto)
        if feeds:
            self._line += feeds
            self._line_start = self._text.rfind("\n", self._counted, upto) + 1
        self._counted = max(self._counted, upto)

    def _bound(self, length: int) -> None:
        if length > LONGEST:
            raise Unreadable(TOO_LONG, f"a value is longer than {LONGEST >> 20} MiB", self.line)

    def _fill(self) -> bool:
        """Take in more text, as much again as is held; say whether there was any."""
        if self._ended:
            return False
        held = len(self._text) - self._at
        self._bound(held)
        parts: list[str] = []
        wanted = min(held, LONGEST - held)
        size = 0
        while size <= wanted and not self._ended:
            piece = next(self._pieces, None)
            self._ended = piece is None
            parts.append(piece or "")
            size += len(piece or "")
        if not size:
            return False
        self._count(self._at)
        self._line_start -= self._at
        self._counted -= self._at
        self._text = "".join((self._text[self._at :], *parts))
        self._at = 0
        return True
