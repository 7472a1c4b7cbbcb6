"""The dialect of a delimited file: delimiter, quotation mark, comments, spaces after delimiters.

Each candidate reads the start of the file by the reader's own rules. The best is one in which all
rows have equally many cells; among those, the one whose cells look least as if they held several
(after van den Burg, Nazábal and Sutton, "Wrangling messy CSV files by detecting row and type
patterns", 2019: a pattern score times a score of the cells).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dataset_tools.files.opened import Files
from dataset_tools.infer.encoding import unpacked
from dataset_tools.read import exact
from dataset_tools.read.layout import Layout
from dataset_tools.read.pieces import whole_characters

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_QUOTES = ('"', "'", None)
_SAMPLE = 1 << 20
_MOST_RECORDS = 5_000
_MOSTLY = 0.9
_LABEL = re.compile(r"[^\W\d_]")
_ONE_COLUMN = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a layout reads the start of a file.

    ``width`` is the number of cells that most rows have; ``share`` how many rows have it.
    ``first`` are the cells of the first row that is not empty, its number ``first_row``.
    """

    layout: Layout
    width: int
    share: float
    score: float
    is_regular: bool
    first: tuple[str, ...]
    first_row: int

    @property
    def has_labels(self) -> bool:
        """Whether the first row, read with the usual quotation mark, has several labels."""
        is_usual = self.layout.quote == Layout().quote
        return is_usual and len(self.first) > 1 and all(map(_LABEL.search, self.first))

    @property
    def rank(self) -> tuple[int, float]:
        """Orders readings, the best highest: odd rows are for files that surely have columns."""
        if self.is_regular and self.width > 1:
            return 3, self.score
        if self.width > 1 and self.share >= _MOSTLY and self.has_labels:
            return 2, self.score
        return (1 if self.is_regular else 0), self.score


def readings(files: Files, path: str, encoding: str) -> list[Reading]:
    """Read the start of a file in all dialects, and give the readings, the best first."""
    sample, whole = _sample(files, path, encoding)
    found = [
        reading
        for layout in _layouts(sample)
        if (reading := _reading(sample, layout, whole=whole)) is not None
    ]
    found.sort(key=lambda reading: reading.rank, reverse=True)  # stable: the usual ones first
    return [_with_spaces_skipped(reading, sample, whole=whole) for reading in found]


def _sample(files: Files, path: str, encoding: str) -> tuple[bytes, bool]:
    """Return the start of a file as UTF-8, and whether it is all of it."""
    with files.open(path) as file:
        text = b"".join(_until(unpacked(file, path, encoding).utf8(), _SAMPLE))
    if len(text) <= _SAMPLE:
        return text, True
    cut = text[:_SAMPLE]
    return cut[: whole_characters(cut)], False


def _until(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    length = 0
    for piece in pieces:
        yield piece
        length += len(piece)
        if length > most:
            return


def _layouts(sample: bytes) -> Iterator[Layout]:
    """Yield what can be told apart in a sample, the most usual first."""
    comments = (None, "#") if sample.startswith(b"#") else (None,)
    for comment in comments:
        for quote in _QUOTES:
            if quote is not None and quote != '"' and quote.encode() not in sample:
                continue
            for delimiter in DELIMITERS:
                yield Layout(delimiter=delimiter, quote=quote, comment_char=comment, header_rows=())


def _reading(sample: bytes, layout: Layout, *, whole: bool) -> Reading | None:
    rows, first_row, is_regular = _rows(sample, layout, whole=whole)
    if not rows:
        return None
    widths = Counter(len(row) for row in rows)
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    pattern = sum(
        number * (max(cells - 1, _ONE_COLUMN) / cells) for cells, number in widths.items()
    ) / (len(widths) * len(rows))
    cells = [cell for row in rows for cell in row]
    clean = sum(map(_is_clean, cells)) / len(cells)
    return Reading(
        layout=layout,
        width=width,
        share=count / len(rows),
        score=pattern * clean,
        is_regular=is_regular and len(widths) == 1,
        first=tuple(rows[0]),
        first_row=first_row,
    )


def _rows(sample: bytes, layout: Layout, *, whole: bool) -> tuple[list[list[str]], int, bool]:
    """Return the rows with text in them, the number of the first, and whether all are sound."""
    rows: list[list[str]] = []
    first_row, size, blank_after = 1, 0, False
    last = b""
    for number, record in enumerate(exact.records(sample, layout), start=1):
        last = sample[size : size + record.bytes]
        size += record.bytes
        if exact.is_comment(record.cells, number, layout):
            continue
        if exact.is_blank(record.cells):
            blank_after = blank_after or bool(rows)
            continue
        first_row = first_row if rows else number
        rows.append(record.cells)
        if len(rows) > _MOST_RECORDS:
            return rows, first_row, not blank_after
    if not whole and len(rows) > 1:
        return rows[:-1], first_row, not blank_after  # the last is cut where the sample ends
    return rows, first_row, not blank_after and not exact.is_unclosed(last, layout)


def _is_clean(cell: str) -> bool:
    """Whether a cell looks like one value: no rarer delimiter, no quotation mark around it."""
    if any(mark in cell for mark in ";\t|"):
        return False
    return not (cell[:1] in {'"', "'"} or cell[-1:] in {'"', "'"})


def _with_spaces_skipped(reading: Reading, sample: bytes, *, whole: bool) -> Reading:
    """Skip the spaces after delimiters where every row has them."""
    rows, _, _ = _rows(sample, reading.layout, whole=whole)
    later = [cell for row in rows for cell in row[1:] if cell]
    if not later or not all(cell.startswith(" ") for cell in later):
        return reading
    layout = replace(reading.layout, skip_initial_space=True)
    skipped = _reading(sample, layout, whole=whole)
    return skipped if skipped is not None and skipped.rank[0] >= reading.rank[0] else reading


def properties_of(layout: Layout) -> dict[str, object]:
    """Return the properties of a dialect that are not the standard's defaults."""
    standard = Layout()
    found: dict[str, object] = {}
    if layout.delimiter != standard.delimiter:
        found["delimiter"] = layout.delimiter
    if layout.quote != standard.quote:
        found["quoteChar"] = layout.quote or ""
    if layout.skip_initial_space:
        found["skipInitialSpace"] = True
    if layout.comment_char is not None:
        found["commentChar"] = layout.comment_char
    return found
