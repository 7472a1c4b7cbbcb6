"""A part of a delimited file, cut anywhere: where its records end, and how many there are.

Whether a part begins inside of a quoted cell is known only when all parts before it have been
looked through; so a part is counted for both cases at once, and ``splits`` puts them together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from dataset_tools.read.batch import Indices
from dataset_tools.read.layout import Layout
from dataset_tools.read.structure import Bytes

LOOK_AHEAD = 3
"""So many bytes after a part are looked at: a byte order mark is never what a record begins with,
since the reader takes it away from what it reads first."""
WINDOW = 4 << 20
_LINE_FEED, _RETURN = 10, 13
MARK = b"\xef\xbb\xbf"


@dataclass(slots=True, kw_only=True)
class Count:
    """The records that end in a part, if it begins outside of quotes, or inside.

    ``first`` and ``last`` are where the first and the last of them end, counted from the part's
    start, -1 where none does; ``records`` and ``lines`` are the ends and the line feeds up to
    ``first``, at which another part may be cut off, ``last_lines`` those up to ``last``;
    ``longest`` is the longest record between two ends. ``is_lawful``: every quotation mark stands
    where it may.
    """

    ends: int = 0
    first: int = -1
    last: int = -1
    records: int = 0
    lines: int = 0
    last_lines: int = 0
    longest: int = 0
    is_lawful: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What was counted in a part; ``outside`` and ``inside`` are how it may have begun."""

    size: int
    quotes: int
    line_feeds: int
    outside: Count
    inside: Count

    def begun(self, parity: int) -> Count:
        """Return what was counted if so many quotation marks come before, odd or even."""
        return self.inside if parity else self.outside


@dataclass(slots=True)
class _Tally:
    """The counts of a part as its bytes go by."""

    layout: Layout
    size: int = 0
    quotes: int = 0
    line_feeds: int = 0
    counts: tuple[Count, Count] = field(default_factory=lambda: (Count(), Count()))

    def add(self, before: int | None, data: bytes, after: bytes) -> None:
        """Count a piece; ``before`` is the byte that it follows, ``after`` are the next ones."""
        buffer = np.frombuffer(data, np.uint8)
        marks = _marks(buffer, self.layout)
        line_feeds = np.flatnonzero(buffer == _LINE_FEED)
        lone = _has_lone_return(data, after)
        for parity, count in enumerate(self.counts):
            count.is_lawful &= not lone
            now = (parity + self.quotes) % 2
            if marks.size and count.is_lawful:
                count.is_lawful = _are_lawful(before, data, after, marks, now, self.layout)
            self._ends(count, data, after, _outside(line_feeds, marks, now) + 1, line_feeds)
        self.size += len(data)
        self.quotes += marks.size
        self.line_feeds += line_feeds.size

    def _ends(
        self,
        count: Count,
        data: bytes,
        after: bytes,
        ends: Indices,
        line_feeds: Indices,
    ) -> None:
        """Count the ends of records of a piece."""
        if not ends.size:
            return
        count.ends += ends.size
        gaps = np.diff(ends, prepend=count.last - self.size)
        known = gaps if count.last >= 0 else gaps[1:]
        count.longest = max(count.longest, int(known.max()) if known.size else 0)
        count.last = self.size + int(ends[-1])
        count.last_lines = self.line_feeds + int(np.searchsorted(line_feeds, ends[-1]))
        if count.first < 0:
            self._first(count, data, after, ends, line_feeds)

    def _first(
        self,
        count: Count,
        data: bytes,
        after: bytes,
        ends: Indices,
        line_feeds: Indices,
    ) -> None:
        """Find the first end of a record after which another part may begin."""
        for number, end in enumerate(ends.tolist(), start=1):
            if not (data[end : end + len(MARK)] + after).startswith(MARK):
                count.first = self.size + end
                count.records = count.ends - ends.size + number
                count.lines = self.line_feeds + int(np.searchsorted(line_feeds, end))
                return

    def scan(self) -> Scan:
        """Return what was counted."""
        return Scan(
            size=self.size,
            quotes=self.quotes,
            line_feeds=self.line_feeds,
            outside=self.counts[0],
            inside=self.counts[1],
        )


def scan_part(before: int | None, pieces: Iterable[bytes], after: bytes, layout: Layout) -> Scan:
    """Count the records of a part.

    Parameters
    ----------
    before
        The byte before the part, None at the start of a file.
    pieces
        The part's bytes.
    after
        The ``LOOK_AHEAD`` bytes after the part, fewer at the end of a file.
    layout
        A plain one.
    """
    tally = _Tally(layout)
    for data, following in _with_next(pieces, after):
        tally.add(before, data, following)
        before = data[-1]
    return tally.scan()


def outside_ends(data: bytes, parity: int, layout: Layout) -> int:
    """Count the line feeds outside of quotes, if so many marks come before, odd or even."""
    buffer = np.frombuffer(data, np.uint8)
    line_feeds = np.flatnonzero(buffer == _LINE_FEED)
    return int(_outside(line_feeds, _marks(buffer, layout), parity).size)


def _with_next(pieces: Iterable[bytes], after: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield pieces, none of them empty, each with some bytes that follow it."""
    held = b""
    for piece in pieces:
        if held and len(piece) >= LOOK_AHEAD:
            yield held, piece[:LOOK_AHEAD]
            held = piece
        else:
            held += piece
    if held:
        yield held, after


def _marks(buffer: Bytes, layout: Layout) -> Indices:
    if layout.quote is None or not bool((buffer == ord(layout.quote)).any()):
        return np.empty(0, np.int64)
    return np.flatnonzero(buffer == ord(layout.quote))


def _outside(positions: Indices, marks: Indices, parity: int) -> Indices:
    """Return the positions outside of quotes, if so many marks come before, odd or even."""
    if not marks.size:
        return positions if not parity else positions[:0]
    outside: Indices = positions[(np.searchsorted(marks, positions) + parity) % 2 == 0]
    return outside


def _are_lawful(
    before: int | None,
    data: bytes,
    after: bytes,
    marks: Indices,
    parity: int,
    layout: Layout,
) -> bool:
    """Whether each mark opens a cell, closes one, or is doubled inside one (RFC 4180).

    It is what ``read.structure.quotes_are_lawful`` says of a whole block, for a part of one: an
    opening mark follows a delimiter, a line end or a closing mark, a closing one is followed by a
    delimiter, a line end or an opening one.
    """
    first = _LINE_FEED if before is None else before
    padded = np.frombuffer(bytes([first]) + data + (after[:1] or b"\n"), np.uint8)
    allowed = np.zeros(256, bool)
    allowed[[_LINE_FEED, _RETURN, ord(layout.delimiter), ord(layout.quote or layout.delimiter)]] = (
        True
    )
    opening, closing = marks[parity::2], marks[1 - parity :: 2]
    return bool(allowed[padded[opening]].all() and allowed[padded[closing + 2]].all())


def _has_lone_return(data: bytes, after: bytes) -> bool:
    """Whether a carriage return stands without a line feed."""
    if b"\r" not in data:
        return False
    pairs = data.count(b"\r\n") + (data.endswith(b"\r") and after[:1] == b"\n")
    return data.count(b"\r") != pairs
