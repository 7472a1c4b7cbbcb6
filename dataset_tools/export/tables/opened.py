"""A table on its way out: its columns, and its typed rows part by part."""

from collections.abc import Generator
from dataclasses import dataclass
from itertools import chain

from dataset_tools.compile.column import Column
from dataset_tools.exceptions import CouldNotRun, FileFault
from dataset_tools.export.exporter import Source
from dataset_tools.export.tables.exact import Part
from dataset_tools.frames.typed import Gathering, TypedTable, Wanted
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Field
from dataset_tools.read.ahead import Worked
from dataset_tools.read.reader import TableReader
from dataset_tools.read.tables import open_table
from dataset_tools.read.typed import TypedBatch
from dataset_tools.read.typed_table import Header, typed_batches


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedTable:
    """The columns of a table and, once, its parts: some rows each, the empty ones left out."""

    resource: Resource
    columns: tuple[Column, ...]
    parts: Generator[Part]


def opened(source: Source, resource: Resource) -> OpenedTable:
    """Begin to read a table; the next part is being read while one is used.

    Raises
    ------
    CouldNotRun
        It cannot be read, or is not what was validated.
    """
    try:
        table = open_table(resource, source.files)
    except FileFault as fault:
        raise CouldNotRun(str(fault)) from None
    batches = typed_batches(table, resource)
    first = next(batches, None)
    header = first[0] if first is not None else Header.of(table, resource)
    return OpenedTable(
        resource=resource,
        columns=header.columns,
        parts=_parts(source, resource, table, [] if first is None else [first], batches),
    )


def fields_of(source: Source, resource: Resource) -> tuple[Field, ...]:
    """Return the fields that a table has columns of."""
    table = opened(source, resource)
    next(table.parts, None)
    table.parts.close()
    return tuple(column.field for column in table.columns)


def _parts(
    source: Source,
    resource: Resource,
    table: TableReader,
    first: list[tuple[Header, TypedBatch]],
    batches: Worked[tuple[Header, TypedBatch]],
) -> Generator[Part]:
    rows = 0
    try:
        for header, typed in chain(first, batches):
            part = Part(rows=_without_empty_rows(header, typed), is_native=table.is_native)
            rows += part.height
            yield part
            source.on_progress(resource.name, rows)
    finally:
        batches.close()
    _check_unchanged(source, resource, table)


def _without_empty_rows(header: Header, typed: TypedBatch) -> TypedTable:
    if not typed.batch.blank.size:  # as it most often is: then nothing has to be copied
        return TypedTable(
            columns=header.columns, texts=typed.texts, values=typed.values, beyond=typed.beyond
        )
    gathering = Gathering(Wanted(texts=True))
    gathering.take(header, typed)
    return gathering.table()


def _check_unchanged(source: Source, resource: Resource, table: TableReader) -> None:
    if table.faults:
        raise CouldNotRun(f"{table.faults[0].place} {table.faults[0].note}")
    expected = source.stats(resource).sha256
    for facts in table.facts if expected is not None and len(resource.paths) == 1 else ():
        if facts.digests.get("sha256") != expected:
            raise CouldNotRun(f"{facts.place} was changed while it was exported")
