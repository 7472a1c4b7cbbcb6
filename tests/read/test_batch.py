"""A batch's cells as a report shows them."""

import numpy as np
import polars as pl
import pytest

from dataset_tools.read.batch import Batch

EVEN = pl.DataFrame({"0": ["1", None, "3"], "1": ["a", "b", "c"]})


@pytest.mark.parametrize(
    ("cells", "ragged", "rows", "expected"),
    [
        (EVEN, {}, [2, 1, 1], {1: ("", "b"), 2: ("3", "c")}),
        (EVEN, {1: ("x",)}, [0, 1], {0: ("1", "a"), 1: ("x",)}),
        (pl.DataFrame(), {0: ("x",)}, [0, 0], {0: ("x",)}),
        (EVEN, {}, [], {}),
    ],
)
def test_several_rows_at_once(
    cells: pl.DataFrame,
    ragged: dict[int, tuple[str, ...]],
    rows: list[int],
    expected: dict[int, tuple[str, ...]],
) -> None:
    batch = Batch(
        place="table.csv", cells=cells, first_row=2, line_numbers=lambda at: at, ragged=ragged
    )
    assert batch.texts_of(np.array(rows, np.int64)) == expected
    assert all(batch.texts(row) == texts for row, texts in expected.items())
