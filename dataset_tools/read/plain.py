"""Plain blocks of delimited text: whole columns by polars, held against what the bytes say.

Counting delimiters and line feeds proves that every row had its cells. A block with ragged or empty
rows is mended first, told row by row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Self

import polars as pl

from dataset_tools.read.batch import Batch, Indices
from dataset_tools.read.exact_rows import Position, blank_rows, read_exactly
from dataset_tools.read.layout import Layout
from dataset_tools.read.structure import (
    LINE_FEED,
    count,
    inside_quotes,
    irregular_rows,
    mend,
    structure,
)

MANY_RAGGED = 5_000
"""From so many ragged rows in a block on, the exact reader is the faster one."""
_NOT_TEXT = (
    *(b"x\x01", b"x\x9c", b"x\xda", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b'\x04"M\x18'),
    b"\xef\xbb\xbf",
)
"""Beginnings of a block that polars does not take as text: it unpacks, or reads over the mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainBlock:
    """Whole records with lawful quotation marks, and how many there are.

    ``position`` is that of the first; ``inner_delimiters`` stand inside of quoted cells.
    """

    data: bytes
    quotes: Indices
    place: str
    position: Position
    layout: Layout
    width: int
    rows: int
    line_feeds: int
    inner_delimiters: int

    @classmethod
    def of(
        cls,
        data: bytes,
        quotes: Indices,
        *,
        place: str,
        position: Position,
        layout: Layout,
        width: int,
    ) -> Self:
        """Count the records of a block: a line feed outside of quotes ends each but the last."""
        line_feeds = count(data, LINE_FEED)
        delimiters, inner_feeds = inside_quotes(data, quotes, ord(layout.delimiter))
        ending = 0 if data.endswith(b"\n") else 1
        return cls(
            data=data,
            quotes=quotes,
            place=place,
            position=position,
            layout=layout,
            width=width,
            rows=line_feeds + ending - inner_feeds,
            line_feeds=line_feeds,
            inner_delimiters=delimiters,
        )

    def batch(self) -> Batch:
        """Read the cells: a pure function, for any thread."""
        data = self.data
        cells = _fast(data, self.width, self.layout)
        if cells is not None and self._is_whole(cells):
            return self._batch(cells, {})
        found = structure(data, self.quotes, self.layout)
        rows = irregular_rows(data, found, self.width)
        if rows.size > MANY_RAGGED:
            return self._exact()
        mended = mend(data, found, rows, self.width, self.layout)
        cells = _fast(mended.data, self.width, self.layout)
        if cells is None or cells.height != self.rows:
            return self._exact()
        return self._batch(cells, mended.ragged)

    def _is_whole(self, cells: pl.DataFrame) -> bool:
        """Whether no row lost, gained or swallowed a cell: delimiters and line feeds add up."""
        if cells.height != self.rows:
            return False
        delimiters = count(self.data, ord(self.layout.delimiter))
        return delimiters - self.inner_delimiters == self.rows * (self.width - 1)

    def _batch(self, cells: pl.DataFrame, ragged: Mapping[int, tuple[str, ...]]) -> Batch:
        one_line_each = self.line_feeds + (0 if self.data.endswith(b"\n") else 1) == self.rows
        return Batch(
            place=self.place,
            cells=cells,
            first_row=self.position.row,
            line_numbers=partial(_add, self.position.line) if one_line_each else self._lines,
            ragged=ragged,
            blank=blank_rows(cells, ragged),
        )

    def _lines(self, rows: Indices) -> Indices:
        found = structure(self.data, self.quotes, self.layout)
        return self.position.line + found.lines_before(rows)

    def _exact(self) -> Batch:
        read = read_exactly(self.data, self.layout, self.width, self.position, last=True)
        return read.rows.batch(self.place, self.position)


def _add(first: int, rows: Indices) -> Indices:
    """Number rows of a line each: unlike a method, it does not hold the block's bytes."""
    return first + rows


def check_utf8(data: bytes) -> None:
    """Raise UnicodeDecodeError where bytes are no UTF-8; polars finds that out sooner."""
    if data.isascii():
        return
    try:
        pl.Series([data], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.PolarsError:
        data.decode("utf-8")


def _fast(data: bytes, width: int, layout: Layout) -> pl.DataFrame | None:
    """Read plain text as string columns, or give None where polars will not."""
    if data.startswith(_NOT_TEXT):
        return None
    try:
        return pl.read_csv(
            data,
            has_header=False,
            schema={str(number): pl.String for number in range(width)},
            separator=layout.delimiter,
            quote_char=layout.quote,
            null_values=[""],
        )
    except pl.exceptions.PolarsError:
        return None
