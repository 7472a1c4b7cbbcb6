"""Cells with types of their own: how they are shown, missing and parsed; two speeds, one truth."""

import json
import math
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.compile.column import compile_columns
from dataset_tools.compile.native import native_parser, plain_text, string_text
from dataset_tools.field_types.types import FIELD_TYPES, field_type
from dataset_tools.model.schema import Field

WORDS = st.sampled_from(
    ["true", "1", "NaN", "-INF", "2024-01-05", "10:00:00", "2024", "2024-01", "P1D", "1.0", "a\\b"]
)
VALUES = st.one_of(
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    WORDS,
    st.lists(st.integers(), max_size=2),
)


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("integer", "1.0", 1),
        ("integer", "1e2", 100),
        ("integer", '"5"', 5),
        ("number", "0.10", Decimal("0.10")),
        ("number", '"INF"', Decimal("Infinity")),
        ("boolean", "true", True),
        ("string", '"a\\u00e9"', "aé"),
        ("array", "[1, 2]", [1, 2]),
        ("any", '{"a": 1}', {"a": 1}),
    ],
)
def test_reads_a_value(type: str, text: str, value: object) -> None:
    assert native_parser(Field(name="f", type=type))(text) == value


@pytest.mark.parametrize(
    ("type", "text"),
    [
        ("integer", "1.5"),
        ("integer", "true"),
        ("string", "5"),
        ("boolean", "1"),
        ("object", "[1]"),
        ("string", '"\\ud800"'),
        ("string", "@2024-01-05"),
        ("date", "@2024-01-05T10:00:00"),
    ],
)
def test_refuses_a_value_of_another_type(type: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        native_parser(Field(name="f", type=type))(text)


@pytest.mark.parametrize(
    ("type", "text", "iso"),
    [
        ("date", "@2024-01-05", "2024-01-05"),
        ("date", "@2024-01-05T00:00:00", "2024-01-05"),
        ("datetime", "@2024-01-05", "2024-01-05T00:00:00"),
        ("datetime", "@2024-01-05T10:00:00", "2024-01-05T10:00:00"),
        ("time", "@10:00:00", "10:00:00"),
    ],
)
def test_a_moment_is_read_whatever_the_format_of_texts(type: str, text: str, iso: str) -> None:
    field = Field(name="f", type=type, format="%d/%m/%Y")
    assert field_type(type).to_json(native_parser(field)(text)) == iso


@given(st.text())
def test_a_string_is_shown_plain(text: str) -> None:
    assert plain_text(string_text(text)) == text.encode("utf-8", "backslashreplace").decode()


@pytest.mark.parametrize("type", sorted(FIELD_TYPES))
@given(values=st.lists(VALUES, max_size=8))
def test_the_column_says_what_the_parser_says(type: str, values: list[object]) -> None:
    field = Field(name="f", type=type, missing_values=("", "1"))
    (column,) = compile_columns([(field, 0)], native=True)
    texts = [string_text(v) if isinstance(v, str) else json.dumps(v) for v in values]
    if column.typed is None:
        return
    cells = pl.DataFrame({"0": pl.Series(texts, dtype=pl.String)})
    typed = cells.select(column.typed.alias("v")).to_series().to_list()
    missing = cells.select(column.text.is_null().alias("m")).to_series().to_list()
    for value, text, found, is_missing in zip(values, texts, typed, missing, strict=True):
        assert is_missing == (value in ("", "1"))
        if found is not None:
            expected = field_type(type).to_column(column.parse(text))
            assert found == expected or (isinstance(found, float) and math.isnan(found))


MOMENTS = [
    *("@2024-01-05", "@2024-01-05T00:00:00", "@2024-01-05T10:00:00", "@2024-01-05T10:00:00.5"),
    *("@2024-01-05T10:00:00Z", "@10:00:00", "@10:00:00.25", "@2024-02-30", "@"),
]


@pytest.mark.parametrize("format", ["default", "any", "%d/%m/%Y"])
@pytest.mark.parametrize(
    ("type", "read_as_columns"), [("date", 2), ("datetime", 4), ("time", 1), ("string", 0)]
)
def test_columns_of_moments_say_what_the_parser_says(
    type: str, format: str, read_as_columns: int
) -> None:
    (column,) = compile_columns([(Field(name="f", type=type, format=format), 0)], native=True)
    assert column.typed is not None
    typed = pl.DataFrame({"0": MOMENTS}).select(column.typed.alias("v")).to_series().to_list()
    found = {text: value for text, value in zip(MOMENTS, typed, strict=True) if value is not None}
    parsed = {text: field_type(type).to_column(column.parse(text)) for text in found}
    assert found == parsed
    assert len(found) >= read_as_columns
