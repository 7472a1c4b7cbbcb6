"""One table summed up: a first reading for the counts, a second for the histograms."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import polars as pl

from dataset_tools.compile.column import Column
from dataset_tools.describe.bins import Bins, bins_between
from dataset_tools.describe.field import FieldTally, numbers
from dataset_tools.describe.summary import TableSummary
from dataset_tools.exceptions import FileFault
from dataset_tools.files.opened import Files
from dataset_tools.model.package import Resource
from dataset_tools.read.batch import Batch
from dataset_tools.read.reader import TableReader
from dataset_tools.read.tables import open_table
from dataset_tools.read.typed import TypedBatch, read_types
from dataset_tools.read.typed_table import Header

OnRows = Callable[[int], None]
_WRONG_DESCRIPTOR = "its rows are not described: the descriptor of the table is wrong"
_WRONG_HEADER = "its rows are not described: the header does not fit the schema"


@dataclass(slots=True, kw_only=True)
class _Tally:
    """The numbers of a table so far."""

    rows: int = 0
    blank: int = 0
    ragged: int = 0
    bytes: int = 0
    fields: tuple[FieldTally, ...] = ()
    notes: list[str] = field(default_factory=list)


def describe_table(resource: Resource, files: Files, on_rows: OnRows) -> TableSummary:
    """Sum up a table; what keeps it from being read becomes a note."""
    tally = _Tally()
    bins: dict[str, Bins] = {}
    if not resource.judged:
        tally.notes.append(_WRONG_DESCRIPTOR)
    else:
        try:
            _count(resource, files, tally, on_rows)
            bins = _fill(resource, files, tally)
        except FileFault as fault:
            tally.notes.append(f"{fault.place}: {fault.note}")
    return TableSummary(
        name=resource.name,
        title=resource.title,
        place=resource.place,
        schema=resource.schema,
        rows=tally.rows,
        bytes=tally.bytes,
        blank_rows=tally.blank,
        ragged_rows=tally.ragged,
        fields=tuple(each.summary(bins.get(each.column.field.name)) for each in tally.fields),
        notes=tuple(tally.notes),
    )


def _count(resource: Resource, files: Files, tally: _Tally, on_rows: OnRows) -> None:
    """Read the table once, and count."""
    reader = open_table(resource, files)
    columns: tuple[Column, ...] | None = None
    for batch in reader.batches():
        if columns is None:
            columns = _columns(resource, reader, tally)
        tally.rows += batch.cells.height
        tally.blank += int(batch.blank.size)
        tally.ragged += len(set(batch.ragged) - set(batch.blank.tolist()))
        on_rows(tally.rows)
        for typed, keep in _typed(batch, columns):
            for each in tally.fields:
                each.take(typed, keep)
    if columns is None and not reader.faults:
        _columns(resource, reader, tally)
    tally.bytes = sum(facts.bytes for facts in reader.facts)
    tally.notes += [f"{fault.place}: {fault.note}" for fault in reader.faults]


def _columns(resource: Resource, reader: TableReader, tally: _Tally) -> tuple[Column, ...]:
    header = Header.of(reader, resource)
    if not header.match.rows_make_sense:
        tally.notes.append(_WRONG_HEADER)
        return ()
    tally.fields = tuple(FieldTally(column=column) for column in header.columns)
    return header.columns


def _typed(batch: Batch, columns: tuple[Column, ...]) -> Iterator[tuple[TypedBatch, pl.Series]]:
    """Yield the values of a batch, and which of its rows have any."""
    if columns and batch.cells.height:
        keep = pl.Series([True]).new_from_index(0, batch.cells.height)
        yield read_types(batch, columns), keep.scatter(batch.blank, False)


def _fill(resource: Resource, files: Files, tally: _Tally) -> dict[str, Bins]:
    """Read the columns that have an order again, and fill their histograms."""
    wanted: dict[str, Bins] = {}
    columns: list[Column] = []
    for each in tally.fields:
        bins = bins_between(*each.extremes, each.column.dtype)
        if bins is not None and each.column.field.categories is None:
            wanted[each.column.field.name] = bins
            columns.append(each.column)
    if not columns:
        return {}
    for batch in open_table(resource, files).batches():
        for typed, keep in _typed(batch, tuple(columns)):
            for name, bins in wanted.items():
                bins.take(numbers(typed.values.get_column(name).filter(keep)))
    return wanted
