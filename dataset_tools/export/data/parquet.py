"""Parquet: a file for each table, typed, with the Table Schema in its metadata."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Exporter, Note, Source
from dataset_tools.export.names import file_names
from dataset_tools.export.tables.arrow import ArrowTable, consume_arrow, without_dictionaries
from dataset_tools.export.tables.left_out import files_left_out
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Schema
from dataset_tools.read.ahead import Ahead

ROW_GROUP = 1 << 17
"""The rows of a row group; fewer where they are so long that a group would fill the memory."""
_LARGEST_GROUP = 128 << 20
_DIGITS_OF_64_BITS = 18


def write_parquet(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``TABLE.parquet`` for each table."""
    yield from _written(source, destination, lambda table: table)


def write_plain_parquet(source: Source, destination: Destination) -> Iterator[Note]:
    """Write the same with categories as texts, for readers that know no dictionaries."""
    yield from _written(source, destination, without_dictionaries)


def _written(
    source: Source, destination: Destination, made: Callable[[ArrowTable], ArrowTable]
) -> Iterator[Note]:
    names = file_names(source.package)
    for table in source.package.tables:
        with destination.file(f"{names[table.name]}.parquet", table.name) as path:
            yield from consume_arrow(source, table, partial(_write, path, made))
    yield from files_left_out(source.package)


def _write(path: Path, made: Callable[[ArrowTable], ArrowTable], read: ArrowTable) -> None:
    table = made(read)
    batches = Ahead(table.batches)
    with (
        contextlib.closing(batches),
        pq.ParquetWriter(
            path,
            table.schema,
            compression="zstd",
            use_dictionary=_repeating(table.resource),
            write_statistics=_sought(table),
            column_encoding=dict.fromkeys(_whole(table), "DELTA_BINARY_PACKED"),
            store_decimal_as_integer=True,
        ) as writer,
    ):
        for group in _row_groups(batches, table.schema):
            writer.write_table(group, row_group_size=ROW_GROUP)


def _repeating(resource: Resource) -> list[str]:
    """Return the columns of which the schema says that values repeat: they get a dictionary."""
    schema = resource.schema or Schema()
    keys = {name for key in schema.foreign_keys for name in key.fields}
    return [
        field.name
        for field in schema.fields
        if field.name in keys or field.categories is not None or field.constraints.enum is not None
    ]


def _sought(table: ArrowTable) -> list[str]:
    """Return the columns whose bounds help a reader: those of free text cost, and say little."""
    schema = table.resource.schema or Schema()
    keys = {*schema.primary_key, *_repeating(table.resource)}
    return [
        field.name
        for field in table.schema
        if field.name in keys or not pa.types.is_string(field.type)
    ]


def _whole(table: ArrowTable) -> list[str]:
    """Return the columns that are whole numbers to Parquet.

    Told by their differences, they are written faster and shorter.
    """
    repeating = _repeating(table.resource)
    return [
        field.name
        for field in table.schema
        if field.name not in repeating and _is_whole(field.type)
    ]


def _is_whole(type_: pa.DataType) -> bool:
    if pa.types.is_decimal(type_):
        return bool(type_.precision <= _DIGITS_OF_64_BITS)
    return bool(pa.types.is_integer(type_) or pa.types.is_temporal(type_))


def _row_groups(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """Cut the batches anew, so that groups do not depend on how the table was read."""
    waiting: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        waiting.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        while rows >= ROW_GROUP or size > _LARGEST_GROUP:
            whole = pa.Table.from_batches(waiting, schema)
            yield whole.slice(0, ROW_GROUP)
            rest = whole.slice(ROW_GROUP)
            waiting = rest.to_batches()
            rows, size = rest.num_rows, rest.nbytes
    if waiting:
        yield pa.Table.from_batches(waiting, schema)


PARQUET = Exporter(suffixes=(".parquet",), write=write_parquet, is_a_table=True)
PLAIN_PARQUET = Exporter(suffixes=(".parquet",), write=write_plain_parquet, is_a_table=True)
