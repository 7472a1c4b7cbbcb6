"""A table in files whose cells have types of their own: what the readers of its formats share."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import polars as pl

from dataset_tools.compile.native import plain_text
from dataset_tools.exceptions import FileFault
from dataset_tools.files.opened import Files
from dataset_tools.files.unpack import Unpack
from dataset_tools.read.batch import Batch, FileFacts, Indices, ReadFault, Unread
from dataset_tools.read.pieces import Pieces, UndecodableBytes, is_text_encoding

ROWS = 50_000
"""Rows in a batch, where they are short."""
CHARACTERS = 16 << 20
"""Characters in a batch, where its rows are long."""
_CELL = 8
"""What a cell costs beside its characters."""

Cells = list[str | None]


class Unreadable(Exception):
    """What ends the reading of a file: a code of the catalogue, a note, and where."""

    def __init__(
        self,
        code: str,
        note: str,
        line: int | None = None,
        row: int | None = None,
    ) -> None:
        super().__init__(note)
        self.code = code
        self.note = note
        self.line = line
        self.row = row


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its cells as JSON texts, and the line it starts on where the format has lines.

    None in place of the cells is a comment, which has a number and is no row.
    """

    cells: Cells | None
    line: int | None = None


ReadPart = Callable[["NativeTable", Pieces, str], Iterator[Batch]]
"""Reads one file of a table; the place is the file's. What ends the reading is raised."""


@dataclass(slots=True, kw_only=True)
class NativeTable:
    """A table in one or more files of a format with typed values; see ``TableReader``."""

    files: Files
    paths: tuple[str, ...]
    read: ReadPart
    is_small: bool = False
    header_rows: tuple[int, ...] = (1,)
    encoding: str = "utf-8"
    unpack: Unpack = iter
    algorithms: tuple[str, ...] = ("sha256",)
    field_names: tuple[str, ...] = ()
    labels: tuple[str, ...] | None = None
    width: int = 0
    row: int = 1
    facts: list[FileFacts] = field(default_factory=list)
    faults: list[ReadFault] = field(default_factory=list)
    odd_headers: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    @property
    def is_native(self) -> bool:
        """Cells are JSON texts."""
        return True

    def batches(self) -> Generator[Batch]:
        """Yield the rows of all files; what ends the reading of a file goes to ``faults``."""
        for path in self.paths:
            place = self.files.show(path)
            if not is_text_encoding(self.encoding):
                note = f'"{self.encoding}" is no text encoding known here'
                self.faults.append(ReadFault(code="DT506", place=place, note=note))
                return
            try:
                with self.files.open(path) as file:
                    pieces = Pieces(file, self.encoding, self.algorithms, self.unpack)
                    yield from self.guarded(self.read(self, pieces, place), place)
                    pieces.drain()
            except FileFault as fault:
                self.faults.append(ReadFault(code=fault.code, place=place, note=fault.note))
                continue
            self.facts.append(
                FileFacts(path=path, place=place, bytes=pieces.length, digests=pieces.digests)
            )

    def unread(self) -> Generator[Unread]:
        """Yield the batches, which are made where they are read."""
        for batch in self.batches():
            yield partial(_same, batch)

    def guarded(self, batches: Iterator[Batch], place: str) -> Iterator[Batch]:
        """Yield batches, and make a fault of what ends them."""
        try:
            yield from batches
        except Unreadable as error:
            self._fault(error.code, place, error.note, error.line, error.row)
        except UndecodableBytes as error:
            self._fault("DT505", place, f"{error}; the rows from there on were not read")
        except FileFault as fault:
            self._fault(fault.code, place, fault.note)

    def _fault(
        self,
        code: str,
        place: str,
        note: str,
        line: int | None = None,
        row: int | None = None,
    ) -> None:
        self.faults.append(ReadFault(code=code, place=place, note=note, line=line, row=row))

    def take_labels(self, labels: tuple[str, ...], place: str, *, records: int = 1) -> None:
        """Take up the labels of a file, which took so many records of it."""
        if self.labels is None:
            self.labels = labels
            self.width = len(labels)
            self.row += records
        elif labels != self.labels:
            self.odd_headers.append((place, labels))

    def batches_of(self, rows: Iterator[Row], place: str) -> Iterator[Batch]:
        """Put rows together to batches; those before an error are given before it is raised."""
        held = _Held()
        try:
            for row in rows:
                if not self.width and self.labels is None and row.cells is not None:
                    self.width = len(row.cells)
                held.add(row, self.width)
                if held.is_full:
                    yield self._batch(held, place)
                    held = _Held()
        except (Unreadable, UndecodableBytes, FileFault):
            if held.cells:
                yield self._batch(held, place)
            raise
        if held.cells:
            yield self._batch(held, place)
        self.row += held.count if not held.cells else 0

    def _batch(self, held: "_Held", place: str) -> Batch:
        batch = held.batch(place, self.row)
        self.row += held.count
        return batch

    def column_batch(self, cells: pl.DataFrame, place: str) -> Batch:
        """Return whole columns of cells as a batch; the number of a row is its line."""
        first = self.row
        self.row += cells.height
        return Batch(
            place=place,
            cells=cells,
            first_row=first,
            line_numbers=lambda rows: first + rows,
            blank=blank_rows(cells),
            is_native=True,
        )


def _same(batch: Batch) -> Batch:
    return batch


class _Held:
    """Rows of the next batch."""

    def __init__(self) -> None:
        self.count = 0
        self.cells: list[Cells] = []
        self._size = 0
        self._lines: list[int | None] = []
        self._offsets: list[int] = []
        self._ragged: dict[int, tuple[str, ...]] = {}

    @property
    def is_full(self) -> bool:
        return len(self.cells) >= ROWS or self._size >= CHARACTERS

    def add(self, row: Row, width: int) -> None:
        cells = row.cells
        if cells is not None:
            if len(cells) != width:
                shown = tuple("" if cell is None else plain_text(cell) for cell in cells)
                self._ragged[len(self.cells)] = shown
                cells = cells[:width] + [None] * (width - len(cells))
            self.cells.append(cells)
            self._lines.append(row.line)
            self._offsets.append(self.count)
            self._size += sum(map(len, filter(None, cells))) + _CELL * len(cells)
        self.count += 1

    def batch(self, place: str, first_row: int) -> Batch:
        cells = pl.DataFrame(
            {
                str(number): pl.Series(column, dtype=pl.String)
                for number, column in enumerate(zip(*self.cells, strict=True))
            },
        )
        offsets = np.array(self._offsets, np.int64)
        lines = [
            first_row + offset if line is None else line
            for line, offset in zip(self._lines, self._offsets, strict=True)
        ]
        numbers = np.array(lines, np.int64)
        blank = blank_rows(cells)
        kept = [row for row in blank.tolist() if not any(self._ragged.get(row, ()))]
        return Batch(
            place=place,
            cells=cells,
            first_row=first_row,
            row_offsets=offsets,
            line_numbers=lambda rows: numbers[rows],
            ragged=self._ragged,
            blank=np.array(kept, np.int64),
            is_native=True,
        )


def blank_rows(cells: pl.DataFrame) -> Indices:
    """Return the rows without any value; a column without nulls shows at once that none is."""
    if not cells.width or any(column.null_count() == 0 for column in cells):
        return np.empty(0, np.int64)
    empty = cells.select(pl.all_horizontal(pl.all().is_null())).to_series()
    return np.flatnonzero(empty.to_numpy())
