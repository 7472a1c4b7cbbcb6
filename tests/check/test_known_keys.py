"""A look-up among many keys says what a set says, equal hashes and unlike types included."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.check import known_keys
from dataset_tools.check.known_keys import KnownKeys

INTEGERS = st.lists(st.integers(-5, 5), max_size=12)
TEXTS = st.lists(st.sampled_from(["a", "b", "c", "é", ""]), max_size=12)


def unknown(known: pl.DataFrame, keys: pl.DataFrame) -> list[int]:
    return [int(at) for at in KnownKeys(known.unique()).unknown(keys)]


@pytest.mark.parametrize("many", [1, 100])
@pytest.mark.parametrize("hashed", [True, False])
@given(data=st.data())
def test_says_what_a_set_says(
    many: int,
    hashed: bool,  # noqa: FBT001 (a case)
    data: st.DataObject,
) -> None:
    pairs = st.lists(st.tuples(st.integers(-2, 2), st.sampled_from("abc")), max_size=12)
    known, keys = data.draw(pairs), data.draw(pairs)
    schema = {"n": pl.Int64, "s": pl.String}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known_keys, "MANY", many)
        if not hashed:
            patch.setattr(known_keys, "key_numbers", lambda keys: np.zeros(keys.height, np.int64))
        found = unknown(
            pl.DataFrame(known, schema, orient="row"), pl.DataFrame(keys, schema, orient="row")
        )
    assert found == [at for at, key in enumerate(keys) if key not in set(known)]


@pytest.mark.parametrize("many", [1, 100])
@given(known=INTEGERS, keys=INTEGERS)
def test_one_integer_is_its_own_number(many: int, known: list[int], keys: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known_keys, "MANY", many)
        found = unknown(
            pl.DataFrame({"k": known}, {"k": pl.Int64}), pl.DataFrame({"k": keys}, {"k": pl.Int64})
        )
    assert found == [at for at, key in enumerate(keys) if key not in known]


@given(known=INTEGERS, keys=INTEGERS)
def test_numbers_of_unlike_types_are_numbers(known: list[int], keys: list[int]) -> None:
    left = pl.DataFrame({"k": known}, {"k": pl.Int64})
    right = pl.DataFrame({"j": [float(key) for key in keys]}, {"j": pl.Float64})
    assert unknown(left, right) == [at for at, key in enumerate(keys) if key not in known]


@given(known=INTEGERS, keys=TEXTS)
def test_other_values_of_unlike_types_are_never_equal(known: list[int], keys: list[str]) -> None:
    left = pl.DataFrame({"k": known}, {"k": pl.Int64})
    assert unknown(left, pl.DataFrame({"k": keys}, {"k": pl.String})) == list(range(len(keys)))
