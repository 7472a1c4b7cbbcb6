"""The structure of a plain block: where records begin and end, found in whole columns of bytes."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dataset_tools.read.batch import Indices
from dataset_tools.read.exact import fit, records
from dataset_tools.read.layout import Layout

Bytes = npt.NDArray[np.uint8]

LINE_FEED, _CR = 10, 13
_CACHED = 1 << 18
"""So many bytes at a time stay near the processor."""
FEW_QUOTES = 200_000
"""Up to so many quotation marks in a block, putting the quoted cells together is the faster way."""


def count(data: bytes, byte: int) -> int:
    """Count one byte, a few times as fast as ``bytes.count`` where it stands often."""
    buffer = np.frombuffer(data, np.uint8)
    starts = range(0, buffer.size, _CACHED)
    return sum(int(np.count_nonzero(buffer[at : at + _CACHED] == byte)) for at in starts)


def quote_positions(data: bytes, layout: Layout) -> Indices:
    """Return where the quotation marks of a block stand."""
    if layout.quote is None or layout.quote.encode() not in data:
        return np.empty(0, np.int64)
    buffer, quote = np.frombuffer(data, np.uint8), ord(layout.quote)
    starts = range(0, buffer.size, _CACHED)
    parts = [np.flatnonzero(buffer[at : at + _CACHED] == quote) + at for at in starts]
    return np.concatenate(parts)


def quotes_are_lawful(data: bytes, quotes: Indices, layout: Layout) -> bool:
    """Whether each mark opens a cell, closes one, or is doubled inside one (RFC 4180).

    Marks alternate: the first opens, the second closes, and so on; a doubled mark closes and
    opens again. Where that holds, parity alone tells what is inside a quoted cell.
    """
    if not quotes.size:
        return True
    buffer = np.frombuffer(data, np.uint8)
    opening, closing = quotes[::2], quotes[1::2]
    before = buffer[np.maximum(opening - 1, 0)]
    fresh = (
        (opening == 0) | (before == ord(layout.delimiter)) | (before == LINE_FEED) | (before == _CR)
    )
    doubled = np.zeros(opening.size, bool)
    doubled[1:] = opening[1:] == quotes[1 : 2 * opening.size - 1 : 2] + 1
    if not bool((fresh | doubled).all()):
        return False
    after = buffer[np.minimum(closing + 1, buffer.size - 1)]
    ended = (closing == buffer.size - 1) | (after == ord(layout.delimiter))
    ended |= (after == LINE_FEED) | (after == _CR)
    again = np.zeros(closing.size, bool)
    pairs = min(closing.size, opening.size - 1)
    again[:pairs] = opening[1 : pairs + 1] == closing[:pairs] + 1
    return bool((ended | again).all())


def inside_quotes(data: bytes, quotes: Indices, delimiter: int) -> tuple[int, int]:
    """Count the delimiters and the line feeds that stand inside of quoted cells."""
    if quotes.size <= FEW_QUOTES:
        bounds = quotes.tolist()
        inner = b"".join(map(data.__getitem__, map(slice, bounds[::2], bounds[1::2])))
        return inner.count(delimiter), inner.count(LINE_FEED)
    buffer = np.frombuffer(data, np.uint8)
    counts = []
    for byte in (delimiter, LINE_FEED):
        before = np.searchsorted(np.flatnonzero(buffer == byte), quotes)
        counts.append(int((before[1::2] - before[::2]).sum()))
    return counts[0], counts[1]


def last_record_end(data: bytes, quotes: Indices) -> int:
    """Return where the last whole record of a block ends: after a line feed outside of quotes."""
    end = data.rfind(b"\n") + 1
    before = int(np.searchsorted(quotes, end))
    if before % 2:
        end = data.rfind(b"\n", 0, int(quotes[before - 1])) + 1
    return end


def has_lone_return(data: bytes) -> bool:
    """Whether a carriage return stands without a line feed, which some files end lines with."""
    return b"\r" in data and data.count(b"\r") != data.count(b"\r\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """Where the records of a block begin and end, and how many delimiters each has."""

    starts: Indices
    ends: Indices
    delimiters: Indices
    line_feeds: Indices

    def lines_before(self, rows: Indices) -> Indices:
        """Return how many lines of the block come before each of the records."""
        before: Indices = np.searchsorted(self.line_feeds, self.starts[rows]).astype(np.int64)
        return before


def structure(data: bytes, quotes: Indices, layout: Layout) -> Structure:
    """Find the records of a block whose quotation marks are lawful."""
    buffer = np.frombuffer(data, np.uint8)
    line_feeds = np.flatnonzero(buffer == LINE_FEED)
    ends = _outside(line_feeds, quotes)
    if not data.endswith(b"\n") or (ends.size == 0 or ends[-1] != buffer.size - 1):
        ends = np.append(ends, buffer.size)
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1))
    delimiters = np.flatnonzero(buffer == ord(layout.delimiter))
    counts = np.diff(np.searchsorted(delimiters, ends), prepend=0)
    if quotes.size:
        counts -= _inside_by_record(delimiters, quotes, ends)
    return Structure(starts=starts, ends=ends, delimiters=counts, line_feeds=line_feeds)


def _inside_by_record(delimiters: Indices, quotes: Indices, ends: Indices) -> Indices:
    """Count, by record, the delimiters that stand inside of its quoted cells."""
    before = np.searchsorted(delimiters, quotes[: quotes.size // 2 * 2])
    inside = before[1::2] - before[::2]
    records = np.searchsorted(ends, quotes[::2][: inside.size])
    counts: Indices = np.bincount(records, weights=inside, minlength=ends.size).astype(np.int64)
    return counts


def _outside(positions: Indices, quotes: Indices) -> Indices:
    if not quotes.size:
        return positions
    outside: Indices = positions[np.searchsorted(quotes, positions) % 2 == 0]
    return outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A block whose records all have the right number of cells, and what they were before."""

    data: bytes
    ragged: Mapping[int, tuple[str, ...]]


def irregular_rows(data: bytes, found: Structure, width: int) -> Indices:
    """Return the records that have not ``width`` cells, the empty lines among them."""
    buffer = np.frombuffer(data, np.uint8)
    lengths = found.ends - found.starts
    first = buffer[np.minimum(found.starts, buffer.size - 1)]
    empty = (lengths == 0) | ((lengths == 1) & (first == _CR))
    return np.flatnonzero((found.delimiters != width - 1) | empty)


def mend(data: bytes, found: Structure, rows: Indices, width: int, layout: Layout) -> Mended:
    """Cut or fill up the given records to ``width`` cells."""
    parts: list[bytes] = []
    ragged: dict[int, tuple[str, ...]] = {}
    done = 0
    for row in rows.tolist():
        start, end = int(found.starts[row]), int(found.ends[row])
        record = data[start:end]
        cells = next((each.cells for each in records(record, layout)), [])
        if len(cells) != width:
            ragged[row] = tuple(cells)
        parts += (data[done:start], _record(fit(cells, width), layout))
        done = end
    parts.append(data[done:])
    return Mended(data=b"".join(parts), ragged=ragged)


def _record(cells: list[str], layout: Layout) -> bytes:
    if layout.quote is None:
        return layout.delimiter.join(cells).encode("utf-8")
    text = io.StringIO()
    writer = csv.writer(
        text,
        delimiter=layout.delimiter,
        quotechar=layout.quote,
        quoting=csv.QUOTE_ALL,
        lineterminator="",
    )
    writer.writerow(cells)
    return text.getvalue().encode("utf-8")
