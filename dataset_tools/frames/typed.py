"""The typed columns of a whole table, gathered batch by batch."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from dataset_tools.compile.column import Column
from dataset_tools.exceptions import FileFault
from dataset_tools.files.opened import Files
from dataset_tools.model.package import Resource
from dataset_tools.read.tables import open_table
from dataset_tools.read.typed import TypedBatch
from dataset_tools.read.typed_table import Header, typed_batches


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTable:
    """A table's values by field, empty rows left out.

    ``texts`` are the cells as they stand; ``beyond`` has the values that no dtype holds, by
    field and row.
    """

    columns: tuple[Column, ...]
    texts: pl.DataFrame
    values: pl.DataFrame
    beyond: Mapping[str, Mapping[int, object]]


def typed_table(
    resource: Resource,
    files: Files,
    *,
    wanted: tuple[str, ...] | None = None,
    nrows: int | None = None,
) -> TypedTable:
    """Read a table, or only some of its fields and its first rows."""
    table = open_table(resource, files)
    header: Header | None = None
    parts: list[TypedBatch] = []
    taken = 0
    batches = typed_batches(table, resource, wanted)
    for found, typed in batches:
        header = found
        parts.append(typed)
        taken += typed.batch.cells.height - typed.batch.blank.size
        if nrows is not None and taken >= nrows:
            break
    batches.close()
    if table.faults and not parts:
        fault = table.faults[0]
        raise FileFault(fault.code, fault.place, fault.note)
    if header is None:
        header = Header.of(table, resource).only(wanted)
    return gathered(header.columns, parts, nrows)


def gathered(
    columns: tuple[Column, ...],
    parts: Iterable[TypedBatch],
    nrows: int | None,
) -> TypedTable:
    """Put typed batches together, without their empty rows."""
    kept = list(_kept(parts))
    schema = {column.field.name: column.dtype for column in columns}
    texts = [texts for texts, _, _ in kept] or [
        pl.DataFrame(schema=dict.fromkeys(schema, pl.String))
    ]
    values = [values for _, values, _ in kept] or [pl.DataFrame(schema=schema)]
    beyond: dict[str, dict[int, object]] = {}
    before = 0
    for _, part, extra in kept:
        for name, cells in extra.items():
            shifted = {before + row: value for row, value in cells.items()}
            beyond.setdefault(name, {}).update(shifted)
        before += part.height
    return TypedTable(
        columns=columns,
        texts=pl.concat(texts).head(nrows) if nrows is not None else pl.concat(texts),
        values=pl.concat(values).head(nrows) if nrows is not None else pl.concat(values),
        beyond={
            name: {row: value for row, value in cells.items() if nrows is None or row < nrows}
            for name, cells in beyond.items()
        },
    )


def _kept(
    parts: Iterable[TypedBatch],
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame, Mapping[str, Mapping[int, object]]]]:
    """Yield texts, values and values beyond of the rows that are not empty."""
    for part in parts:
        blank = part.batch.blank
        if not blank.size:
            yield part.texts, part.values, part.beyond
            continue
        keep = pl.Series([True]).new_from_index(0, part.values.height).scatter(blank, False)
        place = keep.cum_sum() - 1
        moved = {
            name: {int(place[row]): value for row, value in cells.items()}
            for name, cells in part.beyond.items()
        }
        yield part.texts.filter(keep), part.values.filter(keep), moved
