"""Mend: records end with a line feed, the last one too; line breaks inside of cells stay."""

from collections.abc import Iterator

from dataset_tools.read.exact import records
from dataset_tools.read.layout import Layout

NAME = "line-ends"
LAST = "last-line-end"
_FEED = b"\n"


def with_line_feeds(content: bytes, layout: Layout) -> tuple[bytes, int]:
    r"""Return the content with a line feed after each record, and how many were put there.

    Examples
    --------
    >>> with_line_feeds(b'a,b\r\n1,"x\r\ny"\r\n', Layout())
    (b'a,b\n1,"x\r\ny"\n', 2)
    """
    if b"\r" not in content:
        return content, 0
    if layout.quote is None or layout.quote.encode() not in content:
        count = content.count(b"\r\n")
        plain = content.replace(b"\r\n", _FEED)
        return plain.replace(b"\r", _FEED), count + plain.count(b"\r")
    parts, count = [], 0
    for record in _records(content, layout):
        body = record.removesuffix(_FEED).removesuffix(b"\r")
        is_ended = len(body) < len(record)
        count += record[len(body) :] not in {b"", _FEED}
        parts.append(body + _FEED if is_ended else body)
    return b"".join(parts), count


def _records(content: bytes, layout: Layout) -> Iterator[bytes]:
    start = 0
    for record in records(content, layout):
        yield content[start : start + record.bytes]
        start += record.bytes


def with_last_line_end(content: bytes) -> bytes:
    """Return the content with a line feed after the last record."""
    return content if not content or content.endswith(_FEED) else content + _FEED
