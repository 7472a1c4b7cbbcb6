"""The pieces of work of the first pass, each done by a task: what is to be known before reading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from dataset_tools.engine.spark.part import Head, Reading, opened, read_head
from dataset_tools.engine.spark.places import Place, Reached, TooLong, read_exactly
from dataset_tools.engine.spark.scan import LOOK_AHEAD, MARK, WINDOW, Scan, scan_part
from dataset_tools.read.pieces import Pieces
from dataset_tools.read.tables import algorithms


class Work(Protocol):
    """A piece of work; ``done`` is called in a task, and what it gives is sent back."""

    def done(self, reading: Reading) -> object:
        """Do the work."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRecords:
    """Count the records of a part of a file."""

    file: int
    begin: int
    end: int

    def done(self, reading: Reading) -> Scan:
        """Read the part without a byte order mark, one byte before it and some after it."""
        with opened(reading.files, reading.resource.paths[self.file]) as file:
            before, begin = None, self.begin
            if self.begin:
                file.seek(self.begin - 1)
                before = file.read(1)[0]
            elif file.read(len(MARK)) == MARK:
                begin = len(MARK)
            file.seek(self.end)
            after = file.read(LOOK_AHEAD)
            file.seek(begin)
            return scan_part(before, _pieces(file, self.end - begin), after, reading.layout)


def _pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (piece := file.read(min(WINDOW, size))):
        size -= len(piece)
        yield piece


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadHead:
    """Read the header of a file."""

    file: int

    def done(self, reading: Reading) -> Head | None:
        """Read as far as the header goes."""
        return read_head(reading, self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Hash a file."""

    file: int

    def done(self, reading: Reading) -> dict[str, str]:
        """Read the file from its start to its end: no part of it can be hashed by itself."""
        with opened(reading.files, reading.resource.paths[self.file]) as file:
            pieces = Pieces(file, "utf-8", algorithms(reading.resource))
            pieces.drain()
        return pieces.digests


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadExactly:
    """Read records one by one, from a place on, where quotation marks do not tell them apart."""

    file: int
    start: Place
    later: Sequence[int]
    stop: int

    def done(self, reading: Reading) -> list[Reached] | None:
        """Read until the boundaries are passed; None where the file is to be read whole."""
        with opened(reading.files, reading.resource.paths[self.file]) as file:

            def read(at: int, size: int) -> bytes:
                file.seek(at)
                return file.read(size)

            try:
                return read_exactly(read, reading.layout, self.start, self.later, self.stop)
            except (UnicodeDecodeError, TooLong):
                return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """The groups of rows of a Parquet file: their rows and bytes."""

    labels: tuple[str, ...]
    rows: tuple[int, ...] = ()
    bytes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListGroups:
    """Read what a Parquet file says of itself."""

    file: int

    def done(self, reading: Reading) -> Groups | None:
        """Read the end of the file; None where it is no Parquet."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        with opened(reading.files, reading.resource.paths[self.file]) as file:
            try:
                parquet = pq.ParquetFile(file)
            except (pa.ArrowException, OSError, ValueError, OverflowError):
                return None
            groups = [parquet.metadata.row_group(at) for at in range(parquet.num_row_groups)]
            return Groups(
                labels=tuple(parquet.schema_arrow.names),
                rows=tuple(group.num_rows for group in groups),
                bytes=tuple(group.total_byte_size for group in groups),
            )
