"""Two delimited tables without the records that both have, byte for byte.

Where two tables are read alike, equal records have equal values, whatever their order. What is
left is most often little, and alone needs to be read by its types. A record is known by a hash
of 64 bits; the memory that is used is a few such numbers a record.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from dataset_tools.exceptions import FileFault
from dataset_tools.files.opened import Files
from dataset_tools.files.stream import Stream
from dataset_tools.files.unpack import unpack
from dataset_tools.model.package import Resource
from dataset_tools.model.schema import Field, Schema
from dataset_tools.read.batch import Indices
from dataset_tools.read.csv import MAX_RECORD
from dataset_tools.read.header import read_header
from dataset_tools.read.layout import Layout, layout_of
from dataset_tools.read.pieces import Pieces, UndecodableBytes, is_text_encoding
from dataset_tools.read.structure import (
    has_lone_return,
    quote_positions,
    quotes_are_lawful,
)
from dataset_tools.read.tables import DELIMITED

_LF = 10
_SEED = 0
_REST = "rest.csv"
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Table:
    """A resource that is a table, and where its files are."""

    resource: Resource
    files: Files

    @property
    def place(self) -> str:
        """Where its rows stand, in words of a message."""
        paths = self.resource.paths
        return self.files.show(paths[0]) if paths else self.resource.place


class _NotPlain(Exception):
    """Records cannot be told by line feeds and quotation marks alone."""


def without_shared_records(old: Table, new: Table) -> tuple[Table, Table, int]:
    """Return both tables without the records that both have, and how many those are.

    Where that is not sure, they are as they were.
    """
    if not (_is_plain(old) and _is_plain(new) and _are_read_alike(old.resource, new.resource)):
        return old, new, 0
    try:
        before, after = _Records(old), _Records(new)
        left, right = before.hashes(), after.hashes()
        if not _are_labelled_alike(before, after):
            return old, new, 0
        of_left, of_right = _unmatched(left, right)
        shared = left.size - int(of_left.sum())
        return before.only(of_left), after.only(of_right), shared
    except (_NotPlain, FileFault, UndecodableBytes, UnicodeDecodeError):
        return old, new, 0  # whoever reads it all says what is the matter


def _is_plain(table: Table) -> bool:
    resource = table.resource
    layout = layout_of(resource.dialect)
    return (
        bool(resource.paths)
        and resource.format in DELIMITED
        and layout.plain
        and layout.header_rows == (1,)
        and is_text_encoding(resource.encoding)
        and unpack(resource.compression, resource.inner_path) is not None
    )


def _are_read_alike(old: Resource, new: Resource) -> bool:
    """Whether equal records have equal values in both."""
    same_layout = layout_of(old.dialect) == layout_of(new.dialect)
    same_null = old.dialect.null_sequence == new.dialect.null_sequence
    return same_layout and same_null and _forms(old.schema) == _forms(new.schema)


def _forms(schema: Schema | None) -> tuple[object, ...]:
    if schema is None:
        return ()
    return schema.fields_match, *(form_of(each)[1:] for each in schema.fields)


def _are_labelled_alike(old: "_Records", new: "_Records") -> bool:
    """Whether each column has the same label, or one that no other column had or has."""
    if old.header is None or len(old.labels) != len(new.labels):
        return False
    schema = old.table.resource.schema
    if old.labels != new.labels and schema and schema.fields_match != "exact":
        return False  # columns are found by name
    return all(
        _are_placed_alike(before, after)
        for before, after in (
            (old.labels, new.labels),
            (_names(old.table.resource), _names(new.table.resource)),
        )
    )


def _names(resource: Resource) -> tuple[str, ...]:
    return tuple(field.name for field in resource.schema.fields) if resource.schema else ()


def _are_placed_alike(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    return len(before) == len(after) and all(
        one == other or (one not in after and other not in before)
        for one, other in zip(before, after, strict=True)
    )


def form_of(field: Field) -> tuple[object, ...]:
    """Return a field's name, and all that its cells are read by."""
    return (
        field.name,
        field.type,
        field.format,
        field.missing_values,
        field.decimal_char,
        field.group_char,
        field.bare_number,
        field.true_values,
        field.false_values,
        field.delimiter,
        field.item_type,
    )


@dataclass(frozen=True, slots=True)
class _Block:
    """Bytes of whole records: how many come before them, and where each of them ends."""

    path: str
    skipped: int
    ends: Indices


