"""Arrow IPC: a file for each table, typed, with the Table Schema in its metadata."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa

from dataset_tools.export.destination import Destination
from dataset_tools.export.exporter import Exporter, Note, Source
from dataset_tools.export.names import file_names
from dataset_tools.export.tables.arrow import ArrowTable, consume_arrow
from dataset_tools.export.tables.left_out import files_left_out


def write_arrow(source: Source, destination: Destination) -> Iterator[Note]:
    """Write ``TABLE.arrow`` for each table."""
    names = file_names(source.package)
    for table in source.package.tables:
        with destination.file(f"{names[table.name]}.arrow", table.name) as path:
            yield from consume_arrow(source, table, partial(_write, path))
    yield from files_left_out(source.package)


def _write(path: Path, table: ArrowTable) -> None:
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        for batch in table.batches:
            writer.write_batch(batch)


ARROW = Exporter(suffixes=(".arrow", ".feather"), write=write_arrow, is_a_table=True)
