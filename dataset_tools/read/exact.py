"""The exact reader: records one by one, by Python's csv module, for what is not plain."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from dataset_tools.read.batch import Indices
from dataset_tools.read.layout import Layout

csv.field_size_limit(1 << 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: its cells, and the lines and bytes that it takes up."""

    cells: list[str]
    lines: int
    bytes: int


def records(data: bytes, layout: Layout) -> Iterator[Record]:
    """Yield the records of UTF-8 text; the last may be cut where the data are.

    A quotation mark inside an unquoted cell, or text after a closing one, belongs to the cell.
    """
    lines = _Lines(data, layout)
    reader = csv.reader(lines, **_csv_options(layout))
    before = (0, 0)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        cells = _with_line_ends(cells, layout)
        now = (lines.count, lines.bytes)
        yield Record(cells=cells, lines=now[0] - before[0], bytes=now[1] - before[1])
        before = now


def is_unclosed(record: bytes, layout: Layout) -> bool:
    """Whether the text of one record ends inside a quoted cell."""
    lines = io.StringIO(record.decode("utf-8"), newline="")
    try:
        for _ in csv.reader(lines, strict=True, **_csv_options(layout)):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def is_comment(cells: list[str], number: int, layout: Layout) -> bool:
    """Whether a record is a comment by its first characters or by its number."""
    if number in layout.comment_rows:
        return True
    return bool(layout.comment_char and cells and cells[0].startswith(layout.comment_char))


def columns(rows: list[list[str]], width: int) -> pl.DataFrame:
    """Return rows of ``width`` cells as text columns; an empty cell is null."""
    names = [str(number) for number in range(width)]
    if not rows:
        return pl.DataFrame({name: [] for name in names}, schema=dict.fromkeys(names, pl.String))
    transposed = zip(*rows, strict=True)
    return pl.DataFrame(
        {
            name: pl.Series([cell or None for cell in cells], dtype=pl.String)
            for name, cells in zip(names, transposed, strict=True)
        },
    )


def fit(cells: list[str], width: int) -> list[str]:
    """Cut or fill up a row to ``width`` cells."""
    return cells[:width] + [""] * (width - len(cells))


def is_blank(cells: list[str]) -> bool:
    """Whether a row has no cell with text in it."""
    return not any(cells)


def int_array(numbers: list[int]) -> Indices:
    """Return numbers as an array of positions."""
    return np.array(numbers, np.int64)


class _Lines:
    """The lines of a text, one at a time, counting lines and bytes as they are taken."""

    def __init__(self, data: bytes, layout: Layout) -> None:
        self.count = 0
        self.bytes = 0
        self._lines = _split_lines(data, layout)

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line, size = next(self._lines)
        self.count += 1
        self.bytes += size
        return line


def _split_lines(data: bytes, layout: Layout) -> Iterator[tuple[str, int]]:
    """Yield each line as the csv module takes it, with its length in bytes."""
    terminator = layout.line_terminator
    delimiter = layout.delimiter
    if terminator in (None, "\n", "\r\n", "\r"):
        for line in io.StringIO(data.decode("utf-8"), newline=""):
            yield _one_delimiter(line, delimiter), len(line.encode("utf-8"))
        return
    ending = terminator.encode("utf-8")
    for part in data.removesuffix(ending).split(ending):
        text = part.decode("utf-8").translate(_TO_NO_LINE_ENDS)
        yield _one_delimiter(text, delimiter) + "\n", len(part) + len(ending)


def _with_line_ends(cells: list[str], layout: Layout) -> list[str]:
    if layout.line_terminator in (None, "\n", "\r\n", "\r"):
        return cells
    return [cell.translate(_TO_LINE_ENDS) for cell in cells]


_NO_LINE_ENDS = {"\n": "\ufdd0", "\r": "\ufdd1"}
"""Where records end otherwise, line ends are part of cells; Unicode keeps these for such use."""
_TO_NO_LINE_ENDS = str.maketrans(_NO_LINE_ENDS)
_TO_LINE_ENDS = str.maketrans({stand_in: end for end, stand_in in _NO_LINE_ENDS.items()})


_STAND_IN = "\x1f"
"""ASCII's unit separator stands for a delimiter of several characters."""


def _one_delimiter(line: str, delimiter: str) -> str:
    return line if len(delimiter) == 1 else line.replace(delimiter, _STAND_IN)


def _csv_options(layout: Layout) -> dict[str, Any]:
    return {
        "delimiter": layout.delimiter if len(layout.delimiter) == 1 else _STAND_IN,
        "quotechar": layout.quote,
        "quoting": csv.QUOTE_MINIMAL if layout.quote else csv.QUOTE_NONE,
        "doublequote": layout.double_quote,
        "escapechar": layout.escape,
        "skipinitialspace": layout.skip_initial_space,
    }
