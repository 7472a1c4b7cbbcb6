"""Repeated keys over any number of batches."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset_tools.check import key_texts, seen_keys
from dataset_tools.check.seen_keys import SeenKeys

Batches = list[list[tuple[int, str]]]


def repeats(batches: Batches, fields: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the number of each row that repeats a key, and that of the first with it."""
    seen, row, found = SeenKeys(), 2, []
    for batch in batches:
        schema = {"number": pl.Int64, "text": pl.String}
        keys = pl.DataFrame(batch, schema=schema, orient="row").select(fields)
        numbers = np.arange(row, row + len(batch), dtype=np.int64)
        at, earlier = seen.repeated(keys, numbers)
        found += list(zip(numbers[at].tolist(), earlier.tolist(), strict=True))
        row += len(batch)
    return found


def by_a_dictionary(batches: Batches, fields: tuple[str, ...]) -> list[tuple[int, int]]:
    first: dict[tuple[object, ...], int] = {}
    found = []
    for row, (number, text) in enumerate((key for batch in batches for key in batch), start=2):
        values = {"number": number, "text": text}
        key = tuple(values[name] for name in fields)
        if first.setdefault(key, row) != row:
            found.append((row, first[key]))
    return found


KEYS = st.tuples(st.integers(-3, 9), st.sampled_from("abc"))


@pytest.mark.parametrize("fields", [("number",), ("text",), ("number", "text")])
@settings(max_examples=150, deadline=None)
@given(batches=st.lists(st.lists(KEYS, max_size=6), max_size=8))
def test_tells_what_a_dictionary_tells(fields: tuple[str, ...], batches: Batches) -> None:
    assert repeats(batches, fields) == by_a_dictionary(batches, fields)


@settings(max_examples=80, deadline=None)
@given(batches=st.lists(st.lists(KEYS, max_size=6), max_size=6))
def test_equal_hashes_of_unequal_keys_are_told_apart(batches: Batches) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seen_keys, "key_numbers", lambda keys: np.zeros(keys.height, np.int64))
        fields = ("text",)
        assert repeats(batches, fields) == by_a_dictionary(batches, fields)


@settings(max_examples=150, deadline=None)
@given(batches=st.lists(st.lists(KEYS, max_size=6), max_size=8))
def test_close_integers_in_no_order_become_a_table(batches: Batches) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seen_keys, "MANY", 2)
        assert repeats(batches, ("number",)) == by_a_dictionary(batches, ("number",))


@pytest.mark.parametrize("fields", [("number",), ("text",), ("number", "text")])
@settings(max_examples=60, deadline=None)
@given(batches=st.lists(st.lists(KEYS, max_size=6), max_size=8))
def test_keys_on_disk_are_found_again(fields: tuple[str, ...], batches: Batches) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seen_keys, "HELD", 2)
        patch.setattr(key_texts, "HELD", 3)
        assert repeats(batches, fields) == by_a_dictionary(batches, fields)


def test_the_disk_used_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_keys, "HELD", 2)
    seen = SeenKeys()
    seen.repeated(pl.DataFrame({"k": ["b", "a", "c"]}), np.arange(2, 5))
    assert seen.scratch.used > 0


def test_nan_repeats_nan_and_zero_repeats_minus_zero() -> None:
    seen, nan = SeenKeys(), float("nan")
    rows = np.arange(2, 7, dtype=np.int64)
    at, earlier = seen.repeated(pl.DataFrame({"n": [nan, -0.0, 0.0, nan, 1.0]}), rows)
    assert (rows[at].tolist(), earlier.tolist()) == ([4, 5], [3, 2])
    at, earlier = seen.repeated(pl.DataFrame({"n": [nan, 2.0]}), rows[:2] + 5)
    assert (at.tolist(), earlier.tolist()) == ([0], [2])
