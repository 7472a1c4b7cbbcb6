"""Plain blocks: what the fast reader makes of one is what the exact reader makes of it."""

import csv
import io

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dataset_tools.read.batch import Batch
from dataset_tools.read.exact_rows import Position, read_exactly
from dataset_tools.read.layout import Layout
from dataset_tools.read.pieces import first_bad_byte
from dataset_tools.read.plain import PlainBlock, check_utf8
from dataset_tools.read.structure import (
    has_lone_return,
    quote_positions,
    quotes_are_lawful,
)

WIDTH = 3
CELLS = st.text(st.sampled_from('aé",\r\n '), max_size=3)
ROWS = st.lists(st.lists(CELLS, max_size=5), min_size=1, max_size=5)
ENDS = st.sampled_from(["\n", "\r\n"])


def written(rows: list[list[str]], end: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(rows)
    return text.getvalue().encode("utf-8")


def seen(batch: Batch) -> list[object]:
    """Return all that a batch says of its rows."""
    at = np.arange(batch.cells.height, dtype=np.int64)
    numbers, lines = batch.row_numbers(at).tolist(), batch.line_numbers(at).tolist()
    texts = [batch.texts(row) for row in at.tolist()]
    return [*zip(numbers, lines, texts, strict=True), batch.blank.tolist()]


@given(rows=ROWS, end=ENDS, closed=st.booleans())
@example(rows=[["a", "b", "c"], [], ["a"]], end="\n", closed=False)
@example(rows=[["a\nb", "", ""], ["", "", ""]], end="\r\n", closed=True)
def test_rows_are_those_of_the_exact_reader(rows: list[list[str]], end: str, closed: bool) -> None:  # noqa: FBT001
    layout, position = Layout(), Position(row=7, line=9)
    data = written(rows, end)
    data = data if closed else data.removesuffix(end.encode())
    quotes = quote_positions(data, layout)
    assume(data and quotes.size % 2 == 0 and not has_lone_return(data))
    assume(quotes_are_lawful(data, quotes, layout))

    block = PlainBlock.of(
        data, quotes, place="t.csv", position=position, layout=layout, width=WIDTH
    )
    exactly = read_exactly(data, layout, WIDTH, position, last=True)

    assert seen(block.batch()) == seen(exactly.rows.batch("t.csv", position))
    assert (block.rows, block.line_feeds) == (exactly.records, data.count(b"\n"))


@given(data=st.binary(max_size=8) | st.text(max_size=4).map(str.encode))
@example(data="é".encode()[:1])
def test_bytes_are_refused_as_python_refuses_them(data: bytes) -> None:
    bad = first_bad_byte(data)
    if bad is None:
        check_utf8(data)
    else:
        with pytest.raises(UnicodeDecodeError) as raised:
            check_utf8(data)
        assert raised.value.start == bad[0]
