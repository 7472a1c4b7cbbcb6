"""Some rows of a table as text, each with its row and line number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from dataset_tools.compile.native import plain_text

Indices = npt.NDArray[np.int64]
"""Positions of rows in a batch, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows as text columns, named ``"0"``, ``"1"`` … by position; an empty cell is null.

    ``ragged`` gives the cells of the rows that had more or fewer than the header; in ``cells``
    those are cut or filled up. ``blank`` holds the positions of empty rows. ``is_native``: cells
    are JSON texts, and null is a missing value; ``ragged`` has the texts that a report shows.
    """

    place: str
    cells: pl.DataFrame
    first_row: int
    row_offsets: Indices | None = None
    line_numbers: Callable[[Indices], Indices]
    ragged: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    blank: Indices = field(default_factory=lambda: np.empty(0, np.int64))
    is_native: bool = False

    def row_numbers(self, rows: Indices) -> Indices:
        """Return the row numbers of rows of this batch, as the report counts them."""
        offsets = rows if self.row_offsets is None else self.row_offsets[rows]
        return self.first_row + offsets

    def texts(self, row: int) -> tuple[str, ...]:
        """Return the cells of one row as a report shows them."""
        if row in self.ragged:
            return self.ragged[row]
        return tuple(self.shown(cell) for cell in self.cells.row(row))

    def texts_of(self, rows: Indices) -> dict[int, tuple[str, ...]]:
        """Return the cells of several rows as a report shows them, by row."""
        wanted = set(rows.tolist())
        ragged = {row: self.ragged[row] for row in wanted & self.ragged.keys()}
        even = sorted(wanted - ragged.keys())
        found = dict(zip(even, self.cells[even].fill_null("").iter_rows(), strict=True))
        if self.is_native:
            found = {row: tuple(map(self.shown, cells)) for row, cells in found.items()}
        return found | ragged

    def shown(self, cell: str | None) -> str:
        """Return one cell as a report shows it."""
        return plain_text(cell) if cell and self.is_native else cell or ""


Unread = Callable[[], Batch]
"""Makes a batch: a pure function that any thread may call, of what was read in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What was seen of a file's bytes: its length and its digests by algorithm."""

    path: str
    place: str
    bytes: int
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFault:
    """A fault that ends the reading of a file: a code of the catalogue, its place and a note."""

    code: str
    place: str
    note: str
    line: int | None = None
    row: int | None = None
