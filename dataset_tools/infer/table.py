"""One file as a table: read once in batches, its columns studied, its first row judged."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from dataset_tools.files.opened import Files
from dataset_tools.infer.column import ColumnStudy
from dataset_tools.infer.proposal import FieldDraft
from dataset_tools.infer.types import draft_field
from dataset_tools.model.package import Resource
from dataset_tools.read.batch import Batch
from dataset_tools.read.tables import open_table

OnRows = Callable[[int], None]


@dataclass(slots=True, kw_only=True)
class TableStudy:
    """What was seen of a table; ``first`` are the cells of its first row, perhaps the header."""

    columns: list[ColumnStudy] = field(default_factory=list)
    native: bool = False
    labels: tuple[str, ...] | None = None
    first: tuple[str, ...] | None = None
    first_row: int = 1
    blank_before: int = 0
    rows: int = 0
    blank: int = 0
    ragged: int = 0
    ragged_row: int = 0
    faults: tuple[str, ...] = ()

    @property
    def flaws(self) -> int:
        """How many rows do not have the cells that they should; a fault is worse than all."""
        return self.blank + self.ragged + (1 << 40) * len(self.faults)

    def take(self, batch: Batch) -> None:
        """Take up the rows of a batch."""
        cells = batch.cells
        keep = pl.Series([True]).new_from_index(0, cells.height).scatter(batch.blank, False)
        if not self.native and self.first is None and keep.any():
            at = int(keep.arg_true()[0])
            self.first = batch.texts(at)
            self.first_row = int(batch.row_numbers(keep.arg_true().to_numpy()[:1])[0])
            keep = keep.scatter(at, False)
            self.blank_before += int((batch.blank < at).sum())
            self.blank -= self.blank_before  # no rows, if the first is a header
        self.blank += int(batch.blank.size)
        for row in set(batch.ragged) - set(batch.blank.tolist()):
            self.ragged += 1
            number = int(batch.row_numbers(np.array([row]))[0])
            self.ragged_row = min(number, self.ragged_row or number)
        self.add(cells.filter(keep))

    def add(self, cells: pl.DataFrame) -> None:
        """Take up rows of text."""
        self.rows += cells.height
        if not self.columns:
            self.columns = [ColumnStudy(native=self.native) for _ in range(cells.width)]
        for study, column in zip(self.columns, cells, strict=True):
            study.take(column)

    def take_first(self) -> None:
        """Take up the first row as one of data."""
        if self.first is not None:
            width = len(self.columns)
            cells = [*self.first, *[""] * width][:width]
            texts = {str(at): [cell or None] for at, cell in enumerate(cells)}
            self.add(pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String)))
            self.blank += self.blank_before


def study_table(resource: Resource, files: Files, on_rows: OnRows) -> TableStudy:
    """Read all rows of a table; the dialect of a delimited one says that it has no header."""
    reader = open_table(resource, files)
    study = TableStudy(native=reader.is_native)
    for batch in reader.batches():
        study.labels = reader.labels
        study.take(batch)
        on_rows(study.rows)
    study.faults = tuple(f"{fault.place}: {fault.note}" for fault in reader.faults)
    if not study.columns:
        study.labels = reader.labels
        study.columns = [ColumnStudy(native=study.native) for _ in range(reader.width)]
    return study


def draft_fields(names: tuple[str, ...], study: TableStudy) -> tuple[FieldDraft, ...]:
    """Draft a field a column."""
    pairs = zip(names, study.columns, strict=True)
    return tuple(draft_field(name, column) for name, column in pairs)
