"""The cells of a delimited text where they stand, so that one can be changed and no other."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dataset_tools.read.exact import records
from dataset_tools.read.layout import Layout


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, and how it is written."""

    text: str
    written: str

    @property
    def is_quoted(self) -> bool:
        """Whether it stands in quotation marks."""
        return len(self.written) != len(self.text)


@dataclass(frozen=True, slots=True)
class Record:
    """A record with its cells; None where these cannot be told apart for certain."""

    written: str
    cells: tuple[Cell, ...] | None


class Writing:
    """How the cells of a layout are written: with a delimiter, and with marks where needed."""

    def __init__(self, layout: Layout) -> None:
        self.delimiter = layout.delimiter
        self.quote = layout.quote
        quote, delimiter = re.escape(layout.quote or ""), re.escape(layout.delimiter)
        unquoted = f"[^{delimiter}\r\n{quote}]*"
        quoted = f"{quote}(?:[^{quote}]|{quote}{quote})*{quote}|" if quote else ""
        self._cell = re.compile(f"({quoted}{unquoted})({delimiter}|(?:\r\n|\r|\n)?\\Z)")
        self._needs = re.compile(f"[{delimiter}{quote}\r\n]")

    def cells(self, record: str) -> tuple[Cell, ...] | None:
        """Part a record; None if a quotation mark stands where none belongs."""
        found, start = [], 0
        while True:
            match = self._cell.match(record, start)
            if match is None:
                return None
            found.append(Cell(self._text(match[1]), match[1]))
            if match[2] != self.delimiter:
                return tuple(found)
            start = match.end()

    def _text(self, written: str) -> str:
        if self.quote is None or not written.startswith(self.quote):
            return written
        return written[1:-1].replace(self.quote * 2, self.quote)

    def needs_quotes(self, text: str) -> bool:
        """Whether a text can only be written in quotation marks, or is safer so."""
        return text != text.strip() or not text or self._needs.search(text) is not None

    def rewritten(self, cell: Cell, text: str) -> str:
        """Write another text for a cell, quoted if that one was or if it must be."""
        must = self._needs.search(text) is not None
        if self.quote is not None and text and (cell.is_quoted or must):
            return f"{self.quote}{text.replace(self.quote, self.quote * 2)}{self.quote}"
        return text

    def record(self, record: Record, changes: Mapping[int, str]) -> str:
        """Write a record with some of its cells written otherwise, by position."""
        cells = record.cells or ()
        length = sum(len(cell.written) for cell in cells) + len(self.delimiter) * (len(cells) - 1)
        written = [changes.get(at, cell.written) for at, cell in enumerate(cells)]
        return self.delimiter.join(written) + record.written[length:]


def is_editable(layout: Layout) -> bool:
    """Whether single cells can be changed in files of this layout."""
    return layout.plain and layout.line_terminator in (None, "\n")


def table_records(content: bytes, layout: Layout, writing: Writing) -> Iterator[Record]:
    """Yield the records of a text with their cells, the header among them."""
    start = 0
    for each in records(content, layout):
        written = content[start : start + each.bytes].decode("utf-8")
        start += each.bytes
        cells = writing.cells(written)
        if cells is not None and [cell.text for cell in cells] != each.cells:
            cells = None
        yield Record(written, cells)
