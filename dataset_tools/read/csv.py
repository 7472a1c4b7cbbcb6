"""Delimited text as batches: files cut into blocks of whole records, by what the bytes say.

A block of plain text is read by polars (``plain``), by any thread, since its records are counted
here. What is not plain (an unlawful quotation mark, an escape character, lone carriage returns …)
is read record by record by the exact reader.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from dataset_tools.exceptions import FileFault
from dataset_tools.files.opened import Files
from dataset_tools.files.unpack import Unpack
from dataset_tools.read import exact
from dataset_tools.read.ahead import ahead
from dataset_tools.read.batch import Batch, FileFacts, Indices, ReadFault, Unread
from dataset_tools.read.exact_rows import Position, read_exactly
from dataset_tools.read.header import read_header
from dataset_tools.read.layout import Layout
from dataset_tools.read.pieces import (
    Pieces,
    UndecodableBytes,
    first_bad_byte,
    is_text_encoding,
    whole_characters,
    with_last,
)
from dataset_tools.read.plain import PlainBlock, check_utf8
from dataset_tools.read.structure import (
    has_lone_return,
    last_record_end,
    quote_positions,
    quotes_are_lawful,
)

MAX_RECORD = 32 << 20
"""The longest record in bytes; beyond it a stray quotation mark has swallowed the file."""
LITTLE = 4 << 10
"""A last block of so few bytes takes the exact reader less time than a call of the fast one."""


@dataclass(slots=True, kw_only=True)
class DelimitedTable:
    """A table in one or more delimited files; iterate ``batches`` once, then look at the rest.

    ``labels`` are known after ``open_header``; ``facts`` and ``faults`` are complete when the
    batches are. ``width`` is the number of cells that a row should have. ``start`` is where the
    bytes that are read begin, if they are a part of the table; ``is_first``: the first file is the
    table's first, whose header counts.
    """

    files: Files
    paths: tuple[str, ...]
    encoding: str
    layout: Layout
    is_small: bool = False
    unpack: Unpack = iter
    algorithms: tuple[str, ...] = ("sha256",)
    field_count: int | None = None
    start: Position = field(default_factory=Position)
    is_first: bool = True
    labels: tuple[str, ...] | None = None
    width: int = 0
    facts: list[FileFacts] = field(default_factory=list)
    faults: list[ReadFault] = field(default_factory=list)
    odd_headers: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    _position: Position = field(default_factory=Position)

    def __post_init__(self) -> None:
        self._position.row = self.start.row

    @property
    def row(self) -> int:
        """The number of the next record."""
        return self._position.row

    @property
    def header_rows(self) -> tuple[int, ...]:
        """The numbers of the records that are the header."""
        return self.layout.header_rows

    @property
    def is_native(self) -> bool:
        """Cells are text."""
        return False

    def batches(self) -> Generator[Batch]:
        """Yield the rows of all files; what ends the reading of a file goes to ``faults``."""
        for unread in self.unread():
            yield unread()

    def unread(self) -> Generator[Unread]:
        """Yield what makes the batches; ``faults`` and the numbers of rows do not wait for it."""
        for number, path in enumerate(self.paths):
            self._position.line = self.start.line
            place = self.files.show(path)
            if not is_text_encoding(self.encoding):
                note = f'"{self.encoding}" is no text encoding known here'
                self.faults.append(ReadFault(code="DT506", place=place, note=note))
                return
            try:
                with self.files.open(path) as file:
                    pieces = Pieces(file, self.encoding, self.algorithms, self.unpack)
                    yield from self._file(pieces, place, first=self.is_first and number == 0)
                    self.facts.append(
                        FileFacts(
                            path=path,
                            place=place,
                            bytes=pieces.length,
                            digests=pieces.digests,
                        ),
                    )
            except FileFault as fault:
                self.faults.append(ReadFault(code=fault.code, place=place, note=fault.note))

    def _file(self, pieces: Pieces, place: str, *, first: bool) -> Iterator[Unread]:
        """Yield the batches of one file; leave the counts of ``pieces`` complete."""
        blocks = self._blocks(pieces, place, first=first)
        try:
            yield from blocks
        except UndecodableBytes as error:
            note = f"{error}; the rows from there on were not read"
            line = self._position.line
            self.faults.append(ReadFault(code="DT505", place=place, note=note, line=line))
        except FileFault as fault:
            self.faults.append(ReadFault(code=fault.code, place=place, note=fault.note))
        pieces.drain()

    def _blocks(self, pieces: Pieces, place: str, *, first: bool) -> Iterator[Unread]:
        carry, header_done, taken = b"", False, self.start.byte
        try:
            for data, last in with_last(ahead(pieces.utf8(), small=self.is_small, depth=1)):
                block, rest = _cut(carry, data, last=last)
                start: int | None = 0
                try:
                    if not header_done:
                        start = self._header(block, place, first=first, last=last)
                        header_done = start is not None
                    unread, consumed = None, start or 0
                    if start is not None and start < len(block):
                        unread, consumed = self._records(block[start:], place, last=last)
                        consumed += start
                except UnicodeDecodeError:
                    if not header_done:
                        start = self._header_before(block, place, first=first)
                    begin, carry = start or 0, b""
                    yield from self._before_bad_byte(block[begin:], place, taken + begin)
                    return
                if unread is not None:
                    yield unread
                taken += consumed
                carry = block[consumed:] + rest
                if self._too_long(carry, place):
                    return
        except UndecodableBytes:
            begin = 0 if header_done else self._header_before(carry, place, first=first)
            yield from self._whole_rows(carry[begin:], place)
            raise

    def _before_bad_byte(self, block: bytes, place: str, taken: int) -> Iterator[Unread]:
        """Yield the rows before bytes that are not of the encoding, then raise."""
        bad, reason = first_bad_byte(block) or (0, "unknown")
        yield from self._whole_rows(block[:bad], place)
        raise UndecodableBytes(taken + bad, self.encoding, reason)

    def _whole_rows(self, block: bytes, place: str) -> Iterator[Unread]:
        """Yield the rows of the whole lines of a block that ends too early."""
        good = _whole_lines(block, self.layout)
        if good:
            told = len(self.faults)
            unread, _ = self._records(good, place, last=True)
            del self.faults[told:]  # a cell that the bad bytes stand in is not left open
            if unread is not None:
                yield unread

    def _too_long(self, carry: bytes, place: str) -> bool:
        if len(carry) <= MAX_RECORD:
            return False
        position = self._position
        note = f"the record that starts here is longer than {MAX_RECORD >> 20} MiB"
        fault = ReadFault(
            code="DT510",
            place=place,
            note=note,
            line=position.line,
            row=position.row,
        )
        self.faults.append(fault)
        return True

    # The header ------------------------------------------------------------------------------

    def _header(self, block: bytes, place: str, *, first: bool, last: bool) -> int | None:
        """Read the labels; return where the rows start, or None where more bytes are needed."""
        if not block and last:
            self.faults.append(ReadFault(code="DT503", place=place, note="is empty"))
            return 0
        header = read_header(block, self.layout, last=last)
        if header is None:
            return None
        if first:
            self._set_labels(header.labels, block[header.bytes :])
            self._position.row += header.records
        elif self.layout.header_rows and header.labels != self.labels:
            self.odd_headers.append((place, header.labels))
        self._position.line += header.lines
        return header.bytes

    def _header_before(self, block: bytes, place: str, *, first: bool) -> int:
        """Read the labels of a block with bytes that are not of the encoding further on."""
        bad, _ = first_bad_byte(block) or (len(block), "")
        good = _whole_lines(block[:bad], self.layout)
        return (self._header(good, place, first=first, last=True) or 0) if good else 0

    def _set_labels(self, labels: tuple[str, ...], rest: bytes) -> None:
        if self.layout.header_rows:
            self.labels = labels
            self.width = len(labels)
            return
        self.width = self.field_count or len(
            next((record.cells for record in exact.records(rest, self.layout)), []),
        )

    # The rows --------------------------------------------------------------------------------

    def _records(self, block: bytes, place: str, *, last: bool) -> tuple[Unread | None, int]:
        """Return what makes the batch of a block's whole records, and how many bytes they take.

        Where the records end is known before their cells are: those are read by any thread.
        """
        is_little = last and len(block) <= LITTLE
        if self.layout.plain and not is_little and not has_lone_return(block) and self.width:
            quotes = quote_positions(block, self.layout)
            end = len(block) if last else last_record_end(block, quotes)
            quotes = quotes[: int(np.searchsorted(quotes, end))]
            data = block[:end]
            if quotes.size % 2 == 0 and quotes_are_lawful(data, quotes, self.layout):
                return (self._plain(data, quotes, place) if data else None), end
        return self._exact(block, place, last=last)

    def _plain(self, data: bytes, quotes: Indices, place: str) -> Unread:
        """Pass over a block, and leave its cells to whoever asks for them.

        Raises
        ------
        UnicodeDecodeError
            It is not of the encoding.
        """
        check_utf8(data)
        position = self._position
        block = PlainBlock.of(
            data,
            quotes,
            place=place,
            position=replace(position),
            layout=self.layout,
            width=self.width,
        )
        position.row += block.rows
        position.line += block.line_feeds
        return block.batch

    def _exact(self, block: bytes, place: str, *, last: bool) -> tuple[Unread, int]:
        """Read a block record by record; unless it is the last, the last record is left over."""
        position = self._position
        read = read_exactly(block, self.layout, self.width, position, last=last)
        batch = read.rows.batch(place, replace(position))
        if read.unclosed is not None:
            self._unclosed(place, read.unclosed)
        position.row += read.records
        position.line += read.lines
        return (lambda: batch), read.bytes

    def _unclosed(self, place: str, position: Position) -> None:
        note = "the quotation mark that opens a cell of this record is never closed"
        fault = ReadFault(
            code="DT504",
            place=place,
            note=note,
            line=position.line,
            row=position.row,
        )
        self.faults.append(fault)


def _cut(carry: bytes, data: bytes, *, last: bool) -> tuple[bytes, bytes]:
    """Part what is to be read now, up to a line end or at least a whole character, from the rest.

    Copying is what this costs: the bytes are put together once.
    """
    end = len(data) if last else data.rfind(b"\n") + 1
    block = b"".join((carry, memoryview(data)[:end]))
    if end:
        return block, data[end:]
    whole = block + data
    end = whole_characters(whole)
    return whole[:end], whole[end:]


def _whole_lines(data: bytes, layout: Layout) -> bytes:
    """Cut off what stands after the last line end."""
    own = layout.line_terminator
    endings = (b"\n", b"\r") if own in (None, "\n", "\r\n", "\r") else (own.encode("utf-8"),)
    return data[: max((data.rfind(each) + len(each)) * (each in data) for each in endings)]
