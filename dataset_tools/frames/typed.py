"""The typed columns of a whole table, gathered batch by batch."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from dataset_tools.compile.column import Column
from dataset_tools.exceptions import FileFault
from dataset_tools.files.opened import Files
from dataset_tools.model.package import Resource
from dataset_tools.read.tables import open_table
from dataset_tools.read.typed import TypedBatch
from dataset_tools.read.typed_table import Header, typed_batches

Cells = Mapping[str, Mapping[int, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of a table is wanted: some fields (None: all), the first rows, the cells' texts."""

    fields: tuple[str, ...] | None = None
    rows: int | None = None
    texts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTable:
    """A table's values by field, empty rows left out.

    ``texts`` are the cells as they stand, without columns where they were not wanted; ``beyond``
    has the values that no dtype holds, by field and row.
    """

    columns: tuple[Column, ...]
    texts: pl.DataFrame
    values: pl.DataFrame
    beyond: Cells


@dataclass(slots=True)
class Gathering:
    """Takes the typed batches of a table as they come, and puts them together."""

    wanted: Wanted = field(default_factory=Wanted)
    columns: tuple[Column, ...] | None = None
    texts: list[pl.DataFrame] = field(default_factory=list)
    values: list[pl.DataFrame] = field(default_factory=list)
    beyond: dict[str, dict[int, object]] = field(default_factory=dict)
    rows: int = 0

    @property
    def is_full(self) -> bool:
        """Whether no more rows are wanted."""
        return self.wanted.rows is not None and self.rows >= self.wanted.rows

    def take(self, header: Header, typed: TypedBatch) -> None:
        """Keep the rows of a batch that are wanted and not empty."""
        self.columns = header.only(self.wanted.fields).columns
        if self.is_full:
            return
        names = [column.field.name for column in self.columns]
        values, texts, beyond = typed.values, typed.texts, typed.beyond
        if values.columns != names:
            values = values.select(names)
        if typed.batch.blank.size:
            keep = pl.Series([True]).new_from_index(0, values.height)
            keep = keep.scatter(typed.batch.blank, False)
            values, texts, beyond = values.filter(keep), texts.filter(keep), _moved(beyond, keep)
        for name in names:
            shifted = {self.rows + row: value for row, value in beyond.get(name, {}).items()}
            self.beyond.setdefault(name, {}).update(shifted)
        self.values.append(values)
        if self.wanted.texts:
            self.texts.append(texts if texts.columns == names else texts.select(names))
        self.rows += values.height

    def table(self, header: Header | None = None) -> TypedTable:
        """Return what was taken; ``header`` is that of a table without any row."""
        columns = self.columns
        if columns is None:
            columns = header.only(self.wanted.fields).columns if header else ()
        schema = {column.field.name: column.dtype for column in columns}
        texts = dict.fromkeys(schema, pl.String) if self.wanted.texts else {}
        values = pl.concat([pl.DataFrame(schema=schema), *self.values])
        most = values.height if self.wanted.rows is None else self.wanted.rows
        return TypedTable(
            columns=columns,
            texts=pl.concat([pl.DataFrame(schema=texts), *self.texts]).head(most),
            values=values.head(most),
            beyond={
                name: {row: value for row, value in cells.items() if row < most}
                for name, cells in self.beyond.items()
            },
        )


def _moved(beyond: Cells, keep: pl.Series) -> Cells:
    """Give cells the numbers that their rows have once others are left out."""
    place = keep.cum_sum() - 1
    return {
        name: {int(place[row]): value for row, value in cells.items()}
        for name, cells in beyond.items()
    }


def typed_table(resource: Resource, files: Files, wanted: Wanted) -> TypedTable:
    """Read a table, or what of it is wanted.

    Raises
    ------
    FileFault
        Nothing of it can be read.
    """
    table = open_table(resource, files)
    gathering = Gathering(wanted)
    batches = typed_batches(table, resource, wanted.fields)
    for header, typed in batches:
        gathering.take(header, typed)
        if gathering.is_full:
            break
    batches.close()
    if table.faults and not gathering.rows:
        fault = table.faults[0]
        raise FileFault(fault.code, fault.place, fault.note)
    return gathering.table(Header.of(table, resource))