@dataclass(slots=True)
class _Records:
    """The records of a table's files below their headers; ``blocks`` is filled by ``hashes``."""

    table: Table
    layout: Layout = field(init=False)
    header: bytes | None = None
    labels: tuple[str, ...] = ()
    blocks: list[_Block] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.layout = layout_of(self.table.resource.dialect)

    def hashes(self) -> Hashes:
        """Return the hash of each record."""
        parts = [
            part
            for path in self.table.resource.paths
            for part in self._hashes_of_file(path, self._pieces(path))
        ]
        return np.concatenate(parts) if parts else np.empty(0, np.uint64)

    def _pieces(self, path: str) -> Iterator[bytes]:
        """Yield a file's text, whose last record ends as the others do."""
        resource = self.table.resource
        way = unpack(resource.compression, resource.inner_path) or iter
        last = b"\n"
        with self.table.files.open(path) as file:
            for piece in Pieces(file, resource.encoding, (), way).utf8():
                yield piece
                last = piece[-1:] or last
        if last != b"\n":
            yield b"\n"

    def _hashes_of_file(self, path: str, pieces: Iterator[bytes]) -> Iterator[Hashes]:
        carry, is_first = b"", True
        for piece in pieces:
            data = carry + piece
            ends = self._ends(data)
            end = int(ends[-1]) if ends.size else 0
            carry = data[end:]
            if not ends.size:
                continue
            start = self._header_bytes(data[:end]) if is_first else 0
            is_first = False
            below = ends[ends > start] - start
            self.blocks.append(_Block(path, start, below.astype(np.int32)))
            if below.size:
                yield _hashes_of(*_with_line_feeds(data[start:end], below))
        if carry:
            raise _NotPlain

    def _ends(self, data: bytes) -> Indices:
        """Return the positions after the line feeds that end records."""
        if has_lone_return(data.removesuffix(b"\r")) or len(data) > MAX_RECORD:
            raise _NotPlain
        feeds = np.flatnonzero(np.frombuffer(data, np.uint8) == _LF)
        quotes = quote_positions(data, self.layout)
        if quotes.size:
            feeds = feeds[np.searchsorted(quotes, feeds) % 2 == 0]
            end = int(feeds[-1]) + 1 if feeds.size else 0
            inside = quotes[: int(np.searchsorted(quotes, end))]
            if not quotes_are_lawful(data[:end], inside, self.layout):
                raise _NotPlain
        return feeds.astype(np.int64) + 1

    def _header_bytes(self, block: bytes) -> int:
        header = read_header(block, self.layout, last=True)
        if header is None or (self.header is not None and header.labels != self.labels):
            raise _NotPlain
        if self.header is None:
            self.header, self.labels = block[: header.bytes], header.labels
        return header.bytes

    def only(self, wanted: npt.NDArray[np.bool_]) -> Table:
        """Return the table with these records alone, kept in a temporary file."""
        with tempfile.TemporaryFile(prefix="dataset-tools-") as kept:
            kept.write(self.header or b"")
            done = 0
            for path, blocks in groupby(self.blocks, key=lambda block: block.path):
                pieces, held = self._pieces(path), b""
                for block in blocks:
                    held = _filled(held, block, pieces)
                    _copy(held, block, wanted[done : done + block.ends.size], kept)
                    done += block.ends.size
                    held = held[_length(block) :]
            kept.seek(0)
            files = Stream.of(_REST, kept)
        rest = replace(
            self.table.resource,
            paths=(_REST,),
            encoding="utf-8",
            compression="",
            inner_path=None,
            hash=None,
        )
        return Table(rest, files)


def _length(block: _Block) -> int:
    return block.skipped + (int(block.ends[-1]) if block.ends.size else 0)


def _filled(held: bytes, block: _Block, pieces: Iterator[bytes]) -> bytes:
    """Read on until the whole block is there."""
    while len(held) < _length(block):
        held += next(pieces)
    return held


def _copy(data: bytes, block: _Block, wanted: npt.NDArray[np.bool_], to: BinaryIO) -> None:
    at = np.flatnonzero(wanted)
    ends = block.ends.astype(np.int64) + block.skipped
    starts = np.concatenate((np.full(1, block.skipped, np.int64), ends[:-1]))
    bounds = zip(starts[at].tolist(), ends[at].tolist(), strict=True)
    to.writelines(data[start:end] for start, end in bounds)


def _with_line_feeds(block: bytes, ends: Indices) -> tuple[bytes, Indices]:
    """Make CRLF a line feed, unless cells have line breaks of that form, which are their own."""
    count = block.count(b"\r\n")
    if not count or count != ends.size:
        return block, ends
    plain = block.replace(b"\r\n", b"\n")
    return plain, ends - np.arange(1, ends.size + 1)


def _hashes_of(block: bytes, ends: Indices) -> Hashes:
    offsets = np.concatenate((np.zeros(1, np.int64), ends))
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(block)]
    texts = pl.from_arrow(pa.Array.from_buffers(pa.large_binary(), ends.size, buffers))
    return texts.hash(_SEED).to_numpy()  # type: ignore[union-attr]


def _unmatched(left: Hashes, right: Hashes) -> tuple[npt.NDArray[np.bool_], ...]:
    """Say which records have no equal on the other side, each being matched once."""
    both = min(left.size, right.size)
    moved_left, moved_right = np.ones(left.size, bool), np.ones(right.size, bool)
    moved_left[:both] = moved_right[:both] = left[:both] != right[:both]
    one, other = np.flatnonzero(moved_left), np.flatnonzero(moved_right)
    moved_left[one], moved_right[other] = (
        _surplus(left[one], right[other]),
        _surplus(right[other], left[one]),
    )
    return moved_left, moved_right


def _surplus(mine: Hashes, others: Hashes) -> npt.NDArray[np.bool_]:
    """Say which of some hashes are more than the others have of the same."""
    order = np.argsort(mine, kind="stable")
    ordered, others = mine[order], np.sort(others)
    copy = np.arange(ordered.size) - np.searchsorted(ordered, ordered)
    count = np.searchsorted(others, ordered, side="right") - np.searchsorted(others, ordered)
    surplus = np.empty(mine.size, bool)
    surplus[order] = copy >= count
    return surplus
