"""Keys as texts for Spark: equal exactly where the keys are, and read back as they were."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dataset_tools.engine.spark.canon import key_texts, typed_keys, value_text
from dataset_tools.field_types.duration import Duration

NUMBERS = st.integers() | st.decimals(allow_nan=False) | st.floats(allow_nan=False) | st.booleans()
ONE_ZONE = st.just(timezone(timedelta(hours=-3)))
VALUES = [
    NUMBERS,
    st.text(max_size=3),
    st.datetimes(timezones=ONE_ZONE | st.just(UTC)),
    st.datetimes(),
    st.dates(),
    st.times(timezones=ONE_ZONE | st.just(UTC)),
    st.times(),
    st.builds(
        Duration,
        months=st.integers(0, 3),
        seconds=st.sampled_from([Decimal(1), Decimal("1.0"), Decimal("1.5"), Decimal(0)]),
    ),
]
KEYS = [*VALUES, *(st.tuples(each, st.text(max_size=3)) for each in VALUES)]


@pytest.mark.parametrize("values", KEYS)
@given(data=st.data())
def test_texts_are_equal_where_the_values_are(
    values: st.SearchStrategy[object], data: st.DataObject
) -> None:
    one, other = data.draw(values), data.draw(values)
    assert (value_text(one) == value_text(other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, Decimal("1.00")),
        (100, 1e2),
        (0, Decimal("-0.0")),
        (True, 1),
        (datetime(2024, 1, 1, 12, tzinfo=UTC), datetime.fromisoformat("2024-01-01T14:00+02:00")),
        (time(12, tzinfo=UTC), time.fromisoformat("14:00+02:00")),
        (Duration(months=12, seconds=Decimal(0)), Duration(months=12, seconds=Decimal("0.0"))),
        ((1, "a"), (1.0, "a")),
    ],
)
def test_equal_values_have_one_text(one: object, other: object) -> None:
    assert one == other
    assert value_text(one) == value_text(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", 1),
        (("a", "b"), ("ab", "")),
        (("1:s", ""), ("", "1:s")),
        (float("inf"), float("-inf")),
        (date(2024, 1, 1), datetime(2024, 1, 1)),  # noqa: DTZ001 (without a zone)
        (time(12), time(12, tzinfo=UTC)),
        ([1], [2]),
    ],
)
def test_other_values_have_other_texts(one: object, other: object) -> None:
    assert value_text(one) != value_text(other)


FRAMES = st.lists(
    st.tuples(
        st.text(st.characters(exclude_categories=["Cs"])),
        st.integers(-(1 << 63), (1 << 63) - 1),
        st.booleans(),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.floats(allow_nan=False),
    ),
    min_size=1,
)
DTYPES: list[tuple[str, pl.DataType]] = [
    ("text", pl.String()),
    ("integer", pl.Int64()),
    ("boolean", pl.Boolean()),
    ("date", pl.Date()),
    ("datetime", pl.Datetime("us")),
    ("time", pl.Time()),
    ("number", pl.Float64()),
]


@given(FRAMES)
@example([("1:", -1, True, date.min, datetime.min, time.max, -0.0)])  # noqa: DTZ901 (an extreme)
def test_keys_are_read_back(rows: list[tuple[object, ...]]) -> None:
    keys = pl.DataFrame(rows, schema=dict(DTYPES), orient="row")
    assert typed_keys(key_texts(keys), DTYPES).rows() == keys.rows()


@pytest.mark.parametrize(("name", "dtype"), DTYPES)
@given(rows=FRAMES)
def test_a_key_of_one_field_is_read_back(
    name: str, dtype: pl.DataType, rows: list[tuple[object, ...]]
) -> None:
    keys = pl.DataFrame(rows, schema=dict(DTYPES), orient="row").select(name)
    assert typed_keys(key_texts(keys), [(name, dtype)]).rows() == keys.rows()


def test_no_keys_have_their_fields() -> None:
    assert typed_keys([], DTYPES).schema == dict(DTYPES)
