"""A table of whole numbers says what a dictionary says, wherever it is stretched to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.check import dense_keys
from dataset_tools.check.dense_keys import DenseKeys

BATCHES = st.lists(
    st.lists(st.integers(-40, 40), min_size=1, max_size=12, unique=True), min_size=1, max_size=8
)


@given(batches=BATCHES)
def test_says_what_a_dictionary_says(batches: list[list[int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dense_keys, "SPREAD", 100)
        first: dict[int, int] = {}
        keys: DenseKeys | None = None
        row = 1
        for batch in batches:
            numbers = np.array(batch, np.int64)
            if keys is not None:
                at, rows = keys.find(numbers)
                known = {int(place): int(each) for place, each in zip(at, rows, strict=True)}
                assert known == {
                    place: first[each] for place, each in enumerate(batch) if each in first
                }
            new = np.array([each for each in batch if each not in first], np.int64)
            taken = np.arange(row, row + new.size, dtype=np.int64)
            first |= dict(zip(new.tolist(), taken.tolist(), strict=True))
            row += new.size
            if not new.size:
                continue
            if keys is None:
                keys = DenseKeys.of(new, taken)
                assert keys is not None
            else:
                assert keys.add(new, taken)


@pytest.mark.parametrize("numbers", [[0, 1000], [-(2**63), 2**63 - 1], [2**62, 2**62 + 1]])
def test_what_lies_too_far_apart_or_out_is_left_to_others(numbers: list[int]) -> None:
    assert DenseKeys.of(np.array(numbers, np.int64), np.arange(1, 3)) is None


def test_far_numbers_are_not_taken_up_and_change_nothing() -> None:
    keys = DenseKeys.of(np.arange(10), np.arange(1, 11))
    assert keys is not None
    assert not keys.add(np.array([10**6]), np.array([12]))
    assert keys.find(np.array([3, 10**6]))[1].tolist() == [4]
