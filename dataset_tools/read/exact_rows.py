"""Rows of the exact reader as a batch, and where in a table and a file they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from dataset_tools.read import exact
from dataset_tools.read.batch import Batch, Indices
from dataset_tools.read.layout import Layout


@dataclass(slots=True)
class Position:
    """How far a table has been read: the next record of the table, the next line of the file.

    ``byte`` says how many bytes of the file come before, a byte order mark left out.
    """

    row: int = 1
    line: int = 1
    byte: int = 0


@dataclass(slots=True)
class ExactRows:
    """Rows of the exact reader as they come in."""

    width: int
    cells: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    ragged: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def add(self, cells: list[str], line: int, number: int) -> None:
        """Take a record, its line and its number, both counted from the batch's first."""
        if len(cells) != self.width:
            self.ragged[len(self.cells)] = tuple(cells)
            cells = exact.fit(cells, self.width)
        self.cells.append(cells)
        self.lines.append(line)
        self.offsets.append(number)

    def batch(self, place: str, position: Position) -> Batch:
        """Make a batch of the rows, which begins at a position."""
        cells = exact.columns(self.cells, self.width)
        lines = position.line + exact.int_array(self.lines)
        return Batch(
            place=place,
            cells=cells,
            first_row=position.row,
            row_offsets=exact.int_array(self.offsets),
            line_numbers=lambda rows: lines[rows],
            ragged=self.ragged,
            blank=blank_rows(cells, self.ragged),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadExactly:
    """Rows, how much of a block they take, and where a record stands whose cell is left open."""

    rows: ExactRows
    bytes: int
    lines: int
    records: int
    unclosed: Position | None = None


def read_exactly(
    block: bytes,
    layout: Layout,
    width: int,
    position: Position,
    *,
    last: bool,
) -> ReadExactly:
    """Read a block record by record; unless it is the last, the last record is left over."""
    rows = ExactRows(width)
    size = line = number = 0
    held: exact.Record | None = None
    unclosed: Position | None = None

    def take(record: exact.Record) -> None:
        if not exact.is_comment(record.cells, position.row + number, layout):
            rows.add(record.cells, line, number)

    for record in exact.records(block, layout):
        if held is not None:
            take(held)
            size, line, number = size + held.bytes, line + held.lines, number + 1
        held = record
    if held is not None and last:
        if exact.is_unclosed(block[size : size + held.bytes], layout):
            unclosed = Position(row=position.row + number, line=position.line + line)
        else:
            take(held)
        size, line, number = size + held.bytes, line + held.lines, number + 1
    return ReadExactly(rows=rows, bytes=size, lines=line, records=number, unclosed=unclosed)


def blank_rows(cells: pl.DataFrame, ragged: Mapping[int, tuple[str, ...]]) -> Indices:
    """Return the rows without any text; a column without nulls shows at once that none is."""
    if not cells.width or any(column.null_count() == 0 for column in cells):
        return np.empty(0, np.int64)
    empty = cells.select(pl.all_horizontal(pl.all().is_null())).to_series()
    rows = np.flatnonzero(empty.to_numpy())
    return rows[[not any(ragged.get(row, ())) for row in rows.tolist()]] if ragged else rows
