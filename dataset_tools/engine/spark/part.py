"""A part of a table as a task reads it: the bytes of some records, or some groups of rows."""

import codecs
import io
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from dataset_tools.exceptions import FileFault
from dataset_tools.files.opened import Files
from dataset_tools.files.unpack import Unpack, unpack
from dataset_tools.model.package import Resource
from dataset_tools.read import exact
from dataset_tools.read.batch import Batch
from dataset_tools.read.csv import DelimitedTable
from dataset_tools.read.exact_rows import Position
from dataset_tools.read.header import read_header
from dataset_tools.read.layout import Layout, layout_of
from dataset_tools.read.native_table import NativeTable
from dataset_tools.read.parquet import read_groups
from dataset_tools.read.pieces import Pieces, UndecodableBytes, with_last
from dataset_tools.read.tables import DELIMITED, algorithms

_MARK = codecs.BOM_UTF8


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some records of one file; the numbers are of the file's records, from 1.

    A whole file has no ``end``, and its header is in it. Rows of Parquet are in ``groups``.
    ``byte`` is ``begin`` as the reader counts, without a byte order mark.
    """

    number: int
    file: int
    begin: int = 0
    end: int | None = None
    byte: int = 0
    row: int = 1
    line: int = 1
    groups: tuple[int, ...] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole file, header and all."""
        return self.end is None and self.groups is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What every task needs to read its parts of a table.

    ``places`` are the files as the report names them; ``labels`` and ``width`` those of the first.
    """

    resource: Resource
    files: Files
    places: tuple[str, ...]
    labels: tuple[str, ...] | None = None
    width: int = 0

    @property
    def is_delimited(self) -> bool:
        """Whether it is text whose records can be told apart."""
        return self.resource.format in DELIMITED

    @property
    def layout(self) -> Layout:
        """How the bytes are laid out."""
        return layout_of(self.resource.dialect)

    @property
    def unpack(self) -> Unpack:
        """How the files are unpacked."""
        return unpack(self.resource.compression, self.resource.inner_path) or iter

    @property
    def can_be_cut(self) -> bool:
        """Whether records can be found from anywhere in a file."""
        utf8 = codecs.lookup(self.resource.encoding).name == "utf-8"
        return self.layout.plain and utf8 and not self.resource.compression


class Unseen(Exception):
    """A file that is there where the run was started is not there for a task."""


class _Section(io.RawIOBase):
    """A file from one byte to another."""

    def __init__(self, file: BinaryIO, begin: int, end: int) -> None:
        super().__init__()
        self._file = file
        self._left = end - begin
        file.seek(begin)

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()
        super().close()


@dataclass(frozen=True, slots=True)
class _PartFiles:
    """The files of a package as a task sees them: a part of one, under the name it has for users.

    What cannot be opened here was opened where the run was started, so that is no fault of data.
    """

    below: Files
    name: str
    part: Part

    @property
    def place(self) -> str:
        return self.below.place

    def open(self, path: str) -> BinaryIO:
        file = opened(self.below, path)
        if self.part.end is None:
            return file
        return cast("BinaryIO", _Section(file, self.part.begin, self.part.end))

    def size(self, path: str) -> int:
        return self.below.size(path)

    def show(self, _path: str) -> str:
        return self.name


def opened(files: Files, path: str) -> BinaryIO:
    """Open a file in a task.

    Raises
    ------
    Unseen
        It is not there.
    """
    try:
        return files.open(path)
    except FileFault as fault:
        raise Unseen(f"{path} {fault.note}") from None


@dataclass(slots=True, kw_only=True)
class _GroupsTable(NativeTable):
    """Some groups of rows of one Parquet file."""

    groups: tuple[int, ...]

    def batches(self) -> Generator[Batch]:
        """Yield the rows of the groups."""
        path = self.paths[0]
        place = self.files.show(path)
        with self.files.open(path) as file:
            yield from self.guarded(read_groups(self, file, place, self.groups), place)


def open_part(reading: Reading, part: Part, base: int) -> DelimitedTable | NativeTable:
    """Open a part of a table.

    Parameters
    ----------
    base
        How many records of the table come before the file.
    """
    path = reading.resource.paths[part.file]
    files = _PartFiles(reading.files, reading.places[part.file], part)
    if part.groups is not None:
        return _GroupsTable(
            files=files,
            paths=(path,),
            read=_not_read,
            row=base + part.row,
            labels=reading.labels,
            width=reading.width,
            algorithms=(),
            groups=part.groups,
        )
    is_first = part.file == 0
    layout = reading.layout
    if not part.is_whole:
        layout, is_first = replace(layout, header_rows=()), True
    keeps_labels = part.is_whole and not is_first
    return DelimitedTable(
        files=files,
        paths=(path,),
        encoding=reading.resource.encoding,
        layout=layout,
        is_small=True,
        unpack=reading.unpack,
        algorithms=algorithms(reading.resource) if part.is_whole else (),
        field_count=_field_count(reading) if part.is_whole and is_first else reading.width,
        start=Position(row=base + part.row, line=part.line, byte=part.byte),
        is_first=is_first,
        labels=reading.labels if keeps_labels else None,
        width=reading.width if keeps_labels else 0,
    )


def _not_read(*_: object) -> Iterator[Batch]:
    raise NotImplementedError


def _field_count(reading: Reading) -> int | None:
    schema = reading.resource.schema
    return len(schema.fields) if schema else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The start of a delimited file; ``byte``, ``records`` and ``lines`` are up to its first row.

    ``labels`` is None for a table without a header. ``mark`` is the length of a byte order mark;
    ``is_marked``: another stands before the first row, where a part may not begin.
    """

    labels: tuple[str, ...] | None
    width: int
    byte: int
    records: int
    lines: int
    mark: int
    is_marked: bool


def read_head(reading: Reading, file: int) -> Head | None:
    """Read the header of a file; None where it cannot be, or is not there."""
    path = reading.resource.paths[file]
    layout = reading.layout
    with opened(reading.files, path) as stream:
        mark = len(_MARK) if stream.read(len(_MARK)) == _MARK else 0
        stream.seek(0)
        pieces = Pieces(stream, reading.resource.encoding, (), reading.unpack)
        block = b""
        try:
            for data, last in with_last(pieces.utf8()):
                block += data
                header = read_header(block, layout, last=last) if block else None
                if header is not None:
                    break
            else:
                return None
            rest = block[header.bytes :]
            width = (
                len(header.labels)
                if layout.header_rows
                else _field_count(reading)
                or len(next((each.cells for each in exact.records(rest, layout)), []))
            )
        except (UnicodeError, UndecodableBytes, FileFault):
            return None
    return Head(
        labels=header.labels if layout.header_rows else None,
        width=width,
        byte=header.bytes + mark,
        records=header.records,
        lines=header.lines,
        mark=mark,
        is_marked=rest.startswith(_MARK),
    )
