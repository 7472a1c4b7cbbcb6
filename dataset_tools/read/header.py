"""The header of a delimited file: its labels, and how much of the file it takes."""

from dataclasses import dataclass

from dataset_tools.read import exact
from dataset_tools.read.layout import Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The labels, and the bytes, lines and records up to the first row."""

    labels: tuple[str, ...]
    bytes: int = 0
    lines: int = 0
    records: int = 0


def read_header(block: bytes, layout: Layout, *, last: bool) -> Header | None:
    """Read the header at the start of a file; None where the block ends before the header does.

    Header rows are counted as the records of the file; where a comment character is set, also
    among the records that are no comments.
    """
    wanted = layout.header_rows
    if not wanted:
        return Header(labels=())
    rows: list[list[str]] = []
    size = lines = content = 0
    for number, record in enumerate(exact.records(block, layout), start=1):
        size += record.bytes
        lines += record.lines
        if not last and size >= len(block):
            return None
        if exact.is_comment(record.cells, number, layout):
            continue
        content += 1
        if number in wanted or (content in wanted and layout.comment_char):
            rows.append(record.cells)
        if number >= max(wanted) and rows:
            labels = joined_labels(rows, layout.header_join)
            return Header(labels=labels, bytes=size, lines=lines, records=number)
    if not last:
        return None
    labels = joined_labels(rows, layout.header_join)
    return Header(labels=labels, bytes=size, lines=lines, records=max(wanted))


def joined_labels(rows: list[list[str]], join: str) -> tuple[str, ...]:
    """Return the labels of one or more header rows; a short upper row is filled along."""
    if len(rows) <= 1:
        return tuple(rows[0]) if rows else ()
    width = max(len(row) for row in rows)
    columns: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        last = ""
        for number in range(width):
            last = row[number] if number < len(row) and row[number] else last
            if not columns[number] or columns[number][-1] != last:
                columns[number].append(last)
    return tuple(join.join(part for part in column if part) for column in columns)
