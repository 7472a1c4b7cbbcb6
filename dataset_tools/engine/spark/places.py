"""Where the parts of a delimited file that tasks read begin: at records, with exact numbers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from dataset_tools.engine.spark.scan import MARK, Scan, outside_ends
from dataset_tools.read import exact
from dataset_tools.read.csv import MAX_RECORD
from dataset_tools.read.layout import Layout
from dataset_tools.read.pieces import PIECE

MOST_BYTES = MAX_RECORD // 2
"""A file with a longer record is read whole: what the reader says of it depends on its pieces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The start of a record: its byte in the file, and the records and lines before it."""

    byte: int
    records: int
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A record that begins at a boundary of parts, or after it, as the exact reader found it.

    ``quotes``, ``ends`` and ``line_feeds`` are counted from the boundary to the record; ``ends``
    are the line feeds that stand outside of quotes if the record begins outside of them.
    """

    boundary: int
    place: Place
    quotes: int = 0
    ends: int = 0
    line_feeds: int = 0
    is_marked: bool = False


Read = Callable[[int, int], bytes]
"""Reads so many bytes of a file from a place on, fewer at its end."""
Exact = Callable[[Place, Sequence[int], int], Sequence[Reached]]
"""Reads records one by one from a place on until a boundary is passed or the file ends."""


def record_starts(
    header: Place,
    begins: Sequence[int],
    scans: Sequence[Scan],
    read_exactly: Exact,
) -> list[Place]:
    """Find where tasks may begin to read a file: at most one place a part, ascending.

    Parameters
    ----------
    header
        The first record after the header.
    begins, scans
        Where the parts begin, and what was counted in them.
    read_exactly
        What reads on where quotation marks do not tell records apart.

    Raises
    ------
    TooLong
        The file is to be read as a whole.
    """
    walk = _Walk(
        begins=begins,
        scans=scans,
        read_exactly=read_exactly,
        safe=header,
        exact=header,
    )
    return walk.all_starts()


class TooLong(Exception):
    """A record is so long that the file is to be read as a whole."""


@dataclass(slots=True, kw_only=True)
class _Walk:
    """The way through the scans of a file, in their order."""

    begins: Sequence[int]
    scans: Sequence[Scan]
    read_exactly: Exact
    safe: Place
    starts: list[Place] = field(default_factory=list)
    records: int = 0
    lines: int = 0
    parity: int = 0
    at: int = 0
    exact: Place | None = None

    def all_starts(self) -> list[Place]:
        self.starts.append(self.safe)
        while self.at < len(self.scans):
            if self.scans[self.at].begun(self.parity).is_lawful:
                self._count()
            else:
                self._read()
        self._see_length(self.begins[-1] + self.scans[-1].size)
        return self.starts

    def _count(self) -> None:
        """Take up a part in which quotation marks tell records apart."""
        scan, begin = self.scans[self.at], self.begins[self.at]
        count = scan.begun(self.parity)
        if count.longest > MOST_BYTES:
            raise TooLong
        if self.exact is None and count.first >= 0:
            self._start(
                Place(
                    byte=begin + count.first,
                    records=self.records + count.records,
                    lines=self.lines + count.lines,
                )
            )
        if count.last >= 0 and begin + count.last > self.safe.byte:
            self.safe = Place(
                byte=begin + count.last,
                records=self.records + count.ends,
                lines=self.lines + count.last_lines,
            )
        self.records += count.ends
        self.lines += scan.line_feeds
        self.parity = (self.parity + scan.quotes) % 2
        self.exact = None
        self.at += 1

    def _start(self, place: Place) -> None:
        self._see_length(place.byte)
        if place.byte > self.starts[-1].byte:
            self.starts.append(place)

    def _see_length(self, byte: int) -> None:
        if byte - self.safe.byte > MOST_BYTES:
            raise TooLong

    def _read(self) -> None:
        """Let the exact reader pass the parts in which quotation marks do not tell, or returns."""
        until = self.at + 1
        while until < len(self.scans) and not any(
            self.scans[until].begun(parity).is_lawful for parity in (0, 1)
        ):
            until += 1
        ends = until >= len(self.scans)
        later = self.begins[self.at + 1 :]
        stop = later[-1] if ends and later else self.begins[min(until, len(self.begins) - 1)]
        for reached in self.read_exactly(self.safe, later, stop):
            self._reach(reached)
        if ends or self.safe.byte < self.begins[until]:
            self.at = len(self.scans)

    def _reach(self, reached: Reached) -> None:
        place = reached.place
        if not reached.is_marked:
            self._start(place)
        self.safe = self.exact = place
        self.parity = reached.quotes % 2
        self.records = place.records - reached.ends
        self.lines = place.lines - reached.line_feeds
        self.at = self.begins.index(reached.boundary)


def read_exactly(
    read: Read,
    layout: Layout,
    start: Place,
    later: Sequence[int],
    stop: int,
) -> list[Reached]:
    """Read records one by one from a place on; see ``Exact``.

    Raises
    ------
    UnicodeDecodeError
        The bytes are no UTF-8.
    TooLong
        A record is longer than ``MOST_BYTES``.
    """
    found: list[Reached] = []
    boundaries = [each for each in later if each <= stop]
    for place in _places(read, layout, start):
        if not boundaries:
            break
        if place.byte < boundaries[0]:
            continue
        passed = max(each for each in later if each <= place.byte)
        boundaries = [each for each in boundaries if each > place.byte]
        found.append(_reached(read, layout, passed, place))
    return found


def _places(read: Read, layout: Layout, start: Place) -> Iterator[Place]:
    """Yield where records begin, the end of the file left out."""
    place, carry, at = start, b"", start.byte
    while True:
        data = read(at, PIECE)
        at += len(data)
        last = len(data) < PIECE
        cut = len(data) if last else data.rfind(b"\n") + 1
        block, rest = carry + data[:cut], data[cut:]
        size = 0
        for record in exact.records(block, layout) if cut else ():
            if not last and size + record.bytes >= len(block):
                break
            yield place
            size += record.bytes
            place = Place(
                byte=place.byte + record.bytes,
                records=place.records + 1,
                lines=place.lines + record.lines,
            )
        carry = block[size:] + rest
        if len(carry) > MOST_BYTES:
            raise TooLong
        if last:
            return


def _reached(read: Read, layout: Layout, boundary: int, place: Place) -> Reached:
    data = read(boundary, place.byte - boundary)
    quotes = data.count(layout.quote.encode("ascii")) if layout.quote else 0
    return Reached(
        boundary=boundary,
        place=place,
        quotes=quotes,
        ends=outside_ends(data, quotes % 2, layout),
        line_feeds=data.count(b"\n"),
        is_marked=read(place.byte, len(MARK)) == MARK,
    )
