import copy
import json
import math
import pickle
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_tools.field_types.number import NAN, NUMBER, number_parser
from dataset_tools.model.schema import Field

BARE = Field(name="n", type="number")
GERMAN = Field(name="n", type="number", decimal_char=",", group_char=".")
MONEY = Field(name="n", type="number", bare_number=False, group_char=",")


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (BARE, "-1.23", "-1.23"),
        (BARE, "+100000.00", "100000"),
        (BARE, "-.5", "-0.5"),
        (BARE, "-7.", "-7"),
        (BARE, "3.14e-2", "0.0314"),
        (BARE, " 5 ", "5"),
        (
            BARE,
            "123456789012345678901234567890.123456789",
            "123456789012345678901234567890.123456789",
        ),
        (BARE, "INF", "Infinity"),
        (BARE, "-inf", "-Infinity"),
        (GERMAN, "-1.234,56", "-1234.56"),
        (GERMAN, "1000,25", "1000.25"),
        (Field(name="n", type="number", decimal_char="@", group_char="#"), "10#000@50", "10000.50"),
        (MONEY, "  10,000.00 €", "10000"),
        (MONEY, "EUR 95", "95"),
        (MONEY, "95EUR", "95"),
        (MONEY, "1.5E3", "1500"),
        (MONEY, "NaN", "NaN"),
        (BARE, "0E99999999999999999999", "0"),
        (BARE, "1E999999999", "1E999999999"),
    ],
)
def test_reads(field: Field, text: str, value: str) -> None:
    number = number_parser(field)(text)
    assert number == Decimal(value) or (math.isnan(number) and value == "NaN")


@pytest.mark.parametrize(
    ("field", "text"),
    [(BARE, text) for text in ["", ".", "-", "E5", "1E+", "1E5.5", "0x1A", "1_0", "1,000", "1 0"]]
    + [
        (BARE, text)
        for text in ["Infinity", "sNaN", "NaN1", "-NaN", "+INF", "ınf", "١٢٣", "1f", "½"]
    ]
    + [(GERMAN, text) for text in ["1.5.", "1,5,5", "1..0", ",", "1,000.5,0"]]
    + [(MONEY, text) for text in ["-€12", "abc", "1.2.3", "5-"]]
    + [(Field(name="n", type="number", group_char="."), "1.000")]
    + [(Field(name="n", type="number", decimal_char=""), "15")],
)
def test_refuses(field: Field, text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        number_parser(field)(text)


@given(st.decimals(allow_nan=False))
def test_reads_back_what_it_writes(number: Decimal) -> None:
    text = str(number).replace("Infinity", "INF")
    assert number_parser(BARE)(text) == number
    assert number_parser(BARE)(str(NUMBER.to_json(number))) == number


@given(st.floats(allow_nan=False))
def test_a_double_keeps_its_value(number: float) -> None:
    assert float(number_parser(BARE)(repr(number).replace("inf", "INF"))) == number
    assert NUMBER.from_json(BARE, number) == Decimal(repr(number))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("10.00", 10),
        ("0.1", 0.1),
        ("-0", 0),
        ("0.1000000000000000000001", "0.1000000000000000000001"),
        ("1E999999999", "1E+999999999"),
        ("nan", "NaN"),
        ("-INF", "-INF"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_writes_json_that_keeps_every_digit(text: str, written: object) -> None:
    assert NUMBER.to_json(number_parser(BARE)(text)) == written
    assert json.dumps(written, allow_nan=False)


def test_nan_is_itself_and_stands_nowhere() -> None:
    other = number_parser(BARE)("nan")
    assert other == NAN
    assert not other != NAN  # noqa: SIM202 - both are ours
    assert len({other, NAN}) == 1
    assert NAN not in (Decimal(1), 1.5)
    assert not any((other < Decimal(1), other >= Decimal(1), Decimal(1) < other, other <= NAN))
    assert copy.deepcopy(NAN) is NAN
    assert pickle.loads(pickle.dumps(NAN)) is NAN  # noqa: S301 - our own bytes


def test_exponents_beyond_all_bounds_are_ordered() -> None:
    tiny, huge = (
        number_parser(BARE)(text) for text in ["1e-99999999999999999999", "1e99999999999999999999"]
    )
    assert Decimal(0) < tiny < Decimal("1e-999999") < Decimal("1e999999") < huge
    assert number_parser(BARE)("-1e99999999999999999999") < -Decimal("1e999999")


def test_time_is_bounded() -> None:
    start = time.perf_counter()
    for text in ["9" * 100_000, "1e999999999", "1e-999999999", "." * 50_000, "1," * 50_000 + "x"]:
        for field in (BARE, GERMAN, MONEY):
            try:
                NUMBER.to_json(number_parser(field)(text))
            except ValueError:
                continue
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("value", "number"), [(1, "1"), (1.1, "1.1"), ("INF", "Infinity"), (Decimal("0.10"), "0.1")]
)
def test_reads_json(value: object, number: str) -> None:
    assert NUMBER.from_json(BARE, value) == Decimal(number)


def test_reads_the_nan_of_another_source() -> None:
    assert NUMBER.from_json(BARE, float("nan")) == NAN


@pytest.mark.parametrize("value", [True, None, [], {}, "x"])
def test_refuses_json(value: object) -> None:
    with pytest.raises(ValueError, match="not a number"):
        NUMBER.from_json(BARE, value)


def test_a_column_of_typed_values_is_written_too() -> None:
    assert [NUMBER.to_json(value) for value in (1.5, math.nan, None)] == [1.5, "NaN", None]
