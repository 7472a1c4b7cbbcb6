"""A table as numbers: for each row and field a hash of the value, all that rows are compared by."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from dataset_tools.compile.column import Column, compile_columns
from dataset_tools.compile.match import match_fields
from dataset_tools.diff.cell_hashes import Likeness, cell_hashes
from dataset_tools.diff.remainder import Table
from dataset_tools.exceptions import CouldNotRun, FileFault
from dataset_tools.model.schema import Field
from dataset_tools.read.batch import Batch
from dataset_tools.read.reader import TableReader
from dataset_tools.read.tables import open_table
from dataset_tools.read.typed import TypedBatch, read_types

_VALUE, _AGAIN = 11, 13
OnRows = Callable[[int], None]


def value_column(name: str) -> str:
    """Return the name of the column with the hashes of a field's values."""
    return f"value {name}"


def key_column(name: str) -> str:
    """Return the name of the column with the second hashes of a key's field."""
    return f"key {name}"


@dataclass(slots=True)
class OpenTable:
    """A table of which the header is read: its fields are known, its rows are still to come."""

    table: Table
    columns: tuple[Column, ...] = ()
    _reader: TableReader = field(init=False)
    _batches: Iterator[Batch] = field(init=False)
    _first: Batch | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        resource = self.table.resource
        try:
            self._reader = open_table(resource, self.table.files)
        except FileFault as fault:
            raise CouldNotRun(f"{self.table.place}: {fault.note}") from None
        self._batches = iter(self._reader.batches())
        self._first = next(self._batches, None)
        if self._first is None:
            self._refuse_faults()
        match = match_fields(resource.schema, self._reader.labels, self._reader.width)
        if not match.rows_make_sense:
            raise CouldNotRun(f"{self.table.place}: the header does not fit the schema")
        self.columns = compile_columns(
            match.fields, resource.dialect.null_sequence, native=self._reader.is_native
        )

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that the table has: its schema's, else one for each label."""
        schema = self.table.resource.schema
        if schema is not None and schema.fields:
            return schema.fields
        return tuple(column.field for column in self.columns)

    @property
    def is_native(self) -> bool:
        """Whether cells have types of their own."""
        return self._reader.is_native

    def typed(self, columns: tuple[Column, ...]) -> Iterator[tuple[TypedBatch, pl.Series]]:
        """Yield the rows by their types, and which of them are not empty; once.

        Raises
        ------
        CouldNotRun
            The rows cannot be read to their end.
        """
        if self._first is not None and columns:
            yield self._read(self._first, columns)
            for batch in self._batches:
                yield self._read(batch, columns)
        self._refuse_faults()

    def _read(self, batch: Batch, columns: tuple[Column, ...]) -> tuple[TypedBatch, pl.Series]:
        keep = pl.Series([True]).new_from_index(0, batch.cells.height)
        if batch.blank.size:
            keep = keep.scatter(batch.blank, False)
        return read_types(batch, columns), keep

    def _refuse_faults(self) -> None:
        for fault in self._reader.faults:
            if fault.code != "DT503":  # an empty file has no rows
                raise CouldNotRun(f"{fault.place}: {fault.note}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A row of hashes for each row of a table, empty rows left out.

    Each field has its ``value_column``, and a field of a key its ``key_column`` too.
    """

    hashes: pl.DataFrame

    @property
    def rows(self) -> int:
        """The number of rows."""
        return self.hashes.height

    def has(self, name: str) -> bool:
        """Whether the table has a column for a field."""
        return value_column(name) in self.hashes.columns


def digest(
    opened: OpenTable,
    likeness: Mapping[str, Likeness],
    keys: frozenset[str],
    on_rows: OnRows,
) -> Digest:
    """Read a table to its end and hash its values.

    Parameters
    ----------
    likeness
        How the cells of a field are compared, where it is not by the field's type.
    keys
        The fields of keys.
    on_rows
        Called with the number of rows that were read.
    """
    columns = opened.columns
    names = [column.field.name for column in columns]
    wanted = [*map(value_column, names), *(key_column(name) for name in names if name in keys)]
    schema = dict.fromkeys(wanted, pl.UInt64)
    parts = [pl.DataFrame(schema=schema)]
    done = 0
    for typed, keep in opened.typed(columns):
        hashed = {}
        for column in columns:
            name = column.field.name
            how = likeness.get(name, "value")
            hashed[value_column(name)] = cell_hashes(typed, column, how, _VALUE)
            if name in keys:
                hashed[key_column(name)] = cell_hashes(typed, column, how, _AGAIN)
        part = pl.DataFrame(hashed).select(list(schema))
        parts.append(part if keep.all() else part.filter(keep))
        done += part.height
        on_rows(done)
    return Digest(hashes=pl.concat(parts))
