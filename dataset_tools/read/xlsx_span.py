"""How many cells a sheet of an XLSX file spans, and which of them hold an error."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from posixpath import join, normpath
from xml.etree import ElementTree as ET

from dataset_tools.model.dialect import Dialect

MOST_ERRORS = 100_000
_OVERLAP = 512

Errors = Mapping[int, Mapping[int, str]]
"""The texts of cells with an error, by row from 1 and column from 0; the reader leaves them out."""

_PLACE = re.compile(rb"""r(?<=[\s"']r)\s*=\s*["']([A-Za-z]{0,4})([0-9]{1,10})["']""")
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c(\s[^>]*?\bt\s*=\s*["']e["'][^>]*)>(.{0,300}?)</(?:\w+:)?c>""", re.DOTALL
)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{1,40})<")
_SHARED = re.compile(rb"""\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v>\s*([0-9]{1,9})""")
_STRING = re.compile(rb"<(?:\w+:)?si[\s>]")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class XlsxSpan:
    """Measures a sheet whose XML comes in pieces."""

    def __init__(self) -> None:
        self.errors: dict[int, dict[int, str]] = {}
        self._rows = self._columns = 0
        self._count = self._errors = 0
        self._tail = b""
        self._string = 0
        self.shared = 0
        self.longest = 0

    @property
    def cells(self) -> int:
        """The cells of the block from the sheet's first corner to its last, or those in it."""
        return max(self._rows * self._columns, self._count)

    def add(self, piece: bytes) -> None:
        """Take up a piece; ``shared`` counts its uses of strings, ``longest`` is one of its own."""
        text = self._tail + piece
        places = set(_PLACE.findall(text))
        columns = {letters for letters, _ in places}
        rows = {digits for _, digits in places}
        self._columns = max((_column(letters) for letters in columns), default=self._columns)
        self._rows = max(self._rows, max(map(int, rows), default=0))
        self._count += piece.count(b"<c") + piece.count(b":c")
        self.shared += piece.count(b't="s"') + piece.count(b"t='s'")
        self._take_strings(piece)
        if b'"e"' in text or b"'e'" in text:
            self._take_errors(text)
        self._tail = text[-_OVERLAP:]

    def _take_errors(self, text: bytes) -> None:
        for attributes, inside in _ERROR_CELL.findall(text):
            place, value = _PLACE.search(attributes), _VALUE.search(inside)
            if place is None or value is None or self._errors >= MOST_ERRORS:
                continue
            self._errors += 1
            row = self.errors.setdefault(int(place[2]), {})
            row[_column(place[1]) - 1] = value[1].decode("utf-8", "replace")

    def _take_strings(self, piece: bytes) -> None:
        first, *others = _STRING.split(piece)
        if self._string or others:
            self.longest = max(self.longest, self._string + len(first), *map(len, others), 0)
            self._string = len(others[-1]) if others else self._string + len(first)


def string_lengths(pieces: Iterable[bytes]) -> list[int]:
    """Return the length of each shared string, marks included."""
    lengths = [0]
    for piece in pieces:
        first, *others = _STRING.split(piece)
        lengths[-1] += len(first)
        lengths += map(len, others)
    return lengths[1:]


def shared_text(pieces: Iterable[bytes], lengths: list[int]) -> int:
    """Return how much text the shared strings of a sheet's cells make."""
    uses: Counter[bytes] = Counter()
    for piece in pieces:
        uses.update(_SHARED.findall(piece))
    return sum(
        count * lengths[int(digits)] for digits, count in uses.items() if int(digits) < len(lengths)
    )


def _column(letters: bytes) -> int:
    """Return the number of a column, from 1; 0 for none.

    Examples
    --------
    >>> _column(b"A"), _column(b"AB")
    (1, 28)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def sheet_part(workbook: bytes, relations: bytes, dialect: Dialect) -> str:
    """Return the part of the sheet that a dialect names, empty where it is not found."""
    try:
        book, links = (ET.fromstring(part) for part in (workbook, relations))  # noqa: S314 (no DOCTYPE)
        sheets = [each for each in book.iter() if each.tag.endswith("}sheet")]
        targets = {each.get("Id"): each.get("Target", "") for each in links}
    except ET.ParseError:
        return ""
    if dialect.sheet_name is not None:
        sheets = [each for each in sheets if each.get("name") == dialect.sheet_name]
    else:
        sheets = sheets[dialect.sheet_number - 1 : dialect.sheet_number]
    if not sheets:
        return ""
    target = targets.get(sheets[0].get(_RELATION), "")
    return target[1:] if target.startswith("/") else normpath(join("xl", target))
